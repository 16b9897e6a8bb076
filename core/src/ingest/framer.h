// SPDX-License-Identifier: Apache-2.0
/** @file framer.h  Where do the rows of an NDJSON stream begin and end, whatever its chunks? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
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
  /** Puts '\n' and padding behind the bytes, without counting them. Needs an append() before. */
  void terminate();
  void clear() { size_bytes_ = 0; }
  void release();

  [[nodiscard]] const char* data() const { return data_; }
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
 * Cuts chunks of any size into rows and scans each: in place where a row lies whole in a chunk, through a
 * carry buffer where a border cuts it. The rows that come out do not depend on the borders.
 *
 * A sink is called as sink(std::uint64_t line, const scan_result&, const slot_value* slots) for every row but
 * blank ones, with lines counted from 1, blank ones included. What it is given dies when it returns.
 */
class ndjson_framer {
 public:
  /** The tree must live as long; fields may be added to it between two calls. */
  explicit ndjson_framer(field_tree& tree, framer_options options = {});

  /**
   * Error: out_of_memory, a row cut by a border could not be held. That row is reported to the sink as
   * bad_json, no other is lost, and the framer can be used on.
   */
  template <class Sink>
  [[nodiscard]] result<void> append(std::string_view chunk, Sink&& sink);

  /** The end of the data: a last row without newline is a row. Afterwards a new stream may begin. */
  template <class Sink>
  void finish(Sink&& sink);

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
  [[nodiscard]] scan_result scan(const char* row);
  [[nodiscard]] scan_result scan_carried(bool data_end);
  [[nodiscard]] scan_result too_long(const char* next) const;
  /** Behind the last row whose newline has enough bytes after it. */
  [[nodiscard]] static const char* in_place_end(const char* begin, const char* end);

  template <class Sink>
  void emit(const scan_result& row, Sink& sink) {
    ++line_;
    if (row.status != row_status::blank) sink(line_, row, static_cast<const slot_value*>(slots_.data()));
  }

  field_tree& tree_;
  std::size_t max_row_bytes_;
  std::string too_long_detail_;
  std::vector<slot_value> slots_;
  carry_buffer carry_;
  std::uint64_t line_{0}; /**< Lines that have ended. */
  skip_reason skipping_{skip_reason::none};
  bool no_memory_{false};
};

template <class Sink>
result<void> ndjson_framer::append(std::string_view chunk, Sink&& sink) {
  slots_.resize(tree_.slot_count());
  const char* at = chunk.data();
  const char* const end = at + chunk.size();
  no_memory_ = false;
  while (at != end) {
    if (at_row_start()) {
      for (const char* const stop = in_place_end(at, end); at != stop;) {
        const scan_result row = scan(at);
        at = row.next;
        emit(row, sink);
      }
      if (at == end) break;
    }
    const auto left = static_cast<std::size_t>(end - at);
    const auto* const newline = static_cast<const char*>(std::memchr(at, '\n', left));
    keep({at, newline != nullptr ? static_cast<std::size_t>(newline - at) : left});
    if (newline == nullptr) break;
    at = newline + 1;
    emit(scan_carried(false), sink);
    carry_.clear();
  }
  if (no_memory_)
    return fail(error_code::out_of_memory, "", "no memory for a row that is cut by the border of a chunk");
  return {};
}

template <class Sink>
void ndjson_framer::finish(Sink&& sink) {
  slots_.resize(tree_.slot_count());
  if (!at_row_start()) emit(scan_carried(true), sink);
  reset();
}

}  // namespace payoff
