// SPDX-License-Identifier: Apache-2.0
/** @file test_wilson.cpp  Wilson's interval against published figures, and against its own equation. */
#include "stats/wilson.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace payoff;

namespace {

/** To four decimals, as papers print them. */
bool prints_as(double value, double printed) { return std::fabs(value - printed) <= 0.00005; }

}  // namespace

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
// table I, method 3.
TEST_CASE("the interval is the one that Newcombe prints") {
  struct printed {
    std::uint64_t successes, trials;
    double low, high;
  };
  for (const printed& row : {printed{81, 263, 0.2553, 0.3662}, printed{15, 148, 0.0624, 0.1605},
                             printed{0, 20, 0.0, 0.1611}, printed{1, 29, 0.0061, 0.1718}}) {
    const interval got = wilson_95(row.successes, row.trials);
    CAPTURE(row.successes, row.trials, got.low, got.high);
    CHECK(prints_as(got.low, row.low));
    CHECK(prints_as(got.high, row.high));
  }
}

TEST_CASE("nothing reaches down to 0, everything up to 1, to the last bit") {
  for (std::uint64_t n = 1; n < 200; ++n) {
    CHECK(wilson_95(0, n).low == 0);
    CHECK(wilson_95(n, n).high == 1);
  }
}

TEST_CASE("each end lies 1.96 of its own standard errors from what was seen") {
  // The score interval's definition: |p - e| = z sqrt(e (1 - e) / n) at both ends e.
  for (std::uint64_t n = 1; n <= 60; ++n) {
    for (std::uint64_t k = 0; k <= n; ++k) {
      const auto trials = static_cast<double>(n);
      const double p = static_cast<double>(k) / trials;
      const interval got = wilson_95(k, n);
      CAPTURE(k, n, got.low, got.high);
      for (const double end : {got.low, got.high}) {
        if ((k == 0 && end == 0) || (k == n && end == 1)) continue;
        CHECK(std::fabs(std::fabs(p - end) - 1.959963984540054 * std::sqrt(end * (1 - end) / trials)) < 1e-9);
      }
    }
  }
}
