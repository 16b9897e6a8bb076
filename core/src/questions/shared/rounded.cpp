// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/rounded.h"

#include <cmath>

#include "json/number_text.h"

namespace payoff {
double rounded(double value, int digits) {
  return std::isfinite(value) ? round_to_digits(value, digits) : value;
}

json plain(double value) {
  constexpr double exact = 9007199254740992;  // 2^53
  const bool is_whole = value == std::floor(value) && std::fabs(value) <= exact;
  return is_whole ? json(static_cast<std::int64_t>(value)) : json(value);
}

json plain(const std::optional<double>& value) { return value ? plain(*value) : json(nullptr); }

json rounded(const std::optional<double>& value) { return value ? json(rounded(*value)) : json(nullptr); }

}  // namespace payoff
