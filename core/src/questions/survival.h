// SPDX-License-Identifier: Apache-2.0
/**
 * @file survival.h  How long until it happens, when for some it has not happened yet?
 *
 * Ask:
 * {"ask":"survival","from","to","start"?:Selector,"end":Selector|"inactive:28","grain"?:"day",
 *  "by"?:"plan","horizon"?,"per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Or, without events and as_of:
 * {"ask":"survival","durations":[...],"observed":[...],"group"?:[...],"horizon"?}
 *
 * Answer:
 * {"groups":[{"id","n","events","median","median_low","median_high","restricted_mean","horizon",
 *  "curve":[{"time","at_risk","events","censored","survival","low","high"}]}],"logrank":{"statistic","df",
 *  "p"}}
 *
 * Rules:
 *  - A person is in it from their first `start` in the data before as_of (else activation's start, else
 *    any event), if that lies in [from, to), until their first `end` at that instant or later, the
 *    starting event itself set aside. Who has none before as_of is censored there.
 *  - "inactive:28": the end is the instant at which 28 x 24 hours have passed since the person's last
 *    "@active" event (the start counts as one), for the first time, whether or not they come back later.
 *  - Times are whole buckets of `grain` in the question's zone: by day 0 is the local day of the start, 1
 *    the next. as_of is told by its last instant: until midnight is up to and including the day before.
 *  - The first group is `all`. With `by` (an attribute, as known at the start; `group` of the direct form:
 *    texts, numbers, true or false) one follows for each value, ordered by name; who begins in two accounts
 *    at one instant has the greatest of their values. People of whom none is known are in `all` only, with
 *    the note `unknown_group_excluded`. `logrank` is over those groups, null
 *    with fewer than two that can be compared.
 *  - `median` and its interval are null where the curve does not reach a half. `restricted_mean` is the
 *    area under the curve to `horizon`, which is each group's own largest time unless it is given; beyond
 *    that time S stays.
 *  - `durations` are numbers from 0 on, in any one unit; `observed` is true or 1 where the end was seen.
 *
 * Formula: S(t) = product of (at_risk - events) / at_risk over the times up to t; 95% intervals of the
 * log-log kind, null where S is 1 or 0; the log-rank test (stats/kaplan_meier.h).
 *
 * Limits: It takes for granted that who is censored is like who is not; where late comers differ from early
 * ones, the tail of the curve is not theirs. Far to the right few are at risk: see `at_risk` and the
 * interval. Groups that differ are not shown to differ because of the attribute.
 *
 * Source: Kaplan & Meier (1958), Greenwood (1926), Mantel (1966), Peto & Peto (1972); as R's
 * survfit(conf.type = "log-log") and survdiff, and lifelines, have it.
 *
 * Cost: A pass over the rows and a sort of the times.
 *
 * Errors: Those of fields and selectors, needs_reload (the attribute), limit_exceeded (buckets; more than
 * 100 groups).
 *
 * Example: tests/cases/survival.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_survival(const ask_context& context, const json& question);

}  // namespace payoff
