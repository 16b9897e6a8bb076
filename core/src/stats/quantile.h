// SPDX-License-Identifier: Apache-2.0
/** @file quantile.h  Below which value lies a given share of the values? */
#pragma once

#include <optional>
#include <vector>

namespace payoff {

// All values must be finite. The vector may come back in another order: nothing is copied.

/**
 * Linear interpolation between order statistics, R's type 7 (Hyndman & Fan 1996, definition 7), as
 * numpy, DuckDB's quantile_cont and spreadsheets' PERCENTILE.INC do it. O(n), by Hoare's selection (1961).
 * @param p share below, 0..1, cut there.
 * @return nothing when there are no values.
 */
[[nodiscard]] std::optional<double> quantile(std::vector<double>& values, double p);
[[nodiscard]] std::optional<double> median(std::vector<double>& values);
[[nodiscard]] std::optional<double> p90(std::vector<double>& values);
[[nodiscard]] std::optional<double> smallest(const std::vector<double>& values);
[[nodiscard]] std::optional<double> largest(const std::vector<double>& values);

}  // namespace payoff
