// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include "json/number_text.h"

namespace payoff {
namespace {

std::string printed(double value) {
  std::array<char, longest_number_bytes> text;
  return {text.data(), print_number(value, text.data())};
}

/** "12300e-4" for "1.23": the digits without zeros at the end, and where the point stands. */
std::string digits_and_point(const std::string& number) {
  const std::size_t e = std::min(number.find('e'), number.size());
  int exponent = e == number.size() ? 0 : std::atoi(number.c_str() + e + 1);
  std::string digits;
  bool after_point = false;
  for (const char c : number.substr(0, e)) {
    if (c == '.') after_point = true;
    if (c < '0' || c > '9') continue;
    if (digits != "" || c != '0') digits += c;
    if (after_point) --exponent;
  }
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  return digits + "e" + std::to_string(digits.empty() ? 0 : exponent);
}

/** std::to_chars of the standard library promises the shortest digits and of those the nearest. */
void check_as_standard(double value) {
  std::array<char, 64> text;
  const std::string expected(
      text.data(),
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr);
  const std::string found = printed(value);
  if (digits_and_point(found) == digits_and_point(expected) && std::strtod(found.c_str(), nullptr) == value)
    return;
  CAPTURE(expected, found);
  CHECK(std::strtod(found.c_str(), nullptr) == value);
  FAIL_CHECK("not as std::to_chars");
}

TEST_CASE("numbers are written as people write them, and far ones with an exponent", "[number_text]") {
  CHECK(printed(0.1) == "0.1");
  CHECK(printed(5) == "5.0");
  CHECK(printed(0) == "0.0");
  CHECK(printed(-0.0) == "-0.0");
  CHECK(printed(-245.06) == "-245.06");
  CHECK(printed(1.0 / 3) == "0.3333333333333333");
  CHECK(printed(0.0001) == "0.0001");
  CHECK(printed(0.00012345678901234567) == "0.00012345678901234567");
  CHECK(printed(0.00001) == "1e-05");
  CHECK(printed(123456789012345) == "123456789012345.0");
  CHECK(printed(100000000000000) == "100000000000000.0");
  CHECK(printed(1e15) == "1e+15");
  CHECK(printed(1.5e300) == "1.5e+300");
  CHECK(printed(5e-324) == "5e-324");
  CHECK(printed(-DBL_MAX) == "-1.7976931348623157e+308");
  CHECK(printed(-DBL_MIN) == "-2.2250738585072014e-308");
  CHECK(printed(-1.2345678901234567e-308).size() <= longest_number_bytes);
  CHECK(printed(std::numeric_limits<double>::quiet_NaN()) == "null");
  CHECK(printed(-std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("every power of two and its neighbours have the digits of std::to_chars", "[number_text]") {
  for (int power = -1074; power < 1024; ++power) {
    const double value = std::ldexp(1, power);
    check_as_standard(std::nextafter(value, 0));
    check_as_standard(value);
    check_as_standard(std::nextafter(value, HUGE_VAL));
  }
}

TEST_CASE("every power of ten and its neighbours have the digits of std::to_chars", "[number_text]") {
  for (int power = -323; power <= 308; ++power) {
    const double value = std::strtod(("1e" + std::to_string(power)).c_str(), nullptr);
    check_as_standard(std::nextafter(value, 0));
    check_as_standard(value);
    check_as_standard(std::nextafter(value, HUGE_VAL));
  }
}

TEST_CASE("sums of powers of two, of which many end in a tie, have the digits of std::to_chars",
          "[number_text]") {
  for (int whole = -60; whole < 60; ++whole) {
    for (int part = 1; part < 53; ++part) check_as_standard(std::ldexp(1 + std::ldexp(1, -part), whole));
  }
}

TEST_CASE("random doubles have the digits of std::to_chars", "[number_text]") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 100'000; ++round) {
    const auto any = std::bit_cast<double>(random() & ~(std::uint64_t{1} << 63));
    if (std::isfinite(any)) check_as_standard(any);
    check_as_standard(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 100) - 100));
    // Figures of few digits, as answers are full of.
    const double scale = std::pow(10, static_cast<double>(random() % 30));
    check_as_standard(static_cast<double>(random() % 10'000'000'000) / scale);
    check_as_standard(static_cast<double>(random() % 1000) / static_cast<double>(1 + random() % 1000));
  }
}

TEST_CASE("random denormals have the digits of std::to_chars", "[number_text]") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 2'000; ++round) {
    check_as_standard(std::bit_cast<double>(random() >> (12 + random() % 52)));
  }
}

TEST_CASE("a value is rounded to digits by its exact decimals, halves away from zero", "[number_text]") {
  CHECK(round_to_digits(0.1, 10) == 0.1);
  CHECK(round_to_digits(1.0 / 3, 3) == 0.333);
  CHECK(round_to_digits(-2.0 / 3, 3) == -0.667);
  CHECK(round_to_digits(0.125, 2) == 0.13);
  CHECK(round_to_digits(-0.375, 2) == -0.38);
  CHECK(round_to_digits(2.675, 3) == 2.67);  // 2.67499999999999982236431605997495353221893310546875
  CHECK(round_to_digits(999.96, 4) == 1000);
  CHECK(round_to_digits(123456, 3) == 123000);
  CHECK(round_to_digits(1e300, 10) == 1e300);
  CHECK(round_to_digits(5e-324, 10) == 5e-324);
  CHECK(std::signbit(round_to_digits(-0.0, 10)));
  CHECK(round_to_digits(-DBL_MAX, 10) == -DBL_MAX);
}

TEST_CASE("random values are rounded to digits as printf rounds them, but for halves", "[number_text]") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 50'000; ++round) {
    const double value = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 2000) - 1064);
    const int digits = 1 + static_cast<int>(random() % 17);
    if (std::fabs(value) < 1e20 && std::floor(value * 64) == value * 64) continue;  // may be a half
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, value);
    const double expected = std::strtod(text.data(), nullptr);
    if (!std::isfinite(expected) || round_to_digits(value, digits) == expected) continue;
    CAPTURE(value, digits);
    CHECK(round_to_digits(value, digits) == expected);
  }
}

}  // namespace
}  // namespace payoff
