// SPDX-License-Identifier: Apache-2.0
/**
 * @file merge.h  What do parts of the base teach together?
 *
 * Ask:
 * {"ask":"merge","parts":[part or its text, ...],"part"?:false}
 *
 * Parts that `learn` gave with `part`, or `merge` itself. Neither the rows of the engine nor its playbook
 * are looked at.
 *
 * Answer: The model of all, or with `part` their sum, byte for byte what `learn` says of all rows at once,
 * if no user and no account is in two of the parts; that is the caller's to see to.
 *
 * Rules:
 *  - Parts must be of one plan: playbook version, as_of, zone, periods and all else that was asked for.
 *  - A published model is refused: what it leaves out cannot be added.
 *
 * Formula: Every count of the whole = the sum of that count over the parts; all figures are derived from
 * counts alone, as in `learn`.
 *
 * Limits: Those of `learn`. It cannot see that a customer is in two parts: who is, counts twice.
 *
 * Source: Of our own.
 *
 * Cost: A step for each count of each part; no rows are read.
 *
 * Errors: bad_json (a text), missing_field, wrong_type, bad_value; `path` begins with /parts/<number>.
 *
 * Example: tests/cases/learn.json, question 3.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_merge(const ask_context& context, const json& question);

}  // namespace payoff
