// SPDX-License-Identifier: Apache-2.0
/** @file arrivals.h  Which rows came since the last grouping, in the order in which they came? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "store/paged_column.h"
#include "store/small.h"

namespace payoff {

/**
 * Rows as columns, for a store that takes one column after the other and lets it go. `wide` are the
 * properties and keys of the store, eight bytes of whatever they are; 18 bytes a row beside them.
 */
class arrivals {
 public:
  explicit arrivals(std::size_t wide_columns) : wide(wide_columns) {}

  [[nodiscard]] bool has_room() const { return size_ < room_; }
  /** Room for another row. @return false: no memory. */
  [[nodiscard]] bool reserve_row() { return has_room() || add_room(); }

  /** For a caller that has reserved it. Wide values follow by set_wide(). */
  void push_back_reserved(std::int64_t time_ms, std::uint16_t name, std::uint32_t account,
                          std::uint32_t actor) {
    times[size_] = time_ms;
    names[size_] = name;
    accounts[size_] = account;
    actors[size_] = actor;
    ++size_;
  }
  /** Of the row that was added last. */
  void set_wide(std::size_t column, std::int64_t value) { wide[column][size_ - 1] = value; }

  [[nodiscard]] std::size_t size() const { return size_; }
  PAYOFF_SMALL void release() {
    times.release();
    for (auto& column : wide) column.release();
    accounts.release();
    actors.release();
    names.release();
    size_ = room_ = 0;
  }

  // Longer than size(): what is behind it is for the rows to come.

  paged_column<std::int64_t> times;
  std::vector<paged_column<std::int64_t>> wide;
  paged_column<std::uint32_t> accounts, actors;
  paged_column<std::uint16_t> names;

 private:
  [[nodiscard]] PAYOFF_SMALL bool add_room() {
    const std::size_t room = room_ + decltype(times)::page_rows;
    bool fits = times.resize_for_overwrite(room) && accounts.resize_for_overwrite(room) &&
                actors.resize_for_overwrite(room) && names.resize_for_overwrite(room);
    for (auto& column : wide) fits = fits && column.resize_for_overwrite(room);
    if (fits) room_ = room;
    return fits;
  }

  std::size_t size_{0};
  std::size_t room_{0};
};

}  // namespace payoff
