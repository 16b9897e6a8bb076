// SPDX-License-Identifier: Apache-2.0
/** @file field_tree.h  Which values of a row are wanted, as a tree of keys that the scanner walks along. */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"

namespace payoff {

/**
 * JSON pointers (RFC 6901) compiled into a tree. Every node of the tree is a slot, so the value of a
 * container on the way is there too, and slot 0 is the row itself (pointer ""):
 *
 *     add("/context/groupId") = 2      0 "" --- 1 "context" --- 2 "groupId"
 *     add("/event")           = 3        `----- 3 "event"
 *
 * A numeric token also finds an array's element ("/groups/company/0"). Beyond the RFC a token that ends in
 * "~*" is any key that begins so and has no slot of its own: add("/unstruct_event_~*"). The scanner keeps in
 * here which key followed which in the rows before, so one tree serves one stream of rows at a time.
 */
class field_tree {
 public:
  using node_id = std::uint16_t;
  static constexpr node_id none = 0x7FFF;
  static constexpr std::size_t max_nodes = 4096;
  static constexpr std::size_t max_levels = 64; /**< Tokens of one pointer. */

  field_tree();

  /**
   * The slot of that pointer: the same pointer gives the same slot, and slots never move.
   * Errors (path ""): bad_value, not a JSON pointer; limit_exceeded, more than max_nodes or max_levels.
   */
  [[nodiscard]] result<std::uint16_t> add(std::string_view json_pointer);

  /** How many slot_values a row needs: the pointers added, what lies on their way, and the row. */
  [[nodiscard]] std::size_t slot_count() const { return nodes_.size(); }

  /** For the scanner. `raw_key` is the text between the quotes; with `escaped` it holds backslashes. */
  [[nodiscard]] node_id child(node_id parent, std::string_view raw_key, bool escaped) const;
  [[nodiscard]] node_id element(node_id parent, std::uint32_t index) const;
  [[nodiscard]] bool has_children(node_id node) const { return nodes_[node].first_child != none; }
  [[nodiscard]] node_id first_child(node_id node) const { return nodes_[node].first_child; }
  [[nodiscard]] node_id next_sibling(node_id node) const { return nodes_[node].next_sibling; }

  /**
   * What the scanner learned: a key as it was written, quote to colon, and the key that came after it last
   * time. Rows of one file mostly repeat their order of keys, so one comparison replaces scanning, checking
   * and looking up a key. Nothing depends on it but speed.
   */
  struct known_key {
    static constexpr std::size_t max_text_bytes = 32;
    alignas(16) std::array<char, max_text_bytes> text{}; /**< `"event":` or `"event": `, then zeros. */
    std::uint16_t low_mask{0};                           /**< Bits of the text's bytes 0..15. */
    std::uint16_t high_mask{0};                          /**< Bits of the text's bytes 16..31. */
    std::uint16_t text_bytes{0};
    node_id parent{unused};
    node_id node{none}; /**< none: nobody wants it. */
    // Which keys came next, as bytes from memory() on: each step along the row waits for the one before it.
    std::uint16_t follower{0};
    std::uint16_t other_follower{0}; /**< The one before that, for rows of two shapes. */
  };
  static constexpr node_id unused = 0xFFFF;      /**< Parent of an entry without text. */
  static constexpr std::size_t known_keys = 256; /**< The first four stand for "no key". */
  static_assert(known_keys * sizeof(known_key) <= 0x10000, "followers are offsets of 16 bits");
  [[nodiscard]] known_key* memory() { return memory_.data(); }

 private:
  static constexpr std::uint32_t not_an_index = 0xFFFFFFFF;
  struct tree_node {
    std::string key{};
    std::uint32_t index{not_an_index}; /**< The key read as an array index; not_an_index if it is none. */
    node_id first_child{none};
    node_id next_sibling{none};
    std::uint64_t child_lengths{0}; /**< Bit n: some child's key has n (mod 64) bytes. */
    bool has_beginnings{false};     /**< Some child is what a key may begin with. */
  };
  [[nodiscard]] node_id find(node_id parent, std::string_view key) const;
  [[nodiscard]] node_id find_beginning(node_id parent, std::string_view raw_key) const;

  std::vector<tree_node> nodes_;
  std::vector<known_key> memory_;
};

}  // namespace payoff
