// SPDX-License-Identifier: Apache-2.0
#include "questions/active_users.h"

#include <algorithm>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"

namespace payoff {
namespace {

enum class active_metric : std::uint8_t { dau, wau, mau };
constexpr std::array<std::string_view, 3> metric_names{"dau", "wau", "mau"};

constexpr std::int64_t week_days = 7;
constexpr std::int64_t month_days = 30;

std::int64_t days_of(active_metric metric) { return metric == active_metric::wau ? week_days : month_days; }

/** The local days that end with the one that holds the last instant before `to_ms`, up to there. */
time_range last_days(const zone& place, std::int64_t to_ms, std::int64_t days) {
  return {day_start(place, place.day_number(to_ms - 1) - (days - 1)), to_ms};
}

time_range window_of(const frame& in, active_metric metric, const bucket& one) {
  const bool is_calendar = in.by() >= (metric == active_metric::wau ? grain::week : grain::month);
  if (metric == active_metric::dau) return {one.start_ms, one.end_ms};
  if (is_calendar) return {one.full_start_ms, one.end_ms};
  if (in.by() == grain::hour) return {one.full_end_ms - days_of(metric) * day_ms, one.end_ms};
  return last_days(in.place(), one.end_ms, days_of(metric));
}

std::optional<double> stickiness(const frame& in, const std::vector<bucket>& days,
                                 const std::vector<std::int64_t>& dau, std::int64_t mau) {
  std::int64_t sum = 0;
  std::int64_t ended = 0;
  for (std::size_t i = 0; i < days.size() && days[i].full_end_ms <= in.as_of_ms(); ++i) {
    sum += dau[i];
    ++ended;
  }
  if (ended == 0 || mau == 0) return std::nullopt;
  return static_cast<double>(sum) / static_cast<double>(ended) / static_cast<double>(mau);
}

}  // namespace

result<json> answer_active_users(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const auto metric = static_cast<active_metric>(from.choice_or("metric", metric_names, 0));
  const counted per = read_per(from);
  const selector of = read_active(from, wrong);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  const time_range& range = in.range();
  PAYOFF_ASSIGN(by, buckets_of(in, range));
  PAYOFF_ASSIGN(days, buckets(in.place(), grain::day, in.week_start(), range.from_ms, range.to_ms));
  std::vector<time_range> series_windows;
  std::vector<time_range> day_windows;
  series_windows.reserve(by.size());
  day_windows.reserve(days.size());
  for (const bucket& one : by) series_windows.push_back(window_of(in, metric, one));
  for (const bucket& day : days) day_windows.push_back({day.start_ms, day.end_ms});
  const time_range last_month = last_days(in.place(), range.to_ms, month_days);
  const time_range total =
      metric == active_metric::dau ? range : last_days(in.place(), range.to_ms, days_of(metric));

  std::vector<std::int64_t> edges{range.from_ms, last_month.from_ms, total.from_ms};
  for (const auto* windows : {&series_windows, &day_windows}) {
    for (const time_range& one : *windows) {
      edges.push_back(one.from_ms);
      edges.push_back(one.to_ms);
    }
  }
  const std::int64_t earliest_ms = *std::min_element(edges.begin(), edges.end());
  const timeline line(std::move(edges));
  PAYOFF_ASSIGN(active_in, selection::compile(of, "/of", in));
  PAYOFF_ASSIGN(who,
                activity::find(context.store, in.scope_of(earliest_ms, range.to_ms), active_in, line, per));
  window_counts by_bucket(series_windows, line);
  window_counts by_day(day_windows, line);
  window_counts in_last_month({last_month}, line);
  window_counts in_total({total}, line);
  const bool are_days = series_windows == day_windows;
  for (std::uint32_t unit = 1; unit < who.units(); ++unit) {
    const auto cells = who.of(unit);
    by_bucket.add(cells);
    if (!are_days) by_day.add(cells);
    in_last_month.add(cells);
    in_total.add(cells);
  }
  const std::vector<std::int64_t> values = by_bucket.finish();

  json out = in.begin_answer("active_users");
  out["metric"] = metric_names[static_cast<std::size_t>(metric)];
  out["per"] = per_name(per);
  json& series = out["series"] = json::array();
  for (std::size_t i = 0; i < by.size(); ++i) {
    json entry = bucket_json(in, by[i]);
    entry["value"] = values[i];
    mark_partial(entry, in, by[i]);
    series.push_back(std::move(entry));
  }
  out["total"] = in_total.finish().front();
  out["stickiness"] =
      or_null(stickiness(in, days, are_days ? values : by_day.finish(), in_last_month.finish().front()));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
