// SPDX-License-Identifier: Apache-2.0
#include "questions/roi.h"

#include <algorithm>
#include <array>
#include <utility>

#include "questions/shared/measure.h"
#include "questions/usage.h"
#include "stats/exact_sum.h"
#include "stats/money.h"

namespace payoff {
namespace {

/** low, expected, high. */
using spread = std::array<double, 3>;
using minor_spread = std::array<std::int64_t, 3>;
constexpr std::array<std::string_view, 3> spread_names{"low", "expected", "high"};

spread spread_of(const estimate& of) { return {of.low, of.expected, of.high}; }

json spread_json(const spread& values) {
  json out;
  for (std::size_t i = 0; i < 3; ++i) out[std::string(spread_names[i])] = values[i];
  return out;
}

/** What one rule's events come to in one stretch of time. */
struct rule_tally {
  std::uint64_t count{0};
  exact_sum measured;  // of the property, where the rule reads one
};

/** What all rules come to in one stretch of time. */
struct amounts {
  spread minutes{};
  minor_spread saved{}, made{};
  bool overflows{false};

  [[nodiscard]] minor_spread value() const {
    minor_spread out;
    for (std::size_t i = 0; i < 3; ++i) out[i] = saved[i] + made[i];
    return out;
  }
};

struct compiled_rule {
  const roi_rule* rule;
  selection of;
  std::size_t property;
};

/** The rules against one store and one currency. */
class valuer {
 public:
  [[nodiscard]] static result<valuer> compile(const roi_rules& rules, const ask_context& context) {
    valuer out(rules, context.store);
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      const roi_rule& rule = rules.rules[i];
      const std::string path = join_path("/roi/rules", i);
      PAYOFF_ASSIGN(of, selection::compile(rule.of, path + "/of", context));
      out.rules_.push_back({&rule, std::move(of), context.store.property_index(rule.each.property)});
    }
    return out;
  }

  /** tallies[bucket][rule] of the rows in scope; `by` must cover the scope. */
  [[nodiscard]] std::vector<std::vector<rule_tally>> tally(const scope& in,
                                                           const std::vector<bucket>& by) const {
    std::vector<std::vector<rule_tally>> out(by.size(), std::vector<rule_tally>(rules_.size()));
    if (by.empty()) return out;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      std::size_t at = 0;
      for_each_match(store_, in, rules_[r].of, [&](person_id, row_id row) {
        const std::int64_t time_ms = store_.time_ms(row);
        if (time_ms < by[at].start_ms || time_ms >= by[at].end_ms) {
          const auto after =
              std::upper_bound(by.begin(), by.end(), time_ms,
                               [](std::int64_t time, const bucket& one) { return time < one.start_ms; });
          at = static_cast<std::size_t>(after - by.begin()) - 1;
        }
        rule_tally& to = out[at][r];
        ++to.count;
        if (rules_[r].property == event_store::npos) return;
        const cell measured = store_.property(rules_[r].property, row);
        if (measured.is_number()) to.measured.add(measured.number());
      });
    }
    return out;
  }

  /** Minutes of a rule; zero for a value rule. */
  [[nodiscard]] static spread minutes_of(const roi_rule& rule, const rule_tally& of) {
    if (!rule.is_minutes) return {};
    return units_of(rule, of);
  }

  /** The rule's rounded amount. False: beyond what 64 bits of minor units hold. */
  [[nodiscard]] bool amount_of(const roi_rule& rule, const rule_tally& of, minor_spread& out) const {
    spread amount = units_of(rule, of);
    if (rule.is_minutes) {
      const spread hourly = spread_of(*source_.hourly_cost);
      for (std::size_t i = 0; i < 3; ++i) amount[i] = amount[i] * hourly[i] / 60;
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const auto minor = round_half_away_to_minor(amount[i], digits_);
      if (!minor) return false;
      out[i] = *minor;
    }
    return true;
  }

  [[nodiscard]] amounts total(const std::vector<rule_tally>& tallies) const {
    amounts out;
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      const roi_rule& rule = *rules_[r].rule;
      const spread minutes = minutes_of(rule, tallies[r]);
      minor_spread amount{};
      out.overflows |= !amount_of(rule, tallies[r], amount);
      for (std::size_t i = 0; i < 3; ++i) {
        out.minutes[i] += minutes[i];
        (rule.is_minutes ? out.saved : out.made)[i] += amount[i];
      }
    }
    return out;
  }

  [[nodiscard]] std::vector<rule_tally> merge(const std::vector<std::vector<rule_tally>>& by_bucket) const {
    std::vector<rule_tally> out(rules_.size());
    for (const auto& one : by_bucket) {
      for (std::size_t r = 0; r < out.size(); ++r) {
        out[r].count += one[r].count;
        out[r].measured.add(one[r].measured);
      }
    }
    return out;
  }

  [[nodiscard]] json money(std::int64_t minor) const { return minor_to_amount(minor, digits_); }
  [[nodiscard]] json money(const minor_spread& minor) const {
    json out;
    for (std::size_t i = 0; i < 3; ++i) out[std::string(spread_names[i])] = money(minor[i]);
    return out;
  }
  [[nodiscard]] std::int32_t digits() const { return digits_; }

 private:
  valuer(const roi_rules& source, const event_store& store)
      : source_(source), store_(store), digits_(currency_digits(source.currency)) {}

  /** Minutes, or units of the currency, before rounding. */
  [[nodiscard]] static spread units_of(const roi_rule& rule, const rule_tally& of) {
    if (!rule.each.assumed) {
      const double measured = of.measured.value();
      return {measured, measured, measured};
    }
    spread out = spread_of(*rule.each.assumed);
    for (double& one : out) one *= static_cast<double>(of.count);
    return out;
  }

  const roi_rules& source_;
  const event_store& store_;
  std::int32_t digits_;
  std::vector<compiled_rule> rules_;
};

/** The subscription in minor units, by day and as it falls due. */
class price {
 public:
  price(const frame& in, const std::optional<subscription_price>& subscription, std::int32_t digits)
      : in_(in), digits_(digits) {
    if (subscription) {
      amount_ = subscription->amount;
      period_ = subscription->period;
    }
  }
  [[nodiscard]] bool is_known() const { return amount_.has_value(); }

  /** Over the local days of [from, to) that have begun by as_of. */
  [[nodiscard]] std::int64_t of(std::int64_t from_ms, std::int64_t to_ms) const {
    const std::int64_t end_ms = std::min(to_ms, in_.as_of_ms());
    if (end_ms <= from_ms) return 0;
    return of_days(in_.place().day_number(from_ms), in_.place().day_number(end_ms - 1) + 1);
  }

  /** What has fallen due from the range's first day up to and including `day`. */
  [[nodiscard]] std::int64_t due_by(std::int64_t first_day, std::int64_t day) const {
    const zone& place = in_.place();
    const std::int64_t next = period_add(period_start_day(day, period_, in_.week_start()), period_, 1);
    const std::int64_t range_end_day = place.day_number(in_.range().to_ms - 1) + 1;
    const std::int64_t through = std::min(next, range_end_day);
    return of_days(first_day, through);
  }

 private:
  /** All days of one calendar period cost the same: one step a period, not one a day. Rounded once. */
  [[nodiscard]] std::int64_t of_days(std::int64_t first_day, std::int64_t end_day) const {
    exact_sum sum;
    for (std::int64_t day = first_day; day < end_day;) {
      const std::int64_t next = period_add(period_start_day(day, period_, in_.week_start()), period_, 1);
      const std::int64_t last = std::min(next, end_day);
      sum.add(*amount_ * static_cast<double>(last - day) / static_cast<double>(days_in_period(day, period_)));
      day = next;
    }
    return round_half_away_to_minor(sum.value(), digits_).value_or(0);
  }

  const frame& in_;
  std::int32_t digits_;
  std::optional<double> amount_;
  grain period_{grain::month};
};

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
    roi[std::string(spread_names[i])] =
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
    const auto tallies = worth.tally(now, *days);
    std::vector<std::vector<rule_tally>> running{{}};
    const std::int64_t first_day = in.place().day_number(now.from_ms);
    for (std::size_t d = 0; d < days->size(); ++d) {
      if (d == 0) {
        running.front() = tallies[0];
      } else {
        running.push_back(tallies[d]);
        running = {worth.merge(running)};
      }
      const minor_spread value = worth.total(running.front()).value();
      const std::int64_t due = cost.due_by(first_day, in.place().day_number((*days)[d].start_ms));
      for (std::size_t i = 0; i < 3; ++i) {
        if (!day_passed[i] && value[i] > due) day_passed[i] = static_cast<std::int64_t>(d) + 1;
      }
    }
  }
  for (std::size_t i = 0; i < 3; ++i) out[std::string(spread_names[i])] = or_null(day_passed[i]);
  return out;
}

/** The local day of the customer's first event, or the range's start if that is earlier. */
std::int64_t start_of_use_ms(const frame& in, const scope& now) {
  const event_store& store = in.context().store;
  std::int64_t first_ms = now.from_ms;
  for_each_row(store, in.scope_of(0, now.from_ms),
               [&](person_id, row_id row) { first_ms = std::min(first_ms, store.time_ms(row)); });
  return first_ms == now.from_ms ? first_ms : day_start(in.place(), in.place().day_number(first_ms));
}

std::uint64_t active_people(const frame& in) {
  metric users;
  users.of.kind = selector_kind::set;
  users.of.name = "active";
  users.stat = statistic::users;
  const auto ready = measure::compile(users, "", in.context());
  if (!ready) return 0;
  const time_range& range = in.range();
  const std::vector<bucket> whole{{range.from_ms, range.to_ms, range.from_ms, range.to_ms}};
  return static_cast<std::uint64_t>(ready->over(in.current(), whole, in.as_of_ms()).total.value.value_or(0));
}

}  // namespace

roi_assumptions read_assumptions(reader& question, const playbook& book) {
  roi_assumptions out{*book.roi, std::vector<bool>(book.roi->rules.size(), false)};
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
  const ask_context& context = in.context();
  PAYOFF_ASSIGN(worth, valuer::compile(assumed.rules, context));
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  const price cost(in, assumed.rules.subscription, worth.digits());
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
  if (assumed.rules.subscription && !cost.is_known()) in.note("not_available");  // its amount is an attribute

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
    per_person[std::string(spread_names[i])] =
        people == 0 ? json(nullptr) : json(value / static_cast<double>(people));
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
  out.update(body);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
