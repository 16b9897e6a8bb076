// SPDX-License-Identifier: Apache-2.0
#include "snapshot/archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "payoff/engine.h"
#include "store/hash.h"

namespace payoff {
namespace {

constexpr std::uint64_t layout = 3;

constexpr std::size_t checksum_at = 8;
constexpr std::size_t size_at = 16;
constexpr std::size_t layout_at = 24;
constexpr std::size_t fingerprint_at = 32;
constexpr std::size_t version_at = 40;
constexpr std::size_t version_bytes = snapshot_head_bytes - version_at;

constexpr std::size_t padded(std::size_t size) { return (size + 7) / 8 * 8; }

std::uint64_t load_word(std::string_view block, std::size_t at) {
  return detail::load<std::uint64_t>(block.data() + at);
}
void store_word(std::string& block, std::size_t at, std::uint64_t word) {
  std::memcpy(block.data() + at, &word, sizeof word);
}

tl::unexpected<error> refused(std::string found) {
  return fail(error_code::bad_value, "", std::move(found) + "; load the events again");
}

}  // namespace

void archive::refuse(error_code why) {
  if (!is_refused_) why_ = why;
  is_refused_ = true;
  at_ = from_.size();
}

result<void> archive::outcome() const {
  if (!is_refused_ && at_ == from_.size()) return {};
  if (why_ == error_code::out_of_memory) return fail(why_, "", "no memory to restore the snapshot");
  if (why_ == error_code::limit_exceeded) {
    return fail(why_, "", "the snapshot holds more events or event names than max_rows and max_names allow");
  }
  return refused("the parts of this snapshot contradict each other, so Payoff did not write it");
}

void archive::bytes(void* data, std::size_t size) {
  if (size > 0 && is_reading_) std::memcpy(data, from_.data() + at_, size);
  if (size > 0 && to_ != nullptr) std::memcpy(to_ + at_, data, size);
  at_ += padded(size);
}

std::uint64_t archive::number(std::uint64_t value, std::uint64_t most) {
  if (is_reading_) value = 0;
  if (is_reading_ && left() < sizeof value) refuse();
  if (is_refused_) return 0;
  bytes(&value, sizeof value);
  if (value <= most) return value;
  refuse();
  return 0;
}

std::size_t archive::count(std::size_t value, std::size_t item_bytes) {
  const std::uint64_t size = number(value, UINT64_MAX);
  if (!is_reading_ || size <= left() / item_bytes) return static_cast<std::size_t>(size);
  refuse();
  return 0;
}

std::string_view archive::text(std::string_view value) {
  const std::size_t size = count(value.size(), 1);
  if (is_refused_) return {};
  if (!is_reading_) {
    if (to_ != nullptr && size > 0) std::memcpy(to_ + at_, value.data(), size);
  } else if (size == left() || from_[at_ + size] != 0) {
    refuse();
    return {};
  } else {
    value = from_.substr(at_, size);
  }
  at_ += padded(size + 1);
  return value;
}

/** Four chains, so that none waits for its multiplication; each step is a bijection of what came before. */
std::uint64_t checksum_of_snapshot(std::string_view block) {
  std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
  const auto add = [](std::uint64_t lane, std::uint64_t word) {
    return std::rotl((lane ^ word) * 0x9E3779B97F4A7C15U, 29);
  };
  std::size_t at = size_at;
  for (; at + 32 <= block.size(); at += 32) {
    lanes[0] = add(lanes[0], load_word(block, at));
    lanes[1] = add(lanes[1], load_word(block, at + 8));
    lanes[2] = add(lanes[2], load_word(block, at + 16));
    lanes[3] = add(lanes[3], load_word(block, at + 24));
  }
  for (; at + 8 <= block.size(); at += 8) lanes[0] = add(lanes[0], load_word(block, at));
  std::uint64_t out = 0;
  for (const std::uint64_t lane : lanes) out = mix_bits(out ^ lane);
  return out;
}

void seal_snapshot(std::string& block, std::uint64_t fingerprint) {
  std::copy(snapshot_magic.begin(), snapshot_magic.end(), block.begin());
  store_word(block, size_at, block.size());
  store_word(block, layout_at, layout);
  store_word(block, fingerprint_at, fingerprint);
  const std::string_view own = version().substr(0, version_bytes);
  std::copy(own.begin(), own.end(), block.begin() + version_at);
  store_word(block, checksum_at, checksum_of_snapshot(block));
}

result<std::string_view> open_snapshot(std::string_view block, std::uint64_t fingerprint) {
  if (block.size() < snapshot_head_bytes || !block.starts_with(snapshot_magic)) {
    return refused("this is no snapshot: it does not begin as what snapshot() gives");
  }
  // First what says how the rest is to be understood.
  std::string_view written_by = block.substr(version_at, version_bytes);
  written_by = written_by.substr(0, written_by.find('\0'));
  if (load_word(block, layout_at) != layout || written_by != version().substr(0, version_bytes)) {
    return refused("this snapshot was written by Payoff " + std::string(written_by) + ", layout " +
                   std::to_string(load_word(block, layout_at)) + ", and is read by Payoff " +
                   std::string(version()) + ", layout " + std::to_string(layout) + " alone");
  }
  if (load_word(block, size_at) != block.size() || block.size() % 8 != 0) {
    return refused("this snapshot has " + std::to_string(block.size()) + " bytes and should have " +
                   std::to_string(load_word(block, size_at)));
  }
  if (load_word(block, checksum_at) != checksum_of_snapshot(block)) {
    return refused("this snapshot was damaged: its checksum is another");
  }
  if (load_word(block, fingerprint_at) != fingerprint) {
    return refused(
        "this snapshot was written with another playbook, or another hash_key: configure that one");
  }
  return block.substr(snapshot_head_bytes);
}

}  // namespace payoff
