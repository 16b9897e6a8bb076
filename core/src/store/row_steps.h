// SPDX-License-Identifier: Apache-2.0
/** @file row_steps.h  How does a loop over all rows run at full speed in a browser? */
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "store/small.h"

namespace payoff {

/** Any callable as bool(std::size_t begin, std::size_t end), by reference for the length of a call. One that
 * returns nothing goes on. */
class row_step {
 public:
  template <class Take>
  requires(!std::is_same_v<std::remove_cvref_t<Take>, row_step>)
      row_step(const Take& take)  // NOLINT: meant to convert
      : take_(&take), call_([](const void* to, std::size_t begin, std::size_t end) {
          const Take& step = *static_cast<const Take*>(to);
          if constexpr (std::is_void_v<decltype(step(begin, end))>) {
            step(begin, end);
            return true;
          } else {
            return static_cast<bool>(step(begin, end));
          }
        }) {}

  bool operator()(std::size_t begin, std::size_t end) const { return call_(take_, begin, end); }

 private:
  const void* take_;
  bool (*call_)(const void*, std::size_t, std::size_t);
};

/**
 * Rows 0 to `rows`, some thousands a call, until one says false. Engines compile WebAssembly in haste, and
 * well what is called often: a loop over all rows in one call would run to its end as it was compiled first,
 * at a third of the speed.
 */
PAYOFF_SMALL inline bool in_steps(std::size_t rows, row_step take) {
  constexpr std::size_t step_rows = 8192;
  for (std::size_t begin = 0; begin < rows; begin += step_rows) {
    if (!take(begin, std::min(begin + step_rows, rows))) return false;
  }
  return true;
}

}  // namespace payoff
