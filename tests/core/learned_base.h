// SPDX-License-Identifier: Apache-2.0
/** @file learned_base.h  A random base of customers to learn from, account by account. */
#pragma once

#include <random>
#include <string>
#include <vector>

#include "ask.h"

namespace payoff::testing {

inline const std::string learned_playbook =
    R"({"payoff":1,"version":"7","sets":{"active":["*",{"not":"billed"}],"value":["resolved","run"]},
    "capabilities":[{"id":"tickets","events":["created","resolved"]},
                    {"id":"automation","events":["run"],"plans":["team"]},
                    {"id":"chat","events":["chat"]}],
    "activation":{"start":"began","per":"account","within_days":14,
      "steps":[{"id":"connect","label":"C","event":"connected"},
               {"id":"invite","label":"I","event":"invited","count":2,"within_days":7},
               {"id":"resolve","label":"R","event":"resolved"}]},
    "metrics":[{"id":"resolved","label":"R","of":"resolved","stat":"count"},
               {"id":"reply","label":"F","between":{"start":"created","end":"resolved","key":"ticket"},"stat":"median"},
               {"id":"sales","label":"S","of":"chat","stat":"mean","prop":"amount"}],
    "subscription":{"plan":"account.plan"}})";

inline constexpr long long year_2026_ms = 1767225600000;
inline constexpr long long a_day_ms = 86'400'000;

/** Rows of each account; no user is in two. Who invites early mostly stays. Some rows are broken. */
inline std::vector<std::vector<std::string>> random_base(std::mt19937& random, int accounts) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<std::vector<std::string>> out;
  for (int a = 0; a < accounts; ++a) {
    const std::string id = "a" + std::to_string(a);
    std::vector<std::string> rows;
    const long long start_ms = year_2026_ms + pick(150) * a_day_ms + pick(24) * 3'600'000LL;
    const auto add = [&](const std::string& event, long long time_ms, const std::string& more = "") {
      const int user = pick(4);
      std::string row =
          R"({"type":"track","event":")" + event + R"(","timestamp":)" + std::to_string(time_ms);
      if (user > 0) row += R"(,"userId":")" + id + "u" + std::to_string(user) + '"';
      rows.push_back(row + more + in_account(id) + "}");
    };
    if (pick(5) > 0) {
      rows.push_back(R"({"type":"group","groupId":")" + id + R"(","userId":")" + id + R"(u1","timestamp":)" +
                     std::to_string(start_ms) + R"(,"traits":{"plan":")" + (pick(3) > 0 ? "team" : "solo") +
                     R"("}})");
    }
    if (pick(20) > 0) add("began", start_ms);
    if (pick(9) == 0) rows.push_back("{broken");
    const bool is_keen = pick(2) == 0;
    for (int i = pick(4) + (is_keen ? 1 : 0); i > 0; --i) add("invited", start_ms + pick(8) * a_day_ms);
    if (pick(3) > 0) add("connected", start_ms + pick(20) * a_day_ms);
    const int days = pick(4) == 0 || !is_keen ? 20 + pick(20) : 180;
    for (int i = 5 + pick(40); i > 0; --i) {
      const long long time_ms = start_ms + pick(days) * a_day_ms + pick(86'400) * 1000LL;
      const std::string ticket = std::to_string(pick(6));  // the same numbers in every account
      switch (pick(6)) {
        case 0:
          add("created", time_ms, with(R"({"ticket":)" + ticket + "}"));
          break;
        case 1:
        case 2:
          add("resolved", time_ms, with(R"({"ticket":)" + ticket + "}"));
          break;
        case 3:
          add("run", time_ms);
          break;
        case 4:
          add("chat", time_ms, with(R"({"amount":)" + std::to_string(pick(1000) / 10.0) + "}"));
          break;
        default:
          add("billed", time_ms);
      }
    }
    out.push_back(std::move(rows));
  }
  return out;
}

inline std::vector<std::string> flat(const std::vector<std::vector<std::string>>& base) {
  std::vector<std::string> out;
  for (const auto& rows : base) out.insert(out.end(), rows.begin(), rows.end());
  return out;
}

/** A model with all that the core demands, and `more` behind it. */
inline std::string model_text(const std::string& lifts, const std::string& peers,
                              const std::string& more = "") {
  return R"({"payoff_model":1,"playbook":"7","per":"account","period":"month","lifts":)" + lifts +
         R"(,"peers":)" + peers + more + "}";
}

}  // namespace payoff::testing
