// SPDX-License-Identifier: Apache-2.0
/**
 * @file health_base.h  Does the health score foretell who leaves?
 *
 * Ask:
 * {"ask":"health","backtest":{"at"?,"days"?:90},"per"?:"account"|"user","zone"?,"as_of"?}
 *
 * Where neither account nor user is named: the score as it was at `at`, against who left in the `days` (of
 * 24 hours) from then on. Without `at` these days end at as_of. Customers are accounts unless `per` says
 * user.
 *
 * Answer:
 * {"per","backtest":{"at","days","churn","customers","churned","unscored","auc":{"value","low","high"},
 *  "calibration":[{"band","from","to","customers","churned","rate","low","high","mean_score"}]}}
 *
 * Rules:
 *  - Lost, where the playbook names subscription.canceled (`churn` "canceled"): such an event in the days,
 *    whether or not they came back. Else (`churn` "inactive"): no "@active" event in them.
 *  - `customers` could be lost, and have a score: they were active in as many days before `at`, so that
 *    who has long been gone does not pass for one who stayed; and where it takes an event to be lost, they
 *    were not canceled (as the measure `canceled` has it) and subscription.mrr was not known to be 0 then.
 *    Those of whom no score was known are `unscored`, and nowhere else.
 *  - Only what was before `at` goes into the score, by the playbook of today.
 *  - `auc`: how likely one who stayed had a higher score than one who was lost, ties half; 0.5 tells
 *    nothing. With DeLong's interval of 95% (stats/auc.h), null where there is none; all three null
 *    without both kinds.
 *  - `calibration`: by the bands of health, the lowest first, scores in [from, to), to 100 inclusive: the
 *    rate of those lost with Wilson's 95% interval, null with nobody. A score promises no rate: a good one
 *    has rates that fall from band to band. Note `small_sample` where fewer than 30 were lost or stayed:
 *    one `at` sees few.
 *
 * Formula: auc = share of pairs (one who stayed, one who was lost) in which the one who stayed has the
 * higher score, ties half (stats/auc.h).
 *
 * Limits: One instant, one set of customers: it says how the score did, not how it will do. Weights that
 * were chosen by looking at this very time flatter it; choose them on an earlier one. With few who were lost
 * the interval is wide, and calibration says little.
 *
 * Source: DeLong, DeLong & Clarke-Pearson (1988), as R's pROC has it; Wilson (1927).
 *
 * Cost: Health of each customer, and a pass over their rows.
 *
 * Errors: missing_field (no `backtest` and nobody named; a playbook without health), bad_value (days that
 * have not ended by as_of), those of health.
 *
 * Example: tests/cases/health_base.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

/** Where neither account nor user is named. */
[[nodiscard]] result<json> answer_health_base(const ask_context& context, const json& question);

}  // namespace payoff
