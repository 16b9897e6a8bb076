// SPDX-License-Identifier: Apache-2.0
/** @file random_rows.h  Random events of few people and accounts, for slow second reckonings; local time in
 * Berlin without the core's calendar. */
#pragma once

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "ask.h"

namespace payoff::testing {

struct random_event {
  long long time_ms;
  int name, user, account;  // user and account: -1 is none
};

/** Half hours from 2026-02-20 to 2026-05-10, over the change to summer time of 2026-03-29. */
inline std::vector<random_event> random_events(std::mt19937& random, int count) {
  std::vector<random_event> out;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int i = 0; i < count; ++i) {
    const long long time_ms = 1771545600000 + pick(79 * 48) * 1'800'000LL;
    out.push_back({time_ms, pick(3), pick(9) - 1, pick(4) - 1});
  }
  return out;
}

inline std::vector<std::string> rows_of(const std::vector<random_event>& events) {
  std::vector<std::string> out;
  for (const random_event& e : events) {
    std::string row = R"({"type":"track","event":"e)" + std::to_string(e.name) + R"(","timestamp":)" +
                      std::to_string(e.time_ms);
    if (e.user >= 0) row += R"(,"userId":"u)" + std::to_string(e.user) + '"';
    if (e.account >= 0) row += in_account("a" + std::to_string(e.account));
    out.push_back(row + "}");
  }
  return out;
}

/** Days since 1970 on Berlin's clocks in spring 2026: an hour ahead, from 2026-03-29T01:00Z on two. */
inline long long berlin_day(long long time_ms) {
  return (time_ms + (time_ms < 1774746000000 ? 1 : 2) * 3'600'000LL) / 86'400'000;
}

/** The first day of the day's period; weeks begin `week_start` days after Monday. */
inline long long period_of(long long day, const std::string& grain, int week_start = 0) {
  if (grain == "day") return day;
  if (grain == "week") return day - (day + 3 - week_start + 7) % 7;  // 1970-01-01 was a Thursday
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return std::chrono::sys_days{date.year() / date.month() / 1}.time_since_epoch().count();
}

inline std::string date_of(long long day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) +
         "-" + two(static_cast<unsigned>(date.day()));
}

}  // namespace payoff::testing
