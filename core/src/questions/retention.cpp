// SPDX-License-Identifier: Apache-2.0
#include "questions/retention.h"

#include <algorithm>

#include "questions/shared/activity.h"
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
  if (out.cohorts * static_cast<std::size_t>(rules.periods + 1) > cell_limit) {
    return fail(error_code::limit_exceeded, "/periods",
                std::to_string(out.cohorts) + " cohorts of " + std::to_string(rules.periods + 1) +
                    " cells are more than a million; take fewer periods or a longer grain");
  }
  return out;
}

/** Counts of cells by cohort. */
class cohort_table {
 public:
  cohort_table(std::size_t cohorts, const retention_rules& rules)
      : rules_(rules), width_(static_cast<std::size_t>(rules.periods) + 1), counts_(cohorts * width_) {}

  [[nodiscard]] std::uint64_t at(std::size_t cohort, std::size_t k) const {
    return counts_[cohort * width_ + k];
  }

  /** One unit that started and returned in these cells; bucket i is cell i + 1. */
  void add(std::span<const std::uint32_t> started, std::span<const std::uint32_t> returned) {
    if (started.empty()) return;
    if (rules_.cohort == cohort_kind::first_time) {
      if (started.front() == 0) return;  // before the range
      started = started.first(1);
    }
    const std::uint32_t* next = returned.data();
    const std::uint32_t* const end = next + returned.size();
    for (const std::uint32_t start : started) {
      std::uint64_t* const cells = counts_.data() + (start - 1) * width_;
      ++cells[0];
      while (next != end && *next <= start) ++next;
      if (rules_.is_on_or_after) {
        // Whoever comes back in the k-th has come back on or after all before it: summed up in finish().
        if (next != end) ++cells[std::min<std::size_t>(width_ - 1, *(end - 1) - start)];
      } else {
        for (const std::uint32_t* at = next; at != end && *at - start < width_; ++at) ++cells[*at - start];
      }
    }
  }

  void finish() {
    if (!rules_.is_on_or_after) return;
    for (std::size_t row = 0; row < counts_.size(); row += width_) {
      for (std::size_t k = width_ - 1; k > 1; --k) counts_[row + k - 1] += counts_[row + k];
    }
  }

 private:
  const retention_rules& rules_;
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

void write_cohorts(json& out, const frame& in, const retention_calendar& calendar, const cohort_table& table,
                   std::size_t periods) {
  std::vector<std::uint64_t> returned_in_all(periods + 1);
  std::vector<std::uint64_t> people_in_all(periods + 1);
  json& cohorts = out["cohorts"] = json::array();
  for (std::size_t cohort = 0; cohort < calendar.cohorts; ++cohort) {
    const std::uint64_t people = table.at(cohort, 0);
    json entry = bucket_json(in, calendar.by[cohort]);
    entry["people"] = people;
    json returned = json::array();
    json rate = json::array();
    for (std::size_t k = 0; k <= periods; ++k) {
      const bool is_known = k == 0 || calendar.is_over(cohort + k, in.as_of_ms());
      const std::uint64_t count = table.at(cohort, k);
      returned.push_back(is_known ? json(count) : json(nullptr));
      rate.push_back(is_known ? ratio(count, people) : json(nullptr));
      if (is_known) {
        returned_in_all[k] += count;
        people_in_all[k] += people;
      }
    }
    entry["returned"] = std::move(returned);
    entry["rate"] = std::move(rate);
    mark_partial(entry, in, calendar.by[cohort]);
    cohorts.push_back(std::move(entry));
  }
  json& pooled = out["pooled"] = json::array();
  for (std::size_t k = 1; k <= periods; ++k)
    pooled.push_back(pooled_json(k, returned_in_all[k], people_in_all[k]));
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
  if (rules.cohort == cohort_kind::attribute) {
    return fail(error_code::not_supported, "/cohort",
                "cohorts by attribute are not in this build; ask for `first_time` or `every`");
  }

  PAYOFF_ASSIGN(calendar, calendar_of(in, rules));
  std::vector<std::int64_t> edges;
  for (const bucket& one : calendar.by) edges.push_back(one.start_ms);
  const timeline line(std::move(edges));
  const bool looks_back = rules.cohort == cohort_kind::first_time;
  const scope of_starts = in.scope_of(looks_back ? 0 : in.range().from_ms, in.range().to_ms);
  const scope of_returns = in.scope_of(in.range().from_ms, calendar.by.back().end_ms);
  PAYOFF_ASSIGN(starts, selection::compile(rules.start, "/start", in));
  PAYOFF_ASSIGN(returns, selection::compile(rules.returning, "/return", in));
  PAYOFF_ASSIGN(started, activity::find(context.store, of_starts, starts, line, per));
  PAYOFF_ASSIGN(returned, activity::find(context.store, of_returns, returns, line, per,
                                         static_cast<std::uint32_t>(rules.min_returns)));
  cohort_table table(calendar.cohorts, rules);
  for (std::uint32_t unit = 1; unit < started.units(); ++unit) table.add(started.of(unit), returned.of(unit));
  table.finish();

  json out = in.begin_answer("retention");
  out["per"] = per_name(per);
  write_cohorts(out, in, calendar, table, static_cast<std::size_t>(rules.periods));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
