// SPDX-License-Identifier: Apache-2.0
/**
 * @file survival.h  How long until it happens, when for some it has not happened yet?
 *
 * {"ask":"survival","from","to","start"?:Selector,"end":Selector|"inactive:28","grain"?:"day","by"?:"plan",
 *  "horizon"?,"per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 * or, without events and as_of:
 * {"ask":"survival","durations":[...],"observed":[...],"group"?:[...],"horizon"?}
 *
 * Answer: {"groups":[{"id","n","events","median","median_low","median_high","restricted_mean","horizon",
 * "curve":[{"time","at_risk","events","censored","survival","low","high"}]}],"logrank":{"statistic","df","p"}}.
 * Formulas stand in stats/kaplan_meier.h: Kaplan-Meier, 95% intervals of the log-log kind, null where S is 1
 * or 0.
 *  - A person is in it from their first `start` in the data before as_of (else activation's start, else any
 * event), if that lies in [from, to), until their first `end` at that instant or later, the starting event
 * itself set aside. Who has none before as_of is censored there.
 *  - "inactive:28": the end is the instant at which 28 x 24 hours have passed since the person's last
 * "@active" event (the start counts as one), for the first time, whether or not they come back later.
 *  - Times are whole buckets of `grain` in the question's zone: by day 0 is the local day of the start, 1 the
 * next. as_of is told by its last instant: until midnight is up to and including the day before.
 *  - The first group is `all`. With `by` (an attribute, as known at the start; `group` of the direct form:
 * texts, numbers, true or false) one follows for each value, ordered by name; people of whom none is known
 * are in `all` only, with the note `unknown_group_excluded`. `logrank` is over those groups, null with fewer
 * than two that can be compared.
 *  - `median` and its interval are null where the curve does not reach a half. `restricted_mean` is the area
 * under the curve to `horizon`, which is each group's own largest time unless it is given; beyond that time S
 * stays.
 *  - `durations` are numbers from 0 on, in any one unit; `observed` is true or 1 where the end was seen.
 *
 * Cost: a pass over the rows and a sort of the times. Errors: those of fields and selectors, needs_reload
 * (the attribute), limit_exceeded (buckets; more than 100 groups).
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_survival(const ask_context& context, const json& question);

}  // namespace payoff
