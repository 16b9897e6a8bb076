// SPDX-License-Identifier: Apache-2.0
/** @file progress.h  When did this customer begin, and when had something happened so many times? Shared by
 * activation and aha_progress. */
#pragma once

#include <cstdint>
#include <optional>

#include "questions/shared/frame.h"
#include "questions/shared/selection.h"

namespace payoff {

/** The asked customer's first matching event before as_of. */
[[nodiscard]] std::optional<std::int64_t> first_match_ms(const frame& in, const selection& of);

struct progress {
  std::int64_t count{0}; /**< All of them, also beyond the target. */
  std::optional<std::int64_t> reached_at_ms;
};

/** The asked customer's matching events in [from_ms, to_ms) and before as_of; reached at the target-th. */
[[nodiscard]] progress progress_of(const frame& in, const selection& of, std::int64_t target,
                                   std::int64_t from_ms, std::int64_t to_ms);

/** The same of the rows in scope. */
[[nodiscard]] progress progress_of(const event_store& store, const scope& in, const selection& of,
                                   std::int64_t target);

/** `2026-10-02T08:00:00Z` or null. */
[[nodiscard]] json instant_or_null(std::optional<std::int64_t> at_ms);

}  // namespace payoff
