// SPDX-License-Identifier: Apache-2.0
/** @file doings.h  How often did each person do each of several things, within windows of different length?
 */
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "store/column.h"
#include "store/marks.h"

namespace payoff {

/**
 * Counts by thing, window and person, in one pass over the people. Window w lies within window w + 1, so what
 * happens in one is in all longer ones too. Who never did a thing takes no room: 4 (windows + 1) bytes for
 * each person and thing that they did.
 */
class doings {
 public:
  doings(std::size_t things, std::size_t windows);

  /** The person whose turn it is did the thing; `window` is the shortest that holds it. */
  void see(std::size_t thing, std::size_t window) {
    std::uint32_t* const counts = now_.data() + thing * windows_;
    if (!is_touched_[thing]) {
      is_touched_[thing] = true;
      touched_.push_back(static_cast<std::uint32_t>(thing));
    }
    ++counts[window];
  }
  /** Whatever it was, the person was active. */
  void see_activity(std::size_t window) { ++activity_now_[window]; }
  /** Ends the person's turn and gives them the next number, from 0 on. false: no memory. */
  [[nodiscard]] bool close_person();

  [[nodiscard]] std::uint32_t people() const { return people_; }
  /** How many people did it at all within the longest window. */
  [[nodiscard]] std::size_t doers(std::size_t thing) const { return by_thing_[thing].who.size(); }

  /** Those people, ascending, and how often each of them did it in a window, windows() apart. */
  [[nodiscard]] std::span<const std::uint32_t> who(std::size_t thing) const {
    return {by_thing_[thing].who.data(), doers(thing)};
  }
  [[nodiscard]] const std::uint32_t* counts_of_who(std::size_t thing, std::size_t window) const {
    return by_thing_[thing].counts.data() + window;
  }
  [[nodiscard]] std::size_t windows() const { return windows_; }

  /** One number a person: how often they did the thing, and how much they did at all. */
  [[nodiscard]] std::vector<std::uint32_t> counts(std::size_t thing, std::size_t window) const;
  [[nodiscard]] std::vector<std::uint32_t> activity(std::size_t window) const;

 private:
  struct of_thing {
    column<std::uint32_t> who;     // ascending
    column<std::uint32_t> counts;  // [who][windows]
  };
  std::size_t windows_;
  std::uint32_t people_{0};
  std::vector<of_thing> by_thing_;
  column<std::uint32_t> activity_;  // [people][windows]

  // The person whose turn it is.
  std::vector<std::uint32_t> now_;  // [things][windows]
  std::vector<std::uint32_t> activity_now_;
  std::vector<std::uint32_t> touched_;
  marks is_touched_;
};

}  // namespace payoff
