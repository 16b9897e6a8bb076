// SPDX-License-Identifier: Apache-2.0
/** @file id_set.h  Was this event id seen before? */
#pragma once

#include <cstdint>
#include <span>

#include "store/column.h"
#include "store/hash.h"

namespace payoff {

/**
 * A set of keyed 64-bit hashes: 10 to 20 bytes an id (16 from a million on), however long ids are. It can
 * take two ids for one with a chance of n*n / 2^65 (see engine_options::hash_key); it never takes one for
 * two.
 */
class id_set {
 public:
  enum class outcome : std::uint8_t { added, known, no_memory };

  /** What stands for a hash in the set: 0 marks a free slot. */
  [[nodiscard]] static std::uint64_t to_key(std::uint64_t hash) {
    return hash + static_cast<std::uint64_t>(hash == empty);
  }

  /** Brings the places of `keys` near; 0 is no key. WebAssembly has no prefetch, but loads that nothing waits
   * for overtake each other. */
  void fetch(std::span<const std::uint64_t> keys) {
    if (slots_.empty()) return;
    std::uint64_t sum = 0;
    for (const std::uint64_t key : keys) sum += slots_[slot_of(key, table_size())];
    fetched_ = sum;
  }

  [[nodiscard]] outcome insert(std::uint64_t hash) {
    const std::uint64_t key = to_key(hash);
    if (size_ * 5 >= slots_.size() * 4 && !grow()) [[unlikely]]
      return outcome::no_memory;
    for (std::uint32_t slot = slot_of(key, table_size());;) {
      if (slots_[slot] == key) return outcome::known;
      if (slots_[slot] == empty) {
        slots_[slot] = key;
        ++size_;
        return outcome::added;
      }
      if (++slot == table_size()) slot = 0;
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t heap_bytes() const { return slots_.capacity_bytes(); }

 private:
  static constexpr std::uint64_t empty = 0;
  [[nodiscard]] std::uint32_t table_size() const { return static_cast<std::uint32_t>(slots_.size()); }

  [[nodiscard]] bool grow() {
    column<std::uint64_t> larger;
    // Growing puts all ids in again: seldom while that is cheap in memory, by half where the spare room is
    // real.
    const std::size_t spare = slots_.size() < (1U << 20U) ? 3 * slots_.size() : slots_.size() / 2;
    const std::size_t wanted = slots_.empty() ? 8192 : slots_.size() + spare;
    if (wanted >= UINT32_MAX || !larger.resize(wanted, empty)) return false;
    slots_.swap(larger);
    for (const std::uint64_t hash : larger) {
      if (hash == empty) continue;
      std::uint32_t slot = slot_of(hash, table_size());
      while (slots_[slot] != empty) {
        if (++slot == table_size()) slot = 0;
      }
      slots_[slot] = hash;
    }
    return true;
  }

  column<std::uint64_t> slots_;
  std::size_t size_{0};
  volatile std::uint64_t fetched_{0}; /**< So that the loads of fetch() are made. */
};

}  // namespace payoff
