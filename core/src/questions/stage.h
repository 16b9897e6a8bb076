// SPDX-License-Identifier: Apache-2.0
/**
 * @file stage.h  Where does this customer stand, by which rule, and since when? Or how do all move?
 *
 * Ask:
 * {"ask":"stage","account" or "user","zone"?,"as_of"?}
 *
 * With neither it is of all, as stage_base.h says.
 *
 * Answer:
 * {"stage","since","rule"}
 *
 * The first rule of the playbook's `stages` that holds. Where no rule holds all three are null.
 *
 * Rules:
 *  - A rule is {"id","stage","when":[{"measure","gte"?,"lt"?}]}: all conditions must hold, what is unknown
 *    does not, and without any it always does.
 *  - Measures are those of shared/readings.h, and `health` (the score) and `high_flags` (flags of severity
 *    high).
 *  - `since` is the local day in which the rule began to hold without a break up to as_of, as far as the
 *    starts of local days tell; null if it has held at all of the 366 that are looked at.
 *
 * Without `stages` in the playbook these hold, in this order:
 *  - `canceled` churned: canceled >= 1
 *  - `gone` churned: days_since_active >= 90
 *  - `flagged` at_risk: high_flags >= 1
 *  - `unhealthy` at_risk: health < 40
 *  - `acted` advocate: advocacy_events_180d >= 1
 *  - `grown` expansion: mrr_change_90d >= 0.01
 *  - `stayed` retained: days_since_start >= 90 and value_events_28d >= 1
 *  - `aha_reached` adopting: aha_reached >= 1
 *  - `activated` adopting: activation_percent >= 100
 *  - `started` onboarding: days_since_start >= 0
 *  - `known` acquired: is_present >= 1
 *  - `otherwise` reach
 *
 * Formula: None but comparisons: gte is at or above, lt is below.
 *
 * Limits: A stage is what the rules say and no measurement: two customers on either side of a bound may be
 * much alike. What is unknown meets no condition, so with little data customers fall through to the later
 * rules.
 *
 * Source: Of our own; the stages are those of a customer journey from reach to advocacy, as customer success
 * teams name them.
 *
 * Cost: What the measures cost, for each day of the run.
 *
 * Errors: unknown_name (a measure), those of selectors, needs_reload.
 *
 * Example: tests/cases/stage.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/frame.h"

namespace payoff {

[[nodiscard]] result<json> answer_stage(const ask_context& context, const json& question);

/** {"stage","since","rule"} of the frame's account or user. */
[[nodiscard]] result<json> stage_of_one(const frame& in);

}  // namespace payoff
