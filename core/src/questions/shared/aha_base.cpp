// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/aha_base.h"

#include <utility>

#include "stats/order.h"
#include "store/hash.h"

namespace payoff {
namespace {

constexpr double too_good_from = 0.95;

}  // namespace

result<aha_base> observe(const frame& in, const aha_plan& plan) {
  const event_store& store = in.context().store;
  PAYOFF_ASSIGN(starts, selection::compile(plan.start, "/start", in));
  PAYOFF_ASSIGN(returns, selection::compile(plan.returning, "/return", in));
  std::vector<selection> wanted;
  for (std::size_t i = 0; i < plan.events.size(); ++i) {
    PAYOFF_ASSIGN(one, selection::compile(plan.events[i].of, join_path("/events", i), in));
    wanted.push_back(std::move(one));
  }
  PAYOFF_ASSIGN(all, histories::find(in, plan.per));
  // Of each day after the start the shortest window that holds it.
  std::vector<std::size_t> window_of;
  for (std::size_t w = 0; w < plan.windows_days.size(); ++w) window_of.resize(plan.windows_days[w], w);

  aha_base out(plan.has_all_events ? store.names().size() : wanted.size(), plan.windows_days.size());
  bool fits = true;
  for_each_starter(in, all, starts, [&](std::uint32_t unit, const row_list& rows, std::uint32_t first) {
    const std::int64_t start_ms = store.time_ms(rows[first]);
    if (plan.outcome.to_ms(start_ms) > in.as_of_ms()) {
      ++out.censored;
      return;
    }
    for (std::uint32_t i = rows.count_before(store, start_ms); i < rows.size(); ++i) {
      const auto day = static_cast<std::size_t>((store.time_ms(rows[i]) - start_ms) / day_ms);
      if (day >= window_of.size()) break;
      out.did.see_activity(window_of[day]);
      if (plan.has_all_events) out.did.see(store.name(rows[i]), window_of[day]);
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k].matches(rows[i])) out.did.see(k, window_of[day]);
      }
    }
    (fnv1a_64(all.id(unit)) % 2 == 0 ? out.even : out.odd).push_back(out.did.people());
    const bool has_returned =
        has_match(store, rows, returns, plan.outcome.from_ms(start_ms), plan.outcome.to_ms(start_ms));
    out.outcome.push_back(has_returned ? 1 : 0);
    fits = out.did.close_person() && fits;
  });
  if (!fits) return fail(error_code::out_of_memory, "", "no memory to count who did what");
  return out;
}

std::vector<aha_candidate> candidates_of(const aha_plan& plan, const aha_base& of, const event_store& store) {
  std::vector<aha_candidate> out;
  if (!plan.has_all_events) {
    for (std::size_t i = 0; i < plan.events.size(); ++i) out.push_back({i, plan.events[i].written});
    return out;
  }
  std::vector<std::uint32_t> names;
  std::vector<std::string_view> texts;
  for (std::uint32_t name = 0; name < store.names().size(); ++name) {
    if (of.did.doers(name) == 0) continue;
    names.push_back(name);
    texts.push_back(store.names()[name]);
  }
  for (const std::uint32_t i : order_of(texts)) out.push_back({names[i], texts[i]});
  return out;
}

bool has_enough(const table_2x2& table, std::int64_t min_people) {
  const auto least = static_cast<double>(min_people);
  return table.exposed() >= least && table.unexposed() >= least;
}

json label_of(const table_2x2& table, const table_figures& figures, std::int64_t min_people) {
  const bounded& phi = figures.phi;
  const bool holds_0 = !phi.low || !phi.high || (*phi.low <= 0 && *phi.high >= 0);
  if (holds_0 || !has_enough(table, min_people)) return nullptr;
  return *phi.value >= 0.4 ? "high" : *phi.value >= 0.3 ? "moderate" : *phi.value >= 0.2 ? "slight" : "none";
}

bool is_too_good(const table_figures& figures) {
  return figures.ppv.value_or(0) > too_good_from && figures.sensitivity.value_or(0) > too_good_from;
}

}  // namespace payoff
