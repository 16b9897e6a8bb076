// SPDX-License-Identifier: Apache-2.0
/** @file test_kaplan_meier.cpp  Curves, medians and the log-rank test, against published ones. */
#include "stats/kaplan_meier.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

using namespace payoff;

namespace {

bool is_near(std::optional<double> value, double wanted, double absolute) {
  return value && std::fabs(*value - wanted) <= absolute;
}

/** A negative time was censored. */
std::vector<lifetime> lives(std::initializer_list<double> times) {
  std::vector<lifetime> out;
  for (const double time : times) out.push_back({std::fabs(time), time > 0});
  return out;
}

// Freireich et al. (1963), weeks of remission in leukaemia, as in Cox & Oakes and SAS's manual of LIFETEST.
const auto treated =
    lives({6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35});
const auto placebo = lives({1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23});

// Miller (1981), acute myelogenous leukaemia; `aml` of R's survival.
const auto maintained = lives({9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161});
const auto other = lives({5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45});

}  // namespace

TEST_CASE("remission under 6-MP, as textbooks print it") {
  const kaplan_meier got(treated);
  struct printed {
    std::size_t row;
    double time;
    std::uint64_t at_risk;
    double survival;
  };
  for (const printed& one : {printed{0, 6, 21, 0.8571}, printed{1, 7, 17, 0.8067}, printed{3, 10, 15, 0.7529},
                             printed{5, 13, 12, 0.6902}, printed{6, 16, 11, 0.6275},
                             printed{10, 22, 7, 0.5378}, printed{11, 23, 6, 0.4482}}) {
    const survival_row& row = got.curve()[one.row];
    CAPTURE(one.time);
    CHECK(row.time == one.time);
    CHECK(row.at_risk == one.at_risk);
    CHECK(is_near(row.survival, one.survival, 0.00005));
  }
  CHECK(got.curve()[0].censored == 1);
  CHECK(got.n() == 21);
  CHECK(got.events() == 9);
  // Stata's sts list, which uses the same interval: [0.6197, 0.9516] at week 6.
  CHECK(is_near(got.curve()[0].low, 0.6197, 0.00005));
  CHECK(is_near(got.curve()[0].high, 0.9516, 0.00005));
  CHECK(is_near(got.curve()[11].low, 0.1881, 0.00005));
  CHECK(is_near(got.curve()[11].high, 0.6801, 0.00005));
  // SAS: 23 (13, .) and 8 (4, 11).
  CHECK(got.median() == 23);
  CHECK(got.median_low() == 13);
  CHECK(!got.median_high());
  const kaplan_meier without(placebo);
  CHECK(without.median() == 8);
  CHECK(without.median_low() == 4);
  CHECK(without.median_high() == 11);
}

TEST_CASE("the log-rank test of both textbook comparisons") {
  const auto leukaemia = log_rank({treated, placebo});
  REQUIRE(leukaemia);
  CHECK(is_near(leukaemia->statistic, 16.7929, 0.00005));
  CHECK(leukaemia->df == 1);
  CHECK(is_near(leukaemia->p, 4.1688e-05, 1e-8));
  // R: survdiff(Surv(time, status) ~ x, aml) prints 3.4 on 1 degrees of freedom, p = 0.07 (3.396389,
  // 0.06534).
  const auto aml = log_rank({maintained, other});
  REQUIRE(aml);
  CHECK(is_near(aml->statistic, 3.396389, 5e-7));
  CHECK(is_near(aml->p, 0.06533932, 5e-8));
}

TEST_CASE("the maintained group of aml: survival by R, median 31") {
  const kaplan_meier got(maintained);
  const std::vector<double> printed{0.909, 0.818, 0.716, 0.614, 0.614, 0.491, 0.368, 0.368, 0.184, 0.184};
  REQUIRE(got.curve().size() == printed.size());
  for (std::size_t i = 0; i < printed.size(); ++i)
    CHECK(is_near(got.curve()[i].survival, printed[i], 0.0005));
  CHECK(got.median() == 31);
  CHECK(kaplan_meier(other).median() == 23);
  CHECK(got.last_time() == 161);
}

TEST_CASE("the mean to a horizon is the area under the steps") {
  const kaplan_meier got(lives({1, 2, -3, 4}));  // 1, 0.75, 0.5, 0.5, 0
  CHECK(got.mean_to(0) == 0);
  CHECK(got.mean_to(0.5) == 0.5);
  CHECK(got.mean_to(1) == 1);
  CHECK(got.mean_to(2) == 1.75);
  CHECK(got.mean_to(4) == 2.75);
  CHECK(got.mean_to(10) == 2.75);
  // Where the last ones were not seen to end, S stays.
  CHECK(kaplan_meier(lives({1, -2})).mean_to(10) == 1 + 0.5 * 9);
  CHECK(kaplan_meier(std::vector<lifetime>()).mean_to(3) == 3);
}

TEST_CASE("intervals are unknown where S is 1 or 0") {
  const kaplan_meier got(lives({-1, 2, 3}));
  CHECK(!got.curve()[0].low);
  CHECK(got.curve()[0].survival == 1);
  CHECK(got.curve()[1].high);
  CHECK(got.curve()[2].survival == 0);
  CHECK(!got.curve()[2].high);
  CHECK(got.median() == 2);
  CHECK(!got.median_high());
}

TEST_CASE("a half that rounding has missed is a half") {
  // 10/11 9/10 8/9 ... 6/7 * 11/12 is a half, but no double says so all the way.
  std::vector<lifetime> some;
  for (int i = 1; i <= 12; ++i) some.push_back({static_cast<double>(i), true});
  CHECK(kaplan_meier(some).median() == 6);
  for (std::size_t n = 2; n <= 400; n += 2) {
    some.clear();
    for (std::size_t i = 1; i <= n; ++i) some.push_back({static_cast<double>(i), true});
    CAPTURE(n);
    REQUIRE(kaplan_meier(some).median() == static_cast<double>(n / 2));
  }
}

TEST_CASE("nobody has no curve and no median") {
  const kaplan_meier nobody{std::vector<lifetime>()};
  CHECK(nobody.curve().empty());
  CHECK(!nobody.median());
  CHECK(!nobody.last_time());
  CHECK(!log_rank({}));
  CHECK(!log_rank({treated}));
  CHECK(!log_rank({treated, {}}));
  CHECK(!log_rank({lives({-1, -2}), lives({-3})}));
  // Never at risk together: the first has gone before the second one's only event.
  CHECK(!log_rank({lives({-1, -2}), lives({3, -4})}));
}

namespace {

/** Greenwood and Kaplan-Meier by definition: for each time all people are asked again. */
void check_slowly(const std::vector<lifetime>& some) {
  const kaplan_meier got(some);
  for (const survival_row& row : got.curve()) {
    long double survival = 1;
    long double sum = 0;
    for (const survival_row& earlier : got.curve()) {
      if (earlier.time > row.time) continue;
      int at_risk = 0;
      int events = 0;
      for (const lifetime& one : some) {
        at_risk += one.time >= earlier.time ? 1 : 0;
        events += one.time == earlier.time && one.is_observed ? 1 : 0;
      }
      survival *= 1 - static_cast<long double>(events) / at_risk;
      if (events < at_risk) sum += static_cast<long double>(events) / at_risk / (at_risk - events);
    }
    REQUIRE(is_near(row.survival, static_cast<double>(survival), 1e-12));
    if (row.low) {
      const long double middle = std::log(-std::log(survival));
      const long double half = 1.959963984540054L * std::sqrt(sum) / std::log(survival);
      REQUIRE(is_near(row.low, static_cast<double>(std::exp(-std::exp(middle - half))), 1e-12));
      REQUIRE(is_near(row.high, static_cast<double>(std::exp(-std::exp(middle + half))), 1e-12));
    }
  }
}

/** Two groups: (O - E)^2 / V from the table of each event time. */
double slow_two_groups(const std::vector<lifetime>& a, const std::vector<lifetime>& b) {
  std::vector<double> times;
  for (const auto* group : {&a, &b}) {
    for (const lifetime& one : *group) {
      if (one.is_observed) times.push_back(one.time);
    }
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  long double deviation = 0;
  long double variance = 0;
  for (const double time : times) {
    long double n1 = 0, n = 0, d1 = 0, d = 0;
    for (const lifetime& one : a) n1 += one.time >= time, d1 += one.time == time && one.is_observed;
    for (const lifetime& one : b) n += one.time >= time, d += one.time == time && one.is_observed;
    n += n1;
    d += d1;
    deviation += d1 - d * n1 / n;
    if (n > 1) variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1);
  }
  return static_cast<double>(deviation * deviation / variance);
}

}  // namespace

TEST_CASE("curves and tests agree with their definitions on random people") {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<lifetime>> groups(3);
    for (auto& group : groups) {
      for (unsigned i = 0; i < 5 + random() % 30; ++i) {
        group.push_back({static_cast<double>(random() % 25), random() % 3 != 0});
      }
      check_slowly(group);
    }
    const auto two = log_rank({groups[0], groups[1]});
    REQUIRE(two);
    REQUIRE(is_near(two->statistic, slow_two_groups(groups[0], groups[1]), 1e-9));
    // The order of groups decides nothing.
    const auto three = log_rank(groups);
    REQUIRE(three);
    REQUIRE(three->df == 2);
    REQUIRE(is_near(three->statistic, log_rank({groups[2], groups[0], groups[1]})->statistic, 1e-9));
  }
}

TEST_CASE("a group without anybody changes nothing") {
  const auto plain = log_rank({maintained, other});
  const auto more = log_rank({{}, maintained, {}, other});
  REQUIRE(plain);
  REQUIRE(more);
  CHECK(more->df == 1);
  CHECK(is_near(more->statistic, plain->statistic, 1e-12));
}
