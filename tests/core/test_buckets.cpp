// SPDX-License-Identifier: Apache-2.0
/** @file test_buckets.cpp  Fixed buckets: how far off may they be, and what do their quantiles say? */
#include <algorithm>
#include <cmath>
#include <random>

#include "ask.h"
#include "learning/buckets.h"
#include "learning/counts.h"
#include "stats/quantile.h"

using namespace payoff;

TEST_CASE("a whole number up to 256 is its own bucket, and so is 0") {
  for (int n = -256; n <= 256; ++n) CHECK(figure_of(bucket_of(n)) == n);
  CHECK(figure_of(bucket_of(-0.0)) == 0);
  CHECK(figure_of(bucket_of(1e-308)) == 0);
  CHECK(figure_of(bucket_of(257)) == 258);  // beyond 256 only even ones: halfway goes away from zero
}

TEST_CASE("a bucket is within 1 part in 256 of what it holds, and larger figures have larger buckets") {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-300, 300);
  std::vector<double> figures{0};
  for (int i = 0; i < 20'000; ++i) {
    const double figure = std::pow(10, exponent(random)) * (i % 2 == 0 ? 1 : -1);
    figures.push_back(figure);
    CHECK(std::abs(figure_of(bucket_of(figure)) - figure) <= std::abs(figure) / 256);
  }
  std::sort(figures.begin(), figures.end());
  for (std::size_t i = 1; i < figures.size(); ++i) {
    REQUIRE(bucket_of(figures[i - 1]) <= bucket_of(figures[i]));
    REQUIRE(bucket_of(figures[i]) < (1U << 19U));
  }
}

TEST_CASE("quantiles of buckets are type 7, within 0.4% of those of the figures") {
  const auto counts = [](std::vector<double> figures) {
    std::vector<std::uint64_t> keys;
    for (const double figure : figures) keys.push_back(bucket_of(figure));
    return counts_of_keys(keys);
  };
  // 1 ... 12: R's quantile(1:12) is 3.75, 6.5 and 9.25.
  const json twelve = counts({12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6});
  CHECK(quantile_of_buckets(twelve, 0.25) == 3.75);
  CHECK(quantile_of_buckets(twelve, 0.5) == 6.5);
  CHECK(quantile_of_buckets(twelve, 0.75) == 9.25);
  CHECK(quantile_of_buckets(counts({5, 5, 5, 90}), 0.5) == 5);
  CHECK(quantile_of_buckets(counts({}), 0.5) == std::nullopt);
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> figures(1 + random() % 60);
    for (double& one : figures) one = static_cast<double>(random() % 1'000'000) / 37;
    const json list = counts(figures);
    for (const double p : {0.25, 0.5, 0.75}) {
      const double exact = *quantile(figures, p);
      CHECK(std::abs(*quantile_of_buckets(list, p) - exact) <= exact * 0.004);
    }
  }
}
