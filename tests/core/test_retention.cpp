// SPDX-License-Identifier: Apache-2.0
/** @file test_retention.cpp  Who comes back in which bucket after the one they began in. */
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) { return R"({"ask":"retention",)" + fields + "}"; }

/** Three weeks from Monday, March 2; as_of a Monday three weeks on. */
const std::string weeks =
    R"("from":"2026-03-02","to":"2026-03-23","start":"begin","return":"work","periods":3,"as_of":"2026-04-13")";

std::string begin_on(const char* user, const char* date) {
  return track("begin", user, std::string("2026-") + date + "T10:00:00Z");
}
std::string work_on(const char* user, const char* date) {
  return track("work", user, std::string("2026-") + date + "T11:00:00Z");
}

/** u1, u2, u3 begin in the week of March 2, u4 in the one of March 16. */
const std::vector<std::string> rows{
    begin_on("u1", "03-02"), begin_on("u2", "03-04"), begin_on("u3", "03-08"), begin_on("u4", "03-16"),
    // u1 works in its own week (no return), in week 1 and twice in week 3.
    work_on("u1", "03-03"), work_on("u1", "03-09"), work_on("u1", "03-23"), work_on("u1", "03-24"),
    // u2 works in week 1 only, on its last day; u3 in week 2; u4 in week 4, beyond the periods.
    work_on("u2", "03-15"), work_on("u3", "03-16"), work_on("u4", "04-13"), work_on("u9", "03-10"),
    work_on("", "03-10")};

value returned(const value& answer, std::size_t cohort) {
  return at(answer, "/cohorts/" + std::to_string(cohort) + "/returned");
}

}  // namespace

TEST_CASE("retention by week: the whole answer") {
  const value got = ask("", rows, question(weeks));
  value expected = read(R"({"ask":"retention","range":{"from":"2026-03-02","to":"2026-03-23","zone":"UTC",
    "grain":"week","week_start":"monday","as_of":"2026-04-13T00:00:00Z"},"per":"user","cohorts":[
    {"start":"2026-03-02","people":3,"returned":[3,2,1,1],"rate":[1,0.6666666666666666,0.3333333333333333,0.3333333333333333]},
    {"start":"2026-03-09","people":0,"returned":[0,0,0,0],"rate":[null,null,null,null]},
    {"start":"2026-03-16","people":1,"returned":[1,0,0,0],"rate":[1,0,0,0]}],
    "pooled":[{"k":1,"returned":2,"people":4,"rate":0.5},{"k":2,"returned":1,"people":4,"rate":0.25},
              {"k":3,"returned":1,"people":4,"rate":0.25}],"notes":[]})");
  expected["quality"] = at(got, "/quality");
  value bare = got;
  for (value& one : bare["pooled"]) {
    one.erase("low");
    one.erase("high");
  }
  CHECK(bare == expected);
  // Wilson's interval of 2 in 4 and 1 in 4, as R's prop.test(correct = FALSE) gives it.
  CHECK(std::abs(at(got, "/pooled/0/low").get<double>() - 0.1500390) < 5e-8);
  CHECK(std::abs(at(got, "/pooled/0/high").get<double>() - 0.8499610) < 5e-8);
  CHECK(std::abs(at(got, "/pooled/1/low").get<double>() - 0.0455873) < 5e-8);
  CHECK(std::abs(at(got, "/pooled/1/high").get<double>() - 0.6993582) < 5e-8);
}

TEST_CASE("on_or_after counts who comes back then or later, also beyond the last period") {
  const value got = ask("", rows, question(weeks + R"(,"mode":"on_or_after")"));
  // u1 until week 3, u2 until week 1, u3 until week 2; u4 comes in week 4, at as_of itself: not yet.
  CHECK(returned(got, 0) == read("[3,3,2,1]"));
  CHECK(returned(got, 2) == read("[1,0,0,0]"));
  const std::string later =
      R"("from":"2026-03-02","to":"2026-03-23","start":"begin","return":"work","periods":3,)"
      R"("mode":"on_or_after","as_of":)";
  // An hour into week 4 u4 has come back, and so on or after each of the weeks that have ended.
  CHECK(returned(ask("", rows, question(later + R"("2026-04-13T12:00:00Z")")), 2) == read("[1,1,1,1]"));
  CHECK(returned(ask("", rows, question(later + R"("2036-04-13")")), 2) == read("[1,1,1,1]"));
}

TEST_CASE("cells whose week has not ended at as_of are null, never 0, and not pooled") {
  const std::string until =
      R"("from":"2026-03-02","to":"2026-03-23","start":"begin","return":"work","periods":3,"as_of":)";
  const value got = ask("", rows, question(until + R"("2026-03-22")"));
  CHECK(returned(got, 0) == read("[3,2,null,null]"));
  CHECK(at(got, "/cohorts/0/rate/2") == nullptr);
  CHECK(returned(got, 1) == read("[0,null,null,null]"));
  CHECK(returned(got, 2) == read("[1,null,null,null]"));
  CHECK(at(got, "/cohorts/1/partial") == "absent");
  CHECK(at(got, "/cohorts/2/partial") == true);
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  CHECK(at(got, "/pooled/0/people") == 3);
  CHECK(at(got, "/pooled/1") ==
        read(R"({"k":2,"returned":0,"people":0,"rate":null,"low":null,"high":null})"));
  // With the week's last instant its cells are known.
  CHECK(returned(ask("", rows, question(until + R"("2026-03-23")")), 0) == read("[3,2,1,null]"));
  const value or_after = ask("", rows, question(until + R"("2026-03-22","mode":"on_or_after")"));
  // u3 came in the unfinished week 2: on or after week 1, which has ended.
  CHECK(returned(or_after, 0) == read("[3,3,null,null]"));
}

TEST_CASE("somebody who began before the range is in no first_time cohort, but in every") {
  std::vector<std::string> more = rows;
  more.push_back(begin_on("u1", "03-01"));
  more.push_back(begin_on("u2", "03-12"));
  const value first = ask("", more, question(weeks));
  CHECK(returned(first, 0) == read("[2,1,1,0]"));
  CHECK(returned(first, 1) == read("[0,0,0,0]"));
  const value every = ask("", more, question(weeks + R"(,"cohort":"every")"));
  CHECK(returned(every, 0) == read("[3,2,1,1]"));
  // u2 began once more in the week of March 9, in which it worked on the 15th: no return after.
  CHECK(returned(every, 1) == read("[1,0,0,0]"));
  // A first start after `to` is no start in the range either.
  CHECK(at(ask("", {begin_on("u1", "03-23")}, question(weeks)), "/cohorts/2/people") == 0);
}

TEST_CASE("min_returns must happen in one and the same bucket") {
  const value got = ask("", rows, question(weeks + R"(,"min_returns":2)"));
  CHECK(returned(got, 0) == read("[3,0,0,1]"));
  CHECK(returned(ask("", rows, question(weeks + R"(,"min_returns":2,"mode":"on_or_after")")), 0) ==
        read("[3,1,1,1]"));
  CHECK(returned(ask("", rows, question(weeks + R"(,"min_returns":3,"mode":"on_or_after")")), 0) ==
        read("[3,0,0,0]"));
}

TEST_CASE("the same event may start and return") {
  const value got = ask(
      "", {work_on("u1", "03-02"), work_on("u1", "03-05"), work_on("u1", "03-11")},
      question(
          R"("from":"2026-03-02","to":"2026-03-09","start":"work","return":"work","periods":2,"as_of":"2026-06-01")"));
  CHECK(returned(got, 0) == read("[1,1,0]"));
}

TEST_CASE("days of return are local days, of 23 hours too") {
  // Begins on March 28; works 24.5 hours later, at 2026-03-30T00:15 in Berlin: the second day on, not the
  // first.
  const std::vector<std::string> night{track("begin", "u1", "2026-03-28T21:45:00Z"),
                                       track("work", "u1", "2026-03-29T22:15:00Z")};
  const std::string day =
      R"("grain":"day","from":"2026-03-28","to":"2026-03-29","start":"begin","return":"work","periods":2,"as_of":"2026-06-01")";
  CHECK(returned(ask("", night, question(day + R"(,"zone":"Europe/Berlin")")), 0) == read("[1,0,1]"));
  CHECK(returned(ask("", night, question(day)), 0) == read("[1,1,0]"));
}

TEST_CASE("weeks of return begin on the day that is asked for") {
  const std::vector<std::string> sunday{begin_on("u1", "03-07"), work_on("u1", "03-08")};
  const std::string range =
      R"("from":"2026-03-01","to":"2026-03-08","start":"begin","return":"work","periods":1,"as_of":"2026-06-01")";
  CHECK(returned(ask("", sunday, question(range + R"(,"week_start":"sunday")")), 0) == read("[1,1]"));
  CHECK(returned(ask("", sunday, question(range)), 1) == read("[1,0]"));
}

TEST_CASE("from and to cut the cohort's week, but not the weeks after it") {
  const std::string cut =
      R"("from":"2026-03-04","to":"2026-03-12","start":"begin","return":"work","periods":1,"as_of":"2026-06-01")";
  const value got = ask("", rows, question(cut));
  CHECK(at(got, "/cohorts/0/start") == "2026-03-02");
  // u2 and u3; u2's return on March 15 lies after `to`.
  CHECK(returned(got, 0) == read("[2,1]"));
  CHECK(at(got, "/cohorts").size() == 2);
}

TEST_CASE("accounts come back as people do, whoever of theirs it was") {
  const std::vector<std::string> teams{track("begin", "u1", "2026-03-02T10:00:00Z", in_account("x")),
                                       track("begin", "u2", "2026-03-11T10:00:00Z", in_account("x")),
                                       track("work", "", "2026-03-10T10:00:00Z", in_account("x")),
                                       track("work", "u3", "2026-03-11T10:00:00Z", in_account("x")),
                                       track("begin", "u4", "2026-03-12T10:00:00Z", in_account("y")),
                                       track("begin", "u5", "2026-03-12T10:00:00Z")};
  const value got = ask("", teams, question(weeks + R"(,"per":"account")"));
  CHECK(returned(got, 0) == read("[1,1,0,0]"));
  CHECK(returned(got, 1) == read("[1,0,0,0]"));
  CHECK(returned(ask("", teams, question(weeks + R"(,"per":"account","min_returns":2)")), 0) ==
        read("[1,1,0,0]"));
  CHECK(returned(ask("", teams, question(weeks + R"(,"per":"account","min_returns":3)")), 0) ==
        read("[1,0,0,0]"));
  const value one = ask("", teams, question(weeks + R"(,"account":"x")"));
  CHECK(returned(one, 0) == read("[1,0,0,0]"));
  CHECK(returned(one, 1) == read("[1,0,0,0]"));
}

TEST_CASE("what a question leaves out the playbook says") {
  const std::string book =
      R"({"payoff":1,"version":"1","retention":{"start":"begin","return":{"event":"work","where":{"prop":"n","op":"gt","value":1}},
        "grain":"day","periods":2,"cohort":"every","mode":"on_or_after","min_returns":2}})";
  const std::vector<std::string> days{begin_on("u1", "03-02"), begin_on("u1", "03-03"),
                                      track("work", "u1", "2026-03-05T10:00:00Z", with(R"({"n":2})")),
                                      track("work", "u1", "2026-03-05T11:00:00Z", with(R"({"n":2})")),
                                      track("work", "u1", "2026-03-06T11:00:00Z", with(R"({"n":1})"))};
  const std::string range = R"("from":"2026-03-02","to":"2026-03-04","as_of":"2026-06-01")";
  const value got = ask(book, days, question(range));
  CHECK(at(got, "/range/grain") == "day");
  CHECK(returned(got, 0) == read("[1,1,1]"));
  CHECK(returned(got, 1) == read("[1,1,1]"));
  const value asked =
      ask(book, days, question(range + R"(,"mode":"on","cohort":"first_time","min_returns":1,"periods":3)"));
  CHECK(returned(asked, 0) == read("[1,0,0,1]"));
  CHECK(returned(asked, 1) == read("[0,0,0,0]"));
  // Without a playbook: by week, eight periods, any event.
  const value bare = ask("", days, question(R"("from":"2026-03-02","to":"2026-03-09","as_of":"2026-06-01")"));
  CHECK(returned(bare, 0) == read("[1,0,0,0,0,0,0,0,0]"));
}

TEST_CASE("an empty store has cohorts of nobody") {
  const value got = ask("", {}, question(weeks));
  CHECK(at(got, "/cohorts").size() == 3);
  CHECK(at(got, "/cohorts/0") ==
        read(R"({"start":"2026-03-02","people":0,"returned":[0,0,0,0],"rate":[null,null,null,null]})"));
  CHECK(at(got, "/pooled/0/rate") == nullptr);
}

TEST_CASE("unknown cohorts and too many cells are refused") {
  const auto wrong = [](const std::string& fields) { return at(ask("", {}, question(fields)), "/error"); };
  CHECK(wrong(weeks + R"(,"cohort":"evry")")["code"] == "bad_value");
  CHECK(wrong(weeks + R"(,"mode":"after")")["path"] == "/mode");
  CHECK(wrong(weeks + R"(,"return":"@valeu")")["path"] == "/return");
  const value many =
      wrong(R"("from":"2026-01-01","to":"2026-12-31","grain":"hour","periods":1000,"as_of":"2027-06-01")");
  CHECK(many["code"] == "limit_exceeded");
  CHECK(many["path"] == "/periods");
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

namespace {

constexpr long long monday = 20528;  // 2026-03-16

struct asked {
  std::string grain;
  long long from_day, to_day, as_of_ms;
  int periods, min_returns;
  bool every, or_after, accounts;
};

/** The first days of the period and of those after it, for more than half a year. */
std::vector<long long> periods_from(long long period, const std::string& grain) {
  std::vector<long long> out{period};
  for (long long day = period; day < period + 220; ++day) {
    if (period_of(day, grain) != out.back()) out.push_back(period_of(day, grain));
  }
  return out;
}

/** Person by person, cell by cell, the events are read from front to back. */
value slow_cohorts(const std::vector<random_event>& events, const asked& q) {
  std::map<int, std::vector<random_event>> of;
  for (const random_event& e : events) {
    const int id = q.accounts ? e.account : e.user;
    if (id >= 0 && e.time_ms < q.as_of_ms) of[id].push_back(e);
  }
  std::set<long long> periods;
  for (long long day = q.from_day; day < q.to_day; ++day) periods.insert(period_of(day, q.grain));
  value out = value::array();
  for (const long long cohort : periods) {
    const std::vector<long long> line = periods_from(cohort, q.grain);
    std::vector<int> counts(static_cast<std::size_t>(q.periods) + 1);
    for (const auto& [id, theirs] : of) {
      bool is_in = false;
      long long first = -1;
      for (const random_event& e : theirs) {
        if (e.name == 0) continue;
        const long long day = berlin_day(e.time_ms);
        if (day >= q.from_day && day < q.to_day && period_of(day, q.grain) == cohort) is_in = true;
        if (first < 0 || e.time_ms < first) first = e.time_ms;
      }
      if (is_in && !q.every) {
        const long long day = berlin_day(first);
        is_in = day >= q.from_day && period_of(day, q.grain) == cohort;
      }
      if (!is_in) continue;
      ++counts[0];
      for (std::size_t k = 1; k < counts.size(); ++k) {
        bool came = false;
        for (std::size_t j = k; j <= (q.or_after ? line.size() - 1 : k) && !came; ++j) {
          int times = 0;
          for (const random_event& e : theirs) {
            if (e.name <= 1 && period_of(berlin_day(e.time_ms), q.grain) == line[j]) ++times;
          }
          came = times >= q.min_returns;
        }
        if (came) ++counts[k];
      }
    }
    value row = value::array();
    for (std::size_t k = 0; k < counts.size(); ++k) {
      // It has ended when the next one has begun.
      const bool known = k == 0 || berlin_day(q.as_of_ms) >= line[k + 1];
      row.push_back(known ? value(counts[k]) : value(nullptr));
    }
    out.push_back(row);
  }
  return out;
}

}  // namespace

TEST_CASE("retention agrees with a slow reckoning on random stores") {
  std::mt19937 random(11);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 30; ++round) {
    const auto events = random_events(random, round == 0 ? 0 : round % 3 == 0 ? 120 : 40);
    // Starts are e1 and e2, returns e0 and e1.
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 8; ++i) {
      asked q;
      q.grain = std::vector<std::string>{"day", "week", "month"}[random() % 3];
      q.from_day = monday - 20 + pick(20);
      q.to_day = q.from_day + 1 + pick(30);
      const long long as_of_day = monday + (pick(2) == 0 ? 60 : pick(50) - 10);
      q.as_of_ms = as_of_day * 86'400'000 + 10 * 3'600'000;
      q.periods = 1 + pick(5);
      q.min_returns = 1 + pick(2);
      q.every = pick(2) == 0;
      q.or_after = pick(2) == 0;
      q.accounts = pick(2) == 0;
      const std::string text = question(
          R"("start":["e1","e2"],"return":["e0","e1"],"zone":"Europe/Berlin","grain":")" + q.grain +
          R"(","from":")" + date_of(q.from_day) + R"(","to":")" + date_of(q.to_day) + R"(","as_of":")" +
          date_of(as_of_day) + R"(T10:00:00Z","periods":)" + std::to_string(q.periods) +
          R"(,"min_returns":)" + std::to_string(q.min_returns) + R"(,"cohort":")" +
          (q.every ? "every" : "first_time") + R"(","mode":")" + (q.or_after ? "on_or_after" : "on") +
          R"(","per":")" + (q.accounts ? "account" : "user") + '"');
      CAPTURE(round, text);
      const value got = ask(core, text);
      const value expected = slow_cohorts(events, q);
      REQUIRE(at(got, "/cohorts").size() == expected.size());
      for (std::size_t c = 0; c < expected.size(); ++c) REQUIRE(returned(got, c) == expected[c]);
      for (std::size_t k = 1; k <= static_cast<std::size_t>(q.periods); ++k) {
        int back = 0;
        int people = 0;
        for (const value& row : expected) {
          if (row[k].is_null()) continue;
          back += row[k].get<int>();
          people += row[0].get<int>();
        }
        const std::string cell = "/pooled/" + std::to_string(k - 1);
        REQUIRE(at(got, cell + "/returned") == back);
        REQUIRE(at(got, cell + "/people") == people);
        REQUIRE(at(got, cell + "/rate") == (people == 0 ? value(nullptr) : value(double{1} * back / people)));
      }
    }
  }
}
