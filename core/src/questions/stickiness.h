// SPDX-License-Identifier: Apache-2.0
/**
 * @file stickiness.h  In how many of the days (or weeks) of a time do people come?
 *
 * Ask:
 * {"ask":"stickiness","from","to","grain"?:"day","of"?:Selector,"per"?:"user"|"account","account"?,
 *  "user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * `of` is "@active" by default.
 *
 * Answer:
 * {"per","people","data":[...],"cumulative":[...]}
 *
 * One entry each for every bucket of the range: data[k-1] are the people active in exactly k of its buckets,
 * cumulative[k-1] in k or more, so cumulative[0] = `people`. Who was in none is in no figure.
 *
 * Rules: A bucket that `from` or `to` cuts counts with what lies inside. Buckets that as_of has not ended
 * count so far (note `partial_period`), and nobody can have been in those after it, so the last entries are
 * 0 then: it is a distribution over the whole range.
 *
 * Formula: data[k-1] = people whose number of buckets with an `of` event is k; cumulative[k-1] = the sum of
 * data from k on.
 *
 * Limits: It says on how many days people came, not on which: five days in a row and one day a week look
 * alike. Who began late in the range had fewer days to come on.
 *
 * Source: PostHog's stickiness.
 *
 * Cost: One pass over the rows in range.
 *
 * Errors: Those of the fields and of selectors, limit_exceeded.
 *
 * Example: tests/cases/stickiness.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_stickiness(const ask_context& context, const json& question);

}  // namespace payoff
