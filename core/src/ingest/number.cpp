// SPDX-License-Identifier: Apache-2.0
#include "ingest/number.h"

#include <algorithm>
#include <array>
#include <cmath>
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
 * The double nearest to digits / 10^places, for digits > 2^53 and 0 < places <= 19: what programs print of a
 * double has up to 17 digits, too many for two doubles, and strtod is a hundred times slower where long
 * double is software. The quotient of two doubles is a step or two beside it; how far is found exactly, by a
 * product and no long division.
 */
double divide_by_power(std::uint64_t digits, std::size_t places) {
  __extension__ using wide = __int128;
  const auto power = static_cast<wide>(whole_powers[places]);
  const double near = static_cast<double>(digits) / exact_powers[places];
  std::uint64_t bits = 0;
  std::memcpy(&bits, &near, sizeof bits);                        // emscripten 3.1.6 has no std::bit_cast
  constexpr std::uint64_t highest_bit = std::uint64_t{1} << 52;  // of the mantissa; it is not stored
  const std::uint64_t mantissa = (bits & (highest_bit - 1)) | highest_bit;
  const int exponent = static_cast<int>(bits >> 52) - 1075;  // -63 to 7
  // All in halves of what separates `near` from the next double, times 10^places; at most 2^118.
  const wide half = power << std::max(exponent, 0);
  wide ahead =
      (static_cast<wide>(digits) << (1 - std::min(exponent, 0))) - 2 * half * static_cast<wide>(mantissa);
  if (mantissa == highest_bit && ahead < 0) ahead *= 2;  // below a power of two doubles lie twice as dense
  for (; ahead > half || (ahead == half && (bits & 1) != 0); ahead -= 2 * half) ++bits;
  for (; ahead < -half || (ahead == -half && (bits & 1) != 0); ahead += 2 * half) --bits;
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
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
  if (digit_count > 19 || !short_exponent) return detail::parse_number_exactly(json_number);
  const double value = nearest_double(digits, exponent);
  if (std::isinf(value)) return {0, true};
  return {negative ? -value : value, false};
}

double nearest_double(std::uint64_t digits, std::int64_t exponent) {
  if (exponent >= -22 && exponent <= 22) {
    const auto value = static_cast<double>(digits);
    if (digits <= std::uint64_t{1} << 53 || exponent == 0) {
      // Both factors are exact, or there is only one, so one operation rounds once: the nearest double.
      return exponent < 0 ? value / exact_powers[-exponent] : value * exact_powers[exponent];
    }
    if (exponent < 0 && exponent >= -19) return divide_by_power(digits, static_cast<std::size_t>(-exponent));
  }
  return detail::nearest_double_exactly(digits, exponent);
}

}  // namespace payoff
