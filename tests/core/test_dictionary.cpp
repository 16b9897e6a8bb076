// SPDX-License-Identifier: Apache-2.0
/** @file test_dictionary.cpp  Texts and their numbers. */
#include "store/dictionary.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using payoff::dictionary;

TEST_CASE("texts are numbered in the order of their arrival and keep their numbers") {
  dictionary words(1);
  CHECK(words.find("a") == dictionary::none);
  CHECK(words.intern("b") == 0);
  CHECK(words.intern("a") == 1);
  CHECK(words.intern("b") == 0);
  CHECK(words.size() == 2);
  CHECK(words[0] == "b");
  CHECK(words[1] == "a");
  CHECK(words.find("a") == 1);
  CHECK(words.find("c") == dictionary::none);
}

TEST_CASE("a text is its bytes: empty, NUL, long and nearly equal ones are told apart") {
  dictionary words(42);
  const std::string nul("a\0b", 3);
  const std::string other_nul("a\0c", 3);
  const std::string long_text(100'000, 'x');
  CHECK(words.intern("") == 0);
  CHECK(words.intern(nul) == 1);
  CHECK(words.intern(other_nul) == 2);
  CHECK(words.intern("a") == 3);
  CHECK(words.intern(long_text) == 4);
  CHECK(words.intern(long_text + "y") == 5);
  CHECK(words.intern("\xC3\xA9") == 6);
  CHECK(words.intern("e\xCC\x81") == 7);  // not normalised
  CHECK(words.find("") == 0);
  CHECK(words[1] == nul);
  CHECK(words[4] == long_text);
  CHECK(words.find(long_text + "y") == 5);
}

TEST_CASE("a dictionary that has grown many times knows every text") {
  for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{0x9E3779B97F4A7C15U}}) {
    dictionary words(key);
    constexpr std::uint32_t count = 50'000;
    for (std::uint32_t i = 0; i < count; ++i) REQUIRE(words.intern("user-" + std::to_string(i * 7919)) == i);
    REQUIRE(words.size() == count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string text = "user-" + std::to_string(i * 7919);
      REQUIRE(words[i] == text);
      REQUIRE(words.find(text) == i);
    }
    CHECK(words.find("user-1") == dictionary::none);
    CHECK(words.size() == count);
  }
}

TEST_CASE("texts of one to forty bytes that differ in their last byte only are told apart") {
  dictionary words(7);
  std::uint32_t expected = 0;
  for (std::size_t length = 1; length <= 40; ++length) {
    for (const char last : {'a', 'b', '\0', '\xFF'}) {
      REQUIRE(words.intern(std::string(length - 1, 'a') + last) == expected);
      ++expected;
    }
  }
}
