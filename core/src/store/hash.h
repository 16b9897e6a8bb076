// SPDX-License-Identifier: Apache-2.0
/** @file hash.h  Which 64 bits stand for these bytes, under a key? And are two texts the same? */
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace payoff {

// WebAssembly has no fast memcmp, and memcpy of a length known only at run time is a call: texts of ids and
// names are short, so both are spelt out in fixed-size loads here.

namespace detail {
template <class Word>
[[nodiscard]] inline Word load(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}
/** Up to eight bytes as one number; different texts of one length give different numbers. */
[[nodiscard]] inline std::uint64_t load_short(const char* at, std::size_t size) {
  if (size >= 4) {
    return (std::uint64_t{load<std::uint32_t>(at)} << 32U) | load<std::uint32_t>(at + size - 4);
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) word = (word << 8U) | static_cast<unsigned char>(at[i]);
  return word;
}
}  // namespace detail

// Up to sixteen bytes, which nearly all ids and names have, there is no loop: no processor foretells how
// often one turns when lengths differ from text to text.

[[nodiscard]] inline bool equal_texts(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  using word = std::uint64_t;
  const std::size_t size = a.size();
  if (size < 8) return detail::load_short(a.data(), size) == detail::load_short(b.data(), size);
  const std::size_t last = size - 8;
  const word first_change = detail::load<word>(a.data()) ^ detail::load<word>(b.data());
  const word last_change = detail::load<word>(a.data() + last) ^ detail::load<word>(b.data() + last);
  if ((first_change | last_change) != 0) return false;
  for (std::size_t at = 8; at < last; at += 8) {
    if (detail::load<word>(a.data() + at) != detail::load<word>(b.data() + at)) return false;
  }
  return true;
}

/** The finaliser of MurmurHash3 (Appleby): a bijection in which every bit moves every other. */
[[nodiscard]] inline std::uint64_t mix_bits(std::uint64_t bits) {
  bits = (bits ^ (bits >> 33U)) * 0xFF51AFD7ED558CCDU;
  bits = (bits ^ (bits >> 33U)) * 0xC4CEB9FE1A85EC53U;
  return bits ^ (bits >> 33U);
}

/**
 * Eight bytes at a time, mixed wholly before the next are xored in: with less, differences between two words
 * of counted ids
 * ("conv-024-008", "conv-028-004") cancel each other. Multiplications stay within 64 bits because WebAssembly
 * has no wider ones. For one key and length it is a chain of bijections, so texts that differ within eight
 * bytes never collide. Not for secrets.
 */
[[nodiscard]] inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t key) {
  const std::size_t size = text.size();
  std::uint64_t hash = key ^ (static_cast<std::uint64_t>(size) * 0x9E3779B97F4A7C15U);
  if (size <= 8) return mix_bits(hash ^ detail::load_short(text.data(), size));
  for (std::size_t at = 0; at + 8 < size; at += 8)
    hash = mix_bits(hash ^ detail::load<std::uint64_t>(text.data() + at));
  return mix_bits(hash ^ detail::load<std::uint64_t>(text.data() + size - 8));
}

/** FNV-1a, 64 bit: the published hash by which people are split and shuffled, the same in every build. */
[[nodiscard]] inline std::uint64_t fnv1a_64(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

/** A slot of a table with `size` slots, in the order of the hashes; sizes need not be powers of two. */
[[nodiscard]] inline std::uint32_t slot_of(std::uint32_t hash, std::uint32_t size) {
  return static_cast<std::uint32_t>((std::uint64_t{hash} * size) >> 32U);
}
/** The same by the upper half. */
[[nodiscard]] inline std::uint32_t slot_of(std::uint64_t hash, std::uint32_t size) {
  return slot_of(static_cast<std::uint32_t>(hash >> 32U), size);
}

}  // namespace payoff
