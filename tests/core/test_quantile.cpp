// SPDX-License-Identifier: Apache-2.0
/** @file test_quantile.cpp  Type 7 quantiles. */
#include "stats/quantile.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

using namespace payoff;

namespace {

std::optional<double> q(std::vector<double> values, double p) { return quantile(values, p); }

}  // namespace

TEST_CASE("no values have no quantile") {
  std::vector<double> none;
  CHECK_FALSE(quantile(none, 0.5));
  CHECK_FALSE(median(none));
  CHECK_FALSE(p90(none));
  CHECK_FALSE(smallest(none));
  CHECK_FALSE(largest(none));
}

TEST_CASE("one value is all its quantiles") {
  for (const double p : {0.0, 0.3, 0.5, 0.9, 1.0}) CHECK(q({7.5}, p) == 7.5);
}

// The figures are those of R 4: quantile(x, p, type = 7), also of numpy.quantile's default.
TEST_CASE("quantiles lie between order statistics as R's type 7 has them") {
  CHECK(q({1, 2, 3, 4}, 0.5) == 2.5);
  CHECK(q({4, 1, 3, 2}, 0.25) == 1.75);
  CHECK(q({4, 1, 3, 2}, 0.75) == 3.25);
  CHECK(q({10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110}, 0.9) == 100.0);
  CHECK(q({15, 20, 35, 40, 50}, 0.4) == 29.0);
  CHECK(std::fabs(q({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.9).value() - 9.1) < 1e-12);
  CHECK(q({3, 1, 2}, 0) == 1.0);
  CHECK(q({3, 1, 2}, 1) == 3.0);
  CHECK(q({3, 1, 2}, -0.5) == 1.0);
  CHECK(q({3, 1, 2}, 1.5) == 3.0);
  CHECK(q({-2, -1, -1, 5}, 0.5) == -1.0);
}

TEST_CASE("median, p90, smallest and largest do not depend on the order") {
  std::vector<double> values{9, 1, 8, 2, 7, 3, 6, 4, 5, 10, 0};
  CHECK(median(values) == 5.0);
  CHECK(p90(values) == 9.0);
  CHECK(smallest(values) == 0.0);
  CHECK(largest(values) == 10.0);
  std::vector<double> same{2, 2, 2, 2};
  CHECK(median(same) == 2.0);
  CHECK(p90(same) == 2.0);
}

TEST_CASE("quantiles of random values equal those of the sorted values") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> values(random() % 40 + 1);
    for (double& v : values) v = static_cast<double>(random() % 50) - 25;
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const double p : {0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0}) {
      const double position = static_cast<double>(sorted.size() - 1) * p;
      const auto low = static_cast<std::size_t>(position);
      const std::size_t high = std::min(low + 1, sorted.size() - 1);
      const double expected =
          sorted[low] + (position - static_cast<double>(low)) * (sorted[high] - sorted[low]);
      REQUIRE(q(values, p) == expected);
    }
  }
}
