// SPDX-License-Identifier: Apache-2.0
/**
 * @file report.h  What does the value report of one customer and period say?
 *
 * {"ask":"report","from","to","grain"?:"day","compare"?,"account"?,"user"?,"overrides"?,"zone"?,"week_start"?,"as_of"?}
 *
 * One answer for one element: `metrics` (the playbook's headline, else all its metrics; as in usage, with
 * `previous_series`), `roi` (as roi, by this grain), `activation` and `aha` (as aha_progress, also by the
 * model's goal) of the account or user that is asked for, `adoption` (per user) and its `next_best`, and the
 * templates in `texts`, untouched: the element fills and formats them, the core knows no language. Parts that
 * the playbook does not define are null; those that this build has no question for (new, flags) are null with
 * the note `not_available`.
 *
 * Cost and errors: those of usage, roi, activation, aha_progress and adoption together.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_report(const ask_context& context, const json& question);

}  // namespace payoff
