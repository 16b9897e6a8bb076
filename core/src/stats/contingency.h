// SPDX-License-Identifier: Apache-2.0
/** @file contingency.h  How do two yes-or-no facts about the same people go together? */
#pragma once

#include <optional>

namespace payoff {

/** Counts, at least 0; not whole where a prior was added. */
struct table_2x2 {
  double tp{0}; /**< Exposed, with the outcome. */
  double fp{0}; /**< Exposed, without it. */
  double fn{0}; /**< Not exposed, with it. */
  double tn{0}; /**< Neither. */

  [[nodiscard]] double n() const { return tp + fp + fn + tn; }
  [[nodiscard]] double exposed() const { return tp + fp; }
  [[nodiscard]] double unexposed() const { return fn + tn; }
  [[nodiscard]] double with_outcome() const { return tp + fn; }
  [[nodiscard]] double without_outcome() const { return fp + tn; }
  /** The same number more in each cell. */
  [[nodiscard]] table_2x2 plus(double each) const { return {tp + each, fp + each, fn + each, tn + each}; }
  table_2x2& operator+=(const table_2x2& other);
};

/** A figure and its 95% interval; what is unknown is nothing. */
struct bounded {
  std::optional<double> value, low, high;
};

/** A statistic and how likely one as large is by chance. */
struct tested {
  std::optional<double> value, p;
};

/** Nothing where the denominator is 0. */
struct table_figures {
  std::optional<double> base_rate;   /**< Outcome among all. */
  std::optional<double> ppv;         /**< Outcome among the exposed. */
  std::optional<double> npv;         /**< No outcome among those not exposed. */
  std::optional<double> sensitivity; /**< Exposed among those with the outcome. */
  std::optional<double> specificity; /**< Not exposed among those without it. */
  std::optional<double> reach;       /**< Exposed among all. */
  std::optional<double> lift;        /**< ppv / base_rate. */
  bounded phi, odds_ratio, risk_ratio, risk_difference;
  tested chi_square; /**< With one degree of freedom. */
};

/**
 * - phi: (tp tn - fp fn) / sqrt of the product of the margins; interval on the scale of Fisher's z,
 *   tanh(atanh phi -+ z sqrt(V / (n - 3)) / (1 - phi^2)), unknown up to n = 3; at phi = 1 or -1 it is that
 * point. V is the mean over the people of (u v - phi (u^2 + v^2) / 2)^2, u and v the two facts with mean 0
 * and variance 1: the delta method, for a table the same as in Bishop, Fienberg & Holland (1975), ch. 11. It
 * is 1 at phi = 0. Fisher's own V, (1 - phi^2)^2, is that of normal variables: of a table in which few are
 * exposed and phi is .4 its interval covers 40 to 80% (test_coverage.cpp).
 * - odds ratio: tp tn / (fp fn), interval of its logarithm by Woolf (1955), variance 1/tp + 1/fp + 1/fn +
 * 1/tn.
 * - risk ratio: the outcome's share among exposed and others, interval of its logarithm by Katz et al.
 * (1978), variance 1/tp - 1/(tp + fp) + 1/fn - 1/(fn + tn). Both: 0.5 is added to all four cells, and only
 * then, when one of them is 0 (Haldane 1956, Anscombe 1956).
 * - risk difference: interval by Newcombe's hybrid of two score intervals (1998, method 10).
 * - chi-square: Pearson's; with `is_corrected` by Yates, where the deviation d = |observed - expected| counts
 *   as max(0, d - 1/2).
 */
[[nodiscard]] table_figures figures_of(const table_2x2& of, bool is_corrected);

/** Its phi alone. */
[[nodiscard]] std::optional<double> phi_of(const table_2x2& of);

/** Fisher's exact two-sided p (exact_tests.h); nothing of nobody, or when a cell is no whole number. */
[[nodiscard]] std::optional<double> fisher_of(const table_2x2& of);

}  // namespace payoff
