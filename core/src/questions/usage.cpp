// SPDX-License-Identifier: Apache-2.0
#include "questions/usage.h"

#include <cmath>
#include <utility>

#include "questions/shared/measure.h"
#include "questions/shared/peers.h"

namespace payoff {
namespace {

constexpr double same_below = 0.02;  // a smaller change is no news

std::string_view verdict(std::optional<double> change, bool up_is_better) {
  if (!change) return "unknown";
  if (std::abs(*change) < same_below) return "same";
  return (*change > 0) == up_is_better ? "better" : "worse";
}

std::vector<metric> default_metrics() {
  metric events;
  events.id = events.label = "events";
  events.of.kind = selector_kind::set;
  events.of.name = "active";
  events.unit_name = "count";
  return {std::move(events)};
}

json series_json(const frame& in, const std::vector<bucket>& by, const std::vector<figure>& values) {
  json out = json::array();
  for (std::size_t i = 0; i < by.size(); ++i) {
    json entry = bucket_json(in, by[i]);
    entry["value"] = values[i].to_json();
    mark_partial(entry, in, by[i]);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

std::optional<double> relative_change(std::optional<double> total, std::optional<double> previous) {
  if (!total || !previous || *previous == 0) return std::nullopt;
  const double change = (*total - *previous) / std::abs(*previous);
  return std::isfinite(change) ? std::optional(change) : std::nullopt;
}

std::optional<time_range> read_compare(reader& question, const frame& in) {
  const json* compare = question.find("compare");
  const time_range& range = in.range();
  time_range previous;
  if (compare != nullptr && compare->is_object()) {
    reader given(*compare, question.path_of("compare"), question.wrong());
    previous = {in.read_moment(given, "from"), in.read_moment(given, "to")};
    if (!question.wrong().first() && previous.to_ms <= previous.from_ms)
      given.bad_value("to", "`to` must be after `from`");
    given.finish();
  } else if (question.choice_or("compare", {"previous", "none"}, 0) == 1) {
    return std::nullopt;
  } else if (!question.wrong().first()) {
    previous = previous_period(in.place(), range.from_ms, range.to_ms);
  }
  if (question.wrong().first()) return std::nullopt;
  if (in.is_partial()) {
    const std::int64_t as_of_ms = std::max(in.as_of_ms(), range.from_ms);
    previous.to_ms = elapsed_cut(in.place(), range.from_ms, as_of_ms, previous.from_ms, previous.to_ms);
  }
  return previous;
}

result<json> usage_metrics(frame& in, const std::vector<metric>& metrics, const std::string& path,
                           const std::optional<time_range>& previous, bool with_previous_series,
                           const json* peers) {
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  std::vector<bucket> previous_by;
  if (previous && with_previous_series) {
    PAYOFF_ASSIGN(found, buckets_of(in, *previous));
    previous_by = std::move(found);
  } else if (previous && previous->to_ms > previous->from_ms) {
    previous_by.push_back({previous->from_ms, previous->to_ms, previous->from_ms, previous->to_ms});
  }
  json out = json::array();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const metric& one = metrics[i];
    PAYOFF_ASSIGN(ready, measure::compile(one, join_path(path, i), in));
    const measured now = ready.over(in.current(), by, in.as_of_ms());
    measured before;
    if (previous)
      before = ready.over(in.scope_of(previous->from_ms, previous->to_ms), previous_by, in.as_of_ms());
    const auto change = relative_change(now.total.value, before.total.value);
    json entry;
    entry["id"] = one.id;
    entry["label"] = one.label;
    entry["unit"] = one.unit_name;
    entry["better"] = one.up_is_better ? "up" : "down";
    entry["total"] = now.total.to_json();
    entry["previous"] = before.total.to_json();
    entry["change"] = or_null(change);
    json benchmark = benchmark_of(peers, one.id, now.total.value);
    if (!benchmark.is_null()) entry["benchmark"] = std::move(benchmark);
    entry["verdict"] = verdict(change, one.up_is_better);
    entry["partial"] = in.is_partial();
    if (one.is_duration) entry["censored"] = now.open_pairs;
    if (now.open_pairs > 0) in.note("censored_excluded");
    entry["series"] = series_json(in, by, now.series);
    if (with_previous_series && previous)
      entry["previous_series"] = series_json(in, previous_by, before.series);
    out.push_back(std::move(entry));
  }
  return out;
}

result<json> answer_usage(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  std::vector<metric> metrics;
  from.each("metrics", [&](const json& item, const std::string& path) {
    metrics.push_back(parse_metric(item, path, wrong));
  });
  const bool are_own = !metrics.empty();
  if (!are_own) metrics = context.book.metrics.empty() ? default_metrics() : context.book.metrics;
  const auto previous = read_compare(from, in);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  json out = in.begin_answer("usage");
  if (previous) {
    out["compared_with"] = {{"from", moment_name(previous->from_ms, in.place())},
                            {"to", moment_name(previous->to_ms, in.place())}};
  }
  PAYOFF_ASSIGN(entries, usage_metrics(in, metrics, "/metrics", previous, false,
                                       are_own ? nullptr : peers_of_period(in)));
  out["metrics"] = std::move(entries);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
