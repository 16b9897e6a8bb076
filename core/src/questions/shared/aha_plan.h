// SPDX-License-Identifier: Apache-2.0
/** @file aha_plan.h  What does a question look for among early behaviours? aha_discovery.h documents the
 * fields. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "questions/shared/starters.h"
#include "questions/shared/table_json.h"

namespace payoff {

/** An event as the question names it, and as it can be pasted into a playbook. */
struct aha_event {
  json written;
  selector of;
};

struct aha_plan {
  selector start, returning;
  json start_for_rules; /**< null where a rule need not name its start. */
  bool has_all_events{false};
  std::vector<aha_event> events;           /**< Unless has_all_events. */
  std::vector<std::uint32_t> counts;       /**< Ascending, each once. */
  std::vector<std::uint32_t> windows_days; /**< The same. */
  days_after_start outcome;
  std::int64_t min_people{30};
  std::int64_t pairs{5};
  table_options options;
  counted per{counted::users};
};

/** Mistakes go to the reader's problem. */
[[nodiscard]] aha_plan read_aha_plan(reader& from, const playbook& book);

}  // namespace payoff
