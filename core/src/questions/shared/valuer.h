// SPDX-License-Identifier: Apache-2.0
/** @file valuer.h  What do the events of a stretch of time come to under the rules of worth? */
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "playbook/playbook.h"
#include "questions/shared/selection.h"
#include "stats/exact_sum.h"

namespace payoff {

/** low, expected, high. */
using spread = std::array<double, 3>;
using minor_spread = std::array<std::int64_t, 3>;
inline constexpr std::array<std::string_view, 3> spread_names{"low", "expected", "high"};

[[nodiscard]] spread spread_of(const estimate& of);
[[nodiscard]] json spread_json(const spread& values);

/** What one rule's events come to in one stretch of time. */
struct rule_tally {
  std::uint64_t count{0};
  exact_sum measured; /**< Of the property, where the rule reads one. */
};

/** What all rules come to in one stretch of time. */
struct amounts {
  spread minutes{};
  minor_spread saved{}, made{};
  bool overflows{false};

  [[nodiscard]] minor_spread value() const;
};

/** The rules against one store and one currency. */
class valuer {
 public:
  /** Both must live on. Errors: as selection::compile. */
  [[nodiscard]] static result<valuer> compile(const roi_rules& rules, const frame& in);

  /** tallies[bucket][rule] of the rows in scope; `by` must cover the scope. One pass over it a rule. */
  [[nodiscard]] std::vector<std::vector<rule_tally>> tally(const scope& in,
                                                           const std::vector<bucket>& by) const;
  /** All buckets together. */
  [[nodiscard]] std::vector<rule_tally> merge(const std::vector<std::vector<rule_tally>>& by_bucket) const;

  void add(const std::vector<rule_tally>& more, std::vector<rule_tally>& to) const;

  /** Minutes of a rule; zero for a value rule. */
  [[nodiscard]] static spread minutes_of(const roi_rule& rule, const rule_tally& of);
  /** The rule's amount, rounded to minor units. False: beyond what 64 bits of them hold. */
  [[nodiscard]] bool amount_of(const roi_rule& rule, const rule_tally& of, minor_spread& out) const;
  [[nodiscard]] amounts total(const std::vector<rule_tally>& tallies) const;

  [[nodiscard]] json money(std::int64_t minor) const;
  [[nodiscard]] json money(const minor_spread& minor) const;
  /** Of the currency: ISO 4217. */
  [[nodiscard]] std::int32_t digits() const { return digits_; }

 private:
  struct compiled_rule {
    const roi_rule* rule;
    selection of;
    std::size_t property;
  };
  valuer(const roi_rules& source, const event_store& store);
  /** Minutes, or units of the currency, before rounding. */
  [[nodiscard]] static spread units_of(const roi_rule& rule, const rule_tally& of);

  const roi_rules* source_;
  const event_store* store_;
  std::int32_t digits_;
  std::vector<compiled_rule> rules_;
};

}  // namespace payoff
