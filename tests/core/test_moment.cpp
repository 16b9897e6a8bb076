// SPDX-License-Identifier: Apache-2.0
/** @file test_moment.cpp  Moments as text, read and written. */
#include <catch2/catch_test_macros.hpp>

#include "store/calendar.h"
#include "zone_tables.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr std::int64_t unreadable = INT64_MIN;

std::int64_t moment(std::string_view text, const zone& place = zone()) {
  return parse_moment(text, place).value_or(unreadable);
}

}  // namespace

TEST_CASE("a local date is the first instant of that day") {
  CHECK(moment("1970-01-01") == 0);
  CHECK(moment("2026-03-01") == 1772323200000);
  CHECK(moment("2026-03-01", berlin()) == 1772319600000);
  CHECK(moment("2024-02-29") == 1709164800000);
  CHECK(moment("1969-12-31") == -86400000);
  CHECK(moment("0001-01-01") == -62135596800000);
  CHECK(moment("9999-12-31") == 253402214400000);
  CHECK(moment("2018-11-04", sao_paulo()) == 1541300400000);  // has no midnight
  CHECK(moment("2011-12-30", apia()) == 1325239200000);       // was skipped
}

TEST_CASE("a local date-time is read with and without seconds and fraction") {
  CHECK(moment("2026-03-01T09:00") == 1772355600000);
  CHECK(moment("2026-03-01T09:00:30") == 1772355630000);
  CHECK(moment("2026-03-01T09:00:30.5") == 1772355630500);
  CHECK(moment("2026-03-01T09:00:30.123456789") == 1772355630123);
  CHECK(moment("2026-03-01T09:00", berlin()) == 1772352000000);
  CHECK(moment("2026-03-29T02:30", berlin()) == 1774746000000);  // in the gap
  CHECK(moment("2026-10-25T02:30", berlin()) == 1792888200000);  // the earlier one
}

TEST_CASE("an instant with an offset does not depend on the zone") {
  for (const zone& place : {zone(), berlin(), apia()}) {
    CHECK(moment("2026-03-01T09:00:00Z", place) == 1772355600000);
    CHECK(moment("2026-03-01T09:00Z", place) == 1772355600000);
    CHECK(moment("2026-03-01T10:00+01:00", place) == 1772355600000);
    CHECK(moment("2026-03-01T10:00:00.250+0100", place) == 1772355600250);
    CHECK(moment("2026-03-01T05:30-03:30", place) == 1772355600000);
    CHECK(moment("2026-03-01T14+05:45", place) == unreadable);
    CHECK(moment("2026-03-01T14:45+05:45", place) == 1772355600000);
    CHECK(moment("2026-03-01T11:00+02", place) == 1772355600000);
    CHECK(moment("1972-01-06T23:59:59-00:44:30", place) == 63593069000);
  }
}

TEST_CASE("what is not a moment is an error that repeats it and says what is one") {
  for (const char* text : {"",
                           "2026",
                           "2026-03",
                           "2026-3-1",
                           "26-03-01",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-04-31",
                           "2026-03-00",
                           "0000-01-01",
                           "2026-03-01 09:00",
                           "2026-03-01T",
                           "2026-03-01T9:00",
                           "2026-03-01T24:00",
                           "2026-03-01T09:60",
                           "2026-03-01T09:00:60",
                           "2026-03-01T09:00:00.",
                           "2026-03-01T09:00z",
                           "2026-03-01T09:00+",
                           "2026-03-01T09:00+1",
                           "2026-03-01T09:00+01:",
                           "2026-03-01T09:00+01:60",
                           "2026-03-01T09:00+27:00",
                           "2026-03-01Z",
                           "2026-03-01T09:00Zx",
                           " 2026-03-01",
                           "2026-03-01 ",
                           "-2026-03-01",
                           "yesterday",
                           "1772355600000"}) {
    INFO(text);
    CHECK(moment(text) == unreadable);
  }
  const auto failed = parse_moment("2026-02-30", zone());
  REQUIRE(!failed);
  CHECK(failed.error().code == error_code::bad_value);
  CHECK(failed.error().path.empty());
  CHECK(failed.error().message ==
        "\"2026-02-30\" is no moment; a local date (2026-03-01), a local date-time (2026-03-01T09:00) or an "
        "instant "
        "with its offset (2026-03-01T09:00:00Z, 2026-03-01T09:00+01:00) would be accepted");
}

TEST_CASE("a long text is repeated in part and never cut within a character") {
  // 39 bytes and then a character of two: 40 would be half of it.
  const auto failed = parse_moment(std::string(39, 'x') + "\xC3\xA9 and more", zone());
  REQUIRE(!failed);
  CHECK(failed.error().message.substr(0, 45) == "\"" + std::string(39, 'x') + "...\" ");
}

TEST_CASE("a moment is named by its date at the start of a local day, else with time and offset") {
  CHECK(moment_name(1772323200000, zone()) == "2026-03-01");
  CHECK(moment_name(1772323200000, berlin()) == "2026-03-01T01:00+01:00");
  CHECK(moment_name(1772319600000, berlin()) == "2026-03-01");
  CHECK(moment_name(1772355630000, zone()) == "2026-03-01T09:00:30+00:00");
  CHECK(moment_name(1772355600250, zone()) == "2026-03-01T09:00:00.250+00:00");
  CHECK(moment_name(1772355600250, new_york()) == "2026-03-01T04:00:00.250-05:00");
  CHECK(moment_name(1792886400000, berlin()) == "2026-10-25T02:00+02:00");
  CHECK(moment_name(1792890000000, berlin()) == "2026-10-25T02:00+01:00");
  CHECK(moment_name(1767225600000, kathmandu()) == "2026-01-01T05:45+05:45");
  CHECK(moment_name(63593069000, monrovia()) == "1972-01-06T23:59:59-00:44:30");
  CHECK(moment_name(1541300400000, sao_paulo()) == "2018-11-04");  // at 01:00, its first instant
  CHECK(moment_name(1325239200000, apia()) == "2011-12-31");
}

TEST_CASE("a name of a moment is read as that moment") {
  for (const zone& place : {zone(), berlin(), new_york(), lord_howe(), kathmandu(), apia(), sao_paulo(),
                            cairo(), st_johns(), monrovia()}) {
    for (const std::int64_t near_ms :
         {0LL, 63593070000LL, 1225593060000LL, 1325239200000LL, 1541300400000LL, 1774746000000LL,
          1775314800000LL, 1792890000000LL, 253402200000000LL}) {
      for (const std::int64_t step_ms :
           {-86400000LL, -3600000LL, -1800000LL, -60000LL, -1LL, 0LL, 1LL, 3600000LL}) {
        const std::int64_t at_ms = near_ms + step_ms;
        INFO(place.name() << " " << at_ms << " " << moment_name(at_ms, place));
        CHECK(moment(moment_name(at_ms, place), place) == at_ms);
        CHECK(moment(instant_name(at_ms), place) == at_ms);
      }
    }
  }
}

TEST_CASE("an instant is named in UTC, with milliseconds only where there are some") {
  CHECK(instant_name(1790928000000) == "2026-10-02T08:00:00Z");
  CHECK(instant_name(1790928000250) == "2026-10-02T08:00:00.250Z");
  CHECK(instant_name(1790928000007) == "2026-10-02T08:00:00.007Z");
  CHECK(instant_name(0) == "1970-01-01T00:00:00Z");
  CHECK(instant_name(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("years of other than four digits are written as ECMAScript writes them") {
  CHECK(date_name(days_from_civil({33, 4, 3})) == "0033-04-03");
  CHECK(date_name(days_from_civil({12026, 1, 2})) == "+012026-01-02");
  CHECK(date_name(days_from_civil({-44, 3, 15})) == "-000044-03-15");
}
