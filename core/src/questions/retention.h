// SPDX-License-Identifier: Apache-2.0
/**
 * @file retention.h  Do they come back, and how many of them, so many weeks later?
 *
 * Ask:
 * {"ask":"retention","from","to","start"?:Selector,"return"?:Selector,"grain"?:"week","periods"?:8,
 *  "cohort"?:"first_time"|"every"|"attribute:plan","mode"?:"on"|"on_or_after","min_returns"?:1,
 *  "per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * What a question leaves out is the playbook's `retention`, else as above, with "@active" as start and
 * "@value" as return: measure it on what people come for, an active user can be a lost one.
 *
 * Answer:
 * {"cohorts":[{"start","people","returned":[...],"rate":[...],"partial"?}],"pooled":[{"k","returned",
 *  "people","rate","low","high"}]}
 *
 * One cohort a bucket of the range, empty ones too, with periods + 1 cells each.
 *
 * Rules:
 *  - A person belongs to the cohort in whose bucket, inside [from, to), they did `start`: with
 *    `first_time` only if it was their first `start` in the data before as_of (of the asked account, if
 *    one is asked for), earlier than `from` included; with `every` in each such bucket.
 *  - Cell 0 is the cohort, `people`, whether or not they did `return` too; so far, where its bucket is
 *    partial.
 *  - Cell k >= 1: people of the cohort who did `return` at least `min_returns` times in the k-th calendar
 *    bucket after the cohort's; with `on_or_after` in that one or in any single later one, the unfinished
 *    bucket at as_of included. `to` does not bound returns, as_of does. `from` and `to` may cut the
 *    cohort's bucket; the k-th after it is whole.
 *  - A cell whose bucket has not ended at as_of is null, with on_or_after too. rate = returned / people,
 *    null with nobody.
 *  - `pooled`, k = 1 ... periods: the sums over the cohorts whose cell k is known, with Wilson's 95%
 *    interval (stats/wilson.h); rate, low and high are null where these hold nobody. With `every` a person
 *    counts once for each cohort, so the interval is too narrow by as much as people are alike to
 *    themselves.
 *
 * With `attribute:plan` the cohorts are groups instead:
 * {"attribute":"user.plan","cohorts":[{"value","people","returned","rate","known":[...]}]}
 *
 * Numbers first, then false, true, texts by their bytes, and last null.
 *  - People are those of `first_time`; their group is the value known at their first start's time, of the
 *    user or account of that event (of several at one instant the greatest). A bare name is the attribute
 *    of those who are counted: `user.plan`, with `per` "account" `account.plan`; `attribute:account.plan`
 *    may always be said.
 *  - `"value": null` are those of whom it was not known, or said to be null, or no text, number or
 *    boolean. They are a row of their own, so that the rows add up to all; a value that nobody has makes
 *    no row.
 *  - Cell k is each person's own: the k-th bucket after the one they started in. It is known where that
 *    bucket has ended, `known[k]` says of how many, and `returned` and `rate` are of these; null where
 *    `known` is 0. So people of one row may be fewer from cell to cell, and `pooled` is that of
 *    `first_time`.
 *
 * A return in the cohort's own bucket is no return; start and return may be the same event; the k-th bucket
 * is the calendar's, not k x 24 hours (or 7 days) after the person's own start.
 *
 * Formula: rate = returned / people; pooled rate = sum of returned / sum of people, over the cohorts whose
 * k-th bucket has ended.
 *
 * Limits: Cohorts of few people jump about: look at the interval of `pooled`. Who came back is told, not
 * why, and two cohorts differ in more than their week. Measured on a login or an automatic event it
 * flatters: an active user can be a lost one.
 *
 * Source: PostHog's retention where the contract is silent; the interval is Wilson's of 95%
 * (stats/wilson.h).
 *
 * Cost: At most two passes over the rows, then a step for each bucket a person was there in.
 *
 * Errors: Those of the fields and of selectors, needs_reload (an attribute that was not kept),
 * limit_exceeded (buckets, or a million cells).
 *
 * Example: tests/cases/retention.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_retention(const ask_context& context, const json& question);

}  // namespace payoff
