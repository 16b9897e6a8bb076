// SPDX-License-Identifier: Apache-2.0
/** @file false_discovery.cpp  See false_discovery.h. */
#include "stats/false_discovery.h"

#include <algorithm>
#include <cstddef>

namespace payoff {

std::vector<std::optional<double>> q_values(const std::vector<std::optional<double>>& p_values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (p_values[i]) order.push_back(i);
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return *p_values[a] < *p_values[b]; });
  std::vector<std::optional<double>> out(p_values.size());
  const auto m = static_cast<double>(order.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    least = std::min(least, *p_values[order[rank - 1]] * m / static_cast<double>(rank));
    out[order[rank - 1]] = least;
  }
  return out;
}

}  // namespace payoff
