// SPDX-License-Identifier: Apache-2.0
/** @file hash.h  Which 64 bits stand for these bytes, under a key? */
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace payoff {

/**
 * Eight bytes at a time: xor, multiply, fold; then the finaliser of MurmurHash3 (Appleby). Multiplications stay
 * within 64 bits because WebAssembly has no wider ones. For one key and length it is a chain of bijections, so
 * texts of up to eight bytes never collide. Not for secrets.
 */
[[nodiscard]] inline std::uint64_t hash_bytes(std::string_view text, std::uint64_t key) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = key ^ (static_cast<std::uint64_t>(left) * odd);
  std::uint64_t block = 0;
  while (left > 8) {
    std::memcpy(&block, at, 8);
    hash = (hash ^ block) * odd;
    hash ^= hash >> 32U;
    at += 8;
    left -= 8;
  }
  block = 0;
  std::memcpy(&block, at, left);
  hash ^= block;
  hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33U)) * 0xC4CEB9FE1A85EC53U;
  return hash ^ (hash >> 33U);
}

/** FNV-1a, 64 bit: the published hash by which people are split and shuffled, the same in every build. */
[[nodiscard]] inline std::uint64_t fnv1a_64(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

/** A slot of a table with `size` slots, by the upper half of the hash; sizes need not be powers of two. */
[[nodiscard]] inline std::uint32_t slot_of(std::uint64_t hash, std::uint32_t size) {
  return static_cast<std::uint32_t>(((hash >> 32U) * size) >> 32U);
}

}  // namespace payoff
