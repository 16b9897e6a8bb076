// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/starters.h"

#include <array>
#include <cmath>

namespace payoff {

selector read_start(reader& from, const playbook& book) {
  if (const json* given = from.find("start"))
    return parse_selector(*given, from.path_of("start"), from.wrong());
  return book.activation ? book.activation->start : selector{};
}

days_after_start read_outcome_days(reader& from) {
  days_after_start out;
  if (from.find("outcome_days") == nullptr) return out;
  std::array<double, 2> days{};
  std::size_t size = 0;
  from.each("outcome_days", [&](const json& item, const std::string&) {
    if (size < days.size() && item.is_number()) days[size] = item.number();
    ++size;
  });
  constexpr double longest = 3650;
  const bool is_whole = days[0] == std::floor(days[0]) && days[1] == std::floor(days[1]);
  if (size != days.size() || !is_whole || days[0] < 1 || days[1] <= days[0] || days[1] > longest) {
    from.bad_value(
        "outcome_days",
        "`outcome_days` must be two whole numbers, the first from 1 on and below the second, which is at "
        "most 3650, such as [28, 56]");
    return out;
  }
  out.from_days = static_cast<std::int64_t>(days[0]);
  out.to_days = static_cast<std::int64_t>(days[1]);
  return out;
}

bool has_match(const event_store& store, const row_list& rows, const selection& of, std::int64_t from_ms,
               std::int64_t to_ms) {
  const std::uint32_t at = rows.first_match(of, rows.count_before(store, from_ms));
  return at < rows.size() && store.time_ms(rows[at]) < to_ms;
}

}  // namespace payoff
