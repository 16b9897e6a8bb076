// SPDX-License-Identifier: Apache-2.0
/**
 * @file customer_value.h  What will customers buy who have no contract, and what are they worth?
 *
 * {"ask":"customer_value","model":"bgnbd","from","to","purchase":Selector,"amount_prop"?,"unit"?:"day"|"week",
 *  "horizon"?:39,"discount"?:0,"params"?,"gamma_gamma"?,"per"?,"account"?,"user"?,"zone"?,"as_of"?}
 * or, without events and as_of, all times in one unit of the caller's:
 * {"ask":"customer_value","model":"bgnbd","customers":[{"id"?,"frequency","recency","t","value"?}],"horizon"?,
 *  "discount"?,"params"?:{"r","alpha","a","b"},"gamma_gamma"?:{"p","q","v"}}
 *
 * Answer:
 * {"model","horizon","discount","params","log_likelihood","gamma_gamma","customers":[{"id","frequency",
 * "recency","t","value","p_alive","expected_purchases","expected_purchase_value","expected_value"}]}.
 * Formulas stand in stats/bgnbd.h and stats/gamma_gamma.h; maximum likelihood unless parameters are given.
 *  - Over events a customer is a person or account with a purchase in [from, to) before as_of, in order of
 * their ids; brought along they stay as they came. A local day's purchases are one. `frequency` counts those
 * after the first one; `recency` is the time from the first to the last, `t` from the first to the last day
 * of the range (of what lies before as_of), in days or, by week (the default), those divided by 7.
 *  - `value` is the mean of the repeat purchases whose `amount_prop` is a number, a day's amounts added up;
 * null where there is none. Gamma-Gamma is fitted on values above 0.
 *  - `expected_purchases`: of the next `horizon` units. `expected_purchase_value`: of one purchase; the
 * population's for frequency 0, null where a repeat customer's value is unknown or not above 0.
 * `expected_value` = that x the sum over k = 1..horizon of (E_k - E_(k-1)) / (1 + discount)^k.
 *  - Parameters have 6 significant digits, and all else is reckoned from those.
 *  - A likelihood without a maximum (nobody buys again, nobody ever leaves, all spend alike) has null
 * parameters and all that hangs on them is null: notes `no_fit`, `no_value_fit` (the latter only where there
 * is a value). `not_computed`: somebody's expectation would take more than ten million terms and is null.
 *
 * Cost: a pass over the purchases; the fit some hundred passes over the customers. Errors: those of fields
 * and selectors, needs_reload (amount_prop).
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_customer_value(const ask_context& context, const json& question);

}  // namespace payoff
