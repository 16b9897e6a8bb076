// SPDX-License-Identifier: Apache-2.0
/** @file order.cpp  See order.h. */
#include "stats/order.h"

#include <algorithm>
#include <numeric>

namespace payoff {
namespace {

/** -1, 0 or 1 of two indices into what `values` is. */
using comparison = int (*)(const void* values, std::uint32_t a, std::uint32_t b);

std::vector<std::uint32_t> sorted(std::size_t size, const void* values, comparison compare) {
  std::vector<std::uint32_t> out(size);
  std::iota(out.begin(), out.end(), 0U);
  std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int side = compare(values, a, b);
    return side != 0 ? side < 0 : a < b;
  });
  return out;
}

}  // namespace

std::vector<std::uint32_t> order_of(const std::vector<double>& values) {
  return sorted(values.size(), values.data(), [](const void* of, std::uint32_t a, std::uint32_t b) {
    const auto* const numbers = static_cast<const double*>(of);
    return numbers[a] < numbers[b] ? -1 : numbers[b] < numbers[a] ? 1 : 0;
  });
}

std::vector<std::uint32_t> order_of(const std::vector<std::string_view>& texts) {
  return sorted(texts.size(), texts.data(), [](const void* of, std::uint32_t a, std::uint32_t b) {
    const auto* const words = static_cast<const std::string_view*>(of);
    return words[a].compare(words[b]);
  });
}

}  // namespace payoff
