// SPDX-License-Identifier: Apache-2.0
/** @file test_aha_progress.cpp  How near one customer is to the moment from which on customers stay. */
#include <algorithm>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** Three joins within ten days of the first sign-up. */
constexpr const char* book =
    R"({"payoff":1,"version":"1","activation":{"start":"signed_up","steps":[{"id":"s","event":"x"}]},
  "aha":{"event":"joined","count":3,"within_days":10,"label":"Three colleagues"}})";

std::string in_x(const char* event, const char* time, const char* user = "u1") {
  return track(event, user, time, in_account("x"));
}

value answer_of(const std::vector<std::string>& rows, const std::string& as_of,
                const std::string& more = R"(,"account":"x")", const std::string& playbook = book) {
  return ask(playbook, rows, R"({"ask":"aha_progress","as_of":")" + as_of + '"' + more + "}");
}

const std::string start = in_x("signed_up", "2026-10-02T08:00:00Z");
const std::vector<std::string> two{start, in_x("joined", "2026-10-02T08:00:00Z", "u2"),
                                   in_x("joined", "2026-10-05T12:00:00Z", "")};

}  // namespace

TEST_CASE("six of ten days in, two of three are on track: the whole answer") {
  const value got = answer_of(two, "2026-10-08T08:00:00Z");
  value expected = read(
      R"({"ask":"aha_progress","account":"x","label":"Three colleagues","status":"on_track","count":2,"target":3,
    "started_at":"2026-10-02T08:00:00Z","deadline":"2026-10-12T08:00:00Z","days_left":4,"pace_needed_per_day":0.25,
    "reached_at":null,"notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("behind is who has fewer whole events than an even pace would have made by now") {
  // 3 in 10 days: the first is due after 80 hours, the second after 160.
  CHECK(at(answer_of({start}, "2026-10-02T08:00:00.001Z"), "/status") == "on_track");
  CHECK(at(answer_of({start}, "2026-10-05T15:59:59.999Z"), "/status") == "on_track");
  CHECK(at(answer_of({start}, "2026-10-05T16:00:00Z"), "/status") == "behind");
  const std::vector<std::string> one{start, in_x("joined", "2026-10-04T00:00:00Z")};
  CHECK(at(answer_of(one, "2026-10-08T23:59:59.999Z"), "/status") == "on_track");
  CHECK(at(answer_of(one, "2026-10-09T00:00:00Z"), "/status") == "behind");
  CHECK(at(answer_of(one, "2026-10-09T20:00:00Z"), "/days_left") == 2.5);
  CHECK(at(answer_of(one, "2026-10-09T20:00:00Z"), "/pace_needed_per_day") == 0.8);
}

TEST_CASE("it is reached with the third event, in order of time, and stays reached") {
  std::vector<std::string> rows = two;
  rows.push_back(in_x("joined", "2026-10-12T07:59:59.999Z", "u9"));
  CHECK(at(answer_of(rows, "2026-10-12T07:59:59.999Z"), "/status") == "on_track");
  const value got = answer_of(rows, "2027-01-01");
  CHECK(at(got, "/status") == "reached");
  CHECK(at(got, "/reached_at") == "2026-10-12T07:59:59.999Z");
  CHECK(at(got, "/days_left") == 0);
  CHECK(at(got, "/pace_needed_per_day") == 0);
  rows.push_back(in_x("joined", "2026-10-03T00:00:00Z", "u3"));
  const value more = answer_of(rows, "2026-10-07T08:00:00Z");
  CHECK(at(more, "/reached_at") == "2026-10-05T12:00:00Z");
  CHECK(at(more, "/count") == 3);
  CHECK(at(more, "/days_left") == 5);
  CHECK(at(answer_of(rows, "2027-01-01"), "/count") == 4);
}

TEST_CASE("it is missed from the deadline on, and what comes then does not count") {
  std::vector<std::string> rows = two;
  rows.push_back(in_x("joined", "2026-10-12T08:00:00Z"));
  CHECK(at(answer_of(rows, "2026-10-12T07:59:59.999Z"), "/status") == "on_track");
  const value got = answer_of(rows, "2026-10-12T08:00:00Z");
  CHECK(at(got, "/status") == "missed");
  CHECK(at(got, "/count") == 2);
  CHECK(at(got, "/days_left") == 0);
  CHECK(at(got, "/pace_needed_per_day") == nullptr);
  CHECK(at(answer_of(rows, "2027-01-01"), "/status") == "missed");
  CHECK(at(answer_of(rows, "2027-01-01"), "/count") == 2);
}

TEST_CASE("who has not started has no deadline") {
  value expected = read(
      R"({"ask":"aha_progress","account":"x","label":"Three colleagues","status":"not_started","count":0,"target":3,
    "started_at":null,"deadline":null,"days_left":null,"pace_needed_per_day":null,"reached_at":null,"notes":[]})");
  value got = answer_of({in_x("joined", "2026-10-02T07:00:00Z")}, "2026-10-08");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
  CHECK(at(answer_of({start}, "2026-10-02T08:00:00Z"), "/status") == "not_started");
  CHECK(at(answer_of({}, "2026-10-02T08:00:00Z"), "/status") == "not_started");
}

TEST_CASE(
    "what came before the start does not count, and the window is elapsed time over a change of the clock") {
  const std::vector<std::string> rows{in_x("joined", "2026-10-20T07:59:59Z"),
                                      in_x("signed_up", "2026-10-20T08:00:00Z"),
                                      in_x("joined", "2026-10-21T08:00:00Z")};
  const value got = answer_of(rows, "2026-10-22T08:00:00Z", R"(,"account":"x","zone":"Europe/Berlin")");
  CHECK(at(got, "/count") == 1);
  CHECK(at(got, "/deadline") == "2026-10-30T08:00:00Z");
}

TEST_CASE("a rule may come with the question, with a start of its own") {
  const std::vector<std::string> rows{in_x("began", "2026-10-01T00:00:00Z"),
                                      in_x("began", "2026-10-03T00:00:00Z"), start,
                                      in_x("joined", "2026-10-01T12:00:00Z")};
  const std::string rule = R"(,"account":"x","rule":{"event":"joined","count":2,"within_days":4)";
  const value own = answer_of(rows, "2026-10-02T00:00:00Z", rule + R"(,"start":"began"})");
  CHECK(at(own, "/started_at") == "2026-10-01T00:00:00Z");
  CHECK(at(own, "/deadline") == "2026-10-05T00:00:00Z");
  CHECK(at(own, "/count") == 1);
  CHECK(at(own, "/label") == nullptr);
  CHECK(at(answer_of(rows, "2026-10-03T00:00:00Z", rule + "}"), "/started_at") == "2026-10-02T08:00:00Z");
  // Neither the rule nor the playbook names a start: the first event of all.
  CHECK(at(answer_of(rows, "2026-10-03T00:00:00Z", rule + "}", ""), "/started_at") == "2026-10-01T00:00:00Z");
}

TEST_CASE("one user's aha is made of that user's events") {
  std::vector<std::string> rows = two;
  rows.push_back(in_x("signed_up", "2026-10-04T08:00:00Z", "u2"));
  rows.push_back(in_x("joined", "2026-10-05T08:00:00Z", "u2"));
  const value got = answer_of(rows, "2026-10-06", R"(,"user":"u2")");
  CHECK(at(got, "/user") == "u2");
  CHECK(at(got, "/started_at") == "2026-10-04T08:00:00Z");
  CHECK(at(got, "/count") == 1);
}

TEST_CASE("somebody must be named, and there must be a rule") {
  CHECK(at(answer_of({start}, "2026-10-03", ""), "/error/path") == "/account");
  const value no_rule = answer_of({start}, "2026-10-03", R"(,"account":"x")", "");
  CHECK(at(no_rule, "/error/code") == "missing_field");
  CHECK(at(no_rule, "/error/path") == "/rule");
  const auto wrong = [](const std::string& rule) {
    return at(answer_of({start}, "2026-10-03", R"(,"account":"x","rule":)" + rule), "/error/path");
  };
  CHECK(wrong(R"({"count":2})") == "/rule/event");
  CHECK(wrong(R"({"event":"x","cuont":2})") == "/rule/cuont");
  CHECK(wrong(R"({"event":"@vlaue"})") == "/rule/event");
  CHECK(wrong(R"({"event":"x","start":"@vlaue"})") == "/rule/start");
  CHECK(wrong(R"({"event":"x","count":0})") == "/rule/count");
}

TEST_CASE("aha progress agrees with a slow reckoning on random stores") {
  std::mt19937 random(17);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> seen_statuses{"reached", "on_track", "behind", "missed", "not_started"};
  std::vector<int> seen(seen_statuses.size());
  for (int round = 0; round < 60; ++round) {
    const auto events = random_events(random, round % 2 == 0 ? 12 : 60);
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 10; ++i) {
      const int account = pick(3);
      const int target = 1 + pick(4);
      const int days = 5 + pick(40);
      const long long as_of_day = 20504 + pick(70);
      const long long as_of_ms = as_of_day * 86'400'000 + 7 * 3'600'000;
      long long started = -1;
      for (const random_event& e : events) {
        if (e.account == account && e.name == 0 && e.time_ms < as_of_ms &&
            (started < 0 || e.time_ms < started))
          started = e.time_ms;
      }
      const long long deadline = started + days * 86'400'000LL;
      std::vector<long long> hits;
      for (const random_event& e : events) {
        if (started >= 0 && e.account == account && e.name <= 1 && e.time_ms >= started &&
            e.time_ms < deadline && e.time_ms < as_of_ms)
          hits.push_back(e.time_ms);
      }
      std::sort(hits.begin(), hits.end());
      const int count = static_cast<int>(hits.size());
      // By how much an even pace has advanced, in whole events.
      int due = 0;
      while (started >= 0 && (as_of_ms - started) * target >= (due + 1) * (deadline - started)) ++due;
      const std::string status = started < 0            ? "not_started"
                                 : count >= target      ? "reached"
                                 : as_of_ms >= deadline ? "missed"
                                 : count >= due         ? "on_track"
                                                        : "behind";
      ++seen[static_cast<std::size_t>(std::find(seen_statuses.begin(), seen_statuses.end(), status) -
                                      seen_statuses.begin())];
      const std::string text = R"({"ask":"aha_progress","account":"a)" + std::to_string(account) +
                               R"(","as_of":")" + date_of(as_of_day) +
                               R"(T07:00:00Z","rule":{"start":"e0","event":["e0","e1"],"count":)" +
                               std::to_string(target) + R"(,"within_days":)" + std::to_string(days) + "}}";
      CAPTURE(round, text);
      const value got = ask(core, text);
      REQUIRE(at(got, "/status") == status);
      REQUIRE(at(got, "/count") == count);
      if (status == "on_track" || status == "behind") {
        const double left = static_cast<double>(deadline - as_of_ms) / 86'400'000;
        REQUIRE(at(got, "/days_left") == left);
        REQUIRE(at(got, "/pace_needed_per_day") == (target - count) / left);
      }
      if (status == "reached") {
        const value again =
            ask(core, R"({"ask":"aha_progress","account":"a)" + std::to_string(account) +
                          R"(","rule":{"start":"e0","event":["e0","e1"],"count":)" + std::to_string(target) +
                          R"(,"within_days":)" + std::to_string(days) + R"(},"as_of":)" +
                          at(got, "/reached_at").dump() + "}");
        // At that instant the last of them has not happened yet.
        REQUIRE(at(again, "/status") != "reached");
      }
    }
  }
  for (const int times : seen) CHECK(times > 5);
}
