// SPDX-License-Identifier: Apache-2.0
/** @file mantel_haenszel.h  Does it still go together among people who are alike in something else? */
#pragma once

#include <cstdint>
#include <span>

#include "stats/contingency.h"

namespace payoff {

struct stratified_figures {
  bounded odds_ratio, risk_difference;
  tested cmh;              /**< With one degree of freedom. */
  std::uint32_t strata{0}; /**< That hold anybody. */
};

/**
 * Over strata of n people with cells a b c d = tp fp fn tn and n1 exposed, n0 not:
 * - odds ratio: sum(a d / n) / sum(b c / n), unknown where the lower sum is 0; interval of its logarithm by
 *   Robins, Breslow & Greenland (1986), unknown where either sum is 0.
 * - risk difference: sum((a n0 - c n1) / n) / sum(n1 n0 / n); interval by the variance of Greenland & Robins
 *   (1985), sum((a b n0^3 + c d n1^3) / (n1 n0 n^2)) / sum(n1 n0 / n)^2.
 * - cmh: Cochran (1954), Mantel & Haenszel (1959): sum(a - n1 m1 / n)^2 / sum(n1 n0 m1 m0 / (n^2 (n - 1)));
 *   with `is_corrected` the deviation d counts as max(0, |d| - 1/2).
 * A stratum without exposed people, or with nobody else, says nothing of any of them.
 */
[[nodiscard]] stratified_figures mantel_haenszel(std::span<const table_2x2> strata, bool is_corrected);

}  // namespace payoff
