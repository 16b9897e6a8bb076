// SPDX-License-Identifier: Apache-2.0
/** @file test_calendar_previous.cpp  Which period came before, and how far into it is as far as now? */
#include <catch2/catch_test_macros.hpp>

#include "store/calendar.h"
#include "zone_tables.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::int64_t at(std::string_view text, const zone& place) { return parse_moment(text, place).value(); }

std::string before(const zone& place, std::string_view from, std::string_view to) {
  const time_range previous = previous_period(place, at(from, place), at(to, place));
  return moment_name(previous.from_ms, place) + " to " + moment_name(previous.to_ms, place);
}

/** Where the period before [from, to) is cut when `as_of` is now. */
std::string cut(const zone& place, std::string_view from, std::string_view to, std::string_view as_of) {
  const time_range previous = previous_period(place, at(from, place), at(to, place));
  return moment_name(elapsed_cut(place, at(from, place), at(as_of, place), previous.from_ms, previous.to_ms),
                     place);
}

}  // namespace

TEST_CASE("whole months are preceded by as many months, however long") {
  CHECK(before(berlin(), "2026-10-01", "2026-11-01") == "2026-09-01 to 2026-10-01");
  CHECK(before(berlin(), "2026-03-01", "2026-04-01") == "2026-02-01 to 2026-03-01");
  CHECK(before(berlin(), "2026-01-01", "2026-02-01") == "2025-12-01 to 2026-01-01");
  CHECK(before(berlin(), "2026-07-01", "2026-10-01") == "2026-04-01 to 2026-07-01");
  CHECK(before(zone(), "2024-01-01", "2025-01-01") == "2023-01-01 to 2024-01-01");
  CHECK(before(zone(), "2026-01-01", "2027-03-01") == "2024-11-01 to 2026-01-01");
}

TEST_CASE("whole days are preceded by as many local days, also where one of them has 23 hours") {
  CHECK(before(berlin(), "2026-03-30", "2026-04-06") == "2026-03-23 to 2026-03-30");
  CHECK(before(berlin(), "2026-03-30", "2026-03-31") == "2026-03-29 to 2026-03-30");
  CHECK(before(berlin(), "2026-10-26", "2026-10-27") == "2026-10-25 to 2026-10-26");
  CHECK(before(sao_paulo(), "2018-11-05", "2018-11-06") == "2018-11-04 to 2018-11-05");
  CHECK(before(zone(), "2026-01-31", "2026-03-01") == "2026-01-02 to 2026-01-31");
  CHECK(before(zone(), "2026-01-01", "2026-01-31") == "2025-12-02 to 2026-01-01");
}

TEST_CASE("a day after a skipped one is preceded by the last day that there was") {
  CHECK(before(apia(), "2011-12-31", "2012-01-01") == "2011-12-29 to 2011-12-31");
  CHECK(before(apia(), "2012-01-01", "2012-01-02") == "2011-12-31 to 2012-01-01");
}

TEST_CASE("what starts or ends within a day is preceded by the same time on the wall clock") {
  CHECK(before(berlin(), "2026-03-29T12:00", "2026-03-30T12:00") ==
        "2026-03-28T12:00+01:00 to 2026-03-29T12:00+02:00");
  CHECK(before(berlin(), "2026-10-20", "2026-10-26T12:00") == "2026-10-13T12:00+02:00 to 2026-10-20");
  CHECK(before(zone(), "2026-01-01T06:30", "2026-01-02T06:30") ==
        "2025-12-31T06:30+00:00 to 2026-01-01T06:30+00:00");
}

TEST_CASE(
    "less than a day is preceded by the same elapsed time, so that an hour after a gap has one before it") {
  CHECK(before(berlin(), "2026-03-29T03:00", "2026-03-29T04:00") ==
        "2026-03-29T01:00+01:00 to 2026-03-29T03:00+02:00");
  CHECK(before(berlin(), "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00") ==
        "2026-10-25T02:00+02:00 to 2026-10-25T02:00+01:00");
}

TEST_CASE("nothing is preceded by nothing") {
  CHECK(before(zone(), "2026-01-01", "2026-01-01") == "2026-01-01 to 2026-01-01");
}

TEST_CASE("a period that always lies before: it ends where this one starts and is not empty") {
  for (const zone& place : {berlin(), lord_howe(), apia(), sao_paulo(), st_johns()}) {
    for (const std::int64_t near_ms :
         {1225593060000LL, 1325239200000LL, 1541300400000LL, 1774746000000LL, 1792890000000LL}) {
      for (std::int64_t from_ms = near_ms - 2 * day_ms; from_ms < near_ms + 2 * day_ms;
           from_ms += hour_ms / 2) {
        for (const std::int64_t length_ms :
             {hour_ms / 2, hour_ms, 23 * hour_ms, day_ms, 25 * hour_ms, 7 * day_ms}) {
          const time_range previous = previous_period(place, from_ms, from_ms + length_ms);
          REQUIRE(previous.to_ms == from_ms);
          REQUIRE(previous.from_ms < from_ms);
        }
      }
    }
  }
}

TEST_CASE("an unfinished month is compared up to the same day and time of the month before") {
  CHECK(cut(berlin(), "2026-10-01", "2026-11-01", "2026-10-12T09:30") == "2026-09-12T09:30+02:00");
  CHECK(cut(berlin(), "2026-11-01", "2026-12-01", "2026-11-12T09:30") == "2026-10-12T09:30+02:00");
  CHECK(cut(berlin(), "2026-04-01", "2026-05-01", "2026-04-30T12:00") == "2026-03-30T12:00+02:00");
  CHECK(cut(berlin(), "2026-10-01", "2026-11-01", "2026-10-13") == "2026-09-13");
}

TEST_CASE("the comparison never runs past the end of a shorter month") {
  CHECK(cut(zone(), "2026-03-01", "2026-04-01", "2026-03-30T12:00") == "2026-03-01");
  CHECK(cut(zone(), "2026-03-01", "2026-04-01", "2026-03-28T12:00") == "2026-02-28T12:00+00:00");
}

TEST_CASE("nothing has passed before the period starts") {
  CHECK(cut(zone(), "2026-03-01", "2026-04-01", "2026-03-01") == "2026-02-01");
  CHECK(cut(zone(), "2026-03-01", "2026-04-01", "2026-02-20") == "2026-02-01");
}

TEST_CASE("the first day without a midnight is compared by the clock too") {
  // 2018-11-04 begins at 01:00: at 09:00 the clock shows 9 hours more than midnight although 8 have passed.
  CHECK(cut(sao_paulo(), "2018-11-04", "2018-11-11", "2018-11-04T09:00") == "2018-10-28T09:00-03:00");
  CHECK(cut(sao_paulo(), "2018-11-11", "2018-11-18", "2018-11-11T09:00") == "2018-11-04T09:00-02:00");
}

TEST_CASE("a time of day that the previous period skipped is the first instant after it") {
  CHECK(cut(berlin(), "2026-03-30", "2026-03-31", "2026-03-30T02:30") == "2026-03-29T03:00+02:00");
}

TEST_CASE("within a part of a day it goes by elapsed time") {
  CHECK(cut(berlin(), "2026-03-29T01:30", "2026-03-29T04:30", "2026-03-29T03:10") ==
        "2026-03-29T00:10+01:00");
}
