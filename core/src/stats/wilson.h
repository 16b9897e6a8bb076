// SPDX-License-Identifier: Apache-2.0
/** @file wilson.h  Between which values may a proportion lie that was seen in so many trials? */
#pragma once

#include <cstdint>

namespace payoff {

struct interval {
  double low{0};
  double high{0};
};

/** The normal distribution's 97.5% quantile: half of the width of an interval of 95%, in standard errors. */
inline constexpr double z_95 = 1.959963984540054;

/**
 * Wilson's score interval of 95%, without continuity correction (Wilson 1927; method 3 of Newcombe 1998):
 *     (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
 * Exactly 0 below when there were no successes, exactly 1 above when there was nothing else.
 * @param trials at least 1, and no fewer than successes.
 */
[[nodiscard]] interval wilson_95(std::uint64_t successes, std::uint64_t trials);
/** The same of counts that a prior was added to. */
[[nodiscard]] interval wilson_95_of(double successes, double trials);

}  // namespace payoff
