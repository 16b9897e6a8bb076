// SPDX-License-Identifier: Apache-2.0
/** @file auc.h  How well does a score tell those to whom something happened from the others? */
#pragma once

#include <optional>
#include <span>

#include "stats/wilson.h"

namespace payoff {

struct auc_estimate {
  double value{
      0.5}; /**< How likely one of `above` has the larger score than one of `below`; ties are half. */
  std::optional<interval> range;
};

/**
 * Area under the ROC curve, the Mann-Whitney statistic over the number of pairs, with an interval of 95%:
 * value -+ 1.96 standard errors of DeLong, DeLong & Clarke-Pearson (1988), cut at 0 and 1, as R's pROC has
 * it. No interval where one of the two has fewer than two scores, or where the estimated variance is 0 (all
 * apart, or all equal): then the data say nothing of it. O(n log n).
 * @return nothing when either is empty.
 */
[[nodiscard]] std::optional<auc_estimate> auc_of(std::span<const double> above,
                                                 std::span<const double> below);

}  // namespace payoff
