// SPDX-License-Identifier: Apache-2.0
/** @file plan_limits.h  How much of what its plan allows did an account use, period by period? */
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "playbook/playbook.h"
#include "questions/shared/customer.h"

namespace payoff {

/** One of the question's `limits`; cross_sell.h documents its fields. */
struct plan_limit {
  metric of;
  std::string path; /**< Of the metric, for errors. */
  grain period{grain::month};
  std::optional<double> fixed;
  std::optional<attribute_name> attribute;
  json by_plan; /**< {"team": 500}, or null. */
};

/** Mistakes go to the reader's problem. */
[[nodiscard]] std::vector<plan_limit> read_plan_limits(reader& from, const ask_context& context);

/** What was used in a period, of what. */
struct limit_use {
  std::string start;
  double value{0}, limit{0};
};

/** The last three periods, if in each of them at least 80% was used; else none. */
[[nodiscard]] result<std::vector<limit_use>> uses_near(const plan_limit& limit, const customer& who);

}  // namespace payoff
