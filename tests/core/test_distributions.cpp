// SPDX-License-Identifier: Apache-2.0
/** @file test_distributions.cpp  Tails of chi-square and log Gamma, against tables, the library and an
 * integral.
 */
#include "stats/distributions.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace payoff;

namespace {

bool is_near(double value, double wanted, double relative) {
  return std::fabs(value - wanted) <= relative * std::fabs(wanted);
}

/** The density's integral from x on, by Simpson's rule. */
double slow_upper(double x, int df) {
  const long double half = df / 2.0L;
  const auto density = [&](long double t) {
    return std::exp((half - 1) * std::log(t) - t / 2 - half * std::log(2.0L) - std::lgamma(half));
  };
  constexpr int steps = 40'000;
  const long double width = (200.0L + 2.0L * df) / steps;
  long double sum = density(x) + density(x + steps * width);
  for (int i = 1; i < steps; ++i) sum += density(x + i * width) * (i % 2 == 1 ? 4 : 2);
  return static_cast<double>(sum * width / 3);
}

}  // namespace

TEST_CASE("the 5% points of chi-square are those of the tables") {
  // R's qchisq(0.95, df).
  CHECK(is_near(chi_square_upper(3.841458820694124, 1), 0.05, 1e-13));
  CHECK(is_near(chi_square_upper(5.991464547107979, 2), 0.05, 1e-13));
  CHECK(is_near(chi_square_upper(7.814727903251179, 3), 0.05, 1e-12));
  CHECK(is_near(chi_square_upper(18.30703805327515, 10), 0.05, 1e-12));
  CHECK(is_near(chi_square_upper(124.342113404004, 100), 0.05, 1e-11));
  CHECK(chi_square_upper(0, 1) == 1);
  CHECK(chi_square_upper(0, 7) == 1);
  CHECK(chi_square_upper(-1, 2) == 1);
}

TEST_CASE("the upper tail of chi-square is its density's integral, near and far") {
  for (const int df : {1, 2, 3, 4, 5, 8, 15, 40, 101}) {
    for (const double x : {0.3, 1.0, 2.5, 9.0, 40.0, 90.0, 160.0}) {
      CAPTURE(df, x);
      CHECK(is_near(chi_square_upper(x, static_cast<std::uint32_t>(df)), slow_upper(x, df), 1e-9));
    }
  }
}

TEST_CASE("tails of many degrees of freedom neither overflow nor vanish") {
  // Near the middle the normal approximation of Wilson & Hilferty is good to some 1e-5.
  CHECK(std::fabs(chi_square_upper(2000, 2000) - 0.4957947) < 1e-4);
  CHECK(chi_square_upper(1e-300, 2000) > 1 - 1e-13);
  CHECK(chi_square_upper(1e4, 1) == 0);
  CHECK(chi_square_upper(1000, 1) > 0);
}

TEST_CASE("log_gamma agrees with the library from 1e-6 to 1e9") {
  for (double x = 1e-6; x < 1e9; x *= 1.7) {
    const double wanted = std::lgamma(x);
    CAPTURE(x);
    CHECK(std::fabs(log_gamma(x) - wanted) <= 4e-14 * std::fmax(1, std::fabs(wanted)));
  }
  CHECK(std::fabs(log_gamma(1)) < 1e-14);
  CHECK(is_near(log_gamma(0.5), 0.5 * std::log(3.141592653589793), 1e-13));
}

TEST_CASE("digamma is the slope of log Gamma, and follows its recurrence") {
  CHECK(is_near(digamma(1), -0.57721566490153286, 1e-14));
  CHECK(is_near(digamma(0.5), -1.96351002602142348, 1e-14));
  for (const double x : {0.01, 0.3, 2.5, 15.9, 16.1, 400.0, 1e8}) {
    CHECK(is_near(digamma(x + 1) - digamma(x), 1 / x, 1e-13 * std::max(1.0, x * std::log(x + 2))));
    const double apart = 1e-5 * x;
    const double slope = (std::lgamma(x + apart) - std::lgamma(x - apart)) / (2 * apart);
    CHECK(std::fabs(slope - digamma(x)) <= 1e-6 * std::max(1.0, std::fabs(digamma(x))));
  }
}
