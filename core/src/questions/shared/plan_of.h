// SPDX-License-Identifier: Apache-2.0
/** @file plan_of.h  Which plan was a customer known to have? */
#pragma once

#include <cstdint>
#include <string_view>

#include "questions/question.h"
#include "questions/shared/activity.h"

namespace payoff {

/**
 * The latest text of `subscription.plan` that was known before that instant; "" where none was, or where the
 * playbook's plan is of accounts and a person is asked for, or the other way round.
 * @param unit a person, or an account + 1.
 */
[[nodiscard]] std::string_view plan_of(const ask_context& context, counted per, std::uint32_t unit,
                                       std::int64_t before_ms);

/** Whether a plan has the capability; one that is unknown has everything. */
[[nodiscard]] bool is_for_plan(const capability& one, std::string_view plan);

}  // namespace payoff
