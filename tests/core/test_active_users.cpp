// SPDX-License-Identifier: Apache-2.0
/** @file test_active_users.cpp  Distinct people of days, weeks and months, rolling and by the calendar. */
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) { return R"({"ask":"active_users",)" + fields + "}"; }

/** The values of the series, in order. */
value values(const value& answer) {
  value out = value::array();
  for (const value& entry : at(answer, "/series")) out.push_back(entry["value"]);
  return out;
}

/** u1 on March 1, 2, 8 and 31; u2 on March 2 and February 25. */
const std::vector<std::string> march{
    track("e", "u1", "2026-03-01T10:00:00Z"), track("e", "u1", "2026-03-01T11:00:00Z"),
    track("e", "u1", "2026-03-02T10:00:00Z"), track("e", "u2", "2026-03-02T23:59:59.999Z"),
    track("e", "u1", "2026-03-08T00:00:00Z"), track("e", "u2", "2026-02-25T12:00:00Z"),
    track("e", "u1", "2026-03-31T12:00:00Z"), track("e", "", "2026-03-01T12:00:00Z")};

}  // namespace

TEST_CASE("dau counts each person once a bucket, whatever the grain: the whole answer") {
  const value got = ask("", march, question(R"("from":"2026-03-01","to":"2026-03-04","as_of":"2026-04-01")"));
  // Days 1, 2, 0; February 25 and the three days lie within 30 days: u1 and u2. (1 + 2 + 0) / 3 / 2.
  value expected = read(R"({"ask":"active_users","range":{"from":"2026-03-01","to":"2026-03-04","zone":"UTC",
    "grain":"day","week_start":"monday","as_of":"2026-04-01T00:00:00Z"},"metric":"dau","per":"user","series":[
    {"start":"2026-03-01","value":1},{"start":"2026-03-02","value":2},{"start":"2026-03-03","value":0}],
    "total":2,"stickiness":0.5,"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
  const std::string all = R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","grain":)";
  CHECK(values(ask("", march, question(all + R"("week")"))) == read("[1,2,0,0,0,1]"));
  CHECK(values(ask("", march, question(all + R"("month")"))) == read("[2]"));
}

TEST_CASE("somebody who comes every hour for years is active on every day, once") {
  constexpr std::int64_t hour_ms = 3'600'000;
  constexpr std::int64_t first_ms = 1'672'531'200'000;  // 2023-01-01
  std::vector<std::string> rows;
  for (std::int64_t hour = 0; hour < 1000 * 24; ++hour)  // to 2025-09-26
    rows.push_back(track("e", "u1", std::to_string(first_ms + hour * hour_ms)));
  const value got = ask("", rows, question(R"("from":"2022-12-31","to":"2025-09-28","as_of":"2026-01-01")"));
  value expected = value::array();
  for (int day = 0; day < 1002; ++day) expected.push_back(day > 0 && day < 1001 ? 1 : 0);
  CHECK(values(got) == expected);
}

TEST_CASE("wau by day looks at the seven days that end with the day, also before from") {
  const value got = ask(
      "", march, question(R"("metric":"wau","from":"2026-03-03","to":"2026-03-10","as_of":"2026-04-01")"));
  // March 3: February 25 is the seventh day back; on the 4th only March 1 and 2 are left.
  CHECK(values(got) == read("[2,2,2,2,2,2,1]"));
  CHECK(at(got, "/total") == 1);
  const value before =
      ask("", {track("e", "u2", "2026-02-25T12:00:00Z")},
          question(R"("metric":"wau","from":"2026-03-01","to":"2026-03-05","as_of":"2026-04-01")"));
  CHECK(values(before) == read("[1,1,1,0]"));
}

TEST_CASE("mau by week looks at the thirty days that end with the week's last day") {
  const std::vector<std::string> rows{track("e", "u1", "2026-03-08T00:00:00Z"),
                                      track("e", "u2", "2026-03-07T23:59:59.999Z")};
  // Weeks that end on April 5, 12: thirty days back from April 5 is March 7, from April 6 (where `to` cuts)
  // the 8th.
  const value got =
      ask("", rows,
          question(
              R"("metric":"mau","grain":"week","from":"2026-03-30","to":"2026-04-07","as_of":"2026-06-01")"));
  CHECK(values(got) == read("[2,1]"));
  CHECK(at(got, "/total") == 1);
}

TEST_CASE("wau by week and mau by month are those of the calendar, also where from cuts it") {
  const std::string range = R"("from":"2026-03-02","to":"2026-03-09","as_of":"2026-04-01","grain":)";
  CHECK(values(ask("", march, question(range + R"("week","metric":"wau")"))) == read("[2]"));
  const std::string late = R"("from":"2026-03-20","to":"2026-04-01","as_of":"2026-04-01","grain":)";
  CHECK(values(ask("", march, question(late + R"("month","metric":"mau")"))) == read("[2]"));
  CHECK(values(ask("", march, question(late + R"("quarter","metric":"mau")"))) == read("[2]"));
  CHECK(values(ask("", march, question(late + R"("month","metric":"dau")"))) == read("[1]"));
  // The total of mau is of the last 30 days: March 2 to 31.
  CHECK(at(ask("", march, question(late + R"("month","metric":"mau")")), "/total") == 2);
}

TEST_CASE("by hour wau looks at 168 hours, over a change of the clock too") {
  // The hour from 2026-04-01T00:00 in Berlin ends at 23:00Z; 168 hours earlier it was 23:00Z too, but
  // midnight and not one o'clock in Berlin.
  const std::vector<std::string> rows{track("e", "u1", "2026-03-24T23:00:00Z"),
                                      track("e", "u2", "2026-03-24T22:59:59.999Z")};
  const value got = ask(
      "", rows,
      question(
          R"("metric":"wau","grain":"hour","zone":"Europe/Berlin","from":"2026-03-31T23:00","to":"2026-04-01T02:00","as_of":"2026-06-01")"));
  CHECK(values(got) == read("[2,1,0]"));
  // The total is by local days, the seven that end with April 1: from March 26 on.
  CHECK(at(got, "/total") == 0);
}

TEST_CASE("days are local days: an event after midnight belongs to the new one") {
  const std::vector<std::string> rows{
      track("e", "u1", "2026-03-28T22:59:59Z"), track("e", "u2", "2026-03-28T23:00:00Z"),
      track("e", "u3", "2026-03-29T21:59:59Z"), track("e", "u4", "2026-03-29T22:00:00Z")};
  const value got =
      ask("", rows,
          question(R"("zone":"Europe/Berlin","from":"2026-03-28","to":"2026-03-31","as_of":"2026-06-01")"));
  CHECK(values(got) == read("[1,2,1]"));
}

TEST_CASE("weeks of activity begin on the day that is asked for") {
  const std::string range = R"("grain":"week","from":"2026-03-01","to":"2026-03-09","as_of":"2026-04-01")";
  CHECK(values(ask("", march, question(range))) == read("[1,2]"));
  CHECK(values(ask("", march, question(range + R"(,"week_start":"sunday")"))) == read("[2,1]"));
}

TEST_CASE("what lies at or after as_of is not counted, and its bucket is partial") {
  const value got =
      ask("", march,
          question(R"("from":"2026-03-01","to":"2026-03-05","as_of":"2026-03-02T12:00:00Z","metric":"wau")"));
  CHECK(at(got, "/series") ==
        read(R"([{"start":"2026-03-01","value":2},{"start":"2026-03-02","value":2,"partial":true},
          {"start":"2026-03-03","value":2,"partial":true},{"start":"2026-03-04","value":1,"partial":true}])"));
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  // One day has ended, with one person; the month has two.
  CHECK(at(got, "/stickiness") == 0.5);
}

TEST_CASE("stickiness is unknown without anybody and without a day that has ended") {
  const std::string range = R"("from":"2026-03-01","to":"2026-03-05",)";
  CHECK(at(ask("", march, question(range + R"("as_of":"2026-03-01T12:00:00Z")")), "/stickiness") == nullptr);
  const value nothing = ask("", {}, question(range + R"("as_of":"2026-04-01")"));
  CHECK(at(nothing, "/stickiness") == nullptr);
  CHECK(at(nothing, "/total") == 0);
  CHECK(values(nothing) == read("[0,0,0,0]"));
}

TEST_CASE("stickiness is the same for every metric and grain") {
  for (const std::string more :
       {"", R"(,"metric":"wau")", R"(,"metric":"mau","grain":"month")", R"(,"grain":"hour")"}) {
    CAPTURE(more);
    // Of 31 days four saw somebody: 1 + 2 + 1 + 1 visits. In the last thirty days (from March 2 on): two
    // people.
    CHECK(at(ask("", march, question(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01")" + more)),
             "/stickiness") == 5.0 / 31 / 2);
  }
}

TEST_CASE("accounts are counted with per account, and only their events") {
  const std::vector<std::string> rows{track("e", "u1", "2026-03-01T10:00:00Z", in_account("x")),
                                      track("e", "u2", "2026-03-01T11:00:00Z", in_account("x")),
                                      track("e", "", "2026-03-01T12:00:00Z", in_account("y")),
                                      track("e", "u3", "2026-03-01T12:00:00Z"),
                                      track("e", "u1", "2026-03-02T12:00:00Z", in_account("y"))};
  const std::string range = R"("from":"2026-03-01","to":"2026-03-04","as_of":"2026-04-01")";
  const value got = ask("", rows, question(range + R"(,"per":"account")"));
  CHECK(at(got, "/per") == "account");
  CHECK(values(got) == read("[2,1,0]"));
  CHECK(at(got, "/total") == 2);
  CHECK(values(ask("", rows, question(range))) == read("[3,1,0]"));
  CHECK(values(ask("", rows, question(range + R"(,"account":"x")"))) == read("[2,0,0]"));
  CHECK(values(ask("", rows, question(range + R"(,"user":"u1")"))) == read("[1,1,0]"));
  CHECK(values(ask("", rows, question(range + R"(,"account":"nowhere")"))) == read("[0,0,0]"));
}

TEST_CASE("of is the active set unless it is given") {
  const std::string book = R"({"payoff":1,"version":"1","sets":{"active":"a"}})";
  const std::vector<std::string> rows{track("a", "u1", "2026-03-01T10:00:00Z"),
                                      track("b", "u2", "2026-03-01T10:00:00Z")};
  const std::string range = R"("from":"2026-03-01","to":"2026-03-02","as_of":"2026-04-01")";
  CHECK(values(ask(book, rows, question(range))) == read("[1]"));
  CHECK(values(ask(book, rows, question(range + R"(,"of":["a","b"])"))) == read("[2]"));
}

TEST_CASE("wrong fields of active_users are named") {
  const std::string range = R"("from":"2026-03-01","to":"2026-03-02","as_of":"2026-04-01",)";
  const auto wrong = [&](const std::string& field) {
    return at(ask("", {}, question(range + field)), "/error");
  };
  CHECK(wrong(R"("metric":"yau")")["path"] == "/metric");
  CHECK(wrong(R"("per":"acount")")["path"] == "/per");
  CHECK(wrong(R"("of":"@vlaue")")["path"] == "/of");
  CHECK(wrong(R"("metrics":"dau")")["code"] == "unknown_field");
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

namespace {

constexpr long long first_day = 20528;  // 2026-03-16, a Monday

struct asked {
  std::string metric, grain;
  int week_start;
  long long from_day, to_day;  // local dates
  long long as_of_ms;
  bool accounts;
};

/** Days and people are looked at one by one: who has an event of the day, in what the question may see? */
int distinct(const std::vector<random_event>& events, const asked& q, long long first, long long last) {
  std::set<int> who;
  for (const random_event& e : events) {
    const long long day = berlin_day(e.time_ms);
    const int id = q.accounts ? e.account : e.user;
    if (id >= 0 && e.name != 0 && e.time_ms < q.as_of_ms && day >= first && day <= last) who.insert(id);
  }
  return static_cast<int>(who.size());
}

value slow_series(const std::vector<random_event>& events, const asked& q) {
  value out = value::array();
  for (long long day = q.from_day; day < q.to_day;) {
    const long long period = period_of(day, q.grain, q.week_start);
    long long last = day;
    while (last + 1 < q.to_day && period_of(last + 1, q.grain, q.week_start) == period) ++last;
    long long first = day;
    if (q.metric == "wau") first = q.grain == "day" ? last - 6 : period;
    if (q.metric == "mau") first = q.grain == "month" ? period : last - 29;
    out.push_back(distinct(events, q, first, last));
    day = last + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("active users agree with a slow reckoning on random stores") {
  const char* const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                  "friday", "saturday", "sunday"};
  std::mt19937 random(5);
  for (int round = 0; round < 40; ++round) {
    const auto events = random_events(random, round == 0 ? 0 : round % 3 == 0 ? 150 : 25);
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 12; ++i) {
      asked q;
      q.metric = std::vector<std::string>{"dau", "wau", "mau"}[random() % 3];
      q.grain = std::vector<std::string>{"day", "week", "month"}[random() % 3];
      q.week_start = static_cast<int>(random() % 7);
      q.from_day = first_day + static_cast<long long>(random() % 20);
      q.to_day = q.from_day + 1 + static_cast<long long>(random() % 40);
      const long long as_of_day =
          random() % 2 == 0 ? first_day + 80 : first_day + static_cast<long long>(random() % 40);
      q.as_of_ms = as_of_day * 86'400'000 + 10 * 3'600'000;
      q.accounts = random() % 2 == 0;
      const std::string text =
          question(R"("of":["e1","e2"],"zone":"Europe/Berlin","metric":")" + q.metric + R"(","grain":")" +
                   q.grain + R"(","week_start":")" + weekdays[q.week_start] + R"(","per":")" +
                   (q.accounts ? "account" : "user") + R"(","from":")" + date_of(q.from_day) + R"(","to":")" +
                   date_of(q.to_day) + R"(","as_of":")" + date_of(as_of_day) + R"(T10:00:00Z")");
      CAPTURE(round, text);
      const value got = ask(core, text);
      REQUIRE(values(got) == slow_series(events, q));
      const long long last = q.to_day - 1;
      const long long length = q.metric == "wau" ? 7 : q.metric == "mau" ? 30 : q.to_day - q.from_day;
      REQUIRE(at(got, "/total") == distinct(events, q, last - length + 1, last));
      double visits = 0;
      int ended = 0;
      for (long long day = q.from_day; day <= last && berlin_day(q.as_of_ms) > day; ++day, ++ended)
        visits += distinct(events, q, day, day);
      const int month = distinct(events, q, last - 29, last);
      const value sticky = ended == 0 || month == 0 ? value(nullptr) : value(visits / ended / month);
      REQUIRE(at(got, "/stickiness") == sticky);
    }
  }
}
