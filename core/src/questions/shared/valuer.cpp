// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/valuer.h"

#include <string>
#include <utility>

#include "questions/shared/bucket_finder.h"
#include "stats/money.h"

namespace payoff {

spread spread_of(const estimate& of) { return {of.low, of.expected, of.high}; }

json spread_json(const spread& values) {
  json out;
  for (std::size_t i = 0; i < 3; ++i) out[spread_names[i]] = values[i];
  return out;
}

minor_spread amounts::value() const {
  minor_spread out;
  for (std::size_t i = 0; i < 3; ++i) out[i] = saved[i] + made[i];
  return out;
}

valuer::valuer(const roi_rules& source, const event_store& store)
    : source_(&source), store_(&store), digits_(currency_digits(source.currency)) {}

result<valuer> valuer::compile(const roi_rules& rules, const frame& in) {
  const event_store& store = in.context().store;
  valuer out(rules, store);
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const roi_rule& rule = rules.rules[i];
    PAYOFF_ASSIGN(of, selection::compile(rule.of, join_path("/roi/rules", i) + "/of", in));
    out.rules_.push_back({&rule, std::move(of), store.property_index(rule.each.property)});
  }
  return out;
}

std::vector<std::vector<rule_tally>> valuer::tally(const scope& in, const std::vector<bucket>& by) const {
  std::vector<std::vector<rule_tally>> out(by.size(), std::vector<rule_tally>(rules_.size()));
  if (by.empty()) return out;
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    bucket_finder bucket_of(by);
    for_each_match(*store_, in, rules_[r].of, [&](person_id, row_id row) {
      rule_tally& to = out[bucket_of(store_->time_ms(row))][r];
      ++to.count;
      if (rules_[r].property == event_store::npos) return;
      const cell measured = store_->property(rules_[r].property, row);
      if (measured.is_number()) to.measured.add(measured.number());
    });
  }
  return out;
}

std::vector<rule_tally> valuer::merge(const std::vector<std::vector<rule_tally>>& by_bucket) const {
  std::vector<rule_tally> out(rules_.size());
  for (const auto& one : by_bucket) add(one, out);
  return out;
}

void valuer::add(const std::vector<rule_tally>& more, std::vector<rule_tally>& to) const {
  for (std::size_t r = 0; r < rules_.size(); ++r) {
    to[r].count += more[r].count;
    to[r].measured.add(more[r].measured);
  }
}

spread valuer::minutes_of(const roi_rule& rule, const rule_tally& of) {
  if (!rule.is_minutes) return {};
  return units_of(rule, of);
}

spread valuer::units_of(const roi_rule& rule, const rule_tally& of) {
  if (!rule.each.assumed) {
    const double measured = of.measured.value();
    return {measured, measured, measured};
  }
  spread out = spread_of(*rule.each.assumed);
  for (double& one : out) one *= static_cast<double>(of.count);
  return out;
}

bool valuer::amount_of(const roi_rule& rule, const rule_tally& of, minor_spread& out) const {
  spread amount = units_of(rule, of);
  if (rule.is_minutes) {
    const spread hourly = spread_of(*source_->hourly_cost);
    for (std::size_t i = 0; i < 3; ++i) amount[i] = amount[i] * hourly[i] / 60;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const auto minor = round_half_away_to_minor(amount[i], digits_);
    if (!minor) return false;
    out[i] = *minor;
  }
  return true;
}

amounts valuer::total(const std::vector<rule_tally>& tallies) const {
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

json valuer::money(std::int64_t minor) const { return minor_to_amount(minor, digits_); }

json valuer::money(const minor_spread& minor) const {
  json out;
  for (std::size_t i = 0; i < 3; ++i) out[spread_names[i]] = money(minor[i]);
  return out;
}

}  // namespace payoff
