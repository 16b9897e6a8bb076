// SPDX-License-Identifier: Apache-2.0
#include "questions/activation_base.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "questions/shared/progress.h"
#include "stats/kaplan_meier.h"
#include "stats/quantile.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

json plain_or_null(const std::optional<double>& days) {
  return days ? json(static_cast<std::int64_t>(*days)) : json(nullptr);
}

/** Body of the answer; the playbook must have activation. */
result<json> activation_of_base(const frame& in) {
  const ask_context& context = in.context();
  const event_store& store = context.store;
  const activation_rules& rules = *context.book.activation;
  PAYOFF_ASSIGN(start, selection::compile(rules.start, "/activation/start", in));
  std::vector<selection> events;
  for (std::size_t i = 0; i < rules.steps.size(); ++i) {
    PAYOFF_ASSIGN(
        of, selection::compile(rules.steps[i].events, join_path("/activation/steps", i) + "/event", in));
    events.push_back(std::move(of));
  }

  const auto window_ms = static_cast<std::int64_t>(rules.within_days) * day_ms;
  std::uint64_t eligible = 0, activated = 0, late = 0;
  std::vector<lifetime> lives;
  std::vector<std::vector<double>> step_days(events.size());
  std::vector<std::uint64_t> stopped(events.size());
  std::vector<std::int64_t> reached;
  const std::uint32_t units = rules.per_account ? store.accounts().size() : store.people();
  for (std::uint32_t unit = rules.per_account ? 0 : 1; unit < units; ++unit) {
    scope of{0, in.as_of_ms(), std::nullopt, std::nullopt, nullptr};
    if (rules.per_account) {
      of.account = unit;
    } else {
      of.person = unit;
    }
    const auto started_ms = first_match_ms(store, of, start);
    if (!started_ms) continue;
    of.from_ms = *started_ms;
    const std::int64_t deadline_ms = *started_ms + window_ms;
    const bool is_closed = deadline_ms <= in.as_of_ms();
    const auto days_until = [&](std::int64_t at_ms) {
      return static_cast<double>(in.place().day_number(at_ms) - in.place().day_number(*started_ms));
    };

    reached.clear();
    std::size_t first_undone = events.size();
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto at_ms = progress_of(store, of, events[i], rules.steps[i].count).reached_at_ms;
      if (at_ms) reached.push_back(*at_ms);
      if (at_ms && *at_ms < deadline_ms) {
        if (is_closed) step_days[i].push_back(days_until(*at_ms));
      } else {
        first_undone = std::min(first_undone, i);
      }
    }
    sort_few(reached.data(), reached.data() + reached.size(), std::less<>());
    const bool is_done = reached.size() >= rules.steps_needed;
    const std::int64_t done_ms = is_done ? reached[rules.steps_needed - 1] : in.as_of_ms() - 1;
    lives.push_back({days_until(done_ms), is_done});
    if (!is_closed) continue;
    ++eligible;
    if (is_done && done_ms < deadline_ms) {
      ++activated;
    } else {
      late += is_done ? 1 : 0;
      ++stopped[first_undone];
    }
  }

  json out;
  out["per"] = rules.per_account ? "account" : "user";
  out["started"] = lives.size();
  out["eligible"] = eligible;
  out["activated"] = activated;
  out["activated_late"] = late;
  out["rate"] = ratio(activated, eligible);
  const kaplan_meier curve(lives);
  json& days = out["days_to_activate"];
  days["median"] = plain_or_null(curve.median());
  days["low"] = plain_or_null(curve.median_low());
  days["high"] = plain_or_null(curve.median_high());
  json steps = json::array();
  json stuck = json::object();
  for (std::size_t i = 0; i < events.size(); ++i) {
    json step;
    step["id"] = rules.steps[i].id;
    step["done"] = step_days[i].size();
    step["rate"] = ratio(step_days[i].size(), eligible);
    step["days"]["median"] = or_null(median(step_days[i]));
    steps.push_back(std::move(step));
    if (stopped[i] > 0) stuck[rules.steps[i].id] = stopped[i];
  }
  out["steps"] = std::move(steps);
  out["stuck_at"] = std::move(stuck);
  out["version"] = context.book.version;
  return out;
}

}  // namespace

result<json> answer_activation_base(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  from.finish();
  if (!context.book.activation) {
    wrong.report(error_code::missing_field, "", "the playbook has no `activation`: add its steps there");
  }
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, activation_of_base(in));
  json out;
  out["ask"] = "activation";
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
