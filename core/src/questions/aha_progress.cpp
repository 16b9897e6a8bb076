// SPDX-License-Identifier: Apache-2.0
#include "questions/aha_progress.h"

#include <algorithm>

#include "questions/shared/progress.h"

namespace payoff {

result<json> aha_of_one(const frame& in, const aha_rule& rule, const std::string& path) {
  const ask_context& context = in.context();
  const selector anything;
  const selector& start = rule.start                ? *rule.start
                          : context.book.activation ? context.book.activation->start
                                                    : anything;
  PAYOFF_ASSIGN(starts, selection::compile(start, path + "/start", in));
  PAYOFF_ASSIGN(of, selection::compile(rule.event, path + "/event", in));
  const auto window_ms = static_cast<std::int64_t>(rule.within_days) * day_ms;
  const auto started_ms = first_match_ms(in, starts);
  std::optional<std::int64_t> deadline_ms;
  progress so_far;
  if (started_ms) {
    deadline_ms = *started_ms + window_ms;
    so_far = progress_of(in, of, rule.count, *started_ms, *deadline_ms);
  }

  json out;
  in.add_customer(out);
  out["label"] = rule.label.empty() ? json(nullptr) : json(rule.label);
  const std::int64_t as_of_ms = in.as_of_ms();
  const bool is_reached = so_far.reached_at_ms.has_value();
  const bool is_over = deadline_ms && as_of_ms >= *deadline_ms;
  std::string_view status = "not_started";
  if (is_reached) {
    status = "reached";
  } else if (is_over) {
    status = "missed";
  } else if (started_ms) {
    // Whole events that an even pace would have made by now; 10^6 x 3650 days in ms stay below 2^63.
    const std::int64_t due = rule.count * (as_of_ms - *started_ms) / window_ms;
    status = so_far.count >= due ? "on_track" : "behind";
  }
  out["status"] = status;
  out["count"] = so_far.count;
  out["target"] = rule.count;
  out["started_at"] = instant_or_null(started_ms);
  out["deadline"] = instant_or_null(deadline_ms);
  json days_left = nullptr;
  json pace = nullptr;
  if (started_ms) {
    const double days = static_cast<double>(std::max<std::int64_t>(0, *deadline_ms - as_of_ms)) / day_ms;
    days_left = days;
    if (is_reached) pace = 0.0;
    if (!is_reached && !is_over) pace = static_cast<double>(rule.count - so_far.count) / days;
  }
  out["days_left"] = std::move(days_left);
  out["pace_needed_per_day"] = std::move(pace);
  out["reached_at"] = instant_or_null(so_far.reached_at_ms);
  return out;
}

const aha_rule* goal_of(const ask_context& context) {
  if (context.book.aha) return &*context.book.aha;
  return context.model != nullptr && context.model->goal ? &*context.model->goal : nullptr;
}

result<json> answer_aha_progress(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  std::optional<aha_rule> given;
  if (const json* rule = from.find("rule")) given = parse_aha_rule(*rule, "/rule", wrong);
  from.finish();
  if (!in.account() && !in.user()) {
    wrong.report(error_code::missing_field, "/account", "`account` or `user` must be given: whose progress?");
  }
  const aha_rule* const goal = given ? &*given : goal_of(context);
  if (goal == nullptr) {
    wrong.report(error_code::missing_field, "/rule",
                 "the playbook has no `aha`: add it there, or give a `rule` of {\"event\", \"count\", "
                 "\"within_days\"}");
  }
  PAYOFF_TRY(wrong.as_result());
  if (!given && !context.book.aha) in.note("learned_goal");
  PAYOFF_ASSIGN(body, aha_of_one(in, *goal, given ? "/rule" : "/aha"));
  json out;
  out["ask"] = "aha_progress";
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
