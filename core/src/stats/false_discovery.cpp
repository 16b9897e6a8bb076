// SPDX-License-Identifier: Apache-2.0
/** @file false_discovery.cpp  See false_discovery.h. */
#include "stats/false_discovery.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "stats/order.h"

namespace payoff {

std::vector<std::optional<double>> q_values(const std::vector<std::optional<double>>& p_values) {
  std::vector<std::size_t> known;
  std::vector<double> values;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!p_values[i]) continue;
    known.push_back(i);
    values.push_back(*p_values[i]);
  }
  const std::vector<std::uint32_t> order = order_of(values);
  std::vector<std::optional<double>> out(p_values.size());
  const auto m = static_cast<double>(order.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    least = std::min(least, values[order[rank - 1]] * m / static_cast<double>(rank));
    out[known[order[rank - 1]]] = least;
  }
  return out;
}

}  // namespace payoff
