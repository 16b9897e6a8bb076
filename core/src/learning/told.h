// SPDX-License-Identifier: Apache-2.0
/** @file told.h  Of how few may a published model tell? */
#pragma once

#include <cstdint>

#include "json/json.h"

namespace payoff {

/** A figure of fewer accounts (or people, where those are counted) could be one customer's own. */
inline constexpr std::int64_t least_told = 10;

/** null for fewer than that, but for none at all. */
[[nodiscard]] inline json told(std::int64_t count) {
  return count > 0 && count < least_told ? json(nullptr) : json(count);
}

}  // namespace payoff
