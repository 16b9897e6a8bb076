// SPDX-License-Identifier: Apache-2.0
/**
 * @file report.h  What does the value report of one customer and period say?
 *
 * Ask:
 * {"ask":"report","from","to","grain"?:"day","compare"?,"account"?,"user"?,"overrides"?,"zone"?,
 *  "week_start"?,"as_of"?}
 *
 * Answer: One answer for one element: `metrics` (the playbook's headline, else all its metrics; as in usage,
 * with `previous_series`), `roi` (as roi, by this grain), `activation` and `aha` (as aha_progress, also by
 * the model's goal) of the account or user that is asked for, `adoption` (per user) and its `next_best`, and
 * the templates in `texts`, untouched: the element fills and formats them, the core knows no language. Parts
 * that the playbook does not define are null; those that this build has no question for (new, flags) are
 * null with the note `not_available`.
 *
 * Rules:
 *  - Each part says what the question of that name says of the same customer, range and as_of; `metrics`
 *    has `previous_series` besides.
 *  - Parts of one customer are null where neither an account nor a user is asked for.
 *
 * Formula: Those of usage, roi, activation, aha_progress and adoption; it has none of its own.
 *
 * Limits: Those of its parts. What a report calls worth is count x assumption: an assumption of the vendor
 * is an assumption, and each row says whose it is.
 *
 * Source: Of our own.
 *
 * Cost: That of usage, roi, activation, aha_progress and adoption together.
 *
 * Errors: Those of usage, roi, activation, aha_progress and adoption.
 *
 * Example: tests/cases/report.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_report(const ask_context& context, const json& question);

}  // namespace payoff
