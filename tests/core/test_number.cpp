// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "ingest/number.h"

namespace payoff {
namespace {

/** strtod of the C locale, which the tests run in, is the oracle. */
void check_as_strtod(const std::string& text) {
  CAPTURE(text.substr(0, 60), text.size());
  const auto expected = std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr));
  const number_value fast = parse_number(text);
  CHECK(!fast.beyond_double);
  CHECK(std::bit_cast<std::uint64_t>(fast.value) == expected);
  CHECK(std::bit_cast<std::uint64_t>(detail::parse_number_exactly(text).value) == expected);
}

TEST_CASE("ordinary numbers are the doubles nearest to them", "[number]") {
  CHECK(parse_number("0").value == 0);
  CHECK(parse_number("14.57").value == 14.57);
  CHECK(parse_number("-245.06").value == -245.06);
  CHECK(parse_number("1e3").value == 1000);
  CHECK(parse_number("25E-1").value == 2.5);
  CHECK(parse_number("1700000000.123").value == 1700000000.123);
  CHECK(std::bit_cast<std::uint64_t>(parse_number("-0").value) == std::uint64_t{1} << 63);
}

TEST_CASE("hard numbers are rounded as strtod rounds them", "[number]") {
  for (const char* text : {"9007199254740992",
                           "9007199254740993",
                           "9007199254740994",
                           "9007199254740995",
                           "-9007199254740993",
                           "9007199254740993e0",
                           "900719925474099.3e1",
                           "9007199254740992e22",
                           "9007199254740993e22",
                           "1e22",
                           "1e23",
                           "123e-23",
                           "0.1",
                           "0.30000000000000004",
                           "123456789012345678",
                           "1234567890123456789",
                           "12345678901234567890",
                           "18446744073709551615",
                           "18446744073709551616",
                           "99999999999999999999e-5",
                           "1e308",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "2.225073858507201e-308",
                           "4.9e-324",
                           "5e-324",
                           "2.4703282292062328e-324",
                           "2.4703282292062327e-324",
                           "1e-400",
                           "-1e-400",
                           "0e999999999999999999999",
                           "0.0000000000000000000000000000000000000000000000001e49",
                           "1e-9999999999999999999",
                           "100e-2",
                           "0.000e5",
                           "1.00000000000000011102230246251565404236316680908203125",
                           "1.00000000000000011102230246251565404236316680908203124",
                           "1.00000000000000011102230246251565404236316680908203126",
                           "6.02214076e23",
                           "1e+5",
                           "1E+05",
                           "1e-00005"}) {
    check_as_strtod(text);
  }
}

TEST_CASE("digits far behind the point still break a tie", "[number]") {
  const std::string halfway = "1.00000000000000011102230246251565404236316680908203125";
  check_as_strtod(halfway + std::string(5000, '0'));
  check_as_strtod(halfway + std::string(5000, '0') + "1");
  check_as_strtod(std::string(3000, '9') + "e-3000");
  check_as_strtod("0." + std::string(4000, '0') + "1234e4001");
  check_as_strtod(std::string(1, '1') + std::string(400, '0') + "e-390");
  check_as_strtod("1" + std::string(5000, '0') + ".5e-5000");
}

TEST_CASE("a number beyond a double says so", "[number]") {
  for (const std::string& text :
       {std::string("1e309"), std::string("-1e309"), std::string("1.7976931348623159e308"),
        std::string("1e999999999999999999999999"), "1" + std::string(400, '0')}) {
    CAPTURE(text);
    CHECK(parse_number(text).beyond_double);
    CHECK(parse_number(text).value == 0);
    CHECK(detail::parse_number_exactly(text).beyond_double);
  }
}

TEST_CASE("what a program prints of a double comes back as that double", "[number]") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 20'000; ++round) {
    const double value = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 40) - 80);
    char text[64];
    std::snprintf(text, sizeof text, round % 2 != 0 ? "%.17g" : "%.19f", value);
    check_as_strtod(text);
  }
  for (const char* text :
       {"24.299999999999997", "0.012345678901234567", "0.0000012345678901234567", "0.9999999999999999999",
        "9223372036854775807.5", "922337203685477580.75", "1844674407370955161.5", "18446744073709551615e-19",
        "9007199254740993e-1", "9007199254740993.5", "9.007199254740993e-3", "0.5000000000000000000",
        "4503599627370496.5", "4503599627370497.5", "9007199254740991.5", "0.000000000000000000000000001"}) {
    check_as_strtod(text);
  }
}

TEST_CASE("random numbers of every length and exponent are read as strtod reads them", "[number]") {
  std::mt19937_64 random(20'261'121);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  const auto digits = [&](std::string& text, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) text += static_cast<char>('0' + below(10));
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string text = below(2) != 0 ? "-" : "";
    text += static_cast<char>('1' + below(9));
    digits(text, below(24));
    if (below(2) != 0) {
      text += '.';
      digits(text, 1 + below(24));
    }
    if (below(3) == 0) {
      text += "e";
      text += below(2) != 0 ? "-" : "";
      text += std::to_string(below(below(2) != 0 ? 24 : 270));
    }
    check_as_strtod(text);
  }
}

}  // namespace
}  // namespace payoff
