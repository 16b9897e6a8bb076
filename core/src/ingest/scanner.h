// SPDX-License-Identifier: Apache-2.0
/** @file scanner.h  Is this row JSON, and where in it are the values that are wanted? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/field_tree.h"

namespace payoff {

enum class value_kind : std::uint8_t {
  absent,
  null,
  boolean_false,
  boolean_true,
  number,
  string,
  object,
  array
};

/** One wanted value, as a view into the row: it dies when the row's bytes do. */
struct slot_value {
  const char* begin; /**< Strings: after the quote. Others: the first byte. */
  std::uint32_t size;
  value_kind kind;
  bool escaped; /**< A string with backslashes in it: see text.h. */

  [[nodiscard]] std::string_view text() const { return {begin, size}; }
};

enum class row_status : std::uint8_t { ok, blank, bad_json, not_an_object };

struct scan_result {
  row_status status;
  bool ends_early;        /**< bad_json because the row stopped where more had to come. */
  const char* detail;     /**< nullptr, or what is wrong: static text, or text of the framer. */
  const char* error_at;   /**< nullptr, or the byte that it is about. */
  std::size_t error_byte; /**< The same as a position in the row, from 1; 0: no particular byte. */
  const char* next;       /**< Where the next row starts. */
};

/** "unterminated string at byte 41". */
[[nodiscard]] std::string error_text(const scan_result& scan);

/** Levels of brackets that a row may have; its own is the first. */
inline constexpr std::size_t max_levels = 512;
/** So many bytes after a row's newline must be readable (they are loaded, and never matter). */
inline constexpr std::size_t scan_padding_bytes = 32;

/**
 * Reads one row in one pass: checks all of it (RFC 8259, UTF-8, max_levels) and notes the wanted values in
 * `slots` [tree.slot_count()], those that are not there as `absent`. Of duplicate keys the last holds, with
 * all below it. Numbers are checked, not converted (number.h); lone surrogate escapes are valid (text.h).
 *
 * The row must end in '\n', and a newline ends the row wherever it stands. Unless `status` is ok the slots
 * mean nothing. not_an_object: valid JSON of another type.
 */
[[nodiscard]] scan_result scan_row(const char* begin, field_tree& tree, slot_value* slots);

/**
 * The same for a value inside a larger text, such as one row of a JSON array: `next` is the byte after the
 * value, or where the error was found. The text's own newlines must be hidden; the one behind its last byte
 * says that the value may go on.
 */
[[nodiscard]] scan_result scan_element(const char* begin, field_tree& tree, slot_value* slots);

/** What stands for a newline once it is hidden. */
inline constexpr char hidden_newline = '\r';
/**
 * Makes of each newline a hidden_newline and of each carriage return a tab. JSON allows and refuses all three
 * in the same places, so that one scanner reads lines and what stands on many.
 */
void hide_newlines(char* bytes, std::size_t size_bytes);

namespace detail {
/** The twins without SIMD, for platforms that have none, and for the tests. */
[[nodiscard]] scan_result scan_row_scalar(const char* begin, field_tree& tree, slot_value* slots);
[[nodiscard]] scan_result scan_element_scalar(const char* begin, field_tree& tree, slot_value* slots);
}  // namespace detail

}  // namespace payoff
