// SPDX-License-Identifier: Apache-2.0
/** @file test_calendar_oracle.cpp  Zones and buckets against a walk through time in small steps. */
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "store/calendar.h"
#include "zone_tables.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr std::int64_t minute_ms = 60000;

/** std::mt19937_64 gives the same numbers everywhere; the standard's distributions do not. */
struct dice {
  std::mt19937_64 engine;
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine() % static_cast<std::uint64_t>(high - low + 1));
  }
};

/** Up to eight changes around `middle`, in steps, from ordinary summer time to jumps of more than a day. */
std::vector<zone_change> random_changes(dice& roll, std::int64_t middle_ms, std::int64_t step_ms,
                                        std::int64_t spread) {
  std::vector<zone_change> changes;
  std::int64_t at_ms = middle_ms - roll.between(0, spread) * step_ms;
  const std::int64_t largest_s = roll.between(0, 3) == 0 ? 93600 : 2 * 3600;
  for (std::int64_t i = roll.between(0, 8); i > 0; --i) {
    const std::int64_t steps = largest_s * 1000 / step_ms;
    changes.push_back({at_ms, static_cast<std::int32_t>(roll.between(-steps, steps) * step_ms / 1000)});
    at_ms += roll.between(1, spread) * step_ms;
  }
  return changes;
}

std::int32_t slow_offset(const std::vector<zone_change>& changes, std::int64_t at_ms) {
  std::int32_t offset = changes.empty() ? 0 : changes.front().offset_seconds;
  for (const zone_change& c : changes) {
    if (c.at_ms <= at_ms) offset = c.offset_seconds;
  }
  return offset;
}

/** First day of the period, by stepping back a day at a time. */
std::int64_t slow_period_start(std::int64_t day, grain period, weekday week_start) {
  for (;; --day) {
    const civil_date date = civil_from_days(day);
    switch (period) {
      case grain::hour:
      case grain::day:
        return day;
      case grain::week:
        if (weekday_of(day) == week_start) return day;
        break;
      case grain::month:
        if (date.day == 1) return day;
        break;
      case grain::quarter:
        if (date.day == 1 && (date.month == 1 || date.month == 4 || date.month == 7 || date.month == 10))
          return day;
        break;
      case grain::year:
        if (date.day == 1 && date.month == 1) return day;
        break;
    }
  }
}

/** Where each whole period starts, found by walking; the walk begins before the first change. */
std::vector<std::int64_t> slow_starts(const std::vector<zone_change>& changes, grain period,
                                      weekday week_start, std::int64_t from_ms, std::int64_t to_ms,
                                      std::int64_t step_ms) {
  std::vector<std::int64_t> starts;
  std::int64_t peak_ms = INT64_MIN;
  std::int64_t last_day = INT64_MIN;
  std::int64_t last_label = INT64_MIN;
  std::int32_t last_offset = slow_offset(changes, from_ms);
  for (std::int64_t at_ms = from_ms; at_ms <= to_ms; at_ms += step_ms) {
    const std::int32_t offset = slow_offset(changes, at_ms);
    const std::int64_t local = at_ms + offset * std::int64_t{1000};
    peak_ms = std::max(peak_ms, local);
    if (period == grain::hour) {
      if (local % hour_ms == 0 || offset != last_offset) starts.push_back(at_ms);
      last_offset = offset;
      continue;
    }
    const std::int64_t day = floor_div(peak_ms, day_ms);
    if (day == last_day) continue;
    const std::int64_t label = slow_period_start(day, period, week_start);
    if (label != last_label && last_day != INT64_MIN) starts.push_back(at_ms);
    last_label = label;
    last_day = day;
  }
  return starts;
}

void compare(dice& roll, grain period, std::int64_t step_ms, std::int64_t spread, std::int64_t longest_steps,
             std::int64_t margin_ms) {
  const std::int64_t middle_ms = roll.between(-200, 2000) * 10 * day_ms;
  const auto changes = random_changes(roll, middle_ms, step_ms, spread);
  const zone place = zone_of("random", changes);
  REQUIRE(place.name() == "random");
  const auto week_start = static_cast<weekday>(roll.between(0, 6));
  const std::int64_t from_ms = middle_ms + roll.between(-longest_steps, longest_steps) * step_ms;
  const std::int64_t to_ms = from_ms + roll.between(1, longest_steps) * step_ms;
  const std::int64_t first_ms = changes.empty() ? from_ms : std::min(from_ms, changes.front().at_ms);
  const std::int64_t walk_to_ms = std::max(to_ms, changes.empty() ? to_ms : changes.back().at_ms) + margin_ms;
  const auto starts = slow_starts(changes, period, week_start, first_ms - margin_ms, walk_to_ms, step_ms);

  const auto found = buckets(place, period, week_start, from_ms, to_ms);
  REQUIRE(found);
  INFO(grain_name(period) << " " << from_ms << " to " << to_ms << ", " << changes.size() << " changes");
  auto start = std::upper_bound(starts.begin(), starts.end(), from_ms);
  REQUIRE(start != starts.begin());
  std::int64_t covered_ms = from_ms;
  for (const bucket& b : *found) {
    REQUIRE(start != starts.end());
    REQUIRE(b.full_start_ms == *(start - 1));
    REQUIRE(b.full_end_ms == *start);
    REQUIRE(b.start_ms == covered_ms);
    REQUIRE(b.start_ms == std::max(b.full_start_ms, from_ms));
    REQUIRE(b.end_ms == std::min(b.full_end_ms, to_ms));
    REQUIRE(b.end_ms > b.start_ms);
    covered_ms = b.end_ms;
    ++start;
  }
  REQUIRE(covered_ms == to_ms);
}

}  // namespace

TEST_CASE("buckets of random zones and ranges equal those of a walk by minutes") {
  dice roll{std::mt19937_64(20261121)};
  for (int round = 0; round < 150; ++round) {
    compare(roll, grain::hour, minute_ms, 1500, 4000, 3 * day_ms);
    compare(roll, grain::day, minute_ms, 3000, 10000, 4 * day_ms);
  }
}

TEST_CASE("longer buckets of random zones and ranges equal those of a walk by quarters of an hour") {
  dice roll{std::mt19937_64(20261122)};
  for (int round = 0; round < 60; ++round) {
    compare(roll, grain::week, 15 * minute_ms, 1000, 4000, 10 * day_ms);
    compare(roll, grain::month, 15 * minute_ms, 3000, 10000, 40 * day_ms);
    compare(roll, grain::quarter, 15 * minute_ms, 3000, 20000, 100 * day_ms);
  }
  for (int round = 0; round < 10; ++round)
    compare(roll, grain::year, 15 * minute_ms, 10000, 90000, 400 * day_ms);
}

TEST_CASE("offsets, local times and day numbers of random zones equal those of a walk by seconds") {
  dice roll{std::mt19937_64(20261123)};
  for (int round = 0; round < 20; ++round) {
    const auto changes = random_changes(roll, 0, 1000, 3000);
    const zone place = zone_of("random", changes);
    const std::int64_t from_ms = (changes.empty() ? 0 : changes.front().at_ms) - 6000 * 1000;
    zone_cursor cursor;
    std::int64_t peak_ms = INT64_MIN;
    for (std::int64_t at_ms = from_ms; at_ms < from_ms + 40000 * 1000; at_ms += 1000) {
      const std::int32_t offset = slow_offset(changes, at_ms);
      const std::int64_t local = at_ms + offset * std::int64_t{1000};
      REQUIRE(place.offset_seconds(at_ms, cursor) == offset);
      REQUIRE(place.local_ms(at_ms, cursor) == local);
      REQUIRE(place.offset_seconds(at_ms) == offset);
      // The first instant that shows this or later: now, if the clock has never been further; else it has
      // been.
      if (local > peak_ms && peak_ms != INT64_MIN) {
        for (std::int64_t skipped = peak_ms + 1000; skipped <= local;
             skipped += std::max<std::int64_t>(1000, (local - peak_ms) / 4000 * 1000)) {
          REQUIRE(place.instant_ms(skipped) == at_ms);
        }
      } else if (peak_ms != INT64_MIN) {
        REQUIRE(place.instant_ms(local) < at_ms);
      }
      peak_ms = std::max(peak_ms, local);
      REQUIRE(place.day_number(at_ms, cursor) == floor_div(peak_ms, day_ms));
    }
  }
}
