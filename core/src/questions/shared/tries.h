// SPDX-License-Identifier: Apache-2.0
/** @file tries.h  How far did somebody get through the steps of a funnel, and when? */
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "questions/shared/selection.h"
#include "store/column.h"

namespace payoff {

enum class step_order : std::uint8_t { ordered, strict, any };

/** Steps as a question wrote them: `steps`, `order`, `window` and `exclude`. */
struct funnel_rules {
  std::vector<selector> steps;
  step_order order{step_order::ordered};
  std::int64_t window_ms{14 * day_ms};
  std::optional<selector> exclude;
};

inline constexpr std::size_t step_limit = 32;

/** Errors go to the reader's problem, with paths below `from`. */
[[nodiscard]] funnel_rules parse_funnel(reader& from, problem& wrong);

/** One event of somebody's: which steps it could be, as bits, and whether it is excluded. */
struct funnel_moment {
  std::int64_t time_ms{0};
  std::uint32_t steps{0};
  bool is_excluded{false};
};

/** The times of the steps that were reached, in order; none if nobody's try counts. */
class funnel_try {
 public:
  funnel_try() = default;
  funnel_try(const funnel_try& other) { *this = other; }
  /** Copies what there is: tries pass on from step to step at every event. */
  funnel_try& operator=(const funnel_try& other) {
    size_ = other.size_;
    std::copy_n(other.times_.begin(), size_, times_.begin());
    return *this;
  }
  ~funnel_try() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::int64_t operator[](std::size_t step) const { return times_[step]; }
  [[nodiscard]] std::int64_t began_ms() const { return times_[0]; }
  [[nodiscard]] std::int64_t last_ms() const { return times_[size_ - 1]; }

  void clear() { size_ = 0; }
  void add(std::int64_t time_ms) { times_[size_++] = time_ms; }

  /** Gets further; else gets there first; else began last; else takes its steps earlier. */
  [[nodiscard]] bool is_better_than(const funnel_try& other) const;
  /** Of tries that stand at the same step: began last, else took its steps earlier. */
  [[nodiscard]] bool outlives(const funnel_try& other) const;

 private:
  std::size_t size_{0};
  std::array<std::int64_t, step_limit> times_{};
};

/**
 * Finds the try that counts, of one person after another.
 *
 * A try begins at an instant; from there each step takes an event of its own at or after the step before, up
 * to the window's end. Events of one instant have no order, so an instant may take as many steps in a row as
 * its events can be dealt out to.
 *
 * `ordered` and `strict` go through the events once. For each step the latest begin is kept of the tries that
 * stand there: an earlier one can reach nothing that the later one cannot, since its window ends earlier. In
 * `strict` a try that takes no step at an instant has ended, so what stands at a step is only of the instant
 * before. An excluded event at x voids the tries that began before x and are not complete by then, if their
 * window reaches x: so the events between two excluded ones are a story of their own, in which a try that
 * does not complete counts only if its window ends before the second one.
 *
 * `any` goes backwards, and keeps the earliest events from there on that can be dealt out to different steps:
 * their times are the try that begins there (a greedy basis of a transversal matroid; whatever is added in
 * front, the new basis is among the old one and the new events).
 *
 * O(events x steps), for instants of several events or events of several steps with a matching of at most
 * steps squared.
 */
class funnel_search {
 public:
  explicit funnel_search(const funnel_rules& rules);

  /** @param moments of one person, ascending in time; all of them for strict, else those that are of use. */
  [[nodiscard]] const funnel_try& best_of(std::span<const funnel_moment> moments);

 private:
  void find_stories(std::span<const funnel_moment> moments);
  /** Of the tries that begin in [from_ms, to_ms). */
  void find_ordered(std::span<const funnel_moment> story, std::int64_t from_ms, std::int64_t to_ms,
                    bool must_complete);
  void take_event(const funnel_moment& event, bool may_begin, bool must_complete);
  void take_instant(std::span<const funnel_moment> instant, bool may_begin, bool must_complete);
  void find_any(std::span<const funnel_moment> moments);
  /** Takes these events in front of the earliest ones that serve. */
  void add_in_front(std::span<const funnel_moment> instant);

  /** A try at `at` steps that may go on at that time. */
  [[nodiscard]] bool goes_on(std::size_t at, std::int64_t time_ms) const {
    return standing_[at].size() > 0 && time_ms - standing_[at].began_ms() <= rules_.window_ms;
  }
  void offer(const funnel_try& found, bool must_complete) {
    if ((!must_complete || found.size() == steps_) && found.is_better_than(best_)) best_ = found;
  }

  const funnel_rules& rules_;
  std::size_t steps_;
  funnel_try best_;
  std::vector<funnel_try> standing_, next_;  // [steps + 1]: the try that stands there, if there is one
  std::vector<funnel_moment> earliest_, candidates_;
};

/** Calls use(unit, moments) for everybody with an event that may be a step, units as in `activity`. */
class funnel_events {
 public:
  /** Errors: those of selectors, at /steps/0 and so on below `path`. */
  [[nodiscard]] static result<funnel_events> compile(const funnel_rules& rules, const std::string& path,
                                                     const frame& in);

  /** False: no memory. */
  template <class Use>
  [[nodiscard]] bool for_each_unit(const scope& in, counted per, Use&& use) const;

 private:
  struct entry {
    std::uint32_t unit;
    funnel_moment moment;
  };
  [[nodiscard]] bool is_of_use(const funnel_moment& one) const {
    return is_strict_ || one.steps != 0 || one.is_excluded;
  }
  /** What an event's name alone decides, and whether that is all. */
  struct by_name {
    std::uint32_t steps{0};
    bool is_excluded{false}, is_decided{true};
  };
  [[nodiscard]] by_name decide(std::size_t name) const;
  [[nodiscard]] funnel_moment moment_of(row_id row) const {
    const by_name& known = names_[store_->name(row)];
    if (!known.is_decided) [[unlikely]]
      return look_at(row);
    return {store_->time_ms(row), known.steps, known.is_excluded};
  }
  [[nodiscard]] funnel_moment look_at(row_id row) const;
  static void sort(column<entry>& entries);

  const event_store* store_{nullptr};
  std::vector<selection> steps_;
  std::optional<selection> exclude_;
  std::vector<by_name> names_;  // [names]
  bool is_strict_{false};
};

template <class Use>
bool funnel_events::for_each_unit(const scope& in, counted per, Use&& use) const {
  column<entry> entries;  // per account all of them, else those of one person
  column<funnel_moment> moments;
  bool fits = true;
  const auto flush = [&](std::uint32_t unit) {
    if (!moments.empty()) use(unit, std::span<const funnel_moment>(moments.data(), moments.size()));
    moments.clear();
  };
  std::uint32_t whose = nobody;
  for_each_row(*store_, in, [&](person_id person, row_id row) {
    const std::uint32_t unit = per == counted::users ? person : store_->account(row) + 1;
    if (unit == nobody || !fits) return;
    const funnel_moment one = moment_of(row);
    if (!is_of_use(one)) return;
    if (per == counted::accounts) {
      fits = entries.push_back({unit, one});
      return;
    }
    if (unit != whose) flush(whose);
    whose = unit;
    fits = moments.push_back(one);
  });
  flush(whose);
  sort(entries);
  for (const entry& one : entries) {
    if (one.unit != whose) flush(whose);
    whose = one.unit;
    fits = fits && moments.push_back(one.moment);
  }
  flush(whose);
  return fits;
}

}  // namespace payoff
