// SPDX-License-Identifier: Apache-2.0
/** @file starters.h  Who began in the range, and did they come back later? Shared by survival, education and
 * aha_discovery. */
#pragma once

#include <cstdint>

#include "questions/shared/histories.h"

namespace payoff {

/** `start`, else activation's start, else any event. */
[[nodiscard]] selector read_start(reader& from, const playbook& book);

/** Calls use(unit, rows, first): whose first start in the data lies in the range, as rows[first]. */
template <class Use>
void for_each_starter(const frame& in, const histories& all, const selection& starts, Use&& use) {
  const event_store& store = in.context().store;
  for (std::uint32_t unit = 1; unit < all.units(); ++unit) {
    const row_list rows = all.of(unit);
    const std::uint32_t first = rows.first_match(starts);
    if (first == rows.size()) continue;
    const std::int64_t start_ms = store.time_ms(rows[first]);
    if (start_ms >= in.range().from_ms && start_ms < in.range().to_ms) use(unit, rows, first);
  }
}

/** Days [from, to) after the start, of 24 hours each. */
struct days_after_start {
  std::int64_t from_days{28};
  std::int64_t to_days{56};

  [[nodiscard]] std::int64_t from_ms(std::int64_t start_ms) const { return start_ms + from_days * day_ms; }
  [[nodiscard]] std::int64_t to_ms(std::int64_t start_ms) const { return start_ms + to_days * day_ms; }
};
/** `outcome_days`: two whole numbers, the first one smaller. */
[[nodiscard]] days_after_start read_outcome_days(reader& from);

/** True if one of the rows with from_ms <= time < to_ms matches. */
[[nodiscard]] bool has_match(const event_store& store, const row_list& rows, const selection& of,
                             std::int64_t from_ms, std::int64_t to_ms);

}  // namespace payoff
