// SPDX-License-Identifier: Apache-2.0
/** @file id_set.h  Was this event id seen before? */
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "store/column.h"
#include "store/hash.h"
#include "store/small.h"

namespace payoff {

class archive;

/**
 * A set of keyed 64-bit hashes: 10 to 20 bytes an id (10 to 15 from a million on), however long ids are. It
 * can take two ids for one with a chance of n*n / 2^65 (see engine_options::hash_key); it never takes one for
 * two. Parts by the first bits grow one by one, so that growing needs little room beside what is there.
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
    std::uint64_t sum = 0;
    for (const std::uint64_t key : keys) {
      const part& of = part_of(key);
      if (of.slots.empty()) [[unlikely]]
        continue;
      // Most searches end within these eight, which mostly lie on two lines of the cache.
      const std::size_t slot = slot_in(of, key);
      sum += of.slots[slot] + of.slots[std::min(slot + 7, of.slots.size() - 1)];
    }
    fetched_ = sum;
  }

  [[nodiscard]] outcome insert(std::uint64_t hash) {
    const std::uint64_t key = to_key(hash);
    part& of = part_of(key);
    if (of.left == 0 && !grow(of)) [[unlikely]]
      return outcome::no_memory;
    std::uint64_t* const slots = of.slots.data();
    const std::uint64_t* const end = slots + of.slots.size();
    for (std::uint64_t* at = slots + slot_in(of, key);;) {
      if (*at == key) return outcome::known;
      if (*at == empty) {
        *at = key;
        --of.left;
        return outcome::added;
      }
      if (++at == end) at = slots;
    }
  }
  /** To a snapshot, or from one into an empty set. */
  void pass(archive& through);
  [[nodiscard]] std::size_t size() const {
    std::size_t out = 0;
    for (const part& of : parts_) out += most_of(of.slots.size()) - of.left;
    return out;
  }
  [[nodiscard]] std::size_t heap_bytes() const {
    std::size_t out = 0;
    for (const part& of : parts_) out += of.slots.capacity_bytes();
    return out;
  }

 private:
  static constexpr std::uint64_t empty = 0;
  static constexpr unsigned part_bits = 6;
  struct part {
    column<std::uint64_t> slots;
    std::size_t left{0}; /**< So many ids fit until it grows. */
  };

  [[nodiscard]] part& part_of(std::uint64_t key) { return parts_[key >> (64 - part_bits)]; }
  [[nodiscard]] static std::uint32_t slot_in(const part& of, std::uint64_t key) {
    return slot_of(key << part_bits, static_cast<std::uint32_t>(of.slots.size()));
  }
  [[nodiscard]] static std::size_t most_of(std::size_t slots) { return slots / 5 * 4; }

  [[nodiscard]] PAYOFF_SMALL static bool grow(part& of) {
    column<std::uint64_t> larger;
    // Growing puts all ids in again: seldom while that is cheap in memory, by half where the spare room is
    // real.
    const std::size_t size = of.slots.size();
    const std::size_t wanted = size == 0 ? 160 : size + (size < 5'000 ? 3 * size : size / 2);
    if (wanted >= UINT32_MAX || !larger.resize(wanted, empty)) return false;
    of.slots.swap(larger);
    of.left += most_of(wanted) - most_of(size);
    for (const std::uint64_t hash : larger) {
      if (hash == empty) continue;
      std::uint32_t slot = slot_in(of, hash);
      while (of.slots[slot] != empty) {
        if (++slot == of.slots.size()) slot = 0;
      }
      of.slots[slot] = hash;
    }
    return true;
  }

  std::array<part, std::size_t{1} << part_bits> parts_;
  volatile std::uint64_t fetched_{0}; /**< So that the loads of fetch() are made. */
};

}  // namespace payoff
