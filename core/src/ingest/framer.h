// SPDX-License-Identifier: Apache-2.0
/** @file framer.h  Where do the rows of a stream begin and end, whatever its chunks? And those of NDJSON. */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ingest/field_tree.h"
#include "ingest/scanner.h"
#include "payoff/result.h"

namespace payoff {

/** Bytes that grow; a growth that fails says so and leaves what was there. */
class carry_buffer {
 public:
  /** As std::realloc; tests pass one that fails. */
  using reallocate_function = void* (*)(void*, std::size_t);

  explicit carry_buffer(reallocate_function reallocate = std::realloc) : reallocate_(reallocate) {}
  carry_buffer(const carry_buffer&) = delete;
  carry_buffer& operator=(const carry_buffer&) = delete;
  ~carry_buffer();

  /** Doubles as it must, but not beyond `limit_bytes`; keeps room for a newline and padding. false: no
   * memory. */
  [[nodiscard]] bool append(std::string_view bytes, std::size_t limit_bytes);
  /** Puts a newline and padding behind the bytes, without counting them. Needs an append() before. */
  void terminate();
  /** Forgets the first bytes; the others move to the front. */
  void drop_front(std::size_t size_bytes);
  void clear() { size_bytes_ = 0; }
  void release();

  [[nodiscard]] const char* data() const { return data_; }
  [[nodiscard]] char* data() { return data_; }
  [[nodiscard]] std::size_t size_bytes() const { return size_bytes_; }

 private:
  reallocate_function reallocate_;
  char* data_{nullptr};
  std::size_t size_bytes_{0};
  std::size_t capacity_bytes_{0};
};

struct framer_options {
  /** A longer row is skipped and reported, never held in memory. Capped below 4 GiB. */
  std::size_t max_row_bytes = std::size_t{64} << 20;
  carry_buffer::reallocate_function reallocate = std::realloc;
};

/**
 * So many rows at most go to a sink at once: enough that one which must wait for memory waits for all of them
 * together, few enough that rows and slots stay in the nearest cache.
 */
inline constexpr std::size_t batch_rows = 64;

/** A row that is not blank. */
struct scanned_row {
  std::uint64_t line;
  scan_result scan;
  const slot_value* slots;
};

/**
 * Who takes the rows, in their order: any callable as (std::span<const scanned_row>) or, row by row, as
 * (std::uint64_t line, const scan_result&, const slot_value* slots), held by reference for the length of a
 * call. What it is given dies when it returns.
 */
class row_sink {
 public:
  template <class Take>
  requires(!std::is_same_v<std::remove_cvref_t<Take>, row_sink>)
      row_sink(Take&& take)  // NOLINT: meant to convert
      : take_(const_cast<void*>(static_cast<const void*>(&take))),
        call_([](void* to, std::span<const scanned_row> rows) {
          auto& taker = *static_cast<std::remove_reference_t<Take>*>(to);
          if constexpr (std::is_invocable_v<Take, std::span<const scanned_row>>) {
            taker(rows);
          } else {
            for (const scanned_row& row : rows) taker(row.line, row.scan, row.slots);
          }
        }) {}

  void operator()(std::span<const scanned_row> rows) const { call_(take_, rows); }
  void operator()(std::uint64_t line, const scan_result& scan, const slot_value* slots) const;

 private:
  void* take_;
  void (*call_)(void*, std::span<const scanned_row>);
};

/**
 * Cuts chunks of any size into rows and scans each. The rows that come out, with their lines (from 1), do not
 * depend on the borders of the chunks.
 */
class row_framer {
 public:
  row_framer() = default;
  row_framer(const row_framer&) = delete;
  row_framer& operator=(const row_framer&) = delete;
  virtual ~row_framer() = default;

  /** Error: out_of_memory, a row cut by a border could not be held. */
  [[nodiscard]] virtual result<void> append(std::string_view chunk, row_sink sink) = 0;

  /** The end of the data; afterwards a new stream may begin. @return true: the data stop where rows may be
   * missing. */
  virtual bool finish(row_sink sink) = 0;
};

/**
 * A line is a row, blank lines are counted but are no rows. Scanned in place where a row lies whole in a
 * chunk, through a carry buffer where a border cuts it. After out_of_memory, which costs that row alone, it
 * can be used on.
 */
class ndjson_framer final : public row_framer {
 public:
  /** The tree must live as long; fields may be added to it between two calls. */
  explicit ndjson_framer(field_tree& tree, framer_options options = {});

  [[nodiscard]] result<void> append(std::string_view chunk, row_sink sink) override;

  /** A last row without newline is a row. Never true: rows do not promise more rows. */
  bool finish(row_sink sink) override;

  /** Forgets everything but the options. */
  void reset();

  /** Lines begun so far, blank ones included. */
  [[nodiscard]] std::uint64_t lines() const { return line_ + (at_row_start() ? 0U : 1U); }

 private:
  enum class skip_reason : std::uint8_t { none, too_long, no_memory };

  [[nodiscard]] bool at_row_start() const {
    return carry_.size_bytes() == 0 && skipping_ == skip_reason::none;
  }
  /** Puts a piece of a row behind what is carried, unless that row is being skipped or now must be. */
  void keep(std::string_view piece);
  [[nodiscard]] scan_result scan(const char* row, slot_value* slots);
  [[nodiscard]] scan_result scan_carried(bool data_end);
  [[nodiscard]] scan_result too_long(const char* next) const;
  /** Behind the last row whose newline has enough bytes after it. */
  [[nodiscard]] static const char* in_place_end(const char* begin, const char* end);
  [[nodiscard]] std::size_t rows_at_once() const;
  /** The rows from `at` to `stop`, several at a time. */
  void scan_in_place(const char* at, const char* stop, row_sink sink);
  void emit(const scan_result& row, row_sink sink);

  field_tree& tree_;
  std::size_t max_row_bytes_;
  std::string too_long_detail_;
  std::vector<slot_value> slots_; /**< [rows_at_once()][tree_.slot_count()] */
  carry_buffer carry_;
  std::uint64_t line_{0}; /**< Lines that have ended. */
  skip_reason skipping_{skip_reason::none};
  bool no_memory_{false};
};

/** What a framer says of rows that it cannot have scanned, or not to their end. */
inline constexpr const char* detail_data_end = "the data end inside this row";
inline constexpr const char* detail_no_memory = "there was no memory for a row of this length";
[[nodiscard]] std::string too_long_detail(std::size_t max_row_bytes);
[[nodiscard]] inline scan_result bad_row(const char* detail, const char* next = nullptr) {
  return {row_status::bad_json, false, detail, nullptr, 0, next};
}

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/** Slots count bytes in 32 bits. */
inline constexpr std::size_t max_slot_bytes = 0xFFFF'0000U;

}  // namespace payoff
