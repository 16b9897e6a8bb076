// SPDX-License-Identifier: Apache-2.0
/** @file attribute_groups.h  Which value did an attribute have when somebody began? */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "questions/shared/selection.h"

namespace payoff {

/**
 * Groups of people, or of accounts, by the value that an attribute had at the first event of theirs that
 * matches. Of several such events at one instant the greatest value counts, so that order decides nothing.
 * A text, a number and a boolean are values; null, what is nested and what was never said are the unknown,
 * which has a group of its own behind all others.
 */
class attribute_groups {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /**
   * The user of an attribute is the event's, and so is the account.
   * One pass over the rows in scope. Errors: needs_reload at `path`, out_of_memory.
   */
  [[nodiscard]] static result<attribute_groups> find(const frame& asked, const scope& in, const selection& of,
                                                     const attribute_name& by, const std::string& path,
                                                     counted per);

  /** Ordered numbers, false, true, texts, unknown; only groups that hold somebody. */
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /** null is the unknown. */
  [[nodiscard]] json value(std::size_t group) const;
  /** Of a unit as in `activity`; none without a matching event. */
  [[nodiscard]] std::uint32_t of(std::uint32_t unit) const { return groups_[unit]; }

 private:
  [[nodiscard]] bool number_groups(const column<std::int64_t>& began_ms, const column<cell>& found);

  const event_store* store_{nullptr};
  std::vector<cell> values_;      // [groups]
  column<std::uint32_t> groups_;  // [units]
};

}  // namespace payoff
