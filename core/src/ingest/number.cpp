// SPDX-License-Identifier: Apache-2.0
#include "ingest/number.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace payoff {
namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/** Every power of ten that a double holds exactly. */
constexpr double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/** Every power of ten that a word holds. */
constexpr auto whole_powers = [] {
  std::array<std::uint64_t, 20> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/**
 * The double nearest to digits / 10^places, for digits > 0 and places <= 19: what programs print of a double
 * has up to 17 digits, too many for two doubles, and strtod is a hundred times slower where long double is
 * software. Numerator and divisor are shifted until their quotient has 64 bits; its upper 53 are rounded by
 * the rest.
 */
double divide_by_power(std::uint64_t digits, std::size_t places) {
  __extension__ using wide = unsigned __int128;
  const std::uint64_t power = whole_powers[places];
  const int digits_shift = std::countl_zero(digits);
  const int power_shift = std::countl_zero(power);
  const std::uint64_t divisor = power << power_shift;
  const int bits = digits << digits_shift < divisor ? 64 : 63;
  const wide numerator = static_cast<wide>(digits << digits_shift) << bits;
  const auto quotient = static_cast<std::uint64_t>(numerator / divisor);
  const bool inexact = static_cast<wide>(quotient) * divisor != numerator;
  const std::uint64_t kept = quotient >> 11;
  const std::uint64_t rest = (quotient & 0x7FF) << 1 | (inexact ? 1U : 0U);
  const std::uint64_t rounded = kept + (rest > 0x800 || (rest == 0x800 && (kept & 1) != 0) ? 1 : 0);
  // A double's exponent counts from 1023, its highest bit is not stored; a carry moves on into the exponent.
  const auto exponent = static_cast<std::uint64_t>(power_shift - digits_shift - bits + 11 + 52 + 1023);
  const std::uint64_t bits_of_double = (exponent << 52) + (rounded - (std::uint64_t{1} << 52));
  double value = 0;
  std::memcpy(&value, &bits_of_double, sizeof value);  // emscripten 3.1.6 has no std::bit_cast
  return value;
}

}  // namespace

number_value parse_number(std::string_view json_number) {
  const char* at = json_number.data();
  const char* const end = at + json_number.size();
  const bool negative = *at == '-';
  if (negative) ++at;
  std::uint64_t digits = 0;
  const char* const first = at;
  while (at != end && is_digit(*at)) digits = digits * 10 + static_cast<std::uint64_t>(*at++ - '0');
  std::ptrdiff_t digit_count = at - first;
  std::ptrdiff_t exponent = 0;
  if (at != end && *at == '.') {
    const char* const point = at++;
    while (at != end && is_digit(*at)) digits = digits * 10 + static_cast<std::uint64_t>(*at++ - '0');
    exponent = point + 1 - at;
    digit_count -= exponent;
  }
  bool short_exponent = true;
  if (at != end) {  // 'e'
    ++at;
    const bool shrinks = *at == '-';
    if (shrinks || *at == '+') ++at;
    short_exponent = end - at <= 4;
    std::ptrdiff_t power = 0;
    if (short_exponent) {
      while (at != end) power = power * 10 + (*at++ - '0');
    }
    exponent += shrinks ? -power : power;
  }
  for (const char* zero = first; digit_count > 19 && (*zero == '0' || *zero == '.'); ++zero) {
    if (*zero == '0') --digit_count;  // leading zeros do not fill the word
  }
  // 19 digits do not overflow.
  if (digit_count <= 19 && short_exponent && exponent >= -22 && exponent <= 22) {
    double value = static_cast<double>(digits);
    if (digits > std::uint64_t{1} << 53 && exponent != 0) {
      if (exponent > 0 || exponent < -19) return detail::parse_number_exactly(json_number);
      value = divide_by_power(digits, static_cast<std::size_t>(-exponent));
      return {negative ? -value : value, false};
    }
    // Both factors are exact, or there is only one, so one operation rounds once: the nearest double.
    if (exponent < 0) {
      value /= exact_powers[-exponent];
    } else {
      value *= exact_powers[exponent];
    }
    return {negative ? -value : value, false};
  }
  return detail::parse_number_exactly(json_number);
}

}  // namespace payoff
