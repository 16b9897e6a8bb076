// SPDX-License-Identifier: Apache-2.0
/** @file csv_framer.h  Where do the rows and cells of a CSV file begin and end, and what do they say? */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/framer.h"

namespace payoff {

/**
 * RFC 4180 and what spreadsheets write. Each row is handed over as a flat object whose keys are the cells of
 * the header: the slot of "/Event Name" is the cell below "Event Name" (blanks around a name do not count).
 *
 * - A quote opens a cell only as its first byte; within, "" is a quote and line ends are text. Text behind
 * the closing quote makes the row bad_json.
 * - A line ends with LF, CRLF or CR. A row without any text, cells or not, is blank.
 * - An empty cell is absent; one that reads as a JSON number is a number, but never in `text_slot`; every
 * other one is a string, true and false too.
 * - Missing cells at the end of a row are absent; one with text beyond the header makes the row bad_json: its
 *   values may have moved. Of columns with one name the last holds.
 * - Bytes that are not UTF-8 make the row bad_json.
 * - A first line "sep=;" sets the separator and is no row.
 *
 * A row's line is the one that it begins on. A quote that is not closed makes the rest one bad row, and then
 * finish() is true. A row's length is that of its text, without quotes and separators.
 */
class csv_framer final : public row_framer {
 public:
  static constexpr std::size_t max_columns = 16'384; /**< As many as a spreadsheet has. */

  /** The tree must live as long, and have its fields before the header comes. */
  csv_framer(field_tree& tree, char separator, std::uint16_t text_slot, framer_options options = {});

  /** After out_of_memory, which costs that row alone, it can be used on. */
  [[nodiscard]] result<void> append(std::string_view chunk, row_sink sink) override;
  bool finish(row_sink sink) override;

  /** The header's names; empty until its line has ended. */
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

 private:
  enum class place : std::uint8_t {
    cell,   /**< At its first byte. */
    plain,  /**< In one without quotes, or behind the closing quote. */
    quoted, /**< Between the quotes. */
    quote   /**< Behind a quote that may close the cell, or be the first of two. */
  };

  void keep(std::string_view text);
  void end_cell();
  void end_row(row_sink sink);
  void read_header();
  /** nullptr, or what is wrong with the row. */
  [[nodiscard]] const char* problem();
  void fill_slots();
  void begin_row();
  [[nodiscard]] bool at_row_start() const { return place_ == place::cell && cells_ == 0; }
  [[nodiscard]] std::string_view cell_text(std::size_t cell) const;

  field_tree& tree_;
  char separator_;
  std::uint16_t text_slot_;
  std::size_t max_row_bytes_;
  std::string too_long_detail_;
  std::vector<slot_value> slots_;

  std::vector<std::string> columns_;
  std::vector<std::uint16_t> column_slots_;

  carry_buffer text_;               /**< The row's cells, one behind the other. */
  std::vector<std::uint32_t> ends_; /**< Where they end; no more than the header has. */
  std::size_t cells_{0};
  std::size_t cell_bytes_{0};
  place place_{place::cell};
  bool was_quoted_{false};
  bool has_junk_{false};
  bool has_more_cells_{false};
  bool has_text_{false};
  const char* lost_{nullptr}; /**< Why the row's text is not kept, if it is not. */
  std::size_t mark_bytes_{
      0};                    /**< Of a byte order mark that were there; all of them once there can be none. */
  bool after_return_{false}; /**< The last line ended with CR: an LF belongs to it. */
  bool no_memory_{false};
  std::uint64_t line_{1};
  std::uint64_t row_line_{1};
};

}  // namespace payoff
