// SPDX-License-Identifier: Apache-2.0
/** @file archive.h  How do the parts of a load become one block of bytes, and parts again? */
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "payoff/result.h"
#include "store/column.h"
#include "store/paged_column.h"

namespace payoff {

static_assert(std::endian::native == std::endian::little, "snapshots are little-endian, copied as they lie");

/**
 * Walks the parts of a load, each by its pass(). One walk serves to write and to read, so that the two cannot
 * come apart: what is passed is written, or replaced by what was read. All begins at a multiple of 8 bytes.
 *
 * Bytes that are read may be anybody's. Each call checks that what it reads is there; that numbers fit
 * together is for the part to check, which calls refuse(). After that all that is read is 0 and empty, so a
 * part looks at is_refused() only before it uses numbers as places.
 */
class archive {
 public:
  /** Writes from `to` on, where the caller has as many zeros as bytes_passed() of a walk over nullptr, which
   * only counts. */
  [[nodiscard]] static archive writer(char* to) { return {to, {}, false}; }
  [[nodiscard]] static archive reader(std::string_view from) { return {nullptr, from, true}; }

  [[nodiscard]] bool is_reading() const { return is_reading_; }
  [[nodiscard]] std::size_t bytes_passed() const { return at_; }

  /** Only the first refusal counts. */
  void refuse(error_code why = error_code::bad_value);
  [[nodiscard]] bool is_refused() const { return is_refused_; }
  /** Nothing was refused, and all was read. */
  [[nodiscard]] result<void> outcome() const;

  /** One that is read and greater than `most` is refused. */
  [[nodiscard]] std::uint64_t number(std::uint64_t value, std::uint64_t most);
  /** How many things follow, of which each takes that many bytes at least: as many as there is room for. */
  [[nodiscard]] std::size_t count(std::size_t value, std::size_t item_bytes);
  /** Of a text that is read a view into the block, with a NUL behind. */
  [[nodiscard]] std::string_view text(std::string_view value);

  template <class T>
  void values(column<T>& of) {
    static_assert(std::has_unique_object_representations_v<T>, "padding would be of any value");
    const std::size_t size = count(of.size(), sizeof(T));
    if (is_reading_ && !of.resize_for_overwrite(size)) return refuse(error_code::out_of_memory);
    bytes(of.data(), size * sizeof(T));
  }
  template <class T>
  void values(paged_column<T>& of) {
    static_assert(std::has_unique_object_representations_v<T>, "padding would be of any value");
    const std::size_t size = count(of.size(), sizeof(T));
    if (is_reading_ && !of.resize_for_overwrite(size)) return refuse(error_code::out_of_memory);
    std::size_t run = 0;  // each but the last is a page, whose bytes are a multiple of 8
    for (std::size_t i = 0; i < size; i += run) {
      run = paged_column<T>::run(i, size - i);
      bytes(of.at(i), run * sizeof(T));
    }
  }

 private:
  archive(char* to, std::string_view from, bool is_reading) : to_(to), from_(from), is_reading_(is_reading) {}
  [[nodiscard]] std::size_t left() const { return from_.size() - at_; }
  /** For a caller that knows they are there. */
  void bytes(void* data, std::size_t size);

  char* to_;
  std::string_view from_;
  std::size_t at_{0};
  bool is_reading_;
  bool is_refused_{false};
  error_code why_{error_code::bad_value};
};

/**
 * A snapshot is a head of 64 bytes and what an archive wrote behind it:
 *
 *     0  89 "PAYOFF" 0A   8  checksum of all from 16 on   16  bytes in all   24  number of this layout
 *     32  fingerprint     40  version of the core, NULs behind it
 *
 * Numbers are of 64 bits, little-endian.
 */
inline constexpr std::size_t snapshot_head_bytes = 64;
/** What it begins with, and no text does. */
inline constexpr std::string_view snapshot_magic{"\x89PAYOFF\n"};

/** Whether this program writes and restores snapshots. Generated with the table of questions. */
[[nodiscard]] bool keeps_snapshots();

/** Fills the head of a block that is complete behind it. */
void seal_snapshot(std::string& block, std::uint64_t fingerprint);

/** What follows the head. `fingerprint` stands for the playbook and the key of hashes. Errors: bad_value. */
[[nodiscard]] result<std::string_view> open_snapshot(std::string_view block, std::uint64_t fingerprint);

/** Of all but the magic and itself. The fuzzer calls it, so as to come past it. */
[[nodiscard]] std::uint64_t checksum_of_snapshot(std::string_view block);

}  // namespace payoff
