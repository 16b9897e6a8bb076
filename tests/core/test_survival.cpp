// SPDX-License-Identifier: Apache-2.0
/** @file test_survival.cpp  Time until an event, over events and of the caller's own figures. */
#include <algorithm>
#include <cmath>
#include <map>

#include "random_rows.h"
#include "stats/kaplan_meier.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

value direct(const std::string& fields) { return ask("", {}, R"({"ask":"survival",)" + fields + "}"); }

std::string question(const std::string& more) {
  return R"({"ask":"survival","from":"2026-03-01","to":"2026-04-01","start":"began",)" + more + "}";
}

std::string on(const char* event, const char* user, const char* time, const char* more = "") {
  return track(event, user, std::string("2026-") + time + "Z", more);
}

bool is_near(const value& got, double wanted, double absolute) {
  return got.is_number() && std::fabs(got.get<double>() - wanted) <= absolute;
}

/** [time, at_risk, events, censored] of each row. */
value steps(const value& answer, const std::string& group = "0") {
  value out = value::array();
  for (const value& row : at(answer, "/groups/" + group + "/curve")) {
    out.push_back({row["time"], row["at_risk"], row["events"], row["censored"]});
  }
  return out;
}

}  // namespace

TEST_CASE("survival of figures that are brought along: the whole answer") {
  const value got = direct(R"("durations":[1,2,3.5,2],"observed":[1,true,0,false])");
  // S: 3/4, then 3/4 * 2/3 = 1/2.
  value expected = read(R"({"ask":"survival","groups":[{"id":"all","n":4,"events":2,"median":2,"median_low":1,
    "median_high":null,"restricted_mean":2.5,"horizon":3.5,"curve":[
    {"time":1,"at_risk":4,"events":1,"censored":0,"survival":0.75},
    {"time":2,"at_risk":3,"events":1,"censored":1,"survival":0.5},
    {"time":3.5,"at_risk":1,"events":0,"censored":1,"survival":0.5}]}],"logrank":null,"notes":[]})");
  value bare = got;
  for (value& row : bare["groups"][0]["curve"]) {
    row.erase("low");
    row.erase("high");
  }
  CHECK(bare == expected);
  // 0.75^exp(+-1.96 sqrt(1/12) / |log 0.75|)
  const double factor = std::exp(1.959963984540054 * std::sqrt(1.0 / 12) / -std::log(0.75));
  CHECK(is_near(at(got, "/groups/0/curve/0/low"), std::pow(0.75, factor), 1e-10));
  CHECK(is_near(at(got, "/groups/0/curve/0/high"), std::pow(0.75, 1 / factor), 1e-10));
}

TEST_CASE("groups are told after all, by name, and compared") {
  // aml of R's survival.
  const value got = direct(
      R"("durations":[9,13,13,18,23,28,31,34,45,48,161,5,5,8,8,12,16,23,27,30,33,43,45],
         "observed":[1,1,0,1,1,0,1,1,0,1,0,1,1,1,1,1,0,1,1,1,1,1,1],
         "group":["yes","yes","yes","yes","yes","yes","yes","yes","yes","yes","yes",
                  "no","no","no","no","no","no","no","no","no","no","no","no"])");
  REQUIRE(at(got, "/groups").size() == 3);
  CHECK(at(got, "/groups/0/n") == 23);
  CHECK(at(got, "/groups/0/events") == 18);
  CHECK(at(got, "/groups/1/id") == "no");
  CHECK(at(got, "/groups/1/median") == 23);
  CHECK(at(got, "/groups/1/horizon") == 45);
  CHECK(at(got, "/groups/2/id") == "yes");
  CHECK(at(got, "/groups/2/median") == 31);
  // R: print(survfit(Surv(time, status) ~ x, aml), rmean = "individual") gives 22.7 and 52.6.
  CHECK(is_near(at(got, "/groups/1/restricted_mean"), 22.7, 0.05));
  CHECK(is_near(at(got, "/groups/2/restricted_mean"), 52.6, 0.05));
  CHECK(is_near(at(got, "/logrank/statistic"), 3.396389, 5e-7));
  CHECK(at(got, "/logrank/df") == 1);
  CHECK(is_near(at(got, "/logrank/p"), 0.06533932, 5e-8));
}

TEST_CASE("a horizon is the same for all groups, and people of no group are in all only") {
  const value got =
      direct(R"("durations":[1,2,3,4],"observed":[1,1,1,1],"group":["a",null,2,true],"horizon":2.5)");
  CHECK(at(got, "/groups").size() == 4);
  CHECK(at(got, "/groups/1/id") == "2");
  CHECK(at(got, "/groups/2/id") == "a");
  CHECK(at(got, "/groups/3/id") == "true");
  CHECK(at(got, "/groups/0/restricted_mean") == 1 + 0.75 + 0.25);
  CHECK(at(got, "/groups/2/restricted_mean") == 1.0);
  CHECK(at(got, "/groups/2/horizon") == 2.5);
  CHECK(at(got, "/notes") == read(R"(["unknown_group_excluded"])"));
  const value nobody = direct(R"("durations":[],"observed":[])");
  CHECK(at(nobody, "/groups/0/restricted_mean") == nullptr);
  CHECK(at(nobody, "/groups/0/median") == nullptr);
}

TEST_CASE("times are local days from the start to the end, or to the last instant before as_of") {
  const std::vector<std::string> rows{
      on("began", "u1", "03-01T23:00:00"), on("won", "u1", "03-02T00:10:00"),
      on("won", "u1", "03-20T00:10:00"),   on("began", "u2", "03-10T00:00:00"),
      on("began", "u3", "03-10T08:00:00"), on("won", "u3", "03-10T08:00:00"),
      on("began", "u4", "02-28T08:00:00"), on("began", "u4", "03-10T08:00:00"),
      on("began", "u5", "04-01T00:00:00"), on("won", "u6", "03-10T08:00:00"),
      on("won", "u2", "05-01T00:00:00"),   on("won", "u7", "03-10T08:00:00"),
      on("began", "u7", "03-11T08:00:00")};
  const value got = ask("", rows, question(R"("end":"won","as_of":"2026-05-01")"));
  // u3 at once, u1 the next day; u2 and u7 censored on April 30; u4 began before the range, u5 after it.
  CHECK(steps(got) == read("[[0,4,1,0],[1,3,1,0],[50,2,0,1],[51,1,0,1]]"));
  CHECK(at(got, "/range/grain") == "day");
  CHECK(at(got, "/per") == "user");
  CHECK(at(got, "/notes") == value::array());
  // In Berlin u1 begins at midnight of March 2.
  CHECK(steps(ask("", rows, question(R"("end":"won","as_of":"2026-05-01","zone":"Europe/Berlin")")))[0] ==
        read("[0,4,2,0]"));
  CHECK(steps(ask("", rows, question(R"("end":"won","as_of":"2026-05-01","grain":"month")"))) ==
        read("[[0,4,2,0],[1,2,0,2]]"));
  // Nobody yet.
  CHECK(at(ask("", rows, question(R"("end":"won","as_of":"2026-03-01")")), "/groups/0/n") == 0);
}

TEST_CASE("where start and end are the same event, the end is the second one") {
  const std::vector<std::string> rows{on("began", "u1", "03-01T10:00:00"),
                                      on("began", "u1", "03-04T10:00:00"),
                                      on("began", "u2", "03-02T10:00:00")};
  CHECK(steps(ask("", rows, question(R"("end":"began","as_of":"2026-03-11")"))) ==
        read("[[3,2,1,0],[8,1,0,1]]"));
}

TEST_CASE(
    "of events at one instant any may be the start and any other the end, in whatever order they came") {
  const std::string any =
      R"({"ask":"survival","from":"2026-03-01","to":"2026-04-01","start":"*","end":"paid",)"
      R"("as_of":"2026-03-20"})";
  const std::vector<std::string> later{on("paid", "u1", "03-05T00:00:00")};
  const auto of = [&](std::vector<std::string> first) {
    first.insert(first.end(), later.begin(), later.end());
    return steps(ask("", first, any));
  };
  const std::string viewed = on("viewed", "u1", "03-01T00:00:00");
  const std::string paid = on("paid", "u1", "03-01T00:00:00");
  CHECK(of({viewed, paid}) == read("[[0,1,1,0]]"));
  CHECK(of({paid, viewed}) == read("[[0,1,1,0]]"));
  CHECK(of({paid}) == read("[[4,1,1,0]]"));
}

TEST_CASE("inactivity ends it when the days have passed, for the first time") {
  const std::string book = R"({"payoff":1,"version":"1","sets":{"active":["*",{"not":["billed"]}]}})";
  const std::vector<std::string> rows{
      // u1: the gap of exactly ten days is none, the next one is; it comes back, too late.
      on("began", "u1", "03-01T10:00:00"), on("a", "u1", "03-11T10:00:00"),
      on("billed", "u1", "03-16T10:00:00"), on("a", "u1", "03-21T10:00:01"),
      // u2: silent for exactly ten days at as_of, so not yet over them; u3: a second more.
      on("began", "u2", "03-20T00:00:00"), on("began", "u3", "03-19T23:59:59"),
      // u4 is still there.
      on("began", "u4", "03-05T00:00:00"), on("a", "u4", "03-14T00:00:00"), on("a", "u4", "03-23T00:00:00")};
  const value got = ask(book, rows, question(R"("end":"inactive:10","as_of":"2026-03-30")"));
  // u3 after 10 days; u2 censored after 9, u1 on March 21 after 20, u4 censored after 24.
  CHECK(steps(got) == read("[[9,4,0,1],[10,3,1,0],[20,2,1,0],[24,1,0,1]]"));
}

TEST_CASE("by an attribute as it was known at the start") {
  const std::string book =
      R"({"payoff":1,"version":"1","activation":{"start":"began","within_days":14,"steps":[{"id":"s","event":"won"}]},
          "data":{"format":"segment","columns":["account.plan"],"identify":{"account_attributes":"/traits"}}})";
  const auto group = [](const char* account, const char* time, const char* plan) {
    return R"({"type":"group","groupId":")" + std::string(account) + R"(","userId":"x","timestamp":"2026-)" +
           time + R"(Z","traits":{"plan":")" + plan + R"("}})";
  };
  std::vector<std::string> rows{group("a", "02-01T00:00:00", "pro"), group("a", "03-20T00:00:00", "free"),
                                group("b", "02-01T00:00:00", "free"), group("c", "03-20T00:00:00", "free")};
  for (const char* account : {"a", "b", "c"}) {
    rows.push_back(on("began", "u1", "03-02T10:00:00", in_account(account).c_str()));
    rows.push_back(on("won", "u1", account[0] == 'b' ? "03-04T10:00:00" : "03-12T10:00:00",
                      in_account(account).c_str()));
  }
  const value got = ask(book, rows, R"({"ask":"survival","from":"2026-03-01","to":"2026-04-01","end":"won",
    "as_of":"2026-05-01","per":"account","by":"plan"})");
  CHECK(at(got, "/groups/0/n") == 3);
  CHECK(at(got, "/groups/1/id") == "free");
  CHECK(steps(got, "1") == read("[[2,1,1,0]]"));
  CHECK(at(got, "/groups/2/id") == "pro");
  CHECK(steps(got, "2") == read("[[10,1,1,0]]"));
  CHECK(at(got, "/notes") == read(R"(["unknown_group_excluded"])"));
  CHECK(at(got, "/logrank/df") == 1);
  CHECK(at(got, "/logrank/statistic") == 1.0);  // (1 - 1/2)^2 / (1/4)
}

TEST_CASE(
    "who starts in two accounts at one instant is of the greater of their values, whichever came first") {
  const std::string book = R"({"payoff":1,"version":"1","data":{"columns":["account.size","user.role"]}})";
  std::vector<std::string> rows;
  for (const auto& [account, size] : {std::pair{"a", "7"}, std::pair{"b", "20"}, std::pair{"c", "[30]"}}) {
    rows.push_back(R"({"type":"group","groupId":")" + std::string(account) +
                   R"(","timestamp":"2026-02-01T00:00:00Z","traits":{"size":)" + size + "}}");
    rows.push_back(on("began", "u1", "03-02T10:00:00", in_account(account).c_str()));
  }
  // An event of the same instant that is no start does not count, nor a start of later.
  rows.push_back(R"({"type":"group","groupId":"d","timestamp":"2026-02-01T00:00:00Z","traits":{"size":99}})");
  rows.push_back(on("other", "u1", "03-02T10:00:00", in_account("d").c_str()));
  rows.push_back(on("began", "u1", "03-02T10:00:01", in_account("d").c_str()));
  for (const auto& [user, role] : {std::pair{"u1", "member"}, std::pair{"u2", "owner"}}) {
    rows.push_back(R"({"type":"identify","userId":")" + std::string(user) +
                   R"(","timestamp":"2026-02-01T00:00:00Z","traits":{"role":")" + role + "\"}}");
  }
  rows.push_back(on("began", "u2", "03-02T10:00:00", in_account("a").c_str()));
  const std::string fields =
      R"({"ask":"survival","from":"2026-03-01","to":"2026-04-01","start":"began","end":"won","as_of":"2026-05-01",)";
  for (int round = 0; round < 2; ++round) {
    CAPTURE(round);
    const value by_size = ask(book, rows, fields + R"("user":"u1","by":"account.size"})");
    CHECK(at(by_size, "/groups").size() == 2);
    CHECK(at(by_size, "/groups/1/id") == "20");
    const value by_role = ask(book, rows, fields + R"("account":"a","per":"account","by":"user.role"})");
    CHECK(at(by_role, "/groups/1/id") == "owner");
    std::reverse(rows.begin(), rows.end());
  }
}

TEST_CASE("wrong questions of survival are told where and what") {
  const auto wrong = [](const std::string& fields) { return at(direct(fields), "/error"); };
  CHECK(wrong(R"("durations":[1],"observed":[1,0])")["path"] == "/observed");
  CHECK(wrong(R"("durations":[1])")["path"] == "/observed");
  CHECK(wrong(R"("durations":[1,-1],"observed":[1,0])")["path"] == "/durations/1");
  CHECK(wrong(R"("durations":[1,1],"observed":[1,2])")["path"] == "/observed/1");
  CHECK(wrong(R"("durations":[1],"observed":[1],"group":[])")["path"] == "/group");
  CHECK(wrong(R"("durations":[1],"observed":[1],"group":[[]])")["path"] == "/group/0");
  CHECK(wrong(R"("durations":[1],"observed":[1],"horizon":0)")["path"] == "/horizon");
  CHECK(wrong(R"("durations":[1],"observed":[1],"groups":[])")["message"] ==
        "field `groups` is not known; did you mean `group`?");
  const auto event = [](const std::string& fields) { return at(ask("", {}, question(fields)), "/error"); };
  CHECK(event(R"("as_of":"2026-05-01")")["path"] == "/end");
  CHECK(event(R"("end":"won")")["code"] == "missing_as_of");
  CHECK(event(R"("end":"inactive:0","as_of":"2026-05-01")")["path"] == "/end");
  CHECK(event(R"("end":"inactive:1x","as_of":"2026-05-01")")["path"] == "/end");
  CHECK(event(R"("end":"@vlaue","as_of":"2026-05-01")")["path"] == "/end");
  CHECK(event(R"("end":"won","by":"plan","as_of":"2026-05-01")")["code"] == "needs_reload");
  std::string many = R"("durations":[)";
  std::string seen;
  std::string groups;
  for (int i = 0; i <= 100; ++i) {
    many += (i > 0 ? "," : "") + std::to_string(i);
    seen += std::string(i > 0 ? "," : "") + "1";
    groups += (i > 0 ? "," : "") + std::to_string(i);
  }
  CHECK(wrong(many + R"(],"observed":[)" + seen + R"(],"group":[)" + groups + "]")["code"] ==
        "limit_exceeded");
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

TEST_CASE("survival agrees with a slow reckoning on random stores") {
  std::mt19937 random(31);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 60; ++round) {
    const auto events = random_events(random, 20 + pick(60));
    const bool accounts = pick(2) == 0;
    const int silence = pick(2) == 0 ? 0 : 1 + pick(12);
    const long long from_day = 20528 - 20 + pick(10);  // around 2026-03-16
    const long long to_day = from_day + 1 + pick(40);
    const long long as_of_day = from_day + 10 + pick(60);
    const long long as_of_ms = as_of_day * 86'400'000 + 10 * 3'600'000;
    std::map<int, std::vector<random_event>> of;
    for (const random_event& e : events) {
      const int id = accounts ? e.account : e.user;
      if (id >= 0 && e.time_ms < as_of_ms) of[id].push_back(e);
    }
    std::vector<lifetime> lives;
    for (auto& [id, theirs] : of) {
      std::stable_sort(theirs.begin(), theirs.end(),
                       [](const random_event& a, const random_event& b) { return a.time_ms < b.time_ms; });
      const auto start =
          std::find_if(theirs.begin(), theirs.end(), [](const random_event& e) { return e.name == 0; });
      if (start == theirs.end() || berlin_day(start->time_ms) < from_day ||
          berlin_day(start->time_ms) >= to_day)
        continue;
      long long end = -1;
      if (silence == 0) {
        for (const random_event& e : theirs) {
          if (e.name == 1 && e.time_ms >= start->time_ms && end < 0) end = e.time_ms;
        }
      } else {
        // The first event after which nothing comes for so long.
        const long long gap = silence * 86'400'000LL;
        for (const random_event& e : theirs) {
          if (e.time_ms < start->time_ms || end >= 0) continue;
          const bool goes_on = std::any_of(theirs.begin(), theirs.end(), [&](const random_event& next) {
            return next.time_ms > e.time_ms && next.time_ms <= e.time_ms + gap;
          });
          if (!goes_on && e.time_ms + gap < as_of_ms) end = e.time_ms + gap;
        }
      }
      const long long until = end >= 0 ? end : as_of_ms - 1;
      lives.push_back({static_cast<double>(berlin_day(until) - berlin_day(start->time_ms)), end >= 0});
    }
    const std::string asked = R"({"ask":"survival","start":"e0","end":")" +
                              (silence == 0 ? "e1" : "inactive:" + std::to_string(silence)) +
                              R"(","zone":"Europe/Berlin","from":")" + date_of(from_day) + R"(","to":")" +
                              date_of(to_day) + R"(","as_of":")" + date_of(as_of_day) +
                              R"(T10:00:00Z","per":")" + (accounts ? "account" : "user") + R"("})";
    CAPTURE(round, asked);
    const value got = ask("", rows_of(events), asked);
    const kaplan_meier wanted(lives);
    REQUIRE(at(got, "/groups/0/n") == lives.size());
    REQUIRE(at(got, "/groups/0/events") == wanted.events());
    REQUIRE(at(got, "/groups/0/curve").size() == wanted.curve().size());
    for (std::size_t i = 0; i < wanted.curve().size(); ++i) {
      const survival_row& row = wanted.curve()[i];
      REQUIRE(steps(got)[i] == value({row.time, row.at_risk, row.events, row.censored}));
    }
  }
}
