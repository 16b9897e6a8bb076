// SPDX-License-Identifier: Apache-2.0
/**
 * @file health.h  How well is this customer, what does it come from, and is it getting better?
 *
 * Ask:
 * {"ask":"health","account" or "user","zone"?,"as_of"?}
 *
 * With neither, but `backtest`, it is of how well the score foretells of all, as health_base.h says. The
 * measures are the playbook's `health`, and what they may be stands in shared/readings.h.
 *
 * Answer:
 * {"score","band","trend","contributions":[{"id","measure","points","weight","contribution","versus_50"}],
 *  "missing":[id]}
 *
 * Rules:
 *  - `points` = (measure - bad) / (good - bad) x 100, cut at 0 and 100. `weight` is the share of the
 *    weights of those that are known: what is unknown is `missing`, and its weight goes to the others.
 *  - `contribution` = weight x points, `versus_50` = weight x (points - 50). Both are whole multiples of
 *    2^-44, so that they add up exactly, in any order: to `score`, and to `score` - 50. The last one known
 *    takes what the rounding of the weights' halves leaves.
 *  - `score` is null where nothing is known or all that is known weighs 0; then so is `band`, and
 *    contributions are none. `band`: strong from 80, healthy from 60, watch from 40, else at_risk.
 *  - `trend` = score less the score 28 days (of 24 hours) before as_of, of what was known then; null where
 *    either is. Another set of measures may have been missing then.
 *
 * Formula: score = sum(weight x points) / sum(weight), points = 100 x (measure - bad) / (good - bad), cut at
 * 0 and 100.
 *
 * Limits: Weights and bounds are the vendor's opinion until a backtest shows that low scores leave more
 * often. A score over few known measures is as round as one over all: read `missing`. It is not the chance
 * to stay.
 *
 * Source: The weighted health score as Gainsight's scorecards have it, with contributions that add up.
 *
 * Cost: A few passes over the customer's rows for each measure, twice.
 *
 * Errors: missing_field (a playbook without health), bad_value (a backtest of one), unknown_name (a
 * measure), those of selectors, needs_reload.
 *
 * Example: tests/cases/health.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/customer.h"

namespace payoff {

[[nodiscard]] result<json> answer_health(const ask_context& context, const json& question);

/** All but "ask" and whose it is; the playbook must have health. */
[[nodiscard]] result<json> health_of_one(const frame& in);

/** Reports a playbook without it. */
void need_health(const playbook& book, problem& wrong);

/** strong, healthy, watch or at_risk. */
[[nodiscard]] std::string_view health_band(double score);

/** The score alone; null also where the playbook has no health. */
[[nodiscard]] result<std::optional<double>> health_score(const customer& who);

}  // namespace payoff
