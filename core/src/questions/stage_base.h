// SPDX-License-Identifier: Apache-2.0
/**
 * @file stage_base.h  How many customers move from stage to stage, month by month?
 *
 * Ask:
 * {"ask":"stage","from","to","grain"?:"month","per"?:"account"|"user","zone"?,"week_start"?,"as_of"?}
 *
 * Where neither account nor user is named. Customers are accounts unless `per` says user.
 *
 * Answer:
 * {"per","series":[{"start","moves":[{"from","to","customers"}],"stages":[{"stage","customers"}],
 *  "partial"?}]}
 *
 * Rules:
 *  - A customer's stage at an instant is what `stage` says of it with that as_of; null before anything is
 *    known of it (the measure `is_present`), and where no rule holds.
 *  - `moves`: those whose stage at the bucket's end is another than at its start; a new customer comes
 *    from null. There and back within a bucket is no move. In the order of stages (reach, acquired,
 *    onboarding, adopting, retained, expansion, advocate, at_risk, churned), null first; only what
 *    happened.
 *  - `stages`: how many stand where at the bucket's end, all nine, and null if there are any who were
 *    known and are in none. So what stood at a bucket's start and its moves make what stands at its end.
 *  - A bucket that has not ended at as_of ends there, and is partial; of one that has not begun both are
 *    null.
 *
 * Formula: stages at a start + moves = stages at the end.
 *
 * Limits: Moves between two looks, there and back, are not seen: a longer grain sees fewer. It says that
 * customers moved and not why.
 *
 * Source: Of our own.
 *
 * Cost: What the rules cost, for each customer and bucket.
 *
 * Errors: missing_field (nobody named, and no `from`), limit_exceeded (a million of these), those of stage
 * and of buckets.
 *
 * Example: tests/cases/stage_base.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

/** Where neither account nor user is named. */
[[nodiscard]] result<json> answer_stage_base(const ask_context& context, const json& question);

}  // namespace payoff
