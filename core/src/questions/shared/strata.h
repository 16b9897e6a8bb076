// SPDX-License-Identifier: Apache-2.0
/** @file strata.h  Who is as busy as whom, and how do exposure and outcome go together among them? */
#pragma once

#include <algorithm>
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

/**
 * The tables of many exposures of the same people, each that of a few: what else they did is their activity
 * less the exposure. Nearly all have done something else only, and are counted once and for all.
 */
class doer_tables {
 public:
  /** @param people `other` is all activity, `exposure` is not read. @param half 1 for some of the people.
   * @param least as for stratify(). `people` and `least` must live on. */
  doer_tables(const people_facts& people, std::span<const std::uint8_t> half,
              std::span<const std::uint32_t> least);

  struct tables {
    std::vector<strata_tables> all; /**< As of stratify(). */
    std::vector<table_2x2> half;    /**< Of the half alone, without strata. */
  };
  /** @param who ascending @param did how often each of them did it, `step` apart; others never. O(who), and
   * O(people) where the activity is large. */
  [[nodiscard]] tables of(std::span<const std::uint32_t> who, const std::uint32_t* did,
                          std::size_t step) const;

 private:
  /** Where that much is counted in `at_`. */
  [[nodiscard]] std::size_t place(std::uint32_t value) const {
    return std::min<std::size_t>(value, at_.size() - 1);
  }

  using by_outcome = std::array<std::uint32_t, 2>;
  people_facts people_;
  std::span<const std::uint32_t> least_;
  std::vector<std::uint8_t> group_;  // [people]: by outcome and half
  by_outcome all_{}, in_half_{};
  std::vector<by_outcome> below_;  // [values + 1]: whose activity is less
  std::vector<std::uint32_t> at_;  // [values + 1]: whose activity is that; last those beyond
};

}  // namespace payoff
