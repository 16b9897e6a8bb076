// SPDX-License-Identifier: Apache-2.0
/** @file number_exact.cpp  Which double is a number of many digits or a far exponent? Rare: small, not fast.
 */
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "ingest/big_number.h"
#include "ingest/number.h"

namespace payoff {
namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/**
 * The double nearest to above * 10^exponent, of which above has `digits` digits; it is used up. Long division
 * of two whole numbers, one bit of the double at a time: slow, but exact and a tenth of strtod, which would
 * also bring the long double of the C library and ask the locale.
 */
double nearest(big_number& above, std::int64_t digits, std::int64_t exponent) {
  if (above.is_zero() || digits + exponent < -330) return 0;
  if (digits + exponent > 310) return HUGE_VAL;
  big_number below;
  below.multiply_add(0, 1);
  above.multiply_by_power_of_10(exponent);
  below.multiply_by_power_of_10(-exponent);
  // Shifted so that 1 <= above / below < 2, the value is that quotient times 2^power.
  int power = above.bits() - below.bits();
  if (power > 0) below.shift_left(power);
  if (power < 0) above.shift_left(-power);
  if (above.compare(below) < 0) {
    above.shift_left(1);
    --power;
  }
  constexpr int least_power = -1022;  // below it a double has fewer than 53 bits
  const int bits = 53 - (power < least_power ? least_power - power : 0);
  if (bits < 0) return 0;
  std::uint64_t quotient = 0;
  for (int bit = 0; bit < bits; ++bit) {
    quotient <<= 1U;
    if (above.compare(below) >= 0) {
      above.subtract(below);
      quotient |= 1U;
    }
    above.shift_left(1);
  }
  // What is left is above / (2 * below) of the last bit.
  const int half = above.compare(below);
  if (half > 0 || (half == 0 && (quotient & 1U) != 0)) ++quotient;
  return std::ldexp(static_cast<double>(quotient), power - bits + 1);
}

}  // namespace

double detail::nearest_double_exactly(std::uint64_t digits, std::int64_t exponent) {
  big_number above;
  above.assign(digits);
  std::int64_t count = 0;
  for (; digits != 0; digits /= 10) ++count;
  return nearest(above, count, exponent);
}

number_value detail::parse_number_exactly(std::string_view json_number) {
  // 768 digits decide between any two doubles; of those behind it only matters whether one is not 0.
  constexpr std::int64_t kept_digits = 768;
  constexpr std::int64_t far = 1'000'000;
  big_number above;
  std::int64_t digits = 0;
  std::int64_t exponent = 0;
  bool after_point = false;
  bool lost = false;
  std::size_t i = json_number[0] == '-' ? 1 : 0;
  const bool negative = i == 1;
  for (; i < json_number.size() && (is_digit(json_number[i]) || json_number[i] == '.'); ++i) {
    const char c = json_number[i];
    if (c == '.') {
      after_point = true;
    } else if (digits < kept_digits) {
      above.multiply_add(10, static_cast<std::uint32_t>(c - '0'));
      if (!above.is_zero()) ++digits;
      exponent -= after_point ? 1 : 0;
    } else {
      lost = lost || c != '0';
      exponent += after_point ? 0 : 1;
    }
  }
  if (lost) {
    above.multiply_add(10, 1);
    ++digits;
    --exponent;
  }
  if (i < json_number.size()) {  // 'e'
    ++i;
    const bool shrinks = json_number[i] == '-';
    if (shrinks || json_number[i] == '+') ++i;
    std::int64_t power = 0;
    for (; i < json_number.size() && power < far * far; ++i) power = power * 10 + (json_number[i] - '0');
    exponent += shrinks ? -power : power;
  }
  const double value = nearest(above, digits, exponent);
  if (std::isinf(value)) return {0, true};
  return {negative ? -value : value, false};
}

}  // namespace payoff
