// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/peers.h"

#include "questions/shared/plan_of.h"

namespace payoff {

const json* peers_of(const frame& in) {
  const learned_model* model = in.context().model;
  if (model == nullptr) return nullptr;
  const bool is_of_user = in.user().has_value();
  if (model->is_per_account == is_of_user || (!is_of_user && !in.account())) return nullptr;
  const scope of = in.current();
  const std::uint32_t unit = is_of_user ? *of.person : *of.account + 1;
  const json& peers = *model->whole.find("peers");
  const json* cell =
      unit == 0 ? nullptr
                : peers.find("plans")->find(
                      plan_of(in.context(), is_of_user ? counted::users : counted::accounts, unit, of.to_ms));
  return cell != nullptr ? cell : peers.find("all");
}

const json* peers_of_period(const frame& in) {
  const learned_model* model = in.context().model;
  if (model == nullptr || in.is_partial()) return nullptr;
  const time_range& range = in.range();
  const auto by = buckets(in.place(), model->period, in.week_start(), range.from_ms, range.to_ms);
  if (!by || by->size() != 1) return nullptr;
  const bucket& one = by->front();
  return one.full_start_ms == one.start_ms && one.full_end_ms == one.end_ms ? peers_of(in) : nullptr;
}

json benchmark_of(const json* peers, std::string_view metric, std::optional<double> figure) {
  const json* found = peers != nullptr ? peers->find("metrics")->find(metric) : nullptr;
  if (found == nullptr) return nullptr;
  json out = *found;
  std::int64_t quarter = 1;
  for (const char* name : {"p25", "p50", "p75"}) quarter += figure > found->find(name)->number() ? 1 : 0;
  out["quarter"] = figure ? json(quarter) : json(nullptr);
  return out;
}

std::size_t rank_of(const learned_model& model, std::string_view lifts, std::string_view id) {
  const json& order = *model.whole.find("lifts")->find(lifts);
  std::size_t rank = 0;
  while (rank < order.size() && !order[rank].find("id")->is_text(id)) ++rank;
  return rank;
}

}  // namespace payoff
