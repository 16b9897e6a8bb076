// SPDX-License-Identifier: Apache-2.0
/** @file test_usage_durations.cpp  The time between two events that share a key. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book = R"({"payoff":1,"version":"1","metrics":[
  {"id":"median","between":{"start":"open","end":"close","key":"ticket"},"stat":"median","unit":"minutes","better":"down"},
  {"id":"n","between":{"start":"open","end":"close","key":"ticket"},"stat":"count"},
  {"id":"hours","between":{"start":"open","end":"close","key":"ticket"},"stat":"sum","unit":"hours"}]})";

std::string ticket(const char* event, const char* key, const char* time, const std::string& more = "",
                   const char* user = "u1") {
  return track(event, user, time, with("{\"ticket\":" + std::string(key) + "}") + more);
}

value metrics(const std::vector<std::string>& rows, const std::string& more = "") {
  return at(
      ask(book, rows,
          R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-10","grain":"month")" +
              more + "}"),
      "/metrics");
}

}  // namespace

TEST_CASE("a pair is the first end at or after a start with the same key") {
  const value m = metrics(
      {ticket("close", "\"t1\"", "2026-10-01T08:00:00Z"),  // before its start: another's end
       ticket("open", "\"t1\"", "2026-10-01T09:00:00Z"), ticket("close", "\"t1\"", "2026-10-01T09:30:00Z"),
       ticket("close", "\"t1\"", "2026-10-01T18:00:00Z"), ticket("open", "\"t2\"", "2026-10-01T09:00:00Z"),
       ticket("close", "\"t3\"", "2026-10-01T09:01:00Z"), ticket("open", "\"t4\"", "2026-10-02T09:00:00Z"),
       ticket("close", "\"t4\"", "2026-10-02T10:30:00Z")});
  CHECK(at(m, "/0/total") == 60);  // of 30 and 90 minutes
  CHECK(at(m, "/0/unit") == "minutes");
  CHECK(at(m, "/1/total") == 2);
  CHECK(at(m, "/1/unit") == "count");
  CHECK(at(m, "/2/total") == 2);
  CHECK(at(m, "/2/unit") == "hours");
  CHECK(at(m, "/0/censored") == 1);  // t2 is still open
}

TEST_CASE("an end at the instant of the start is a duration of 0") {
  const value m = metrics(
      {ticket("open", "\"t1\"", "2026-10-01T09:00:00Z"), ticket("close", "\"t1\"", "2026-10-01T09:00:00Z")});
  CHECK(at(m, "/0/total") == 0);
  CHECK(at(m, "/1/total") == 1);
}

TEST_CASE("a key that starts twice is two pairs, which may share an end") {
  const value m = metrics(
      {ticket("open", "\"t1\"", "2026-10-01T09:00:00Z"), ticket("open", "\"t1\"", "2026-10-01T09:40:00Z"),
       ticket("close", "\"t1\"", "2026-10-01T10:00:00Z"), ticket("open", "\"t1\"", "2026-10-03T09:00:00Z"),
       ticket("close", "\"t1\"", "2026-10-03T09:30:00Z")});
  CHECK(at(m, "/1/total") == 3);
  CHECK(at(m, "/0/total") == 30);  // of 60, 20 and 30
}

TEST_CASE("a start without an end is no pair, and without any pair the median is null") {
  const value m = metrics(
      {ticket("open", "\"t1\"", "2026-10-01T09:00:00Z"), ticket("open", "null", "2026-10-01T09:00:00Z"),
       ticket("close", "null", "2026-10-01T09:00:00Z"), ticket("open", "\" \"", "2026-10-01T09:00:00Z"),
       ticket("close", "\" \"", "2026-10-01T09:00:00Z"), track("open", "u1", "2026-10-01T09:00:00Z"),
       track("close", "u1", "2026-10-01T09:00:00Z")});
  CHECK(at(m, "/0/total") == nullptr);
  CHECK(at(m, "/1/total") == 0);
  CHECK(at(m, "/2/total") == 0);
  CHECK(at(m, "/0/censored") == 1);  // what has no key is no start
}

TEST_CASE("starts that are still open at as_of are counted and noted, those of other periods are not") {
  const std::vector<std::string> rows{
      ticket("open", "1", "2026-10-01T09:00:00Z"), ticket("open", "2", "2026-10-01T09:00:00Z"),
      ticket("close", "2", "2026-11-10T00:00:00Z"), ticket("open", "3", "2026-09-01T09:00:00Z")};
  const value answer =
      ask(book, rows,
          R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-10","grain":"month"})");
  CHECK(at(answer, "/metrics/0/censored") == 2);
  CHECK(at(answer, "/notes") == read(R"(["censored_excluded"])"));
  const value later =
      ask(book, rows,
          R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-11","grain":"month"})");
  CHECK(at(later, "/metrics/0/censored") == 1);
}

TEST_CASE("a pair belongs to the period of its start; its end may come later, before as_of") {
  const std::vector<std::string> rows{ticket("open", "\"before\"", "2026-09-30T23:00:00Z"),
                                      ticket("close", "\"before\"", "2026-10-01T01:00:00Z"),
                                      ticket("open", "\"after\"", "2026-10-31T23:00:00Z"),
                                      ticket("close", "\"after\"", "2026-11-02T00:00:00Z"),
                                      ticket("open", "\"late\"", "2026-10-31T23:00:00Z"),
                                      ticket("close", "\"late\"", "2026-11-10T00:00:00Z")};
  const value m = metrics(rows);
  CHECK(at(m, "/1/total") == 1);
  CHECK(at(m, "/0/total") == 1500);  // 25 hours
  CHECK(at(m, "/0/previous") == 120);
}

TEST_CASE("keys may be numbers, by their digits") {
  const value m = metrics({ticket("open", "12345678901234567890", "2026-10-01T09:00:00Z"),
                           ticket("open", "12345678901234567891", "2026-10-01T09:00:00Z"),
                           ticket("close", "12345678901234567891", "2026-10-01T09:05:00Z"),
                           ticket("close", "\"12345678901234567890\"", "2026-10-01T09:15:00Z")});
  CHECK(at(m, "/1/total") == 2);
  CHECK(at(m, "/0/total") == 10);
}

TEST_CASE(
    "somebody else may end it, but of an account that is asked for both must be events of that account") {
  const std::vector<std::string> rows{
      ticket("open", "\"t1\"", "2026-10-01T09:00:00Z", in_account("x"), "u1"),
      ticket("close", "\"t1\"", "2026-10-01T09:10:00Z", in_account("x"), "u2"),
      ticket("open", "\"t2\"", "2026-10-01T09:00:00Z", in_account("x"), "u1"),
      ticket("close", "\"t2\"", "2026-10-01T09:20:00Z", in_account("y"), "u1"),
      ticket("close", "\"t2\"", "2026-10-01T09:30:00Z", in_account("x"), "")};
  CHECK(at(metrics(rows), "/2/total") == 0.5);  // 10 + 20 minutes
  CHECK(at(metrics(rows, R"(,"user":"u1")"), "/2/total") == 0.5);
  CHECK(at(metrics(rows, R"(,"account":"x")"), "/0/total") == 20);  // of 10 and 30
  CHECK(at(metrics(rows, R"(,"account":"y")"), "/1/total") == 0);
  CHECK(at(metrics(rows, R"(,"user":"u2")"), "/1/total") == 0);
}

TEST_CASE("durations fall into the bucket of their start, in any order of arrival") {
  const std::vector<std::string> rows{
      ticket("close", "1", "2026-10-03T00:00:00Z"), ticket("open", "1", "2026-10-01T00:00:00Z"),
      ticket("close", "2", "2026-10-02T00:00:30Z"), ticket("open", "2", "2026-10-02T00:00:00Z")};
  const value answer =
      ask(book, rows,
          R"({"ask":"usage","from":"2026-10-01","to":"2026-10-04","as_of":"2026-11-10","compare":"none"})");
  CHECK(
      at(answer, "/metrics/0/series") ==
      read(
          R"([{"start":"2026-10-01","value":2880},{"start":"2026-10-02","value":0.5},{"start":"2026-10-03","value":null}])"));
}
