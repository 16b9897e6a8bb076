// SPDX-License-Identifier: Apache-2.0
/** @file test_money.cpp  Amounts to minor units and back. */
#include "stats/money.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <limits>
#include <string>

using payoff::currency_digits;
using payoff::minor_to_amount;
using payoff::round_half_away_to_minor;

TEST_CASE("a half as a person wrote it is rounded away from zero") {
  CHECK(round_half_away_to_minor(1.005, 2) == 101);
  CHECK(round_half_away_to_minor(-1.005, 2) == -101);
  CHECK(round_half_away_to_minor(0.285, 2) == 29);
  CHECK(round_half_away_to_minor(1.115, 2) == 112);
  CHECK(round_half_away_to_minor(2.675, 2) == 268);
  CHECK(round_half_away_to_minor(0.5, 0) == 1);
  CHECK(round_half_away_to_minor(2.5, 0) == 3);
  CHECK(round_half_away_to_minor(-2.5, 0) == -3);
  CHECK(round_half_away_to_minor(1.0005, 3) == 1001);
  CHECK(round_half_away_to_minor(10000000.125, 2) == 1000000013);
}

TEST_CASE("what is visibly under a half is rounded down") {
  CHECK(round_half_away_to_minor(1.00499, 2) == 100);
  CHECK(round_half_away_to_minor(1.0049999, 2) == 100);
  CHECK(round_half_away_to_minor(-0.4999, 0) == 0);
  CHECK(round_half_away_to_minor(0.004, 2) == 0);
  CHECK(round_half_away_to_minor(19.99, 2) == 1999);
  CHECK(round_half_away_to_minor(10000000.1249, 2) == 1000000012);
}

TEST_CASE("a half that arithmetic missed by its last bits is still a half") {
  CHECK(round_half_away_to_minor(0.1 + 0.185, 2) == 29);
  CHECK(round_half_away_to_minor(3 * 0.335, 2) == 101);
  CHECK(round_half_away_to_minor(7.0 / 60.0 * 1.5, 3) == 175);
}

TEST_CASE("every written amount of three decimals goes to cents as its digits say") {
  for (std::int64_t thousandths = 0; thousandths < 200000; ++thousandths) {
    const std::string digits = std::to_string(thousandths % 1000 + 1000).substr(1);
    const std::string text = std::to_string(thousandths / 1000) + "." + digits;
    const std::int64_t cents = (thousandths + 5) / 10;
    REQUIRE(round_half_away_to_minor(std::strtod(text.c_str(), nullptr), 2) == cents);
    REQUIRE(round_half_away_to_minor(-std::strtod(text.c_str(), nullptr), 2) == -cents);
    // The same with 600 million before it: there doubles are coarse enough to miss a half by a few of their
    // steps.
    const std::string large = "6" + std::string(8 - std::to_string(thousandths / 1000).size(), '0') + text;
    REQUIRE(round_half_away_to_minor(std::strtod(large.c_str(), nullptr), 2) == 60000000000 + cents);
  }
}

TEST_CASE("large amounts keep their last unit and larger ones are refused") {
  CHECK(round_half_away_to_minor(9007199254740992.0, 0) == 9007199254740992);
  CHECK(round_half_away_to_minor(4503599627370497.0, 0) == 4503599627370497);
  CHECK(round_half_away_to_minor(9223372036854774784.0, 0) == 9223372036854774784);
  CHECK_FALSE(round_half_away_to_minor(9223372036854775808.0, 0));
  CHECK_FALSE(round_half_away_to_minor(-1e17, 2));
  CHECK_FALSE(round_half_away_to_minor(1e300, 4));
  CHECK_FALSE(round_half_away_to_minor(std::numeric_limits<double>::quiet_NaN(), 2));
  CHECK_FALSE(round_half_away_to_minor(std::numeric_limits<double>::infinity(), 2));
  CHECK_FALSE(round_half_away_to_minor(1, 5));
  CHECK_FALSE(round_half_away_to_minor(1, -1));
}

TEST_CASE("minor units go back to the decimal that is meant") {
  CHECK(minor_to_amount(33600, 2) == 336.0);
  CHECK(minor_to_amount(101, 2) == 1.01);
  CHECK(minor_to_amount(-29, 2) == -0.29);
  CHECK(minor_to_amount(1999, 0) == 1999.0);
  CHECK(minor_to_amount(1001, 3) == 1.001);
  for (std::int64_t minor = -100000; minor < 100000; ++minor) {
    REQUIRE(round_half_away_to_minor(minor_to_amount(minor, 2), 2) == minor);
  }
}

TEST_CASE("currencies have the digits of ISO 4217") {
  for (const char* code : {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                           "VND", "VUV", "XAF", "XOF", "XPF"}) {
    CHECK(currency_digits(code) == 0);
  }
  for (const char* code : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
    CHECK(currency_digits(code) == 3);
  CHECK(currency_digits("CLF") == 4);
  CHECK(currency_digits("UYW") == 4);
  for (const char* code : {"EUR", "USD", "GBP", "CHF", "HUF", "UYU", "XXX", "", "JP", "JPYK", "PJP", "IFC"}) {
    CHECK(currency_digits(code) == 2);
  }
}
