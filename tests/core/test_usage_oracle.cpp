// SPDX-License-Identifier: Apache-2.0
/** @file test_usage_oracle.cpp  Usage against a slow and obvious second reckoning, on random stores. */
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr long long day_length_ms = 86'400'000;
constexpr long long june_1 = 1780272000000;  // 2026-06-01T00:00Z, a Monday; local days are UTC's here

struct event {
  long long time_ms;
  int name, user, account;  // user and account: -1 is none
  int number;               // in quarters; 1000: not there
};

std::vector<event> random_events(std::mt19937& random, int count) {
  std::vector<event> out;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int i = 0; i < count; ++i) {
    // Whole hours, so that many events share an instant; from the middle of May to the end of July.
    const long long time = june_1 + (pick(75 * 24) - 15 * 24) * 3'600'000LL;
    out.push_back({time, pick(3), pick(8) - 1, pick(4) - 1, pick(5) == 0 ? 1000 : pick(400) - 200});
  }
  return out;
}

std::string row_of(const event& e) {
  std::string out = R"({"type":"track","event":"e)" + std::to_string(e.name) + R"(","timestamp":)" +
                    std::to_string(e.time_ms);
  if (e.user >= 0) out += R"(,"userId":"u)" + std::to_string(e.user) + '"';
  if (e.account >= 0) out += in_account("a" + std::to_string(e.account));
  if (e.number != 1000) out += with("{\"n\":" + std::to_string(e.number / 4) + "}");
  return out + "}";
}

struct stretch {
  long long from, to;
};

/** June by day, week or month. */
std::vector<stretch> stretches(const std::string& grain) {
  std::vector<stretch> out;
  const int length = grain == "day" ? 1 : grain == "week" ? 7 : 30;
  for (int d = 0; d < 30; d += length)
    out.push_back({june_1 + d * day_length_ms, june_1 + std::min(30, d + length) * day_length_ms});
  return out;
}

/** What a metric over e1 and e2 is in one stretch; the store is read from front to back each time. */
value slow(const std::vector<event>& events, const std::string& stat, const stretch& in, int account) {
  int count = 0;
  long long sum = 0;
  std::set<int> users, accounts;
  std::vector<double> numbers;
  for (const event& e : events) {
    if (e.time_ms < in.from || e.time_ms >= in.to || e.name == 0 || (account >= 0 && e.account != account))
      continue;
    ++count;
    if (e.user >= 0) users.insert(e.user);
    if (e.account >= 0) accounts.insert(e.account);
    if (e.number == 1000) continue;
    sum += e.number / 4;
    numbers.push_back(e.number / 4);
  }
  if (stat == "count") return count;
  if (stat == "users") return users.size();
  if (stat == "accounts") return accounts.size();
  if (stat == "sum") return sum;
  if (numbers.empty()) return nullptr;
  std::sort(numbers.begin(), numbers.end());
  if (stat == "min") return numbers.front();
  if (stat == "max") return numbers.back();
  if (stat == "mean") return static_cast<double>(sum) / static_cast<double>(numbers.size());
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

}  // namespace

TEST_CASE("every statistic by day, week and month agrees with a slow reckoning") {
  std::mt19937 random(23);
  for (int round = 0; round < 12; ++round) {
    const std::vector<event> events = random_events(random, round == 0 ? 0 : round < 4 ? 30 : 600);
    std::vector<std::string> rows;
    for (const event& e : events) rows.push_back(row_of(e));
    const engine core = loaded(R"({"payoff":1,"version":"1","data":{"columns":["n"]}})", rows);
    for (const std::string grain : {"day", "week", "month"}) {
      for (const std::string stat : {"count", "users", "accounts", "sum", "median", "mean", "min", "max"}) {
        const int account = round % 2 == 0 ? -1 : static_cast<int>(random() % 3);
        CAPTURE(round, grain, stat, account);
        const bool reads = stat != "count" && stat != "users" && stat != "accounts";
        const value answer = ask(
            core,
            usage(R"("from":"2026-06-01","to":"2026-07-01","as_of":"2026-08-15","grain":")" + grain + '"' +
                      (account < 0 ? "" : R"(,"account":"a)" + std::to_string(account) + '"'),
                  R"({"id":"m","of":["e1","e2"],"stat":")" + stat + '"' + (reads ? R"(,"prop":"n"})" : "}")));
        const std::vector<stretch> by = stretches(grain);
        const value& series = answer["metrics"][0]["series"];
        REQUIRE(series.size() == by.size());
        for (std::size_t i = 0; i < by.size(); ++i)
          REQUIRE(series[i]["value"] == slow(events, stat, by[i], account));
        REQUIRE(at(answer, "/metrics/0/total") ==
                slow(events, stat, {june_1, june_1 + 30 * day_length_ms}, account));
        // The 31 days of May, a whole month before a whole month.
        REQUIRE(at(answer, "/metrics/0/previous") ==
                slow(events, stat, {june_1 - 31 * day_length_ms, june_1}, account));
      }
    }
  }
}

TEST_CASE("durations agree with a slow reckoning") {
  std::mt19937 random(31);
  for (int round = 0; round < 15; ++round) {
    const std::vector<event> events = random_events(random, 200);
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < events.size(); ++i) {
      const int key = (events[i].number + 200) % 17;
      rows.push_back(track(events[i].name == 0 ? "open" : "close",
                           events[i].user < 0 ? "" : "u" + std::to_string(events[i].user), "T",
                           with("{\"k\":" + std::to_string(key) + "}")));
      rows.back().replace(rows.back().find("\"T\""), 3, std::to_string(events[i].time_ms));
    }
    const value answer = ask(
        R"({"payoff":1,"version":"1","metrics":[{"id":"n","between":{"start":"open","end":"close","key":"k"},"stat":"count"},
      {"id":"h","between":{"start":"open","end":"close","key":"k"},"stat":"sum","unit":"hours"}]})",
        rows,
        R"({"ask":"usage","from":"2026-06-01","to":"2026-07-01","as_of":"2026-07-10","grain":"month"})");
    int pairs = 0;
    long long hours = 0;
    for (const event& start : events) {
      if (start.name != 0 || start.time_ms < june_1 || start.time_ms >= june_1 + 30 * day_length_ms) continue;
      long long best = -1;
      for (const event& end : events) {
        if (end.name == 0 || (end.number + 200) % 17 != (start.number + 200) % 17) continue;
        if (end.time_ms < start.time_ms || end.time_ms >= june_1 + 39 * day_length_ms) continue;
        if (best < 0 || end.time_ms < best) best = end.time_ms;
      }
      if (best < 0) continue;
      ++pairs;
      hours += (best - start.time_ms) / 3'600'000;
    }
    CHECK(at(answer, "/metrics/0/total") == pairs);
    CHECK(at(answer, "/metrics/1/total") == hours);
  }
}
