// SPDX-License-Identifier: Apache-2.0
/** @file order.h  In which order do these values come? One sort of numbers and one of texts for all who need
 * one: each further one is half a kilobyte of the module. */
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace payoff {

/** Indices, the smallest value first; equal ones as they were. Not of NaN. O(n log n). */
[[nodiscard]] std::vector<std::uint32_t> order_of(const std::vector<double>& values);
/** The same, bytewise. The texts must outlive the call only. */
[[nodiscard]] std::vector<std::uint32_t> order_of(const std::vector<std::string_view>& texts);

/** The values in that order. */
template <class T>
[[nodiscard]] std::vector<T> in_order(const std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> out;
  out.reserve(order.size());
  for (const std::uint32_t i : order) out.push_back(values[i]);
  return out;
}

}  // namespace payoff
