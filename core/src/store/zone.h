// SPDX-License-Identifier: Apache-2.0
/** @file zone.h  What does the wall clock of a place show at an instant, and when does it first show a time?
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "payoff/result.h"
#include "payoff/zone.h"

namespace payoff {

/** Division that rounds down, also before 1970; divisor > 0. */
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

/**
 * Where the last look-up ended: owned by the caller, so that one zone serves any number of readers. A fresh
 * one is always right; looking up ascending times with the same one takes a comparison or two each.
 */
struct zone_cursor {
  std::uint32_t index = 0;
};

/**
 * The offsets of one place over a span of time. Instants are ms since 1970-01-01T00:00:00Z; "local ms" are
 * what the wall clock shows, counted as if it were UTC. Both must lie within +-limit_ms.
 *
 * Where the clock is turned back it shows times twice, where it is turned forward it skips some. One rule
 * serves both: a local time belongs to the first instant at which the clock shows it *or a later one*. So in
 * a gap it is the first instant after the gap, in an overlap the earlier of the two, and a later local time
 * never comes before an earlier one: days, weeks and months made of it cannot overlap.
 */
class zone {
 public:
  /** What a JavaScript Date can hold: +-100,000,000 days. */
  static constexpr std::int64_t limit_ms = 8'640'000'000'000'000;
  static constexpr std::int32_t limit_offset_seconds = 26 * 3600;

  /** UTC. */
  zone();

  /**
   * The first change's offset also holds for all time before it. No changes: UTC under that name.
   * @return bad_value, with a path like `/3/at_ms`: not ascending, beyond limit_ms, beyond +-26 hours.
   */
  [[nodiscard]] static result<zone> make(std::string name, std::vector<zone_change> changes);

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] std::int32_t offset_seconds(std::int64_t at_ms, zone_cursor& cursor) const {
    return spans_[find(at_ms, cursor)].offset_ms / 1000;
  }
  [[nodiscard]] std::int64_t local_ms(std::int64_t at_ms, zone_cursor& cursor) const {
    return at_ms + spans_[find(at_ms, cursor)].offset_ms;
  }
  /**
   * Days from 1970-01-01 to the local day that holds the instant; never falls as time goes on: where a clock
   * is turned back over midnight (St John's 2008-11-02, 00:01 to 23:01), the new day has begun and stays.
   */
  [[nodiscard]] std::int64_t day_number(std::int64_t at_ms, zone_cursor& cursor) const;

  [[nodiscard]] std::int32_t offset_seconds(std::int64_t at_ms) const;
  [[nodiscard]] std::int64_t local_ms(std::int64_t at_ms) const;
  [[nodiscard]] std::int64_t day_number(std::int64_t at_ms) const;

  /** The first instant at which the wall clock shows `local` or later. */
  [[nodiscard]] std::int64_t instant_ms(std::int64_t local) const;

  /** The change at or before the instant, and the first one after it; -+limit_ms where there is none. */
  [[nodiscard]] std::int64_t last_change_ms(std::int64_t at_ms, zone_cursor& cursor) const {
    return spans_[find(at_ms, cursor)].start_ms;
  }
  [[nodiscard]] std::int64_t next_change_ms(std::int64_t at_ms, zone_cursor& cursor) const {
    return spans_[find(at_ms, cursor)].end_ms;
  }

 private:
  /** One stretch of time without a change. */
  struct span {
    std::int64_t start_ms;      /**< The first one starts at -limit. */
    std::int64_t end_ms;        /**< The next one's start; the last one ends at the limit. */
    std::int64_t peak_local_ms; /**< The latest local time shown up to its end, this span included. */
    std::int32_t offset_ms;
  };

  [[nodiscard]] std::uint32_t find(std::int64_t at_ms, zone_cursor& cursor) const {
    const std::uint32_t i = cursor.index;
    if (i < spans_.size() && at_ms >= spans_[i].start_ms && at_ms < spans_[i].end_ms) return i;
    return search(at_ms, cursor);
  }
  [[nodiscard]] std::uint32_t search(std::int64_t at_ms, zone_cursor& cursor) const;

  std::string name_;
  std::vector<span> spans_; /**< Never empty. */
};

}  // namespace payoff
