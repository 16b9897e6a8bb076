// SPDX-License-Identifier: Apache-2.0
/** @file activity.h  Who was active in which stretches of time? People, or accounts, by the same columns. */
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "questions/shared/frame.h"
#include "questions/shared/selection.h"
#include "store/column.h"

namespace payoff {

/** Whom a question counts: `per`. */
enum class counted : std::uint8_t { users, accounts };
[[nodiscard]] counted read_per(reader& question);
[[nodiscard]] std::string_view per_name(counted per);

/** `of`: who counts as active; "@active" unless it is given. */
[[nodiscard]] selector read_active(reader& question, problem& wrong);

/**
 * Instants as cells: cell 0 is all time before the first edge, cell i begins with edge i - 1, the last one
 * never ends. A table of equal slots says where to begin looking, so a look-up takes no search.
 */
class timeline {
 public:
  /** @param edges in any order, with repeats; at least one. */
  explicit timeline(std::vector<std::int64_t> edges);

  [[nodiscard]] std::uint32_t cell_of(std::int64_t time_ms) const {
    const std::int64_t since_ms = time_ms - edges_.front();
    if (since_ms < 0) return 0;
    const auto slot = static_cast<std::uint64_t>(since_ms) >> shift_;
    if (slot >= hints_.size()) return cells() - 1;
    std::uint32_t cell = hints_[static_cast<std::size_t>(slot)];
    cell += edges_[cell] <= time_ms ? 1U : 0U;  // most slots hold one edge at most: no branch to guess
    while (edges_[cell] <= time_ms) ++cell;
    return cell;
  }
  /** Of cell >= 1. */
  [[nodiscard]] std::int64_t start_ms(std::uint32_t cell) const { return edges_[cell - 1]; }
  [[nodiscard]] std::int64_t end_ms(std::uint32_t cell) const { return edges_[cell]; }
  [[nodiscard]] std::uint32_t cells() const { return static_cast<std::uint32_t>(edges_.size()); }

 private:
  std::vector<std::int64_t> edges_;   // and INT64_MAX
  std::vector<std::uint32_t> hints_;  // [slots]: the cell of the slot's first instant
  std::uint32_t shift_{0};
};

/**
 * For each person or account the cells in which it was active, ascending: what distinct counts, returns and
 * streaks are made of. Events without a user, or without an account, are nobody's.
 */
class activity {
 public:
  /**
   * Active in a cell: `at_least` matching events or more. O(rows in scope), for accounts plus a sort of their
   * distinct cells (with at_least > 1, of their events). With `is_first_enough` people may come without the
   * cells after their first one, which takes a look at their rows up to there. @return out_of_memory.
   */
  [[nodiscard]] static result<activity> find(const event_store& store, const scope& in, const selection& of,
                                             const timeline& line, counted per, std::uint32_t at_least = 1,
                                             bool is_first_enough = false);

  /** Numbers of people, or of accounts + 1: 0 is nobody and has no cells. */
  [[nodiscard]] std::uint32_t units() const { return static_cast<std::uint32_t>(starts_.size() - 1); }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t unit) const {
    return {cells_.data() + starts_[unit], cells_.data() + starts_[unit + 1]};
  }

 private:
  [[nodiscard]] bool find_users(const event_store& store, const scope& in, const selection& of,
                                const timeline& line, std::uint32_t at_least, bool is_first_enough);
  [[nodiscard]] bool find_accounts(const event_store& store, const scope& in, const selection& of,
                                   const timeline& line, std::uint32_t at_least);
  /** One more event of a unit; those of one unit come together, ascending. */
  [[nodiscard]] bool see(std::uint32_t unit, std::uint32_t cell, std::uint32_t at_least);
  [[nodiscard]] bool close_until(std::uint32_t unit);

  column<std::uint32_t> starts_;  // [units + 1]
  column<std::uint32_t> cells_;
  std::uint32_t last_cell_{0}, seen_{0};
};

/** Distinct units in windows that may overlap; their starts ascend, and so do their ends. */
class window_counts {
 public:
  /** All bounds of the windows must be edges of the line. */
  window_counts(const std::vector<time_range>& windows, const timeline& line);
  /** Counts one unit, once in each window that holds one of its cells. */
  void add(std::span<const std::uint32_t> cells);
  /** By window; call it once, after the last unit. */
  [[nodiscard]] std::vector<std::int64_t> finish();

 private:
  std::vector<std::uint32_t> first_, end_;  // [cells]: windows [first, end) hold the cell
  std::vector<std::int64_t> changes_;       // [windows + 1]: the count's steps
  std::uint32_t first_cell_{1};             // before it lies no window
};

}  // namespace payoff
