// SPDX-License-Identifier: Apache-2.0
/** @file array_framer.h  Where do the rows begin and end that are elements of JSON arrays? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/follower.h"
#include "ingest/framer.h"

namespace payoff {

/**
 * The data are JSON values one after another, on lines or not, most often just one:
 *
 *     [ROW, ROW, ...]
 *     {"next": null, "results": [ROW, ROW, ...]}      see object_walker for the names and its rule
 *     {"batch": [ROW]}\n{"batch": [ROW]}\n            one call a line, as webhooks are logged
 *
 * An object that holds no such array is a row itself. What else an object holds is not checked.
 *
 * A wrong element is one bad row, from its first byte to the next comma outside of its strings and brackets.
 * So is an empty element ("[A,,B]", "[A,]"), what stands between an element and its comma, and what stands
 * between two values, to the end of its line; an element whose comma before it is missing is not lost. Where
 * a string or a bracket is not closed, the rest is that one bad row, and finish() is true; so it is where the
 * last bracket is missing. A closing brace in the place of an object's last ']' closes both.
 *
 * A row's line is the one that it begins on. Holds no more than one row, and a block of 16 KiB.
 */
class array_framer final : public row_framer {
 public:
  /** The tree must live as long; `event_key` as object_walker has it. */
  array_framer(field_tree& tree, std::string_view event_key, framer_options options = {});

  /** After out_of_memory the rest of the chunk is not read. */
  [[nodiscard]] result<void> append(std::string_view chunk, row_sink sink) override;
  bool finish(row_sink sink) override;

 private:
  enum class place : std::uint8_t {
    start,    /**< Of the data: there may be a byte order mark. */
    between,  /**< Two values. */
    junk,     /**< In what stands there instead, to the end of the line. */
    object,   /**< In an object, outside of its arrays of rows. */
    element,  /**< Where one should begin. */
    behind,   /**< An element. */
    skipping, /**< In a bad element, to its comma. */
    brace     /**< Behind a '}' that is the object's, unless a comma follows. */
  };

  void walk_window(bool at_end, row_sink sink);
  void walk(bool at_end, row_sink sink);
  /** false: the rest of the element is still to come. */
  [[nodiscard]] bool scan(bool at_end, row_sink sink);
  void begin_object();
  void walk_object(row_sink sink);
  void end_object(row_sink sink);
  void end_array();
  /** One bad row that begins here. */
  void reject(const char* detail, row_sink sink);
  void skip();
  [[nodiscard]] std::uint64_t line_at(const char* position);

  field_tree& tree_;
  std::size_t max_row_bytes_;
  std::string too_long_detail_;
  std::vector<slot_value> slots_;

  carry_buffer window_;
  std::size_t next_walk_bytes_{0}; /**< The window must have grown to this size: a cut element is not scanned
                                      again for every few bytes. */
  std::size_t walked_bytes_{0};    /**< Of the window: an object that may turn out to be a row is kept. */
  const char* at_{nullptr};        /**< In the window, while it is walked. */
  const char* stop_{nullptr};
  const char* counted_{nullptr}; /**< The newlines up to here are in line_. */
  std::uint64_t line_{1};

  place place_{place::start};
  bool after_comma_{false};
  bool in_object_{false}; /**< The array is an object's. */
  bool is_bad_{false};    /**< The last element was, and is counted. */
  bool is_cut_short_{false};
  bracket_follower brackets_;

  object_walker walker_;
  const char* object_{nullptr}; /**< Its first byte, while it may turn out to be a row. */
  bool is_object_a_row_{false};
  bool is_object_too_long_{false};
  bool has_rows_{false}; /**< The object held an array of rows. */
  std::uint64_t object_line_{0};
};

}  // namespace payoff
