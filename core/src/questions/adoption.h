// SPDX-License-Identifier: Apache-2.0
/**
 * @file adoption.h  Which of the product's capabilities are used, by how many, and which would be next?
 *
 * {"ask":"adoption","from","to","per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * The capabilities are the playbook's. {"per","people","utilisation":{"value","median"},"capabilities":[...],
 * "unused":[id],"next_best"}; all of it counts inside [from, to) and before as_of. People are accounts with
 * `per` "account".
 *
 * Per capability, in the playbook's order:
 *  - `adopters`: people with one of its events. `people`: with an "@active" event. `rate` = adopters /
 * people, null with nobody; above 1 if a capability is used by events that the playbook does not count as
 * active.
 *  - `depth` = events of adopters / adopters, null without one.
 *  - `used`, `first_used`, `last_used` (local dates, null): of its events by anybody, so those without a user
 * count too, as they do in activation.
 *  - `share_of_seats`, with `per` "account" only: null with the note `not_available` while seats are not
 * known.
 *  - `peer_rate`: null, it comes from a model.
 *
 * `utilisation.median`: of people with an "@active" event, capabilities used / capabilities available; null
 * with nobody. `utilisation.value`: the same for the one account or user that is asked for (`used` / all);
 * null if none is. Every capability is available to everybody while plans of accounts are not known.
 *
 * `unused`: capabilities with `used` false, those first that most of the other people in the data adopted in
 * the same time, then by id. `next_best`: the first of them, or null.
 *
 * Cost: one pass over the rows in range a capability, for one customer also one over all rows for each unused
 * one. Errors: missing_field (a playbook without capabilities), those of selectors.
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
