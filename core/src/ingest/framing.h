// SPDX-License-Identifier: Apache-2.0
/** @file framing.h  Is this stream NDJSON, a JSON array, an object that holds one, or CSV? */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/framer.h"
#include "playbook/playbook.h"

namespace payoff {

enum class framing : std::uint8_t { unknown, ndjson, array, csv };

struct framing_found {
  framing kind{framing::unknown}; /**< unknown: more bytes must come. */
  char separator{','};
  std::vector<std::string> columns{}; /**< Of a CSV file. */
};

/** So many bytes decide, if the first object or the header is not over before. */
inline constexpr std::size_t framing_limit_bytes = std::size_t{64} << 10U;

/**
 * Decided by the first bytes of a stream, after a byte order mark and white space; what was found does not
 * change when more bytes come.
 *
 * - A playbook whose `data.format` is "csv": CSV, whatever the bytes.
 * - '[': an array.
 * - '{': one or more objects that hold arrays of rows, if the first object has an array named `batch`,
 *   `results`, `events` or `data` among its own fields, and no text at `event`, `event_type` or the
 * playbook's `data.fields.event`; else NDJSON. So a row of any known format is a row, also if it holds a list
 * of that name. Of an object longer than framing_limit_bytes its beginning decides, and a line break within a
 * string (a row that is cut off) means NDJSON.
 * - Anything else: CSV if the playbook names no other format, and the first line that is not blank has two or
 *   more cells, one of which names the event or the time (csv_format(), `data.fields`); else NDJSON. The
 *   separator is ',', ';' or tab, whichever makes the most of that line. Where not reads_all_formats() it is
 * called CSV without a look, and without columns: nobody can read it.
 */
[[nodiscard]] framing_found find_framing(std::string_view first_bytes, bool at_end, const playbook& book);

/** `text_slot`: where a CSV cell is text even if it reads as a number. Tree and playbook must live as long.
 */
[[nodiscard]] std::unique_ptr<row_framer> make_framer(const framing_found& found, const playbook& book,
                                                      field_tree& tree, std::uint16_t text_slot,
                                                      framer_options options);

}  // namespace payoff
