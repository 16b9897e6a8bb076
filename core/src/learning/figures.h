// SPDX-License-Identifier: Apache-2.0
/** @file figures.h  What was one metric of every customer in every period? */
#pragma once

#include <optional>
#include <vector>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "store/marks.h"

namespace payoff {

/**
 * figures[unit][period] of the units that are wanted, the same as `usage` says of each over each period;
 * nothing where it says null.
 * @param wanted by unit: a person, or an account + 1.
 */
[[nodiscard]] result<std::vector<std::vector<std::optional<double>>>> figures_by_unit(
    const frame& in, const metric& of, const std::string& path, counted per, const std::vector<bucket>& by,
    const marks& wanted);

}  // namespace payoff
