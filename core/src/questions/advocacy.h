// SPDX-License-Identifier: Apache-2.0
/**
 * @file advocacy.h  Who speaks for the product, who likes it in silence, and who just looks on?
 *
 * Ask:
 * {"ask":"advocacy","per"?:"user"|"account","account"?,"user"?,"zone"?,"as_of"?}
 *
 * Answer:
 * {"per","people","segments":[{"id","people","share","nominal"}],"by_tenure":[Row and "from_days",
 *  "to_days"],"by_spend":[Row and "from","to"]}
 *
 * Row = {"people","lovers","likers","lurkers","lover_share":{"rate","low","high"}}. Each is one, the first
 * that holds; days are 24 hours and end at as_of, weeks are seven of them.
 *
 * Rules:
 *  - `lover`: in the last 180 days an event of the set "@advocacy" (referrals, reviews, case studies), or
 *    an answer to the survey "nps" of 9 or 10 with a comment that is not blank.
 *  - `liker`: "@value" events in at least 6 of the last 12 weeks.
 *  - `lurker`: an "@active" event in the last 180 days.
 *
 * `people` are these three; who was last seen before is none. `nominal` is the 90-9-1 of participation in
 * communities (Nielsen 2006): a yardstick that is often quoted, no law. Shares are null with nobody.
 *
 * `by_tenure`: whole days since the first event of all in the data, [from_days, to_days): from 0, 30, 90,
 * 365 on, the last without an end (null). All four rows are there. What is older than the data is as old as
 * they. `by_spend`: by the latest subscription.mrr known before as_of, of the account of a person's latest
 * event (of several at one instant the first by id), or of the person where the playbook's is a user's.
 * Those of whom it is known are cut into fourths at the 25, 50 and 75% quantiles (type 7); equal values are
 * together, in the lower one, so rows may be of unequal size, and fewer. `from` and `to` are the least and
 * the largest in the row, both within. The last row, from and to null, are those of whom it is unknown, if
 * any. Empty, with the note `not_available`, where the playbook names no subscription.mrr, or with per
 * "account" one of users. `lover_share` has Wilson's 95% interval.
 *
 * Formula: share = people of the segment / people; lover_share with Wilson's 95% interval (stats/wilson.h).
 *
 * Limits: Only acts that are recorded count: who praises the product elsewhere is a lurker here. Rows of few
 * people have wide intervals. That those who pay more, or stay longer, speak more or less for it goes with
 * it and is not caused by it.
 *
 * Source: Nielsen (2006), "The 90-9-1 Rule for Participation Inequality", for `nominal`; segments are of our
 * own.
 *
 * Cost: Five passes over the rows.
 *
 * Errors: missing_field (a playbook that can see no advocacy: neither a set `advocacy` nor a survey `nps`
 * with score and comment), needs_reload, those of selectors.
 *
 * Example: tests/cases/advocacy.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_advocacy(const ask_context& context, const json& question);

}  // namespace payoff
