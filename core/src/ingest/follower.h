// SPDX-License-Identifier: Apache-2.0
/** @file follower.h  Where does a JSON value end that may be broken, and which arrays of an object are rows?
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace payoff {

/**
 * Follows strings and brackets byte by byte, through whatever else stands there. A closing bracket that is
 * not the innermost open one's is passed over, so a stray one ends nothing, and one that is missing leaves
 * its level open.
 */
class bracket_follower {
 public:
  void feed(char byte);
  void reset() { *this = bracket_follower(); }

  [[nodiscard]] std::uint64_t depth() const { return depth_; }
  [[nodiscard]] bool in_string() const { return in_string_; }
  /** Between values: neither in a string nor in a bracket. */
  [[nodiscard]] bool is_outside() const { return depth_ == 0 && !in_string_; }

 private:
  /** Deeper ones are counted, whatever their kind: memory does not grow with what is fed. */
  static constexpr std::size_t told_apart = 4096;

  std::array<std::uint64_t, told_apart / 64> is_array_{}; /**< A bit a level. */
  std::uint64_t depth_{0};
  bool in_string_{false};
  bool is_escaped_{false};
};

/**
 * Walks one object from its opening bracket on and says where its own fields hold rows: arrays named `batch`,
 * `results`, `events` or `data`. An object with a text at `event`, `event_type`, `specversion` (a CloudEvent,
 * whose data may be an array) or the key that the playbook reads the event from is a row itself.
 */
class object_walker {
 public:
  enum class finding : std::uint8_t {
    nothing,
    rows,  /**< This byte opens an array of rows: feed its ']' next, or all that is in it. */
    a_row, /**< The object is a row itself: its text begins with this byte. */
    end    /**< This byte closes the object. */
  };

  /** `event_key`: "" or one more key; it must live as long. */
  explicit object_walker(std::string_view event_key) : event_key_(event_key) {}

  [[nodiscard]] finding feed(char byte);
  void reset();
  [[nodiscard]] bool in_string() const { return brackets_.in_string(); }

 private:
  enum class expected : std::uint8_t { key, rest_of_key, colon, value, comma };

  [[nodiscard]] bool is_event_key() const;
  [[nodiscard]] bool is_rows_key() const;

  std::string_view event_key_;
  bracket_follower brackets_;
  std::string key_;
  expected expected_{expected::key};
};

}  // namespace payoff
