// SPDX-License-Identifier: Apache-2.0
/** @file test_zoneinfo.cpp  The system's zone database, against what `zdump -v` and Python's zoneinfo say. */
#include "cli/zoneinfo.h"

#include <catch2/catch_test_macros.hpp>

#include "store/calendar.h"
#include "zone_tables.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

using changes = std::vector<zone_change>;

std::int64_t at(std::string_view text) { return parse_moment(text, zone()).value(); }

changes read(std::string_view name, std::string_view from, std::string_view to) {
  return read_zone(name, at(from), at(to)).value_or(changes{{-1, -1}});
}

/** A file of one version 2 block without changes, and this rule. */
std::string file_of_rule(std::string_view rule) {
  const std::string header = "TZif2" + std::string(15, '\0');
  const auto count = [](char n) { return std::string(3, '\0') + n; };
  const std::string counts = count(0) + count(0) + count(0) + count(0) + count(1) + count(4);
  const std::string type = std::string(6, '\0') + std::string("LMT\0", 4);
  return header + counts + type + header + counts + type + "\n" + std::string(rule) + "\n";
}

std::string by_rule(std::string_view rule, std::string_view from, std::string_view to) {
  const auto found = zone_changes_of_tzif(file_of_rule(rule), at(from), at(to));
  if (!found) return found.error().message;
  std::string out;
  for (const zone_change& c : *found)
    out += instant_name(c.at_ms) + " " + std::to_string(c.offset_seconds) + "; ";
  return out;
}

}  // namespace

TEST_CASE("the changes of a span are those that zdump lists") {
  CHECK(read("Europe/Berlin", "2026-01-01", "2028-01-01") == changes{{1767225600000, 3600},
                                                                     {1774746000000, 7200},
                                                                     {1792890000000, 3600},
                                                                     {1806195600000, 7200},
                                                                     {1824944400000, 3600}});
  CHECK(read("America/New_York", "2026-01-01", "2027-01-01") ==
        changes{{1767225600000, -18000}, {1772953200000, -14400}, {1793512800000, -18000}});
  CHECK(read("Australia/Lord_Howe", "2026-01-01", "2027-01-01") ==
        changes{{1767225600000, 39600}, {1775314800000, 37800}, {1791041400000, 39600}});
  CHECK(read("Asia/Kathmandu", "1985-01-01", "2026-01-01") ==
        changes{{473385600000, 19800}, {504901800000, 20700}});
  CHECK(read("Pacific/Apia", "2011-01-01", "2012-01-01") == changes{{1293840000000, -36000},
                                                                    {1301752800000, -39600},
                                                                    {1316872800000, -36000},
                                                                    {1325239200000, 50400}});
  CHECK(read("America/Sao_Paulo", "2018-01-01", "2019-01-01") ==
        changes{{1514764800000, -7200}, {1518919200000, -10800}, {1541300400000, -7200}});
  CHECK(read("Africa/Cairo", "2010-01-01", "2011-01-01") == changes{{1262304000000, 7200},
                                                                    {1272578400000, 10800},
                                                                    {1281474000000, 7200},
                                                                    {1284069600000, 10800},
                                                                    {1285880400000, 7200}});
  CHECK(read("Africa/Monrovia", "1971-01-01", "1973-01-01") ==
        changes{{31536000000, -2670}, {63593070000, 0}});
}

TEST_CASE("where summer time is the standard one and winter is the exception the offsets are the same") {
  CHECK(read("Europe/Dublin", "2026-01-01", "2027-01-01") ==
        changes{{1767225600000, 0}, {1774746000000, 3600}, {1792890000000, 0}});
}

TEST_CASE("long after the last listed change the rule goes on") {
  CHECK(read("Europe/Berlin", "2150-01-01", "2151-01-01") ==
        changes{{5680281600000, 3600}, {5687802000000, 7200}, {5705946000000, 3600}});
  CHECK(read("America/Nuuk", "2040-01-01", "2041-01-01") ==
        changes{{2208988800000, -7200}, {2216250000000, -3600}, {2234998800000, -7200}});
  CHECK(read("Europe/Berlin", "2150-07-01", "2150-07-02") == changes{{5695920000000, 7200}});
}

TEST_CASE("the ends of the span count as it says: changes after its start, up to its end") {
  const auto of = [](std::int64_t from_ms, std::int64_t to_ms) {
    return read_zone("Europe/Berlin", from_ms, to_ms).value();
  };
  CHECK(of(1774746000000, 1774746000000) == changes{{1774746000000, 7200}});
  CHECK(of(1774745999999, 1774745999999) == changes{{1774745999999, 3600}});
  CHECK(of(1774745999999, 1774746000000) == changes{{1774745999999, 3600}, {1774746000000, 7200}});
  const auto backwards = read_zone("Europe/Berlin", 1, 0);
  REQUIRE(!backwards);
  CHECK(backwards.error().code == error_code::bad_value);
}

TEST_CASE("UTC needs no database and places without changes have one entry") {
  CHECK(read_zone("UTC", 5, 6, "/nowhere").value() == changes{{5, 0}});
  CHECK(read("Etc/UTC", "2026-01-01", "2027-01-01") == changes{{1767225600000, 0}});
  CHECK(read("Etc/GMT+3", "2026-01-01", "2027-01-01") == changes{{1767225600000, -10800}});
  CHECK(read("Asia/Tokyo", "1990-01-01", "2200-01-01") == changes{{631152000000, 32400}});
}

TEST_CASE("what is read makes a zone") {
  const auto made = zone::make("Europe/Berlin", read("Europe/Berlin", "1970-01-01", "2201-01-01"));
  REQUIRE(made);
  CHECK(made->offset_seconds(at("1970-06-01")) == 3600);
  CHECK(made->offset_seconds(at("1985-06-01")) == 7200);
  CHECK(made->offset_seconds(at("2200-06-01")) == 7200);
}

TEST_CASE("an unknown zone is an error with the nearest known name") {
  const auto message_of = [](std::string_view name) {
    const auto found = read_zone(name, 0, 1);
    if (found) return std::string("no error");
    return std::string(error_name(found.error().code)) + " " + found.error().path + " " +
           found.error().message;
  };
  CHECK(message_of("Europe/Berlni") ==
        "unknown_zone /zone `Europe/Berlni` is no time zone of this system; did you mean `Europe/Berlin`?");
  CHECK(message_of("europe/berlin") ==
        "unknown_zone /zone `europe/berlin` is no time zone of this system; did you mean `Europe/Berlin`?");
  CHECK(message_of("Mars") ==
        "unknown_zone /zone `Mars` is no time zone of this system; an IANA name such as Europe/Berlin would "
        "be accepted");
  for (const char* name : {"", "/etc/passwd", "../../../etc/passwd", "Europe", "Europe/", "zone.tab",
                           "tzdata.zi", "Europe/Berlin\n"}) {
    INFO(name);
    CHECK(message_of(name).substr(0, 12) == "unknown_zone");
  }
}

TEST_CASE("a system without a database says so") {
  const auto found = read_zone("Europe/Berlin", 0, 1, "/nowhere");
  REQUIRE(!found);
  CHECK(found.error().code == error_code::unknown_zone);
  CHECK(found.error().message ==
        "`Europe/Berlin` is no time zone of this system: there is no database in /nowhere; install tzdata");
}

TEST_CASE("rules of every POSIX form are followed") {
  CHECK(by_rule("<-03>3", "2026-01-01", "2027-01-01") == "2026-01-01T00:00:00Z -10800; ");
  CHECK(by_rule("IST-5:30", "2026-01-01", "2027-01-01") == "2026-01-01T00:00:00Z 19800; ");
  CHECK(by_rule("EST5EDT,M3.2.0,M11.1.0", "2026-01-01", "2027-01-01") ==
        "2026-01-01T00:00:00Z -18000; 2026-03-08T07:00:00Z -14400; 2026-11-01T06:00:00Z -18000; ");
  CHECK(by_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-01-01", "2027-01-01") ==
        "2026-01-01T00:00:00Z 39600; 2026-04-04T15:00:00Z 37800; 2026-10-03T15:30:00Z 39600; ");
  // Times before midnight and beyond a day, as for Nuuk and Jerusalem.
  CHECK(by_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-01-01", "2027-01-01") ==
        "2026-01-01T00:00:00Z -7200; 2026-03-29T01:00:00Z -3600; 2026-10-25T01:00:00Z -7200; ");
  CHECK(by_rule("IST-2IDT,M3.4.4/26,M10.5.0", "2026-01-01", "2027-01-01") ==
        "2026-01-01T00:00:00Z 7200; 2026-03-27T00:00:00Z 10800; 2026-10-24T23:00:00Z 7200; ");
  // J60 is March 1 in every year, 59 is February 29 or March 1.
  CHECK(by_rule("AAA0BBB,J60/0,J300/1", "2024-01-01", "2025-01-01") ==
        "2024-01-01T00:00:00Z 0; 2024-03-01T00:00:00Z 3600; 2024-10-27T00:00:00Z 0; ");
  CHECK(by_rule("AAA0BBB,J60/0,J300/1", "2025-01-01", "2026-01-01") ==
        "2025-01-01T00:00:00Z 0; 2025-03-01T00:00:00Z 3600; 2025-10-27T00:00:00Z 0; ");
  CHECK(by_rule("AAA0BBB,59/0,299/1", "2024-01-01", "2025-01-01") ==
        "2024-01-01T00:00:00Z 0; 2024-02-29T00:00:00Z 3600; 2024-10-26T00:00:00Z 0; ");
  // Summer time all year: each start meets the end before it.
  CHECK(by_rule("XXX3EDT4,0/0,J365/23", "2026-01-01", "2029-01-01") == "2026-01-01T00:00:00Z -14400; ");
}

TEST_CASE("a file that cannot be followed is an error, never a guess") {
  const std::string good = file_of_rule("CET-1CEST,M3.5.0,M10.5.0/3");
  REQUIRE(zone_changes_of_tzif(good, 0, 1));
  for (std::size_t size = 0; size < good.size(); ++size) {
    INFO(size);
    const auto found = zone_changes_of_tzif(std::string_view(good).substr(0, size), 0, 1);
    REQUIRE(!found);
    CHECK(found.error().code == error_code::bad_value);
  }
  for (const char* rule :
       {"CET", "CET-1CEST", "CET-1CEST,M3.5.0", "C-1", "<+03", "CET-25", "CET-1CEST,M13.1.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365",
        "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-99999999999"}) {
    INFO(rule);
    CHECK(!zone_changes_of_tzif(file_of_rule(rule), 0, 1));
  }
}
