// SPDX-License-Identifier: Apache-2.0
#include "learning/figures.h"

#include <algorithm>

#include "questions/shared/bucket_finder.h"
#include "questions/shared/measure.h"
#include "questions/shared/selection.h"
#include "stats/exact_sum.h"
#include "stats/quantile.h"
#include "store/column.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

using unit_figures = std::vector<std::vector<std::optional<double>>>;

std::optional<double> figure_of_durations(statistic stat, std::vector<double>& values) {
  exact_sum sum;
  for (const double value : values) sum.add(value);
  switch (stat) {
    case statistic::count:
      return static_cast<double>(values.size());
    case statistic::sum:
      return sum.value();
    case statistic::median:
      return median(values);
    case statistic::p90:
      return p90(values);
    case statistic::min:
      return smallest(values);
    case statistic::max:
      return largest(values);
    default:
      if (values.empty()) return std::nullopt;
      return sum.value() / static_cast<double>(values.size());
  }
}

/**
 * All pairs in one go: measure looks at one customer's starts at a time, and walks all keys of the store for
 * each. An account's ends must be its own; whoever may end what a person began.
 */
result<unit_figures> durations_by_unit(const frame& in, const metric& of, const std::string& path,
                                       counted per, const std::vector<bucket>& by, const marks& wanted) {
  const event_store& store = in.context().store;
  PAYOFF_ASSIGN(starts, selection::compile(of.of, path + "/between/start", in));
  PAYOFF_ASSIGN(ends, selection::compile(of.end, path + "/between/end", in));
  const std::size_t column_of_keys = store.key_index(of.key);
  const bool is_of_users = per == counted::users;
  // Keys are hashes, and stay as hard to confuse (no_key in event_store.h) when an account's number is folded
  // in.
  const auto group_of = [&](row_id row) {
    const std::uint64_t account = is_of_users ? 0 : store.account(row) + 1;
    return store.key(column_of_keys, row) ^ (account * 0x9E3779B97F4A7C15U);
  };
  column<sort_key> found;
  bool fits = true;
  for_each_match(store, in.scope_of(by.front().start_ms, in.as_of_ms()), ends, [&](person_id, row_id row) {
    if (store.key(column_of_keys, row) == no_key) return;
    fits = fits && found.push_back({group_of(row), static_cast<std::uint64_t>(store.time_ms(row))});
  });
  sort_keys(found.data(), found.data() + found.size());

  struct duration {
    std::uint64_t place;  // unit and period
    double value;
  };
  std::vector<duration> durations;
  bucket_finder find(by);
  const double per_unit_ms = duration_unit_ms[static_cast<std::size_t>(of.unit)];
  for_each_match(store, in.scope_of(by.front().start_ms, by.back().end_ms), starts,
                 [&](person_id person, row_id row) {
                   const std::uint32_t unit = is_of_users ? person : store.account(row) + 1;
                   if (store.key(column_of_keys, row) == no_key || !wanted[unit]) return;
                   const std::int64_t time_ms = store.time_ms(row);
                   const sort_key start{group_of(row), static_cast<std::uint64_t>(time_ms)};
                   const sort_key* last = found.data() + found.size();
                   const sort_key* const end = std::lower_bound<const sort_key*>(found.data(), last, start);
                   if (end == last || end->high != start.high) return;
                   durations.push_back(
                       {std::uint64_t{unit} * by.size() + find(time_ms),
                        static_cast<double>(static_cast<std::int64_t>(end->low) - time_ms) / per_unit_ms});
                 });
  if (!fits) return fail(error_code::out_of_memory, "", "no memory to pair events");
  std::sort(durations.begin(), durations.end(),
            [](const duration& a, const duration& b) { return a.place < b.place; });

  unit_figures out(wanted.size());
  std::vector<double> nothing;
  const auto of_nothing = figure_of_durations(of.stat, nothing);
  for (std::size_t unit = 0; unit < out.size(); ++unit) {
    if (wanted[unit]) out[unit].resize(by.size(), of_nothing);
  }
  for (std::size_t i = 0; i < durations.size();) {
    const std::uint64_t place = durations[i].place;
    std::vector<double> values;
    for (; i < durations.size() && durations[i].place == place; ++i) values.push_back(durations[i].value);
    out[static_cast<std::size_t>(place / by.size())][static_cast<std::size_t>(place % by.size())] =
        figure_of_durations(of.stat, values);
  }
  return out;
}

}  // namespace

result<unit_figures> figures_by_unit(const frame& in, const metric& of, const std::string& path, counted per,
                                     const std::vector<bucket>& by, const marks& wanted) {
  // Also says what of the metric was not kept.
  PAYOFF_ASSIGN(ready, measure::compile(of, path, in));
  if (of.is_duration) return durations_by_unit(in, of, path, per, by, wanted);
  unit_figures out(wanted.size());
  for (std::uint32_t unit = 1; unit < wanted.size(); ++unit) {
    if (!wanted[unit]) continue;
    scope one{by.front().start_ms, by.back().end_ms, std::nullopt, std::nullopt, nullptr};
    if (per == counted::users) {
      one.person = unit;
    } else {
      one.account = unit - 1;
    }
    for (const figure& value : ready.over(one, by, in.as_of_ms()).series) out[unit].push_back(value.value);
  }
  return out;
}

}  // namespace payoff
