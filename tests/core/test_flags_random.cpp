// SPDX-License-Identifier: Apache-2.0
/** @file test_flags_random.cpp  Flags against a slow second reckoning from the list of events alone. */
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr long long day = 86'400'000;
constexpr long long as_of_ms = 1777593600000;  // 2026-05-01

/** e0 asks for help, e1 is of value, e2 logs in. */
constexpr const char* book = R"({"payoff":1,"version":"1",
  "sets":{"active":["e1","e2"],"value":"e1","login":"e2","support":"e0"},
  "capabilities":[{"id":"c0","events":"e0"},{"id":"c2","events":"e2"}],
  "flags":{"capability_dropped":{"window_days":9},"champion_risk":{"low":0.4},"champion_left":{"low_days":3},
    "usage_drop":{"high":0.5,"medium":0.2,"p":0.3}},
  "subscription":{"payment_failed":"e0","payment_succeeded":"e2"}})";

/** Of two counts over equal times, outcome by outcome. */
double p_of(int a, int b) {
  const int n = a + b;
  const auto weight = [n](int k) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) -
                    n * std::log(2.0));
  };
  double out = 0;
  for (int k = 0; k <= n; ++k) {
    if (weight(k) <= weight(a) * (1 + 1e-7)) out += weight(k);
  }
  return out;
}

class twin {
 public:
  twin(const std::vector<random_event>& all, int account) {
    for (const random_event& e : all) {
      if (e.account == account && e.time_ms < as_of_ms) rows_.push_back(e);
    }
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const auto& a, const auto& b) { return a.time_ms < b.time_ms; });
  }

  std::map<std::string, value> flags() {
    const auto active = [](const random_event& e) { return e.name > 0; };
    if (const long long last = last_of(active, as_of_ms); last > 0) silence("silent", last, 14, 7);
    compare("usage_drop", count(active, 56, 28), count(active, 28, 0), 0.3);
    compare("logins_drop", count(named(2), 56, 28), count(named(2), 28, 0), 0.05);
    compare("session_drop", sessions(56, 28), sessions(28, 0), 0.05);
    const int calls = count(named(0), 28, 0);
    const int calls_before = count(named(0), 56, 28);
    if (calls_before > 0 && calls >= 2 * calls_before && p_of(calls, calls_before) < 0.05) {
      raise("support_load", "medium", as_of_ms - 28 * day, calls, calls_before, 2);
    }
    const int people = count_people(active, 28, 0);
    const int people_before = count_people(active, 56, 28);
    const int made = count(named(1), 28, 0);
    const int made_before = count(named(1), 56, 28);
    if (made_before > 0 && people_before > 0 && people >= people_before &&
        // made / people <= 0.8 made_before / people_before
        10LL * made * people_before <= 8LL * made_before * people) {
      raise("engagement_drop", "medium", as_of_ms - 28 * day, made / double(people),
            made_before / double(people_before), 0.2);
    }
    for (const int capability : {0, 2}) {
      const int before = count(named(capability), 18, 9);
      if (before == 0 || count(named(capability), 9, 0) > 0) continue;
      raise("c" + std::to_string(capability), "medium", last_of(named(capability), as_of_ms - 9 * day), 0,
            before, 9);
    }
    champion(count_people(active, 90, 0));
    const long long paid = last_of(named(2), as_of_ms);
    int failures = 0;
    long long since = 0;
    for (const random_event& e : rows_) {
      if (e.name != 0 || e.time_ms <= paid) continue;
      if (failures++ == 0) since = e.time_ms;
    }
    if (failures > 0) raise("payment_failed", "high", since, failures, nullptr, nullptr);
    return found_;
  }

 private:
  using pick = std::function<bool(const random_event&)>;
  static pick named(int name) {
    return [name](const random_event& e) { return e.name == name; };
  }
  static bool is_within(const random_event& e, int from, int to) {
    return e.time_ms >= as_of_ms - from * day && e.time_ms < as_of_ms - to * day;
  }
  int count(const pick& of, int from, int to) const {
    int out = 0;
    for (const random_event& e : rows_) out += of(e) && is_within(e, from, to) ? 1 : 0;
    return out;
  }
  int count_people(const pick& of, int from, int to) const {
    std::set<int> out;
    for (const random_event& e : rows_) {
      if (of(e) && is_within(e, from, to) && e.user >= 0) out.insert(e.user);
    }
    return static_cast<int>(out.size());
  }
  int sessions(int from, int to) const {
    int out = 0;
    std::map<int, long long> last;
    for (const random_event& e : rows_) {
      if (e.name == 0 || e.user < 0 || !is_within(e, from, to)) continue;
      if (last.count(e.user) == 0 || e.time_ms - last[e.user] > 1'800'000) ++out;
      last[e.user] = e.time_ms;
    }
    return out;
  }
  long long last_of(const pick& of, long long before_ms) const {
    long long out = 0;
    for (const random_event& e : rows_) {
      if (of(e) && e.time_ms < before_ms) out = e.time_ms;
    }
    return out;
  }

  void raise(const std::string& id, const char* severity, long long since_ms, const value& seen,
             const value& baseline, const value& threshold) {
    found_[id] = {{"severity", severity},
                  {"since", date_of(since_ms / day)},
                  {"value", seen},
                  {"baseline", baseline},
                  {"threshold", threshold}};
  }
  void silence(const std::string& id, long long last, int high, int medium) {
    const long long days = (as_of_ms - last) / day;
    if (days >= medium)
      raise(id, days >= high ? "high" : "medium", last, days, nullptr, days >= high ? high : medium);
  }
  void compare(const std::string& id, int before, int now, double p) {
    if (before == 0 || 10 * now > 8 * before || p_of(now, before) >= p) return;
    const bool is_high = 2 * now <= before;
    raise(id, is_high ? "high" : "medium", as_of_ms - 28 * day, now, before, is_high ? 0.5 : 0.2);
  }
  void champion(int people) {
    std::map<int, int> made;
    int total = 0;
    for (const random_event& e : rows_) {
      if (e.name == 1 && e.user >= 0) ++made[e.user], ++total;
    }
    if (people < 3 || total == 0) return;
    int who = made.begin()->first;
    std::vector<int> counts;
    for (const auto& [user, events] : made) {
      counts.push_back(events);
      if (events > made[who]) who = user;
    }
    if (10 * made[who] < 4 * total) return;
    std::sort(counts.rbegin(), counts.rend());
    int bus_factor = 0;
    for (int sum = 0; 2 * sum < total; ++bus_factor) sum += counts[static_cast<std::size_t>(bus_factor)];
    raise("champion_risk", "low", as_of_ms - 90 * day, made[who] / double(total), nullptr, 0.4);
    found_["champion_risk"]["bus_factor"] = bus_factor;
    found_["champion_risk"]["user"] = "u" + std::to_string(who);
    const long long last =
        last_of([&](const random_event& e) { return e.user == who && e.name > 0; }, as_of_ms);
    const long long days = (as_of_ms - last) / day;
    if (days < 3) return;
    raise("champion_left", "low", last, days, nullptr, 3);
    found_["champion_left"]["user"] = "u" + std::to_string(who);
  }

  std::vector<random_event> rows_;
  std::map<std::string, value> found_;
};

}  // namespace

TEST_CASE("flags agree with a slow reckoning on random stores") {
  std::mt19937 random(23);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::map<std::string, int> seen;
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    std::vector<random_event> events = random_events(random, 20 + pick(500));
    // Each name thins out, or grows, at a time of its own, and one person may do most.
    for (int name = 0; name < 3; ++name) {
      const long long edge = as_of_ms - (pick(2) == 0 ? 28 : pick(40)) * day;
      const bool is_thin_after = name > 0 && pick(3) > 0;
      const int kept = pick(5);
      events.erase(std::remove_if(events.begin(), events.end(),
                                  [&](const random_event& e) {
                                    return e.name == name && (e.time_ms >= edge) == is_thin_after &&
                                           pick(5) >= kept;
                                  }),
                   events.end());
    }
    const int champion = pick(9) - 1;
    for (random_event& e : events) {
      if (round % 2 == 0 && e.user >= 0 && pick(2) == 0) e.user = champion;
    }
    const value got =
        ask(book, rows_of(events), R"({"ask":"flags","account":"a1","as_of":"2026-05-01T00:00:00Z"})");
    REQUIRE(got.contains("flags"));
    std::map<std::string, value> flags;
    for (const value& one : got["flags"]) {
      const std::string id = one.contains("capability") ? one["capability"] : one["id"];
      REQUIRE(flags.count(id) == 0);
      ++seen[id];
      value bare = one;
      bare.erase("id");
      bare.erase("capability");
      bare.erase("p");
      if (one.contains("p") && id != "engagement_drop") {
        CHECK(std::abs(one["p"].get<double>() - p_of(one["value"], one["baseline"])) < 1e-8);
      }
      flags[id] = bare;
    }
    CHECK(value(flags) == value(twin(events, 1).flags()));
  }
  // All of them were raised somewhere.
  CHECK(seen.size() == 11);
  for (const auto& [id, times] : seen) {
    CAPTURE(id);
    CHECK(times >= 2);
  }
}
