// SPDX-License-Identifier: Apache-2.0
#include "ingest/array_framer.h"

#include <algorithm>
#include <bit>

#include "ingest/simd.h"

namespace payoff {
namespace {

/** What is copied into the window at a time: small enough to stay in the nearest cache until it is scanned.
 */
constexpr std::size_t block_bytes = std::size_t{16} << 10;

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == hidden_newline; }

}  // namespace

array_framer::array_framer(field_tree& tree, std::string_view event_key, framer_options options)
    : tree_(tree),
      max_row_bytes_(std::min(options.max_row_bytes, max_slot_bytes - block_bytes)),
      too_long_detail_(too_long_detail(max_row_bytes_)),
      window_(options.reallocate),
      walker_(event_key) {}

result<void> array_framer::append(std::string_view chunk, row_sink sink) {
  slots_.resize(tree_.slot_count());
  while (!chunk.empty()) {
    const std::size_t held_bytes = window_.size_bytes();
    const std::size_t missing_bytes = next_walk_bytes_ > held_bytes ? next_walk_bytes_ - held_bytes : 0;
    const std::string_view piece = chunk.substr(0, std::max(block_bytes, missing_bytes));
    if (!window_.append(piece, max_row_bytes_ + block_bytes))
      return fail(error_code::out_of_memory, "", "no memory for the next rows of an array");
    hide_newlines(window_.data() + held_bytes, piece.size());
    chunk.remove_prefix(piece.size());
    if (window_.size_bytes() >= next_walk_bytes_) walk_window(false, sink);
  }
  return {};
}

bool array_framer::finish(row_sink sink) {
  slots_.resize(tree_.slot_count());
  if (window_.size_bytes() != 0) walk_window(true, sink);
  if (place_ == place::object && !has_rows_) {
    is_object_too_long_ = is_object_too_long_ || window_.size_bytes() > max_row_bytes_;
    sink(object_line_, bad_row(is_object_too_long_ ? too_long_detail_.c_str() : detail_data_end),
         slots_.data());
  }
  const bool is_whole = place_ == place::start || place_ == place::between || place_ == place::junk;
  const bool is_cut_short = is_cut_short_ || !is_whole;
  window_.release();
  next_walk_bytes_ = walked_bytes_ = 0;
  line_ = 1;
  place_ = place::start;
  object_ = nullptr;
  is_cut_short_ = false;
  return is_cut_short;
}

void array_framer::walk_window(bool at_end, row_sink sink) {
  window_.terminate();
  const char* const begin = window_.data();
  at_ = begin + walked_bytes_;
  stop_ = begin + window_.size_bytes();
  counted_ = begin;
  if (object_ != nullptr) object_ = begin;
  walk(at_end, sink);
  if (object_ != nullptr && static_cast<std::size_t>(stop_ - object_) > max_row_bytes_) {
    object_ = nullptr;
    is_object_too_long_ = true;
  }
  const char* const keep = object_ == nullptr ? at_ : object_;
  (void)line_at(keep);
  walked_bytes_ = static_cast<std::size_t>(at_ - keep);
  const auto left_bytes = static_cast<std::size_t>(stop_ - at_);
  next_walk_bytes_ = std::min(2 * left_bytes, max_row_bytes_ + 1);
  window_.drop_front(static_cast<std::size_t>(keep - begin));
}

void array_framer::walk(bool at_end, row_sink sink) {
  while (at_ != stop_) {
    const char byte = *at_;
    switch (place_) {
      case place::start:
        if (byte == byte_order_mark[0]) {
          if (stop_ - at_ < 3 && !at_end) return;
          if (std::string_view(at_, static_cast<std::size_t>(stop_ - at_)).starts_with(byte_order_mark))
            at_ += 3;
        }
        place_ = place::between;
        break;

      case place::between:
        if (is_space(byte)) {
          ++at_;
        } else if (byte == '[') {
          ++at_;
          in_object_ = after_comma_ = false;
          place_ = place::element;
        } else if (byte == '{') {
          begin_object();
        } else {
          reject("expected '[' or '{'", sink);
          place_ = place::junk;
        }
        break;

      case place::junk:
        if (byte == hidden_newline) place_ = place::between;
        ++at_;
        break;

      case place::object:
        walk_object(sink);
        break;

      case place::element:
        if (is_space(byte)) {
          ++at_;
        } else if (byte == ',' || byte == ']') {
          if (byte == ',' || after_comma_) reject("expected a value", sink);
          ++at_;
          after_comma_ = true;
          if (byte == ']') end_array();
        } else if (byte == '}' && in_object_) {
          ++at_;
          place_ = place::brace;
        } else if (!scan(at_end, sink)) {
          return;
        }
        break;

      case place::skipping:
        if (!brackets_.is_outside() || (byte != ',' && byte != ']' && !(byte == '}' && in_object_))) {
          brackets_.feed(byte);
          ++at_;
          break;
        }
        [[fallthrough]];

      case place::behind:
        if (is_space(byte)) {
          ++at_;
        } else if (byte == ',') {
          ++at_;
          after_comma_ = true;
          place_ = place::element;
        } else if (byte == ']') {
          ++at_;
          end_array();
        } else if (byte == '}' && in_object_) {
          ++at_;
          place_ = place::brace;
        } else {
          reject("expected ',' or ']'", sink);
          if (byte == '{') {  // the comma is missing, the element is not
            place_ = place::element;
          } else {
            skip();
          }
        }
        break;

      case place::brace:
        if (is_space(byte)) {
          ++at_;
        } else if (byte == ',') {
          if (!is_bad_) reject("expected ',' or ']'", sink);
          place_ = place::behind;
        } else {
          is_cut_short_ = true;
          end_array();
          (void)walker_.feed('}');
          place_ = place::between;
        }
        break;
    }
  }
}

bool array_framer::scan(bool at_end, row_sink sink) {
  scan_result row = scan_element(at_, tree_, slots_.data());
  const auto size_bytes = static_cast<std::size_t>(row.next - at_);
  // More may follow what reaches the end of the window, also digits behind digits.
  const bool is_cut = row.next == stop_ && (row.ends_early || row.status == row_status::not_an_object);
  if (is_cut && !at_end && size_bytes <= max_row_bytes_) return false;
  if (size_bytes > max_row_bytes_) {
    row = bad_row(too_long_detail_.c_str());
  } else if (is_cut && row.ends_early) {
    row = bad_row(detail_data_end);
  }
  sink(line_at(at_), row, slots_.data());
  is_bad_ = row.status == row_status::bad_json;
  if (is_bad_) {
    skip();
  } else {
    at_ = row.next;
    place_ = place::behind;
  }
  return true;
}

void array_framer::begin_object() {
  place_ = place::object;
  object_ = at_;
  object_line_ = line_at(at_);
  is_object_a_row_ = is_object_too_long_ = has_rows_ = false;
  walker_.reset();
}

void array_framer::walk_object(row_sink sink) {
  switch (walker_.feed(*at_++)) {
    case object_walker::finding::a_row:
      is_object_a_row_ = !has_rows_;
      break;
    case object_walker::finding::rows:
      if (is_object_a_row_) break;
      object_ = nullptr;
      has_rows_ = true;
      in_object_ = true;
      after_comma_ = false;
      place_ = place::element;
      break;
    case object_walker::finding::end:
      end_object(sink);
      break;
    default:
      break;
  }
}

void array_framer::end_object(row_sink sink) {
  place_ = place::between;
  if (has_rows_) return;
  if (is_object_too_long_ || static_cast<std::size_t>(at_ - object_) > max_row_bytes_) {
    sink(object_line_, bad_row(too_long_detail_.c_str()), slots_.data());
  } else {
    sink(object_line_, scan_element(object_, tree_, slots_.data()), slots_.data());
  }
  object_ = nullptr;
}

void array_framer::end_array() {
  if (in_object_) (void)walker_.feed(']');
  place_ = in_object_ ? place::object : place::between;
}

void array_framer::reject(const char* detail, row_sink sink) {
  is_bad_ = true;
  sink(line_at(at_), bad_row(detail), slots_.data());
}

void array_framer::skip() {
  brackets_.reset();
  place_ = place::skipping;
}

std::uint64_t array_framer::line_at(const char* position) {
  char newlines[16];
  std::memset(newlines, hidden_newline, sizeof newlines);
  for (; position - counted_ >= 16; counted_ += 16) {
    line_ += static_cast<std::uint64_t>(std::popcount(simd::block::equals(counted_, newlines)));
  }
  for (; counted_ != position; ++counted_) line_ += *counted_ == hidden_newline;
  return line_;
}

}  // namespace payoff
