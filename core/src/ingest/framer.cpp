// SPDX-License-Identifier: Apache-2.0
#include "ingest/framer.h"

#include <algorithm>
#include <cstdlib>

namespace payoff {
namespace {

constexpr std::size_t room_bytes = 1 + scan_padding_bytes;  // a newline and what is loaded behind it

}  // namespace

void row_sink::operator()(std::uint64_t line, const scan_result& scan, const slot_value* slots) const {
  const scanned_row row{line, scan, slots};
  call_(take_, {&row, 1});
}

carry_buffer::~carry_buffer() { std::free(data_); }

bool carry_buffer::append(std::string_view bytes, std::size_t limit_bytes) {
  const std::size_t needed = size_bytes_ + bytes.size() + room_bytes;
  if (needed > capacity_bytes_) {
    const std::size_t grown = std::min(2 * capacity_bytes_, limit_bytes + room_bytes);
    const std::size_t capacity = std::max({needed, grown, std::size_t{4096}});
    void* const moved = reallocate_(data_, capacity);
    if (moved == nullptr) return false;
    data_ = static_cast<char*>(moved);
    capacity_bytes_ = capacity;
  }
  if (!bytes.empty()) std::memcpy(data_ + size_bytes_, bytes.data(), bytes.size());
  size_bytes_ += bytes.size();
  return true;
}

void carry_buffer::terminate() {
  std::memset(data_ + size_bytes_, 0, room_bytes);
  data_[size_bytes_] = '\n';
}

void carry_buffer::drop_front(std::size_t size_bytes) {
  if (size_bytes == 0) return;
  size_bytes_ -= size_bytes;
  std::memmove(data_, data_ + size_bytes, size_bytes_);
}

void carry_buffer::release() {
  std::free(data_);
  data_ = nullptr;
  size_bytes_ = capacity_bytes_ = 0;
}

std::string too_long_detail(std::size_t max_row_bytes) {
  return "the row is longer than " + std::to_string(max_row_bytes) + " bytes";
}

ndjson_framer::ndjson_framer(field_tree& tree, framer_options options)
    : tree_(tree),
      max_row_bytes_(std::min(options.max_row_bytes, max_slot_bytes)),
      too_long_detail_(too_long_detail(max_row_bytes_)),
      carry_(options.reallocate) {}

void ndjson_framer::reset() {
  carry_.release();
  line_ = 0;
  skipping_ = skip_reason::none;
}

void ndjson_framer::emit(const scan_result& row, row_sink sink) {
  ++line_;
  if (row.status != row_status::blank) sink(line_, row, slots_.data());
}

/** Few where rows have many slots. */
std::size_t ndjson_framer::rows_at_once() const {
  constexpr std::size_t most_slots = 4096;
  return std::clamp(most_slots / tree_.slot_count(), std::size_t{1}, batch_rows);
}

void ndjson_framer::scan_in_place(const char* at, const char* stop, row_sink sink) {
  const std::size_t slot_count = tree_.slot_count();
  const std::size_t most_rows = rows_at_once();
  std::array<scanned_row, batch_rows> rows;
  while (at != stop) {
    std::size_t count = 0;
    while (count != most_rows && at != stop) {
      slot_value* const slots = slots_.data() + count * slot_count;
      const scan_result row = scan(at, slots);
      at = row.next;
      ++line_;
      if (row.status != row_status::blank) rows[count++] = {line_, row, slots};
    }
    sink({rows.data(), count});
  }
}

result<void> ndjson_framer::append(std::string_view chunk, row_sink sink) {
  slots_.resize(rows_at_once() * tree_.slot_count());
  const char* at = chunk.data();
  const char* const end = at + chunk.size();
  no_memory_ = false;
  while (at != end) {
    if (at_row_start()) {
      const char* const stop = in_place_end(at, end);
      scan_in_place(at, stop, sink);
      at = stop;
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

bool ndjson_framer::finish(row_sink sink) {
  slots_.resize(rows_at_once() * tree_.slot_count());
  if (!at_row_start()) emit(scan_carried(true), sink);
  reset();
  return false;
}

void ndjson_framer::keep(std::string_view piece) {
  if (skipping_ != skip_reason::none) return;
  const std::size_t limit_bytes = max_row_bytes_ + (line_ == 0 ? byte_order_mark.size() : 0);
  if (piece.size() > limit_bytes - carry_.size_bytes()) {
    skipping_ = skip_reason::too_long;
  } else if (!carry_.append(piece, limit_bytes)) {
    skipping_ = skip_reason::no_memory;
    no_memory_ = true;
  } else {
    return;
  }
  carry_.release();
}

scan_result ndjson_framer::scan(const char* row, slot_value* slots) {
  if (line_ == 0 && std::memcmp(row, byte_order_mark.data(), byte_order_mark.size()) == 0) {
    row += byte_order_mark.size();
  }
  const scan_result scanned = scan_row(row, tree_, slots);
  if (static_cast<std::size_t>(scanned.next - 1 - row) > max_row_bytes_) return too_long(scanned.next);
  return scanned;
}

scan_result ndjson_framer::scan_carried(bool data_end) {
  const skip_reason skipped = skipping_;
  skipping_ = skip_reason::none;
  if (skipped == skip_reason::too_long) return too_long(nullptr);
  if (skipped == skip_reason::no_memory) return bad_row(detail_no_memory);
  carry_.terminate();
  scan_result scanned = scan(carry_.data(), slots_.data());
  if (data_end && scanned.ends_early) {
    scanned.detail = detail_data_end;
    scanned.error_byte = 0;
  }
  return scanned;
}

scan_result ndjson_framer::too_long(const char* next) const {
  return bad_row(too_long_detail_.c_str(), next);
}

const char* ndjson_framer::in_place_end(const char* begin, const char* end) {
  if (static_cast<std::size_t>(end - begin) < room_bytes) return begin;
  const char* after = end - scan_padding_bytes;
  while (after != begin && after[-1] != '\n') --after;
  return after;
}

}  // namespace payoff
