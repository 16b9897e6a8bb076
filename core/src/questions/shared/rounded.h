// SPDX-License-Identifier: Apache-2.0
/** @file rounded.h  Which digits of a figure are the same on every platform? */
#pragma once

#include <optional>

#include "json/json.h"

namespace payoff {

/**
 * To 10 significant digits, for figures that went through exp, log, pow or a trigonometric function: the
 * platforms' libraries differ in the last places of those. Halves away from zero. Fitted parameters have 6.
 */
[[nodiscard]] double rounded(double value, int digits = 10);
[[nodiscard]] json rounded(const std::optional<double>& value);

/** As it is; what is whole prints as a whole number. */
[[nodiscard]] json plain(double value);
[[nodiscard]] json plain(const std::optional<double>& value);

}  // namespace payoff
