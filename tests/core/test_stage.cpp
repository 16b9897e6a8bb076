// SPDX-License-Identifier: Apache-2.0
/** @file test_stage.cpp  Where one customer stands, by which rule, and since when. */
#include <algorithm>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string book = R"({"payoff":1,"version":"1",
  "sets":{"active":["use","make"],"value":"make","advocacy":"review"},
  "activation":{"start":"use","steps":[{"id":"m","event":"make"}]},
  "aha":{"event":"make","count":3,"within_days":10},
  "health":[{"id":"v","weight":1,"measure":"value_events_28d","bad":0,"good":2}],
  "subscription":{"plan":"account.plan","mrr":"account.mrr","canceled":"canceled","payment_succeeded":"paid"})";

std::string in_x(const char* event, const std::string& time) {
  return track(event, "u1", time, in_account("x"));
}
std::string group(const std::string& traits, const char* time) {
  return R"({"type":"group","userId":"u1","groupId":"x","timestamp":")" + std::string(time) +
         R"(","traits":)" + traits + "}";
}

value answer_of(const std::vector<std::string>& rows, const std::string& at_time,
                const std::string& rules = "", const std::string& more = R"("account":"x")") {
  return ask(book + (rules.empty() ? "" : R"(,"stages":)" + rules) + "}", rows,
             R"({"ask":"stage","as_of":")" + at_time + R"(",)" + more + "}");
}

/** "stage by rule since day" */
std::string stage_of(const std::vector<std::string>& rows, const std::string& at_time,
                     const std::string& rules = "", const std::string& more = R"("account":"x")") {
  const value got = answer_of(rows, at_time, rules, more);
  const auto word = [&](const char* name) {
    REQUIRE(got.contains(name));
    return got[name].is_null() ? std::string("null") : got[name].get<std::string>();
  };
  return word("stage") + " by " + word("rule") + " since " + word("since");
}

}  // namespace

TEST_CASE("a customer goes through the stages of the default rules") {
  std::vector<std::string> rows{in_x("canceled", "2027-06-01T08:00:00Z"),
                                group(R"({"plan":"pro","mrr":10})", "2026-01-05T08:00:00Z")};
  CHECK(stage_of(rows, "2026-01-05T08:00:00Z") == "reach by otherwise since null");
  CHECK(stage_of(rows, "2026-01-07") == "acquired by known since 2026-01-05");
  rows.push_back(in_x("use", "2026-01-10T12:00:00Z"));
  // Health is 0 of 2 from the first day of use on.
  CHECK(stage_of(rows, "2026-01-12") == "at_risk by unhealthy since 2026-01-10");
  rows.push_back(in_x("make", "2026-01-12T12:00:00Z"));
  CHECK(stage_of(rows, "2026-01-13") == "adopting by activated since 2026-01-12");
  rows.push_back(in_x("make", "2026-01-13T12:00:00Z"));
  rows.push_back(in_x("make", "2026-01-14T12:00:00Z"));
  CHECK(stage_of(rows, "2026-01-20") == "adopting by aha_reached since 2026-01-14");
  // Silent for 14 days: a flag of severity high.
  CHECK(stage_of(rows, "2026-01-28T11:59:59Z") == "adopting by aha_reached since 2026-01-14");
  CHECK(stage_of(rows, "2026-01-31") == "at_risk by flagged since 2026-01-28");
  for (const char* month : {"02", "03", "04"}) {
    for (const char* day : {"01", "10", "20"}) {
      rows.push_back(in_x("make", std::string("2026-") + month + "-" + day + "T12:00:00Z"));
    }
  }
  CHECK(stage_of(rows, "2026-04-22") == "retained by stayed since 2026-04-10");
  rows.push_back(group(R"({"mrr":12})", "2026-04-21T08:00:00Z"));
  CHECK(stage_of(rows, "2026-04-22") == "expansion by grown since 2026-04-21");
  rows.push_back(in_x("review", "2026-04-21T09:00:00Z"));
  CHECK(stage_of(rows, "2026-04-22T08:00:00Z") == "advocate by acted since 2026-04-21");
  CHECK(stage_of(rows, "2026-07-25") == "churned by gone since 2026-07-19");
  rows.push_back(in_x("paid", "2026-07-20T09:00:00Z"));
  CHECK(stage_of(rows, "2026-07-25") == "churned by gone since 2026-07-19");
  CHECK(stage_of(rows, "2027-06-03") == "churned by canceled since 2027-06-01");
}

TEST_CASE("the playbook's own rules are tried in their order, and none may hold") {
  const std::string rules =
      R"([{"id":"some","stage":"adopting","when":[{"measure":"events_28d","gte":2,"lt":4}]},
    {"id":"healthy","stage":"retained","when":[{"measure":"health","gte":50},{"measure":"nps_latest","lt":11}]},
    {"id":"quiet","stage":"at_risk","when":[{"measure":"high_flags","gte":1}]}])";
  std::vector<std::string> rows{in_x("make", "2026-01-10T12:00:00Z")};
  CHECK(stage_of(rows, "2026-01-12", rules) == "null by null since null");
  rows.push_back(in_x("use", "2026-01-11T12:00:00Z"));
  CHECK(stage_of(rows, "2026-01-12", rules) == "adopting by some since 2026-01-11");
  CHECK(stage_of(rows, "2026-03-12", rules) == "at_risk by quiet since 2026-02-07");
  rows.push_back(in_x("use", "2026-01-11T12:00:00Z"));
  rows.push_back(in_x("use", "2026-01-11T12:00:00Z"));
  CHECK(stage_of(rows, "2026-01-12", rules) == "null by null since null");
  CHECK(stage_of(rows, "2026-01-12", R"([{"id":"all","stage":"reach"}])") == "reach by all since null");
  const value got = answer_of(rows, "2026-01-12", R"([{"id":"a","stage":"reach"},
    {"id":"b","stage":"reach","when":[{"measure":"health","gte":1},{"measure":"helth","lt":1}]}])");
  CHECK(at(got, "/error/code") == "unknown_name");
  CHECK(at(got, "/error/path") == "/stages/1/when/1/measure");
}

TEST_CASE("since is a local day") {
  const std::vector<std::string> rows{in_x("make", "2026-06-10T22:30:00Z"),
                                      in_x("make", "2026-06-10T22:30:00Z"),
                                      in_x("make", "2026-06-10T22:30:00Z")};
  const std::string rules = R"([{"id":"some","stage":"adopting","when":[{"measure":"events_28d","gte":1}]}])";
  CHECK(stage_of(rows, "2026-06-20T10:00:00Z", rules) == "adopting by some since 2026-06-10");
  CHECK(stage_of(rows, "2026-06-20T10:00:00Z", rules, R"("account":"x","zone":"Europe/Berlin")") ==
        "adopting by some since 2026-06-11");
  CHECK(stage_of(rows, "2026-06-10T23:00:00Z", rules) == "adopting by some since 2026-06-10");
}

TEST_CASE("stages agree with a slow reckoning on random stores") {
  std::mt19937 random(41);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr long long day = 86'400'000;
  int named = 0;
  for (int round = 0; round < 12; ++round) {
    CAPTURE(round);
    const std::vector<random_event> events = random_events(random, 5 + pick(60));
    const int days = 3 + pick(12);
    const int many = 2 + pick(4);
    const std::string suffix = "_" + std::to_string(days) + "d";
    const std::string rules =
        R"([{"id":"0","stage":"retained","when":[{"measure":"value_events)" + suffix + R"(","gte":)" +
        std::to_string(many) + R"(}]},{"id":"1","stage":"adopting","when":[
      {"measure":"events)" +
        suffix + R"(","gte":1},{"measure":"active_users)" + suffix +
        R"(","lt":2}]},{"id":"2","stage":"at_risk","when":[{"measure":"days_since_active","gte":)" +
        std::to_string(days) + "}]}]";
    const auto rule_at = [&](long long end_ms) {
      int rows = 0;
      int value_rows = 0;
      long long last = -1;
      std::vector<int> people;
      for (const random_event& e : events) {
        if (e.account != 0 || e.time_ms >= end_ms) continue;
        last = std::max(last, e.time_ms);
        if (e.time_ms < end_ms - days * day) continue;
        ++rows;
        if (e.name == 1) ++value_rows;
        if (e.user >= 0 && std::find(people.begin(), people.end(), e.user) == people.end())
          people.push_back(e.user);
      }
      if (last < 0) return -1;
      if (value_rows >= many) return 0;
      if (rows >= 1 && people.size() < 2) return 1;
      return (end_ms - last) / day >= days ? 2 : -1;
    };
    const long long as_of_ms = 1771545600000 + (30 + pick(60)) * day + pick(2) * 12 * 3'600'000;
    const value got =
        ask(R"({"payoff":1,"version":"1","sets":{"value":"e1"},"stages":)" + rules + "}", rows_of(events),
            R"({"ask":"stage","account":"a0","as_of":")" + date_of(as_of_ms / day) +
                (as_of_ms % day == 0 ? "T00:00:00Z\"}" : "T12:00:00Z\"}"));
    const int rule = rule_at(as_of_ms);
    CHECK(at(got, "/rule") == (rule < 0 ? value(nullptr) : value(std::to_string(rule))));
    if (rule < 0) continue;
    ++named;
    long long since = (as_of_ms - 1) / day;
    while (rule_at(since * day) == rule) --since;
    CHECK(at(got, "/since") == date_of(since));
  }
  CHECK(named >= 6);
}
