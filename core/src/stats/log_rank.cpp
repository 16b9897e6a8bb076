// SPDX-License-Identifier: Apache-2.0
/** @file log_rank.cpp  The log-rank test; see kaplan_meier.h. */
#include <algorithm>
#include <cmath>

#include "stats/distributions.h"
#include "stats/kaplan_meier.h"
#include "stats/order.h"

namespace payoff {
namespace {

struct member {
  double time;
  std::size_t group;
  bool is_observed;
};

/** Observed less expected events by group, and their covariance. */
struct deviations {
  explicit deviations(std::size_t groups)
      : difference(groups), expected(groups), covariance(groups * groups) {}

  /** One time: `events` in all among those at risk, of each group and in all. */
  void add(double events, const std::vector<double>& at_risk, double all) {
    const std::size_t groups = at_risk.size();
    const double spread = all > 1 ? events * (all - events) / (all - 1) : 0;
    for (std::size_t g = 0; g < groups; ++g) {
      const double share = at_risk[g] / all;
      expected[g] += events * share;
      difference[g] -= events * share;
      for (std::size_t h = 0; h < groups; ++h) {
        covariance[g * groups + h] += spread * share * ((g == h ? 1 : 0) - at_risk[h] / all);
      }
    }
  }

  std::vector<double> difference, expected;
  std::vector<double> covariance;  // [groups][groups]
};

/** x' A^-1 x for the groups in `used`, by elimination without pivots: A is positive definite, or else
 * nothing. */
std::optional<double> quadratic_form(const deviations& of, const std::vector<std::size_t>& used) {
  const std::size_t n = used.size();
  const std::size_t groups = of.difference.size();
  std::vector<double> a(n * n);
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = of.difference[used[i]];
    for (std::size_t j = 0; j < n; ++j) a[i * n + j] = of.covariance[used[i] * groups + used[j]];
  }
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = a[k * n + k];
    if (!(pivot > 1e-10 * of.covariance[used[k] * groups + used[k]])) return std::nullopt;
    sum += x[k] * x[k] / pivot;
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i * n + k] / pivot;
      x[i] -= factor * x[k];
      for (std::size_t j = k + 1; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
    }
  }
  return sum;
}

}  // namespace

std::optional<log_rank_result> log_rank(const std::vector<std::vector<lifetime>>& groups) {
  std::vector<member> unordered;
  std::vector<double> times;
  std::vector<double> at_risk;
  for (const auto& group : groups) {
    for (const lifetime& one : group) {
      unordered.push_back({one.time, at_risk.size(), one.is_observed});
      times.push_back(one.time);
    }
    at_risk.push_back(static_cast<double>(group.size()));
  }
  const std::vector<member> all = in_order(unordered, order_of(times));
  deviations sums(groups.size());
  std::vector<double> gone(groups.size());
  for (std::size_t i = 0; i < all.size();) {
    const auto left = static_cast<double>(all.size() - i);
    const double time = all[i].time;
    double events = 0;
    std::fill(gone.begin(), gone.end(), 0.0);
    for (; i < all.size() && all[i].time == time; ++i) {
      gone[all[i].group] += 1;
      if (!all[i].is_observed) continue;
      events += 1;
      sums.difference[all[i].group] += 1;
    }
    if (events > 0) sums.add(events, at_risk, left);
    for (std::size_t g = 0; g < gone.size(); ++g) at_risk[g] -= gone[g];
  }
  std::vector<std::size_t> used;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (sums.expected[g] > 0) used.push_back(g);
  }
  if (used.size() < 2) return std::nullopt;
  used.pop_back();  // what the others deviate by is what the last one does
  const auto statistic = quadratic_form(sums, used);
  if (!statistic) return std::nullopt;
  const auto df = static_cast<std::uint32_t>(used.size());
  return log_rank_result{*statistic, df, chi_square_upper(*statistic, df)};
}

}  // namespace payoff
