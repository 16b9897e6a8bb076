// SPDX-License-Identifier: Apache-2.0
/** @file strata.h  Who is as busy as whom, and how do exposure and outcome go together among them? */
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/contingency.h"
#include "stats/mantel_haenszel.h"

namespace payoff {

inline constexpr std::size_t quintiles = 5;
/** Fifths of the people, the least busy first. */
using strata_tables = std::array<table_2x2, quintiles>;

/** The strata together. */
[[nodiscard]] table_2x2 sum_of(const strata_tables& strata);

/** What is known of each of the same people, one entry a person. */
struct people_facts {
  std::span<const std::uint32_t> exposure; /**< How often they did what is looked at. */
  std::span<const std::uint32_t> other;    /**< How much else they did in the same time. */
  std::span<const std::uint8_t> outcome;   /**< 0 or 1. */
};

/**
 * For each of `least`, ascending and from 1 on: the tables by fifths of `other` where the exposed are those
 * with exposure >= least. The fifths are cut at the 20, 40, 60 and 80% quantiles (type 7); equal values are
 * together, in the lower one, so a stratum may be larger than a fifth, or empty. O(people + least).
 */
[[nodiscard]] std::vector<strata_tables> stratify(const people_facts& people,
                                                  std::span<const std::uint32_t> least);

/** The tables alone, of some of the people: indices into `people`. Nobody's `other` is looked at. */
[[nodiscard]] std::vector<table_2x2> tables_of(const people_facts& people, std::span<const std::uint32_t> who,
                                               std::span<const std::uint32_t> least);

}  // namespace payoff
