// SPDX-License-Identifier: Apache-2.0
/**
 * @file survey.h  What do customers say: would they recommend us, and which words do they use?
 *
 * Ask:
 * {"ask":"survey","from","to","grain"?:"month","compare"?:"previous"|"none"|{"from","to"},"min_people"?:3,
 *  "words"?:50,"exclude"?:["the",...],"account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 * {"nps":{"score","margin","promoters","passives","detractors","n","invalid","series":[{"start",...}],
 *  "previous":{...},"trend":{"change","margin","verdict"}},"surveys":[{"id","question","answers","people",
 *  "scored","mean_score","written","words":[{"word","count","people"}]}]}
 *
 * Rules:
 *  - `nps` is of the playbook's survey of that name, null where there is none with a `score_prop`. A score
 *    is a number from 0 to 10; answers with another one are `invalid`, those without any are no answers to
 *    it. 9 and above is a promoter, 6 and below a detractor. Every answer counts, also of those who answer
 *    again, and of nobody. `score` = 100 x (promoters - detractors) / n.
 *  - `margin` of 95%: 100 x 1.96 x sqrt((p + d - (p - d)^2) / n), p and d the shares of promoters and
 *    detractors; null with fewer than two answers. With fewer than 30 the note `small_sample`: where all
 *    say the same it is 0, and too small.
 *  - `previous`: the equally long calendar period before, of a period that has not ended cut at the same
 *    time. `trend.change` = score - previous score, its `margin` the root of the sum of both squares,
 *    `verdict` `better` or `worse` where the change is larger than its margin, else `cannot_tell`. With
 *    `compare` none both are null.
 *  - `surveys` are all of the playbook's that have an `event`, by their ids: how many answers, from how
 *    many known people, how many have a number as score and the mean of it, how many have a text.
 *  - `words` of those texts (`comment_prop`): how many answers hold the word, from how many people; the
 *    most frequent first, then by word, `words` of them at most. Never a text as a whole, and no numbers,
 *    addresses or links: shared/words.h says what a word is. What `exclude` names is left out. So is a
 *    word that fewer than `min_people` different people said (at least 2 of them), as it may be one
 *    person's own: a name, say. Answers of nobody count beside those of people, and bring nobody. Names
 *    that many people write remain: who shows the words to others should look at them. Nothing is
 *    translated, and no endings are cut.
 *
 * Formula: score = 100 x (promoters - detractors) / n; margin = 100 x 1.96 x sqrt((p + d - (p - d)^2) / n);
 * margin of a change = sqrt(margin^2 + previous margin^2).
 *
 * Limits: Those who answer are not all: the margin is of chance among them, not of who stayed silent. People
 * who answer twice count twice, so the margin is too small by as much as they agree with themselves.
 * Frequent words are not topics, and names that many write remain among them.
 *
 * Source: Reichheld (2003), "The One Number You Need to Grow", for promoters and detractors; the margin is
 * that of a difference of two multinomial shares.
 *
 * Cost: A pass over the answers; a sort of their words.
 *
 * Errors: Those of fields and selectors, needs_reload (score_prop, comment_prop), limit_exceeded (periods).
 *
 * Example: tests/cases/survey.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_survey(const ask_context& context, const json& question);

}  // namespace payoff
