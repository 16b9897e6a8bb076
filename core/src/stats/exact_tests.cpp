// SPDX-License-Identifier: Apache-2.0
/** @file exact_tests.cpp  See exact_tests.h. */
#include "stats/exact_tests.h"

#include <algorithm>
#include <cmath>

namespace payoff {
namespace {

/** Of outcomes low ... high with one peak; ratio(k) = weight(k + 1) / weight(k). */
template <class Ratio>
double two_sided(double low, double high, double peak, double observed, const Ratio& ratio) {
  // Calls use(weight) from the peak's neighbour on; the peak itself weighs 1. What is below `least` is 0, and
  // so is all beyond: the smallest doubles would round to themselves for ever.
  double least = 1e-300;
  const auto rise = [&](double until, const auto& use) {
    double weight = 1;
    for (double k = peak; k < until && weight > 0; k += 1) {
      weight *= ratio(k);
      use(weight = weight < least ? 0 : weight);
    }
  };
  const auto fall = [&](double until, const auto& use) {
    double weight = 1;
    for (double k = peak; k > until && weight > 0; k -= 1) {
      weight /= ratio(k - 1);
      use(weight = weight < least ? 0 : weight);
    }
  };
  double bar = 1;
  const auto keep = [&](double weight) { bar = weight; };
  rise(observed, keep);
  fall(observed, keep);
  bar *= 1 + 1e-7;
  double all = 1;
  double unlikely = bar >= 1 ? 1 : 0;
  const auto add = [&](double weight) {
    all += weight;
    if (weight > bar) return;
    unlikely += weight;
    // Weights fall ever faster: what is beyond adds nothing to a double.
    least = std::max(least, unlikely * 1e-22);
  };
  rise(high, add);
  fall(low, add);
  return unlikely / all;
}

}  // namespace

double fisher_two_sided(double a, double b, double c, double d) {
  const double row = a + b;
  const double column = a + c;
  const double rest = d - a;  // the last cell is k + rest
  const double low = std::max(0.0, -rest);
  const double high = std::min(row, column);
  const double peak = std::floor((row + 1) * (column + 1) / (row + c + d + 2));
  return two_sided(low, high, std::clamp(peak, low, high), a,
                   [&](double k) { return (row - k) * (column - k) / ((k + 1) * (rest + k + 1)); });
}

double rates_two_sided(double count_a, double exposure_a, double count_b, double exposure_b) {
  const double n = count_a + count_b;
  const double peak = std::floor((n + 1) * (exposure_a / (exposure_a + exposure_b)));
  const double odds = exposure_a / exposure_b;
  return two_sided(0, n, std::min(peak, n), count_a, [&](double k) { return (n - k) / (k + 1) * odds; });
}

}  // namespace payoff
