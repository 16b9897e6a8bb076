// SPDX-License-Identifier: Apache-2.0
/** @file money.cpp  See money.h. */
#include "stats/money.h"

#include <algorithm>
#include <cmath>

namespace payoff {
namespace {

constexpr double powers_of_ten[] = {1, 10, 100, 1000, 10000};

/** Codes of three letters each, one after the other. */
bool lists(std::string_view codes, std::string_view code) {
  for (std::size_t i = 0; i < codes.size(); i += 3) {
    if (codes.substr(i, 3) == code) return true;
  }
  return false;
}

}  // namespace

std::int32_t currency_digits(std::string_view code) {
  if (lists("BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF", code)) return 0;
  if (lists("BHDIQDJODKWDLYDOMRTND", code)) return 3;
  if (lists("CLFUYW", code)) return 4;
  return 2;
}

std::optional<std::int64_t> round_half_away_to_minor(double amount, std::int32_t digits) {
  if (digits < 0 || digits > 4 || !std::isfinite(amount)) return std::nullopt;
  const double scaled = std::fabs(amount) * powers_of_ten[digits];
  if (!(scaled < 9223372036854775808.0)) return std::nullopt;  // 2^63
  const double whole = std::floor(scaled);
  const double slack = std::min(std::max(1e-9, scaled * 0x1p-50), 0.25);
  const double rounded = scaled - whole >= 0.5 - slack ? whole + 1 : whole;
  if (!(rounded < 9223372036854775808.0)) return std::nullopt;
  const auto minor = static_cast<std::int64_t>(rounded);
  return amount < 0 ? -minor : minor;
}

double minor_to_amount(std::int64_t minor, std::int32_t digits) {
  return static_cast<double>(minor) / powers_of_ten[std::clamp(digits, 0, 4)];
}

}  // namespace payoff
