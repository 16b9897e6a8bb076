// SPDX-License-Identifier: Apache-2.0
/** @file distributions.h  How likely is a chi-square statistic as large as this one, by chance alone? */
#pragma once

#include <cstdint>

namespace payoff {

/**
 * log Gamma(x) for x > 0, to about 1e-14 of max(1, its value): Stirling's series, which at 16 and beyond
 * needs no more terms than are here, after as many steps of Gamma(x) = Gamma(x + 1) / x as lead there
 * (Abramowitz & Stegun 6.1.41 and 6.1.15).
 */
[[nodiscard]] double log_gamma(double x);

/** Its derivative, for x > 0, to about 1e-14 of max(1, its value); in the same way (6.3.18 and 6.3.5). */
[[nodiscard]] double digamma(double x);

/**
 * P(X >= x) for chi-square with `df` >= 1 degrees of freedom, to about 1e-13 of itself, tails included. For
 * whole df the incomplete gamma function is a finite sum of positive terms (Abramowitz & Stegun 26.4.4 and
 * 26.4.5), beginning with erfc where df is odd. 1 for x <= 0. O(df).
 */
[[nodiscard]] double chi_square_upper(double x, std::uint32_t df);

}  // namespace payoff
