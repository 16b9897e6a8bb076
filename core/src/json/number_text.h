// SPDX-License-Identifier: Apache-2.0
/** @file number_text.h  Which decimal digits has a double? */
#pragma once

#include <cstddef>

namespace payoff {

/** No number is longer than "-1.2345678901234567e-308", and null is not. */
constexpr std::size_t longest_number_bytes = 24;

/**
 * Writes the shortest number that reads back as `value`, and of those the nearest to it: 0.1, 5.0, 1e+20,
 * 5e-324; "null" for what is none. Returns the end. The same digits in every program: no library is asked,
 * which may round otherwise.
 */
char* print_number(double value, char* to);

/** The number of so many significant digits (1 to 17) that is nearest to a finite value, halves away from
 * zero. */
[[nodiscard]] double round_to_digits(double value, int digits);

}  // namespace payoff
