// SPDX-License-Identifier: Apache-2.0
/** @file contingency.cpp  See contingency.h. */
#include "stats/contingency.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"
#include "stats/exact_tests.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

std::optional<double> share(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return part / whole;
}

table_2x2 without_zeros(const table_2x2& of) {
  const bool has_zero = of.tp == 0 || of.fp == 0 || of.fn == 0 || of.tn == 0;
  return has_zero ? of.plus(0.5) : of;
}

bounded around_logarithm(double ratio, double variance) {
  const double factor = std::exp(z_95 * std::sqrt(variance));
  return {ratio, ratio / factor, ratio * factor};
}

/** The mean square of what each person moves phi by, `exposed` and `outcome` being their standardized facts.
 */
double phi_variance(const table_2x2& of, double phi) {
  const double exposed = std::sqrt(of.unexposed() / of.exposed());
  const double outcome = std::sqrt(of.without_outcome() / of.with_outcome());
  const auto moved = [phi](double count, double u, double v) {
    const double by = u * v - phi * (u * u + v * v) / 2;
    return count * by * by;
  };
  return (moved(of.tp, exposed, outcome) + moved(of.fp, exposed, -1 / outcome) +
          moved(of.fn, -1 / exposed, outcome) + moved(of.tn, -1 / exposed, -1 / outcome)) /
         of.n();
}

double margins_of(const table_2x2& of) {
  return of.exposed() * of.unexposed() * of.with_outcome() * of.without_outcome();
}

bounded bounded_phi_of(const table_2x2& of) {
  const auto known = phi_of(of);
  if (!known) return {};
  const double phi = *known;
  if (of.n() <= 3) return {phi, {}, {}};
  if (of.tp + of.tn == 0 || of.fp + of.fn == 0) return {phi, phi, phi};
  const double middle = std::atanh(phi);
  const double half = z_95 * std::sqrt(phi_variance(of, phi) / (of.n() - 3)) / (1 - phi * phi);
  return {phi, std::tanh(middle - half), std::tanh(middle + half)};
}

bounded odds_ratio_of(const table_2x2& of) {
  if (of.n() == 0) return {};
  const table_2x2 t = without_zeros(of);
  return around_logarithm(t.tp * t.tn / (t.fp * t.fn), 1 / t.tp + 1 / t.fp + 1 / t.fn + 1 / t.tn);
}

bounded risk_ratio_of(const table_2x2& of) {
  if (of.n() == 0) return {};
  const table_2x2 t = without_zeros(of);
  const double ratio = t.tp / t.exposed() / (t.fn / t.unexposed());
  return around_logarithm(ratio, 1 / t.tp - 1 / t.exposed() + 1 / t.fn - 1 / t.unexposed());
}

bounded risk_difference_of(const table_2x2& of) {
  if (of.exposed() == 0 || of.unexposed() == 0) return {};
  const double with = of.tp / of.exposed();
  const double without = of.fn / of.unexposed();
  const interval a = wilson_95_of(of.tp, of.exposed());
  const interval b = wilson_95_of(of.fn, of.unexposed());
  const auto length = [](double x, double y) { return std::sqrt(x * x + y * y); };
  return {with - without, with - without - length(with - a.low, b.high - without),
          with - without + length(a.high - with, without - b.low)};
}

tested chi_square_of(const table_2x2& of, bool is_corrected) {
  const double margins = margins_of(of);
  if (margins == 0) return {};
  // |tp - its expectation|, the same for each cell.
  double deviation = std::fabs(of.tp * of.tn - of.fp * of.fn) / of.n();
  if (is_corrected) deviation = std::max(0.0, deviation - 0.5);
  const double n = of.n();
  const double value = deviation * deviation * n * n * n / margins;
  return {value, chi_square_upper(value, 1)};
}

}  // namespace

table_2x2& table_2x2::operator+=(const table_2x2& other) {
  tp += other.tp;
  fp += other.fp;
  fn += other.fn;
  tn += other.tn;
  return *this;
}

table_figures figures_of(const table_2x2& of, bool is_corrected) {
  table_figures out;
  out.base_rate = share(of.with_outcome(), of.n());
  out.ppv = share(of.tp, of.exposed());
  out.npv = share(of.tn, of.unexposed());
  out.sensitivity = share(of.tp, of.with_outcome());
  out.specificity = share(of.tn, of.without_outcome());
  out.reach = share(of.exposed(), of.n());
  if (out.ppv && out.base_rate) out.lift = share(*out.ppv, *out.base_rate);
  out.phi = bounded_phi_of(of);
  out.odds_ratio = odds_ratio_of(of);
  out.risk_ratio = risk_ratio_of(of);
  out.risk_difference = risk_difference_of(of);
  out.chi_square = chi_square_of(of, is_corrected);
  return out;
}

std::optional<double> phi_of(const table_2x2& of) {
  const double margins = margins_of(of);
  if (margins == 0) return std::nullopt;
  return std::clamp((of.tp * of.tn - of.fp * of.fn) / std::sqrt(margins), -1.0, 1.0);
}

std::optional<double> fisher_of(const table_2x2& of) {
  for (const double cell : {of.tp, of.fp, of.fn, of.tn}) {
    if (cell != std::floor(cell)) return std::nullopt;
  }
  if (of.n() == 0) return std::nullopt;
  return fisher_two_sided(of.tp, of.fp, of.fn, of.tn);
}

}  // namespace payoff
