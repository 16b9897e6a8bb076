// SPDX-License-Identifier: Apache-2.0
/** @file known_attribute.h  Which value of an attribute was known of somebody when they began? */
#pragma once

#include <string>

#include "json/reader.h"
#include "questions/shared/histories.h"
#include "store/event_store.h"

namespace payoff {

/** Absent where it is no value: null or nested. The two zeros are one number. */
[[nodiscard]] cell value_of(const cell& found);
/** Of two values at one instant, either of which may be absent: order of arrival decides nothing. */
[[nodiscard]] cell greater_value(const cell& a, const cell& b, const dictionary& texts);

/** "pro", "5", "true"; "" where it is no value: absent, null or nested. */
[[nodiscard]] std::string value_text(const event_store& store, const cell& value);

/**
 * An attribute that was kept, named as a question names it: "user.plan", "account.plan", or "plan", which is
 * the counted unit's own or, where none of theirs is called so, that of the account or user beside it.
 */
class known_attribute {
 public:
  /** An attribute that was not kept is reported at `path`: needs_reload. */
  [[nodiscard]] static known_attribute find(const std::string& name, const std::string& path,
                                            const event_store& store, counted per, problem& wrong);

  [[nodiscard]] const std::string& name() const { return name_; }
  /**
   * The latest value known when somebody began, as text: "pro", "5", "true". Empty: none, null or nested. Of
   * several beginnings at one instant, in different accounts say, the greatest value counts.
   * @param unit the person, or account + 1, whose rows these are.
   * @param first the first row of that instant that is a beginning, which are those that `of` picks.
   */
  [[nodiscard]] std::string text_at(const event_store& store, std::uint32_t unit, const row_list& rows,
                                    std::uint32_t first, const selection& of) const;

 private:
  std::string name_;
  attribute_subject subject_{attribute_subject::user};
  std::size_t column_{attribute_log::npos};
  counted per_{counted::users};
};

}  // namespace payoff
