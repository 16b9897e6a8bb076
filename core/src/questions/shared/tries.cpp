// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/tries.h"
#include "store/marks.h"

namespace payoff {
namespace {

constexpr std::array<std::string_view, 3> order_names{"ordered", "strict", "any"};
constexpr std::array<std::string_view, 6> unit_names{"second", "minute", "hour", "day", "week", "month"};
/** Elapsed: a month is 30 days, and the change of a clock plays no part. */
constexpr std::array<std::int64_t, 6> unit_lengths_ms{1'000,  60'000,     hour_ms,
                                                      day_ms, 7 * day_ms, 30 * day_ms};
constexpr std::int64_t always_ms = INT64_MAX / 4;  // far from every time, and from an overflow
constexpr std::uint32_t nobodys = UINT32_MAX;

std::uint32_t bit(std::size_t step) { return std::uint32_t{1} << step; }

/** Deals events of one instant out to steps, one more step at a time; those served before stay served. */
class deal {
 public:
  explicit deal(std::span<const funnel_moment> instant) {
    for (const funnel_moment& one : instant) {
      if (one.steps == 0) continue;
      // More of a kind than it has steps are never needed.
      const auto like = std::count(events_.begin(), events_.end(), one.steps);
      if (like < std::popcount(one.steps)) events_.push_back(one.steps);
    }
  }
  void clear() { served_.assign(events_.size(), nobodys); }
  [[nodiscard]] bool serve(std::size_t step) {
    seen_.assign(events_.size(), false);
    return find(step);
  }

 private:
  /** Kuhn's augmenting path: an event of another step is taken where that step finds another one. */
  bool find(std::size_t step) {  // NOLINT(misc-no-recursion): at most as deep as there are steps
    for (std::size_t i = 0; i < events_.size(); ++i) {
      if (seen_[i] || (events_[i] & bit(step)) == 0) continue;
      seen_[i] = true;
      if (served_[i] == nobodys || find(served_[i])) {
        served_[i] = static_cast<std::uint32_t>(step);
        return true;
      }
    }
    return false;
  }

  std::vector<std::uint32_t> events_, served_;  // served_: the step that the event serves
  marks seen_;
};

/** The same from the other side: one more event finds itself a step. */
class step_finder {
 public:
  explicit step_finder(std::span<const funnel_moment> events) : events_(events) { holder_.fill(nobodys); }
  [[nodiscard]] bool place(std::size_t event) {
    std::uint32_t seen = 0;
    return find(event, seen);
  }

 private:
  bool find(std::size_t event, std::uint32_t& seen) {  // NOLINT(misc-no-recursion): as above
    for (std::uint32_t open = events_[event].steps & ~seen; open != 0; open = events_[event].steps & ~seen) {
      const auto step = static_cast<std::size_t>(std::countr_zero(open));
      seen |= bit(step);
      if (holder_[step] == nobodys || find(holder_[step], seen)) {
        holder_[step] = static_cast<std::uint32_t>(event);
        return true;
      }
    }
    return false;
  }

  std::span<const funnel_moment> events_;
  std::array<std::uint32_t, step_limit> holder_{};
};

}  // namespace

funnel_rules parse_funnel(reader& from, problem& wrong) {
  funnel_rules out;
  from.need("steps");
  from.each("steps", [&](const json& item, const std::string& path) {
    out.steps.push_back(parse_selector(item, path, wrong));
  });
  if (out.steps.empty()) from.bad_value("steps", "a funnel has at least one step");
  if (out.steps.size() > step_limit) {
    wrong.report(error_code::limit_exceeded, from.path_of("steps"), "a funnel has at most 32 steps");
  }
  out.order = static_cast<step_order>(from.choice_or("order", order_names, 0));
  if (const json* given = from.find("window")) {
    reader window(*given, from.path_of("window"), wrong);
    const std::int64_t count = window.integer_or("value", 14, 1, 100'000);
    out.window_ms = count * unit_lengths_ms[window.choice_or("unit", unit_names, 3)];
    window.finish();
  }
  if (const json* given = from.find("exclude")) {
    out.exclude = parse_selector(*given, from.path_of("exclude"), wrong);
  }
  return out;
}

bool funnel_try::outlives(const funnel_try& other) const {
  if (other.size_ == 0 || began_ms() != other.began_ms())
    return other.size_ == 0 || began_ms() > other.began_ms();
  return std::lexicographical_compare(times_.begin(), times_.begin() + size_, other.times_.begin(),
                                      other.times_.begin() + other.size_);
}

bool funnel_try::is_better_than(const funnel_try& other) const {
  if (size_ != other.size_) return size_ > other.size_;
  if (size_ == 0) return false;
  return last_ms() != other.last_ms() ? last_ms() < other.last_ms() : outlives(other);
}

funnel_search::funnel_search(const funnel_rules& rules)
    : rules_(rules), steps_(rules.steps.size()), standing_(steps_ + 1), next_(steps_ + 1) {}

const funnel_try& funnel_search::best_of(std::span<const funnel_moment> moments) {
  best_.clear();
  if (rules_.order == step_order::any) {
    find_any(moments);
  } else if (rules_.exclude) {
    find_stories(moments);
  } else {
    find_ordered(moments, -always_ms, always_ms, false);
  }
  return best_;
}

void funnel_search::find_stories(std::span<const funnel_moment> moments) {
  std::int64_t since_ms = -always_ms;
  std::size_t begin = 0;  // the first event at or after since_ms
  while (begin <= moments.size()) {
    std::size_t at = begin;
    while (at < moments.size() && !(moments[at].is_excluded && moments[at].time_ms > since_ms)) ++at;
    const std::int64_t until_ms = at < moments.size() ? moments[at].time_ms : always_ms;
    const std::size_t instant = static_cast<std::size_t>(
        std::find_if(moments.begin() + static_cast<std::ptrdiff_t>(begin), moments.end(),
                     [&](const auto& one) { return one.time_ms >= until_ms; }) -
        moments.begin());
    std::size_t end = instant;
    while (end < moments.size() && moments[end].time_ms == until_ms) ++end;
    const auto story = moments.subspan(begin, end - begin);
    // Tries whose window ends before the excluded event may stop anywhere, the others must be complete by it.
    const std::int64_t safe_ms = until_ms == always_ms ? always_ms : until_ms - rules_.window_ms;
    if (safe_ms > since_ms) find_ordered(story, since_ms, safe_ms, false);
    if (safe_ms < until_ms) find_ordered(story, std::max(since_ms, safe_ms), until_ms, true);
    if (until_ms == always_ms) return;
    since_ms = until_ms;
    begin = instant;
  }
}

void funnel_search::find_ordered(std::span<const funnel_moment> story, std::int64_t from_ms,
                                 std::int64_t to_ms, bool must_complete) {
  for (funnel_try& one : standing_) one.clear();
  for (std::size_t begin = 0; begin < story.size();) {
    const std::int64_t time_ms = story[begin].time_ms;
    std::size_t end = begin + 1;
    while (end < story.size() && story[end].time_ms == time_ms) ++end;
    const bool may_begin = time_ms >= from_ms && time_ms < to_ms;
    if (end == begin + 1) {
      take_event(story[begin], may_begin, must_complete);
    } else {
      take_instant(story.subspan(begin, end - begin), may_begin, must_complete);
    }
    begin = end;
  }
}

void funnel_search::take_event(const funnel_moment& event, bool may_begin, bool must_complete) {
  const bool is_strict = rules_.order == step_order::strict;
  // The furthest first, so that one event takes no try two steps on.
  for (std::size_t k = steps_; k > 0; --k) {
    const bool comes = (event.steps & bit(k - 1)) != 0 &&
                       (k == 1 ? may_begin : goes_on(k - 1, event.time_ms)) &&
                       (is_strict || k == 1 || standing_[k].size() == 0 ||
                        standing_[k].began_ms() < standing_[k - 1].began_ms());
    if (!comes) {
      if (is_strict) standing_[k].clear();
      continue;
    }
    standing_[k] = standing_[k - 1];
    standing_[k].add(event.time_ms);
    offer(standing_[k], must_complete);
  }
}

void funnel_search::take_instant(std::span<const funnel_moment> instant, bool may_begin, bool must_complete) {
  const std::int64_t time_ms = instant.front().time_ms;
  for (std::size_t k = 1; k <= steps_; ++k) {
    if (rules_.order == step_order::strict) {
      next_[k].clear();
    } else {
      next_[k] = standing_[k];
    }
  }
  deal events(instant);
  funnel_try going;
  for (std::size_t from = 0; from < steps_; ++from) {
    if (from == 0 ? !may_begin : !goes_on(from, time_ms)) continue;
    going = standing_[from];
    events.clear();
    for (std::size_t k = from + 1; k <= steps_ && events.serve(k - 1); ++k) {
      going.add(time_ms);
      if (!going.outlives(next_[k])) continue;
      next_[k] = going;
      offer(going, must_complete);
    }
  }
  standing_.swap(next_);
}

void funnel_search::add_in_front(std::span<const funnel_moment> instant) {
  candidates_.clear();
  for (const funnel_moment& one : instant) {
    if (one.steps != 0) candidates_.push_back(one);
  }
  if (candidates_.empty()) return;
  candidates_.insert(candidates_.end(), earliest_.begin(), earliest_.end());
  step_finder steps(candidates_);
  earliest_.clear();
  for (std::size_t i = 0; i < candidates_.size() && earliest_.size() < steps_; ++i) {
    if (steps.place(i)) earliest_.push_back(candidates_[i]);
  }
}

void funnel_search::find_any(std::span<const funnel_moment> moments) {
  earliest_.clear();
  std::int64_t excluded_ms = always_ms;  // the first one after the instant
  funnel_try found;
  for (std::size_t end = moments.size(); end > 0;) {
    const std::int64_t time_ms = moments[end - 1].time_ms;
    std::size_t begin = end - 1;
    while (begin > 0 && moments[begin - 1].time_ms == time_ms) --begin;
    const auto instant = moments.subspan(begin, end - begin);
    end = begin;
    add_in_front(instant);
    if (!earliest_.empty() && earliest_.front().time_ms == time_ms) {
      found.clear();
      for (const funnel_moment& one : earliest_) {
        if (one.time_ms - time_ms <= rules_.window_ms) found.add(one.time_ms);
      }
      const bool is_complete_by_then = found.size() == steps_ && found.last_ms() <= excluded_ms;
      if (excluded_ms - time_ms > rules_.window_ms || is_complete_by_then) offer(found, false);
    }
    if (std::any_of(instant.begin(), instant.end(), [](const auto& one) { return one.is_excluded; }))
      excluded_ms = time_ms;
  }
}

result<funnel_events> funnel_events::compile(const funnel_rules& rules, const std::string& path,
                                             const frame& in) {
  funnel_events out;
  out.store_ = &in.context().store;
  out.is_strict_ = rules.order == step_order::strict;
  for (std::size_t i = 0; i < rules.steps.size(); ++i) {
    PAYOFF_ASSIGN(step, selection::compile(rules.steps[i], join_path(path + "/steps", i), in));
    out.steps_.push_back(std::move(step));
  }
  if (rules.exclude) {
    PAYOFF_ASSIGN(exclude, selection::compile(*rules.exclude, path + "/exclude", in));
    out.exclude_ = std::move(exclude);
  }
  for (std::size_t name = 0; name < out.store_->names().size(); ++name)
    out.names_.push_back(out.decide(name));
  return out;
}

funnel_events::by_name funnel_events::decide(std::size_t name) const {
  by_name out;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const std::optional<bool> known = steps_[i].matches_name(name);
    if (!known) out.is_decided = false;
    if (known.value_or(false)) out.steps |= bit(i);
  }
  if (exclude_) {
    const std::optional<bool> known = exclude_->matches_name(name);
    if (!known) out.is_decided = false;
    out.is_excluded = known.value_or(false);
  }
  return out;
}

funnel_moment funnel_events::look_at(row_id row) const {
  funnel_moment out{store_->time_ms(row), 0, exclude_ && exclude_->matches(row)};
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i].matches(row)) out.steps |= bit(i);
  }
  return out;
}

void funnel_events::sort(column<entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const entry& a, const entry& b) {
    return a.unit != b.unit ? a.unit < b.unit : a.moment.time_ms < b.moment.time_ms;
  });
}

}  // namespace payoff
