// SPDX-License-Identifier: Apache-2.0
/**
 * @file aha_progress.h  How near is this customer to the moment from which on customers stay?
 *
 * Ask:
 * {"ask":"aha_progress","account" or "user","rule"?:{"event":Selector,"count"?:1,"within_days"?:14,
 *  "start"?:Selector,"label"?},"zone"?,"as_of"?}
 *
 * Without `rule` the playbook's `aha`, and without that the goal of the model (note `learned_goal`).
 *
 * Answer: By `status`:
 *  - `not_started`: no start before as_of. count is 0; started_at, deadline, days_left,
 *    pace_needed_per_day and reached_at are null.
 *  - `reached`: count >= target; `reached_at` is the target-th event's instant. It stays reached. What
 *    happens from the deadline on does not count: the rule holds for those who were that quick.
 *  - `missed`: not reached, and as_of is at or after the deadline.
 *  - `on_track`: count >= floor(target x elapsed / window), the whole events that an even pace would have
 *    made by now, elapsed = as_of - start; so nobody is behind in the first minute, and with target 1 not
 *    before the deadline.
 *  - `behind`: otherwise.
 *
 * `days_left` = (deadline - as_of) / 24 h, not rounded, 0 from the deadline on. `pace_needed_per_day` =
 * (target - count) / days_left; 0 once reached, null once missed. `label` is null where the rule has none.
 *
 * Rules: The window opens with the customer's first event that the rule's `start` picks, else activation's
 * start, else the first event of all, and closes at `deadline` = start + within_days x 24 h (elapsed;
 * daylight saving plays no part). `count` = matching events in [start, deadline) before as_of, also beyond
 * `target`: the starting event too, if it fits. For an account those of all its people count, unattributed
 * ones too.
 *
 * Formula: pace_needed_per_day = (target - count) / days_left; on track means count >= floor(target x
 * elapsed / window).
 *
 * Limits: The rule goes with staying; that reaching it makes anybody stay is not shown by it. It is as good
 * as the data it was learned from, and who counts events to reach a number has not become like those who
 * did.
 *
 * Source: Of our own; rules come from the playbook, from `aha_discovery`, or from the model of `learn`.
 *
 * Cost: Two passes over the customer's rows.
 *
 * Errors: missing_field (neither account nor user; no rule), those of selectors.
 *
 * Example: tests/cases/aha_progress.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/frame.h"

namespace payoff {

[[nodiscard]] result<json> answer_aha_progress(const ask_context& context, const json& question);

/** The playbook's rule, else the model's goal, else nullptr. */
[[nodiscard]] const aha_rule* goal_of(const ask_context& context);

/** The answer's body for the frame's account or user; `path` is where the rule stands, for errors. */
[[nodiscard]] result<json> aha_of_one(const frame& in, const aha_rule& rule, const std::string& path);

}  // namespace payoff
