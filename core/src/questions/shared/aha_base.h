// SPDX-License-Identifier: Apache-2.0
/** @file aha_base.h  Who did what early, and who stayed? What aha_discovery and learning look for rules in.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "questions/shared/aha_plan.h"
#include "questions/shared/doings.h"
#include "stats/contingency.h"

namespace payoff {

/** Numbers of people, ascending. */
using people_list = std::vector<std::uint32_t>;

/** What was seen of those who began in the frame's range and whose outcome is known by as_of. */
struct aha_base {
  aha_base(std::size_t things, std::size_t windows) : did(things, windows) {}

  doings did; /**< Things are the plan's events, or all names of the store. */
  std::vector<std::uint8_t> outcome;
  people_list even, odd; /**< By the hash of the id. */
  std::uint64_t censored{0};
};
/** One pass over all rows. Errors: those of selectors, out_of_memory. */
[[nodiscard]] result<aha_base> observe(const frame& in, const aha_plan& plan);

/** One of the behaviours that are looked at; `thing` is its number in the doings. */
struct aha_candidate {
  std::size_t thing;
  json written;
};
/** The plan's events as they were written, or all names of which there was one, bytewise. */
[[nodiscard]] std::vector<aha_candidate> candidates_of(const aha_plan& plan, const aha_base& of,
                                                       const event_store& store);

/** At least so many who did it and so many who did not. */
[[nodiscard]] bool has_enough(const table_2x2& table, std::int64_t min_people);
/** By phi: "high", "moderate", "slight" or "none"; null where there are too few, or chance would do. */
[[nodiscard]] json label_of(const table_2x2& table, const table_figures& figures, std::int64_t min_people);
/** Most often the outcome in disguise. */
[[nodiscard]] bool is_too_good(const table_figures& figures);

}  // namespace payoff
