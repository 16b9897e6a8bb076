// SPDX-License-Identifier: Apache-2.0
/**
 * @file roi.h  What was it worth, against what was paid?
 *
 * Ask:
 * {"ask":"roi","from","to","grain"?:"month","compare"?,"account"?,"user"?,"overrides"?,"zone"?,
 *  "week_start"?,"as_of"?}
 *
 * `overrides`: {"hourly_cost"?:Estimate,"rules"?:{"<rule id>":{"minutes_saved"|"value":Estimate}}}, a
 * customer's own assumptions; Estimate is a number or {"low","expected","high"}.
 *
 * Answer: `money_saved` are the rules of minutes, `value_made` the rules of value, `value` both; `cost`,
 * `net`, `roi`, `payback_days`, `per_active_person`, an `audit` with a row for each rule, `running`,
 * `series` and `previous`.
 *
 * Rules:
 *  - A rule's amount is told as low / expected / high and rounded half away from zero to the currency's
 *    ISO 4217 digits; all totals are sums of these. So the audit adds up to the totals exactly.
 *  - `cost`: the subscription, each local day of [from, to) that has begun by as_of at amount / days of
 *    its calendar period, rounded once (shared/price.h: how an amount that is an attribute changes over
 *    time); null, with net, roi and payback_days, if there is no subscription or its amount is not known.
 *  - `roi` is null for a cost of 0.
 *  - `payback_days`: the first day, counted from 1, on which the running value passes the running cost. A
 *    subscription is due in advance: on the first day of the range and of each of its periods that begins
 *    inside. null: not yet.
 *  - `per_active_person` = value / people with an "@active" event in the range.
 *  - `running`: value and cost from the first event (or the range's start, if earlier) up to the end of
 *    the range.
 *  - `series`: buckets by grain; amounts are rounded by bucket, so they may differ from the totals by
 *    minor units. A day's cost stands in the bucket in which the day begins.
 *  - `previous`: minutes_saved, value, cost, net and roi of the period before, like for like, and its
 *    series of minutes_saved and value, for charts that draw both.
 *
 * Formula:
 *  - A rule of minutes: minutes_saved = count x minutes (or the sum of the property), amount =
 *    minutes_saved x hourly_cost / 60.
 *  - A rule of value: amount = count x value (or the sum of the property).
 *  - net = value - cost, roi = (value - cost) / cost.
 *
 * Limits: Every amount is a count x an assumption, and no better than it: `source` says whose each is, and
 * low and high are guesses, not an interval of confidence. What would have happened without the product is
 * not known, so saved means saved against the assumed other way. Minutes saved are money only where they are
 * used for something else.
 *
 * Source: Of our own; rounding is that of stats/money.h.
 *
 * Cost: One pass over the rows in range per rule, one over the rows before it for `running`.
 *
 * Errors: missing_field (a playbook without roi), unknown_name (an override of no rule), mixed_currencies,
 * those of selectors.
 *
 * Example: tests/cases/roi.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/frame.h"
#include "store/marks.h"

namespace payoff {

[[nodiscard]] result<json> answer_roi(const ask_context& context, const json& question);

/** The customer's own assumptions laid over the playbook's rules. */
struct roi_assumptions {
  roi_rules rules;
  marks is_overridden;  // [rules]
};

/** Reads `overrides`; the playbook must have roi. */
[[nodiscard]] roi_assumptions read_assumptions(reader& question, const playbook& book);

/** The answer's body. Adds notes to the frame. */
[[nodiscard]] result<json> roi_of(frame& in, const roi_assumptions& assumed,
                                  const std::optional<time_range>& previous);

}  // namespace payoff
