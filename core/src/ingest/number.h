// SPDX-License-Identifier: Apache-2.0
/** @file number.h  Which double is this JSON number? */
#pragma once

#include <cstdint>
#include <string_view>

namespace payoff {

struct number_value {
  double value;       /**< 0 where beyond_double. */
  bool beyond_double; /**< Larger than any double: a valid number whose value is unknown (null). */
};

/**
 * The double nearest to a number that the scanner has accepted (ties to even; too small: 0 or a denormal).
 * Exact for any number of digits, in bounded memory and without a locale.
 */
[[nodiscard]] number_value parse_number(std::string_view json_number);

/** The double nearest to digits * 10^exponent, digits < 10^19; infinite where no double is as large. */
[[nodiscard]] double nearest_double(std::uint64_t digits, std::int64_t exponent);

/** RFC 8259, section 6; for texts that the scanner did not read as numbers. */
[[nodiscard]] bool is_json_number(std::string_view text);

namespace detail {
// The slow halves, for numbers of many digits or far exponents.
[[nodiscard]] number_value parse_number_exactly(std::string_view json_number);
[[nodiscard]] double nearest_double_exactly(std::uint64_t digits, std::int64_t exponent);
}  // namespace detail

}  // namespace payoff
