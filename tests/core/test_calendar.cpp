// SPDX-License-Identifier: Apache-2.0
/** @file test_calendar.cpp  Dates, buckets of a range, and the periods they are compared with. */
#include "store/calendar.h"

#include <catch2/catch_test_macros.hpp>

#include "zone_tables.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** A moment as test_moment.cpp has shown that it is read. */
std::int64_t at(std::string_view text, const zone& place = zone()) {
  return parse_moment(text, place).value();
}

/** `name +hours` of each bucket, with the hours that lie inside the range. */
std::vector<std::string> in_hours(const zone& place, grain period, std::string_view from, std::string_view to,
                                  weekday week_start = weekday::monday) {
  std::vector<std::string> out;
  const auto found = buckets(place, period, week_start, at(from, place), at(to, place));
  for (const bucket& b : found.value()) {
    const std::int64_t minutes = (b.end_ms - b.start_ms) / 60000;
    out.push_back(bucket_name(b, period, place) + " +" + std::to_string(minutes / 60) +
                  (minutes % 60 == 0 ? "" : ":" + std::to_string(minutes % 60)));
  }
  return out;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("day numbers follow a calendar that is walked day by day from 1600 to 2400") {
  std::int64_t day_number = -135140;
  std::int32_t weekday_index = 5;  // 1600-01-01 was a Saturday
  for (std::int64_t year = 1600; year <= 2400; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const std::int32_t lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (std::int32_t month = 1; month <= 12; ++month) {
      REQUIRE(days_in_month(year, month) == lengths[month - 1]);
      for (std::int32_t day = 1; day <= lengths[month - 1]; ++day, ++day_number) {
        REQUIRE(days_from_civil({year, month, day}) == day_number);
        REQUIRE(civil_from_days(day_number) == civil_date{year, month, day});
        REQUIRE(static_cast<std::int32_t>(weekday_of(day_number)) == weekday_index);
        weekday_index = (weekday_index + 1) % 7;
      }
    }
  }
}

TEST_CASE("known dates have their known day numbers") {
  CHECK(days_from_civil({1970, 1, 1}) == 0);
  CHECK(days_from_civil({2000, 2, 29}) == 11016);
  CHECK(days_from_civil({2026, 11, 21}) == 20778);
  CHECK(days_from_civil({1, 1, 1}) == -719162);
  CHECK(weekday_of(days_from_civil({2026, 11, 21})) == weekday::saturday);
  CHECK(weekday_of(-1) == weekday::wednesday);
}

TEST_CASE("a date beyond its month is none") {
  CHECK(is_date({2024, 2, 29}));
  CHECK(is_date({2000, 2, 29}));
  CHECK_FALSE(is_date({2023, 2, 29}));
  CHECK_FALSE(is_date({1900, 2, 29}));
  CHECK_FALSE(is_date({2026, 4, 31}));
  CHECK_FALSE(is_date({2026, 13, 1}));
  CHECK_FALSE(is_date({2026, 1, 0}));
}

TEST_CASE("grains and weekdays are read by their names and no others") {
  for (const std::string_view name : grain_names) CHECK(grain_name(parse_grain(name).value()) == name);
  for (const std::string_view name : weekday_names) CHECK(weekday_name(parse_weekday(name).value()) == name);
  CHECK(parse_grain("quarter") == grain::quarter);
  CHECK(parse_weekday("sunday") == weekday::sunday);
  CHECK_FALSE(parse_grain("days"));
  CHECK_FALSE(parse_grain(""));
  CHECK_FALSE(parse_weekday("Monday"));
}

TEST_CASE("the length of a day's period is that of its calendar") {
  const std::int64_t leap_day = days_from_civil({2024, 2, 29});
  CHECK(days_in_period(leap_day, grain::day) == 1);
  CHECK(days_in_period(leap_day, grain::week) == 7);
  CHECK(days_in_period(leap_day, grain::month) == 29);
  CHECK(days_in_period(leap_day, grain::quarter) == 91);
  CHECK(days_in_period(leap_day, grain::year) == 366);
  CHECK(days_in_period(days_from_civil({2026, 12, 31}), grain::quarter) == 92);
  CHECK(days_in_period(days_from_civil({2026, 12, 31}), grain::year) == 365);
}

TEST_CASE("a day is 23 hours long in spring and 25 in autumn") {
  CHECK(in_hours(berlin(), grain::day, "2026-03-28", "2026-03-31") ==
        names{"2026-03-28 +24", "2026-03-29 +23", "2026-03-30 +24"});
  CHECK(in_hours(berlin(), grain::day, "2026-10-24", "2026-10-27") ==
        names{"2026-10-24 +24", "2026-10-25 +25", "2026-10-26 +24"});
  CHECK(in_hours(new_york(), grain::day, "2026-03-08", "2026-03-09") == names{"2026-03-08 +23"});
  CHECK(in_hours(new_york(), grain::day, "2026-11-01", "2026-11-02") == names{"2026-11-01 +25"});
  CHECK(in_hours(lord_howe(), grain::day, "2026-10-04", "2026-10-05") == names{"2026-10-04 +23:30"});
  CHECK(in_hours(lord_howe(), grain::day, "2026-04-05", "2026-04-06") == names{"2026-04-05 +24:30"});
  CHECK(in_hours(kathmandu(), grain::day, "1985-12-31", "1986-01-02") ==
        names{"1985-12-31 +24", "1986-01-01 +23:45"});
}

TEST_CASE("a day whose midnight does not exist starts at its first instant") {
  CHECK(in_hours(sao_paulo(), grain::day, "2018-11-03", "2018-11-06") ==
        names{"2018-11-03 +24", "2018-11-04 +23", "2018-11-05 +24"});
  CHECK(day_start(sao_paulo(), days_from_civil({2018, 11, 4})) == at("2018-11-04T03:00Z"));
  CHECK(in_hours(beirut(), grain::day, "2023-03-26", "2023-03-27") == names{"2023-03-26 +23"});
  CHECK(in_hours(cairo(), grain::day, "2010-04-30", "2010-05-01") == names{"2010-04-30 +23"});
}

TEST_CASE("a day whose last hour comes twice is 25 hours long") {
  CHECK(in_hours(sao_paulo(), grain::day, "2018-02-17", "2018-02-19") ==
        names{"2018-02-17 +25", "2018-02-18 +24"});
  CHECK(in_hours(beirut(), grain::day, "2023-10-28", "2023-10-30") ==
        names{"2023-10-28 +25", "2023-10-29 +24"});
}

TEST_CASE("a summer time that pauses for Ramadan lengthens and shortens four days of a year") {
  names odd;
  for (const std::string& name : in_hours(cairo(), grain::day, "2010-01-01", "2011-01-01")) {
    if (name.substr(10) != " +24") odd.push_back(name);
  }
  CHECK(odd == names{"2010-04-30 +23", "2010-08-10 +25", "2010-09-10 +23", "2010-09-30 +25"});
}

TEST_CASE("a day that a place skipped has no bucket") {
  CHECK(in_hours(apia(), grain::day, "2011-12-28", "2012-01-02") ==
        names{"2011-12-28 +24", "2011-12-29 +24", "2011-12-31 +24", "2012-01-01 +24"});
  CHECK(in_hours(apia(), grain::day, "2011-12-30", "2011-12-31").empty());
  CHECK(in_hours(apia(), grain::week, "2011-12-26", "2012-01-02") == names{"2011-12-26 +144"});
  // A week that would start on the skipped day is named by the first day that it has.
  CHECK(in_hours(apia(), grain::week, "2011-12-29", "2012-01-03", weekday::friday) ==
        names{"2011-12-23 +24", "2011-12-31 +72"});
}

TEST_CASE("a day that has begun goes on when the clock is turned back over midnight") {
  CHECK(in_hours(st_johns(), grain::day, "2008-11-01", "2008-11-04") ==
        names{"2008-11-01 +24", "2008-11-02 +25", "2008-11-03 +24"});
  CHECK(in_hours(st_johns(), grain::day, "2008-03-09", "2008-03-10") == names{"2008-03-09 +23"});
}

TEST_CASE("the hour that a clock shows twice is two buckets and the hour that it skips is none") {
  CHECK(in_hours(berlin(), grain::hour, "2026-10-25T01:00", "2026-10-25T04:00") ==
        names{"2026-10-25T01:00+02:00 +1", "2026-10-25T02:00+02:00 +1", "2026-10-25T02:00+01:00 +1",
              "2026-10-25T03:00+01:00 +1"});
  CHECK(in_hours(berlin(), grain::hour, "2026-03-29T01:00", "2026-03-29T04:00") ==
        names{"2026-03-29T01:00+01:00 +1", "2026-03-29T03:00+02:00 +1"});
  CHECK(in_hours(kathmandu(), grain::hour, "2026-01-01T00:00Z", "2026-01-01T02:00Z") ==
        names{"2026-01-01T05:00+05:45 +0:15", "2026-01-01T06:00+05:45 +1", "2026-01-01T07:00+05:45 +0:45"});
}

TEST_CASE("an hour also starts where the clock is changed by half an hour or off the hour") {
  CHECK(in_hours(lord_howe(), grain::hour, "2026-04-05T01:00", "2026-04-05T03:00") ==
        names{"2026-04-05T01:00+11:00 +1", "2026-04-05T01:30+10:30 +0:30", "2026-04-05T02:00+10:30 +1"});
  CHECK(in_hours(lord_howe(), grain::hour, "2026-10-04T01:00", "2026-10-04T04:00") ==
        names{"2026-10-04T01:00+10:30 +1", "2026-10-04T02:30+11:00 +0:30", "2026-10-04T03:00+11:00 +1"});
  CHECK(in_hours(st_johns(), grain::hour, "2008-11-02T02:00Z", "2008-11-02T04:00Z") ==
        names{"2008-11-01T23:00-02:30 +0:30", "2008-11-02T00:00-02:30 +0:1", "2008-11-01T23:01-03:30 +0:59",
              "2008-11-02T00:00-03:30 +0:30"});
}

TEST_CASE("a cut bucket keeps its name and says where it would start and end whole") {
  const auto weeks = buckets(berlin(), grain::week, weekday::monday, at("2026-10-22", berlin()),
                             at("2026-10-27T12:00", berlin()));
  REQUIRE(weeks);
  REQUIRE(weeks->size() == 2);
  CHECK(weeks->front() == bucket{at("2026-10-21T22:00Z"), at("2026-10-25T23:00Z"), at("2026-10-18T22:00Z"),
                                 at("2026-10-25T23:00Z")});
  CHECK(weeks->back() == bucket{at("2026-10-25T23:00Z"), at("2026-10-27T11:00Z"), at("2026-10-25T23:00Z"),
                                at("2026-11-01T23:00Z")});
  CHECK(bucket_name(weeks->front(), grain::week, berlin()) == "2026-10-19");
  CHECK(in_hours(zone(), grain::hour, "2026-01-01T00:20", "2026-01-01T01:10") ==
        names{"2026-01-01T00:00+00:00 +0:40", "2026-01-01T01:00+00:00 +0:10"});
}

TEST_CASE("a week starts on any of the seven days") {
  // 2026-11-18 is a Wednesday.
  const std::pair<weekday, const char*> starts[] = {
      {weekday::monday, "2026-11-16"},   {weekday::tuesday, "2026-11-17"}, {weekday::wednesday, "2026-11-18"},
      {weekday::thursday, "2026-11-12"}, {weekday::friday, "2026-11-13"},  {weekday::saturday, "2026-11-14"},
      {weekday::sunday, "2026-11-15"}};
  for (const auto& [week_start, first_day] : starts) {
    INFO(weekday_name(week_start));
    CHECK(in_hours(zone(), grain::week, "2026-11-18", "2026-11-19", week_start) ==
          names{std::string(first_day) + " +24"});
  }
}

TEST_CASE("months, quarters and years have the lengths of the calendar") {
  CHECK(in_hours(zone(), grain::month, "2024-01-15", "2024-04-01") ==
        names{"2024-01-01 +408", "2024-02-01 +696", "2024-03-01 +744"});
  CHECK(in_hours(berlin(), grain::month, "2026-03-01", "2026-04-01") == names{"2026-03-01 +743"});
  CHECK(in_hours(zone(), grain::quarter, "2023-12-31", "2024-07-02") ==
        names{"2023-10-01 +24", "2024-01-01 +2184", "2024-04-01 +2184", "2024-07-01 +24"});
  CHECK(in_hours(zone(), grain::year, "2023-12-31", "2025-01-02") ==
        names{"2023-01-01 +24", "2024-01-01 +8784", "2025-01-01 +24"});
}

TEST_CASE("an empty range has no buckets and one millisecond has one") {
  CHECK(in_hours(berlin(), grain::day, "2026-01-01", "2026-01-01").empty());
  CHECK(in_hours(berlin(), grain::hour, "2026-01-02", "2026-01-01").empty());
  CHECK(in_hours(zone(), grain::year, "2026-01-01T00:00:00.000", "2026-01-01T00:00:00.001").size() == 1);
}

TEST_CASE("more than a hundred thousand buckets are refused, just as many are given") {
  const std::int64_t from_ms = at("2000-01-01");
  CHECK(buckets(zone(), grain::hour, weekday::monday, from_ms, from_ms + 100000 * hour_ms)->size() == 100000);
  const auto refused = buckets(zone(), grain::hour, weekday::monday, from_ms, from_ms + 100000 * hour_ms + 1);
  REQUIRE(!refused);
  CHECK(refused.error().code == error_code::limit_exceeded);
  CHECK(refused.error().path == "/grain");
  CHECK(refused.error().message ==
        "the range holds more than 100000 buckets of one hour; take a shorter range or a longer grain");
  CHECK(!buckets(zone(), grain::day, weekday::monday, at("0001-01-01"), at("9999-12-31")));
}

TEST_CASE("days between two moments are counted by the local date") {
  CHECK(days_between(berlin(), at("2026-03-28", berlin()), at("2026-03-31", berlin())) == 3);
  CHECK(days_between(berlin(), at("2026-03-28T23:59", berlin()), at("2026-03-29", berlin())) == 1);
  CHECK(days_between(berlin(), at("2026-03-28", berlin()), at("2026-03-28T23:59", berlin())) == 0);
  CHECK(days_between(zone(), at("2026-01-01"), at("2025-12-31")) == -1);
}
