// SPDX-License-Identifier: Apache-2.0
/** @file wilson.cpp  See wilson.h. */
#include "stats/wilson.h"

#include <cmath>

namespace payoff {

interval wilson_95(std::uint64_t successes, std::uint64_t trials) {
  constexpr double z = 1.959963984540054;  // the normal distribution's 97.5% quantile
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double middle = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At the ends the two terms are equal but for their rounding.
  return {successes == 0 ? 0 : (middle - half) / scale, successes == trials ? 1 : (middle + half) / scale};
}

}  // namespace payoff
