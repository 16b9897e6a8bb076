// SPDX-License-Identifier: Apache-2.0
/** @file false_discovery.h  Of many tests, which stand out, when some must look good by chance? */
#pragma once

#include <optional>
#include <vector>

namespace payoff {

/**
 * Benjamini & Hochberg (1995), as R's p.adjust(method = "BH"): q = min over all p' >= p of p' m / rank(p'),
 * at most 1. What is unknown stays so and is none of the m. O(m log m).
 */
[[nodiscard]] std::vector<std::optional<double>> q_values(const std::vector<std::optional<double>>& p_values);

}  // namespace payoff
