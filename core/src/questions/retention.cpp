// SPDX-License-Identifier: Apache-2.0
#include "questions/retention.h"

#include <algorithm>

#include "questions/shared/activity.h"
#include "questions/shared/attribute_groups.h"
#include "questions/shared/frame.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

constexpr std::size_t cell_limit = 1'000'000;

/** No bucket is longer: 24 hours and one for the clock, for the longest that the calendar has. */
std::int64_t longest_ms(grain by) {
  static constexpr std::array<std::int64_t, 6> days{0, 1, 7, 31, 92, 366};
  return days[static_cast<std::size_t>(by)] * day_ms + 2 * hour_ms;
}

/** The cohorts' buckets and those in which they may return. */
struct retention_calendar {
  std::vector<bucket> by;  // beyond `to`; the last one may be cut
  std::size_t cohorts{0};  // by[0 .. cohorts): begin inside the range

  /** True if the bucket has ended; one that was not made lies after as_of. */
  [[nodiscard]] bool is_over(std::size_t at, std::int64_t as_of_ms) const {
    return at < by.size() && by[at].full_end_ms <= as_of_ms;
  }
};

result<retention_calendar> calendar_of(const frame& in, const retention_rules& rules) {
  const time_range& range = in.range();
  std::int64_t last_needed_ms = range.to_ms + (rules.periods + 1) * longest_ms(rules.by);
  const event_store& store = in.context().store;
  if (rules.is_on_or_after && store.rows() > 0)
    last_needed_ms = std::max(last_needed_ms, store.last_ms() + 1);
  const std::int64_t to_ms = std::max(range.to_ms, std::min(last_needed_ms, in.as_of_ms()));
  retention_calendar out;
  PAYOFF_ASSIGN(by, buckets_of(in, {range.from_ms, to_ms}));
  out.by = std::move(by);
  while (out.cohorts < out.by.size() && out.by[out.cohorts].start_ms < range.to_ms) ++out.cohorts;
  return out;
}

result<void> check_cells(std::size_t cohorts, const retention_rules& rules) {
  if (cohorts * static_cast<std::size_t>(rules.periods + 1) <= cell_limit) return {};
  return fail(error_code::limit_exceeded, "/periods",
              std::to_string(cohorts) + " cohorts of " + std::to_string(rules.periods + 1) +
                  " cells are more than a million; take fewer periods or a longer grain");
}

/** Counts of cells by cohort. */
class cohort_table {
 public:
  cohort_table(std::size_t cohorts, const retention_rules& rules)
      : is_on_or_after_(rules.is_on_or_after),
        width_(static_cast<std::size_t>(rules.periods) + 1),
        counts_(cohorts * width_) {}

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::uint64_t at(std::size_t cohort, std::size_t k) const {
    return counts_[cohort * width_ + k];
  }

  /**
   * One of the cohort who started in that cell; of the ascending cells in which they returned only those of
   * the first `known` periods count.
   */
  void add(std::size_t cohort, std::uint32_t start, std::span<const std::uint32_t> returned,
           std::size_t known) {
    std::uint64_t* const cells = counts_.data() + cohort * width_;
    ++cells[0];
    const auto next = std::upper_bound(returned.begin(), returned.end(), start);
    if (next == returned.end()) return;
    if (is_on_or_after_) {
      // Whoever comes back in the k-th has come back on or after all before it: summed up in finish().
      const std::size_t last = std::min<std::size_t>(known, returned.back() - start);
      if (last > 0) ++cells[last];
      return;
    }
    for (auto at = next; at != returned.end() && *at - start <= known; ++at) ++cells[*at - start];
  }

  void finish() {
    if (!is_on_or_after_) return;
    for (std::size_t row = 0; row < counts_.size(); row += width_) {
      for (std::size_t k = width_ - 1; k > 1; --k) counts_[row + k - 1] += counts_[row + k];
    }
  }

 private:
  bool is_on_or_after_;
  std::size_t width_;
  std::vector<std::uint64_t> counts_;  // [cohorts][periods + 1]
};

json pooled_json(std::uint64_t k, std::uint64_t returned, std::uint64_t people) {
  json out;
  out["k"] = k;
  out["returned"] = returned;
  out["people"] = people;
  out["rate"] = ratio(returned, people);
  const bool is_known = people > 0;
  const interval bounds = is_known ? wilson_95(returned, people) : interval{};
  out["low"] = is_known ? json(bounds.low) : json(nullptr);
  out["high"] = is_known ? json(bounds.high) : json(nullptr);
  return out;
}

/** What all cohorts come to, cell by cell. */
class pool {
 public:
  explicit pool(std::size_t width) : returned_(width), people_(width) {}
  void add(std::size_t k, std::uint64_t returned, std::uint64_t people) {
    returned_[k] += returned;
    people_[k] += people;
  }
  [[nodiscard]] json to_json() const {
    json out = json::array();
    for (std::size_t k = 1; k < people_.size(); ++k) out.push_back(pooled_json(k, returned_[k], people_[k]));
    return out;
  }

 private:
  std::vector<std::uint64_t> returned_, people_;  // [periods + 1]
};

/** All that is needed to fill and write the cohorts. */
struct reckoning {
  const frame& in;
  const retention_rules& rules;
  const retention_calendar& calendar;
  const activity& started;
  const activity& returned;

  /** The cell of the first start; 0 is before the range, nothing is no start. */
  [[nodiscard]] std::uint32_t first_start(std::uint32_t unit) const {
    return started.of(unit).empty() ? 0 : started.of(unit).front();
  }
};

void write_by_start(json& out, const reckoning& of) {
  cohort_table table(of.calendar.cohorts, of.rules);
  for (std::uint32_t unit = 1; unit < of.started.units(); ++unit) {
    if (of.rules.cohort == cohort_kind::every) {
      for (const std::uint32_t start : of.started.of(unit))
        table.add(start - 1, start, of.returned.of(unit), table.width() - 1);
    } else if (const std::uint32_t start = of.first_start(unit); start > 0) {
      table.add(start - 1, start, of.returned.of(unit), table.width() - 1);
    }
  }
  table.finish();

  pool all(table.width());
  json& cohorts = out["cohorts"] = json::array();
  for (std::size_t cohort = 0; cohort < of.calendar.cohorts; ++cohort) {
    const std::uint64_t people = table.at(cohort, 0);
    json entry = bucket_json(of.in, of.calendar.by[cohort]);
    entry["people"] = people;
    json returned = json::array();
    json rate = json::array();
    for (std::size_t k = 0; k < table.width(); ++k) {
      const bool is_known = k == 0 || of.calendar.is_over(cohort + k, of.in.as_of_ms());
      const std::uint64_t count = table.at(cohort, k);
      returned.push_back(is_known ? json(count) : json(nullptr));
      rate.push_back(is_known ? ratio(count, people) : json(nullptr));
      if (is_known) all.add(k, count, people);
    }
    entry["returned"] = std::move(returned);
    entry["rate"] = std::move(rate);
    mark_partial(entry, of.in, of.calendar.by[cohort]);
    cohorts.push_back(std::move(entry));
  }
  out["pooled"] = all.to_json();
}

/** Each person's cells are their own: those whose bucket has ended are known, and counted in `known`. */
result<void> write_by_attribute(json& out, const reckoning& of, const attribute_groups& groups) {
  PAYOFF_TRY(check_cells(groups.size(), of.rules));
  cohort_table table(groups.size(), of.rules);
  std::vector<std::uint64_t> known(groups.size() * table.width());
  std::vector<std::size_t> known_after(of.calendar.cohorts);  // [start buckets]: periods that have ended
  for (std::size_t at = 0; at < known_after.size(); ++at) {
    std::size_t& k = known_after[at];
    while (k + 1 < table.width() && of.calendar.is_over(at + k + 1, of.in.as_of_ms())) ++k;
  }
  for (std::uint32_t unit = 1; unit < of.started.units(); ++unit) {
    const std::uint32_t start = of.first_start(unit);
    if (start == 0) continue;
    table.add(groups.of(unit), start, of.returned.of(unit), known_after[start - 1]);
    ++known[groups.of(unit) * table.width() + known_after[start - 1]];
  }
  table.finish();

  pool all(table.width());
  json& cohorts = out["cohorts"] = json::array();
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::uint64_t* const people = known.data() + group * table.width();
    for (std::size_t k = table.width() - 1; k > 0; --k) people[k - 1] += people[k];
    if (people[0] == 0) continue;  // they all began before the range
    json entry;
    entry["value"] = groups.value(group);
    entry["people"] = people[0];
    json returned = json::array();
    json rate = json::array();
    json known_people = json::array();
    for (std::size_t k = 0; k < table.width(); ++k) {
      const std::uint64_t count = table.at(group, k);
      returned.push_back(people[k] > 0 ? json(count) : json(nullptr));
      rate.push_back(ratio(count, people[k]));
      known_people.push_back(people[k]);
      all.add(k, count, people[k]);
    }
    entry["returned"] = std::move(returned);
    entry["rate"] = std::move(rate);
    entry["known"] = std::move(known_people);
    cohorts.push_back(std::move(entry));
  }
  out["pooled"] = all.to_json();
  return {};
}

}  // namespace

result<json> answer_retention(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, context.book.retention.by);
  const retention_rules rules = parse_retention(from, context.book.retention, wrong);
  const counted per = read_per(from);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(calendar, calendar_of(in, rules));
  const bool is_by_attribute = rules.cohort == cohort_kind::attribute;
  if (!is_by_attribute) PAYOFF_TRY(check_cells(calendar.cohorts, rules));
  std::vector<std::int64_t> edges;
  for (const bucket& one : calendar.by) edges.push_back(one.start_ms);
  const timeline line(std::move(edges));
  const bool looks_back = rules.cohort != cohort_kind::every;
  const scope of_starts = in.scope_of(looks_back ? 0 : in.range().from_ms, in.range().to_ms);
  const scope of_returns = in.scope_of(in.range().from_ms, calendar.by.back().end_ms);
  PAYOFF_ASSIGN(starts, selection::compile(rules.start, "/start", in));
  PAYOFF_ASSIGN(returns, selection::compile(rules.returning, "/return", in));
  PAYOFF_ASSIGN(started, activity::find(context.store, of_starts, starts, line, per, 1, looks_back));
  PAYOFF_ASSIGN(returned, activity::find(context.store, of_returns, returns, line, per,
                                         static_cast<std::uint32_t>(rules.min_returns)));
  const reckoning of{in, rules, calendar, started, returned};

  json out = in.begin_answer("retention");
  out["per"] = per_name(per);
  if (is_by_attribute) {
    const attribute_name by = attribute_of(
        rules.attribute, per == counted::users ? attribute_subject::user : attribute_subject::account);
    PAYOFF_ASSIGN(groups, attribute_groups::find(in, of_starts, starts, by, "/cohort", per));
    out["attribute"] = full_name(by);
    PAYOFF_TRY(write_by_attribute(out, of, groups));
  } else {
    write_by_start(out, of);
  }
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
