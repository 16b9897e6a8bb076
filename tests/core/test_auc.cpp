// SPDX-License-Identifier: Apache-2.0
/** @file test_auc.cpp  The area under the ROC curve against published figures, and pair by pair. */
#include "stats/auc.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <vector>

using namespace payoff;

namespace {

std::vector<double> repeated(const std::vector<int>& counts) {
  std::vector<double> out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (int k = 0; k < counts[i]; ++k) out.push_back(static_cast<double>(i));
  }
  return out;
}

double win(double a, double b) { return a > b ? 1 : a == b ? 0.5 : 0; }

}  // namespace

// Hanley & McNeil, "The meaning and use of the area under a receiver operating characteristic curve",
// Radiology 143 (1982), table I: ratings 1 to 5 of 58 normal and 51 abnormal CT images, and an area of 0.893.
// Stata's manual, [R] roctab, has DeLong's standard error 0.0307 and interval 0.83295 to 0.95339 of the same
// images.
TEST_CASE("the area and DeLong's interval of Hanley and McNeil's images are the published ones") {
  const std::vector<double> normal = repeated({33, 6, 6, 11, 2});
  const std::vector<double> abnormal = repeated({3, 2, 2, 11, 33});
  const auto got = auc_of(abnormal, normal);
  REQUIRE(got);
  CHECK(std::fabs(got->value - 0.8932) < 0.00005);
  REQUIRE(got->range);
  CHECK(std::fabs(got->range->low - 0.83295) < 0.000005);
  CHECK(std::fabs(got->range->high - 0.95339) < 0.000005);
  const auto reversed = auc_of(normal, abnormal);
  CHECK(std::fabs(reversed->value - (1 - got->value)) < 1e-15);
  CHECK(std::fabs(reversed->range->low - (1 - got->range->high)) < 1e-15);
}

TEST_CASE("four pairs by hand") {
  // 3 beats 1 and 2; 2 beats 1 and ties with 2: 3.5 of 4 pairs. Shares won: 1 and 3/4; lost to: 1 and 3/4.
  const std::vector<double> above{3, 2};
  const std::vector<double> below{1, 2};
  const auto got = auc_of(above, below);
  REQUIRE(got);
  CHECK(got->value == 0.875);
  // Each group's variance is 2 x (1/8)^2 / 1 / 2.
  REQUIRE(got->range);
  CHECK(std::fabs(got->range->low - (0.875 - 1.959963984540054 * std::sqrt(1.0 / 32))) < 1e-15);
  CHECK(got->range->high == 1);
}

TEST_CASE("what tells nothing of its spread has no interval, and of nobody there is no area") {
  const std::vector<double> one{5}, two{5, 6}, low{1, 2, 3}, none;
  CHECK_FALSE(auc_of(none, low));
  CHECK_FALSE(auc_of(low, none));
  CHECK(auc_of(one, low)->value == 1);
  CHECK_FALSE(auc_of(one, low)->range);
  CHECK_FALSE(auc_of(low, one)->range);
  CHECK(auc_of(low, one)->value == 0);
  CHECK(auc_of(two, low)->value == 1);
  CHECK_FALSE(auc_of(two, low)->range);
  const std::vector<double> same{4, 4, 4};
  CHECK(auc_of(same, same)->value == 0.5);
  CHECK_FALSE(auc_of(same, same)->range);
}

TEST_CASE("the area and its variance agree with a count of all pairs") {
  std::mt19937 random(5);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int ranges = 0;
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const int values = 1 + pick(12);
    std::vector<double> above(static_cast<std::size_t>(1 + pick(20)));
    std::vector<double> below(static_cast<std::size_t>(1 + pick(20)));
    for (double& x : above) x = pick(values) * 0.7 + pick(3);
    for (double& x : below) x = pick(values) * 0.7;
    const auto m = static_cast<double>(above.size());
    const auto n = static_cast<double>(below.size());
    double wins = 0;
    for (const double a : above) {
      for (const double b : below) wins += win(a, b);
    }
    const double area = wins / (m * n);
    double of_above = 0;
    for (const double a : above) {
      double share = 0;
      for (const double b : below) share += win(a, b) / n;
      of_above += (share - area) * (share - area);
    }
    double of_below = 0;
    for (const double b : below) {
      double share = 0;
      for (const double a : above) share += win(a, b) / m;
      of_below += (share - area) * (share - area);
    }
    const auto got = auc_of(above, below);
    REQUIRE(got);
    CHECK(std::fabs(got->value - area) < 1e-12);
    const double variance = of_above / (m - 1) / m + of_below / (n - 1) / n;
    if (m < 2 || n < 2 || variance < 1e-20) {
      CHECK_FALSE(got->range);
      continue;
    }
    ++ranges;
    REQUIRE(got->range);
    const double half = 1.959963984540054 * std::sqrt(variance);
    CHECK(std::fabs(got->range->low - std::fmax(0, area - half)) < 1e-12);
    CHECK(std::fabs(got->range->high - std::fmin(1, area + half)) < 1e-12);
  }
  CHECK(ranges > 200);
}
