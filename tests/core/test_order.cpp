// SPDX-License-Identifier: Apache-2.0
/** @file test_order.cpp  One sort of numbers and one of texts. */
#include "stats/order.h"

#include <catch2/catch_test_macros.hpp>

using namespace payoff;

using indices = std::vector<std::uint32_t>;

TEST_CASE("the smallest comes first, and equal ones stay as they were") {
  CHECK(order_of(std::vector<double>{3, -1, 3, 0.5, -1}) == indices{1, 4, 3, 0, 2});
  CHECK(order_of(std::vector<std::string_view>{"b", "", "a", "b", "B", "ab"}) == indices{1, 4, 2, 5, 0, 3});
  CHECK(order_of(std::vector<double>{}).empty());
  CHECK(in_order(std::vector<char>{'x', 'y', 'z'}, {2, 0}) == std::vector<char>{'z', 'x'});
}

TEST_CASE("texts are ordered by their bytes, beyond ASCII too") {
  CHECK(order_of(std::vector<std::string_view>{"\xC3\xA9", "z"}) == indices{1, 0});
}
