// SPDX-License-Identifier: Apache-2.0
#include "ingest/framer.h"

#include <algorithm>
#include <cstdlib>

namespace payoff {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t room_bytes = 1 + scan_padding_bytes;  // a newline and what is loaded behind it

}  // namespace

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

void carry_buffer::release() {
  std::free(data_);
  data_ = nullptr;
  size_bytes_ = capacity_bytes_ = 0;
}

ndjson_framer::ndjson_framer(field_tree& tree, framer_options options)
    : tree_(tree),
      max_row_bytes_(
          std::min<std::size_t>(options.max_row_bytes, 0xFFFF'0000U)),  // slots count bytes in 32 bits
      too_long_detail_("the row is longer than " + std::to_string(max_row_bytes_) + " bytes"),
      carry_(options.reallocate) {}

void ndjson_framer::reset() {
  carry_.release();
  line_ = 0;
  skipping_ = skip_reason::none;
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

scan_result ndjson_framer::scan(const char* row) {
  if (line_ == 0 && std::memcmp(row, byte_order_mark.data(), byte_order_mark.size()) == 0) {
    row += byte_order_mark.size();
  }
  const scan_result scanned = scan_row(row, tree_, slots_.data());
  if (static_cast<std::size_t>(scanned.next - 1 - row) > max_row_bytes_) return too_long(scanned.next);
  return scanned;
}

scan_result ndjson_framer::scan_carried(bool data_end) {
  const skip_reason skipped = skipping_;
  skipping_ = skip_reason::none;
  if (skipped == skip_reason::too_long) return too_long(nullptr);
  if (skipped == skip_reason::no_memory) {
    return {row_status::bad_json, false, "there was no memory for a row of this length", nullptr, 0, nullptr};
  }
  carry_.terminate();
  scan_result scanned = scan(carry_.data());
  if (data_end && scanned.ends_early) {
    scanned.detail = "the data end inside this row";
    scanned.error_byte = 0;
  }
  return scanned;
}

scan_result ndjson_framer::too_long(const char* next) const {
  return {row_status::bad_json, false, too_long_detail_.c_str(), nullptr, 0, next};
}

const char* ndjson_framer::in_place_end(const char* begin, const char* end) {
  if (static_cast<std::size_t>(end - begin) < room_bytes) return begin;
  const char* after = end - scan_padding_bytes;
  while (after != begin && after[-1] != '\n') --after;
  return after;
}

}  // namespace payoff
