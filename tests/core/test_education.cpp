// SPDX-License-Identifier: Apache-2.0
/** @file test_education.cpp  Did learning change staying? By hand, by a slow twin, and on data whose truth is
 * planted. */
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "random_rows.h"
#include "stats/mantel_haenszel.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** Landmark at day 10, outcome in days 20 to 34. */
std::string question(const std::string& more = "") {
  return R"({"ask":"education","from":"2026-03-01","to":"2026-05-01","as_of":"2026-05-05","learning":"lesson",)"
         R"("start":"began","return":"worked","landmark_days":10,"outcome_days":[20,34])" +
         more + "}";
}

/** So many days (and seconds) after 2026-03-01T00:00Z. */
std::string row(const std::string& event, const std::string& user, double days,
                const std::string& more = "") {
  return R"({"type":"track","event":")" + event + R"(","userId":")" + user + R"(","timestamp":)" +
         std::to_string(1772323200000 + std::llround(days * 86'400) * 1000) + more + "}";
}

constexpr double second = 1.0 / 86'400;

const std::vector<std::string> rows{
    // u1 learns on the last second before the landmark, stays, on two days of one week.
    row("began", "u1", 0), row("lesson", "u1", 10 - second), row("worked", "u1", 20), row("a", "u1", 21),
    // u2 learns at the landmark itself: not exposed; works a second too early and a second too late.
    row("began", "u2", 1), row("lesson", "u2", 11), row("worked", "u2", 21 - second), row("worked", "u2", 35),
    row("a", "u2", 4),  // the first second of the week before the landmark
    // u3 learns before it begins: not exposed; stays in the window's last second.
    row("lesson", "u3", 2), row("began", "u3", 3), row("worked", "u3", 37 - second), row("a", "u3", 8),
    // u4 learnt and left a week before the landmark, and came back at it; u5 is too young; u6 began before
    // the range.
    row("began", "u4", 4), row("lesson", "u4", 7 - second), row("a", "u4", 14), row("began", "u5", 31.5),
    row("lesson", "u5", 32), row("began", "u6", -1), row("lesson", "u6", 4), row("began", "u6", 4),
    row("lesson", "u1", 62), row("lesson", "", 5)};

}  // namespace

TEST_CASE("education: who is in it, who is exposed, who stayed") {
  const value got = ask("", rows, question());
  CHECK(at(got, "/people") == 3);
  CHECK(at(got, "/censored") == 1);
  CHECK(at(got, "/gone") == 1);
  CHECK(at(got, "/exposed") == 1);
  CHECK(at(got, "/unexposed") == 2);
  CHECK(at(got, "/crude/table") == read(R"({"tp":1,"fp":0,"fn":1,"tn":1})"));
  CHECK(at(got, "/crude/risk_difference/value") == 0.5);
  CHECK(at(got, "/verdict") == "cannot_tell");
  CHECK(at(got, "/notes") == read(R"(["not_causal","censored_excluded","small_sample"])"));
  // Of the window's 14 days u1 was active on two, both in its first week; u3 on the last one.
  CHECK(at(got, "/activity/exposed/people") == 1);
  CHECK(at(got, "/activity/exposed/dau") == 2.0 / 14);
  CHECK(at(got, "/activity/exposed/wau") == 0.5);
  CHECK(at(got, "/activity/exposed/stickiness") == 2.0 / 14 / 0.5);
  CHECK(at(got, "/activity/unexposed/dau") == 1.0 / 14);
  CHECK(at(got, "/cohorts/0/start") == "2026-03-01");
  CHECK(at(got, "/cohorts/0/exposed") == read(R"({"people":1,"returned":1,"rate":1.0})"));
  CHECK(at(got, "/cohorts/0/unexposed") == read(R"({"people":2,"returned":1,"rate":0.5})"));
  CHECK(at(got, "/cohorts/1/exposed") == read(R"({"people":0,"returned":0,"rate":null})"));
  // u1 to u6, and seven lessons inside the range: the blank user's is a view, the one of May 2 is none.
  CHECK(at(got, "/vanity") == read(R"({"attendees":6,"views":7})"));
}

TEST_CASE("a window of less than a week has no weekly figure") {
  const value got = ask("", rows, question().replace(question().find("[20,34]"), 7, "[20,25]"));
  CHECK(at(got, "/activity/exposed/wau") == nullptr);
  CHECK(at(got, "/activity/exposed/stickiness") == nullptr);
  CHECK(at(got, "/activity/exposed/dau") == 0.4);
}

TEST_CASE("accounts learn by any of theirs") {
  const auto in_x = in_account("x");
  const std::vector<std::string> team{row("began", "u1", 0, in_x), row("lesson", "u2", 3, in_x),
                                      row("worked", "u3", 22, in_x), row("lesson", "u2", 4, in_account("y"))};
  const value got = ask("", team, question(R"(,"per":"account")"));
  CHECK(at(got, "/crude/table") == read(R"({"tp":1,"fp":0,"fn":0,"tn":0})"));
  CHECK(at(got, "/vanity") == read(R"({"attendees":2,"views":2})"));
  CHECK(at(ask("", team, question(R"(,"account":"y")")), "/vanity") == read(R"({"attendees":1,"views":1})"));
}

TEST_CASE("wrong questions of education are told where and what") {
  const auto wrong = [](std::string text, const std::string& what, const std::string& with) {
    return at(ask("", {}, text.replace(text.find(what), what.size(), with)), "/error");
  };
  CHECK(wrong(question(), "[20,34]", "[9,34]")["path"] == "/outcome_days");
  CHECK(wrong(question(), "[20,34]", "[20,20]")["path"] == "/outcome_days");
  CHECK(wrong(question(), "[20,34]", "[20,34.5]")["path"] == "/outcome_days");
  CHECK(wrong(question(), "[20,34]", "[20]")["path"] == "/outcome_days");
  CHECK(wrong(question(), R"("learning":"lesson",)", "")["path"] == "/learning");
  CHECK(wrong(question(), "landmark_days", "landmark_day")["message"] ==
        "field `landmark_day` is not known; did you mean `landmark_days`?");
  CHECK(wrong(question(), "\"worked\"", "\"@vaule\"")["path"] == "/return");
}

// ---- what is planted is found, and nothing else
// ------------------------------------------------------------

namespace {

/** People who are `busy` or not; the busy ones learn more often; staying hangs on both as the shares say. */
std::vector<std::string> planted(int people, double busy_effect, double effect) {
  std::mt19937 random(77);
  const auto chance = [&](double share) { return static_cast<double>(random() % 10'000) < share * 10'000; };
  std::vector<std::string> out;
  for (int i = 0; i < people; ++i) {
    const std::string id = "u" + std::to_string(i);
    const double start = i % 20;
    const int level = static_cast<int>(random() % 5);
    const bool learns = chance(0.1 + 0.2 * level);
    const bool stays = chance(0.35 + busy_effect * (level - 2) + (learns ? effect : 0));
    out.push_back(row("began", id, start));
    for (int n = 0; n < 4 * level; ++n) out.push_back(row("a", id, start + 1 + n * 0.3));
    if (learns) out.push_back(row("lesson", id, start + 2));
    out.push_back(row("a", id, start + 9));
    if (stays) out.push_back(row("worked", id, start + 25));
  }
  return out;
}

}  // namespace

TEST_CASE("who learns because they are busy does not stay because they learnt") {
  const value got = ask("", planted(1500, 0.15, 0), question());
  CHECK(at(got, "/crude/risk_difference/low").get<double>() > 0.05);
  CHECK(at(got, "/verdict") == "cannot_tell");
  CHECK(std::fabs(at(got, "/adjusted/risk_difference/value").get<double>()) < 0.06);
  CHECK(at(got, "/adjusted/strata") == 5);
}

TEST_CASE("learning that helps helps, and learning that hurts hurts") {
  const value helps = ask("", planted(1500, 0.1, 0.25), question());
  CHECK(at(helps, "/verdict") == "helps");
  CHECK(std::fabs(at(helps, "/adjusted/risk_difference/value").get<double>() - 0.25) < 0.06);
  CHECK(at(ask("", planted(1500, 0.1, -0.2), question()), "/verdict") == "hurts");
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

TEST_CASE("education agrees with a slow reckoning on random stores") {
  std::mt19937 random(41);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr long long day = 86'400'000;
  for (int round = 0; round < 40; ++round) {
    std::vector<random_event> events;
    for (int i = 0; i < 500; ++i) {
      events.push_back({1772323200000 + pick(60 * 24) * 3'600'000LL, pick(6), pick(60) - 1, pick(30) - 1});
    }
    const bool accounts = pick(2) == 0;
    const int landmark = 1 + pick(10);
    const int from_day = landmark + pick(5);
    const int to_day = from_day + 1 + pick(10);
    const long long as_of_ms = 1772323200000 + 45 * day;
    std::map<int, std::vector<random_event>> of;
    for (const random_event& e : events) {
      const int id = accounts ? e.account : e.user;
      if (id >= 0 && e.time_ms < as_of_ms) of[id].push_back(e);
    }
    int censored = 0;
    int gone = 0;
    std::vector<int> learnt;
    std::vector<int> others;
    std::vector<bool> stayed;
    for (auto& [id, theirs] : of) {
      long long start = -1;
      for (const random_event& e : theirs) {
        if (e.name == 0 && (start < 0 || e.time_ms < start)) start = e.time_ms;
      }
      const auto count = [&](int from, int to, const auto& is_it) {
        return static_cast<int>(std::count_if(theirs.begin(), theirs.end(), [&](const random_event& e) {
          return e.time_ms >= start + from * day && e.time_ms < start + to * day && is_it(e.name);
        }));
      };
      if (start < 0 || start >= 1772323200000 + 31 * day) continue;
      if (start + to_day * day > as_of_ms) {
        ++censored;
      } else if (count(std::max(0, landmark - 7), landmark, [](int) { return true; }) == 0) {
        ++gone;
      } else {
        learnt.push_back(count(0, landmark, [](int name) { return name == 1; }));
        others.push_back(count(0, landmark, [](int name) { return name != 1; }));
        stayed.push_back(count(from_day, to_day, [](int name) { return name == 2; }) > 0);
      }
    }
    std::vector<int> sorted = others;
    std::sort(sorted.begin(), sorted.end());
    std::vector<table_2x2> strata(5);
    table_2x2 all;
    for (std::size_t i = 0; i < others.size(); ++i) {
      std::size_t stratum = 0;
      for (std::size_t fifth = 1; fifth < 5; ++fifth) {
        const std::size_t at5 = (sorted.size() - 1) * fifth;
        const long double low = sorted[at5 / 5];
        const long double next = sorted[std::min(sorted.size() - 1, at5 / 5 + 1)];
        stratum += others[i] > low + (next - low) * (at5 % 5) / 5 ? 1U : 0U;
      }
      table_2x2 one;
      (learnt[i] > 0 ? (stayed[i] ? one.tp : one.fp) : (stayed[i] ? one.fn : one.tn)) = 1;
      strata[stratum] += one;
      all += one;
    }
    const std::string asked =
        R"({"ask":"education","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-15",)"
        R"("start":"e0","learning":"e1","return":"e2","per":")" +
        std::string(accounts ? "account" : "user") + R"(","landmark_days":)" + std::to_string(landmark) +
        R"(,"outcome_days":[)" + std::to_string(from_day) + "," + std::to_string(to_day) + "]}";
    CAPTURE(round, asked);
    const value got = ask("", rows_of(events), asked);
    REQUIRE(at(got, "/censored") == censored);
    REQUIRE(at(got, "/gone") == gone);
    REQUIRE(at(got, "/crude/table") ==
            value({{"tp", all.tp}, {"fp", all.fp}, {"fn", all.fn}, {"tn", all.tn}}));
    const auto wanted = mantel_haenszel(strata, false).risk_difference;
    if (wanted.value) {
      REQUIRE(std::fabs(at(got, "/adjusted/risk_difference/value").get<double>() - *wanted.value) < 1e-12);
      REQUIRE(std::fabs(at(got, "/adjusted/risk_difference/low").get<double>() - *wanted.low) < 1e-12);
    } else {
      REQUIRE(at(got, "/adjusted/risk_difference/value") == nullptr);
    }
  }
}
