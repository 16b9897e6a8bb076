// SPDX-License-Identifier: Apache-2.0
#include "learning/early.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "learning/told.h"
#include "questions/shared/aha_base.h"
#include "questions/shared/plan_of.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::size_t most_rules = 3;
constexpr std::size_t halves = 2;    // even hashes choose, odd ones tell
constexpr std::size_t outcomes = 2;  // gone, stayed
constexpr std::size_t strata = 33;

/** 0, 1, 2-3, 4-7, ... */
std::size_t stratum_of(std::uint32_t events) { return static_cast<std::size_t>(std::bit_width(events)); }

/** Where a count stands in the lists of an event. */
struct early_keys {
  explicit early_keys(const aha_plan& plan)
      : windows(plan.windows_days.size()), levels(plan.counts.size() + 1) {}

  std::size_t windows, levels;

  [[nodiscard]] std::size_t people_size() const { return windows * halves * strata * outcomes; }
  [[nodiscard]] std::size_t did_size() const { return people_size() * levels; }
  [[nodiscard]] static std::size_t people(std::size_t window, std::size_t half, std::size_t stratum,
                                          std::size_t outcome) {
    return ((window * halves + half) * strata + stratum) * outcomes + outcome;
  }
  [[nodiscard]] std::size_t did(std::size_t window, std::size_t half, std::size_t stratum,
                                std::size_t outcome, std::size_t level) const {
    return people(window, half, stratum, outcome) * levels + level;
  }
};

/** A table's cells in a list: by stratum tp, fp, fn, tn. */
std::size_t lift_key(std::size_t stratum, bool is_exposed, bool is_outcome) {
  return 4 * stratum + (is_exposed ? 0 : 2) + (is_outcome ? 0 : 1);
}

using strata_list = std::vector<table_2x2>;  // [strata]

table_2x2 total_of(const strata_list& list) {
  table_2x2 out;
  for (const table_2x2& one : list) out += one;
  return out;
}

/** One event's lists, read as tables. */
class early_tables {
 public:
  early_tables(const early_keys& keys, const tally& people, const json& lists, const std::string& path,
               problem& wrong)
      : keys_(keys),
        people_(people),
        did_(keys.did_size(), lists.find("did"), join_path(path, "did"), wrong),
        left_(keys.people_size(), lists.find("left"), join_path(path, "left"), wrong) {}

  /** Exposed: who reached the `count`-th of the plan's counts within the window. */
  [[nodiscard]] strata_list of(std::size_t window, std::size_t count, std::size_t half) const {
    strata_list out(strata);
    for (std::size_t stratum = 0; stratum < strata; ++stratum) {
      table_2x2& to = out[stratum];
      for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
        const std::size_t key = early_keys::people(window, half, stratum, outcome);
        std::int64_t exposed = 0;
        std::int64_t others = people_[key] - left_[key];
        for (std::size_t level = 0; level < keys_.levels; ++level) {
          (level > count ? exposed : others) += did_[keys_.did(window, half, stratum, outcome, level)];
        }
        (outcome == 1 ? to.tp : to.fp) = static_cast<double>(exposed);
        (outcome == 1 ? to.fn : to.tn) = static_cast<double>(std::max<std::int64_t>(others, 0));
      }
    }
    return out;
  }

 private:
  const early_keys& keys_;
  const tally& people_;
  tally did_, left_;
};

struct chosen_rule {
  std::size_t window, count;
  double phi;
  strata_list held_out;
  std::string event;
};

/** As aha_discovery chooses: the fewest times first, then the shortest window, and the largest phi. */
std::optional<chosen_rule> choose(const early_tables& tables, const learning_plan& plan,
                                  const std::string& event) {
  std::optional<chosen_rule> best;
  for (std::size_t count = 0; count < plan.aha.counts.size(); ++count) {
    for (std::size_t window = 0; window < plan.aha.windows_days.size(); ++window) {
      const table_2x2 table = total_of(tables.of(window, count, 0));
      if (!has_enough(table, plan.aha.min_people)) continue;
      const auto phi = figures_of(table, false).phi.value;
      if (phi && (!best || *phi > best->phi)) best = chosen_rule{window, count, *phi, {}, event};
    }
  }
  if (best) best->held_out = tables.of(best->window, best->count, 1);
  return best;
}

json rule_json(const chosen_rule& one, const learning_plan& plan) {
  json out;
  out["event"] = parse_json(one.event, "the event").value_or(json(one.event));
  out["count"] = plan.aha.counts[one.count];
  out["within_days"] = plan.aha.windows_days[one.window];
  if (!plan.aha.start_for_rules.is_null()) out["start"] = plan.aha.start_for_rules;
  return out;
}

json adjusted_over(const strata_list& of) { return adjusted_json(mantel_haenszel(of, false)); }

/** Something that a starter may do early. */
struct early_thing {
  selection of;
  std::int64_t count;
  std::int64_t within_days;
  const capability* only_for; /**< Whose plans decide who is counted, or nullptr. */
  tally counts{4 * strata};
};

json lift_json(const std::string& id, std::int64_t within_days, const strata_list& of,
               std::int64_t min_people, double& score) {
  const table_2x2 table = total_of(of);
  const table_figures figures = figures_of(table, false);
  const bool is_told = has_enough(table, least_told);
  score = label_of(table, figures, min_people).is_null() ? 1 : figures.lift.value_or(1);
  json out;
  out["id"] = id;
  out["within_days"] = within_days;
  out["n"] = told(static_cast<std::int64_t>(table.n()));
  out["lift"] = is_told ? or_null(figures.lift) : json(nullptr);
  if (!is_told) return out;
  out["reach"] = or_null(figures.reach);
  out["base_rate"] = or_null(figures.base_rate);
  out["ppv"] = or_null(figures.ppv);
  out["phi"] = bounded_json(figures.phi, through::logarithms);
  out["risk_difference"] = bounded_json(figures.risk_difference, through::roots);
  out["adjusted"] = adjusted_over(of);
  return out;
}

strata_list lift_tables(const json* list, const std::string& path, problem& wrong) {
  const tally counts(4 * strata, list, path, wrong);
  strata_list out(strata);
  for (std::size_t stratum = 0; stratum < strata; ++stratum) {
    const auto at = [&](bool is_exposed, bool is_outcome) {
      return static_cast<double>(counts[lift_key(stratum, is_exposed, is_outcome)]);
    };
    out[stratum] = {at(true, true), at(true, false), at(false, true), at(false, false)};
  }
  return out;
}

}  // namespace

result<json> count_early(const frame& in, const aha_plan& plan) {
  PAYOFF_ASSIGN(seen, observe(in, plan));
  const early_keys keys(plan);
  std::vector<std::uint8_t> half(seen.outcome.size());
  for (const std::uint32_t person : seen.odd) half[person] = 1;
  tally people(keys.people_size());
  std::vector<std::vector<std::uint32_t>> activity;
  for (std::size_t window = 0; window < keys.windows; ++window) {
    activity.push_back(seen.did.activity(window));
    for (std::size_t i = 0; i < half.size(); ++i) {
      people.add(early_keys::people(window, half[i], stratum_of(activity[window][i]), seen.outcome[i]));
    }
  }
  json events = json::object();
  for (const aha_candidate& one : candidates_of(plan, seen, in.context().store)) {
    tally did(keys.did_size());
    tally left(keys.people_size());
    for (std::size_t window = 0; window < keys.windows; ++window) {
      const std::vector<std::uint32_t> times = seen.did.counts(one.thing, window);
      for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] == 0) continue;
        const std::uint32_t all = activity[window][i];
        const auto level = static_cast<std::size_t>(
            std::upper_bound(plan.counts.begin(), plan.counts.end(), times[i]) - plan.counts.begin());
        did.add(keys.did(window, half[i], stratum_of(all - times[i]), seen.outcome[i], level));
        left.add(early_keys::people(window, half[i], stratum_of(all), seen.outcome[i]));
      }
    }
    json lists;
    lists["did"] = did.to_json();
    lists["left"] = left.to_json();
    if (!lists["did"].empty()) events[print_json(one.written)] = std::move(lists);
  }
  json out;
  out["censored"] = seen.censored;
  out["events"] = in_order_of_names(events);
  out["people"] = people.to_json();
  return out;
}

result<json> count_lifts(const frame& in, const learning_plan& plan) {
  const ask_context& context = in.context();
  const event_store& store = context.store;
  PAYOFF_ASSIGN(starts, selection::compile(plan.aha.start, "/start", in));
  PAYOFF_ASSIGN(returns, selection::compile(plan.aha.returning, "/return", in));
  std::vector<early_thing> things;
  for (std::size_t i = 0; i < plan.capabilities.size(); ++i) {
    const capability& one = context.book.capabilities[i];
    PAYOFF_ASSIGN(of, selection::compile(one.events, join_path("/capabilities", i) + "/events", in));
    things.push_back({std::move(of), 1, plan.capability_days(), &one});
  }
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const selector& events = context.book.activation->steps[i].events;
    PAYOFF_ASSIGN(of, selection::compile(events, join_path("/activation/steps", i) + "/event", in));
    things.push_back({std::move(of), plan.steps[i].count, plan.steps[i].within_days, nullptr});
  }
  PAYOFF_ASSIGN(all, histories::find(in, plan.aha.per));
  for_each_starter(in, all, starts, [&](std::uint32_t unit, const row_list& rows, std::uint32_t first) {
    const std::int64_t start_ms = store.time_ms(rows[first]);
    const days_after_start& outcome = plan.aha.outcome;
    if (outcome.to_ms(start_ms) > in.as_of_ms()) return;
    const bool has_returned =
        has_match(store, rows, returns, outcome.from_ms(start_ms), outcome.to_ms(start_ms));
    const std::uint32_t begin = rows.count_before(store, start_ms);
    for (early_thing& one : things) {
      const std::int64_t end_ms = start_ms + one.within_days * day_ms;
      if (one.only_for != nullptr &&
          !is_for_plan(*one.only_for, plan_of(context, plan.aha.per, unit, end_ms)))
        continue;
      const std::uint32_t end = rows.count_before(store, end_ms);
      std::uint32_t times = 0;
      for (std::uint32_t i = begin; i < end; ++i) times += one.of.matches(rows[i]) ? 1U : 0U;
      one.counts.add(lift_key(stratum_of(end - begin - times), times >= one.count, has_returned));
    }
  });
  json out;
  std::size_t at = 0;
  json& capabilities = out["capabilities"] = json::object();
  for (const std::string& id : plan.capabilities) capabilities[id] = things[at++].counts.to_json();
  capabilities = in_order_of_names(capabilities);
  json& steps = out["steps"] = json::object();
  for (const learned_step& step : plan.steps) steps[step.id] = things[at++].counts.to_json();
  steps = in_order_of_names(steps);
  return out;
}

learned_rules rules_from(const json& early, const learning_plan& plan, const std::string& path,
                         problem& wrong) {
  const early_keys keys(plan.aha);
  const tally people(keys.people_size(), early.find("people"), join_path(path, "people"), wrong);
  std::vector<chosen_rule> chosen;
  std::vector<double> order;
  for (const auto& [event, lists] : branch_of(early, "events", path, wrong).items()) {
    const early_tables tables(keys, people, lists, join_path(join_path(path, "events"), event), wrong);
    auto best = choose(tables, plan, event);
    if (!best) continue;
    order.push_back(-best->phi);
    chosen.push_back(*std::move(best));
  }
  std::array<std::int64_t, halves> people_of{};
  for (std::size_t half = 0; half < halves; ++half) {
    for (std::size_t i = 0; i < strata * outcomes; ++i)
      people_of[half] += people[half * strata * outcomes + i];
  }
  learned_rules out;
  out.rules = json::array();
  table_rows figures;
  for (const chosen_rule& one : in_order(chosen, order_of(order))) {
    if (out.rules.size() == most_rules) break;
    const table_2x2 table = total_of(one.held_out);
    if (!has_enough(table, least_told)) {
      out.is_suppressed = true;
      continue;
    }
    const table_figures told_of = figures_of(table, false);
    std::string row = opened(nullptr);
    const auto fisher_p = append_figures(row, table, {});
    figures.add(std::move(row), fisher_p, adjusted_over(one.held_out));
    json rule;
    rule["rule"] = rule_json(one, plan);
    rule["chosen_on"] = told(people_of[0]);
    rule["held_out"] = nullptr;
    rule["label"] = label_of(table, told_of, plan.aha.min_people);
    rule["too_good"] = is_too_good(told_of);
    // Among people who are equally busy too.
    const double at_least = mantel_haenszel(one.held_out, false).risk_difference.low.value_or(0);
    const bool holds = !rule["label"].is_null() && !rule["label"].is_text("none") && at_least > 0;
    if (out.goal.is_null() && holds && !is_too_good(told_of)) out.goal = rule["rule"];
    out.rules.push_back(std::move(rule));
  }
  json rows = figures.finish();
  for (std::size_t i = 0; i < rows.size(); ++i) out.rules[i]["held_out"] = std::move(rows[i]);
  return out;
}

json lifts_from(const json& lifts, const learning_plan& plan, const json& peer_rates, const std::string& path,
                problem& wrong) {
  const auto list_of = [&](std::string_view kind, const std::string& id) {
    const json* list = branch_of(lifts, kind, path, wrong).find(id);
    return lift_tables(list, join_path(join_path(path, kind), id), wrong);
  };
  const auto ordered = [](const std::vector<json>& entries, const std::vector<double>& order) {
    json out = json::array();
    for (const json& one : in_order(entries, order_of(order))) out.push_back(one);
    return out;
  };

  std::vector<double> rates;
  for (const std::string& id : plan.capabilities) {
    const json* rate = peer_rates.find(id);
    rates.push_back(rate != nullptr ? -rate->number() : 0);
  }
  std::vector<json> entries;
  std::vector<double> order;
  double score = 0;
  for (const std::string& id : in_order(plan.capabilities, order_of(rates))) {
    entries.push_back(
        lift_json(id, plan.capability_days(), list_of("capabilities", id), plan.aha.min_people, score));
    order.push_back(-score);
  }
  json out;
  out["capabilities"] = ordered(entries, order);
  entries.clear();
  order.clear();
  for (const learned_step& step : plan.steps) {
    entries.push_back(
        lift_json(step.id, step.within_days, list_of("steps", step.id), plan.aha.min_people, score));
    order.push_back(-score);
  }
  out["steps"] = ordered(entries, order);
  return out;
}

}  // namespace payoff
