// SPDX-License-Identifier: Apache-2.0
/**
 * @file merge.h  What do parts of the base teach together?
 *
 * {"ask":"merge","parts":[part or its text, ...],"part"?:false}: parts that `learn` gave with `part`, or
 * `merge` itself. The answer is the model of all, or with `part` their sum, byte for byte what `learn` says
 * of all rows at once, if no user and no account is in two of the parts; that is the caller's to see to.
 * Neither the rows of the engine nor its playbook are looked at.
 *
 * Parts must be of one plan: playbook version, as_of, zone, periods and all else that was asked for. A
 * published model is refused: what it leaves out cannot be added. Errors: bad_json (a text), missing_field,
 * wrong_type, bad_value; `path` begins with /parts/<number>.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_merge(const ask_context& context, const json& question);

}  // namespace payoff
