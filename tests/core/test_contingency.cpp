// SPDX-License-Identifier: Apache-2.0
/** @file test_contingency.cpp  Figures of tables of two by two, against published ones. */
#include "stats/contingency.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "stats/false_discovery.h"

using namespace payoff;

namespace {

bool is_near(std::optional<double> value, double wanted, double absolute) {
  return value && std::fabs(*value - wanted) <= absolute;
}

}  // namespace

// Agresti, Categorical Data Analysis, 2nd ed., table 2.3 and section 3.1: the Physicians' Health Study.
TEST_CASE("aspirin and myocardial infarction, as Agresti prints them") {
  const table_figures got = figures_of({189, 10845, 104, 10933}, false);
  CHECK(is_near(got.odds_ratio.value, 1.832, 0.0005));
  CHECK(is_near(got.odds_ratio.low, 1.440, 0.0005));
  CHECK(is_near(got.odds_ratio.high, 2.331, 0.0005));
  CHECK(is_near(got.risk_ratio.value, 1.818, 0.0005));
  CHECK(is_near(got.risk_ratio.low, 1.433, 0.0005));
  CHECK(is_near(got.risk_ratio.high, 2.306, 0.0005));
  CHECK(is_near(got.risk_difference.value, 0.0077, 0.00005));
  CHECK(is_near(got.chi_square.value, 25.014, 0.0005));
}

// Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine
// 17 (1998), table II, method 10.
TEST_CASE("the interval of a difference is the one that Newcombe prints") {
  struct printed {
    double a, m, b, n, low, high;
  };
  for (const printed& row : {printed{56, 70, 48, 80, 0.0524, 0.3339}, printed{9, 10, 3, 10, 0.1705, 0.8090},
                             printed{10, 10, 0, 10, 0.6075, 1.0}, printed{5, 56, 0, 29, -0.0381, 0.1926},
                             printed{0, 10, 0, 10, -0.2775, 0.2775}}) {
    const bounded got = figures_of({row.a, row.m - row.a, row.b, row.n - row.b}, false).risk_difference;
    CAPTURE(row.a, row.b, got.low.value_or(9), got.high.value_or(9));
    CHECK(is_near(got.low, row.low, 0.00005));
    CHECK(is_near(got.high, row.high, 0.00005));
  }
}

TEST_CASE("a table by hand") {
  const table_figures got = figures_of({30, 10, 20, 40}, false);
  CHECK(is_near(got.base_rate, 0.5, 1e-15));
  CHECK(is_near(got.ppv, 0.75, 1e-15));
  CHECK(is_near(got.npv, 2.0 / 3, 1e-15));
  CHECK(is_near(got.sensitivity, 0.6, 1e-15));
  CHECK(is_near(got.specificity, 0.8, 1e-15));
  CHECK(is_near(got.reach, 0.4, 1e-15));
  CHECK(is_near(got.lift, 1.5, 1e-15));
  // 1000 / sqrt(40 60 50 50); atanh -+ 1.96 sqrt(V / 97) / (1 - phi^2), V = 1 - phi^2 - phi^2 / 8.
  CHECK(is_near(got.phi.value, 0.408248290463863, 1e-14));
  CHECK(is_near(got.phi.low, 0.2148508239, 1e-9));
  CHECK(is_near(got.phi.high, 0.5708368447, 1e-9));
  CHECK(is_near(got.odds_ratio.value, 6, 1e-14));
  CHECK(is_near(got.risk_ratio.value, 2.25, 1e-14));
  CHECK(is_near(got.chi_square.value, 100.0 / 6, 1e-12));
  CHECK(is_near(got.chi_square.p, 4.4557090604e-05, 1e-13));
  // R: chisq.test(matrix(c(30, 10, 20, 40), 2))$statistic is 15.041667 = 100 (1000 - 50)^2 / 6e6.
  CHECK(is_near(figures_of({30, 10, 20, 40}, true).chi_square.value, 15.0416666666667, 1e-12));
}

TEST_CASE("phi squared is chi-square over n") {
  for (double tp = 1; tp < 30; tp += 4) {
    const table_figures got = figures_of({tp, 12, 7, 19}, false);
    CHECK(is_near(got.chi_square.value, *got.phi.value * *got.phi.value * (tp + 38), 1e-11));
  }
}

TEST_CASE("the correction never turns a deviation round") {
  CHECK(figures_of({5, 5, 5, 5}, true).chi_square.value == 0);
  CHECK(figures_of({5, 5, 5, 5}, true).chi_square.p == 1);
  CHECK(figures_of({3, 2, 2, 2}, true).chi_square.value == 0);  // it deviates by 2/9
}

TEST_CASE("half a person is added to each cell only when one of them is 0") {
  const table_figures got = figures_of({0, 10, 5, 5}, false);
  CHECK(is_near(got.odds_ratio.value, 0.5 * 5.5 / (10.5 * 5.5), 1e-15));
  CHECK(is_near(
      got.odds_ratio.high,
      0.5 * 5.5 / (10.5 * 5.5) * std::exp(1.959963984540054 * std::sqrt(1 / 0.5 + 1 / 10.5 + 2 / 5.5)),
      1e-12));
  CHECK(is_near(got.risk_ratio.value, (0.5 / 11) / (5.5 / 11), 1e-15));
  CHECK(is_near(got.risk_ratio.low,
                0.5 / 5.5 * std::exp(-1.959963984540054 * std::sqrt(1 / 0.5 - 1.0 / 11 + 1 / 5.5 - 1.0 / 11)),
                1e-15));
  CHECK(is_near(figures_of({1, 10, 5, 5}, false).odds_ratio.value, 0.1, 1e-15));
  // All else is of what was counted.
  CHECK(got.ppv == 0);
  CHECK(is_near(got.risk_difference.value, -0.5, 1e-15));
}

TEST_CASE("what is a share of nothing is unknown") {
  const table_figures nobody_exposed = figures_of({0, 0, 4, 6}, false);
  CHECK(!nobody_exposed.ppv);
  CHECK(!nobody_exposed.lift);
  CHECK(!nobody_exposed.phi.value);
  CHECK(!nobody_exposed.risk_difference.value);
  CHECK(!nobody_exposed.chi_square.p);
  CHECK(nobody_exposed.base_rate == 0.4);
  CHECK(nobody_exposed.reach == 0);
  CHECK(fisher_of({0, 0, 4, 6}) == 1);
  const table_figures nobody = figures_of({}, false);
  CHECK(!nobody.base_rate);
  CHECK(!nobody.odds_ratio.value);
  CHECK(!nobody.risk_ratio.value);
  CHECK(!fisher_of({}));
  const table_figures never = figures_of({0, 5, 0, 5}, false);
  CHECK(never.ppv == 0);
  CHECK(!never.lift);
  CHECK(!never.sensitivity);
  CHECK(!fisher_of({0.5, 1, 1, 1}));
}

TEST_CASE("phi has an interval from four people on, and is a point where all agree") {
  CHECK(figures_of({1, 0, 1, 1}, false).phi.value);
  CHECK(!figures_of({1, 0, 1, 1}, false).phi.low);
  CHECK(figures_of({1, 1, 1, 1}, false).phi.low);
  const bounded same = figures_of({5, 0, 0, 5}, false).phi;
  CHECK(same.value == 1);
  CHECK(same.low == 1);
  CHECK(same.high == 1);
  CHECK(figures_of({0, 5, 5, 0}, false).phi.high == -1);
}

TEST_CASE("q-values as Benjamini and Hochberg define them") {
  // Their paper's 15 p-values (1995, section 3.2): the first four stand at 5%, the fifth does not.
  const std::vector<std::optional<double>> paper{0.0001, 0.0004, 0.0019, 0.0095, 0.0201,
                                                 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                                                 0.4262, 0.5719, 0.6528, 0.7590, 1.0};
  const auto q = q_values(paper);
  CHECK(is_near(q[0], 0.0015, 1e-12));
  CHECK(is_near(q[3], 0.035625, 1e-12));
  CHECK(*q[4] > 0.05);
  CHECK(is_near(q[4], 0.0603, 1e-12));
  CHECK(q[14] == 1);
  // By definition: the least p' m / #{p'' <= p'} over p' >= p.
  const std::vector<std::optional<double>> mixed{0.04, std::nullopt, 0.01, 0.04, 0.5, 0.02};
  const auto got = q_values(mixed);
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    if (!mixed[i]) {
      CHECK(!got[i]);
      continue;
    }
    double least = 1;
    for (const auto& other : mixed) {
      if (!other || *other < *mixed[i]) continue;
      int rank = 0;
      for (const auto& one : mixed) rank += one && *one <= *other ? 1 : 0;
      least = std::fmin(least, *other * 5 / rank);
    }
    CHECK(is_near(got[i], least, 1e-15));
  }
  CHECK(q_values({}).empty());
}
