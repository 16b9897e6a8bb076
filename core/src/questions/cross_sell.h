// SPDX-License-Identifier: Apache-2.0
/**
 * @file cross_sell.h  Who may be offered more, what goes with what they use, and who outgrows their plan?
 *
 * Ask:
 * {"ask":"cross_sell","account"?,"window_days"?:90,"min_accounts"?:10,
 *  "limits"?:[{"metric":Metric or the id of one of the playbook's,
 *  "limit":number | "account.attribute" | {"plan":number},"period"?:"month"}],"zone"?,"week_start"?,
 *  "as_of"?}
 *
 * Answer:
 * {"accounts":[{"account","plan","ready","offers":[{"capability","label","because","support","confidence",
 *  "lift","n"}],"blocked_by":[...]}],"upsell":[{"account","id","label","periods":[{"start","value",
 *  "limit","share"}]}]}
 *
 * Accounts by id; all of which something is known before as_of, or the one that is asked for.
 *
 * Rules: `ready`: nothing is in `blocked_by`, which holds, in this order,
 *  - {"reason":"aha_not_reached"}: `aha_progress` of the playbook's rule does not say `reached`.
 *  - {"reason":"health_low","value","threshold":60}: the score of `health` is below 60, or unknown (null).
 *  - {"reason":"high_flag","flag"}: each flag that `flags` raises with severity high, whatever it is
 *    about.
 *  - {"reason":"detractor","value"}: the latest NPS is 6 or lower, whatever the playbook's flag says. Who
 *    was not asked, or did not answer, is none.
 *
 * Who is not ready has neither offers nor upsell: it is given what keeps it from them instead.
 *
 * `offers`: capabilities that the account's plan has and that it did not use in the last window_days (of 24
 * hours). What its plan does not have cannot be compared among accounts on that plan. Each by the rule "who
 * uses `because` uses this too" of the highest lift, among accounts on the same plan (shared/co_adoption.h;
 * accounts whose plan is unknown are compared with each other): `n` accounts were active, support = those
 * that use both / n, confidence = both / those that use `because`, lift = confidence / (those that use it /
 * n). A rule stands on at least min_accounts that use `because`; where there is none the four are null, `n`
 * is told. By lift, the largest first, null last, then by id. A lift below 1 speaks against the offer.
 *
 * `upsell`: in each of the last three whole periods (of the calendar) that ended by as_of the metric was at
 * least 80% of the limit. An attribute, or the plan, is what was known at the period's end; a limit that is
 * then unknown, or not above 0, is not reached. In the order of `limits`.
 *
 * Formula: support = both / n, confidence = both / uses `because`, lift = confidence / (uses it / n).
 *
 * Limits: Counts of who uses what together say nothing about why, nor that an offer will be taken. A rule on
 * ten accounts is thin: read `n` and `support`. Nothing of an account's own wishes is known.
 *
 * Source: Agrawal, Imielinski & Swami (1993) for support and confidence; Brin et al. (1997) for lift, there:
 * interest.
 *
 * Cost: A pass over all rows for each capability, and flags, health and aha_progress of each account.
 *
 * Errors: missing_field (a playbook without capabilities, aha or health), bad_value (`user`: offers are made
 * to accounts), unknown_name (a metric), needs_reload, those of selectors.
 *
 * Example: tests/cases/cross_sell.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_cross_sell(const ask_context& context, const json& question);

}  // namespace payoff
