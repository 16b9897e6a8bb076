// SPDX-License-Identifier: Apache-2.0
/** @file test_retention_attributes.cpp  Who comes back, by the plan they began on. */
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string columns =
    R"({"payoff":1,"version":"1","data":{"columns":["user.plan","account.plan","user.n"]}})";

std::string question(const std::string& fields) { return R"({"ask":"retention",)" + fields + "}"; }

/** Three weeks from Monday, March 2. */
const std::string weeks =
    R"("from":"2026-03-02","to":"2026-03-23","start":"begin","return":"work","periods":2,)";
const std::string by_plan = weeks + R"("cohort":"attribute:plan","as_of":)";

std::string is(const std::string& user, const std::string& date, const std::string& traits) {
  return R"({"type":"identify","userId":")" + user + R"(","timestamp":"2026-)" + date +
         R"(T00:00:00Z","traits":)" + traits + "}";
}
std::string is_account(const std::string& account, const std::string& date, const std::string& traits) {
  return R"({"type":"group","groupId":")" + account + R"(","timestamp":"2026-)" + date +
         R"(T00:00:00Z","traits":)" + traits + "}";
}
std::string on(const char* event, const char* user, const char* date, const std::string& more = "") {
  return track(event, user, std::string("2026-") + date + "T10:00:00Z", more);
}

/** Pro: u1, u2 from the week of March 2, u3 from the one of March 9. Free: u4. Unknown: u5, and u6 by null.
 */
const std::vector<std::string> rows{
    is("u1", "03-01", R"({"plan":"pro"})"), on("begin", "u1", "03-02"),
    is("u1", "03-03", R"({"plan":"free"})"),  // changed later: it began on pro
    is("u2", "03-01", R"({"plan":"free"})"), is("u2", "03-04", R"({"plan":"pro"})"),
    on("begin", "u2", "03-04"), is("u3", "03-09", R"({"plan":"pro"})"), on("begin", "u3", "03-09"),
    on("begin", "u3", "03-16"), is("u4", "03-01", R"({"plan":"free"})"), on("begin", "u4", "03-02"),
    on("begin", "u5", "03-16"), is("u5", "03-17", R"({"plan":"pro"})"),
    is("u6", "03-01", R"({"plan":"pro"})"), is("u6", "03-02", R"({"plan":null})"), on("begin", "u6", "03-02"),
    // u7 began before the range.
    is("u7", "02-01", R"({"plan":"team"})"), on("begin", "u7", "03-01"), on("begin", "u7", "03-02"),
    // u1 in week 1; u2 in weeks 1 and 2; u3 in its week 1, which is not the week 1 of u1; u4 never.
    on("work", "u1", "03-09"), on("work", "u2", "03-10"), on("work", "u2", "03-16"),
    on("work", "u3", "03-16"), on("work", "u6", "03-16")};

}  // namespace

TEST_CASE("retention by attribute: the cells are each person's own, and people may differ by cell") {
  // Week 2 of those who began in the week of March 2 has ended; of u3, of March 9, it has not.
  const value got = ask(columns, rows, question(by_plan + R"("2026-03-23")"));
  value expected = read(R"({"ask":"retention","range":{"from":"2026-03-02","to":"2026-03-23","zone":"UTC",
    "grain":"week","week_start":"monday","as_of":"2026-03-23T00:00:00Z"},"per":"user","attribute":"user.plan",
    "cohorts":[
    {"value":"free","people":1,"returned":[1,0,0],"rate":[1,0,0],"known":[1,1,1]},
    {"value":"pro","people":3,"returned":[3,3,1],"rate":[1,1,0.5],"known":[3,3,2]},
    {"value":null,"people":2,"returned":[2,0,1],"rate":[1,0,1],"known":[2,1,1]}],"notes":[]})");
  expected["quality"] = at(got, "/quality");
  expected["pooled"] = at(got, "/pooled");
  CHECK(got == expected);
  CHECK(at(got, "/pooled/0/people") == 5);
  CHECK(at(got, "/pooled/1/people") == 4);
  const value first = ask(columns, rows, question(weeks + R"("as_of":"2026-03-23")"));
  CHECK(at(got, "/pooled") == at(first, "/pooled"));
}

TEST_CASE("a cell of an attribute's row is null while nobody's week has ended") {
  const value got = ask(columns, rows, question(by_plan + R"("2026-03-22")"));
  CHECK(at(got, "/cohorts/0/returned") == read("[1,0,null]"));
  CHECK(at(got, "/cohorts/0/rate") == read("[1,0,null]"));
  CHECK(at(got, "/cohorts/1/known") == read("[3,2,0]"));
  CHECK(at(got, "/cohorts/1/returned") == read("[3,2,null]"));
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
}

TEST_CASE("on_or_after by attribute counts each person up to the periods that have ended for them") {
  const value got = ask(columns, rows, question(by_plan + R"("2026-03-23","mode":"on_or_after")"));
  CHECK(at(got, "/cohorts/1/returned") == read("[3,3,1]"));
  // u6 came in week 2: on or after week 1 too. u5 has no week that has ended.
  CHECK(at(got, "/cohorts/2/returned") == read("[2,1,1]"));
  CHECK(at(got, "/cohorts/2/known") == read("[2,1,1]"));
}

TEST_CASE("an account's plan groups users by the account they began in, and accounts by themselves") {
  const std::vector<std::string> teams{
      is_account("x", "03-01", R"({"plan":"team"})"), is_account("y", "03-01", R"({"plan":"solo"})"),
      on("begin", "u1", "03-02", in_account("x")),    on("begin", "u2", "03-03", in_account("x")),
      on("begin", "u1", "03-03", in_account("y")),    on("begin", "u3", "03-03"),
      on("work", "u1", "03-10", in_account("y"))};
  const std::string until = R"("as_of":"2026-04-13")";
  const value users = ask(columns, teams, question(weeks + R"("cohort":"attribute:account.plan",)" + until));
  CHECK(at(users, "/attribute") == "account.plan");
  CHECK(at(users, "/cohorts/0/value") == "team");
  CHECK(at(users, "/cohorts/0/returned") == read("[2,1,0]"));
  CHECK(at(users, "/cohorts/1/value") == nullptr);
  CHECK(at(users, "/cohorts/1/people") == 1);
  const value accounts =
      ask(columns, teams, question(weeks + R"("per":"account","cohort":"attribute:plan",)" + until));
  CHECK(at(accounts, "/attribute") == "account.plan");
  CHECK(at(accounts, "/cohorts/0/value") == "solo");
  CHECK(at(accounts, "/cohorts/0/returned") == read("[1,1,0]"));
  CHECK(at(accounts, "/cohorts/1/value") == "team");
  CHECK(at(accounts, "/cohorts/1/returned") == read("[1,0,0]"));
  // The plan of the user who began: of two at one instant the greater.
  const std::vector<std::string> both{
      is("u1", "03-01", R"({"plan":"a"})"), is("u2", "03-01", R"({"plan":"b"})"),
      on("begin", "u2", "03-02", in_account("x")), on("begin", "u1", "03-02", in_account("x"))};
  const value by_user =
      ask(columns, both, question(weeks + R"("per":"account","cohort":"attribute:user.plan",)" + until));
  CHECK(at(by_user, "/cohorts").size() == 1);
  CHECK(at(by_user, "/cohorts/0/value") == "b");
}

TEST_CASE("rows go by numbers, booleans, texts and last the unknown") {
  std::vector<std::string> all;
  const std::vector<std::string> values{"true",  "10",     R"("b")", "null", "9",
                                        "false", R"("B")", "[1]",    "-0.0", "0"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string user = "u" + std::to_string(i);
    all.push_back(is(user, "03-01", R"({"n":)" + values[i] + "}"));
    all.push_back(on("begin", user.c_str(), "03-02"));
  }
  const value got = ask(columns, all, question(weeks + R"("cohort":"attribute:n","as_of":"2026-04-13")"));
  value names = value::array();
  value people = value::array();
  for (const value& one : at(got, "/cohorts")) {
    names.push_back(one["value"]);
    people.push_back(one["people"]);
  }
  CHECK(names == read(R"([0,9,10,false,true,"B","b",null])"));
  CHECK(people == read("[2,1,1,1,1,1,1,2]"));
}

TEST_CASE("an attribute that was not kept must be loaded; that of the playbook's own retention is kept") {
  const value got = ask("", rows, question(by_plan + R"("2026-04-13")"));
  CHECK(at(got, "/error/code") == "needs_reload");
  CHECK(at(got, "/error/path") == "/cohort");
  CHECK(at(got, "/error/message").get<std::string>().find("`user.plan`") != std::string::npos);
  const std::string book = R"({"payoff":1,"version":"1","retention":{"cohort":"attribute:plan"}})";
  const std::string range = R"("from":"2026-03-02","to":"2026-03-23","start":"begin","as_of":"2026-04-13")";
  CHECK(at(ask(book, rows, question(range)), "/cohorts/1/people") == 3);
  CHECK(at(ask(book, rows, question(range + R"(,"per":"account")")), "/attribute") == "account.plan");
  CHECK(at(ask(columns, {}, question(by_plan + R"("2026-04-13")")), "/cohorts") == value::array());
}

TEST_CASE("retention by attribute agrees with a slow reckoning on random stores") {
  std::mt19937 random(17);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 40; ++round) {
    const auto events = random_events(random, round % 3 == 0 ? 120 : 40);
    std::vector<std::string> text = rows_of(events);
    struct said {
      long long time_ms;
      bool is_account;
      int subject, plan;
    };
    std::vector<said> log;
    for (int i = 0; i < 20; ++i) {
      const said one{1771545600000 + pick(79 * 48) * 1'800'000LL, pick(2) == 0, pick(4), pick(3)};
      log.push_back(one);
      const std::string plan = one.plan == 0 ? "null" : "\"p" + std::to_string(one.plan) + '"';
      const std::string who =
          one.is_account ? R"("type":"group","groupId":"a)" : R"("type":"identify","userId":"u)";
      text.push_back("{" + who + std::to_string(one.subject) + R"(","timestamp":)" +
                     std::to_string(one.time_ms) + R"(,"traits":{"plan":)" + plan + "}}");
    }
    const engine core = loaded(columns, text);
    for (int i = 0; i < 6; ++i) {
      const bool accounts = pick(2) == 0;
      const bool of_account = pick(2) == 0;
      const bool or_after = pick(2) == 0;
      const long long from_day = 20508 + pick(20);
      const long long to_day = from_day + 1 + pick(30);
      const long long as_of_day = 20528 + (pick(2) == 0 ? 60 : pick(50) - 10);
      const long long as_of_ms = as_of_day * 86'400'000;
      // Starts are e1 and e2, returns e0 and e1, by the day.
      struct person {
        long long first_ms{-1};
        int plan{0};
        std::set<long long> back;
      };
      std::map<int, person> people;
      for (const random_event& e : events) {
        const int id = accounts ? e.account : e.user;
        if (id < 0 || e.time_ms >= as_of_ms) continue;
        person& one = people[id];
        if (e.name <= 1) one.back.insert(berlin_day(e.time_ms));
        if (e.name == 0 || (one.first_ms >= 0 && e.time_ms > one.first_ms)) continue;
        const int subject = of_account ? e.account : e.user;
        long long known_ms = -1;
        int plan = 0;
        for (const said& s : log) {
          if (s.is_account != of_account || s.subject != subject || s.time_ms > e.time_ms) continue;
          if (s.time_ms > known_ms || (s.time_ms == known_ms && s.plan > plan)) plan = s.plan;
          known_ms = std::max(known_ms, s.time_ms);
        }
        one.plan = e.time_ms == one.first_ms ? std::max(one.plan, plan) : plan;
        one.first_ms = e.time_ms;
      }
      value expected = value::array();
      for (const int plan : {1, 2, 0}) {
        std::vector<int> returned(4), known(4);
        for (const auto& [id, one] : people) {
          if (one.first_ms < 0 || one.plan != plan) continue;
          const long long day = berlin_day(one.first_ms);
          if (day < from_day || day >= to_day) continue;
          for (long long k = 0; k < 4; ++k) {
            if (k > 0 && berlin_day(as_of_ms) <= day + k) continue;
            ++known[static_cast<std::size_t>(k)];
            bool came = k == 0;
            for (const long long at : one.back) {
              if (k > 0 && (or_after ? at >= day + k : at == day + k)) came = true;
            }
            if (came) ++returned[static_cast<std::size_t>(k)];
          }
        }
        if (known[0] == 0) continue;
        value row{{"value", plan == 0 ? value(nullptr) : value("p" + std::to_string(plan))},
                  {"people", known[0]}};
        for (std::size_t k = 0; k < 4; ++k) {
          row["known"].push_back(known[k]);
          row["returned"].push_back(known[k] == 0 ? value(nullptr) : value(returned[k]));
          row["rate"].push_back(known[k] == 0 ? value(nullptr) : value(double{1} * returned[k] / known[k]));
        }
        expected.push_back(row);
      }
      const std::string asked = question(
          R"("start":["e1","e2"],"return":["e0","e1"],"zone":"Europe/Berlin","grain":"day","periods":3,"from":")" +
          date_of(from_day) + R"(","to":")" + date_of(to_day) + R"(","as_of":")" + date_of(as_of_day) +
          R"(T00:00:00Z","mode":")" + (or_after ? "on_or_after" : "on") + R"(","per":")" +
          (accounts ? "account" : "user") + R"(","cohort":"attribute:)" + (of_account ? "account" : "user") +
          R"(.plan")");
      CAPTURE(round, asked);
      REQUIRE(at(ask(core, asked), "/cohorts") == expected);
    }
  }
}
