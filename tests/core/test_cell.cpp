// SPDX-License-Identifier: Apache-2.0
/** @file test_cell.cpp  Any JSON value in eight bytes. */
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cfloat>
#include <limits>
#include <random>

#include "store/value.h"

using payoff::cell;
using payoff::cell_kind;

TEST_CASE("a fresh cell is absent, which is not null") {
  CHECK(cell().kind() == cell_kind::absent);
  CHECK(cell::of_null().kind() == cell_kind::null);
  CHECK_FALSE(cell().is_number());
  CHECK_FALSE(cell::of_null().is_number());
  CHECK(cell::of_nested().kind() == cell_kind::nested);
}

TEST_CASE("booleans and texts keep their payload") {
  CHECK(cell::of_boolean(true).kind() == cell_kind::boolean);
  CHECK(cell::of_boolean(true).boolean());
  CHECK_FALSE(cell::of_boolean(false).boolean());
  for (const std::uint32_t id : {0U, 1U, 65'536U, 0x7FFFFFFFU, 0xFFFFFFFEU}) {
    CHECK(cell::of_text(id).kind() == cell_kind::text);
    CHECK(cell::of_text(id).text_id() == id);
    CHECK_FALSE(cell::of_text(id).is_number());
  }
}

TEST_CASE("every finite number is itself, bit by bit") {
  const auto same = [](double number) {
    const cell held = cell::of_number(number);
    return held.is_number() && held.kind() == cell_kind::number &&
           std::bit_cast<std::uint64_t>(held.number()) == std::bit_cast<std::uint64_t>(number);
  };
  for (const double number : {0.0, -0.0, 1.0, -1.0, 0.1, DBL_MAX, -DBL_MAX, DBL_MIN, DBL_TRUE_MIN,
                              -DBL_TRUE_MIN, 9007199254740993.0}) {
    CHECK(same(number));
  }
  std::mt19937_64 random(4);
  for (int i = 0; i < 100'000; ++i) {
    const auto number = std::bit_cast<double>(random());
    if (number - number == 0) REQUIRE(same(number));
  }
}

TEST_CASE("no infinity and no NaN that a processor makes is taken for another kind") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double number : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN(),
                              -std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(cell::of_number(number).kind() == cell_kind::number);
    CHECK(cell::of_number(number).is_number());
  }
}
