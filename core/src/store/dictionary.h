// SPDX-License-Identifier: Apache-2.0
/** @file dictionary.h  Which small number stands for this text? */
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "store/column.h"
#include "store/hash.h"

namespace payoff {

class archive;

/** Texts numbered in the order of their arrival, from 0. Numbers are for this store only; never print or sort
 * by them. */
class dictionary {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  explicit dictionary(std::uint64_t hash_key) : hash_key_(hash_key) {}

  /** The number of `text`, new if it must be. @return none when there is no memory. */
  [[nodiscard]] std::uint32_t intern(std::string_view text) {
    const std::uint32_t at = place_of(text);
    return at == none ? none : number_at(at);
  }
  /** The same where the text of the call before often comes again: rows of one person do. Then it costs one
   * comparison; where it does so as often as not, guessing wrong costs more than that saves. */
  [[nodiscard]] std::uint32_t intern_again(std::string_view text) {
    if (last_at_ >= bytes_.size() || !equal_texts(text, text_at(last_at_))) last_at_ = place_of(text);
    return last_at_ == none ? none : number_at(last_at_);
  }
  /** For fetch(). */
  [[nodiscard]] std::uint32_t hash_of(std::string_view text) const {
    return static_cast<std::uint32_t>(hash_bytes(text, hash_key_) >> 32U);
  }
  /** Brings near what intern() of texts with these hashes will look at, where that is more than a near cache
   * holds. WebAssembly has no prefetch, but loads that nothing waits for overtake each other. */
  void fetch(std::span<const std::uint32_t> hashes) const;
  /** Otherwise fetch() does nothing, and there is no need for hashes. */
  [[nodiscard]] bool is_worth_fetching() const { return table_size() >= 4096; }

  /** @return none if it was never interned. */
  [[nodiscard]] std::uint32_t find(std::string_view text) const;

  /** Dies with the next intern(). */
  [[nodiscard]] std::string_view operator[](std::uint32_t id) const { return text_at(places_[id]); }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  /** To a snapshot, or from one into an empty dictionary. */
  void pass(archive& through);
  [[nodiscard]] std::size_t heap_bytes() const {
    return bytes_.capacity_bytes() + places_.capacity_bytes() + table_.capacity_bytes();
  }

 private:
  /** Where the text is in bytes_, put there if it must be; none: no memory. */
  [[nodiscard]] std::uint32_t place_of(std::string_view text) {
    const std::uint32_t hash = hash_of(text);
    if (!table_.empty()) [[likely]] {
      for (std::uint32_t slot = slot_of(hash, table_size());; slot = next(slot)) {
        const entry found = table_[slot];
        if (found.at == none) break;
        if (found.hash == hash && equal_texts(text, text_at(found.at))) return found.at;
      }
    }
    return add(text, hash);
  }

  struct entry {
    std::uint32_t hash;
    std::uint32_t at; /**< Of the text in bytes_; none: free. */
  };
  static constexpr std::size_t head_bytes = 8; /**< Number and size, right before the text. */

  [[nodiscard]] std::uint32_t number_at(std::uint32_t at) const {
    return detail::load<std::uint32_t>(bytes_.data() + at - head_bytes);
  }
  [[nodiscard]] std::string_view text_at(std::uint32_t at) const {
    return {bytes_.data() + at, detail::load<std::uint32_t>(bytes_.data() + at - 4)};
  }
  [[nodiscard]] std::uint32_t table_size() const { return static_cast<std::uint32_t>(table_.size()); }
  [[nodiscard]] std::uint32_t next(std::uint32_t slot) const {
    return slot + 1 == table_size() ? 0 : slot + 1;
  }
  /** @return as place_of(). */
  [[nodiscard]] std::uint32_t add(std::string_view text, std::uint32_t hash);
  void put(entry one);
  [[nodiscard]] bool grow();

  std::uint64_t hash_key_;
  std::uint32_t last_at_{none}; /**< Where the text of the last intern_again() is. */
  // A look into the table and one into the bytes: in a large dictionary both wait for memory.
  column<char> bytes_;
  column<std::uint32_t> places_; /**< Where in them text i begins. */
  column<entry> table_;          /**< Open addressing, linear; hashes are compared before bytes are. */
};

}  // namespace payoff
