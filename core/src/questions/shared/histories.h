// SPDX-License-Identifier: Apache-2.0
/** @file histories.h  What did each person, or each account, do, in order of time? */
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "questions/shared/selection.h"
#include "store/column.h"

namespace payoff {

/** Rows of one unit, ascending in time: consecutive ones, or a list. */
class row_list {
 public:
  row_list(const row_id* listed, row_id first, std::uint32_t size)
      : listed_(listed), first_(first), size_(size) {}

  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] row_id operator[](std::uint32_t i) const {
    return listed_ != nullptr ? listed_[i] : first_ + i;
  }
  /** Number of rows before that instant. O(log rows). */
  [[nodiscard]] std::uint32_t count_before(const event_store& store, std::int64_t time_ms) const {
    std::uint32_t low = 0;
    for (std::uint32_t high = size_; low < high;) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (store.time_ms((*this)[middle]) < time_ms) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
  /** Index of the first row from `begin` on that matches; size() if there is none. */
  [[nodiscard]] std::uint32_t first_match(const selection& of, std::uint32_t begin = 0) const {
    while (begin < size_ && !of.matches((*this)[begin])) ++begin;
    return begin;
  }

 private:
  const row_id* listed_;
  row_id first_;
  std::uint32_t size_;
};

/**
 * All rows before as_of, of the customer that was asked for, by person or by account. A person's rows stand
 * together in the store; an account's are listed here, 4 bytes a row.
 */
class histories {
 public:
  /** O(1) for all people; else a pass over the rows and, for accounts, a sort of each one's. @return
   * out_of_memory. The frame's store must live on. */
  [[nodiscard]] static result<histories> find(const frame& in, counted per);

  /** Numbers of people, or of accounts + 1: 0 is nobody and has no rows here. */
  [[nodiscard]] std::uint32_t units() const { return units_; }
  [[nodiscard]] row_list of(std::uint32_t unit) const;
  /** The id as rows have it. Not of 0. */
  [[nodiscard]] std::string_view id(std::uint32_t unit) const {
    return per_ == counted::users ? store_->users()[unit - 1] : store_->accounts()[unit - 1];
  }

 private:
  [[nodiscard]] bool list_rows(const scope& in);

  const event_store* store_{nullptr};
  counted per_{counted::users};
  std::uint32_t units_{0};
  std::int64_t to_ms_{0};
  bool is_listed_{false};
  column<std::uint32_t> starts_;  // [units + 1], if listed
  column<row_id> rows_;
};

}  // namespace payoff
