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

/** Of those who had one value of one attribute. */
struct prone_value {
  std::string attribute, value; /**< "account.plan", "pro" */
  std::uint64_t customers{0};
  std::uint64_t lost{0};
};

/** Customers at the start of a time, and who of them were none at its end. */
struct prone_counts {
  std::uint64_t customers{0};
  std::uint64_t lost{0};
  std::vector<prone_value> values; /**< By attribute as asked for, then by value, bytewise. */
};

/** `attributes` of the question: names, "plan" being that of those who are counted; else all that were kept
 * of theirs. */
[[nodiscard]] std::vector<attribute_name> read_prone_attributes(reader& from, const frame& in, counted per);

/**
 * Over the attributes as they were known just before the start; who has none is in no value, and among the
 * others of all. Attributes that were not kept have no values. O(customers x attributes x log).
 */
[[nodiscard]] prone_counts count_prone(const frame& in, const contracts& of, const time_range& over,
                                       const std::vector<attribute_name>& by);

/**
 * [{"id":"account.plan=pro","attribute","value","n","lost","rate","others","others_lost","others_rate",
 * "risk_ratio":{"value","low","high"},"p","q"}]: values that at least `min_people` customers have and whose
 * risk is above that of all other customers, the highest risk ratio first, then by id. Katz's interval and
 * Fisher's p as stats/contingency.h has them; q (Benjamini-Hochberg) is over all values of so many people,
 * the others included.
 */
[[nodiscard]] json prone_json(const prone_counts& of, std::uint64_t min_people);

}  // namespace payoff
