// SPDX-License-Identifier: Apache-2.0
/** @file dictionary.h  Which small number stands for this text? */
#pragma once

#include <cstdint>
#include <string_view>

#include "store/column.h"
#include "store/hash.h"

namespace payoff {

/** Texts numbered in the order of their arrival, from 0. Numbers are for this store only; never print or sort
 * by them. */
class dictionary {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  explicit dictionary(std::uint64_t hash_key) : hash_key_(hash_key) {}

  /** The number of `text`, new if it must be. @return none when there is no memory. */
  [[nodiscard]] std::uint32_t intern(std::string_view text) {
    // Rows of one person, account or kind often come together: the last text again costs one comparison.
    if (last_ < size() && equal_texts(text, (*this)[last_])) return last_;
    const std::uint64_t hash = hash_bytes(text, hash_key_);
    if (!table_.empty()) [[likely]] {
      for (std::uint32_t slot = slot_of(hash, table_size());; slot = next(slot)) {
        const std::uint32_t id = table_[slot];
        if (id == none) break;
        if (hashes_[id] == static_cast<std::uint32_t>(hash) && equal_texts(text, (*this)[id]))
          return last_ = id;
      }
    }
    return last_ = add(text, hash);
  }

  /** @return none if it was never interned. */
  [[nodiscard]] std::uint32_t find(std::string_view text) const;

  /** Dies with the next intern(). */
  [[nodiscard]] std::string_view operator[](std::uint32_t id) const {
    const std::uint32_t begin = ends_[id];
    return {bytes_.data() + begin, ends_[id + 1] - begin};
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  [[nodiscard]] std::size_t heap_bytes() const {
    return bytes_.capacity_bytes() + ends_.capacity_bytes() + hashes_.capacity_bytes() +
           table_.capacity_bytes();
  }

 private:
  [[nodiscard]] std::uint32_t table_size() const { return static_cast<std::uint32_t>(table_.size()); }
  [[nodiscard]] std::uint32_t next(std::uint32_t slot) const {
    return slot + 1 == table_size() ? 0 : slot + 1;
  }
  [[nodiscard]] std::uint32_t add(std::string_view text, std::uint64_t hash);
  [[nodiscard]] bool grow();

  std::uint64_t hash_key_;
  std::uint32_t last_{none};
  column<char> bytes_;
  column<std::uint32_t> ends_;   /**< ends_[0] = 0; text i lies in [ends_[i], ends_[i + 1]). */
  column<std::uint32_t> hashes_; /**< Lower halves, compared before the bytes are. */
  column<std::uint32_t> table_;  /**< Open addressing, linear: ids or none. */
};

}  // namespace payoff
