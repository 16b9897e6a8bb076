// SPDX-License-Identifier: Apache-2.0
/** @file zone.h  From when on is a place's clock how far ahead of UTC? One row of the table a caller passes.
 */
#pragma once

#include <cstdint>

namespace payoff {

/** From `at_ms` on the wall clock is `offset_seconds` ahead of UTC (east is positive), until the next change.
 */
struct zone_change {
  std::int64_t at_ms = 0; /**< Milliseconds since 1970-01-01T00:00:00Z. */
  std::int32_t offset_seconds = 0;

  friend bool operator==(const zone_change&, const zone_change&) = default;
};

}  // namespace payoff
