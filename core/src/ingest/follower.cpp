// SPDX-License-Identifier: Apache-2.0
#include "ingest/follower.h"

namespace payoff {
namespace {

/** A longer key is none of those that are looked for. */
constexpr std::size_t max_key_bytes = 256;

}  // namespace

void bracket_follower::feed(char byte) {
  if (in_string_) {
    if (is_escaped_) {
      is_escaped_ = false;
    } else if (byte == '\\') {
      is_escaped_ = true;
    } else if (byte == '"') {
      in_string_ = false;
    }
    return;
  }
  if (byte == '"') {
    in_string_ = true;
  } else if (byte == '[' || byte == '{') {
    if (depth_ < told_apart) {
      const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
      std::uint64_t& bits = is_array_[static_cast<std::size_t>(depth_ / 64)];
      bits = byte == '[' ? bits | bit : bits & ~bit;
    }
    ++depth_;
  } else if ((byte == ']' || byte == '}') && depth_ > 0) {
    const std::uint64_t level = depth_ - 1;
    const bool is_told_apart = level < told_apart;
    const std::uint64_t bits = is_told_apart ? is_array_[static_cast<std::size_t>(level / 64)] : 0;
    if (!is_told_apart || (bits >> (level % 64) & 1U) == (byte == ']')) depth_ = level;
  }
}

bool object_walker::is_event_key() const {
  return key_ == "event" || key_ == "event_type" || key_ == "specversion" ||
         (!event_key_.empty() && key_ == event_key_);
}

bool object_walker::is_rows_key() const {
  return key_ == "batch" || key_ == "results" || key_ == "events" || key_ == "data";
}

void object_walker::reset() {
  brackets_.reset();
  expected_ = expected::key;
}

object_walker::finding object_walker::feed(char byte) {
  const bool was_own_text = brackets_.depth() == 1;
  const bool was_in_string = brackets_.in_string();
  brackets_.feed(byte);
  if (brackets_.depth() == 0) return finding::end;
  if (!was_own_text) return finding::nothing;  // the opening bracket, or within a field's value
  if (was_in_string) {
    if (expected_ != expected::rest_of_key) return finding::nothing;
    if (!brackets_.in_string()) {
      expected_ = expected::colon;
    } else if (key_.size() < max_key_bytes) {
      key_ += byte;
    }
    return finding::nothing;
  }
  if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') return finding::nothing;
  const expected now = expected_;
  if (byte == ',') {
    expected_ = expected::key;
  } else if (now == expected::key && byte == '"') {
    key_.clear();
    expected_ = expected::rest_of_key;
  } else if (now == expected::colon && byte == ':') {
    expected_ = expected::value;
  } else if (now == expected::value) {
    expected_ = expected::comma;
    if (byte == '"' && is_event_key()) return finding::a_row;
    if (byte == '[' && is_rows_key()) return finding::rows;
  }
  return finding::nothing;
}

}  // namespace payoff
