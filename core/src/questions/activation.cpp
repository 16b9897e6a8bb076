// SPDX-License-Identifier: Apache-2.0
#include "questions/activation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "questions/shared/selection.h"

namespace payoff {
namespace {

/** All that could count: everything before as_of. */
scope all_time(const frame& in) { return in.scope_of(0, in.as_of_ms()); }

std::optional<std::int64_t> first_match_ms(const frame& in, const selection& of) {
  std::optional<std::int64_t> first;
  for_each_match(in.context().store, all_time(in), of, [&](person_id, row_id row) {
    const std::int64_t time_ms = in.context().store.time_ms(row);
    if (!first || time_ms < *first) first = time_ms;
  });
  return first;
}

struct step_progress {
  std::int64_t progress{0};
  std::optional<std::int64_t> done_at_ms;
};

step_progress progress_of(const frame& in, const activation_step& step, const selection& of,
                          std::int64_t start_ms) {
  std::vector<std::int64_t> times;
  scope from_start = all_time(in);
  from_start.from_ms = start_ms;
  for_each_match(in.context().store, from_start, of,
                 [&](person_id, row_id row) { times.push_back(in.context().store.time_ms(row)); });
  step_progress out;
  out.progress = std::min(step.count, static_cast<std::int64_t>(times.size()));
  if (out.progress == step.count) {
    // People's rows come one after another: the count-th in time is an order statistic.
    const auto nth = times.begin() + static_cast<std::ptrdiff_t>(step.count - 1);
    std::nth_element(times.begin(), nth, times.end());
    out.done_at_ms = *nth;
  }
  return out;
}

json moment_or_null(std::optional<std::int64_t> at_ms) {
  return at_ms ? json(instant_name(*at_ms)) : json(nullptr);
}

}  // namespace

result<json> activation_of_one(const frame& in) {
  const ask_context& context = in.context();
  const activation_rules& rules = *context.book.activation;
  PAYOFF_ASSIGN(start, selection::compile(rules.start, "/activation/start", in));
  const auto started_ms = first_match_ms(in, start);
  std::optional<std::int64_t> deadline_ms;
  if (started_ms) deadline_ms = *started_ms + static_cast<std::int64_t>(rules.within_days) * day_ms;

  json steps = json::array();
  json next_step = nullptr;
  std::size_t done = 0;
  for (std::size_t i = 0; i < rules.steps.size(); ++i) {
    const activation_step& step = rules.steps[i];
    PAYOFF_ASSIGN(of, selection::compile(step.events, join_path("/activation/steps", i) + "/event", in));
    step_progress progress;
    if (started_ms) progress = progress_of(in, step, of, *started_ms);
    if (progress.done_at_ms) {
      ++done;
    } else if (next_step.is_null()) {
      next_step = step.id;
    }
    json entry;
    entry["id"] = step.id;
    entry["label"] = step.label;
    entry["progress"] = progress.progress;
    entry["count"] = step.count;
    entry["done_at"] = moment_or_null(progress.done_at_ms);
    if (step.within_days && started_ms) {
      entry["deadline"] = instant_name(*started_ms + static_cast<std::int64_t>(*step.within_days) * day_ms);
    }
    if (!step.href.empty()) entry["href"] = step.href;
    steps.push_back(std::move(entry));
  }

  const bool is_done = started_ms && done >= rules.steps_needed;
  json out;
  if (in.account()) out["account"] = *in.account();
  if (in.user()) out["user"] = *in.user();
  out["status"] = !started_ms                     ? "not_started"
                  : is_done                       ? "done"
                  : in.as_of_ms() >= *deadline_ms ? "late"
                                                  : "in_progress";
  out["started_at"] = moment_or_null(started_ms);
  out["deadline"] = moment_or_null(deadline_ms);
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
