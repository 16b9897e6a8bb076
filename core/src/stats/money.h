// SPDX-License-Identifier: Apache-2.0
/** @file money.h  How many cents is this amount, and how many digits has a currency? */
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace payoff {

/** Digits of the minor unit by ISO 4217: 0 for JPY, 3 for KWD, 2 for EUR and for a code that is not known. */
[[nodiscard]] std::int32_t currency_digits(std::string_view code);

/**
 * An amount in minor units, half away from zero. "Half" is meant as a person wrote it: 1.005 is 1.01 although
 * the double is a little less. So what lies within 1e-9 of a minor unit under a half (or, for large amounts,
 * within a few units in the last place) counts as the half.
 * @return nothing for NaN, an infinity, more than 64 bits hold, or digits outside 0..4.
 */
[[nodiscard]] std::optional<std::int64_t> round_half_away_to_minor(double amount, std::int32_t digits);

/** The nearest double to minor / 10^digits, digits 0..4: prints as the decimal that is meant. */
[[nodiscard]] double minor_to_amount(std::int64_t minor, std::int32_t digits);

}  // namespace payoff
