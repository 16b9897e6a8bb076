// SPDX-License-Identifier: Apache-2.0
/** @file test_stage_base.cpp  How many customers move from stage to stage, bucket by bucket. */
#include <algorithm>
#include <map>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string rules = R"([
  {"id":"busy","stage":"retained","when":[{"measure":"value_events_28d","gte":3}]},
  {"id":"quiet","stage":"at_risk","when":[{"measure":"days_since_active","gte":20}]},
  {"id":"some","stage":"adopting","when":[{"measure":"events_28d","gte":2}]}])";

const std::string book = R"({"payoff":1,"version":"1","sets":{"value":"make"},"stages":)" + rules + "}";

std::string row(const char* event, const std::string& account, const char* day) {
  return track(event, "u" + account, day, in_account(account));
}

value answer_of(const std::vector<std::string>& rows, const std::string& fields,
                const std::string& with_book = book) {
  return ask(with_book, rows, R"({"ask":"stage",)" + fields + "}");
}

/** "null>adopting 2, ... | retained 1, ..." of a bucket, without the empty stages. */
std::string told(const value& bucket) {
  const auto word = [](const value& stage) {
    return stage.is_null() ? std::string("null") : stage.get<std::string>();
  };
  if (bucket["moves"].is_null() && bucket["stages"].is_null()) return "null";
  std::string out;
  for (const value& one : bucket["moves"])
    out += word(one["from"]) + ">" + word(one["to"]) + " " + one["customers"].dump() + " ";
  out += "|";
  for (const value& one : bucket["stages"]) {
    if (one["customers"] != 0) out += " " + word(one["stage"]) + " " + one["customers"].dump();
  }
  return out;
}

}  // namespace

TEST_CASE("customers come, move and go quiet: month by month") {
  std::vector<std::string> rows;
  for (const char* account : {"x", "y"}) {
    rows.push_back(row("use", account, "2026-01-20"));
    rows.push_back(row("use", account, "2026-01-21"));
  }
  for (const char* day : {"2026-02-10", "2026-02-11", "2026-02-12", "2026-03-20"})
    rows.push_back(row("make", "x", day));
  rows.push_back(row("use", "z", "2026-02-20"));
  rows.push_back(row("use", "later", "2026-04-10"));
  const value got =
      answer_of(rows, R"("from":"2026-01-01","to":"2026-05-01","as_of":"2026-04-05T00:00:00Z")");
  REQUIRE(got.contains("series"));
  CHECK(at(got, "/per") == "account");
  REQUIRE(got["series"].size() == 4);
  CHECK(told(got["series"][0]) == "null>adopting 2 | adopting 2");
  // One event is in no stage: known, and counted as such.
  CHECK(told(got["series"][1]) == "adopting>retained 1 adopting>at_risk 1 | retained 1 at_risk 1 null 1");
  // By the end of March x has made one in 28 days, which is in none.
  CHECK(told(got["series"][2]) == "null>at_risk 1 retained>null 1 | at_risk 2 null 1");
  CHECK(told(got["series"][3]) == "| at_risk 2 null 1");
  CHECK(at(got, "/series/3/partial") == true);
  CHECK(at(got, "/series/2/partial") == "absent");
  CHECK(got["series"][0]["stages"].size() == 9);
  CHECK(got["series"][1]["stages"].size() == 10);
  CHECK(at(got, "/series/0/start") == "2026-01-01");
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  // Of a bucket that has not begun nothing is known.
  const value early =
      answer_of(rows, R"("from":"2026-01-01","to":"2026-03-01","as_of":"2026-02-01T00:00:00Z")");
  CHECK(told(early["series"][0]) == "null>adopting 2 | adopting 2");
  CHECK(told(early["series"][1]) == "null");
  // There and back in a quarter is no move, and users may be asked for.
  const value users = answer_of(
      rows,
      R"("from":"2026-02-01","to":"2026-04-01","grain":"quarter","per":"user","as_of":"2026-04-05T00:00:00Z")");
  REQUIRE(users["series"].size() == 1);
  CHECK(told(users["series"][0]) == "null>at_risk 1 adopting>null 1 adopting>at_risk 1 | at_risk 2 null 1");
}

TEST_CASE("without rules of its own a playbook has the default stages") {
  const std::vector<std::string> rows{row("use", "x", "2026-01-20")};
  const value got = answer_of(rows, R"("from":"2026-01-01","to":"2026-07-01","as_of":"2026-07-01T00:00:00Z")",
                              R"({"payoff":1,"version":"1"})");
  CHECK(told(got["series"][0]) == "null>onboarding 1 | onboarding 1");
  CHECK(told(got["series"][1]) == "onboarding>at_risk 1 | at_risk 1");
  CHECK(told(got["series"][2]) == "| at_risk 1");
  CHECK(told(got["series"][3]) == "at_risk>churned 1 | churned 1");
}

TEST_CASE("what is wrong with the question is told with its place") {
  CHECK(at(answer_of({}, R"("from":"2026-01-01","to":"2026-02-01","as_of":"2026-02-01","grian":"day")"),
           "/error/path") == "/grian");
  CHECK(at(answer_of({}, R"("from":"2026-01-01","to":"2026-02-01","as_of":"2026-02-01","grian":"day")"),
           "/error/message")
            .get<std::string>()
            .find("`grain`") != std::string::npos);
  CHECK(at(answer_of({}, R"("from":"2026-01-01","as_of":"2026-02-01")"), "/error/path") == "/to");
  CHECK(at(answer_of({}, R"("as_of":"2026-02-01")"), "/error/path") == "/account");
  CHECK(at(answer_of({}, R"("from":"2026-01-01","to":"2026-02-01","as_of":"2026-02-01","per":"x")"),
           "/error/path") == "/per");
  const value measure = answer_of({}, R"("from":"2026-01-01","to":"2026-02-01","as_of":"2026-02-01")",
                                  R"({"payoff":1,"version":"1","stages":[{"id":"a","stage":"reach","when":
                                    [{"measure":"helth","lt":1}]}]})");
  CHECK(at(measure, "/error/path") == "/stages/0/when/0/measure");
  std::vector<std::string> rows;
  for (int i = 0; i < 60; ++i) rows.push_back(row("use", "a" + std::to_string(i), "2026-01-20"));
  CHECK(at(answer_of(rows, R"("from":"2000-01-01","to":"2050-01-01","grain":"day","as_of":"2026-02-01")"),
           "/error/code") == "limit_exceeded");
}

TEST_CASE("moves agree with asking for each customer's stage on random stores") {
  std::mt19937 random(23);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr long long day = 86'400'000;
  int moves = 0;
  for (int round = 0; round < 8; ++round) {
    CAPTURE(round);
    std::vector<random_event> events = random_events(random, 5 + pick(60));
    const engine loaded_engine =
        loaded(R"({"payoff":1,"version":"1","sets":{"value":"e1"},"stages":)" + rules + "}", rows_of(events));
    const bool is_users = pick(2) == 0;
    const std::string per = is_users ? "user" : "account";
    const long long from = 1771545600000 / day + pick(10);
    const long long to = from + 20 + pick(40);
    const long long as_of = from + pick(70);
    const value got = ask(loaded_engine, R"({"ask":"stage","grain":"week","per":")" + per + R"(","from":")" +
                                             date_of(from) + R"(","to":")" + date_of(to) + R"(","as_of":")" +
                                             date_of(as_of) + "\"}");
    REQUIRE(got.contains("series"));
    std::vector<long long> edges{from};
    while (edges.back() < to) edges.push_back(std::min(to, period_of(edges.back(), "week") + 7));
    REQUIRE(got["series"].size() == edges.size() - 1);
    const auto stage_at = [&](int unit, long long at_day) {
      for (const random_event& e : events) {
        if ((is_users ? e.user : e.account) != unit || e.time_ms >= at_day * day) continue;
        const value one =
            ask(loaded_engine, R"({"ask":"stage",")" + per + R"(":")" + (is_users ? "u" : "a") +
                                   std::to_string(unit) + R"(","as_of":")" + date_of(at_day) + "\"}");
        return one["stage"].is_null() ? std::string("none") : one["stage"].get<std::string>();
      }
      return std::string("unknown");
    };
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      const value& bucket = got["series"][i];
      if (edges[i] >= as_of) {
        CHECK(told(bucket) == "null");
        continue;
      }
      std::map<std::pair<std::string, std::string>, int> expected;
      std::map<std::string, int> ends;
      for (int unit = 0; unit < 8; ++unit) {
        const std::string before = stage_at(unit, edges[i]);
        const std::string after = stage_at(unit, std::min(edges[i + 1], as_of));
        if (after != "unknown") ++ends[after == "none" ? "null" : after];
        const auto plain = [](const std::string& one) {
          return one == "none" || one == "unknown" ? "null" : one;
        };
        if (plain(before) != plain(after)) ++expected[{plain(before), plain(after)}];
      }
      std::map<std::pair<std::string, std::string>, int> found;
      for (const value& one : bucket["moves"]) {
        const auto word = [](const value& stage) {
          return stage.is_null() ? std::string("null") : stage.get<std::string>();
        };
        found[{word(one["from"]), word(one["to"])}] = one["customers"];
      }
      CHECK(found == expected);
      moves += static_cast<int>(expected.size());
      for (const value& one : bucket["stages"]) {
        const std::string stage = one["stage"].is_null() ? "null" : one["stage"].get<std::string>();
        CHECK(one["customers"] == ends[stage]);
      }
    }
  }
  CHECK(moves > 20);
}
