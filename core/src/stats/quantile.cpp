// SPDX-License-Identifier: Apache-2.0
/** @file quantile.cpp  See quantile.h. */
#include "stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace payoff {

std::optional<double> quantile(std::vector<double>& values, double p) {
  if (values.empty()) return std::nullopt;
  const double position = static_cast<double>(values.size() - 1) * std::clamp(p, 0.0, 1.0);
  const double whole = std::floor(position);
  const double share = position - whole;
  // An order statistic would do, at three times the code; and another quantile of the same values finds them
  // in order.
  if (!std::is_sorted(values.begin(), values.end())) {
    std::make_heap(values.begin(), values.end());
    std::sort_heap(values.begin(), values.end());
  }
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(whole);
  if (share == 0) return *at;
  return *at + share * (at[1] - *at);
}

std::optional<double> median(std::vector<double>& values) { return quantile(values, 0.5); }

std::optional<double> p90(std::vector<double>& values) { return quantile(values, 0.9); }

std::optional<double> smallest(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return *std::min_element(values.begin(), values.end());
}

std::optional<double> largest(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return *std::max_element(values.begin(), values.end());
}

}  // namespace payoff
