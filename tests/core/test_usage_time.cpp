// SPDX-License-Identifier: Apache-2.0
/** @file test_usage_time.cpp  Buckets, periods before, daylight saving and what is not finished, in usage. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

value metric_of(const std::vector<std::string>& rows, const std::string& fields,
                const std::string& metric = R"({"id":"m","of":"a"})") {
  const value answer = ask("", rows, usage(fields, metric));
  return answer.contains("error") ? answer : at(answer, "/metrics/0");
}

std::vector<std::string> events_at(const std::vector<std::string>& times) {
  std::vector<std::string> out;
  for (const auto& time : times) out.push_back(track("a", "u1", time));
  return out;
}

/** `count` events at noon of a day. */
void add(std::vector<std::string>& to, const std::string& day, int count) {
  for (int i = 0; i < count; ++i) to.push_back(track("a", "u1", day + "T12:00:00Z"));
}

}  // namespace

TEST_CASE("from is inside the range, to is not") {
  const auto rows = events_at({"2026-09-30T23:59:59.999Z", "2026-10-01T00:00:00Z", "2026-10-31T23:59:59.999Z",
                               "2026-11-01T00:00:00Z"});
  CHECK(at(metric_of(rows, R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"month")"),
           "/total") == 2);
  CHECK(at(metric_of(
               rows,
               R"("from":"2026-10-01T00:00:00.001Z","to":"2026-11-01T00:00:00.001Z","as_of":"2026-12-01")"),
           "/total") == 2);
}

TEST_CASE("only what lies inside the range counts, also where it cuts a bucket") {
  // Wednesday to Tuesday: two weeks, both cut.
  const auto rows = events_at({"2026-10-05T12:00:00Z", "2026-10-07T12:00:00Z", "2026-10-12T12:00:00Z",
                               "2026-10-13T12:00:00Z", "2026-10-14T12:00:00Z"});
  const value m = metric_of(
      rows, R"("from":"2026-10-07","to":"2026-10-13","as_of":"2026-12-01","grain":"week","compare":"none")");
  CHECK(at(m, "/total") == 2);
  CHECK(at(m, "/series") == read(R"([{"start":"2026-10-05","value":1},{"start":"2026-10-12","value":1}])"));
}

TEST_CASE("a week may start on any day") {
  // 2026-10-07 is a Wednesday.
  const auto rows = events_at({"2026-10-07T12:00:00Z"});
  const std::vector<std::pair<const char*, const char*>> starts{
      {"monday", "2026-10-05"},   {"tuesday", "2026-10-06"}, {"wednesday", "2026-10-07"},
      {"thursday", "2026-10-01"}, {"friday", "2026-10-02"},  {"saturday", "2026-10-03"},
      {"sunday", "2026-10-04"}};
  for (const auto& [day, start] : starts) {
    CAPTURE(day);
    const value m = metric_of(
        rows, R"("from":"2026-10-07","to":"2026-10-08","as_of":"2026-12-01","grain":"week","week_start":")" +
                  std::string(day) + '"');
    REQUIRE(at(m, "/series").size() == 1);
    CHECK(at(m, "/series/0/start") == start);
    CHECK(at(m, "/series/0/value") == 1);
  }
}

TEST_CASE("buckets of every grain are named by their local start") {
  const auto rows = events_at({"2026-05-20T10:30:00Z"});
  const std::vector<std::pair<const char*, const char*>> grains{{"hour", "2026-05-20T12:00+02:00"},
                                                                {"day", "2026-05-20"},
                                                                {"week", "2026-05-18"},
                                                                {"month", "2026-05-01"},
                                                                {"quarter", "2026-04-01"},
                                                                {"year", "2026-01-01"}};
  for (const auto& [grain, start] : grains) {
    const value m = metric_of(
        rows,
        R"("zone":"Europe/Berlin","from":"2026-05-20T12:00","to":"2026-05-20T13:00","as_of":"2026-12-01","grain":")" +
            std::string(grain) + '"');
    REQUIRE(at(m, "/series").size() == 1);
    CHECK(at(m, "/series/0/start") == start);
    CHECK(at(m, "/series/0/value") == 1);
  }
}

TEST_CASE("a day of 23 hours and one of 25 hold what happened on them") {
  const auto rows = events_at({"2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z",
                               "2026-03-29T22:00:00Z",  // 29th, 29th, 30th of March
                               "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z",
                               "2026-10-25T23:00:00Z"});  // 25th, 25th, 26th of October
  CHECK(
      at(metric_of(
             rows,
             R"("zone":"Europe/Berlin","from":"2026-03-28","to":"2026-03-31","as_of":"2026-12-01","compare":"none")"),
         "/series") ==
      read(
          R"([{"start":"2026-03-28","value":0},{"start":"2026-03-29","value":2},{"start":"2026-03-30","value":1}])"));
  CHECK(
      at(metric_of(
             rows,
             R"("zone":"Europe/Berlin","from":"2026-10-24","to":"2026-10-27","as_of":"2026-12-01","compare":"none")"),
         "/series") ==
      read(
          R"([{"start":"2026-10-24","value":0},{"start":"2026-10-25","value":2},{"start":"2026-10-26","value":1}])"));
}

TEST_CASE("the hour that a clock shows twice is two buckets, the hour that it skips is none") {
  const value twice = metric_of(
      events_at({"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:45:00Z"}),
      R"("zone":"Europe/Berlin","from":"2026-10-25T01:00","to":"2026-10-25T04:00","as_of":"2026-12-01","grain":"hour","compare":"none")");
  CHECK(at(twice, "/series") ==
        read(R"([{"start":"2026-10-25T01:00+02:00","value":0},{"start":"2026-10-25T02:00+02:00","value":1},
    {"start":"2026-10-25T02:00+01:00","value":2},{"start":"2026-10-25T03:00+01:00","value":0}])"));
  const value skipped = metric_of(
      events_at({"2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z"}),
      R"("zone":"Europe/Berlin","from":"2026-03-29T01:00","to":"2026-03-29T04:00","as_of":"2026-12-01","grain":"hour","compare":"none")");
  CHECK(
      at(skipped, "/series") ==
      read(R"([{"start":"2026-03-29T01:00+01:00","value":1},{"start":"2026-03-29T03:00+02:00","value":1}])"));
}

TEST_CASE("whole months are compared with whole months") {
  std::vector<std::string> rows;
  add(rows, "2025-12-31", 100);
  add(rows, "2026-01-01", 3);
  add(rows, "2026-01-31", 2);  // 31 days before February, not 28
  add(rows, "2026-02-28", 6);
  const value answer =
      ask("", rows,
          usage(R"("from":"2026-02-01","to":"2026-03-01","as_of":"2026-12-01","grain":"month")",
                R"({"id":"m","of":"a"})"));
  CHECK(at(answer, "/compared_with") == read(R"({"from":"2026-01-01","to":"2026-02-01"})"));
  CHECK(at(answer, "/metrics/0/total") == 6);
  CHECK(at(answer, "/metrics/0/previous") == 5);
  CHECK(at(answer, "/metrics/0/change") == 0.2);
  CHECK(at(answer, "/metrics/0/verdict") == "better");
}

TEST_CASE("a quarter is compared with the quarter before, days with as many days") {
  const auto compared = [](const char* from, const char* to) {
    return at(ask("", {},
                  R"({"ask":"usage","as_of":"2027-12-01","zone":"Europe/Berlin","from":")" +
                      std::string(from) + R"(","to":")" + to + "\"}"),
              "/compared_with");
  };
  CHECK(compared("2026-10-01", "2027-01-01") == read(R"({"from":"2026-07-01","to":"2026-10-01"})"));
  CHECK(compared("2026-10-08", "2026-10-15") == read(R"({"from":"2026-10-01","to":"2026-10-08"})"));
  CHECK(compared("2026-10-25", "2026-10-26") == read(R"({"from":"2026-10-24","to":"2026-10-25"})"));
  CHECK(compared("2026-02-02", "2026-03-01") == read(R"({"from":"2026-01-06","to":"2026-02-02"})"));
}

TEST_CASE("compare may be none, or any other range") {
  std::vector<std::string> rows;
  add(rows, "2026-06-10", 4);
  add(rows, "2026-10-10", 3);
  const std::string range =
      R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"month","compare":)";
  const value none = ask("", rows, usage(range + "\"none\"", R"({"id":"m","of":"a"})"));
  CHECK_FALSE(none.contains("compared_with"));
  CHECK(at(none, "/metrics/0/previous") == nullptr);
  CHECK(at(none, "/metrics/0/change") == nullptr);
  CHECK(at(none, "/metrics/0/verdict") == "unknown");
  const value other =
      ask("", rows, usage(range + R"({"from":"2026-06-01","to":"2026-06-11"})", R"({"id":"m","of":"a"})"));
  CHECK(at(other, "/compared_with") == read(R"({"from":"2026-06-01","to":"2026-06-11"})"));
  CHECK(at(other, "/metrics/0/previous") == 4);
  CHECK(at(other, "/metrics/0/change") == -0.25);
  CHECK(at(other, "/metrics/0/verdict") == "worse");
}

TEST_CASE("an unfinished month is compared with as much of the month before") {
  const auto rows = events_at({"2026-09-01T09:00:00Z", "2026-09-10T11:59:59Z", "2026-09-10T12:00:00Z",
                               "2026-09-20T09:00:00Z", "2026-10-02T09:00:00Z", "2026-10-10T11:00:00Z",
                               "2026-10-10T13:00:00Z"});
  const value answer =
      ask("", rows,
          usage(R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-10-10T12:00:00Z","grain":"month")",
                R"({"id":"m","of":"a"})"));
  CHECK(at(answer, "/metrics/0/total") == 2);
  CHECK(at(answer, "/metrics/0/previous") == 2);
  CHECK(at(answer, "/metrics/0/change") == 0);
  CHECK(at(answer, "/metrics/0/verdict") == "same");
  CHECK(at(answer, "/metrics/0/partial") == true);
  CHECK(at(answer, "/metrics/0/series/0") == read(R"({"start":"2026-10-01","value":2,"partial":true})"));
  CHECK(at(answer, "/compared_with") == read(R"({"from":"2026-09-01","to":"2026-09-10T12:00+00:00"})"));
  CHECK(at(answer, "/notes") == read(R"(["partial_period"])"));
  CHECK(at(answer, "/quality/after_as_of") == 1);
}

TEST_CASE("like for like goes by the wall clock where the clock was changed in between") {
  // Both end at noon by the clock: 10 days and 12 hours of March have an hour more than those of April's.
  const auto rows = events_at({"2026-03-29T09:59:00Z", "2026-03-29T10:00:00Z", "2026-04-05T09:59:00Z"});
  const value answer = ask(
      "", rows,
      usage(
          R"("zone":"Europe/Berlin","from":"2026-04-05","to":"2026-04-12","as_of":"2026-04-05T12:00","grain":"week")",
          R"({"id":"m","of":"a"})"));
  CHECK(at(answer, "/metrics/0/previous") == 1);
  CHECK(at(answer, "/metrics/0/total") == 1);
  CHECK(at(answer, "/compared_with/to") == "2026-03-29T12:00+02:00");
}

TEST_CASE("a bucket is partial until it has ended at as_of") {
  const auto partials = [](const char* as_of) {
    const value m =
        metric_of({}, R"("from":"2026-10-01","to":"2026-10-04","as_of":")" + std::string(as_of) + '"');
    std::string out;
    for (const value& entry : at(m, "/series")) out += entry.contains("partial") ? 'p' : '-';
    return out + (at(m, "/partial") == true ? " partial" : " whole");
  };
  CHECK(partials("2026-10-04T00:00:00Z") == "--- whole");
  CHECK(partials("2026-10-03T23:59:59.999Z") == "--p partial");
  CHECK(partials("2026-10-03T00:00:00Z") == "--p partial");
  CHECK(partials("2026-10-02T12:00:00Z") == "-pp partial");
  CHECK(partials("2026-09-01T00:00:00Z") == "ppp partial");
}

TEST_CASE("a range that has not begun at as_of holds nothing, and neither does what it is compared with") {
  const value m = metric_of(events_at({"2026-09-10T09:00:00Z", "2026-10-10T09:00:00Z"}),
                            R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-09-20","grain":"month")");
  CHECK(at(m, "/total") == 0);
  CHECK(at(m, "/previous") == 0);
  CHECK(at(m, "/change") == nullptr);
}

TEST_CASE("under 2% is the same; better and worse go by the metric's direction") {
  const auto verdict = [](int before, int now, const char* better) {
    std::vector<std::string> rows;
    add(rows, "2026-09-10", before);
    add(rows, "2026-10-10", now);
    return at(metric_of(rows, R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"month")",
                        R"({"id":"m","of":"a","better":")" + std::string(better) + "\"}"),
              "/verdict");
  };
  CHECK(verdict(100, 101, "up") == "same");
  CHECK(verdict(100, 102, "up") == "better");
  CHECK(verdict(100, 98, "up") == "worse");
  CHECK(verdict(100, 99, "down") == "same");
  CHECK(verdict(100, 98, "down") == "better");
  CHECK(verdict(100, 102, "down") == "worse");
  CHECK(verdict(0, 5, "up") == "unknown");
  CHECK(verdict(5, 0, "up") == "worse");
  CHECK(verdict(0, 0, "down") == "unknown");
}

TEST_CASE("hours of a range that is too long are refused, a day's are not") {
  CHECK(at(metric_of({}, R"("from":"2000-01-01","to":"2020-01-01","as_of":"2026-12-01","grain":"hour")"),
           "/error/code") == "limit_exceeded");
  CHECK(at(metric_of({}, R"("from":"2026-10-01","to":"2026-10-02","as_of":"2026-12-01","grain":"hour")"),
           "/series")
            .size() == 24);
}
