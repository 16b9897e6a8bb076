// SPDX-License-Identifier: Apache-2.0
#include "ingest/csv_framer.h"

#include <algorithm>
#include <cstring>

#include "ingest/number.h"
#include "ingest/text.h"

namespace payoff {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

csv_framer::csv_framer(field_tree& tree, char separator, std::uint16_t text_slot, framer_options options)
    : tree_(tree),
      separator_(separator),
      text_slot_(text_slot),
      max_row_bytes_(std::min(options.max_row_bytes, max_slot_bytes)),
      too_long_detail_(too_long_detail(max_row_bytes_)),
      text_(options.reallocate) {}

result<void> csv_framer::append(std::string_view chunk, row_sink sink) {
  no_memory_ = false;
  const char* at = chunk.data();
  const char* const end = at + chunk.size();
  for (; at != end && mark_bytes_ < byte_order_mark.size(); ++at, ++mark_bytes_) {
    if (*at == byte_order_mark[mark_bytes_]) continue;
    if (mark_bytes_ != 0) {  // it only began like one
      keep(byte_order_mark.substr(0, mark_bytes_));
      place_ = place::plain;
    }
    mark_bytes_ = byte_order_mark.size();
    break;
  }
  while (at != end) {
    const char byte = *at;
    if (place_ == place::quoted) {
      const auto left_bytes = static_cast<std::size_t>(end - at);
      const auto* const found = static_cast<const char*>(std::memchr(at, '"', left_bytes));
      const char* const stop = found == nullptr ? end : found;
      line_ += static_cast<std::uint64_t>(std::count(at, stop, '\n'));
      keep({at, static_cast<std::size_t>(stop - at)});
      at = stop;
      if (found == nullptr) break;
      ++at;
      place_ = place::quote;
      continue;
    }
    if (byte == '"' && (place_ == place::cell || place_ == place::quote)) {
      if (place_ == place::quote) keep("\"");
      place_ = place::quoted;
      after_return_ = false;
      ++at;
      continue;
    }
    if (byte == '\n' && after_return_ && at_row_start()) {
      after_return_ = false;
      ++at;
      continue;
    }
    after_return_ = false;
    was_quoted_ = was_quoted_ || place_ == place::quote;
    const char* stop = at;
    while (stop != end && *stop != separator_ && *stop != '\n' && *stop != '\r') ++stop;
    if (stop != at) {
      has_junk_ = has_junk_ || was_quoted_;
      keep({at, static_cast<std::size_t>(stop - at)});
    }
    place_ = place::plain;
    at = stop;
    if (at == end) break;
    end_cell();
    if (*at != separator_) {
      after_return_ = *at == '\r';
      ++line_;
      end_row(sink);
    }
    ++at;
  }
  if (no_memory_) return fail(error_code::out_of_memory, "", "no memory for a row of a CSV file");
  return {};
}

bool csv_framer::finish(row_sink sink) {
  const bool is_cut_short = place_ == place::quoted;
  if (is_cut_short) {
    has_text_ = true;
    if (lost_ == nullptr) lost_ = "the data end inside quotes";
  }
  if (!at_row_start()) {
    end_cell();
    end_row(sink);
  }
  begin_row();
  text_.release();
  columns_.clear();
  column_slots_.clear();
  after_return_ = false;
  mark_bytes_ = 0;
  line_ = row_line_ = 1;
  return is_cut_short;
}

void csv_framer::keep(std::string_view text) {
  cell_bytes_ += text.size();
  has_text_ = has_text_ || text.find_first_not_of(" \t") != std::string_view::npos;
  if (lost_ != nullptr) return;
  if (text.size() > max_row_bytes_ - text_.size_bytes()) {
    lost_ = too_long_detail_.c_str();
  } else if (!text_.append(text, max_row_bytes_)) {
    lost_ = detail_no_memory;
    no_memory_ = true;
  } else {
    return;
  }
  text_.release();
}

void csv_framer::end_cell() {
  const std::size_t known = columns_.empty() ? max_columns : columns_.size();
  if (cells_ < known) {
    ends_.push_back(static_cast<std::uint32_t>(text_.size_bytes()));
  } else {
    has_more_cells_ = has_more_cells_ || cell_bytes_ != 0;
  }
  ++cells_;
  cell_bytes_ = 0;
  was_quoted_ = false;
  place_ = place::cell;
}

void csv_framer::end_row(row_sink sink) {
  if (has_text_) {
    const bool is_header = columns_.empty();
    if (is_header) read_header();
    const char* const detail = is_header ? lost_ : problem();
    fill_slots();
    if (detail != nullptr) {
      sink(row_line_, bad_row(detail), slots_.data());
    } else if (!is_header) {
      sink(row_line_, {row_status::ok, false, nullptr, nullptr, 0, nullptr}, slots_.data());
    }
  }
  begin_row();
}

void csv_framer::begin_row() {
  text_.clear();
  ends_.clear();
  cells_ = cell_bytes_ = 0;
  place_ = place::cell;
  was_quoted_ = has_junk_ = has_more_cells_ = has_text_ = false;
  lost_ = nullptr;
  row_line_ = line_;
}

std::string_view csv_framer::cell_text(std::size_t cell) const {
  const std::size_t from = cell == 0 ? 0 : ends_[cell - 1];
  return {text_.data() + from, ends_[cell] - from};
}

void csv_framer::read_header() {
  if (lost_ != nullptr) {  // of a header that is lost no name is known
    columns_.emplace_back();
    column_slots_.push_back(field_tree::none);
    return;
  }
  const std::string_view all(text_.data(), text_.size_bytes());
  if (all.starts_with("sep=") &&
      all.size() + cells_ == 6) {  // "sep=" and the separator, or what it left of it
    if (cells_ == 1) separator_ = all.back();
    return;
  }
  for (std::size_t cell = 0; cell < ends_.size(); ++cell) {
    columns_.emplace_back(trimmed(cell_text(cell)));
    column_slots_.push_back(tree_.child(0, columns_.back(), false));
  }
}

const char* csv_framer::problem() {
  if (lost_ != nullptr) return lost_;
  if (has_junk_) return "text behind a closing quote";
  if (has_more_cells_) return "more cells than the header has names";
  text_.terminate();
  bool is_text = is_utf8(text_.data(), text_.data() + text_.size_bytes());
  for (const std::uint32_t end : ends_) is_text = is_text && !is_utf8_tail(text_.data()[end]);
  return is_text ? nullptr : "invalid UTF-8: save the file as UTF-8";
}

void csv_framer::fill_slots() {
  slots_.assign(tree_.slot_count(), slot_value{nullptr, 0, value_kind::absent, false});
  if (lost_ != nullptr || column_slots_.empty()) return;
  const auto size_bytes = static_cast<std::uint32_t>(text_.size_bytes());
  slots_[0] = {text_.data(), size_bytes, value_kind::object, false};
  for (std::size_t cell = 0; cell < ends_.size(); ++cell) {
    const std::uint16_t slot = column_slots_[cell];
    if (slot == field_tree::none) continue;
    const std::string_view text = cell_text(cell);
    value_kind kind = value_kind::string;
    if (text.empty()) kind = value_kind::absent;
    if (slot != text_slot_ && is_json_number(text)) kind = value_kind::number;
    slots_[slot] = {text.data(), static_cast<std::uint32_t>(text.size()), kind, false};
  }
}

}  // namespace payoff
