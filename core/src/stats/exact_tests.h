// SPDX-License-Identifier: Apache-2.0
/** @file exact_tests.h  How likely is what was counted, or anything as unlikely, if there were no difference?
 */
#pragma once

namespace payoff {

// Two-sided by the method of small p-values: all outcomes count that are as likely as the observed one, or
// likelier by no more than 1e-7 of it, as R's fisher.test, binom.test and poisson.test have it. Weights come
// from the ratio of neighbours, outwards from the likeliest outcome, so no logarithm takes part and tails are
// good to about 1e-12 of themselves. O(standard deviation of the count).

/** Fisher's exact test of the table {{a, b}, {c, d}}: whole numbers, at least 0, at most 1e9 each. */
[[nodiscard]] double fisher_two_sided(double a, double b, double c, double d);

/**
 * Are two Poisson rates the same? Given their sum, the first count is binomial with share
 * exposure_a / (exposure_a + exposure_b) (Przyborowski & Wilenski 1940).
 * @param count_a, count_b whole numbers up to 1e9, not both 0.  @param exposure_a, exposure_b above 0.
 */
[[nodiscard]] double rates_two_sided(double count_a, double exposure_a, double count_b, double exposure_b);

}  // namespace payoff
