// SPDX-License-Identifier: Apache-2.0
/** @file brought_lifetimes.h  How long did each last, where the caller has the figures? Shared by survival
 * and customer_value. */
#pragma once

#include <optional>
#include <vector>

#include "json/reader.h"
#include "stats/kaplan_meier.h"

namespace payoff {

/** `durations`, numbers from 0 on, and as many `observed`: 0, 1, true or false. */
[[nodiscard]] std::vector<lifetime> read_lifetimes(reader& from);

/** `horizon`, above 0. */
[[nodiscard]] std::optional<double> read_horizon(reader& from);

}  // namespace payoff
