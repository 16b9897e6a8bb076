// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <ctime>
#include <string>

#include "ingest/time.h"

namespace payoff {
namespace {

std::int64_t ms_of(std::string_view text) {
  const time_value value = parse_time_text(text);
  CAPTURE(std::string(text));
  CHECK(value.status == time_status::ok);
  return value.time_ms;
}

constexpr std::int64_t quarter_past_eight_ms = 1'772'439'300'000;  // 2026-03-02T08:15Z

TEST_CASE("the shape that JavaScript writes is read to the millisecond", "[time]") {
  CHECK(ms_of("1970-01-01T00:00:00.000Z") == 0);
  CHECK(ms_of("2026-03-02T08:15:00.120Z") == quarter_past_eight_ms + 120);
  CHECK(ms_of("2000-02-29T23:59:59.999Z") == 951'868'799'999);
  CHECK(ms_of("2200-12-31T23:59:59.999Z") == end_of_time_ms - 1);
  CHECK(ms_of("2016-12-31T23:59:60.500Z") == ms_of("2017-01-01T00:00:00.500Z"));
}

TEST_CASE("seconds, fraction and zone may be left out, and 'T' may be a space", "[time]") {
  CHECK(ms_of("2026-03-02") == quarter_past_eight_ms - (8 * 60 + 15) * 60'000);
  for (const char* text :
       {"2026-03-02T08:15", "2026-03-02 08:15", "2026-03-02T08:15Z", "2026-03-02T08:15:00",
        "2026-03-02 08:15:00", "2026-03-02T08:15:00Z", "2026-03-02t08:15:00z", "2026-03-02 08:15:00 UTC",
        "2026-03-02T08:15:00.0", "2026-03-02T08:15:00,0Z", "2026-03-02T08:15:00.000000",
        "2026-03-02 08:15:00.000999", "2026-03-02T08:15:00.00099999999999999999999999Z"}) {
    CAPTURE(text);
    CHECK(ms_of(text) == quarter_past_eight_ms);
  }
  CHECK(ms_of("2026-03-02T08:15:00.1Z") == quarter_past_eight_ms + 100);
  CHECK(ms_of("2026-03-02T08:15:00.12Z") == quarter_past_eight_ms + 120);
  CHECK(ms_of("2026-03-02T08:15:00.123456+00:00") == quarter_past_eight_ms + 123);
  CHECK(ms_of("2026-03-02 08:15:00.999999") == quarter_past_eight_ms + 999);
}

TEST_CASE("offsets are taken off, in any of their spellings", "[time]") {
  for (const char* text :
       {"2026-03-02T10:15:00+02:00", "2026-03-02T10:15:00+0200", "2026-03-02T10:15+02",
        "2026-03-02T13:45:00.000+05:30", "2026-03-02T00:15:00-08:00", "2026-03-01T22:15:00-1000",
        "2026-03-02T08:15:00-00:00", "2026-03-03T00:15:00+16:00"}) {
    CAPTURE(text);
    CHECK(ms_of(text) == quarter_past_eight_ms);
  }
}

TEST_CASE("a leap second is the second after it", "[time]") {
  CHECK(ms_of("2016-12-31T23:59:60Z") == ms_of("2017-01-01T00:00:00Z"));
  CHECK(ms_of("2017-01-01T01:59:60+02:00") == ms_of("2017-01-01T00:00:00Z"));
}

TEST_CASE("days are checked against their month", "[time]") {
  CHECK(ms_of("2024-02-29") == 1'709'164'800'000);
  CHECK(ms_of("2000-02-29") == 951'782'400'000);
  for (const char* text :
       {"2023-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
        "2023-02-29T00:00:00.000Z", "2026-06-31T00:00:00.000Z", "2026-13-01T00:00:00.000Z"}) {
    CAPTURE(text);
    CHECK(parse_time_text(text).status == time_status::unreadable);
  }
}

TEST_CASE("what is almost a time is unreadable", "[time]") {
  for (const char* text : {"",
                           " ",
                           "-",
                           "yesterday",
                           "2026",
                           "2026-03",
                           "2026-3-2",
                           "2026-03-02T",
                           "2026-03-02T08",
                           "2026-03-02T0815",
                           "2026-03-02T08:15:",
                           "2026-03-02T08:15:0",
                           "2026-03-02T08:15:00.",
                           "2026-03-02T08:15:00.Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T08:60:00Z",
                           "2026-03-02T08:15:61Z",
                           "2026-03-02T08:15:00+",
                           "2026-03-02T08:15:00+2",
                           "2026-03-02T08:15:00+24:00",
                           "2026-03-02T08:15:00+02:60",
                           "2026-03-02T08:15:00+02:",
                           "2026-03-02T08:15:00+02:0",
                           "2026-03-02T08:15:00Zx",
                           "2026-03-02T08:15:00 +",
                           "2026-03-02T08:15:00ZZ",
                           "2026-03-02Z",
                           "02.03.2026",
                           "2026/03/02",
                           " 2026-03-02",
                           "2026-03-02 ",
                           "2026-03-02T08:15:00.12:Z",
                           "2026-03-02X08:15:00.000Z",
                           "2026-03-02T08:15:0:.000Z",
                           "2026-03-02T08:15:00.00/Z",
                           "2026-03-02T08:15:00.000z ",
                           "2o26-03-02T08:15:00.000Z",
                           "2026-03-02T24:00:00.000Z",
                           "2026-03-02T08:60:00.000Z",
                           "2026-03-02T08:15:61.000Z",
                           "\xB2"
                           "026-03-02T08:15:00.000Z",
                           "+2026-03-02",
                           "1e9",
                           "1.",
                           ".5",
                           "-.5",
                           "1.2.3",
                           "--1",
                           "0x10",
                           "1772439300 "}) {
    CAPTURE(text);
    const time_value value = parse_time_text(text);
    if (std::string_view(text) == "2026") {
      CHECK(value.time_ms == 2'026'000);  // digits alone are seconds since 1970
    } else {
      CHECK(value.status == time_status::unreadable);
    }
  }
}

TEST_CASE("times before 1970 and from 2201 on are out of range", "[time]") {
  for (const char* text :
       {"1969-12-31", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00+01:00", "2201-01-01",
        "2201-01-01T00:00:00.000Z", "2200-12-31T23:59:60Z", "2200-12-31T23:59:59-01:00", "0000-01-01",
        "0001-01-01T00:00:00.000Z", "9999-12-31", "-1", "7289654400", "7289654400000", "7289654400000000",
        "99999999999", "100000000000000000", "1e30"}) {
    CAPTURE(text);
    const bool digits = std::string_view(text) == "1e30";
    CHECK((digits ? parse_time_number(text) : parse_time_text(text)).status == time_status::out_of_range);
  }
  CHECK(ms_of("1970-01-01T01:00:00+01:00") == 0);
  CHECK(ms_of("2201-01-01T00:30:00+01:00") == end_of_time_ms - 1'800'000);
}

TEST_CASE("numbers are seconds, milliseconds or microseconds by their size", "[time]") {
  const auto at = [](const char* number) {
    CAPTURE(number);
    CHECK(parse_time_number(number).status == time_status::ok);
    return parse_time_number(number).time_ms;
  };
  CHECK(at("1772439300") == quarter_past_eight_ms);
  CHECK(at("1772439300000") == quarter_past_eight_ms);
  CHECK(at("1772439300000000") == quarter_past_eight_ms);
  CHECK(at("1772439300.123") == quarter_past_eight_ms + 123);  // 1772439300.123 as a double is a little less
  CHECK(at("1772439300.1239999") == quarter_past_eight_ms + 123);
  CHECK(at("1772439300123.9") == quarter_past_eight_ms + 123);
  CHECK(at("1772439300123999") == quarter_past_eight_ms + 123);
  CHECK(at("1772439300123999.9") == quarter_past_eight_ms + 123);
  CHECK(at("1.7724393e9") == quarter_past_eight_ms);
  CHECK(at("1.7724393E+12") == quarter_past_eight_ms);
  CHECK(at("17724393000000000000e-10") == quarter_past_eight_ms);
  CHECK(at("1772439300.00000000000000000000000000000000000000") == quarter_past_eight_ms);
  CHECK(at("0") == 0);
  CHECK(at("-0") == 0);
  CHECK(at("-0.0e5") == 0);
  CHECK(at("0.0019") == 1);
  CHECK(at("1e-3") == 1);
  CHECK(at("1e-400") == 0);
  CHECK(at("100000000000") == 100'000'000'000);
  CHECK(at("100000000000000") == 100'000'000'000);
}

TEST_CASE("numbers outside of time are out of range, however they are written", "[time]") {
  for (const char* number : {"-1", "-0.5", "-0.0001", "-1e-300", "99999999999", "99999999999999",
                             "99999999999999999", "100000000000000000", "1e17", "1e400",
                             "1e99999999999999999999999", "123456789012345678901234567890"}) {
    CAPTURE(number);
    CHECK(parse_time_number(number).status == time_status::out_of_range);
  }
}

TEST_CASE("digits in quotes are read as the number", "[time]") {
  CHECK(ms_of("1772439300") == quarter_past_eight_ms);
  CHECK(ms_of("1772439300.5") == quarter_past_eight_ms + 500);
  CHECK(ms_of("1772439300120000") == quarter_past_eight_ms + 120);
  CHECK(ms_of("00001772439300000000.000") == quarter_past_eight_ms);  // 24 bytes, as the fast path wants them
}

TEST_CASE("the day that was read before changes nothing but the time it takes", "[time]") {
  const std::vector<std::string> texts{
      "0000-00-00T00:00:00.000Z", "2026-03-02T08:15:00.123Z", "2026-03-02T23:59:60.000Z",
      "2026-03-02T24:00:00.000Z", "2026-03-12T08:15:00.123Z", "2026-02-30T08:15:00.123Z",
      "2026-02-30T08:15:00.123Z", "2026-03-02T08:15:00.123Z", "1969-12-31T23:59:59.999Z",
      "1969-12-31T00:00:00.000Z", "2201-01-01T00:00:00.000Z", "2026-03-02T08:15:00.124Z"};
  known_day day;
  for (const std::string& text : texts) {
    const time_value fresh = parse_time_text(text);
    const time_value read = parse_time_text(text, day);
    INFO(text);
    CHECK(read.status == fresh.status);
    CHECK(read.time_ms == fresh.time_ms);
  }
  CHECK(parse_time_text(texts[0]).status == time_status::unreadable);
  CHECK(parse_time_text(texts[5], day).status == time_status::unreadable);
}

TEST_CASE("every day of the range, in all shapes, is the day that the C library says", "[time]") {
  for (std::int64_t day = 0; day < end_of_time_ms / 86'400'000; ++day) {
    const std::time_t seconds = day * 86'400 + day % 86'400;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts);
    const std::string head = text;
    const std::int64_t expected_ms = seconds * 1000 + 789;
    const time_value fast = parse_time_text(head + "789Z");
    const time_value slow = parse_time_text(head + "7890+00");
    if (fast.time_ms != expected_ms || slow.time_ms != expected_ms) FAIL_CHECK(head);
  }
}

}  // namespace
}  // namespace payoff
