// SPDX-License-Identifier: Apache-2.0
#include "ingest/number.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <version>

#if defined(__cpp_lib_to_chars)
#include <charconv>
#endif

namespace payoff {
namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/** Every power of ten that a double holds exactly. */
constexpr double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

number_value from_double(double value) {
  return std::isinf(value) ? number_value{0, true} : number_value{value, false};
}

}  // namespace

number_value detail::parse_number_strtod(std::string_view json_number) {
  // 768 digits decide between any two doubles; of those behind it only matters whether one is not 0.
  constexpr std::size_t kept_digits = 768;
  constexpr std::int64_t far = 1'000'000;
  char text[kept_digits + 32];
  std::size_t size = 0;
  std::int64_t exponent = 0;
  bool after_point = false;
  bool lost = false;
  std::size_t i = 0;
  if (json_number[0] == '-') text[size++] = json_number[i++];
  const std::size_t first = size;
  for (; i < json_number.size() && (is_digit(json_number[i]) || json_number[i] == '.'); ++i) {
    const char c = json_number[i];
    if (c == '.') {
      after_point = true;
    } else if (size - first < kept_digits) {
      if (c != '0' || size != first) text[size++] = c;
      exponent -= after_point ? 1 : 0;
    } else {
      lost = lost || c != '0';
      exponent += after_point ? 0 : 1;
    }
  }
  if (size == first) text[size++] = '0';
  if (lost) {
    text[size++] = '1';
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
  if (exponent > far) exponent = far;
  if (exponent < -far) exponent = -far;
  text[size++] = 'e';
  if (exponent < 0) text[size++] = '-';
  char reversed[8];
  std::size_t count = 0;
  for (std::int64_t left = exponent < 0 ? -exponent : exponent; count == 0 || left != 0; left /= 10) {
    reversed[count++] = static_cast<char>('0' + left % 10);
  }
  while (count != 0) text[size++] = reversed[--count];
  text[size] = '\0';
  return from_double(std::strtod(text, nullptr));
}

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
  // 19 digits do not overflow. Both factors are exact, so one operation rounds once: the nearest double.
  if (digit_count <= 19 && digits <= std::uint64_t{1} << 53 && short_exponent && exponent >= -22 && exponent <= 22) {
    double value = static_cast<double>(digits);
    if (exponent < 0) {
      value /= exact_powers[-exponent];
    } else {
      value *= exact_powers[exponent];
    }
    return {negative ? -value : value, false};
  }
#if defined(__cpp_lib_to_chars)
  // strtod would ask the locale of the program that we are part of.
  double value = 0;
  if (std::from_chars(json_number.data(), end, value).ec == std::errc{}) return {value, false};
#endif
  return detail::parse_number_strtod(json_number);
}

}  // namespace payoff
