// SPDX-License-Identifier: Apache-2.0
#include "questions/stage.h"

#include "questions/shared/stage_rules.h"

namespace payoff {
namespace {

constexpr std::int64_t days_back = 366;

}  // namespace

result<json> stage_of_one(const frame& in) {
  PAYOFF_ASSIGN(rules, stage_rules::of(in.context().book));
  PAYOFF_ASSIGN(found, rules.at(customer(in)));
  const std::int64_t today = in.place().day_number(in.as_of_ms() - 1);  // of the last instant that is seen
  std::int64_t days = 0;
  for (; found != nullptr && days < days_back; ++days) {
    const frame earlier = frame_at(in, day_start(in.place(), today - days));
    PAYOFF_ASSIGN(before, rules.at(customer(earlier)));
    if (before != found) break;
  }
  json out;
  out["stage"] = found == nullptr ? json(nullptr) : json(found->stage);
  const bool is_dated = found != nullptr && days < days_back;
  out["since"] = is_dated ? json(date_name(today - days)) : json(nullptr);
  out["rule"] = found == nullptr ? json(nullptr) : json(found->id);
  return out;
}

result<json> answer_stage(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, stage_of_one(in));
  json out;
  out["ask"] = "stage";
  in.add_customer(out);
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
