// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "ingest/field_tree.h"

namespace payoff {
namespace {

TEST_CASE("the same pointer is the same slot, and every key on the way is a slot too", "[field_tree]") {
  field_tree tree;
  CHECK(tree.add("") == 0);
  CHECK(tree.add("/context/groupId") == 2);
  CHECK(tree.add("/event") == 3);
  CHECK(tree.add("/context/groupId") == 2);
  CHECK(tree.add("/context") == 1);
  CHECK(tree.slot_count() == 4);
}

TEST_CASE("a pointer's tokens undo ~1 and ~0, in that order, and may be empty", "[field_tree]") {
  field_tree tree;
  const auto slash = tree.add("/a~1b");
  const auto tilde = tree.add("/m~0n");
  const auto both = tree.add("/~01");
  const auto empty = tree.add("/");
  CHECK(tree.child(0, "a/b", false) == slash);
  CHECK(tree.child(0, "m~n", false) == tilde);
  CHECK(tree.child(0, "~1", false) == both);
  CHECK(tree.child(0, "", false) == empty);
  CHECK(tree.child(0, "a~1b", false) == field_tree::none);
}

TEST_CASE("what is no JSON pointer is refused by name", "[field_tree]") {
  field_tree tree;
  const auto bare = tree.add("event");
  REQUIRE(!bare);
  CHECK(bare.error().code == error_code::bad_value);
  CHECK(bare.error().message ==
        "the pointer \"event\" is not a JSON pointer: it must be empty or start with '/'");
  CHECK(tree.add("/a~").error().code == error_code::bad_value);
  CHECK(tree.add("/a~2b").error().code == error_code::bad_value);
  CHECK(tree.slot_count() == 1);
}

TEST_CASE("a pointer may have 64 levels and a tree 4096 nodes", "[field_tree]") {
  field_tree tree;
  std::string pointer;
  for (int i = 0; i < 64; ++i) pointer += "/x";
  CHECK(tree.add(pointer) == 64);
  CHECK(tree.add(pointer + "/x").error().code == error_code::limit_exceeded);
  for (int i = 0; i < 4096 - 65; ++i) REQUIRE(tree.add("/k" + std::to_string(i)));
  CHECK(tree.slot_count() == 4096);
  CHECK(tree.add("/one_more").error().code == error_code::limit_exceeded);
  CHECK(tree.add("/k7"));
}

TEST_CASE("keys are found as written or with escapes, and never by a part of them", "[field_tree]") {
  field_tree tree;
  const auto event = tree.add("/event");
  const auto umlaut = tree.add("/\xC3\xA4");
  const auto smile = tree.add("/\xF0\x9F\x98\x80");
  CHECK(tree.child(0, "event", false) == event);
  CHECK(tree.child(0, "even", false) == field_tree::none);
  CHECK(tree.child(0, "events", false) == field_tree::none);
  CHECK(tree.child(0, "Event", false) == field_tree::none);
  CHECK(tree.child(0, "\\u0065vent", true) == event);
  CHECK(tree.child(0, "even\\u0074s", true) == field_tree::none);
  CHECK(tree.child(0, "even\\/", true) == field_tree::none);
  CHECK(tree.child(0, "\\u00e4", true) == umlaut);
  CHECK(tree.child(0, "\\uD83D\\uDE00", true) == smile);
  CHECK(tree.child(0, "\\uD83D", true) == field_tree::none);
}

TEST_CASE("a token that ends in ~* is every key that begins so and is not named itself", "[field_tree]") {
  field_tree tree;
  const auto any = tree.add("/unstruct_event_~*");
  const auto below = tree.add("/unstruct_event_~*/minutes");
  const auto named = tree.add("/unstruct_event_page");
  const auto literal = tree.add("/unstruct_event_~0*");
  CHECK(*tree.add("/unstruct_event_~*") == *any);
  CHECK(tree.child(0, "unstruct_event_com_example_ticket_resolved_1", false) == any);
  CHECK(tree.child(0, "unstruct_event_", false) == any);
  CHECK(tree.child(0, "unstruct_event_page", false) == named);
  CHECK(tree.child(0, "unstruct_event_~*", false) == literal);
  CHECK(tree.child(0, "unstruct_event_\\u0061", true) == any);
  CHECK(tree.child(0, "unstruct", false) == field_tree::none);
  CHECK(tree.child(*any, "minutes", false) == below);
  CHECK(tree.child(*any, "unstruct_event_x", false) == field_tree::none);
  CHECK(tree.add("/a~*b").error().code == error_code::bad_value);
}

TEST_CASE("a numeric token is an index only as RFC 6901 writes indices", "[field_tree]") {
  field_tree tree;
  const auto zero = tree.add("/0");
  const auto twelve = tree.add("/12");
  REQUIRE(tree.add("/01"));
  REQUIRE(tree.add("/-"));
  REQUIRE(tree.add("/1x"));
  REQUIRE(tree.add("/99999999999999999999"));
  CHECK(tree.element(0, 0) == zero);
  CHECK(tree.element(0, 12) == twelve);
  CHECK(tree.element(0, 1) == field_tree::none);
  CHECK(tree.element(0, 0xFFFFFFFE) == field_tree::none);
}

}  // namespace
}  // namespace payoff
