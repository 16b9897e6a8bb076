// SPDX-License-Identifier: Apache-2.0
/**
 * @file activation_base.h  How many of all customers get started, how fast, and where do the others stop?
 *
 * Ask:
 * {"ask":"activation","zone"?,"week_start"?,"as_of"?}
 *
 * Where neither account nor user is named; not in payoff.wasm.
 *
 * Answer:
 * {"ask","per","started","eligible","activated","activated_late","rate","days_to_activate":{"median",
 *  "low","high"},"steps":[{"id","done","rate","days":{"median"}}],"stuck_at":{"invite":21}}
 *
 * Rules:
 *  - Units are what activation is `per`, with a start before as_of. `eligible`: their window of
 *    within_days x 24 h has closed by as_of. All figures but days_to_activate are over those, and all that
 *    was done counts up to the deadline: `activated` had the rule's number of steps by then,
 *    `activated_late` has it since.
 *  - `days_to_activate`: Kaplan-Meier's median, with its 95% interval, over all who started, however late
 *    they were; who is not activated is censored at as_of. Days are local ones, 0 the day of the start.
 *  - A step's `days` are the median from the start to its doing, of those counted in `done`.
 *  - `stuck_at`: of the eligible who were not activated by the deadline, how many had that as their first
 *    step undone; in the steps' order, without those where nobody stopped.
 *
 * Formula: rate = activated / eligible; the median is the smallest day with a survival of at most 1/2
 * (stats/kaplan_meier.h).
 *
 * Limits: Who has just started is in no rate yet. `stuck_at` says where people stood when their time ran
 * out, and not that this step is what kept them.
 *
 * Source: Kaplan & Meier (1958), with the log-log interval of 95% as R's survfit has it.
 *
 * Cost: A pass over the rows for the start and for each step.
 *
 * Errors: missing_field (a playbook without activation), those of selectors.
 *
 * Example: tests/cases/activation_base.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

/** Where neither account nor user is named. */
[[nodiscard]] result<json> answer_activation_base(const ask_context& context, const json& question);

}  // namespace payoff
