// SPDX-License-Identifier: Apache-2.0
/** @file test_mantel_haenszel.cpp  Strata: Berkeley's admissions, as R gives them, and the formulas once
 * more. */
#include "stats/mantel_haenszel.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <vector>

using namespace payoff;

namespace {

bool is_near(std::optional<double> value, double wanted, double absolute) {
  return value && std::fabs(*value - wanted) <= absolute;
}

/** Admitted and rejected men, admitted and rejected women, of departments A to F: R's UCBAdmissions. */
const std::vector<table_2x2> berkeley{{512, 313, 89, 19},   {353, 207, 17, 8},  {120, 205, 202, 391},
                                      {138, 279, 131, 244}, {53, 138, 94, 299}, {22, 351, 24, 317}};

}  // namespace

TEST_CASE("Berkeley's admissions, as R's mantelhaen.test gives them") {
  const stratified_figures got = mantel_haenszel(berkeley, false);
  CHECK(is_near(got.odds_ratio.value, 0.9046968, 5e-8));
  CHECK(is_near(got.odds_ratio.low, 0.7719074, 5e-8));
  CHECK(is_near(got.odds_ratio.high, 1.0603298, 5e-8));
  CHECK(is_near(got.cmh.value, 1.5246, 5e-5));
  CHECK(is_near(got.cmh.p, 0.2169, 5e-5));
  CHECK(got.strata == 6);
  const stratified_figures corrected = mantel_haenszel(berkeley, true);
  CHECK(is_near(corrected.cmh.value, 1.4269, 5e-5));
  CHECK(is_near(corrected.cmh.p, 0.2323, 5e-5));
  // Taken together men are ahead, which the departments explain.
  table_2x2 all;
  for (const table_2x2& one : berkeley) all += one;
  CHECK(is_near(figures_of(all, false).odds_ratio.value, 1.84108, 5e-6));
}

TEST_CASE("a single stratum: the crude odds ratio with Woolf's interval, the crude difference with Wald's") {
  const std::vector<table_2x2> one{{30, 10, 20, 40}};
  const stratified_figures got = mantel_haenszel(one, false);
  const table_figures crude = figures_of(one[0], false);
  CHECK(is_near(got.odds_ratio.value, 6, 1e-12));
  // Robins, Breslow and Greenland: with one stratum their variance is Woolf's.
  CHECK(is_near(got.odds_ratio.low, *crude.odds_ratio.low, 1e-12));
  CHECK(is_near(got.odds_ratio.high, *crude.odds_ratio.high, 1e-10));
  const double se = std::sqrt(0.75 * 0.25 / 40 + 1.0 / 3 * 2 / 3 / 60);
  CHECK(is_near(got.risk_difference.value, 0.75 - 1.0 / 3, 1e-14));
  CHECK(is_near(got.risk_difference.low, 0.75 - 1.0 / 3 - 1.959963984540054 * se, 1e-13));
  // The variance of the hypergeometric has n - 1 where Pearson's has n.
  CHECK(is_near(got.cmh.value, *crude.chi_square.value * 99 / 100, 1e-12));
}

TEST_CASE("strata agree with a second reckoning, in which each figure is spelt out") {
  std::mt19937 random(9);
  for (int round = 0; round < 200; ++round) {
    std::vector<table_2x2> strata;
    const auto cell = [&] { return static_cast<double>(1 + random() % 30); };
    for (unsigned i = 0; i < 2 + random() % 5; ++i) strata.push_back({cell(), cell(), cell(), cell()});
    long double weights = 0;
    long double difference = 0;
    long double variance = 0;
    for (const table_2x2& s : strata) {
      // A weighted mean of the strata's differences p1 - p0, weights n1 n0 / n; its variance by the strata's
      // own.
      const long double n1 = s.tp + s.fp;
      const long double n0 = s.fn + s.tn;
      const long double w = n1 * n0 / (n1 + n0);
      const long double p1 = s.tp / n1;
      const long double p0 = s.fn / n0;
      weights += w;
      difference += w * (p1 - p0);
      variance += w * w * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0);
    }
    const auto value = static_cast<double>(difference / weights);
    const auto half = static_cast<double>(1.959963984540054L * std::sqrt(variance) / weights);
    const stratified_figures got = mantel_haenszel(strata, false);
    CHECK(is_near(got.risk_difference.value, value, 1e-13));
    CHECK(is_near(got.risk_difference.low, value - half, 1e-13));
    CHECK(is_near(got.risk_difference.high, value + half, 1e-13));
  }
}

TEST_CASE("strata of one kind of people say nothing, and nothing is unknown") {
  const stratified_figures nothing = mantel_haenszel({}, false);
  CHECK(!nothing.odds_ratio.value);
  CHECK(!nothing.risk_difference.value);
  CHECK(!nothing.cmh.value);
  CHECK(nothing.strata == 0);
  std::vector<table_2x2> more = berkeley;
  more.push_back({});
  more.push_back({7, 9, 0, 0});
  more.push_back({0, 0, 7, 9});
  const stratified_figures got = mantel_haenszel(more, false);
  const stratified_figures plain = mantel_haenszel(berkeley, false);
  CHECK(got.strata == 8);
  CHECK(*got.odds_ratio.low == *plain.odds_ratio.low);
  CHECK(*got.risk_difference.high == *plain.risk_difference.high);
  CHECK(*got.cmh.value == *plain.cmh.value);
  // No exposed person without the outcome, and nobody else with it: no odds to divide by.
  const std::vector<table_2x2> split{{4, 0, 0, 5}};
  CHECK(!mantel_haenszel(split, false).odds_ratio.value);
  const std::vector<table_2x2> turned{{0, 4, 5, 0}};
  CHECK(mantel_haenszel(turned, false).odds_ratio.value == 0);
  CHECK(!mantel_haenszel(turned, false).odds_ratio.high);
}
