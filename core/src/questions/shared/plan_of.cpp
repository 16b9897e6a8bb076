// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/plan_of.h"

#include <algorithm>

namespace payoff {

std::string_view plan_of(const ask_context& context, counted per, std::uint32_t unit,
                         std::int64_t before_ms) {
  const auto& plan = context.book.subscription.plan;
  const bool is_of_user = per == counted::users;
  if (!plan || is_of_user != (plan->subject == attribute_subject::user)) return {};
  const attribute_log& log = context.store.attributes(plan->subject);
  const cell value = log.at(log.index_of(plan->name), is_of_user ? unit : unit - 1, before_ms - 1);
  return value.kind() == cell_kind::text ? context.store.texts()[value.text_id()] : std::string_view();
}

bool is_for_plan(const capability& one, std::string_view plan) {
  return plan.empty() || one.plans.empty() ||
         std::find(one.plans.begin(), one.plans.end(), plan) != one.plans.end();
}

}  // namespace payoff
