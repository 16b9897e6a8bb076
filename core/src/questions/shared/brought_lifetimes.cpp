// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/brought_lifetimes.h"

#include <cmath>

namespace payoff {

std::vector<lifetime> read_lifetimes(reader& from) {
  std::vector<lifetime> out;
  from.need("durations");
  from.need("observed");
  from.each("durations", [&](const json& item, const std::string& path) {
    const bool fits = item.is_number() && std::isfinite(item.number()) && item.number() >= 0;
    if (!fits) from.wrong().report(error_code::bad_value, path, "a duration must be a number from 0 on");
    out.push_back({fits ? item.number() : 0, false});
  });
  std::size_t at = 0;
  from.each("observed", [&](const json& item, const std::string& path) {
    const bool is_flag =
        item.is_boolean() || (item.is_number() && (item.number() == 0 || item.number() == 1));
    if (!is_flag) {
      from.wrong().report(error_code::bad_value, path, "must be 0, 1, true or false");
    } else if (at < out.size()) {
      out[at].is_observed = item.is_boolean() ? item.boolean() : item.number() == 1;
    }
    ++at;
  });
  if (at != out.size()) from.bad_value("observed", "`observed` must have as many entries as `durations`");
  return out;
}

std::optional<double> read_horizon(reader& from) {
  const auto horizon = from.number_if("horizon");
  if (horizon && !(*horizon > 0)) from.bad_value("horizon", "`horizon` must be above 0");
  return horizon;
}

}  // namespace payoff
