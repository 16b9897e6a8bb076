// SPDX-License-Identifier: Apache-2.0
/**
 * @file adoption.h  Which of the product's capabilities are used, by how many, and which would be next?
 *
 * Ask:
 * {"ask":"adoption","from","to","per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * The capabilities are the playbook's.
 *
 * Answer:
 * {"per","people","utilisation":{"value","median"},"capabilities":[...],"unused":[id],"next_best"}
 *
 * All of it counts inside [from, to) and before as_of. People are accounts with `per` "account".
 *
 * Rules: Per capability, in the playbook's order:
 *  - `adopters`: people with one of its events. `people`: with an "@active" event. `rate` = adopters /
 *    people, null with nobody; above 1 if a capability is used by events that the playbook does not count
 *    as active.
 *  - `depth` = events of adopters / adopters, null without one.
 *  - `used`, `first_used`, `last_used` (local dates, null): of its events by anybody, so those without a
 *    user count too, as they do in activation.
 *  - `share_of_seats`, with `per` "account": people who used it / seats of their accounts, by the
 *    playbook's `subscription.seats`. Of the account that is asked for; else summed over the accounts with
 *    an "@active" event whose seats are known and which have the capability available. Null where there
 *    are none, with the note `not_available` where no seats are known at all. With `per` "user" it is
 *    there for an account that is asked for, if its seats are known. It passes 1 where more people work
 *    than seats were bought.
 *  - `available` false: by its `plans` it is not for the one that is asked for, or for nobody; else
 *    absent.
 *  - `peer_rate`: of a month (or other period of the model's), the share of customers that use it, of the
 *    same plan where that is known; null without a model, or where it does not say.
 *
 * A capability with `plans` is available to those whose plan, by `subscription.plan`, is one of them, and to
 * those of whom no plan is known: nothing says that they lack it. People have it by any account they were
 * seen in in the range, accounts, where the plan is a user's, by any of their users. One without `plans` is
 * everybody's. Plans and seats are those known at the end of the range, or at as_of.
 *
 * `utilisation.median`: of people with an "@active" event, capabilities used of those available / those
 * available; null with nobody. `utilisation.value`: the same for the one account or user that is asked for;
 * null if none is.
 *
 * `unused`: available capabilities with `used` false; with a model in its order, by lift for staying, else
 * those first that most of the other people in the data adopted in the same time, then by id. `next_best`:
 * the first of them, or null.
 *
 * Formula: rate = adopters / people; depth = events of adopters / adopters; utilisation = capabilities used
 * / capabilities available.
 *
 * Limits: Used once is used: `depth` says how often. A capability without events of its own cannot be seen.
 * What is next is what others adopted, or what goes with staying by the model: a suggestion, not a promise
 * that it helps.
 *
 * Source: Of our own. Ranks and rates of peers come from the model of `learn`.
 *
 * Cost: One pass over the rows in range a capability, one more where it has plans; for one customer also one
 * over all rows for each unused one.
 *
 * Errors: missing_field (a playbook without capabilities), those of selectors.
 *
 * Example: tests/cases/adoption.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/activity.h"
#include "questions/shared/frame.h"

namespace payoff {

[[nodiscard]] result<json> answer_adoption(const ask_context& context, const json& question);

/** The answer's body; the playbook must have capabilities. Adds notes to the frame. */
[[nodiscard]] result<json> adoption_of(frame& in, counted per);

}  // namespace payoff
