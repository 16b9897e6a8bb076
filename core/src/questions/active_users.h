// SPDX-License-Identifier: Apache-2.0
/**
 * @file active_users.h  How many are active, by day, week or month, and how often do they come?
 *
 * Ask:
 * {"ask":"active_users","from","to","metric"?:"dau"|"wau"|"mau","grain"?:"day","of"?:Selector,
 *  "per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * `of` is "@active" by default, `metric` is "dau". With `per` "account" accounts are counted, not people.
 *
 * Answer:
 * {"series":[{"start","value","partial"?}],"total","stickiness"}
 *
 * Distinct people each.
 *
 * Rules:
 *  - `dau`: of each bucket, whatever the grain; `total` of the range.
 *  - `wau` and `mau` by day, and `mau` by week: of the 7 or 30 local days that end with the bucket's last
 *    day; by hour: of the 168 or 720 hours (elapsed, so over a change of the clock too) that end with that
 *    hour.
 *  - `wau` by week or longer, `mau` by month or longer: of the calendar bucket.
 *  - All of these look back before `from`, the calendar bucket too, and none beyond `to`: where `to` cuts
 *    the last bucket, its last day is the one that holds the last instant before `to`. So the last value
 *    by day is the `total`: of the 7 or 30 local days that end with that day. A date that the place
 *    skipped counts as one of them.
 *  - A bucket that has not ended at as_of keeps its window, filled up to as_of, and is `partial`.
 *  - `stickiness` = mean(dau over the days of the range that have ended by as_of) / mau at the range's
 *    end, whatever the metric and grain. Days on which nobody came count as 0; null without an ended day
 *    or a mau.
 *
 * Formula: stickiness = mean(dau) / mau.
 *
 * Limits: Active is what `of` says; with the default of any event an automatic one makes somebody active who
 * was not there. Who comes under two ids without ever meeting a user id is two people. It does not say
 * whether the same people come again: `retention` does.
 *
 * Source: PostHog's DAU, WAU and MAU, rolling and by calendar, and its stickiness as DAU/MAU.
 *
 * Cost: One pass over the rows from 30 days before the range on, and one over who was there when.
 *
 * Errors: Those of the fields and of selectors, limit_exceeded.
 *
 * Example: tests/cases/active_users.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_active_users(const ask_context& context, const json& question);

}  // namespace payoff
