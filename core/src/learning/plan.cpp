// SPDX-License-Identifier: Apache-2.0
#include "learning/plan.h"

#include <algorithm>

#include "learning/counts.h"

namespace payoff {
namespace {

constexpr std::int64_t longest_days = 3650;
constexpr std::int64_t most_events = 1'000'000;
constexpr std::size_t most_cells = 1000;

template <class Things>
json ids_of(const Things& things) {
  json out = json::array();
  for (const auto& one : things) out.push_back(one.id);
  return out;
}

json steps_json(const playbook& book, std::int64_t outcome_from_days) {
  json out = json::array();
  if (!book.activation) return out;
  for (const activation_step& step : book.activation->steps) {
    const double days = step.within_days.value_or(book.activation->within_days);
    json one;
    one["id"] = step.id;
    one["count"] = step.count;
    // Behaviour and outcome must not overlap.
    one["within_days"] = std::min(static_cast<std::int64_t>(days), outcome_from_days);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

json plan_json(const frame& in, const json& question, const aha_plan& aha, const time_range& peers) {
  const playbook& book = in.context().book;
  json out;
  out["playbook"] = book.version;
  out["as_of"] = instant_name(in.as_of_ms());
  out["zone"] = in.place().name();
  out["week_start"] = weekday_name(in.week_start());
  out["period"] = grain_name(in.by());
  out["from"] = moment_name(peers.from_ms, in.place());
  out["to"] = moment_name(peers.to_ms, in.place());
  out["per"] = per_name(aha.per);
  if (!aha.start_for_rules.is_null()) out["start"] = aha.start_for_rules;
  if (const json* given = question.find("return")) out["return"] = *given;
  if (!aha.has_all_events) out["events"] = *question.find("events");
  for (const std::uint32_t count : aha.counts) out["counts"].push_back(count);
  for (const std::uint32_t days : aha.windows_days) out["windows_days"].push_back(days);
  out["outcome_days"].push_back(aha.outcome.from_days);
  out["outcome_days"].push_back(aha.outcome.to_days);
  out["min_people"] = aha.min_people;
  out["metrics"] = ids_of(book.metrics);
  out["capabilities"] = ids_of(book.capabilities);
  out["steps"] = steps_json(book, aha.outcome.from_days);
  return out;
}

learning_plan parse_plan(const json& value, const std::string& path, problem& wrong) {
  learning_plan out;
  reader from(value, path, wrong);
  // A playbook of defaults has no version.
  from.need("playbook");
  out.playbook = from.text_if("playbook").value_or(std::string());
  for (const auto& [name, to] : {std::pair{"as_of", &out.as_of}, std::pair{"zone", &out.zone},
                                 std::pair{"from", &out.from}, std::pair{"to", &out.to}}) {
    *to = from.text(name);
  }
  out.week_start = static_cast<weekday>(from.choice("week_start", weekday_names));
  out.period = grain_names[from.choice("period", grain_names)];
  out.aha = read_aha_plan(from, {});
  const json* start = from.find("start");
  out.aha.start_for_rules = start != nullptr ? *start : json();
  out.metrics = from.texts_if("metrics");
  out.capabilities = from.texts_if("capabilities");
  from.each("steps", [&](const json& item, const std::string& at) {
    reader one(item, at, wrong);
    learned_step step{one.text("id"), one.integer_or("count", 1, 1, most_events),
                      one.integer_or("within_days", 1, 1, longest_days)};
    one.finish();
    out.steps.push_back(std::move(step));
  });
  from.finish();
  if (out.aha.counts.size() * out.aha.windows_days.size() > most_cells) {
    wrong.report(error_code::limit_exceeded, join_path(path, "counts"),
                 std::to_string(out.aha.counts.size()) + " counts and " +
                     std::to_string(out.aha.windows_days.size()) +
                     " windows are more than 1000 cells an event; name fewer of one of them");
  }
  return out;
}

void check_same_plan(const json& first, const json& other, const std::string& path, problem& wrong) {
  const json nothing;
  const auto text_of = [&](const json& plan, std::string_view name) {
    const json* found = plan.find(name);
    return print_json(found != nullptr ? in_order_of_names(*found, true) : nothing);
  };
  for (const json* plan : {&first, &other}) {
    for (const auto& [name, value] : plan->items()) {
      const std::string wanted = text_of(first, name);
      const std::string found = text_of(other, name);
      if (wanted == found) continue;
      wrong.report(error_code::bad_value, join_path(path, name),
                   "`" + name + "` is " + found.substr(0, 200) + " here and " + wanted.substr(0, 200) +
                       " in the first part: only parts learned alike can be added");
    }
  }
}

}  // namespace payoff
