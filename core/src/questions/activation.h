// SPDX-License-Identifier: Apache-2.0
/**
 * @file activation.h  How far is this customer with getting started, and what is next? Or how far are all?
 *
 * Ask:
 * {"ask":"activation","account"?,"user"?,"zone"?,"as_of"?}
 *
 * The steps are the playbook's. Without account and user it is of the whole base, as activation_base.h says;
 * with one of them, or both, it is of that customer.
 *
 * Answer: It begins with the customer's first event that `start` picks. A step counts its events from that
 * instant on (the starting event too, if it fits) and is done at the `count`-th of them; a step that was
 * done late is done. `deadline` = start + within_days x 24 h. Status: `not_started` without a start; `done`
 * when the rule's number of steps is done; else `late` from the deadline on; else `in_progress`. `percent`
 * is done steps of those needed, a whole number, at most 100. `next_step` is the first step that is not
 * done, null when all is done; with a model the one of those that goes most with staying.
 *
 * Rules: Nothing of it is stored: asked again over the same events it says the same, and `version` says
 * which playbook's steps these are. Steps for an account count the events of all its people, unattributed
 * ones too.
 *
 * Formula: percent = 100 x min(done steps, steps needed) / steps needed, to the nearest whole number;
 * deadline = start + within_days x 24 h.
 *
 * Limits: The steps are what the vendor holds to be a good start; that they are one, only `aha_discovery`
 * and `association` can support. A step done outside what is recorded stays undone.
 *
 * Source: Of our own.
 *
 * Cost: One pass over the customer's rows per step.
 *
 * Errors: missing_field (a playbook without activation), those of selectors.
 *
 * Example: tests/cases/activation.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/frame.h"

namespace payoff {

[[nodiscard]] result<json> answer_activation(const ask_context& context, const json& question);

/** The answer's body for the frame's account or user; the playbook must have activation. */
[[nodiscard]] result<json> activation_of_one(const frame& in);

}  // namespace payoff
