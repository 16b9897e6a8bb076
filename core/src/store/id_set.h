// SPDX-License-Identifier: Apache-2.0
/** @file id_set.h  Was this event id seen before? */
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "store/column.h"
#include "store/hash.h"
#include "store/small.h"

namespace payoff {

class archive;

/**
 * A set of keyed 64-bit hashes: 10 to 40 bytes an id (10 to 13 from a million on), however long ids are. It
 * can take two ids for one with a chance of n*n / 2^65 (see engine_options::hash_key); it never takes one for
 * two. Parts by the first bits grow one by one, so that growing needs little room beside what is there.
 *
 * A part is a row of buckets, each a line of the cache that fills from its front; what finds its bucket full
 * goes to the next. All of a bucket is looked at, whatever is in it: no processor foretells where in it a
 * search would end.
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
  void fetch(std::span<const std::uint64_t> keys) const {
    std::uint64_t sum = 0;
    for (const std::uint64_t key : keys) {
      const part& of = part_of(key);
      if (!of.buckets.empty()) [[likely]]
        sum += of.buckets[bucket_in(of, key)].ids[0];
    }
    // One in four or five looks on into the next bucket, which is another line.
    for (const std::uint64_t key : keys) {
      const part& of = part_of(key);
      if (of.buckets.empty()) [[unlikely]]
        continue;
      const bucket* at = of.buckets.data() + bucket_in(of, key);
      at += at->ids[bucket::size - 1] != empty;
      if (at != of.buckets.end()) [[likely]]
        sum += at->ids[0];
    }
    [[maybe_unused]] const volatile std::uint64_t fetched = sum;  // so that the loads are made
  }

  [[nodiscard]] outcome insert(std::uint64_t hash) {
    const std::uint64_t key = to_key(hash);
    part& of = part_of(key);
    if (of.left == 0 && !grow(of)) [[unlikely]]
      return outcome::no_memory;
    for (bucket* at = of.buckets.data() + bucket_in(of, key);;) {
      const bucket::found in = at->find(key);
      if (in.is_known) return outcome::known;
      if (in.used < bucket::size) [[likely]] {
        at->ids[in.used] = key;
        --of.left;
        return outcome::added;
      }
      if (++at == of.buckets.end()) at = of.buckets.begin();
    }
  }
  /** To a snapshot, or from one into an empty set. */
  void pass(archive& through);
  [[nodiscard]] std::size_t size() const {
    std::size_t out = 0;
    for (const part& of : parts_) out += most_of(of.buckets.size()) - of.left;
    return out;
  }
  [[nodiscard]] std::size_t heap_bytes() const {
    std::size_t out = 0;
    for (const part& of : parts_) out += of.buckets.capacity_bytes();
    return out;
  }

 private:
  static constexpr std::uint64_t empty = 0;
  static constexpr unsigned part_bits = 6;
  struct alignas(64) bucket {
    static constexpr std::size_t size = 8;
    struct found {
      std::size_t used;
      bool is_known;
    };
    [[nodiscard]] found find(std::uint64_t key) const {
      found out{0, false};
#pragma GCC unroll 8
      for (const std::uint64_t id : ids) {
        out.used += id != empty;
        out.is_known |= id == key;
      }
      return out;
    }
    std::array<std::uint64_t, size> ids{};
  };
  struct part {
    column<bucket> buckets;
    std::size_t left{0}; /**< So many ids fit until it grows. */
  };

  [[nodiscard]] part& part_of(std::uint64_t key) { return parts_[key >> (64 - part_bits)]; }
  [[nodiscard]] const part& part_of(std::uint64_t key) const { return parts_[key >> (64 - part_bits)]; }
  [[nodiscard]] static std::uint32_t bucket_in(const part& of, std::uint64_t key) {
    return slot_of(key << part_bits, static_cast<std::uint32_t>(of.buckets.size()));
  }
  [[nodiscard]] static std::size_t most_of(std::size_t buckets) { return buckets * bucket::size / 5 * 4; }

  [[nodiscard]] PAYOFF_SMALL static bool grow(part& of) {
    column<bucket> larger;
    // Growing puts all ids in again: seldom while that is cheap in memory, by a quarter where the spare room
    // is real.
    const std::size_t size = of.buckets.size();
    const std::size_t wanted = size == 0 ? 20 : size + (size < 600 ? 3 * size : size / 4);
    column<std::uint8_t> used;  // of each bucket: counting is quicker than looking
    if (wanted >= UINT32_MAX || !larger.resize(wanted) || !used.resize(wanted)) return false;
    of.buckets.swap(larger);
    of.left += most_of(wanted) - most_of(size);
    for (const bucket& old : larger) {
      for (const std::uint64_t id : old.ids) {
        if (id == empty) break;
        std::size_t at = bucket_in(of, id);
        while (used[at] == bucket::size) at = at + 1 == wanted ? 0 : at + 1;
        of.buckets[at].ids[used[at]++] = id;
      }
    }
    return true;
  }

  std::array<part, std::size_t{1} << part_bits> parts_;
};

}  // namespace payoff
