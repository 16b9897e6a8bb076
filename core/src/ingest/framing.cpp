// SPDX-License-Identifier: Apache-2.0
#include "ingest/framing.h"

#include "ingest/array_framer.h"
#include "ingest/csv_framer.h"
#include "ingest/formats.h"

namespace payoff {
namespace {

/** The first token of the pointer that the playbook reads the event from. */
std::string_view event_key(const playbook& book) {
  const std::string_view pointer = book.fields.event;
  return pointer.empty() ? pointer : pointer.substr(1, pointer.find('/', 1) - 1);
}

framing framing_of_object(std::string_view bytes, bool at_end, const playbook& book) {
  object_walker walker(event_key(book));
  bool holds_rows = false;
  for (const char byte : bytes) {
    const bool is_broken = walker.in_string() && static_cast<unsigned char>(byte) < ' ';
    const auto found = walker.feed(byte);
    if (is_broken || found == object_walker::finding::a_row) return framing::ndjson;
    if (found == object_walker::finding::rows) holds_rows = true;
    if (found == object_walker::finding::end) return holds_rows ? framing::array : framing::ndjson;
  }
  if (!at_end) return framing::unknown;
  return holds_rows ? framing::array : framing::ndjson;
}

framing_found find_columns(std::string_view bytes, bool at_end) {
  framing_found best;
  for (const char separator : {',', ';', '\t'}) {
    field_tree none;
    csv_framer framer(none, separator, field_tree::none);
    const auto no_row = [](std::uint64_t, const scan_result&, const slot_value*) {};
    (void)framer.append(bytes, no_row);
    if (at_end) (void)framer.append("\n", no_row);
    if (framer.columns().empty() && !at_end) return {};
    if (framer.columns().size() <= best.columns.size()) continue;
    best = {framing::csv, separator, framer.columns()};
  }
  return best;
}

}  // namespace

framing_found find_framing(std::string_view first_bytes, bool at_end, const playbook& book) {
  if (first_bytes.size() >= framing_limit_bytes) {
    first_bytes = first_bytes.substr(0, framing_limit_bytes);
    at_end = true;
  }
  std::string_view bytes = first_bytes;
  if (bytes.starts_with(byte_order_mark)) {
    bytes.remove_prefix(byte_order_mark.size());
  } else if (!at_end && byte_order_mark.starts_with(bytes)) {
    return {};
  }
  const bool must_be_csv = book.format == csv_format_name;
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos && !at_end) return {};
  if (!must_be_csv) {
    if (begin == std::string_view::npos) return {framing::ndjson};
    if (bytes[begin] == '[') return {framing::array};
    if (bytes[begin] == '{') return {framing_of_object(bytes.substr(begin), at_end, book)};
    if (book.format != "auto") return {framing::ndjson};
  }
  if (!reads_all_formats()) return {framing::csv};
  framing_found found = find_columns(first_bytes, at_end);
  if (found.kind == framing::unknown && !at_end) return found;
  if (must_be_csv) {
    found.kind = framing::csv;
  } else if (!is_csv_header(found.columns, book)) {
    found = {framing::ndjson};
  }
  return found;
}

std::unique_ptr<row_framer> make_framer(const framing_found& found, const playbook& book, field_tree& tree,
                                        std::uint16_t text_slot, framer_options options) {
  switch (found.kind) {
    case framing::array:
      return std::make_unique<array_framer>(tree, event_key(book), options);
    case framing::csv:
      if (reads_all_formats()) return std::make_unique<csv_framer>(tree, found.separator, text_slot, options);
      [[fallthrough]];
    default:
      return std::make_unique<ndjson_framer>(tree, options);
  }
}

}  // namespace payoff
