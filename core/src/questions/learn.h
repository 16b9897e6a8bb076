// SPDX-License-Identifier: Apache-2.0
/**
 * @file learn.h  What do all customers teach, that one customer's page may know? The answer is the model
 * file.
 *
 * Ask:
 * {"ask":"learn","part"?:false,"per"?:"user"|"account","periods"?:3,"start"?,"return"?,"events"?,
 *  "counts"?,"windows_days"?,"outcome_days"?:[28,56],"min_people"?:30,"zone"?,"week_start"?,"as_of"?}
 *
 * Of the vendor's whole base: neither account nor user. `per`: what activation is per, else accounts. The
 * fields from `start` on are those of aha_discovery. With `part` the answer is what `merge` adds: every
 * count, for the vendor's own eyes. Without it the answer is a model, fit to be published, and has no `ask`
 * and no `quality`.
 *
 * Answer:
 * {"payoff_model":1,"playbook":version,"per","period","learned_from":{...},"notes":[...],
 *  "goal":rule or null,"rules":[{"rule","chosen_on","held_out","label","too_good"}],
 *  "lifts":{"capabilities":[...],"steps":[...]},"peers":{"all":cell,"plans":{plan:cell}}}
 *
 * Rules:
 *  - `rules`: the best cells of up to three events, chosen as in aha_discovery on the even half of the
 *    people and told from the odd one, `q` over these; adjusted over fixed strata of other activity (0, 1,
 *    2-3, 4-7, ... events) where aha_discovery has quintiles. `goal`: the first of them that has a label,
 *    is not `too_good`, and whose adjusted risk difference is above 0 with its interval.
 *  - `lifts`: of each capability (first use within the longest window) and each step (done within its
 *    days) `lift` = stayed among those who did it / stayed among all, risk difference, and that adjusted.
 *    The best first; where chance would do the lift counts as 1, and equal ones stand by the peers' rate,
 *    then as in the playbook.
 *  - `peers`: of the last `periods` whole periods of the playbook's report, over customers that were
 *    active in them and seen before them: by metric the quartiles over customers of each one's mean
 *    period, and by capability the share of periods, of customers whose plan has it, in which it was used.
 *    `together`: the pairs of capabilities with a lift above 1, at most ten; `confidence` = used both /
 *    used `has`, `lift` = confidence / share that used `adds`. Quartiles are exact to 0.4%
 *    (learning/buckets.h).
 *
 * No id is in a model, and every group that a figure is of has at least 10 customers: what would be of fewer
 * is left out or null, with the note `suppressed_cells`, counts in `learned_from` too; and where plans that
 * are left out could be reckoned from the others the smallest of those is left out too. Of a rule the
 * exposed and the others are such groups; the cells of its table, who of them stayed, may be smaller. Values
 * of the plan attribute and names of events are in a model.
 *
 * Formula: lift = stayed among those who did it / stayed among all; quartiles as R's type 7 over fixed
 * buckets (learning/buckets.h); all figures of tables as in `association`.
 *
 * Limits: What is learned goes with staying and is no proof that it makes anybody stay. It is of the
 * customers and the time that it was learned from, and under another version of the playbook it says
 * nothing. No id and no group of fewer than ten is not the same as anonymous: names of plans and events are
 * in it.
 *
 * Source: Of our own, on the statistics of `association` and `aha_discovery`.
 *
 * Cost: As aha_discovery; a pass over the rows of the periods a capability and metric.
 *
 * Errors: Those of selectors, missing_as_of, limit_exceeded (more than 1000 cells an event).
 *
 * Example: tests/cases/learn.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_learn(const ask_context& context, const json& question);

}  // namespace payoff
