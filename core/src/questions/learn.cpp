// SPDX-License-Identifier: Apache-2.0
#include "questions/learn.h"

#include "learning/learning.h"

namespace payoff {

result<json> answer_learn(const ask_context& context, const json& question) {
  problem wrong;
  json asked = question;
  const bool is_per_user = context.book.activation && !context.book.activation->per_account;
  if (asked.find("per") == nullptr) asked["per"] = is_per_user ? "user" : "account";
  reader from(asked, "", wrong);
  from.find("ask");
  frame in(from, context);
  if (in.account() || in.user()) {
    wrong.report(error_code::unknown_field, in.account() ? "/account" : "/user",
                 "a model is learned from all customers: leave out `account` and `user`");
  }
  const bool is_part = from.boolean_or("part", false);
  const std::int64_t periods = from.integer_or("periods", 3, 1, 60);
  for (const char* name : {"prior", "correction", "pairs"}) {
    if (asked.find(name) == nullptr) continue;
    wrong.report(error_code::unknown_field, from.path_of(name),
                 "`" + std::string(name) + "` is a field of aha_discovery and not of learn");
  }
  const aha_plan plan = read_aha_plan(from, context.book);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  in.set_range(0, in.as_of_ms(), context.book.report.period);
  PAYOFF_ASSIGN(part, count_part(in, asked, plan, periods));
  if (is_part) return part;
  return model_of(part);
}

}  // namespace payoff
