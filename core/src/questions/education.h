// SPDX-License-Identifier: Apache-2.0
/**
 * @file education.h  Did learning change staying, or do those learn who would have stayed anyway?
 *
 * Ask:
 * {"ask":"education","from","to","learning":Selector,"start"?:Selector,"return"?:"@value",
 *  "landmark_days"?:14,"outcome_days"?:[28,56],"grain"?:"month","prior"?,"correction"?,
 *  "per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 *  - `crude` holds the figures of the table of exposure and outcome as association's rows do, `adjusted`
 *    is Mantel-Haenszel over fifths of the number of other events in days [0, L), learning set aside
 *    (shared/strata.h).
 *  - `verdict` goes by the adjusted risk difference: `helps` or `hurts` where its 95% interval is above or
 *    below 0, else `cannot_tell`; so too where either group has fewer than 30 people (note `small_sample`)
 *    or the interval is unknown.
 *  - `activity`, in the outcome window: `dau` people with an "@active" event on a day, as a mean over its
 *    days; `wau` the same over its whole weeks, null if there is none; `stickiness` = dau / wau.
 *  - `cohorts`: both groups by the bucket of the start, `people`, `returned` and `rate`.
 *  - `vanity`: how many people had a learning event inside [from, to) before as_of, and how many such
 *    events there were, whoever they are. They say nothing of an effect and no figure above hangs on them.
 *  - The note `not_causal` is always there.
 *
 * Rules: A landmark analysis: who learns must have been there to learn, so those who left before day L are
 * in neither group.
 *  - In it are people whose first `start` in the data (else activation's start, else any event) lies in
 *    [from, to) and whose outcome window has ended by as_of (`censored` is the number of the others), and
 *    who were still there at day L: an "@active" event in the seven days before it, not before the start
 *    (`gone` is the number of the others). What comes later decides nothing, as the outcome is part of it.
 *    Days are 24 hours.
 *  - Exposed: a `learning` event in days [0, L). Outcome: a `return` event in days [o1, o2), o1 >= L.
 *
 * Formula: risk difference = stayed among exposed - stayed among unexposed; adjusted = sum((a n0 - c n1) /
 * n) / sum(n1 n0 / n) over fifths by activity (stats/mantel_haenszel.h).
 *
 * Limits: Goes with, not causes: people choose to learn, and what was not observed may still make the
 * difference. Being equally busy is not being alike. With fewer than 30 on a side it says `cannot_tell`, and
 * an effect that is small beside chance is not told from none.
 *
 * Source: Landmark analysis: Anderson, Cain & Gelber (1983). Mantel & Haenszel (1959), Greenland & Robins
 * (1985).
 *
 * Cost: A pass over the rows, then a few steps a person.
 *
 * Errors: Those of fields and selectors, bad_value (an outcome before the landmark), limit_exceeded
 * (buckets).
 *
 * Example: tests/cases/education.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_education(const ask_context& context, const json& question);

}  // namespace payoff
