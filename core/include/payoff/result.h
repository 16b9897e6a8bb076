// SPDX-License-Identifier: Apache-2.0
/** @file result.h  How the core says "this, or why not": a value or an error, never an exception. */
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "payoff/error.h"

namespace payoff {

template <class T>
using result = tl::expected<T, error>;

/** Shorthand for `return fail(...)` in a function that returns any result<T>. */
[[nodiscard]] inline tl::unexpected<error> fail(error_code code, std::string path, std::string message) {
  return tl::unexpected<error>(error{code, std::move(path), std::move(message)});
}

/** Leaves the calling function with the error of `expression`, if it has one. */
#define PAYOFF_TRY(expression)                                                \
  do {                                                                        \
    if (auto payoff_try_ = (expression); !payoff_try_) [[unlikely]]           \
      return tl::unexpected<::payoff::error>(std::move(payoff_try_).error()); \
  } while (false)

/** `PAYOFF_ASSIGN(x, f())`: declares x from f()'s value or leaves with its error. */
#define PAYOFF_JOIN_(a, b) a##b
#define PAYOFF_JOIN(a, b) PAYOFF_JOIN_(a, b)
#define PAYOFF_ASSIGN(target, expression) \
  PAYOFF_ASSIGN_(PAYOFF_JOIN(payoff_result_, __LINE__), target, expression)
#define PAYOFF_ASSIGN_(temporary, target, expression)                     \
  auto temporary = (expression);                                          \
  if (!temporary) [[unlikely]]                                            \
    return tl::unexpected<::payoff::error>(std::move(temporary).error()); \
  auto target = *std::move(temporary)

}  // namespace payoff
