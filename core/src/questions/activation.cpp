// SPDX-License-Identifier: Apache-2.0
#include "questions/activation.h"

#include <algorithm>
#include <cmath>

#include "questions/shared/peers.h"
#include "questions/shared/progress.h"
#include "questions/shared/selection.h"

namespace payoff {

result<json> activation_of_one(const frame& in) {
  const ask_context& context = in.context();
  const activation_rules& rules = *context.book.activation;
  PAYOFF_ASSIGN(start, selection::compile(rules.start, "/activation/start", in));
  const auto started_ms = first_match_ms(in, start);
  std::optional<std::int64_t> deadline_ms;
  if (started_ms) deadline_ms = *started_ms + static_cast<std::int64_t>(rules.within_days) * day_ms;

  json steps = json::array();
  json next_step = nullptr;
  std::size_t next_rank = SIZE_MAX;
  std::size_t done = 0;
  for (std::size_t i = 0; i < rules.steps.size(); ++i) {
    const activation_step& step = rules.steps[i];
    PAYOFF_ASSIGN(of, selection::compile(step.events, join_path("/activation/steps", i) + "/event", in));
    progress so_far;
    if (started_ms) so_far = progress_of(in, of, step.count, *started_ms, in.as_of_ms());
    if (so_far.reached_at_ms) {
      ++done;
    } else if (const std::size_t rank =
                   context.model != nullptr ? rank_of(*context.model, "steps", step.id) : i;
               rank < next_rank) {
      next_rank = rank;
      next_step = step.id;
    }
    json entry;
    entry["id"] = step.id;
    entry["label"] = step.label;
    entry["progress"] = std::min(step.count, so_far.count);
    entry["count"] = step.count;
    entry["done_at"] = instant_or_null(so_far.reached_at_ms);
    if (step.within_days && started_ms) {
      entry["deadline"] = instant_name(*started_ms + static_cast<std::int64_t>(*step.within_days) * day_ms);
    }
    if (!step.href.empty()) entry["href"] = step.href;
    steps.push_back(std::move(entry));
  }

  const bool is_done = started_ms && done >= rules.steps_needed;
  json out;
  in.add_customer(out);
  out["status"] = !started_ms                     ? "not_started"
                  : is_done                       ? "done"
                  : in.as_of_ms() >= *deadline_ms ? "late"
                                                  : "in_progress";
  out["started_at"] = instant_or_null(started_ms);
  out["deadline"] = instant_or_null(deadline_ms);
  const double share = static_cast<double>(done) / static_cast<double>(rules.steps_needed);
  out["percent"] = std::llround(std::min(1.0, share) * 100);
  out["version"] = context.book.version;
  out["steps"] = std::move(steps);
  out["next_step"] = std::move(next_step);
  return out;
}

result<json> answer_activation(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  from.finish();
  if (!in.account() && !in.user()) {
    wrong.report(error_code::missing_field, "/account",
                 "`account` or `user` must be given: whose activation?");
  }
  if (!context.book.activation) {
    wrong.report(error_code::missing_field, "", "the playbook has no `activation`: add its steps there");
  }
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, activation_of_one(in));
  json out;
  out["ask"] = "activation";
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
