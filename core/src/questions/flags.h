// SPDX-License-Identifier: Apache-2.0
/**
 * @file flags.h  Which warning signs does this customer show, how grave, since when, and on what evidence?
 *
 * Ask:
 * {"ask":"flags","account" or "user","zone"?,"as_of"?}
 *
 * Thresholds and names of events are the playbook's.
 *
 * Answer:
 * {"flags":[{"id","severity","since","value","baseline","threshold","p"?}],"unknown":[id]}
 *
 * High, medium, low, then in the order below. A flag has the gravest severity whose threshold is met; equal
 * meets it. A flag that the playbook names with severities has those only; with none of the three, or not
 * named, the defaults here. Nothing is raised on what is unknown: such flags stand in `unknown`. `since` is
 * a local date. Days are 24 hours and end at as_of; "now" and "before" are the last 28 of them and the 28
 * before those. An event counts as activity where "@active" picks it (any event, unless the playbook says
 * otherwise). A comparison with 0 is unknown. A baseline that began before the customer did is too low, so
 * it raises less and never more.
 *
 * Rules:
 *  - `silent`: whole days since the last activity; high 14, medium 7. Since that activity; unknown without
 *    any.
 *  - `usage_drop`: activity now against before, falls by .5 high, .2 medium, and the exact conditional
 *    binomial test of two Poisson rates has p < .05 (`p` of the playbook). Of this and the next three:
 *    since 28 days ago.
 *  - `engagement_drop`: "@value" events per active person fall by .2 (medium) while there are not fewer
 *    active people. `p` of the same test with the people as exposures is told, and not asked for.
 *  - `logins_drop`, `session_drop`: events of the set "@login", and sessions of activity; high .5, medium
 *    .2, and p < .05, as they are few. Unknown without such a set.
 *  - `capability_dropped`: one for each `capability` that has events before and none now and that the plan
 *    has (window_days 28): medium; `value` events now, `baseline` before, `threshold` the window; since
 *    its last use.
 *  - `champion_risk`: of an account's "@value" events in 90 days (window_days) whose person is known one
 *    `user` made .6 (medium), where 3 `people` or more were active; `bus_factor` = fewest people who made
 *    half. The smallest id of equals. Since the window's start. Unknown of a user, of fewer people, or
 *    without value.
 *  - `champion_left`: that user was not active there for 14 days (high; since then), or their `user.role`,
 *    where it was kept, was "owner" and is not any more (since it was taken away; the threshold is null).
 *    A role that became null counts as taken away.
 *  - `payment_failed`: high; `value` failures after the last success, since the first of them. A success
 *    at the same instant is later. Unknown unless the playbook names both events.
 *  - `card_expiring`: local days to the date; medium 30. What has expired is below 0 and is raised. Since
 *    that many days before. A date must be text that names a moment, here as in `renewal_near`. Attributes
 *    are those of the account or user that is asked for, the latest known before as_of.
 *  - `renewal_near`: local days to the renewal, medium 60, not past, and `health` of the same instant is
 *    below `health` (60), which is told as `health`. Unknown if either is. Since that many days before.
 *  - `support_load`: events of the set "@support" now are `threshold` times those before (medium 2), and p
 *    < .05.
 *  - `detractor`: the latest score of the survey "nps" is 6 or lower (medium); since that answer. Of
 *    several answers at one instant the lowest; answers without a number are none.
 *  - `onboarding_stalled`: activation is `late`, and for 7 days (medium) no step was done, since that step
 *    or the start. Unknown without activation or its start.
 *
 * Formula: fall = 1 - now / before; p: given the sum of both counts, the count of now is binomial with share
 * 28 / 56, or by people (stats/exact_tests.h).
 *
 * Limits: A sign is a reason to look and no forecast: how well they foretell is not known of your customers
 * until `health` is backtested. Holidays look like falls. What is `unknown` is not fine. A test with p < .05
 * is passed by chance by up to one in twenty customers of whom nothing has changed.
 *
 * Source: Of our own, with thresholds that customer success teams commonly use; the test of two Poisson
 * rates is that of Przyborowski & Wilenski (1940).
 *
 * Cost: Some twenty passes over the customer's rows.
 *
 * Errors: missing_field (neither account nor user), those of selectors, needs_reload.
 *
 * Example: tests/cases/flags.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/customer.h"

namespace payoff {

[[nodiscard]] result<json> answer_flags(const ask_context& context, const json& question);

/** {"flags","unknown"} */
[[nodiscard]] result<json> flags_of(const customer& who);

}  // namespace payoff
