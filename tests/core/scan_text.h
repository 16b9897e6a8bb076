// SPDX-License-Identifier: Apache-2.0
/** @file scan_text.h  What does the scanner make of this literal? With no readable byte more than it is
 * promised. */
#pragma once

#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/field_tree.h"
#include "ingest/scanner.h"
#include "ingest/text.h"

namespace payoff {

/** Text of many lines as scan_element() wants it. */
inline std::string hidden(std::string text) {
  hide_newlines(text.data(), text.size());
  return text;
}

/** A tree of fields and the slots of the row scanned last. */
class scan_bench {
 public:
  using scan_function = scan_result (*)(const char*, field_tree&, slot_value*);

  explicit scan_bench(std::initializer_list<std::string_view> pointers = {}, scan_function scan = scan_row)
      : scan_(scan) {
    for (const std::string_view pointer : pointers) wanted_.push_back(tree.add(pointer).value());
  }

  scan_result operator()(std::string_view row) {
    // Sized to the byte, so that the address sanitizer sees one too many; filled with what would be misread.
    const std::size_t size_bytes = row.size() + 1 + scan_padding_bytes;
    bytes_ = std::make_unique<char[]>(size_bytes);
    std::memset(bytes_.get(), '"', size_bytes);
    if (!row.empty()) std::memcpy(bytes_.get(), row.data(), row.size());
    bytes_[row.size()] = '\n';
    slots_ = std::make_unique<slot_value[]>(tree.slot_count());
    last = scan_(bytes_.get(), tree, slots_.get());
    next_byte = last.next - bytes_.get();
    return last;
  }

  /** The n-th pointer's value. */
  [[nodiscard]] const slot_value& value(std::size_t n) const { return slots_[wanted_[n]]; }
  [[nodiscard]] const slot_value& slot(std::size_t slot) const { return slots_[slot]; }
  /** The same as text: strings in quotes with escapes undone, "-" for what is absent. */
  [[nodiscard]] std::string shown(std::size_t n) const { return show(value(n)); }

  [[nodiscard]] static std::string show(const slot_value& value) {
    if (value.kind == value_kind::absent) return "-";
    if (value.kind != value_kind::string) return std::string(value.text());
    std::string text;
    unescape(value.text(), text);
    return '"' + text + '"';
  }

  field_tree tree;
  scan_result last{};
  std::ptrdiff_t next_byte{0};

 private:
  scan_function scan_;
  std::vector<std::uint16_t> wanted_;
  std::unique_ptr<char[]> bytes_;
  std::unique_ptr<slot_value[]> slots_;
};

}  // namespace payoff
