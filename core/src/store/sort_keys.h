// SPDX-License-Identifier: Apache-2.0
/** @file sort_keys.h  In which order do these come? One sort for all who need one, as each of its own weighs.
 */
#pragma once

#include <algorithm>
#include <cstdint>

namespace payoff {

/** Compared by `high`, then by `low`. */
struct sort_key {
  std::uint64_t high{0};
  std::uint64_t low{0};

  friend bool operator<(const sort_key& a, const sort_key& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
};

/** sort_few() of keys: the code stands once. */
void sort_keys(sort_key* begin, sort_key* end);

/**
 * Sorts [begin, end), in place. O(n log n), O(n) if they are in order: what comes here is short or rarely out
 * of order, and a heap sort is a quarter of the code of std::sort, if a half of its speed.
 */
template <class T, class Less>
void sort_few(T* begin, T* end, const Less& less) {
  if (std::is_sorted(begin, end, less)) return;
  std::make_heap(begin, end, less);
  std::sort_heap(begin, end, less);
}

}  // namespace payoff
