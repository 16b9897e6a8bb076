// SPDX-License-Identifier: Apache-2.0
/** @file test_usage.cpp  What each statistic of usage says. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book = R"({"payoff":1,"version":"1","data":{"columns":["n"]}})";
const std::string october =
    R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-02","grain":"month","compare":"none")";

std::string number_row(const std::string& n, int hour) {
  return track("a", "u1",
               "2026-10-01T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00:00Z",
               with("{\"n\":" + n + "}"));
}

value stat_of(const std::vector<std::string>& numbers, const std::string& stat) {
  std::vector<std::string> rows;
  int hour = 0;
  for (const auto& n : numbers) rows.push_back(number_row(n, hour++));
  return at(ask(book, rows, usage(october, R"({"id":"m","of":"a","prop":"n","stat":")" + stat + "\"}")),
            "/metrics/0/total");
}

std::vector<std::string> two_accounts() {
  return {track("a", "u1", "2026-10-01T09:00:00Z", in_account("x")),
          track("a", "u1", "2026-10-02T09:00:00Z", in_account("x")),
          track("a", "u2", "2026-10-02T10:00:00Z", in_account("x")),
          track("b", "u3", "2026-10-02T11:00:00Z", in_account("y")),
          track("a", "", "2026-10-02T12:00:00Z", in_account("y")),
          track("a", "u1", "2026-10-03T09:00:00Z")};
}

}  // namespace

TEST_CASE("events are counted with their buckets dense, and a bucket of nothing is 0") {
  const value answer =
      ask("", two_accounts(),
          usage(R"("from":"2026-10-01","to":"2026-10-05","as_of":"2026-11-02","compare":"none")",
                R"({"id":"m","of":"a"})"));
  CHECK(at(answer, "/metrics/0") ==
        read(R"({"id":"m","label":"m","unit":"count","better":"up","total":5,"previous":null,"change":null,
    "verdict":"unknown","partial":false,"series":[{"start":"2026-10-01","value":1},{"start":"2026-10-02","value":3},
    {"start":"2026-10-03","value":1},{"start":"2026-10-04","value":0}]})"));
  CHECK(at(answer, "/notes") == value::array());
  CHECK(at(answer, "/metrics/0/total").is_number_integer());
}

TEST_CASE("people and accounts are distinct in each bucket and over the whole range") {
  const value answer = ask(
      "", two_accounts(),
      usage(
          R"("from":"2026-10-01","to":"2026-10-04","as_of":"2026-11-02","compare":"none")",
          R"({"id":"users","of":"a","stat":"users"},{"id":"accounts","of":"a","stat":"accounts"},{"id":"each","of":"a","stat":"events_per_user"})"));
  CHECK(at(answer, "/metrics/0/total") == 2);  // not 1 + 2 + 1
  CHECK(
      at(answer, "/metrics/0/series") ==
      read(
          R"([{"start":"2026-10-01","value":1},{"start":"2026-10-02","value":2},{"start":"2026-10-03","value":1}])"));
  CHECK(at(answer, "/metrics/1/total") == 2);
  CHECK(
      at(answer, "/metrics/1/series") ==
      read(
          R"([{"start":"2026-10-01","value":1},{"start":"2026-10-02","value":2},{"start":"2026-10-03","value":0}])"));
  // Four events of two known people; who did the fifth is not known.
  CHECK(at(answer, "/metrics/2/total") == 2);
  CHECK(at(answer, "/metrics/2/series/1/value") == 1);
}

TEST_CASE("one account or one user can be asked for, unknown ones have done nothing") {
  const engine core = loaded("", two_accounts());
  const auto total = [&](const std::string& who) {
    const value answer =
        ask(core, usage(october + who, R"({"id":"m","of":"*"},{"id":"u","of":"*","stat":"users"})"));
    return std::pair(at(answer, "/metrics/0/total").get<int>(), at(answer, "/metrics/1/total").get<int>());
  };
  CHECK(total("") == std::pair(6, 3));
  CHECK(total(R"(,"account":"x")") == std::pair(3, 2));
  CHECK(total(R"(,"account":"y")") == std::pair(2, 1));
  CHECK(total(R"(,"user":"u1")") == std::pair(3, 1));
  CHECK(total(R"(,"account":"x","user":"u1")") == std::pair(2, 1));
  CHECK(total(R"(,"account":"y","user":"u1")") == std::pair(0, 0));
  CHECK(total(R"(,"account":"z")") == std::pair(0, 0));
  CHECK(total(R"(,"user":"nobody")") == std::pair(0, 0));
  CHECK(total(R"(,"account":"")") == std::pair(0, 0));
  CHECK(total(R"(,"user":"")") == std::pair(0, 0));
  const value named = ask(core, usage(october + R"(,"account":"x")", R"({"id":"m","of":"*"})"));
  CHECK(at(named, "/account") == "x");
}

TEST_CASE("sum, mean, median, p90, min and max are taken over a property") {
  const std::vector<std::string> numbers{"4", "1", "3", "10"};
  CHECK(stat_of(numbers, "sum") == 18);
  CHECK(stat_of(numbers, "mean") == 4.5);
  CHECK(stat_of(numbers, "median") == 3.5);                    // between 3 and 4
  CHECK(stat_of({"0", "10", "20", "30", "40"}, "p90") == 36);  // 0.9 * 4 = 3.6: 30 + 0.6 * 10
  CHECK(stat_of(numbers, "min") == 1);
  CHECK(stat_of(numbers, "max") == 10);
  CHECK(stat_of({"-7"}, "median") == -7);
}

TEST_CASE("a sum of nothing is 0, every other figure over nothing is null") {
  CHECK(stat_of({}, "sum") == 0);
  for (const char* stat : {"mean", "median", "p90", "min", "max"}) CHECK(stat_of({}, stat) == nullptr);
  const value answer =
      ask(book, {},
          usage(october,
                R"({"id":"a","of":"a","stat":"events_per_user"},{"id":"b","of":"a","stat":"session_minutes"},
    {"id":"c","of":"a","stat":"sessions"},{"id":"d","of":"a","stat":"users"})"));
  CHECK(at(answer, "/metrics/0/total") == nullptr);
  CHECK(at(answer, "/metrics/1/total") == nullptr);
  CHECK(at(answer, "/metrics/2/total") == 0);
  CHECK(at(answer, "/metrics/3/total") == 0);
}

TEST_CASE("a median is null in the buckets that have no value") {
  const value answer = ask(book, {number_row("2", 1), track("a", "u1", "2026-10-02")},
                           usage(R"("from":"2026-10-01","to":"2026-10-03","as_of":"2026-11-02")",
                                 R"({"id":"m","of":"a","stat":"median","prop":"n"})"));
  CHECK(at(answer, "/metrics/0/series") ==
        read(R"([{"start":"2026-10-01","value":2},{"start":"2026-10-02","value":null}])"));
}

TEST_CASE("only numbers count for a figure over a property") {
  const std::vector<std::string> mixed{"2", "\"5\"", "true", "null", "[9]", "{\"n\":9}", "1e999", "4"};
  CHECK(stat_of(mixed, "sum") == 6);
  CHECK(stat_of(mixed, "mean") == 3);
  CHECK(stat_of(mixed, "max") == 4);
}

TEST_CASE("sums are exact, whatever the order") {
  const auto printed = [](const std::vector<std::string>& numbers) { return stat_of(numbers, "sum").dump(); };
  CHECK(printed({"0.1", "0.2", "0.3"}) == "0.6");
  CHECK(printed({"0.3", "0.2", "0.1"}) == "0.6");
  CHECK(printed({"1e16", "1", "-1e16"}) == "1.0");
  CHECK(printed({"1", "1e16", "-1e16"}) == "1.0");
  CHECK(printed({"1e308", "1e308", "-1e308"}) == "1e+308");
  CHECK(printed({"9007199254740992", "1", "1"}) == "9.007199254740994e+15");
}

TEST_CASE("a sum whose unit is a currency is made in its minor units") {
  const auto sum = [](const std::string& unit) {
    return at(ask(book, {number_row("0.1", 1), number_row("0.2", 2), number_row("0.004", 3)},
                  usage(october, R"({"id":"m","of":"a","prop":"n","stat":"sum","unit":")" + unit + "\"}")),
              "/metrics/0/total")
        .dump();
  };
  CHECK(sum("EUR") == "0.3");
  CHECK(sum("KWD") == "0.304");
  CHECK(sum("JPY") == "0.0");
  CHECK(sum("currency") == "0.3");
  CHECK(sum("litres") == "0.304");
}

TEST_CASE("a sum beyond a double is unknown and so is its change") {
  const value answer =
      ask(book,
          {number_row("1e308", 1), number_row("1e308", 2), track("a", "u", "2026-09-10", with(R"({"n":1})"))},
          usage(R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-02")",
                R"({"id":"m","of":"a","stat":"sum","prop":"n"})"));
  CHECK(at(answer, "/metrics/0/total") == nullptr);
  CHECK(at(answer, "/metrics/0/change") == nullptr);
  CHECK(at(answer, "/metrics/0/verdict") == "unknown");
}

TEST_CASE("0 and -0 are one number") {
  for (const char* stat : {"min", "max", "median", "p90"}) {
    CHECK(stat_of({"0", "-0.0"}, stat).dump() == "0.0");
    CHECK(stat_of({"-0.0", "0"}, stat).dump() == "0.0");
    CHECK(stat_of({"-0"}, stat).dump() == "0.0");
  }
}

TEST_CASE("a session ends with a gap over 30 minutes and lasts from its first event to its last") {
  const std::vector<std::string> rows{
      track("a", "u1", "2026-10-01T09:00:00Z"),
      track("a", "u1", "2026-10-01T09:30:00Z"),      // a gap of 30 minutes is none
      track("a", "u1", "2026-10-01T10:00:00.001Z"),  // one ms more is
      track("a", "u2", "2026-10-01T09:10:00Z"),
      track("b", "u2", "2026-10-01T09:35:00Z"),
      track("a", "u2", "2026-10-01T10:05:00Z"),
      track("a", "", "2026-10-01T12:00:00Z"),  // nobody has no session
      track("a", "u3", "2026-10-01T23:50:00Z"),
      track("a", "u3", "2026-10-02T00:10:00Z")};  // belongs to the day of its start
  const std::string range = R"("from":"2026-10-01","to":"2026-10-03","as_of":"2026-11-02","compare":"none")";
  const value answer =
      ask("", rows,
          usage(range, R"({"id":"n","of":"*","stat":"sessions"},{"id":"m","of":"*","stat":"session_minutes"},
    {"id":"a","of":"a","stat":"sessions"})"));
  CHECK(at(answer, "/metrics/0/total") == 4);
  CHECK(at(answer, "/metrics/0/series") ==
        read(R"([{"start":"2026-10-01","value":4},{"start":"2026-10-02","value":0}])"));
  CHECK(at(answer, "/metrics/1/total") == 26.25);  // (30 + 0 + 55 + 20) / 4
  CHECK(at(answer, "/metrics/1/unit") == "minutes");
  CHECK(at(answer, "/metrics/2/total") == 5);  // without b u2's is two
  const value longer = ask(R"({"payoff":1,"version":"1","time":{"session_gap_minutes":31}})", rows,
                           usage(range, R"({"id":"n","of":"*","stat":"sessions"})"));
  CHECK(at(longer, "/metrics/0/total") == 3);
}

TEST_CASE("a session is cut by the range") {
  const std::vector<std::string> rows{track("a", "u1", "2026-09-30T23:50:00Z"),
                                      track("a", "u1", "2026-10-01T00:10:00Z"),
                                      track("a", "u1", "2026-10-01T00:15:00Z")};
  const value answer =
      ask("", rows,
          usage(R"("from":"2026-10-01","to":"2026-10-02","as_of":"2026-11-02")",
                R"({"id":"n","of":"*","stat":"sessions"},{"id":"m","of":"*","stat":"session_minutes"})"));
  CHECK(at(answer, "/metrics/0/total") == 1);
  CHECK(at(answer, "/metrics/1/total") == 5);
}

TEST_CASE("without metrics the playbook's are answered, and without those the active events") {
  const std::string question =
      R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-02"})";
  const value plain = ask("", two_accounts(), question);
  REQUIRE(at(plain, "/metrics").size() == 1);
  CHECK(at(plain, "/metrics/0/id") == "events");
  CHECK(at(plain, "/metrics/0/total") == 6);
  const value active =
      ask(R"({"payoff":1,"version":"1","sets":{"active":["*",{"not":"b"}]}})", two_accounts(), question);
  CHECK(at(active, "/metrics/0/total") == 5);
  const value own =
      ask(R"({"payoff":1,"version":"1","metrics":[{"id":"bs","label":"B events","of":"b","better":"down"}]})",
          two_accounts(), question);
  REQUIRE(at(own, "/metrics").size() == 1);
  CHECK(at(own, "/metrics/0/id") == "bs");
  CHECK(at(own, "/metrics/0/label") == "B events");
  CHECK(at(own, "/metrics/0/better") == "down");
  CHECK(at(own, "/metrics/0/total") == 1);
}
