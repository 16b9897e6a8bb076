// SPDX-License-Identifier: Apache-2.0
/** @file wilson.cpp  See wilson.h. */
#include "stats/wilson.h"

#include <cmath>

namespace payoff {

interval wilson_95(std::uint64_t successes, std::uint64_t trials) {
  return wilson_95_of(static_cast<double>(successes), static_cast<double>(trials));
}

interval wilson_95_of(double successes, double trials) {
  constexpr double z = z_95;
  const double n = trials;
  const double p = successes / n;
  const double middle = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At the ends the two terms are equal but for their rounding.
  return {successes == 0 ? 0 : (middle - half) / scale, successes == trials ? 1 : (middle + half) / scale};
}

}  // namespace payoff
