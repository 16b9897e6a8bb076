// SPDX-License-Identifier: Apache-2.0
/** @file selection.h  Does this row match that selector? Selectors compiled against one store. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "payoff/result.h"
#include "playbook/playbook.h"
#include "questions/shared/frame.h"
#include "store/event_store.h"

namespace payoff {

/**
 * A selector against the names of one store. Most selectors are decided by the event's name alone: one
 * look-up a row. Only where a filter reads a property is the selector's tree walked.
 */
class selection {
 public:
  /**
   * @param path where the selector stands, for errors. The selector, playbook and store must live on.
   * Errors: unknown_name (a set), needs_reload (a property that was not kept), not_supported (attributes).
   */
  [[nodiscard]] static result<selection> compile(const selector& source, const std::string& path,
                                                 const ask_context& context);

  [[nodiscard]] bool matches(row_id row) const {
    const decision known = by_name_[store_->name(row)];
    return known == decision::yes || (known == decision::depends && matches(*source_, row));
  }

 private:
  enum class decision : std::uint8_t { no, yes, depends };

  [[nodiscard]] static result<void> check_filter(const filter& where, const std::string& path,
                                                 const event_store& store);
  [[nodiscard]] static result<void> check(const selector& source, const std::string& path,
                                          const ask_context& context);
  [[nodiscard]] decision decide(const selector& source, std::uint32_t name) const;
  [[nodiscard]] bool matches(const selector& source, row_id row) const;
  [[nodiscard]] bool matches(const filter& where, row_id row) const;

  const selector* source_{nullptr};
  const playbook* book_{nullptr};
  const event_store* store_{nullptr};
  std::vector<decision> by_name_;  // [names]
};

/** Calls use(person, row) for the rows in scope, person by person, each in order of time. */
template <class Use>
void for_each_row(const event_store& store, const scope& in, Use&& use) {
  if (in.account && *in.account == dictionary::none) return;
  const auto visit = [&](person_id person) {
    const row_range rows = store.rows_of(person, in.from_ms, in.to_ms);
    for (row_id row = rows.begin; row < rows.end; ++row) {
      if (!in.account || store.account(row) == *in.account) use(person, row);
    }
  };
  if (in.person) {
    if (*in.person != nobody && *in.person < store.people()) visit(*in.person);
    return;
  }
  for (person_id person = 0; person < store.people(); ++person) visit(person);
}

/** The same for those that the selection matches. */
template <class Use>
void for_each_match(const event_store& store, const scope& in, const selection& of, Use&& use) {
  for_each_row(store, in, [&](person_id person, row_id row) {
    if (of.matches(row)) use(person, row);
  });
}

}  // namespace payoff
