// SPDX-License-Identifier: Apache-2.0
/** @file test_exact_sum.cpp  Sums of doubles that round once. */
#include "stats/exact_sum.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cfloat>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using payoff::exact_sum;

namespace {

double sum(const std::vector<double>& values) {
  exact_sum total;
  for (const double v : values) total.add(v);
  return total.value();
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

TEST_CASE("the sum of nothing is a positive zero") {
  CHECK(same_bits(exact_sum().value(), 0.0));
  CHECK(exact_sum().count() == 0);
  CHECK(same_bits(sum({-0.0}), 0.0));
  CHECK(same_bits(sum({0.1, -0.1}), 0.0));
  CHECK(same_bits(sum({-0.1, 1e300, 0.1, -1e300}), 0.0));
}

TEST_CASE("every addition is counted, zeros too") {
  exact_sum total;
  for (const double v : {0.0, 1.0, 0.5, -1.5}) total.add(v);
  CHECK(total.count() == 4);
}

TEST_CASE("sums that lose their digits in plain addition keep them") {
  CHECK(sum({0.1, 0.2, 0.3}) == 0.6);  // 0.1 + 0.2 + 0.3 is 0.6000000000000001 in steps
  CHECK(sum({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}) == 1.0);
  CHECK(sum({1e16, 1.0, -1e16}) == 1.0);
  CHECK(sum({1e100, 1.0, -1e100}) == 1.0);
  CHECK(sum({1e308, 1e-308, -1e308}) == 1e-308);
  CHECK(sum({1e308, 1e308, -1e308}) == 1e308);
}

TEST_CASE("one number is its own sum, down to the least and up to the greatest") {
  for (const double v : {5e-324, DBL_MIN, DBL_MIN - 5e-324, DBL_MAX, 0.1, 1.0 / 3, 4294967296.5,
                         9007199254740993.0, 1e22, 4503599627370496.5, 123456789.125}) {
    CHECK(sum({v}) == v);
    CHECK(sum({-v}) == -v);
  }
}

TEST_CASE("a tie is rounded to even and the least bit beyond it decides otherwise") {
  const double one = 0x1p53;  // from here on doubles are 2 apart
  CHECK(sum({one, 1.0}) == one);
  CHECK(sum({one, 1.0, 5e-324}) == one + 2);
  CHECK(sum({one + 2, 1.0}) == one + 4);
  CHECK(sum({one + 2, 1.0, -5e-324}) == one + 2);
  CHECK(sum({-one, -1.0, -0x1p-900}) == -one - 2);
  CHECK(sum({1.0, 0x1p-53}) == 1.0);
  CHECK(sum({1.0, 0x1p-53, 0x1p-106}) == 1.0 + 0x1p-52);
}

TEST_CASE("a sum beyond a double is infinite, and what is not finite makes it no number") {
  CHECK(sum({DBL_MAX, DBL_MAX}) == std::numeric_limits<double>::infinity());
  CHECK(sum({-DBL_MAX, -DBL_MAX}) == -std::numeric_limits<double>::infinity());
  CHECK(sum({DBL_MAX, DBL_MAX, -DBL_MAX}) == DBL_MAX);
  CHECK(std::isnan(sum({1.0, std::numeric_limits<double>::infinity()})));
  CHECK(std::isnan(sum({std::numeric_limits<double>::quiet_NaN(), 1.0})));
}

TEST_CASE("whole numbers beyond 64 bits together are still summed exactly") {
  std::vector<double> values(3000, 8e15);  // 2.4e19 is more than 2^64
  CHECK(sum(values) == 2.4e19);
  values.push_back(0.5);
  for (int i = 0; i < 3000; ++i) values.push_back(-8e15);
  CHECK(sum(values) == 0.5);
  CHECK(sum(std::vector<double>(3000, -8e15)) == -2.4e19);
}

TEST_CASE("sums of cents equal those of integers") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 50; ++round) {
    exact_sum total;
    std::int64_t quarters = 0;  // multiples of 0.25 are exact, so integers are a full oracle
    for (int i = 0; i < 1000; ++i) {
      const auto n = static_cast<std::int64_t>(random() % 2'000'000'001) - 1'000'000'000;
      quarters += n;
      total.add(static_cast<double>(n) * 0.25);
    }
    REQUIRE(total.value() == static_cast<double>(quarters) * 0.25);
  }
}

TEST_CASE("sums of scaled integers equal those of 128 bit integers") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 2000; ++round) {
    exact_sum total;
    __int128 oracle = 0;
    for (std::uint64_t i = random() % 20; i < 20; ++i) {
      const auto mantissa = static_cast<std::int64_t>(random() % (1ULL << 53));
      const int shift = static_cast<int>(random() % 64);
      const std::int64_t sign = random() % 2 == 0 ? 1 : -1;
      total.add(std::ldexp(static_cast<double>(sign * mantissa), shift - 40));
      oracle += static_cast<__int128>(sign * mantissa) * (static_cast<__int128>(1) << shift);
    }
    REQUIRE(total.value() ==
            std::ldexp(static_cast<double>(oracle), -40));  // the cast rounds to nearest even
  }
}

TEST_CASE("neither order nor the way it is split and merged changes a bit") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> values;
    for (int i = 0; i < 60; ++i) {
      const double v = std::bit_cast<double>(random());
      if (std::isfinite(v) && std::fabs(v) < 1e306) values.push_back(v);
      values.push_back(static_cast<double>(static_cast<std::int64_t>(random())) * 1e-3);
      values.push_back(static_cast<double>(random() % 1000));
      if (i % 3 == 0) values.push_back(-values[random() % values.size()]);
    }
    const double first = sum(values);
    for (int order = 0; order < 4; ++order) {
      std::shuffle(values.begin(), values.end(), random);
      REQUIRE(same_bits(sum(values), first));
      exact_sum parts[3];
      for (const double v : values) parts[random() % 3].add(v);
      parts[1].add(parts[2]);
      exact_sum merged;
      merged.add(parts[1]);
      merged.add(parts[0]);
      REQUIRE(same_bits(merged.value(), first));
      REQUIRE(merged.count() == values.size());
    }
  }
}

TEST_CASE("a sum can be added to itself and asked twice") {
  exact_sum total;
  total.add(0.1);
  total.add(1e-200);
  total.add(total);
  CHECK(total.value() == 0.2);
  CHECK(total.value() == 0.2);
  CHECK(total.count() == 4);
  total.add(0.3);
  CHECK(total.value() == 0.5);
  exact_sum whole;
  for (int i = 0; i < 1000; ++i) whole.add(8e15);
  whole.add(whole);  // more than 64 bits hold
  CHECK(whole.value() == 1.6e19);
}

TEST_CASE("doubling a sum many times carries through all limbs") {
  exact_sum total;
  total.add(0.75);
  for (int i = 0; i < 1000; ++i) total.add(total);
  CHECK(total.value() == std::ldexp(0.75, 1000));
  exact_sum negative;
  negative.add(-0.75);
  for (int i = 0; i < 1000; ++i) negative.add(negative);
  CHECK(negative.value() == std::ldexp(-0.75, 1000));
  total.add(negative);
  CHECK(same_bits(total.value(), 0.0));
}
