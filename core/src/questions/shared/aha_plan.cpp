// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/aha_plan.h"

#include <cmath>

#include "stats/order.h"

namespace payoff {
namespace {

std::vector<std::uint32_t> read_numbers(reader& from, std::string_view name, std::uint32_t fallback,
                                        std::uint32_t most) {
  std::vector<std::uint32_t> out;
  if (from.find(name) == nullptr) {
    for (std::uint32_t i = 1; i <= fallback; ++i) out.push_back(i);
    return out;
  }
  std::vector<double> numbers;
  from.each(name, [&](const json& item, const std::string& path) {
    const double number = item.is_number() ? item.number() : 0;
    if (number >= 1 && number <= most && number == std::floor(number)) {
      numbers.push_back(number);
    } else {
      from.wrong().report(error_code::bad_value, path,
                          "must be a whole number from 1 to " + std::to_string(most));
    }
  });
  for (const std::uint32_t i : order_of(numbers)) {
    const auto number = static_cast<std::uint32_t>(numbers[i]);
    if (out.empty() || out.back() != number) out.push_back(number);
  }
  if (out.empty()) from.bad_value(name, "`" + std::string(name) + "` must hold at least one number");
  return out;
}

void read_events(reader& from, aha_plan& to) {
  const json* given = from.find("events");
  to.has_all_events = given == nullptr || given->is_text("*");
  if (to.has_all_events) return;
  from.each("events", [&](const json& item, const std::string& path) {
    to.events.push_back({item, parse_selector(item, path, from.wrong())});
  });
  if (to.events.empty()) from.bad_value("events", "`events` must be `*` or hold at least one selector");
}

/** Whether both are the same plain name, set or `*`. */
bool is_same(const selector& a, const selector& b) {
  const auto is_plain = [](const selector& one) { return one.children.empty() && one.where.empty(); };
  return is_plain(a) && is_plain(b) && a.kind == b.kind && a.name == b.name;
}

}  // namespace

aha_plan read_aha_plan(reader& from, const playbook& book) {
  aha_plan out;
  out.start = read_start(from, book);
  const json* start = from.find("start");
  const bool is_default =
      book.activation ? is_same(out.start, book.activation->start) : is_same(out.start, {});
  if (start != nullptr && !is_default) out.start_for_rules = *start;
  const json* returning = from.find("return");
  out.returning =
      returning != nullptr ? parse_selector(*returning, "/return", from.wrong()) : set_selector("value");
  read_events(from, out);
  out.counts = read_numbers(from, "counts", 10, 1'000'000);
  out.windows_days = read_numbers(from, "windows_days", 14, 3650);
  out.outcome = read_outcome_days(from);
  if (!out.windows_days.empty() && out.outcome.from_days < out.windows_days.back()) {
    from.bad_value(from.find("windows_days") != nullptr ? "windows_days" : "outcome_days",
                   "a window of " + std::to_string(out.windows_days.back()) +
                       " days reaches into the outcome, which begins on day " +
                       std::to_string(out.outcome.from_days) + "; behaviour and outcome must not overlap");
  }
  out.min_people = from.integer_or("min_people", out.min_people, 1, 1'000'000'000);
  out.pairs = from.integer_or("pairs", out.pairs, 0, 50);
  out.options = read_table_options(from);
  out.per = read_per(from);
  return out;
}

}  // namespace payoff
