// SPDX-License-Identifier: Apache-2.0
/**
 * @file profile.h  What is known of this account or user, all on one page?
 *
 * Ask:
 * {"ask":"profile","account" or "user","zone"?,"as_of"?}
 *
 * Answer: Parts of other questions as they answer for the same customer and as_of, null where the playbook
 * does not have what they are made of: `stage`, `health`, `flags` ({"flags","unknown"}), `activation`, `aha`
 * (as aha_progress), `adoption` (of the last 28 days, per user). Beside them it has the fields of the rules.
 *
 * Rules:
 *  - `first_seen`, `last_seen`: instants of the first and the last event, null without one.
 *  - `attributes`: {"account"?:{...},"user"?:{...}}, the latest values before as_of of those attributes
 *    that the playbook keeps, by name; what was never said is left out, what is nested is null.
 *  - `people`: {"total","active_28d"}, users with an event, and with one of "@active" in 28 days; `seats`:
 *    {"bought","active_28d","share"} by subscription.seats, which are null where they are unknown, share
 *    where they are 0 too. Both are of accounts: null of a user.
 *  - `subscription`: {"plan","mrr","renews_on","card_expires_on","days_to_renewal","canceled_at",
 *    "payment_failed_at","payment_succeeded_at"}: attributes as they are known, and the last instants of
 *    those events. What is unknown, or has no place in the playbook, is null.
 *  - `conversations`: {"total","last_28d","last_at"} of events of the set "@support"; null without the
 *    set.
 *  - `surveys`: [{"id","answers","last_at","score","comment"}], those of the playbook that have an event,
 *    in its order, with score and comment of the last answer (of several at one instant that of the lowest
 *    score, then of the least comment, bytewise; null is higher); null where it has none.
 *  - `last_events`: the ten latest, newest first: {"event","at","user","account"}, the latter two null
 *    where the event names none. Of one instant by event, user and account, bytewise, null first.
 *
 * Days are 24 hours that end at as_of. An account or user without any event is answered all the same.
 *
 * Formula: Those of its parts; share of seats = active_28d / bought.
 *
 * Limits: Those of its parts. It holds personal data, ids and comments as they were sent: it is for the
 * vendor's own eyes.
 *
 * Source: Of our own.
 *
 * Cost: That of its parts; stage looks back furthest.
 *
 * Errors: missing_field (neither account nor user), those of the parts.
 *
 * Example: tests/cases/profile.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_profile(const ask_context& context, const json& question);

}  // namespace payoff
