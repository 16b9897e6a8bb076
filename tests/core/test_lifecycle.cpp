// SPDX-License-Identifier: Apache-2.0
/** @file test_lifecycle.cpp  Who is new, stays, comes back or is gone. */
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& fields) { return R"({"ask":"lifecycle",)" + fields + "}"; }
const std::string days = R"("from":"2026-03-02","to":"2026-03-05",)";
const std::string three_days = days + R"("as_of":"2026-04-01")";

std::string on(const char* user, const char* time, const std::string& more = "") {
  return track("work", user, std::string("2026-") + time + ":00Z", more);
}

/** u1: March 1, 2, 4. u2: March 2. u3: January, then March 3 and 4. u4: March 1 only. u5: March 4, 5. */
const std::vector<std::string> rows{on("u1", "03-01T23:59"), on("u1", "03-02T00:00"), on("u1", "03-02T10:00"),
                                    on("u1", "03-04T10:00"), on("u2", "03-02T10:00"), on("u3", "01-10T10:00"),
                                    on("u3", "03-03T10:00"), on("u3", "03-04T10:00"), on("u4", "03-01T10:00"),
                                    on("u5", "03-04T10:00"), on("u5", "03-05T00:00"), on("", "03-03T10:00")};

value of(const value& answer, std::size_t bucket) {
  const value one = at(answer, "/series/" + std::to_string(bucket));
  return value::array({one["new"], one["returning"], one["resurrected"], one["dormant"]});
}

}  // namespace

TEST_CASE("lifecycle by day: the whole answer") {
  const value got = ask("", rows, question(three_days));
  value expected = read(R"({"ask":"lifecycle","range":{"from":"2026-03-02","to":"2026-03-05","zone":"UTC",
    "grain":"day","week_start":"monday","as_of":"2026-04-01T00:00:00Z"},"per":"user","series":[
    {"start":"2026-03-02","new":1,"returning":1,"resurrected":0,"dormant":1},
    {"start":"2026-03-03","new":0,"returning":0,"resurrected":1,"dormant":2},
    {"start":"2026-03-04","new":1,"returning":1,"resurrected":1,"dormant":0}],
    "quick_ratio":1.3333333333333333,"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE(
    "a bucket that has not ended is so far, one that has not begun is null, and neither is in the ratio") {
  const value got = ask("", rows, question(days + R"("as_of":"2026-03-03T12:00")"));
  CHECK(of(got, 1) == read("[0,0,1,2]"));
  CHECK(at(got, "/series/1/partial") == true);
  CHECK(of(got, 2) == read("[null,null,null,null]"));
  CHECK(at(got, "/series/2/partial") == true);
  CHECK(at(got, "/quick_ratio") == 1);  // of March 2 alone: one new, one dormant
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  CHECK(of(ask("", rows, question(days + R"("as_of":"2026-03-04")")), 2) == read("[null,null,null,null]"));
}

TEST_CASE("the bucket before the range is whole, and what from cuts off is before it but in no bucket") {
  // Weeks from Monday; March 4 cuts the first one. u1 and u2 were there on March 2, in the part cut off.
  const std::string week = R"("from":"2026-03-04","to":"2026-03-16","grain":"week","as_of":"2026-04-01")";
  const value got = ask("", rows, question(week));
  CHECK(at(got, "/series/0/start") == "2026-03-02");
  // The week before: u1 and u4. u1 comes on the 4th: returning; u4 does not: dormant. u3 was there in January
  // and on the 3rd: resurrected. u2, only in the part that is cut off, is neither. u5 is new.
  CHECK(of(got, 0) == read("[1,1,1,1]"));
  CHECK(of(got, 1) == read("[0,0,0,3]"));
  const value whole =
      ask("", rows, question(R"("from":"2026-03-02","to":"2026-03-09","grain":"week","as_of":"2026-04-01")"));
  CHECK(of(whole, 0) == read("[2,1,1,1]"));
}

TEST_CASE("lifecycle of accounts, of one account, and of other events") {
  const std::vector<std::string> teams{on("u1", "03-01T10:00", in_account("x")),
                                       on("u2", "03-02T10:00", in_account("x")),
                                       on("u2", "03-03T10:00", in_account("y"))};
  const value accounts = ask("", teams, question(three_days + R"(,"per":"account")"));
  CHECK(of(accounts, 0) == read("[0,1,0,0]"));
  CHECK(of(accounts, 1) == read("[1,0,0,1]"));
  // In the account it is new, whatever it did elsewhere.
  CHECK(of(ask("", teams, question(three_days + R"(,"account":"y")")), 1) == read("[1,0,0,0]"));
  CHECK(of(ask("", teams, question(three_days)), 1) == read("[0,1,0,0]"));
  const value other = ask("", teams, question(three_days + R"(,"of":"rest")"));
  CHECK(of(other, 1) == read("[0,0,0,0]"));
  CHECK(at(other, "/quick_ratio") == nullptr);
  CHECK(of(ask("", {}, question(three_days)), 0) == read("[0,0,0,0]"));
}

TEST_CASE("wrong fields of lifecycle are named") {
  CHECK(at(ask("", {}, question(three_days + R"(,"grian":"day")")), "/error/path") == "/grian");
  CHECK(at(ask("", {}, question(three_days + R"(,"of":["@valeu"])")), "/error/path") == "/of");
  CHECK(at(ask("", {}, question(R"("from":"2026-03-02","to":"2026-03-05")")), "/error/code") ==
        "missing_as_of");
}

TEST_CASE("lifecycle agrees with a slow reckoning on random stores") {
  std::mt19937 random(43);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 40; ++round) {
    const auto events = random_events(random, round == 0 ? 0 : round % 3 == 0 ? 200 : 40);
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 6; ++i) {
      const std::string grain = std::vector<std::string>{"day", "week", "month"}[random() % 3];
      const bool accounts = pick(2) == 0;
      const long long from_day = 20508 + pick(40);
      const long long to_day = from_day + 1 + pick(40);
      const long long as_of_day = pick(2) == 0 ? 20700 : from_day + pick(50);
      const std::string text =
          question(R"("of":["e0","e1"],"zone":"Europe/Berlin","grain":")" + grain + R"(","from":")" +
                   date_of(from_day) + R"(","to":")" + date_of(to_day) + R"(","as_of":")" +
                   date_of(as_of_day) + R"(T00:00:00Z","per":")" + (accounts ? "account\"" : "user\""));
      CAPTURE(round, text);
      const value got = ask(core, text);
      std::map<int, std::set<long long>> of_days;  // all days before `to` that they were there
      for (const random_event& e : events) {
        const int who = accounts ? e.account : e.user;
        if (e.name == 2 || who < 0 || e.time_ms >= as_of_day * 86'400'000) continue;
        if (berlin_day(e.time_ms) < to_day) of_days[who].insert(berlin_day(e.time_ms));
      }
      std::vector<long long> periods;
      for (long long day = from_day; day < to_day; ++day) {
        if (periods.empty() || periods.back() != period_of(day, grain))
          periods.push_back(period_of(day, grain));
      }
      // Berlin's clock at as_of: two o'clock of that day in summer, one o'clock in winter.
      int gained = 0;
      int lost = 0;
      REQUIRE(at(got, "/series").size() == periods.size());
      for (std::size_t b = 0; b < periods.size(); ++b) {
        // Periods as they count: the first and the last cut by the range, the one before the first whole.
        const long long before = period_of(periods[b] - 1, grain);
        const auto is_in = [&](long long day) {
          return day >= from_day && period_of(day, grain) == periods[b];
        };
        const auto is_before = [&](long long day) {
          return period_of(day, grain) == before && (b == 0 || day >= from_day);
        };
        int fresh = 0;
        int returning = 0;
        int resurrected = 0;
        int dormant = 0;
        for (const auto& [who, theirs] : of_days) {
          bool now = false;
          bool then = false;
          for (const long long day : theirs) {
            now = now || is_in(day);
            then = then || is_before(day);
          }
          if (now && is_in(*theirs.begin()))
            ++fresh;
          else if (now && then)
            ++returning;
          else if (now)
            ++resurrected;
          else if (then)
            ++dormant;
        }
        if (std::max(periods[b], from_day) > as_of_day) {
          REQUIRE(of(got, b) == read("[null,null,null,null]"));
          continue;
        }
        REQUIRE(of(got, b) == value::array({fresh, returning, resurrected, dormant}));
        long long next = periods[b];
        while (period_of(next, grain) == periods[b]) ++next;
        REQUIRE(at(got, "/series/" + std::to_string(b) + "/partial") ==
                (next > as_of_day ? value(true) : value("absent")));
        if (next > as_of_day) continue;
        gained += fresh + resurrected;
        lost += dormant;
      }
      REQUIRE(at(got, "/quick_ratio") == (lost == 0 ? value(nullptr) : value(double{1} * gained / lost)));
    }
  }
}
