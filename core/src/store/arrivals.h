// SPDX-License-Identifier: Apache-2.0
/** @file arrivals.h  Which rows came since the last grouping, in the order in which they came? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "store/column.h"
#include "store/small.h"

namespace payoff {

/**
 * Rows in blocks that never move: a column that grows is copied again and again, and leaves holes in a heap
 * that can only grow. Each block holds a part of every column, one column behind the other:
 *
 *     times 8 | wide 0 8 | wide 1 8 | ... | accounts 4 | actors 4 | names 2        x block_rows
 *
 * `wide` are the properties and keys of the store, eight bytes of whatever they are.
 */
class arrivals {
 public:
  static constexpr std::size_t block_rows = std::size_t{1} << 13U;

  explicit arrivals(std::size_t wide_columns) : wide_(wide_columns) {}
  arrivals(const arrivals&) = delete;
  arrivals& operator=(const arrivals&) = delete;
  ~arrivals() { release(); }

  [[nodiscard]] bool has_room() const { return size_ < blocks_.size() * block_rows; }
  /** Room for another row. @return false: no memory. */
  [[nodiscard]] bool reserve_row() { return has_room() || add_block(); }

  /** For a caller that has reserved it. Wide values follow by set_wide(). */
  void push_back_reserved(std::int64_t time_ms, std::uint16_t name, std::uint32_t account,
                          std::uint32_t actor) {
    char* const block = blocks_[size_ / block_rows];
    const std::size_t at = size_ % block_rows;
    store(block, at, time_ms);
    store(block + offset_of_accounts(), at, account);
    store(block + offset_of_actors(), at, actor);
    store(block + offset_of_names(), at, name);
    ++size_;
  }
  /** Of the row that was added last. */
  void set_wide(std::size_t column, std::int64_t value) {
    const std::size_t row = size_ - 1;
    store(blocks_[row / block_rows] + offset_of_wide(column), row % block_rows, value);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::int64_t time_ms(std::size_t row) const {
    return load<std::int64_t>(offset_of_times(), row);
  }
  [[nodiscard]] std::uint32_t account(std::size_t row) const {
    return load<std::uint32_t>(offset_of_accounts(), row);
  }
  [[nodiscard]] std::uint32_t actor(std::size_t row) const {
    return load<std::uint32_t>(offset_of_actors(), row);
  }
  [[nodiscard]] std::uint16_t name(std::size_t row) const {
    return load<std::uint16_t>(offset_of_names(), row);
  }

  // Where a column begins in a block, for a caller that moves whole columns.

  [[nodiscard]] static std::size_t offset_of_times() { return 0; }
  [[nodiscard]] static std::size_t offset_of_wide(std::size_t column) {
    return (1 + column) * 8 * block_rows;
  }
  [[nodiscard]] std::size_t offset_of_accounts() const { return offset_of_wide(wide_); }
  [[nodiscard]] std::size_t offset_of_actors() const { return offset_of_accounts() + 4 * block_rows; }
  [[nodiscard]] std::size_t offset_of_names() const { return offset_of_accounts() + 8 * block_rows; }
  template <class T>
  [[nodiscard]] T load(std::size_t offset, std::size_t row) const {
    T value;
    std::memcpy(&value, blocks_[row / block_rows] + offset + (row % block_rows) * sizeof(T), sizeof(T));
    return value;
  }

  /** Forgets all rows from that one on. Blocks stay for the rows to come. */
  void truncate(std::size_t rows) { size_ = rows; }
  PAYOFF_SMALL void release() {
    for (char* const block : blocks_) std::free(block);
    blocks_.release();
    size_ = 0;
  }

 private:
  [[nodiscard]] PAYOFF_SMALL bool add_block() {
    char* const block = static_cast<char*>(std::malloc(offset_of_accounts() + 10 * block_rows));
    if (block == nullptr) return false;
    if (blocks_.push_back(block)) return true;
    std::free(block);
    return false;
  }
  template <class T>
  static void store(char* column, std::size_t at, const T& value) {
    std::memcpy(column + at * sizeof(T), &value, sizeof(T));
  }

  std::size_t wide_;
  std::size_t size_{0};
  column<char*> blocks_;
};

}  // namespace payoff
