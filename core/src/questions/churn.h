// SPDX-License-Identifier: Apache-2.0
/**
 * @file churn.h  How many customers are lost, with how much revenue, why, and who is prone to it?
 *
 * Ask:
 * {"ask":"churn","from","to","grain"?:"month","per"?:"account"|"user","attributes"?:["plan",...],
 *  "min_people"?:10,"account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Who is a customer when, and at which price a month, is read from the playbook's `subscription`:
 * shared/contracts.h. `per` is the kind that has the attribute of the price (else of the plan), else
 * account.
 *
 * Answer:
 * {"per","currency","series":[{"start",...}],"total":{...},"reasons":[{"id","count"}],"without_reason",
 *  "prone":[...]}
 *
 * Where ... stands for the figures of one period that the rules name.
 *
 * Rules:
 *  - `customers`: had a contract just before the period began; `customers_end`: just before it ended (or
 *    at as_of). What happens in its first instant is in it.
 *  - `lost`: of the former, who are none of the latter. `logo_rate` = lost / customers. Who left and was
 *    back by the end was not lost. `new`: had no contract ever before, and has one at the end. `won_back`:
 *    had had one, had none at the start, has one at the end. So customers - lost + new + won_back =
 *    customers_end. `gone_again`: took one up in the period, for the first time or again, and had none at
 *    its end.
 *  - `mrr_start`: what customers paid a month at the start. `mrr_lost`: what of that was lost, with those
 *    who left or (`mrr_contraction`) with those who pay less at the end. `mrr_expansion`: what those who
 *    stayed pay more. Neither new customers nor those won back are in them. `gross_rate` = mrr_lost /
 *    mrr_start, `net_rate` = (mrr_lost - mrr_expansion) / mrr_start, below 0 where the rest grew by more
 *    than was lost. Each price is rounded to minor units of the playbook's currency. Null where the
 *    playbook names no price, or none is known of any customer; who has no known price is left out, with
 *    the note `unknown_price`.
 *  - `involuntary`: lost with a payment that failed in the 60 days before and was not made since, unless
 *    the customer gave a reason; or the reason is `payment_failed` or `payment_disputed`. `voluntary`: the
 *    rest of the lost. Both null unless the playbook names `payment_failed`.
 *
 * `total` is of [from, to) as one period, so it holds who was there at its beginning. A period that has not
 * begun at as_of is null. A price that cannot be read: the note `unreadable_price`.
 *
 * `reasons` are of `lost` and `gone_again` in the series, in Stripe's eight ids, the most frequent first,
 * then by id; another text counts as `other`, with the note `unknown_reason`; `without_reason` is the rest.
 *
 * `prone`: values of attributes with which customers were lost more often than without: shared/prone.h. Each
 * period is counted for each who began it as a customer, with the values known then; so the risks are those
 * of one period, and `min_people` different customers must have had a value. The note is `not_causal`.
 * `attributes`: all that were kept, unless given.
 *
 * Formula: logo_rate = lost / customers; gross_rate = mrr_lost / mrr_start; net_rate = (mrr_lost -
 * mrr_expansion) / mrr_start.
 *
 * Limits: A contract is what the attributes and events of `subscription` say, with their gaps. Rates of few
 * customers jump; a single large one moves `gross_rate`. What is prone goes with leaving and does not cause
 * it, and a reason is what somebody chose to give.
 *
 * Source: Rates as they are commonly reported for subscriptions (logo, gross and net revenue churn); reasons
 * are Stripe's eight of cancellation feedback; Katz et al. (1978) and Fisher for `prone`.
 *
 * Cost: Passes over the rows for the contracts, then customers x periods.
 *
 * Errors: Those of contracts, fields and selectors, needs_reload (an attribute), limit_exceeded (periods).
 *
 * Example: tests/cases/churn.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_churn(const ask_context& context, const json& question);

}  // namespace payoff
