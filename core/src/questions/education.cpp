// SPDX-License-Identifier: Apache-2.0
#include "questions/education.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "questions/shared/bucket_finder.h"
#include "questions/shared/starters.h"
#include "questions/shared/strata.h"
#include "questions/shared/table_json.h"
#include "store/marks.h"

namespace payoff {
namespace {

constexpr double least_people = 30;
constexpr std::int64_t week_days = 7;

struct education_plan {
  selector learning, start, returning;
  std::int64_t landmark_days{14};
  days_after_start outcome;
  table_options options;
  counted per{counted::users};
};

education_plan read_plan(reader& from, const playbook& book) {
  education_plan out;
  if (const json& learning = from.need("learning"); !learning.is_null()) {
    out.learning = parse_selector(learning, "/learning", from.wrong());
  }
  out.start = read_start(from, book);
  const json* returning = from.find("return");
  out.returning =
      returning != nullptr ? parse_selector(*returning, "/return", from.wrong()) : set_selector("value");
  out.landmark_days = from.integer_or("landmark_days", out.landmark_days, 1, 3650);
  out.outcome = read_outcome_days(from);
  if (out.outcome.from_days < out.landmark_days) {
    from.bad_value("outcome_days", "the outcome must not begin before the landmark, day " +
                                       std::to_string(out.landmark_days));
  }
  out.options = read_table_options(from);
  out.per = read_per(from);
  return out;
}

/** The selections of a plan, against one store. */
struct compiled_plan {
  selection learning, starts, returns, active;
};

result<compiled_plan> compile(const education_plan& plan, const selector& active, const frame& in) {
  PAYOFF_ASSIGN(learning, selection::compile(plan.learning, "/learning", in));
  PAYOFF_ASSIGN(starts, selection::compile(plan.start, "/start", in));
  PAYOFF_ASSIGN(returns, selection::compile(plan.returning, "/return", in));
  PAYOFF_ASSIGN(actives, selection::compile(active, "", in));
  return compiled_plan{std::move(learning), std::move(starts), std::move(returns), std::move(actives)};
}

/** How one of the two groups was active in the outcome window. */
struct group_activity {
  std::uint64_t people{0};
  std::uint64_t days{0};  /**< Of activity, summed over its people. */
  std::uint64_t weeks{0}; /**< The same; whole weeks of the window only. */

  [[nodiscard]] json to_json(std::int64_t window_days) const {
    const std::int64_t whole_weeks = window_days / week_days;
    json out;
    out["people"] = people;
    out["dau"] = ratio(days, static_cast<std::uint64_t>(window_days));
    out["wau"] = ratio(weeks, static_cast<std::uint64_t>(whole_weeks));
    const auto a = static_cast<double>(days) / static_cast<double>(window_days);
    const auto b = static_cast<double>(weeks) / static_cast<double>(whole_weeks);
    out["stickiness"] = weeks > 0 ? json(a / b) : json(nullptr);
    return out;
  }
};

struct cohort_counts {
  std::uint64_t people{0};
  std::uint64_t returned{0};

  [[nodiscard]] json to_json() const {
    json out;
    out["people"] = people;
    out["returned"] = returned;
    out["rate"] = ratio(returned, people);
    return out;
  }
};

/** Everybody who is in it, and who is not. Pairs are of those not exposed and those exposed. */
struct landmark_study {
  std::uint64_t censored{0};
  std::uint64_t gone{0};
  std::vector<std::uint32_t> learnt, other;
  std::vector<std::uint8_t> outcome;
  std::array<group_activity, 2> activity;
  std::vector<std::array<cohort_counts, 2>> cohorts;
};

void add_activity(group_activity& to, const event_store& store, const row_list& rows, const selection& active,
                  std::int64_t from_ms, std::int64_t window_days) {
  std::int64_t last_day = -1;
  std::int64_t last_week = -1;
  const std::int64_t whole_weeks = window_days / week_days;
  for (std::uint32_t i = rows.count_before(store, from_ms); i < rows.size(); ++i) {
    const std::int64_t day = (store.time_ms(rows[i]) - from_ms) / day_ms;
    if (day >= window_days) break;
    if (day == last_day || !active.matches(rows[i])) continue;
    last_day = day;
    ++to.days;
    if (day / week_days == last_week || day / week_days >= whole_weeks) continue;
    last_week = day / week_days;
    ++to.weeks;
  }
  ++to.people;
}

landmark_study observe(const frame& in, const education_plan& plan, const compiled_plan& by,
                       const histories& all, const std::vector<bucket>& buckets) {
  const event_store& store = in.context().store;
  bucket_finder bucket_at(buckets);
  landmark_study out;
  out.cohorts.resize(buckets.size());
  for_each_starter(in, all, by.starts, [&](std::uint32_t, const row_list& rows, std::uint32_t first) {
    const std::int64_t start_ms = store.time_ms(rows[first]);
    const std::int64_t landmark_ms = start_ms + plan.landmark_days * day_ms;
    const std::int64_t outcome_ms = plan.outcome.from_ms(start_ms);
    const std::int64_t end_ms = plan.outcome.to_ms(start_ms);
    if (end_ms > in.as_of_ms()) {
      ++out.censored;
      return;
    }
    // Nothing behind the landmark may decide who is in it: that would be to choose people by their outcome.
    const std::int64_t lately_ms = std::max(start_ms, landmark_ms - week_days * day_ms);
    if (!has_match(store, rows, by.active, lately_ms, landmark_ms)) {
      ++out.gone;
      return;
    }
    std::uint32_t learnt = 0;
    std::uint32_t other = 0;
    const std::uint32_t end = rows.count_before(store, landmark_ms);
    for (std::uint32_t i = rows.count_before(store, start_ms); i < end; ++i) {
      ++(by.learning.matches(rows[i]) ? learnt : other);
    }
    const bool has_returned = has_match(store, rows, by.returns, outcome_ms, end_ms);
    out.learnt.push_back(learnt);
    out.other.push_back(other);
    out.outcome.push_back(has_returned ? 1 : 0);
    const std::size_t group = learnt > 0 ? 1 : 0;
    add_activity(out.activity[group], store, rows, by.active, outcome_ms,
                 plan.outcome.to_days - plan.outcome.from_days);
    cohort_counts& cohort = out.cohorts[bucket_at(start_ms)][group];
    ++cohort.people;
    cohort.returned += has_returned ? 1 : 0;
  });
  return out;
}

json vanity_json(const frame& in, const selection& learning, counted per) {
  const event_store& store = in.context().store;
  std::uint64_t views = 0;
  marks seen(per == counted::users ? store.people() : store.accounts().size());
  for_each_match(store, in.current(), learning, [&](person_id person, row_id row) {
    ++views;
    if (per == counted::users) {
      seen[person] = person != nobody;
    } else if (store.account(row) != dictionary::none) {
      seen[store.account(row)] = true;
    }
  });
  json out;
  out["attendees"] = std::count(seen.begin(), seen.end(), true);
  out["views"] = views;
  return out;
}

std::string_view verdict_of(const table_2x2& table, const bounded& difference) {
  if (table.exposed() < least_people || table.unexposed() < least_people) return "cannot_tell";
  if (difference.low && *difference.low > 0) return "helps";
  if (difference.high && *difference.high < 0) return "hurts";
  return "cannot_tell";
}

}  // namespace

result<json> answer_education(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const education_plan plan = read_plan(from, context.book);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  const selector active = set_selector("active");
  PAYOFF_ASSIGN(by, compile(plan, active, in));
  PAYOFF_ASSIGN(all, histories::find(in, plan.per));
  PAYOFF_ASSIGN(buckets, buckets_of(in, in.range()));
  const landmark_study seen = observe(in, plan, by, all, buckets);

  constexpr std::uint32_t once[]{1};
  const strata_tables strata = stratify({seen.learnt, seen.other, seen.outcome}, once).front();
  const table_2x2 table = sum_of(strata);
  const stratified_figures adjusted = mantel_haenszel(strata, plan.options.is_corrected);
  in.note("not_causal");
  if (seen.censored > 0) in.note("censored_excluded");
  if (table.exposed() < least_people || table.unexposed() < least_people) in.note("small_sample");

  json out = in.begin_answer("education");
  out["per"] = per_name(plan.per);
  out["people"] = seen.outcome.size();
  out["censored"] = seen.censored;
  out["gone"] = seen.gone;
  out["exposed"] = seen.activity[1].people;
  out["unexposed"] = seen.activity[0].people;
  std::string crude = opened(nullptr);
  append_figures(crude, table, plan.options);
  out["crude"] = json::written(std::move(crude += '}'));
  out["adjusted"] = adjusted_json(adjusted);
  out["verdict"] = verdict_of(table, adjusted.risk_difference);
  const std::int64_t window_days = plan.outcome.to_days - plan.outcome.from_days;
  out["activity"]["exposed"] = seen.activity[1].to_json(window_days);
  out["activity"]["unexposed"] = seen.activity[0].to_json(window_days);
  json& cohorts = out["cohorts"] = json::array();
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    json entry = bucket_json(in, buckets[i]);
    entry["exposed"] = seen.cohorts[i][1].to_json();
    entry["unexposed"] = seen.cohorts[i][0].to_json();
    mark_partial(entry, in, buckets[i]);
    cohorts.push_back(std::move(entry));
  }
  out["vanity"] = vanity_json(in, by.learning, plan.per);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
