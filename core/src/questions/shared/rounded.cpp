// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/rounded.h"

#include <cmath>
#include <string>

namespace payoff {
namespace {

/** Powers of ten up to here are doubles, so that one division is rounded once. */
constexpr int exact_powers = 22;

/** value * 10^power, a rounding each 22 powers. */
double scaled(double value, int power) {
  while (power != 0) {
    const int step = std::min(std::abs(power), exact_powers);
    double factor = 1;
    for (int i = 0; i < step; ++i) factor *= 10;
    value = power > 0 ? value * factor : value / factor;
    power += power > 0 ? -step : step;
  }
  return value;
}

}  // namespace

double rounded(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double limit = scaled(1, digits);
  const double size = std::fabs(value);
  int power = digits - 1 - static_cast<int>(std::floor(std::log10(size)));
  double whole = std::floor(scaled(size, power) + 0.5);
  // The logarithm may be a hair off at powers of ten.
  if (whole < limit / 10) whole = std::floor(scaled(size, ++power) + 0.5);
  if (whole >= limit) whole = std::floor(scaled(size, --power) + 0.5);
  double out = 0;
  if (std::abs(power) <= exact_powers) {
    out = scaled(whole, -power);
  } else {
    // So far from 1 the nearest double is found by reading the digits.
    const auto read = parse_json(
        std::to_string(static_cast<std::int64_t>(whole)) + "e" + std::to_string(-power), "a number");
    out = read && read->is_number() ? read->number() : size;
  }
  return value < 0 ? -out : out;
}

json plain(double value) {
  constexpr double exact = 9007199254740992;  // 2^53
  const bool is_whole = value == std::floor(value) && std::fabs(value) <= exact;
  return is_whole ? json(static_cast<std::int64_t>(value)) : json(value);
}

json plain(const std::optional<double>& value) { return value ? plain(*value) : json(nullptr); }

json rounded(const std::optional<double>& value) { return value ? json(rounded(*value)) : json(nullptr); }

}  // namespace payoff
