// SPDX-License-Identifier: Apache-2.0
/** @file prone.h  Which customers leave more often than others? Counts that can be added up, and what they
 * say. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json/json.h"
#include "questions/shared/contracts.h"
#include "questions/shared/frame.h"

namespace payoff {

/** Of those who had one value of one attribute at the start of a period. */
struct prone_value {
  std::string attribute, value; /**< "account.plan", "pro" */
  std::uint64_t customers{0};   /**< Different ones. */
  std::uint64_t n{0};           /**< Customers at the start of each period, summed over the periods. */
  std::uint64_t lost{0};        /**< Of these, none at the period's end. */
};

/** Counts of customers that two stores do not share add up. */
struct prone_counts {
  std::uint64_t n{0};
  std::uint64_t lost{0};
  std::vector<prone_value> values; /**< By attribute as asked for, then by value, bytewise. */
};

/** `attributes` of the question: names, "plan" being that of those who are counted; else all that were kept
 * of theirs. */
[[nodiscard]] std::vector<attribute_name> read_prone_attributes(reader& from, const frame& in, counted per);

/**
 * Each period is a trial of each who is a customer just before it begins, with the attributes as known then.
 * So customers who came late, and values that changed, count for the time that they were there. Who has no
 * value is among the others of all. Attributes that were not kept have no values. O(customers x periods x
 * attributes x log).
 */
[[nodiscard]] prone_counts count_prone(const frame& in, const contracts& of,
                                       const std::vector<time_range>& periods,
                                       const std::vector<attribute_name>& by);

/**
 * [{"id":"account.plan=pro","attribute","value","customers","n","lost","rate","others","others_lost",
 * "others_rate","risk_ratio":{"value","low","high"},"p","q"}]: values that at least `min_people` customers
 * had and with which the risk of being lost in a period is above that of all others, the highest risk ratio
 * first, then by id. `rate` = lost / n; `others` is the n of all others. Katz's interval and Fisher's p as
 * stats/contingency.h has them; q (Benjamini-Hochberg) is over all values of so many customers, also of those
 * that are not told.
 */
[[nodiscard]] json prone_json(const prone_counts& of, std::uint64_t min_people);

}  // namespace payoff
