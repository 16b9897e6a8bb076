// SPDX-License-Identifier: Apache-2.0
/** @file mantel_haenszel.cpp  See mantel_haenszel.h. */
#include "stats/mantel_haenszel.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

/** Sums over strata for the odds ratio: r = a d / n, s = b c / n, p = (a + d) / n, q = (b + c) / n. */
struct odds_sums {
  double r{0}, s{0}, pr{0}, ps_qr{0}, qs{0};

  void add(const table_2x2& of) {
    const double n = of.n();
    const double r_here = of.tp * of.tn / n;
    const double s_here = of.fp * of.fn / n;
    const double p = (of.tp + of.tn) / n;
    const double q = (of.fp + of.fn) / n;
    r += r_here;
    s += s_here;
    pr += p * r_here;
    ps_qr += p * s_here + q * r_here;
    qs += q * s_here;
  }

  [[nodiscard]] bounded ratio() const {
    if (s == 0) return {};
    bounded out{r / s, {}, {}};
    if (r > 0) {
      const double variance = pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s);
      const double factor = std::exp(z_95 * std::sqrt(variance));
      out.low = r / s / factor;
      out.high = r / s * factor;
    }
    return out;
  }
};

struct difference_sums {
  double difference{0}, weight{0}, variance{0};

  void add(const table_2x2& of) {
    const double n = of.n();
    const double n1 = of.exposed();
    const double n0 = of.unexposed();
    if (n1 == 0 || n0 == 0) return;
    difference += (of.tp * n0 - of.fn * n1) / n;
    weight += n1 * n0 / n;
    variance += (of.tp * of.fp * n0 * n0 * n0 + of.fn * of.tn * n1 * n1 * n1) / (n1 * n0 * n * n);
  }

  [[nodiscard]] bounded figure() const {
    if (weight == 0) return {};
    const double value = difference / weight;
    const double half = z_95 * std::sqrt(variance) / weight;
    return {value, value - half, value + half};
  }
};

struct cmh_sums {
  double deviation{0}, variance{0};

  void add(const table_2x2& of) {
    const double n = of.n();
    if (n <= 1) return;
    deviation += of.tp - of.exposed() * of.with_outcome() / n;
    variance += of.exposed() * of.unexposed() * of.with_outcome() * of.without_outcome() / (n * n * (n - 1));
  }

  [[nodiscard]] tested statistic(bool is_corrected) const {
    if (variance == 0) return {};
    const double d = std::max(0.0, std::fabs(deviation) - (is_corrected ? 0.5 : 0));
    const double value = d * d / variance;
    return {value, chi_square_upper(value, 1)};
  }
};

}  // namespace

stratified_figures mantel_haenszel(std::span<const table_2x2> strata, bool is_corrected) {
  odds_sums odds;
  difference_sums difference;
  cmh_sums cmh;
  stratified_figures out;
  for (const table_2x2& one : strata) {
    if (one.n() == 0) continue;
    ++out.strata;
    odds.add(one);
    difference.add(one);
    cmh.add(one);
  }
  out.odds_ratio = odds.ratio();
  out.risk_difference = difference.figure();
  out.cmh = cmh.statistic(is_corrected);
  return out;
}

}  // namespace payoff
