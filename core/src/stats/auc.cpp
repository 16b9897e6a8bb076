// SPDX-License-Identifier: Apache-2.0
/** @file auc.cpp  See auc.h. */
#include "stats/auc.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "stats/order.h"

namespace payoff {
namespace {

/** Of each score twice the number of the others that lie below it, plus the equal ones. */
std::vector<std::uint64_t> placements(const std::vector<double>& scores, const std::vector<double>& sorted) {
  std::vector<std::uint64_t> out;
  for (const double score : scores) {
    const auto first = std::lower_bound(sorted.begin(), sorted.end(), score);
    const auto end = std::upper_bound(first, sorted.end(), score);
    out.push_back(static_cast<std::uint64_t>((first - sorted.begin()) + (end - sorted.begin())));
  }
  return out;
}

/** The variance of a mean of shares of `others`, half of each placement. */
double variance_of_mean(const std::vector<std::uint64_t>& placed, std::size_t others, double mean) {
  const auto n = static_cast<double>(placed.size());
  double sum = 0;
  for (const std::uint64_t one : placed) {
    const double apart = static_cast<double>(one) / (2 * static_cast<double>(others)) - mean;
    sum += apart * apart;
  }
  return sum / (n - 1) / n;
}

std::vector<double> sorted(std::span<const double> scores) {
  const std::vector<double> as_given(scores.begin(), scores.end());
  return in_order(as_given, order_of(as_given));
}

}  // namespace

std::optional<auc_estimate> auc_of(std::span<const double> above, std::span<const double> below) {
  if (above.empty() || below.empty()) return std::nullopt;
  const std::vector<double> high = sorted(above);
  const std::vector<double> low = sorted(below);
  const std::vector<std::uint64_t> of_high = placements(high, low);
  const std::vector<std::uint64_t> of_low = placements(low, high);
  std::uint64_t won = 0;  // twice the pairs, so that ties are whole
  for (const std::uint64_t one : of_high) won += one;
  const double pairs = static_cast<double>(high.size()) * static_cast<double>(low.size());
  auc_estimate out;
  out.value = static_cast<double>(won) / (2 * pairs);
  if (high.size() < 2 || low.size() < 2) return out;
  const double variance =
      variance_of_mean(of_high, low.size(), out.value) + variance_of_mean(of_low, high.size(), 1 - out.value);
  if (variance <= 0) return out;
  const double half = z_95 * std::sqrt(variance);
  out.range = interval{std::max(0.0, out.value - half), std::min(1.0, out.value + half)};
  return out;
}

}  // namespace payoff
