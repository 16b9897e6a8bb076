// SPDX-License-Identifier: Apache-2.0
/** @file test_funnel_search.cpp  Do funnels agree with trying every way of giving events to steps? */
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr long long hour_in_ms = 3'600'000;
constexpr long long first_ms = 1771545600000;  // 2026-02-20

struct asked {
  std::string order;
  std::vector<unsigned> steps;  // bits of the names that each takes
  unsigned exclude;
  long long window_ms;
};

using times = std::vector<long long>;

/** More steps, else the last one sooner, else begun later, else all of it sooner. */
bool is_better(const times& a, const times& b) {
  if (a.size() != b.size()) return a.size() > b.size();
  if (a.empty()) return false;
  if (a.back() != b.back()) return a.back() < b.back();
  if (a.front() != b.front()) return a.front() > b.front();
  return a < b;
}

/** Every way in which events, each once, can take the steps of a try that begins with step one at that
 * instant. */
times best_in_order(const std::vector<random_event>& events, const asked& q, long long begin_ms) {
  times best;
  times so_far;
  std::vector<bool> used(events.size());
  const std::function<void()> go_on = [&] {
    if (is_better(so_far, best)) best = so_far;
    if (so_far.size() == q.steps.size()) return;
    for (std::size_t i = 0; i < events.size(); ++i) {
      const long long at = events[i].time_ms;
      if (used[i] || (q.steps[so_far.size()] & (1U << events[i].name)) == 0) continue;
      if (so_far.empty() ? at != begin_ms : at < so_far.back() || at > begin_ms + q.window_ms) continue;
      const bool is_interrupted = q.order == "strict" && !so_far.empty() &&
                                  std::any_of(events.begin(), events.end(), [&](const random_event& e) {
                                    return e.time_ms > so_far.back() && e.time_ms < at;
                                  });
      if (is_interrupted) continue;
      used[i] = true;
      so_far.push_back(at);
      go_on();
      so_far.pop_back();
      used[i] = false;
    }
  };
  go_on();
  return best;
}

/** Every way to give steps an event of their own, at least one of them at that instant. */
times best_in_any(const std::vector<random_event>& events, const asked& q, long long begin_ms) {
  times best;
  times taken;
  std::vector<bool> used(events.size());
  const std::function<void(std::size_t)> give = [&](std::size_t step) {
    if (step == q.steps.size()) {
      times sorted = taken;
      std::sort(sorted.begin(), sorted.end());
      if (!sorted.empty() && sorted.front() == begin_ms && is_better(sorted, best)) best = sorted;
      return;
    }
    give(step + 1);
    for (std::size_t i = 0; i < events.size(); ++i) {
      const long long at = events[i].time_ms;
      if (used[i] || (q.steps[step] & (1U << events[i].name)) == 0) continue;
      if (at < begin_ms || at > begin_ms + q.window_ms) continue;
      used[i] = true;
      taken.push_back(at);
      give(step + 1);
      taken.pop_back();
      used[i] = false;
    }
  };
  give(0);
  return best;
}

times best_try(const std::vector<random_event>& events, const asked& q) {
  times best;
  for (const random_event& first : events) {
    const times found =
        q.order == "any" ? best_in_any(events, q, first.time_ms) : best_in_order(events, q, first.time_ms);
    if (found.empty()) continue;
    const bool is_void = std::any_of(events.begin(), events.end(), [&](const random_event& e) {
      return (q.exclude & (1U << e.name)) != 0 && e.time_ms > found.front() &&
             e.time_ms <= found.front() + q.window_ms &&
             !(found.size() == q.steps.size() && found.back() <= e.time_ms);
    });
    if (!is_void && is_better(found, best)) best = found;
  }
  return best;
}

std::string names_of(unsigned bits) {
  std::string out;
  for (unsigned name = 0; name < 4; ++name) {
    if ((bits & (1U << name)) != 0) out += (out.empty() ? "\"e" : ",\"e") + std::to_string(name) + '"';
  }
  return "[" + out + "]";
}

void check_seconds(const value& got, std::vector<double> seconds) {
  REQUIRE(got.is_null() == seconds.empty());
  if (seconds.empty()) return;
  std::sort(seconds.begin(), seconds.end());
  double sum = 0;
  for (const double one : seconds) sum += one;
  const auto quantile = [&](double p) {
    const double place = p * static_cast<double>(seconds.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const double next = seconds[std::min(low + 1, seconds.size() - 1)];
    return seconds[low] + (place - static_cast<double>(low)) * (next - seconds[low]);
  };
  REQUIRE(std::abs(got["mean"].get<double>() - sum / static_cast<double>(seconds.size())) < 1e-6);
  REQUIRE(std::abs(got["median"].get<double>() - quantile(0.5)) < 1e-6);
  REQUIRE(std::abs(got["p90"].get<double>() - quantile(0.9)) < 1e-6);
}

}  // namespace

TEST_CASE("funnels agree with an exhaustive search on random stores") {
  std::mt19937 random(53);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int tries = 0;
  int complete = 0;
  for (int round = 0; round < 60; ++round) {
    // Few instants, so that many events share one; some of them outside the range.
    std::vector<random_event> events;
    const int instants = 2 + pick(12);
    const int count = 4 + pick(18);
    for (int i = 0; i < count; ++i)
      events.push_back({first_ms + pick(instants) * hour_in_ms, pick(4), pick(5) - 1, pick(4) - 1});
    const engine core = loaded("", rows_of(events));
    for (int i = 0; i < 12; ++i) {
      asked q;
      q.order = std::vector<std::string>{"ordered", "strict", "any"}[random() % 3];
      std::string steps;
      for (int k = 1 + pick(4); k > 0; --k) {
        q.steps.push_back(pick(2) == 0 ? 1U << pick(4) : 1U + static_cast<unsigned>(pick(15)));
        steps += (steps.empty() ? "" : ",") + names_of(q.steps.back());
      }
      q.exclude = pick(2) == 0 ? 0U : 1U << pick(4);
      q.window_ms = (1 + pick(8)) * hour_in_ms;
      const bool accounts = pick(3) == 0;
      const std::string text =
          R"({"ask":"funnel","from":"2026-02-20T01:00Z","to":"2026-02-20T11:00Z","as_of":"2026-03-01","order":")" +
          q.order + R"(","steps":[)" + steps + R"(],"window":{"unit":"hour","value":)" +
          std::to_string(q.window_ms / hour_in_ms) + "}" +
          (q.exclude == 0 ? "" : R"(,"exclude":)" + names_of(q.exclude)) +
          (accounts ? R"(,"per":"account"})" : "}");
      CAPTURE(round, text);
      std::map<int, std::vector<random_event>> of;
      for (const random_event& e : events) {
        const long long hour = (e.time_ms - first_ms) / hour_in_ms;
        const int who = accounts ? e.account : e.user;
        if (who >= 0 && hour >= 1 && hour < 11) of[who].push_back(e);
      }
      std::vector<int> reached(q.steps.size());
      std::vector<std::vector<double>> gaps(q.steps.size());
      std::vector<double> whole;
      for (const auto& [who, theirs] : of) {
        const times best = best_try(theirs, q);
        for (std::size_t k = 0; k < best.size(); ++k) {
          ++reached[k];
          if (k > 0) gaps[k].push_back(double(best[k] - best[k - 1]) / 1000);
        }
        if (best.size() == q.steps.size()) whole.push_back(double(best.back() - best.front()) / 1000);
        tries += best.empty() ? 0 : 1;
        complete += best.size() == q.steps.size() && best.size() > 1 ? 1 : 0;
      }
      const value got = ask(core, text);
      for (std::size_t k = 0; k < q.steps.size(); ++k) {
        const value& step = got["steps"][k];
        REQUIRE(step["count"] == reached[k]);
        REQUIRE(step["rate_from_first"] ==
                (reached[0] == 0 ? value(nullptr) : value(double{1} * reached[k] / reached[0])));
        const int before = reached[k == 0 ? 0 : k - 1];
        REQUIRE(step["rate_from_previous"] ==
                (before == 0 ? value(nullptr) : value(double{1} * reached[k] / before)));
        check_seconds(step["seconds_from_previous"], gaps[k]);
      }
      REQUIRE(got["people"] == reached[0]);
      check_seconds(got["seconds_to_convert"], whole);
    }
  }
  // The search must have had something to find.
  CHECK(tries > 800);
  CHECK(complete > 150);
}
