// SPDX-License-Identifier: Apache-2.0
/**
 * @file customer_value.h  What is a customer worth: of those with a contract, or of those who buy as they
 * like?
 *
 * Ask: Of customers with a contract, over events or of figures of the caller's; the latter need neither
 * events nor as_of:
 * {"ask":"customer_value","model"?:"contract","from","to","margin"?:1,"horizon"?,"per"?,"account"?,
 *  "user"?,"zone"?,"as_of"?}
 * {"ask":"customer_value","model"?:"contract","arpa","durations":[...],"observed":[...],"churn"?,
 *  "margin"?,"horizon"?}
 *
 * Of customers who buy as they like, over events or of figures of the caller's, all times of which are in
 * one unit of theirs:
 * {"ask":"customer_value","model":"bgnbd","from","to","purchase":Selector,"amount_prop"?,
 *  "unit"?:"day"|"week","horizon"?:39,"discount"?:0,"params"?,"gamma_gamma"?,"per"?,"account"?,"user"?,
 *  "zone"?,"as_of"?}
 * {"ask":"customer_value","model":"bgnbd","customers":[{"id"?,"frequency","recency","t","value"?}],
 *  "horizon"?,"discount"?,"params"?:{"r","alpha","a","b"},"gamma_gamma"?:{"p","q","v"}}
 *
 * Answer: Of contracts, and of those who buy as they like:
 * {"model","currency","arpa","margin","lifetime_months":{"n","ended","median","restricted_mean",
 *  "horizon"},"churn":{"months","customers","lost","rate"},"value","simple_value"}
 * {"model","horizon","discount","params","log_likelihood","gamma_gamma","customers":[{"id","frequency",
 *  "recency","t","value","p_alive","expected_purchases","expected_purchase_value","expected_value"}]}
 *
 * Rules: Of contracts. Who is a customer when and at which price stands in shared/contracts.h; `per` is as
 * in churn.
 *  - `value` is what a customer brings within `horizon` months, `simple_value` what one would bring in all
 *    time if as many left each month. The first is what was seen; the second goes on for ever, and is null
 *    while nobody was lost.
 *  - `arpa`: mean price a month of those who are customers at the end of the range (or at as_of), those
 *    without a known price left out: the note `unknown_price`. It and both values are rounded to minor
 *    units of the currency, the values from the rounded arpa. `margin`: the share of the price that is
 *    left, above 0.
 *  - Lifetimes are those of customers whose first contract began in the range, from that local day to that
 *    of its end; who has not left is censored at as_of. Coming back begins no other. Months are days /
 *    30.4375. Kaplan-Meier as in survival; `horizon` in months is the largest time unless it is given.
 *  - `churn.rate`: over the calendar months that lie in the range as a whole and have ended, of customers
 *    at a month's start the share that are none at its end: the sum of lost / the sum of customers. Of
 *    lifetimes that are brought along `churn` may be given.
 *
 * Of those who buy as they like. Parameters are those of maximum likelihood unless they are given.
 *  - Over events a customer is a person or account with a purchase in [from, to) before as_of, in order of
 *    their ids; brought along they stay as they came. A local day's purchases are one. `frequency` counts
 *    those after the first one; `recency` is the time from the first to the last, `t` from the first to
 *    the last day of the range (of what lies before as_of), in days or, by week (the default), those
 *    divided by 7.
 *  - `value` is the mean of the repeat purchases whose `amount_prop` is a number, a day's amounts added
 *    up; null where there is none. Gamma-Gamma is fitted on values above 0.
 *  - `expected_purchases`: of the next `horizon` units. `expected_purchase_value`: of one purchase; the
 *    population's for frequency 0, null where a repeat customer's value is unknown or not above 0.
 *  - Parameters have 6 significant digits, and all else is reckoned from those.
 *  - A likelihood without a maximum (nobody buys again, nobody ever leaves, all spend alike) has null
 *    parameters and all that hangs on them is null: notes `no_fit`, `no_value_fit` (the latter only where
 *    there is a value). `not_computed`: somebody's expectation would take more than ten million terms and
 *    is null.
 *
 * Formula:
 *  - Of contracts: value = arpa x margin x restricted mean lifetime, simple_value = arpa x margin / churn
 *    rate.
 *  - Of those who buy: BG/NBD (stats/bgnbd.h) and Gamma-Gamma (stats/gamma_gamma.h); expected_value =
 *    expected_purchase_value x the sum over k = 1..horizon of (E_k - E_(k-1)) / (1 + discount)^k.
 *
 * Limits: What was seen of past customers is taken for what is to come. BG/NBD takes it that people buy at a
 * steady rate of their own and leave after a purchase, and that what somebody spends has nothing to do with
 * how often: seasons, contracts and campaigns break that. `p_alive` is 1 for who bought once, whatever time
 * has passed. Of few customers, or of short lifetimes with a long horizon, the figures are guesses with many
 * digits.
 *
 * Source: Kaplan & Meier (1958); Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way; Fader &
 * Hardie (2013), "The Gamma-Gamma Model of Monetary Value"; as the library lifetimes has them.
 *
 * Cost: A pass over the purchases; the fit some hundred passes over the customers. Of contracts, as churn.
 *
 * Errors: Those of fields, selectors and contracts, needs_reload (amount_prop).
 *
 * Example: tests/cases/contract_value.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_customer_value(const ask_context& context, const json& question);

}  // namespace payoff
