// SPDX-License-Identifier: Apache-2.0
/** @file test_zone.cpp  Instants to wall clocks and back. */
#include "store/zone.h"

#include <catch2/catch_test_macros.hpp>

#include "zone_tables.h"

using payoff::zone;
using payoff::zone_change;
using payoff::zone_cursor;
using namespace payoff::testing;

// Times here are literal milliseconds; the comment beside each says which, so that nothing is tested with
// itself.

TEST_CASE("a zone without changes is UTC") {
  CHECK(zone().name() == "UTC");
  CHECK(zone().offset_seconds(1792890000000) == 0);
  const auto empty = zone::make("Etc/UTC", {});
  REQUIRE(empty);
  CHECK(empty->name() == "Etc/UTC");
  CHECK(empty->local_ms(1792890000000) == 1792890000000);
  CHECK(empty->instant_ms(-5) == -5);
}

TEST_CASE("the first change's offset holds before it, the last one's for ever after") {
  const zone place = berlin();
  CHECK(place.offset_seconds(0) == 3600);
  CHECK(place.offset_seconds(-zone::limit_ms) == 3600);
  CHECK(place.offset_seconds(1774745999999) == 3600);  // 2026-03-29T00:59:59.999Z
  CHECK(place.offset_seconds(1774746000000) == 7200);  // 2026-03-29T01:00Z
  CHECK(place.offset_seconds(1792889999999) == 7200);
  CHECK(place.offset_seconds(1792890000000) == 3600);
  CHECK(place.offset_seconds(zone::limit_ms) == 3600);
}

TEST_CASE("local times are what the wall clock shows") {
  CHECK(berlin().local_ms(1774746000000) == 1774753200000);     // 01:00Z is 03:00
  CHECK(new_york().local_ms(1772953200000) == 1772938800000);   // 2026-03-08T07:00Z is 03:00
  CHECK(kathmandu().local_ms(1767225600000) == 1767246300000);  // 2026-01-01T00:00Z is 05:45
  CHECK(monrovia().local_ms(63593069999) == 63590399999);  // 1972-01-07T00:44:29.999Z is 01-06 23:59:59.999
  CHECK(monrovia().local_ms(63593070000) == 63593070000);
}

TEST_CASE("a local time in a gap is the first instant after the gap") {
  const zone place = berlin();
  CHECK(place.instant_ms(1774749599999) == 1774745999999);  // 2026-03-29T01:59:59.999, just before
  CHECK(place.instant_ms(1774749600000) == 1774746000000);  // 02:00 does not exist
  CHECK(place.instant_ms(1774751400000) == 1774746000000);  // nor does 02:30
  CHECK(place.instant_ms(1774753200000) == 1774746000000);  // 03:00 is that instant
  CHECK(place.instant_ms(1774753200001) == 1774746000001);
}

TEST_CASE("a local time in an overlap is the earlier of the two instants") {
  const zone place = berlin();
  CHECK(place.instant_ms(1792893600000) == 1792886400000);  // 2026-10-25T02:00, the one in summer time
  CHECK(place.instant_ms(1792895400000) == 1792888200000);  // 02:30
  CHECK(place.instant_ms(1792897199999) == 1792889999999);  // 02:59:59.999
  CHECK(place.instant_ms(1792897200000) == 1792893600000);  // 03:00 exists once, two hours after 02:00
}

TEST_CASE("changes of half an hour work as those of an hour do") {
  const zone place = lord_howe();
  CHECK(place.instant_ms(1791081000000 - 1800000) == 1791041400000);  // 2026-10-04T02:00 does not exist
  CHECK(place.instant_ms(1791081000000) == 1791041400000);            // 02:30 is the first that does
  CHECK(place.instant_ms(1775352600000) == 1775313000000);            // 2026-04-05T01:30, the earlier one
  CHECK(place.instant_ms(1775354400000) == 1775316600000);  // 02:00 after the clock went back to 01:30
}

TEST_CASE("a skipped day is the instant at which the next one begins") {
  CHECK(apia().instant_ms(1325203200000) == 1325239200000);  // 2011-12-30T00:00
  CHECK(apia().instant_ms(1325246400000) == 1325239200000);  // 2011-12-30T12:00
  CHECK(apia().instant_ms(1325289600000) == 1325239200000);  // 2011-12-31T00:00
}

TEST_CASE("the day number never falls, also where a clock is turned back over midnight") {
  const zone place = st_johns();
  CHECK(place.day_number(1225592999999) == 14184);  // 2008-11-01T23:59:59.999
  CHECK(place.day_number(1225593000000) == 14185);  // 2008-11-02T00:00
  CHECK(place.local_ms(1225593060000) == 1225580460000);
  CHECK(place.day_number(1225593060000) == 14185);  // 23:01 of the day before, again
  CHECK(place.day_number(1225596600000) == 14185);  // 2008-11-02T00:00, again
}

TEST_CASE("days before 1970 count down") {
  CHECK(zone().day_number(-1) == -1);
  CHECK(zone().day_number(-86400000) == -1);
  CHECK(zone().day_number(-86400001) == -2);
  CHECK(payoff::floor_div(-7, 7) == -1);
  CHECK(payoff::floor_div(-8, 7) == -2);
  CHECK(payoff::floor_div(6, 7) == 0);
}

TEST_CASE("a cursor gives the same answers in any order of times") {
  const zone place = berlin();
  zone_cursor cursor;
  CHECK(place.offset_seconds(1806195600000, cursor) == 7200);
  CHECK(place.offset_seconds(0, cursor) == 3600);
  CHECK(place.local_ms(1792889999999, cursor) == 1792897199999);
  CHECK(place.day_number(1792890000000, cursor) == 20751);
  zone_cursor foreign{4};
  CHECK(new_york().offset_seconds(1772953200000, foreign) == -14400);  // left by a zone with more changes
}

TEST_CASE("the changes around an instant are known, and a new name of the same offset is no change") {
  const zone place = zone_of("x", {{1000, 3600}, {2000, 3600}, {3000, 7200}, {4000, 7200}, {5000, 3600}});
  zone_cursor cursor;
  CHECK(place.last_change_ms(2500, cursor) == -zone::limit_ms);
  CHECK(place.next_change_ms(2500, cursor) == 3000);
  CHECK(place.last_change_ms(3000, cursor) == 3000);
  CHECK(place.next_change_ms(3000, cursor) == 5000);
  CHECK(place.next_change_ms(5000, cursor) == zone::limit_ms);
}

TEST_CASE("a table that is not ascending or out of bounds is an error that names the entry") {
  const auto path_of = [](std::vector<zone_change> changes) {
    const auto made = zone::make("x", std::move(changes));
    return made ? "no error" : std::string(payoff::error_name(made.error().code)) + " " + made.error().path;
  };
  CHECK(path_of({{0, 0}, {5, 1}, {4, 0}}) == "bad_value /2/at_ms");
  CHECK(path_of({{5, 0}, {5, 1}}) == "bad_value /1/at_ms");
  CHECK(path_of({{0, 93601}}) == "bad_value /0/offset_seconds");
  CHECK(path_of({{0, 0}, {1, -93601}}) == "bad_value /1/offset_seconds");
  CHECK(path_of({{0, 93600}, {1, -93600}}) == "no error");
  CHECK(path_of({{-8640000000000001, 0}}) == "bad_value /0/at_ms");
  CHECK(path_of({{0, 0}, {INT64_MAX, 0}}) == "bad_value /1/at_ms");
}
