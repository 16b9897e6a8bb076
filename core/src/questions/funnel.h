// SPDX-License-Identifier: Apache-2.0
/**
 * @file funnel.h  How many get from one step to the next, how far do the others get, and how long does it
 * take?
 *
 * Ask:
 * {"ask":"funnel","from","to","steps":[Selector,...],"order"?:"ordered"|"strict"|"any",
 *  "window"?:{"value":14,"unit":"second"|"minute"|"hour"|"day"|"week"|"month"},"exclude"?:Selector,
 *  "per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 * {"per","people","steps":[{"id","count","rate_from_first","rate_from_previous",
 *  "seconds_from_previous":{"mean","median","p90"}}],"seconds_to_convert":{...}}
 *
 * 1 to 32 steps; `id` is the step's index as a text, `people` those who entered: the first step's `count`.
 * Rates over nobody are null, and so are times that nobody took; the first step has no time before it.
 * `seconds_to_convert`: from the first step to the last, of those who took all.
 *
 * Rules: Of each person one try counts; all of its events lie inside [from, to) and before as_of.
 *  - A try begins with an event of the first step and has `window` from there (inclusive, elapsed time, a
 *    month is 30 days). Each further step is the earliest event that fits: at or after the step before,
 *    inside the window. One event serves one step only, so two steps of the same name need two events.
 *  - Of several tries it is the one that gets furthest; of those the one that gets there first; of those
 *    the one that began last. The person counts in all steps up to the furthest.
 *  - Events of one instant have no order: an instant may take as many steps in a row as its events, one
 *    each, can be dealt out to.
 *  - `strict`: at every instant at which the person has an event, between the first step and the last one
 *    reached, the try takes at least one step; otherwise it ends before that. What else happens at an
 *    instant that takes a step does no harm. Where dealing out an instant in two ways matters later, the
 *    way that gets further counts. With an account asked for, only its events are there to come between.
 *  - `any`: any of the steps may begin a try, and they come in any order: steps[k] are those who took k +
 *    1 of them, each served by an event of its own, and times are the gaps between neighbours in time.
 *  - `exclude`: an event of that kind voids a try that began before it, whose window reaches it, and which
 *    has not taken its last step by then, whether or not it would go on, and whether or not the event is
 *    also a step. At the instant of the beginning it does not come after it, at the instant of the last
 *    step not before it. A try that is voided counts for no step; who has no other is in no figure.
 *
 * With `per` "account" a try goes through the events of all of an account's people.
 *
 * Formula: rate_from_first = count / people, rate_from_previous = count / count of the step before.
 * Quantiles of times as R's type 7 (stats/quantile.h).
 *
 * Limits: Who entered shortly before the range ends, or as_of, has not had the whole window, so recent rates
 * come out low. A step that is not taken was not recorded, or not done: the funnel cannot tell. It does not
 * say why people stop; `association` with this funnel as `success` shows what goes with going on.
 *
 * Source: PostHog's funnels where the contract is silent.
 *
 * Cost: One pass over the rows in range; for accounts (strict: all of their rows) a sort.
 *
 * Errors: Those of the fields and of selectors, limit_exceeded (steps), out_of_memory.
 *
 * Example: tests/cases/funnel.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_funnel(const ask_context& context, const json& question);

}  // namespace payoff
