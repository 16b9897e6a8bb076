// SPDX-License-Identifier: Apache-2.0
#include "learning/peers.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "learning/buckets.h"
#include "learning/figures.h"
#include "learning/told.h"
#include "questions/shared/plan_of.h"
#include "stats/order.h"
#include "stats/quantile.h"
#include "store/marks.h"

namespace payoff {
namespace {

constexpr std::size_t most_pairs = 10;

/** A unit's periods that count, as cells of the timeline: the k-th period is cell k + 1. */
using periods_of_units = std::vector<std::vector<std::uint32_t>>;

result<periods_of_units> find_periods(const frame& in, const learning_plan& plan,
                                      const std::vector<bucket>& by, const timeline& line) {
  const event_store& store = in.context().store;
  const counted per = plan.aha.per;
  const scope span = in.scope_of(by.front().start_ms, by.back().end_ms);
  PAYOFF_ASSIGN(of, selection::compile(set_selector("active"), "/sets/active", in));
  PAYOFF_ASSIGN(active, activity::find(store, span, of, line, per));
  std::vector<std::int64_t> seen_ms(active.units(), INT64_MAX);
  for_each_row(store, in.scope_of(0, by.back().end_ms), [&](person_id person, row_id row) {
    const std::uint32_t unit = per == counted::users ? person : store.account(row) + 1;
    seen_ms[unit] = std::min(seen_ms[unit], store.time_ms(row));
  });
  periods_of_units out(active.units());
  for (std::uint32_t unit = 1; unit < active.units(); ++unit) {
    for (const std::uint32_t period : active.of(unit)) {
      if (seen_ms[unit] < line.start_ms(period)) out[unit].push_back(period);
    }
  }
  return out;
}

/** What is counted of the customers of one plan. */
struct plan_counts {
  plan_counts(std::string_view of, std::size_t capabilities, std::size_t metrics)
      : plan(of),
        has(capabilities),
        open(capabilities),
        open_units(capabilities),
        used(capabilities),
        together(capabilities * capabilities),
        buckets(metrics) {}

  std::string_view plan;
  std::int64_t units{0}, periods{0};
  tally has, open, open_units, used, together;
  std::vector<std::vector<std::uint64_t>> buckets;  // [metrics]
};

/** The plans that units have, bytewise, and each unit's among them. */
struct units_by_plan {
  std::vector<std::string_view> plans;
  std::vector<std::size_t> plan_of_unit;  // of units with periods
};

units_by_plan by_plan(const frame& in, counted per, const periods_of_units& periods, std::int64_t to_ms) {
  std::vector<std::string_view> all(periods.size());
  for (std::uint32_t unit = 1; unit < periods.size(); ++unit) {
    if (!periods[unit].empty()) all[unit] = plan_of(in.context(), per, unit, to_ms);
  }
  units_by_plan out;
  out.plan_of_unit.resize(periods.size());
  for (const std::uint32_t unit : order_of(all)) {
    if (periods[unit].empty()) continue;
    if (out.plans.empty() || out.plans.back() != all[unit]) out.plans.push_back(all[unit]);
    out.plan_of_unit[unit] = out.plans.size() - 1;
  }
  return out;
}

double rate_of(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/** Reads one plan's counts, or those of all, and says what may be told. */
class peer_cell {
 public:
  peer_cell(const json& counts, const learning_plan& plan, const std::string& path, problem& wrong)
      : counts_(counts),
        plan_(plan),
        path_(path),
        wrong_(wrong),
        has_(list("has", size())),
        open_(list("open", size())),
        open_units_(list("open_units", size())),
        used_(list("used", size())),
        together_(list("together", size() * size())) {}

  [[nodiscard]] json told(bool& is_suppressed) const {
    json out;
    out["n"] = count_at(counts_, "units");
    out["metrics"] = metrics(is_suppressed);
    out["capabilities"] = capabilities(is_suppressed);
    out["together"] = pairs(is_suppressed);
    return out;
  }

 private:
  [[nodiscard]] std::size_t size() const { return plan_.capabilities.size(); }
  [[nodiscard]] tally list(std::string_view name, std::size_t size) const {
    return {size, counts_.find(name), join_path(path_, name), wrong_};
  }

  [[nodiscard]] json metrics(bool& is_suppressed) const {
    json out = json::object();
    const json& all = branch_of(counts_, "metrics", path_, wrong_);
    for (const std::string& id : plan_.metrics) {
      const json* list = all.find(id);
      if (list == nullptr || list->empty()) continue;
      std::int64_t n = 0;
      for_each_count(*list, [&](std::int64_t, std::int64_t count) { n += count; });
      if (n < least_told) {
        is_suppressed = true;
        continue;
      }
      json one;
      one["n"] = n;
      one["p25"] = or_null(quantile_of_buckets(*list, 0.25));
      one["p50"] = or_null(quantile_of_buckets(*list, 0.5));
      one["p75"] = or_null(quantile_of_buckets(*list, 0.75));
      out[id] = std::move(one);
    }
    return out;
  }

  [[nodiscard]] json capabilities(bool& is_suppressed) const {
    json out = json::object();
    for (std::size_t i = 0; i < size(); ++i) {
      if (open_units_[i] == 0) continue;
      if (open_units_[i] < least_told || open_[i] == 0) {
        is_suppressed = true;
      } else {
        out[plan_.capabilities[i]] = rate_of(used_[i], open_[i]);
      }
    }
    return out;
  }

  /** Of those who have one, how many have the other: the pairs with the largest lift. */
  [[nodiscard]] json pairs(bool& is_suppressed) const {
    std::vector<json> found;
    std::vector<double> order;
    const auto units = static_cast<double>(count_at(counts_, "units"));
    for (std::size_t a = 0; a < size(); ++a) {
      for (std::size_t b = 0; b < size(); ++b) {
        const std::int64_t both = together_[std::min(a, b) * size() + std::max(a, b)];
        if (a == b || both == 0) continue;
        if (both < least_told) {
          is_suppressed = true;
          continue;
        }
        const double confidence = rate_of(both, has_[a]);
        const double lift = confidence / (static_cast<double>(has_[b]) / units);
        if (lift <= 1) continue;
        json one;
        one["has"] = plan_.capabilities[a];
        one["adds"] = plan_.capabilities[b];
        one["n"] = both;
        one["support"] = static_cast<double>(both) / units;
        one["confidence"] = confidence;
        one["lift"] = lift;
        found.push_back(std::move(one));
        order.push_back(-lift);
      }
    }
    json out = json::array();
    for (const json& one : in_order(found, order_of(order))) {
      if (out.size() < most_pairs) out.push_back(one);
    }
    return out;
  }

  const json& counts_;
  const learning_plan& plan_;
  std::string path_;
  problem& wrong_;
  tally has_, open_, open_units_, used_, together_;
};

/**
 * Plans of too few customers are not told of; nor, where these together are too few, is the smallest plan
 * that could be: else all less the others would tell of them.
 */
std::vector<const json::member*> plans_told(const json& peers, bool& is_suppressed) {
  std::vector<const json::member*> plans;
  std::vector<double> sizes;
  std::int64_t hidden = 0;
  for (const json::member& one : peers.items()) {
    const std::int64_t units = count_at(one.value, "units");
    if (one.key.empty() || units < least_told) {
      hidden += units;
      is_suppressed = is_suppressed || !one.key.empty();
    } else {
      plans.push_back(&one);
      sizes.push_back(static_cast<double>(units));
    }
  }
  const std::vector<std::uint32_t> smallest_first = order_of(sizes);
  for (const std::uint32_t i : smallest_first) {
    if (hidden == 0 || hidden >= least_told) break;
    hidden += count_at(plans[i]->value, "units");
    plans[i] = nullptr;
    is_suppressed = true;
  }
  std::erase(plans, nullptr);
  return plans;
}

}  // namespace

result<json> count_peers(const frame& in, const learning_plan& plan, const std::vector<bucket>& by) {
  const ask_context& context = in.context();
  const counted per = plan.aha.per;
  std::vector<std::int64_t> edges;
  edges.reserve(by.size() + 1);
  for (const bucket& one : by) edges.push_back(one.start_ms);
  edges.push_back(by.back().end_ms);
  const timeline line(std::move(edges));
  PAYOFF_ASSIGN(periods, find_periods(in, plan, by, line));
  const units_by_plan units = by_plan(in, per, periods, by.back().end_ms);
  const std::size_t capabilities = plan.capabilities.size();
  std::vector<plan_counts> counts;
  for (const std::string_view one : units.plans) counts.emplace_back(one, capabilities, plan.metrics.size());

  std::vector<marks> has(capabilities, marks(periods.size()));
  const scope span = in.scope_of(by.front().start_ms, by.back().end_ms);
  for (std::size_t i = 0; i < capabilities; ++i) {
    const capability& one = context.book.capabilities[i];
    PAYOFF_ASSIGN(of, selection::compile(one.events, join_path("/capabilities", i) + "/events", in));
    PAYOFF_ASSIGN(uses, activity::find(context.store, span, of, line, per));
    for (std::uint32_t unit = 1; unit < periods.size(); ++unit) {
      if (periods[unit].empty()) continue;
      plan_counts& to = counts[units.plan_of_unit[unit]];
      std::int64_t used = 0;
      for (const std::uint32_t period : uses.of(unit)) {
        used += std::binary_search(periods[unit].begin(), periods[unit].end(), period) ? 1 : 0;
      }
      has[i][unit] = used > 0;
      to.has.add(i, used > 0 ? 1 : 0);
      if (!is_for_plan(one, to.plan)) continue;
      to.open.add(i, static_cast<std::int64_t>(periods[unit].size()));
      to.open_units.add(i);
      to.used.add(i, used);
    }
  }
  marks wanted(periods.size());
  for (std::uint32_t unit = 1; unit < periods.size(); ++unit) {
    if (periods[unit].empty()) continue;
    wanted[unit] = true;
    plan_counts& to = counts[units.plan_of_unit[unit]];
    ++to.units;
    to.periods += static_cast<std::int64_t>(periods[unit].size());
    for (std::size_t a = 0; a < capabilities; ++a) {
      for (std::size_t b = a + 1; b < capabilities; ++b) {
        if (has[a][unit] && has[b][unit]) to.together.add(a * capabilities + b);
      }
    }
  }
  for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
    PAYOFF_ASSIGN(figures,
                  figures_by_unit(in, context.book.metrics[i], join_path("/metrics", i), per, by, wanted));
    for (std::uint32_t unit = 1; unit < periods.size(); ++unit) {
      double sum = 0;
      double n = 0;
      for (const std::uint32_t period : periods[unit]) {
        const auto& figure = figures[unit][period - 1];
        if (!figure) continue;
        sum += *figure;
        ++n;
      }
      if (n > 0) counts[units.plan_of_unit[unit]].buckets[i].push_back(bucket_of(sum / n));
    }
  }

  json out = json::object();
  for (plan_counts& one : counts) {
    json cell;
    cell["has"] = one.has.to_json();
    json metrics = json::object();
    for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
      metrics[plan.metrics[i]] = counts_of_keys(std::move(one.buckets[i]));
    }
    cell["metrics"] = in_order_of_names(metrics);
    cell["open"] = one.open.to_json();
    cell["open_units"] = one.open_units.to_json();
    cell["periods"] = one.periods;
    cell["together"] = one.together.to_json();
    cell["units"] = one.units;
    cell["used"] = one.used.to_json();
    out[one.plan] = std::move(cell);
  }
  return out;
}

learned_peers peers_from(const json& peers, const learning_plan& plan, const std::string& path,
                         problem& wrong) {
  learned_peers out;
  json all = json::object();
  bool are_sound = true;
  for (const auto& [name, cell] : peers.items()) {
    const std::string at = join_path(path, name);
    for (const auto& [id, list] : branch_of(cell, "metrics", at, wrong).items()) {
      are_sound = are_buckets(list, join_path(at + "/metrics", id), wrong) && are_sound;
    }
    all = sum_of(all, cell, at, wrong);
  }
  const std::int64_t units = count_at(all, "units");
  const bool is_told = units >= least_told && are_sound;
  out.is_suppressed = units > 0 && !is_told;
  const json nothing = json::object();
  json cell = peer_cell(is_told ? all : nothing, plan, path, wrong).told(out.is_suppressed);
  if (!is_told) cell["n"] = nullptr;
  out.told["all"] = std::move(cell);
  json& plans = out.told["plans"] = json::object();
  if (!is_told) return out;
  for (const json::member* one : plans_told(peers, out.is_suppressed)) {
    plans[one->key] = peer_cell(one->value, plan, join_path(path, one->key), wrong).told(out.is_suppressed);
  }
  return out;
}

}  // namespace payoff
