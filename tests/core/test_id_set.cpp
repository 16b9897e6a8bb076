// SPDX-License-Identifier: Apache-2.0
/** @file test_id_set.cpp  Was this event id seen before? */
#include "store/id_set.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <unordered_set>

using payoff::hash_bytes;
using payoff::id_set;

TEST_CASE("an id is new once") {
  id_set seen;
  CHECK(seen.size() == 0);
  CHECK(seen.insert(5) == id_set::outcome::added);
  CHECK(seen.insert(5) == id_set::outcome::known);
  CHECK(seen.insert(6) == id_set::outcome::added);
  CHECK(seen.size() == 2);
}

TEST_CASE("the hashes 0 and all ones are ids like others") {
  id_set seen;
  CHECK(seen.insert(0) == id_set::outcome::added);
  CHECK(seen.insert(0) == id_set::outcome::known);
  CHECK(seen.insert(UINT64_MAX) == id_set::outcome::added);
  CHECK(seen.insert(UINT64_MAX) == id_set::outcome::known);
  CHECK(seen.insert(UINT64_MAX - 1) == id_set::outcome::added);
}

TEST_CASE("ids that all want the last slot go round to the first") {
  id_set seen;
  for (std::uint64_t i = 0; i < 2000; ++i)
    REQUIRE(seen.insert(0xFFFFFFFF00000000U + i) == id_set::outcome::added);
  for (std::uint64_t i = 0; i < 2000; ++i)
    REQUIRE(seen.insert(0xFFFFFFFF00000000U + i) == id_set::outcome::known);
}

/** "conv-100-100-100" and on, with padding before or behind up to a size. */
std::size_t distinct_hashes(std::size_t size, bool is_padded_before, std::uint64_t hash_key) {
  std::unordered_set<std::uint64_t> hashes;
  for (int i = 0; i < 8000; ++i) {
    const auto digits = [i](int every) { return std::to_string(100 + i / every % 20); };
    const std::string id = "conv-" + digits(400) + "-" + digits(20) + "-" + digits(1);
    const std::string padding(size - id.size(), 'x');
    hashes.insert(hash_bytes(is_padded_before ? padding + id : id + padding, hash_key));
  }
  return hashes.size();
}

TEST_CASE("ids with three counters have hashes of their own, of every length and under every key") {
  const std::array<std::uint64_t, 3> hash_keys{0, 0x9E3779B97F4A7C15U, 0x123456789ABCDEFU};
  const std::array<std::size_t, 6> sizes{16, 17, 20, 24, 31, 40};
  for (const std::uint64_t hash_key : hash_keys) {
    for (const std::size_t size : sizes) {
      INFO(size);
      CHECK(distinct_hashes(size, false, hash_key) == 8000);
      CHECK(distinct_hashes(size, true, hash_key) == 8000);
    }
  }
}

TEST_CASE("ids whose digits of two words differ by the same are told apart") {
  const std::uint64_t hash_key = 0x9E3779B97F4A7C15U;
  CHECK(hash_bytes("conv-024-008", hash_key) != hash_bytes("conv-028-004", hash_key));
  CHECK(hash_bytes("00000001000d000d", hash_key) != hash_bytes("0000000500000000", hash_key));
  std::unordered_set<std::uint64_t> hashes;
  for (int high = 0; high < 300; ++high) {
    for (int low = 0; low < 300; ++low)
      hashes.insert(
          hash_bytes("conv-" + std::to_string(100 + high) + "-" + std::to_string(100 + low), hash_key));
  }
  CHECK(hashes.size() == 90'000);
}

TEST_CASE("fetching ids takes none of them in") {
  id_set seen;
  const std::array<std::uint64_t, 3> keys{5, 6, 0};
  seen.fetch(keys);  // also of an empty set
  CHECK(seen.insert(5) == id_set::outcome::added);
  seen.fetch(keys);
  CHECK(seen.size() == 1);
  CHECK(seen.insert(6) == id_set::outcome::added);
}

TEST_CASE("a set that has grown many times agrees with the standard library's") {
  std::mt19937_64 random(20261121);
  id_set seen;
  std::unordered_set<std::uint64_t> oracle;
  for (int i = 0; i < 60'000; ++i) {
    const std::uint64_t hash = hash_bytes("message-" + std::to_string(random() % 40'000), 99);
    const bool is_new = oracle.insert(hash).second;
    REQUIRE(seen.insert(hash) == (is_new ? id_set::outcome::added : id_set::outcome::known));
  }
  CHECK(seen.size() == oracle.size());
}

TEST_CASE("a set that grows by quarters keeps all of its ids") {
  constexpr std::uint64_t ids = 20'000;  // in one part, which takes the steps by a quarter from 8,192 on
  const auto hash_of = [](std::uint64_t i) { return payoff::mix_bits(i) >> 6U; };
  id_set seen;
  for (std::uint64_t i = 1; i <= ids; ++i) REQUIRE(seen.insert(hash_of(i)) == id_set::outcome::added);
  CHECK(seen.size() == ids);
  for (std::uint64_t i = 1; i <= ids; ++i) REQUIRE(seen.insert(hash_of(i)) == id_set::outcome::known);
  CHECK(seen.insert(hash_of(ids + 1)) == id_set::outcome::added);
}
