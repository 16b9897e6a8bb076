// SPDX-License-Identifier: Apache-2.0
/** @file calendar.h  Which local hours, days, weeks, months make up a range, and what are they called? */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"
#include "store/zone.h"

namespace payoff {

inline constexpr std::int64_t hour_ms = 3'600'000;
inline constexpr std::int64_t day_ms = 24 * hour_ms;

// Dates without a place. A day number counts days from 1970-01-01, in the proleptic Gregorian calendar.

struct civil_date {
  std::int64_t year = 1970;
  std::int32_t month = 1; /**< 1..12 */
  std::int32_t day = 1;   /**< 1..31 */

  friend bool operator==(const civil_date&, const civil_date&) = default;
};

enum class grain : std::uint8_t { hour, day, week, month, quarter, year };
enum class weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/** In the order of the enums, for messages and nearest names. */
inline constexpr std::array<std::string_view, 6> grain_names{"hour",  "day",     "week",
                                                             "month", "quarter", "year"};
inline constexpr std::array<std::string_view, 7> weekday_names{"monday", "tuesday",  "wednesday", "thursday",
                                                               "friday", "saturday", "sunday"};

[[nodiscard]] std::optional<grain> parse_grain(std::string_view name);
[[nodiscard]] std::optional<weekday> parse_weekday(std::string_view name);
[[nodiscard]] constexpr std::string_view grain_name(grain g) {
  return grain_names[static_cast<std::size_t>(g)];
}
[[nodiscard]] constexpr std::string_view weekday_name(weekday w) {
  return weekday_names[static_cast<std::size_t>(w)];
}

/** A month beyond 1..12 or a day beyond the month's is not checked: is_date() does that. */
[[nodiscard]] std::int64_t days_from_civil(const civil_date& date);
[[nodiscard]] civil_date civil_from_days(std::int64_t day_number);
[[nodiscard]] std::int32_t days_in_month(std::int64_t year, std::int32_t month);
[[nodiscard]] bool is_date(const civil_date& date);
[[nodiscard]] weekday weekday_of(std::int64_t day_number);

/** First day of the period that holds the day, and of the one `count` periods on. grain::hour counts as day.
 */
[[nodiscard]] std::int64_t period_start_day(std::int64_t day_number, grain period, weekday week_start);
[[nodiscard]] std::int64_t period_add(std::int64_t start_day, grain period, std::int64_t count);
/** Length of the day's month, quarter or year (7 for a week, 1 for a day), for pro-rating by day. */
[[nodiscard]] std::int32_t days_in_period(std::int64_t day_number, grain period);

// Days of a place.

/** The first instant of that local day: not always midnight, and the next day's for a day that was skipped.
 */
[[nodiscard]] std::int64_t day_start(const zone& place, std::int64_t day_number);
[[nodiscard]] bool is_day_start(const zone& place, std::int64_t at_ms);
/** Local days from the one that holds `from_ms` to the one that holds `to_ms`; 0 within a day. */
[[nodiscard]] std::int64_t days_between(const zone& place, std::int64_t from_ms, std::int64_t to_ms);

/** Half-open: from_ms is inside, to_ms is not. */
struct time_range {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;

  friend bool operator==(const time_range&, const time_range&) = default;
};

/** One period of a range. start/end are cut to the range, full_start/full_end are not. */
struct bucket {
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;
  std::int64_t full_start_ms = 0;
  std::int64_t full_end_ms = 0;

  friend bool operator==(const bucket&, const bucket&) = default;
};

inline constexpr std::size_t bucket_limit = 100'000;

/**
 * The range as periods, in order, without gap or overlap; none when it is empty.
 *
 * An hour starts wherever the local minute turns 0 and wherever the clock is changed. So the hour that a
 * clock shows twice is two buckets with different offsets, and where it moves by half an hour (Lord Howe) or
 * at 00:01 (St John's) two hours are cut short instead of one running into another. Days and longer start at
 * the first instant of a local day; one that was skipped (Apia, 2011-12-30) has no bucket.
 * @return limit_exceeded, path `/grain`: more than bucket_limit buckets.
 */
[[nodiscard]] result<std::vector<bucket>> buckets(const zone& place, grain period, weekday week_start,
                                                  std::int64_t from_ms, std::int64_t to_ms);

// Names of moments: how they are read and written.

/**
 * A local date (its first instant), a local date-time (seconds and fraction optional; as zone::instant_ms),
 * or an instant with an offset or Z. Years 0001 to 9999; of a fraction the milliseconds.
 * @return bad_value; `path` is empty, the caller knows which field it was.
 */
[[nodiscard]] result<std::int64_t> parse_moment(std::string_view text, const zone& place);

/** `2026-10-25`; for hours `2026-10-25T02:00+01:00`. Always of the full start. */
[[nodiscard]] std::string bucket_name(const bucket& b, grain period, const zone& place);
/** `2026-10-25` at the start of a local day, else `2026-10-25T02:00+01:00`, with seconds if there are any. */
[[nodiscard]] std::string moment_name(std::int64_t at_ms, const zone& place);
/** `2026-10-02T08:00:00Z`, or `2026-10-02T08:00:00.250Z` where there are milliseconds. */
[[nodiscard]] std::string instant_name(std::int64_t at_ms);
/** `2026-10-25` */
[[nodiscard]] std::string date_name(std::int64_t day_number);

// Comparing with what was before.

/**
 * The equally long calendar period that ends where this one starts: as many months if both ends start a
 * local month, else as many local days if both ends start a local day, else the same wall-clock time; but of
 * less than 24 hours the same elapsed time, or the hour after a gap would be compared with nothing.
 * An empty range gives the empty range at from_ms.
 */
[[nodiscard]] time_range previous_period(const zone& place, std::int64_t from_ms, std::int64_t to_ms);

/**
 * Like for like: the moment of the previous period at which as many days had passed and the clock showed the
 * same as at `as_of_ms` in the period from `from_ms`; within [previous_from_ms, previous_to_ms]. Within 24
 * hours of a period that does not start with a day it goes by elapsed time, as previous_period() does.
 */
[[nodiscard]] std::int64_t elapsed_cut(const zone& place, std::int64_t from_ms, std::int64_t as_of_ms,
                                       std::int64_t previous_from_ms, std::int64_t previous_to_ms);

}  // namespace payoff
