// SPDX-License-Identifier: Apache-2.0
/** @file distributions.cpp  See distributions.h. */
#include "stats/distributions.h"

#include <algorithm>
#include <cmath>

namespace payoff {

double log_gamma(double x) {
  constexpr double half_log_2_pi = 0.91893853320467274178;
  double skipped = 1;
  while (x < 16) {
    skipped *= x;
    x += 1;
  }
  const double y = 1 / (x * x);
  const double series =
      (1.0 / 12 -
       y * (1.0 / 360 -
            y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360 - y / 156)))))) /
      x;
  return (x - 0.5) * std::log(x) - x + half_log_2_pi + series - std::log(skipped);
}

double digamma(double x) {
  double skipped = 0;
  while (x < 16) {
    skipped += 1 / x;
    x += 1;
  }
  const double y = 1 / (x * x);
  const double series =
      y *
      (1.0 / 12 -
       y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132 - y * (691.0 / 32760 - y / 12))))));
  return std::log(x) - 0.5 / x - series - skipped;
}

double chi_square_upper(double x, std::uint32_t df) {
  if (x <= 0) return 1;
  const double h = x / 2;
  const bool is_odd = df % 2 == 1;
  const std::uint32_t terms = df / 2;
  double sum = is_odd ? std::erfc(std::sqrt(h)) : 0;
  if (terms == 0) return sum;
  // Terms e^-h h^a / Gamma(a + 1), a = first, first + 1 ...: from the largest one on to both sides.
  const double first = is_odd ? 0.5 : 0;
  const double last = first + terms - 1;
  const double peak = std::clamp(first + std::floor(h - first), first, last);
  const double largest = std::exp(peak * std::log(h) - h - log_gamma(peak + 1));
  double term = largest;
  for (double a = peak; a <= last && term > 0; a += 1, term *= h / a) sum += term;
  term = largest;
  for (double a = peak; a > first && term > 0; a -= 1) sum += term *= a / h;
  return std::min(1.0, sum);
}

}  // namespace payoff
