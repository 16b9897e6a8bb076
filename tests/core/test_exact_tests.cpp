// SPDX-License-Identifier: Apache-2.0
/** @file test_exact_tests.cpp  Fisher's test and the test of two rates, against published p-values and sums
 * of whole numbers. */
#include "stats/exact_tests.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <random>

#include "stats/distributions.h"

using namespace payoff;

namespace {

bool is_near(double value, double wanted, double relative = 1e-12) {
  return std::fabs(value - wanted) <= relative * std::fabs(wanted);
}

/** Exact up to n = 60. */
std::uint64_t choose(std::uint64_t n, std::uint64_t k) {
  if (k > n) return 0;
  std::uint64_t out = 1;
  for (std::uint64_t i = 1; i <= k; ++i) out = out * (n - k + i) / i;
  return out;
}

/** All tables with these margins, weighed by whole numbers. */
double slow_fisher(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
  const auto weight = [&](std::uint64_t k) { return choose(a + b, k) * choose(c + d, a + c - k); };
  const auto bar = static_cast<long double>(weight(a)) * (1 + 1e-7L);
  std::uint64_t unlikely = 0;
  std::uint64_t all = 0;
  for (std::uint64_t k = 0; k <= a + c; ++k) {
    all += weight(k);
    if (static_cast<long double>(weight(k)) <= bar) unlikely += weight(k);
  }
  return static_cast<double>(static_cast<long double>(unlikely) / static_cast<long double>(all));
}

/** Each binomial probability by its formula. */
double slow_rates(unsigned a, double ta, unsigned b, double tb) {
  const unsigned n = a + b;
  const long double p = static_cast<long double>(ta) / (static_cast<long double>(ta) + tb);
  const auto mass = [&](unsigned k) {
    return static_cast<long double>(choose(n, k)) * std::pow(p, static_cast<long double>(k)) *
           std::pow(1 - p, static_cast<long double>(n - k));
  };
  long double sum = 0;
  for (unsigned k = 0; k <= n; ++k) sum += mass(k) <= mass(a) * (1 + 1e-7L) ? mass(k) : 0;
  return static_cast<double>(sum);
}

}  // namespace

TEST_CASE("Fisher's lady tasting tea, and R's convictions of twins") {
  CHECK(is_near(fisher_two_sided(3, 1, 1, 3), 34.0 / 70));
  CHECK(is_near(fisher_two_sided(4, 0, 0, 4), 2.0 / 70));
  CHECK(is_near(fisher_two_sided(2, 15, 10, 3), 0.0005367241, 1e-6));
}

TEST_CASE("Fisher's test agrees with whole numbers on every small table") {
  for (unsigned a = 0; a <= 6; ++a) {
    for (unsigned b = 0; b <= 6; ++b) {
      for (unsigned c = 0; c <= 6; ++c) {
        for (unsigned d = 0; d <= 6; ++d) {
          CAPTURE(a, b, c, d);
          REQUIRE(is_near(fisher_two_sided(a, b, c, d), slow_fisher(a, b, c, d)));
        }
      }
    }
  }
}

TEST_CASE("Fisher's test agrees with whole numbers on random tables of up to 60") {
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    const std::uint64_t a = random() % 16;
    const std::uint64_t b = random() % 16;
    const std::uint64_t c = random() % 16;
    const std::uint64_t d = random() % 13;
    CAPTURE(a, b, c, d);
    REQUIRE(is_near(fisher_two_sided(static_cast<double>(a), static_cast<double>(b), static_cast<double>(c),
                                     static_cast<double>(d)),
                    slow_fisher(a, b, c, d)));
  }
}

TEST_CASE("Fisher's p is the same whichever way the table is turned") {
  const double p = fisher_two_sided(120, 205, 202, 391);
  CHECK(is_near(fisher_two_sided(202, 391, 120, 205), p));
  CHECK(is_near(fisher_two_sided(205, 120, 391, 202), p));
  CHECK(is_near(fisher_two_sided(120, 202, 205, 391), p));
}

TEST_CASE("large and hopeless tables end, and vanish at 0") {
  // Both margins half and half: the two halves of the sum are alike, but for the middle.
  CHECK(fisher_two_sided(250'000'000, 250'000'000, 250'000'000, 250'000'000) == 1);
  const double p = fisher_two_sided(250'010'000, 249'990'000, 249'990'000, 250'010'000);
  // With so many people Yates' corrected chi-square, (10,000 - 1/2)^2 / (n / 16), is as good as exact.
  CHECK(is_near(p, chi_square_upper(9999.5 * 9999.5 * 16 / 1e9, 1), 1e-6));
  CHECK(fisher_two_sided(100'000, 0, 0, 100'000) == 0);
}

TEST_CASE("two rates, as R's poisson.test compares them") {
  // Its own example: 11 cases in 800 person-years, 21 in 3011.
  CHECK(is_near(rates_two_sided(11, 800, 21, 3011), 0.07966863, 1e-6));
  CHECK(rates_two_sided(5, 10, 5, 10) == 1);
  CHECK(is_near(rates_two_sided(0, 1, 10, 1), 2.0 / 1024));
  CHECK(is_near(rates_two_sided(10, 1, 0, 1), 2.0 / 1024));
}

TEST_CASE("the test of two rates agrees with binomial probabilities one by one") {
  std::mt19937 random(6);
  for (int i = 0; i < 400; ++i) {
    const auto a = static_cast<unsigned>(random() % 25);
    const auto b = static_cast<unsigned>(random() % 25);
    if (a + b == 0) continue;
    const double ta = 1 + static_cast<double>(random() % 40);
    const double tb = 1 + static_cast<double>(random() % 40);
    CAPTURE(a, b, ta, tb);
    REQUIRE(is_near(rates_two_sided(a, ta, b, tb), slow_rates(a, ta, b, tb)));
  }
}
