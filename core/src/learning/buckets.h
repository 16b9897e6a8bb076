// SPDX-License-Identifier: Apache-2.0
/**
 * @file buckets.h  Into which fixed bucket does a figure fall? Counts of buckets add up, order statistics do
 * not.
 *
 * A bucket is a number of 8 significant bits, and holds what rounds to it: a figure and its bucket differ by
 * at most 1 part in 256 (0.4%), and whole numbers up to 256 are their own. The edges hang on the bits of a
 * double and on no logarithm, so that every platform counts alike. What is below 1e-307 is 0.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "json/json.h"
#include "json/reader.h"

namespace payoff {

/** The larger the figure, the larger the number; negative ones too. Of a finite figure. */
[[nodiscard]] std::uint64_t bucket_of(double figure);
/** The figure that stands for the bucket. */
[[nodiscard]] double figure_of(std::uint64_t bucket);

/** Reports what is no list of counts by bucket. */
[[nodiscard]] bool are_buckets(const json& list, const std::string& path, problem& wrong);

/**
 * Quantile of R's type 7 over a list of counts by bucket, each figure taken for its bucket's: within 0.4% of
 * the quantile of the figures themselves where they have one sign. Nothing of nothing.
 */
[[nodiscard]] std::optional<double> quantile_of_buckets(const json& list, double p);

}  // namespace payoff
