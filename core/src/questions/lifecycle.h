// SPDX-License-Identifier: Apache-2.0
/**
 * @file lifecycle.h  Of those who are active, who is new, who stays, who comes back, and who is gone?
 *
 * Ask:
 * {"ask":"lifecycle","from","to","grain"?:"day","of"?:Selector,"per"?:"user"|"account","account"?,"user"?,
 *  "zone"?,"week_start"?,"as_of"?}
 *
 * `of` is "@active" by default.
 *
 * Answer:
 * {"per","series":[{"start","new","returning","resurrected","dormant","partial"?}],"quick_ratio"}
 *
 * Per bucket, people with an `of` event inside it.
 *
 * Rules:
 *  - `new`: it holds their first one in the data (of the asked account, if one is asked for).
 *  - `returning`: also active in the bucket before. `resurrected`: active before, but not in that one. The
 *    three add up to the people active in the bucket.
 *  - `dormant`: active in the bucket before, not in this one; a positive number.
 *  - All events before `from` are seen. The bucket before the first one is the calendar's, and whole.
 *    Where `from` cuts the first bucket, what lies in the part that is cut off is before it, yet in no
 *    bucket: who was there only in that part is resurrected when active, and never dormant. Where `to`
 *    cuts the last one, only what lies inside counts.
 *  - A bucket that has not ended at as_of is `partial`: so far. One that has not begun by then is null in
 *    all four.
 *  - `quick_ratio` = (new + resurrected) / dormant, summed over the buckets that have ended by as_of,
 *    since until then everybody may still come; null when nobody was dormant.
 *
 * Formula: quick_ratio = sum(new + resurrected) / sum(dormant), over ended buckets.
 *
 * Limits: First means first in these data: who was there before they begin is taken for new. A short grain
 * makes people dormant who come as often as they ever did; choose one in which a good customer comes at
 * least once.
 *
 * Source: PostHog's lifecycle, whose `dormant` is the negative of this one. The quick ratio is that of
 * Social Capital's growth accounting (Hsu 2015).
 *
 * Cost: One pass over the rows before `to`, then a step for each bucket a person was there in.
 *
 * Errors: Those of the fields and of selectors, limit_exceeded.
 *
 * Example: tests/cases/lifecycle.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_lifecycle(const ask_context& context, const json& question);

}  // namespace payoff
