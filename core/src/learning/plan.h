// SPDX-License-Identifier: Apache-2.0
/**
 * @file plan.h  What is learned, and from what? Parts can only be added if they agree in all of it.
 *
 * A part carries its plan as JSON, so that merging needs neither the playbook nor the events:
 * {"playbook":version,"as_of","zone","week_start","period","from","to","per","start"?,"return"?,"events"?,
 *  "counts","windows_days","outcome_days","min_people","metrics":[id],"capabilities":[id],
 *  "steps":[{"id","count","within_days"}]}
 * `from` and `to` bound the periods in which peers are looked at. `start`, `return` and `events` are absent
 * where they are the playbook's own, or all.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json/json.h"
#include "json/reader.h"
#include "questions/shared/aha_plan.h"
#include "questions/shared/frame.h"

namespace payoff {

struct learned_step {
  std::string id;
  std::int64_t count{1};
  std::int64_t within_days{1};
};

struct learning_plan {
  std::string playbook, as_of, zone, period, from, to;
  weekday week_start{weekday::monday};
  aha_plan aha;
  std::vector<std::string> metrics, capabilities;
  std::vector<learned_step> steps;

  /** What a capability's first use is looked for in: the longest window. */
  [[nodiscard]] std::int64_t capability_days() const { return aha.windows_days.back(); }
};

/** `peers`: the periods as one range. The question's fields are those that read_aha_plan() read into `aha`.
 */
[[nodiscard]] json plan_json(const frame& in, const json& question, const aha_plan& aha,
                             const time_range& peers);
[[nodiscard]] learning_plan parse_plan(const json& value, const std::string& path, problem& wrong);

/** Reports in which field of the plan another part's differs. */
void check_same_plan(const json& first, const json& other, const std::string& path, problem& wrong);

}  // namespace payoff
