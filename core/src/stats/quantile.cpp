// SPDX-License-Identifier: Apache-2.0
/** @file quantile.cpp  See quantile.h. */
#include "stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace payoff {
namespace {

/** Puts the value in its place that belongs there in order, none larger before it, none smaller behind. */
void select(std::vector<double>& values, std::ptrdiff_t place) {
  double* const v = values.data();
  std::ptrdiff_t low = 0;
  std::ptrdiff_t high = static_cast<std::ptrdiff_t>(values.size()) - 1;
  std::uint32_t draw = 0;
  while (low < high) {
    // Drawn, so that no order in which values come is slow.
    draw = draw * 1664525 + 1013904223;
    const auto span = static_cast<std::uint64_t>(high - low + 1);
    const double pivot = v[low + static_cast<std::ptrdiff_t>(draw * span >> 32U)];
    std::ptrdiff_t i = low;
    std::ptrdiff_t j = high;
    while (i <= j) {
      while (v[i] < pivot) ++i;
      while (pivot < v[j]) --j;
      if (i <= j) std::swap(v[i++], v[j--]);
    }
    if (place > j && place < i) return;
    if (place > j) low = i;
    if (place < i) high = j;
  }
}

}  // namespace

std::optional<double> quantile(std::vector<double>& values, double p) {
  if (values.empty()) return std::nullopt;
  const double position = static_cast<double>(values.size() - 1) * std::clamp(p, 0.0, 1.0);
  const double whole = std::floor(position);
  const double share = position - whole;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(whole);
  select(values, at - values.begin());
  if (share == 0) return *at;
  return *at + share * (*std::min_element(at + 1, values.end()) - *at);
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
