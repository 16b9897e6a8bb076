// SPDX-License-Identifier: Apache-2.0
/** @file test_stickiness.cpp  In how many of the days people come. */
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) { return R"({"ask":"stickiness",)" + fields + "}"; }
const std::string four_days = R"("from":"2026-03-02","to":"2026-03-06","as_of":"2026-04-01")";

std::string on(const char* user, const char* time, const std::string& more = "") {
  return track("work", user, std::string("2026-03-") + time + ":00Z", more);
}

/** u1 on three days, u2 on one (twice), u3 on all four, u4 only outside. */
const std::vector<std::string> rows{on("u1", "02T10:00"), on("u1", "03T10:00"), on("u1", "05T23:59"),
                                    on("u2", "04T10:00"), on("u2", "04T11:00"), on("u3", "02T00:00"),
                                    on("u3", "03T10:00"), on("u3", "04T10:00"), on("u3", "05T10:00"),
                                    on("u4", "01T23:59"), on("u4", "06T00:00"), on("", "02T10:00")};

}  // namespace

TEST_CASE("stickiness by day: the whole answer") {
  const value got = ask("", rows, question(four_days));
  value expected = read(R"({"ask":"stickiness","range":{"from":"2026-03-02","to":"2026-03-06","zone":"UTC",
    "grain":"day","week_start":"monday","as_of":"2026-04-01T00:00:00Z"},"per":"user","people":3,
    "data":[1,0,1,1],"cumulative":[3,2,2,1],"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("stickiness by other grains, for accounts, and in local days") {
  CHECK(at(ask("", rows, question(four_days + R"(,"grain":"week")")), "/data") == read("[3]"));
  // 23:59 on March 5 is the 6th in Berlin; 23:59 on March 1 is the 2nd.
  const value berlin = ask("", rows, question(four_days + R"(,"zone":"Europe/Berlin")"));
  CHECK(at(berlin, "/data") == read("[2,1,0,1]"));
  const std::vector<std::string> teams{
      on("u1", "02T10:00", in_account("x")), on("u2", "03T10:00", in_account("x")),
      on("", "04T10:00", in_account("x")), on("u1", "02T11:00", in_account("y")), on("u1", "03T11:00")};
  CHECK(at(ask("", teams, question(four_days + R"(,"per":"account")")), "/data") == read("[1,0,1,0]"));
  CHECK(at(ask("", teams, question(four_days + R"(,"account":"x")")), "/data") == read("[2,0,0,0]"));
}

TEST_CASE("stickiness counts up to as_of, of the events that are asked for") {
  const value early =
      ask("", rows, question(R"("from":"2026-03-02","to":"2026-03-06","as_of":"2026-03-04T10:30")"));
  CHECK(at(early, "/data") == read("[1,1,1,0]"));
  CHECK(at(early, "/notes") == read(R"(["partial_period"])"));
  const std::string book = R"({"payoff":1,"version":"1","sets":{"active":["rest"]}})";
  CHECK(at(ask(book, rows, question(four_days)), "/people") == 0);
  CHECK(at(ask(book, rows, question(four_days + R"(,"of":"work")")), "/people") == 3);
  CHECK(at(ask("", {}, question(four_days)), "/cumulative") == read("[0,0,0,0]"));
}

TEST_CASE("wrong fields of stickiness are named") {
  CHECK(at(ask("", {}, question(four_days + R"(,"off":"work")")), "/error/path") == "/off");
  CHECK(at(ask("", {}, question(four_days + R"(,"of":"@atcive")")), "/error/path") == "/of");
  CHECK(at(ask("", {}, question(four_days + R"(,"of":"@atcive")")), "/error/message")
            .get<std::string>()
            .find("`active`") != std::string::npos);
}

TEST_CASE("stickiness agrees with a slow reckoning on random stores") {
  std::mt19937 random(41);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 40; ++round) {
    const auto events = random_events(random, round == 0 ? 0 : round % 3 == 0 ? 200 : 40);
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 6; ++i) {
      const std::string grain = std::vector<std::string>{"day", "week", "month"}[random() % 3];
      const bool accounts = pick(2) == 0;
      const long long from_day = 20508 + pick(20);
      const long long to_day = from_day + 1 + pick(60);
      const long long as_of_day = pick(2) == 0 ? 20700 : from_day + pick(60);
      std::set<long long> periods;
      for (long long day = from_day; day < to_day; ++day) periods.insert(period_of(day, grain));
      std::map<int, std::set<long long>> of;
      for (const random_event& e : events) {
        const long long day = berlin_day(e.time_ms);
        const int who = accounts ? e.account : e.user;
        if (e.name == 2 || who < 0 || day < from_day || day >= to_day || e.time_ms >= as_of_day * 86'400'000)
          continue;
        of[who].insert(period_of(day, grain));
      }
      value data = value::array();
      value cumulative = value::array();
      for (std::size_t k = 1; k <= periods.size(); ++k) {
        int exactly = 0;
        int at_least = 0;
        for (const auto& [who, theirs] : of) {
          exactly += theirs.size() == k;
          at_least += theirs.size() >= k;
        }
        data.push_back(exactly);
        cumulative.push_back(at_least);
      }
      const std::string text =
          question(R"("of":["e0","e1"],"zone":"Europe/Berlin","grain":")" + grain + R"(","from":")" +
                   date_of(from_day) + R"(","to":")" + date_of(to_day) + R"(","as_of":")" +
                   date_of(as_of_day) + R"(T00:00:00Z","per":")" + (accounts ? "account\"" : "user\""));
      CAPTURE(round, text);
      const value got = ask(core, text);
      REQUIRE(at(got, "/data") == data);
      REQUIRE(at(got, "/cumulative") == cumulative);
      REQUIRE(at(got, "/people") == of.size());
    }
  }
}
