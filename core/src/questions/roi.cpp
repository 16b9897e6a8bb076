// SPDX-License-Identifier: Apache-2.0
#include "questions/roi.h"

#include <algorithm>
#include <array>
#include <utility>

#include "questions/shared/measure.h"
#include "questions/shared/price.h"
#include "questions/shared/valuer.h"
#include "questions/usage.h"
#include "stats/money.h"

namespace payoff {
namespace {

/** cost, net and roi of a stretch of time behind its value. */
void put_result(json& out, const valuer& worth, const minor_spread& value, std::optional<std::int64_t> cost) {
  if (!cost) {
    out["cost"] = out["net"] = out["roi"] = nullptr;
    return;
  }
  out["cost"] = worth.money(*cost);
  minor_spread net;
  for (std::size_t i = 0; i < 3; ++i) net[i] = value[i] - *cost;
  out["net"] = worth.money(net);
  json& roi = out["roi"] = json::object();
  for (std::size_t i = 0; i < 3; ++i) {
    roi[spread_names[i]] =
        *cost == 0 ? json(nullptr) : json(static_cast<double>(net[i]) / static_cast<double>(*cost));
  }
}

json audit_json(const roi_assumptions& assumed, const std::vector<rule_tally>& tallies, const valuer& worth) {
  json out = json::array();
  for (std::size_t r = 0; r < tallies.size(); ++r) {
    const roi_rule& rule = assumed.rules.rules[r];
    json entry;
    entry["rule"] = rule.id;
    entry["label"] = rule.label;
    entry["count"] = tallies[r].count;
    if (rule.is_minutes) {
      entry["minutes_each"] = rule.each.assumed ? spread_json(spread_of(*rule.each.assumed)) : json(nullptr);
      entry["minutes_saved"] = spread_json(valuer::minutes_of(rule, tallies[r]));
      entry["hourly_cost"] = spread_json(spread_of(*assumed.rules.hourly_cost));
    } else {
      entry["value_each"] = rule.each.assumed ? spread_json(spread_of(*rule.each.assumed)) : json(nullptr);
    }
    minor_spread amount{};
    static_cast<void>(worth.amount_of(rule, tallies[r], amount));  // an overflow was reported with the totals
    entry["amount"] = worth.money(amount);
    entry["source"] = rule.source;
    if (rule.is_minutes) entry["hourly_cost_source"] = assumed.rules.hourly_cost_source;
    if (assumed.is_overridden[r]) entry["overridden"] = true;
    out.push_back(std::move(entry));
  }
  return out;
}

json series_json(const frame& in, const valuer& worth, const std::vector<bucket>& by,
                 const std::vector<std::vector<rule_tally>>& by_bucket) {
  json out = json::array();
  for (std::size_t i = 0; i < by.size(); ++i) {
    const amounts one = worth.total(by_bucket[i]);
    json entry = bucket_json(in, by[i]);
    entry["minutes_saved"] = spread_json(one.minutes);
    entry["value"] = worth.money(one.value());
    out.push_back(std::move(entry));
  }
  return out;
}

/** First day, from 1, on which the running value passes the running cost. */
json payback_json(const frame& in, const valuer& worth, const price& cost, const scope& now) {
  json out;
  std::array<std::optional<std::int64_t>, 3> day_passed;
  const auto days = buckets(in.place(), grain::day, in.week_start(), now.from_ms, now.to_ms);
  if (days && cost.is_known()) {
    auto tallies = worth.tally(now, *days);
    const std::int64_t first_day = in.place().day_number(now.from_ms);
    for (std::size_t d = 0; d < days->size(); ++d) {
      if (d > 0) worth.add(tallies[d - 1], tallies[d]);
      const minor_spread value = worth.total(tallies[d]).value();
      const std::int64_t due = cost.due_by(first_day, in.place().day_number((*days)[d].start_ms));
      for (std::size_t i = 0; i < 3; ++i) {
        if (!day_passed[i] && value[i] > due) day_passed[i] = static_cast<std::int64_t>(d) + 1;
      }
    }
  }
  for (std::size_t i = 0; i < 3; ++i) out[spread_names[i]] = or_null(day_passed[i]);
  return out;
}

/** The local day of the customer's first event, or the range's start if that is earlier. */
std::int64_t start_of_use_ms(const frame& in, const scope& now) {
  const event_store& store = in.context().store;
  const auto everything = selection::compile(selector(), "", in);  // of any event; cannot fail
  const auto first_ms = first_match_ms(store, in.scope_of(0, now.from_ms), *everything);
  return first_ms ? day_start(in.place(), in.place().day_number(*first_ms)) : now.from_ms;
}

std::uint64_t active_people(const frame& in) {
  metric users;
  users.of.kind = selector_kind::set;
  users.of.name = "active";
  users.stat = statistic::users;
  const auto ready = measure::compile(users, "", in);
  if (!ready) return 0;
  const time_range& range = in.range();
  const std::vector<bucket> whole{{range.from_ms, range.to_ms, range.from_ms, range.to_ms}};
  return static_cast<std::uint64_t>(ready->over(in.current(), whole, in.as_of_ms()).total.value.value_or(0));
}

}  // namespace

roi_assumptions read_assumptions(reader& question, const playbook& book) {
  roi_assumptions out{*book.roi, marks(book.roi->rules.size(), false)};
  const json* part = question.find("overrides");
  if (part == nullptr) return out;
  problem& wrong = question.wrong();
  reader from(*part, question.path_of("overrides"), wrong);
  if (const json* hourly = from.find("hourly_cost")) {
    out.rules.hourly_cost = parse_estimate(*hourly, from.path_of("hourly_cost"), wrong);
    out.rules.hourly_cost_source = "customer";
    for (std::size_t i = 0; i < out.rules.rules.size(); ++i) {
      if (out.rules.rules[i].is_minutes) out.is_overridden[i] = true;
    }
  }
  from.each_field("rules", [&](const std::string& id, const json& value, const std::string& path) {
    std::vector<std::string_view> ids;
    for (const roi_rule& rule : book.roi->rules) ids.push_back(rule.id);
    const auto found = std::find(ids.begin(), ids.end(), std::string_view(id));
    if (found == ids.end()) {
      wrong.report(error_code::unknown_name, path, unknown_name_message("rule", id, ids));
      return;
    }
    const auto index = static_cast<std::size_t>(found - ids.begin());
    roi_rule& rule = out.rules.rules[index];
    reader one(value, path, wrong);
    const std::string_view name = rule.is_minutes ? "minutes_saved" : "value";
    rule.each.assumed = parse_estimate(one.need(name), one.path_of(name), wrong);
    rule.source = "customer";
    out.is_overridden[index] = true;
    one.finish();
  });
  from.finish();
  return out;
}

result<json> roi_of(frame& in, const roi_assumptions& assumed, const std::optional<time_range>& previous) {
  PAYOFF_ASSIGN(worth, valuer::compile(assumed.rules, in));
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  PAYOFF_ASSIGN(cost, price::compile(in, assumed.rules.subscription, worth.digits()));
  const scope now = in.current();
  const auto by_bucket = worth.tally(now, by);
  const std::vector<rule_tally> tallies = worth.merge(by_bucket);
  const amounts all = worth.total(tallies);
  if (all.overflows)
    return fail(error_code::limit_exceeded, "/roi", "an amount is beyond 64 bits of minor units");
  if (std::find(assumed.is_overridden.begin(), assumed.is_overridden.end(), true) !=
      assumed.is_overridden.end()) {
    in.note("assumption_overridden");
  }
  if (assumed.rules.subscription && !cost.is_known()) in.note("not_available");

  const auto cost_of = [&](std::int64_t from_ms, std::int64_t to_ms) {
    return cost.is_known() ? std::optional(cost.of(from_ms, to_ms)) : std::nullopt;
  };
  json out;
  out["currency"] = assumed.rules.currency.empty() ? json(nullptr) : json(assumed.rules.currency);
  out["minutes_saved"] = spread_json(all.minutes);
  out["money_saved"] = worth.money(all.saved);
  out["value_made"] = worth.money(all.made);
  out["value"] = worth.money(all.value());
  put_result(out, worth, all.value(), cost_of(in.range().from_ms, in.range().to_ms));
  out["payback_days"] = payback_json(in, worth, cost, now);
  const std::uint64_t people = active_people(in);
  json& per_person = out["per_active_person"] = json::object();
  for (std::size_t i = 0; i < 3; ++i) {
    const double value = minor_to_amount(all.value()[i], worth.digits());
    per_person[spread_names[i]] = people == 0 ? json(nullptr) : json(value / static_cast<double>(people));
  }
  out["audit"] = audit_json(assumed, tallies, worth);

  const std::int64_t since_ms = start_of_use_ms(in, now);
  const std::vector<bucket> since{{since_ms, now.to_ms, since_ms, now.to_ms}};
  json& running = out["running"] = json::object();
  running["value"] =
      since_ms == now.to_ms
          ? worth.money(minor_spread{})
          : worth.money(worth.total(worth.tally(in.scope_of(since_ms, now.to_ms), since)[0]).value());
  const auto running_cost = cost_of(since_ms, now.to_ms);
  running["cost"] = running_cost ? worth.money(*running_cost) : json(nullptr);
  running["since"] = moment_name(since_ms, in.place());

  json series = series_json(in, worth, by, by_bucket);
  for (std::size_t i = 0; i < by.size(); ++i) {
    // A day is paid for once: an hour that does not begin one costs nothing.
    std::int64_t paid_from_ms = by[i].start_ms;
    if (i > 0 && !is_day_start(in.place(), paid_from_ms)) {
      paid_from_ms = day_start(in.place(), in.place().day_number(paid_from_ms) + 1);
    }
    const auto bucket_cost = cost_of(paid_from_ms, by[i].end_ms);
    series[i]["cost"] = bucket_cost ? worth.money(*bucket_cost) : json(nullptr);
    mark_partial(series[i], in, by[i]);
  }
  out["series"] = std::move(series);

  json& before = out["previous"] = json(nullptr);
  if (previous) {
    PAYOFF_ASSIGN(then_by, buckets_of(in, *previous));
    const auto then_by_bucket = worth.tally(in.scope_of(previous->from_ms, previous->to_ms), then_by);
    const amounts then = worth.total(worth.merge(then_by_bucket));
    before = json::object();
    before["from"] = moment_name(previous->from_ms, in.place());
    before["to"] = moment_name(previous->to_ms, in.place());
    before["minutes_saved"] = spread_json(then.minutes);
    before["value"] = worth.money(then.value());
    put_result(before, worth, then.value(), cost_of(previous->from_ms, previous->to_ms));
    before["series"] = series_json(in, worth, then_by, then_by_bucket);
  }
  return out;
}

result<json> answer_roi(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const auto previous = read_compare(from, in);
  if (!context.book.roi) {
    from.find("overrides");
    from.finish();
    wrong.report(error_code::missing_field, "", "the playbook has no `roi`: add its rules there");
    return tl::unexpected<error>(*wrong.first());
  }
  const roi_assumptions assumed = read_assumptions(from, context.book);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, roi_of(in, assumed, previous));
  json out;
  out["ask"] = "roi";
  out["range"] = in.range_json();
  if (in.account()) out["account"] = *in.account();
  if (in.user()) out["user"] = *in.user();
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
