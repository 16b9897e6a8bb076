// SPDX-License-Identifier: Apache-2.0
/** @file selection.h  Does this row match that selector? Selectors compiled against one store. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "payoff/result.h"
#include "playbook/playbook.h"
#include "questions/shared/frame.h"
#include "store/event_store.h"

namespace payoff {

/**
 * A selector against the names of one store. Most selectors are decided by the event's name alone: one
 * look-up a row. Only where a filter reads a property or an attribute is the selector evaluated. However
 * sets refer to each other, each is compiled once.
 */
class selection {
  enum class decision : std::uint8_t { no, yes, depends };

 public:
  /**
   * @param path where the selector stands, for errors. The selector, playbook and store must live on.
   * Errors: unknown_name (a set), needs_reload (a property or attribute that was not kept).
   */
  [[nodiscard]] static result<selection> compile(const selector& source, const std::string& path,
                                                 const frame& in);

  /** The first row in [row, end) that may match, or `end`. */
  [[nodiscard]] row_id next_candidate(row_id row, row_id end) const;

  [[nodiscard]] bool matches(row_id row) const {
    const decision known = by_name_[store_->name(row)];
    return known == decision::yes ||
           (known == decision::depends && decide(store_->name(row), &row) == decision::yes);
  }

  /** May a row match? Plain pointers, for loops over rows in one piece (event_store::run()): of the first of
   * them and those behind it. */
  struct candidates {
    const std::uint16_t* names;
    const decision* by_name;
    [[nodiscard]] bool operator[](std::size_t i) const { return by_name[names[i]] != decision::no; }
  };
  [[nodiscard]] candidates candidates_at(row_id first) const {
    return {store_->names_at(first), by_name_.data()};
  }

  /** Whether all events of a name match, or none; nothing where it depends on the row. */
  [[nodiscard]] std::optional<bool> matches_name(std::size_t name) const {
    if (by_name_[name] == decision::depends) return std::nullopt;
    return by_name_[name] == decision::yes;
  }

 private:
  /** A comparison whose property or attribute was looked up, or what joins several. */
  struct condition {
    const filter* source;
    std::size_t column; /**< Among properties, or attributes of the subject. */
    std::vector<condition> children;
  };
  /** One selector; those that it is made of stand before it in `nodes_`. */
  struct node {
    selector_kind kind;
    std::uint32_t name;                  /**< Of selector_kind::name; none: no event is called so. */
    std::vector<std::uint32_t> children; /**< Twice the node's number, + 1 where it is taken away. */
    std::vector<condition> where;
  };
  class compiler;

  /** Evaluates all nodes, the last of which is the whole. Without a row filters stay open. */
  [[nodiscard]] decision decide(std::uint32_t name, const row_id* row) const;
  [[nodiscard]] bool holds(const condition& of, row_id row) const;

  const event_store* store_{nullptr};
  std::int64_t as_of_ms_{0};
  std::vector<node> nodes_;
  std::vector<decision> by_name_;         // [names]
  mutable std::vector<decision> values_;  // [nodes], what decide() works on
};

/** Calls use(person_rows) for each of rows_in(). */
template <class Use>
void for_each_person(const event_store& store, const scope& in, Use&& use) {
  std::vector<person_rows> found;
  if (in.rows == nullptr) found = rows_in(store, in);
  for (const person_rows& one : in.rows == nullptr ? found : *in.rows) use(one);
}

/** What is done with each of many rows: a lambda, which must live on. */
class row_use {
 public:
  template <class Use>
  row_use(const Use& use)  // NOLINT: meant to convert
      : use_(&use), call_([](const void* of, person_id person, row_id row) {
          (*static_cast<const Use*>(of))(person, row);
        }) {}
  void operator()(person_id person, row_id row) const { call_(use_, person, row); }

 private:
  const void* use_;
  void (*call_)(const void*, person_id, row_id);
};

/** Calls use(person, row) for the rows in scope, person by person, each in order of time; nobody's last. */
template <class Use>
void for_each_row(const event_store& store, const scope& in, Use&& use) {
  for_each_person(store, in, [&](const person_rows& rows) {
    for (row_id row = rows.begin; row != rows.end; ++row) {
      if (!in.account || store.account(row) == *in.account) use(rows.person, row);
    }
  });
}

/** The same for those that the selection matches; not spread into each of the many callers. */
void for_each_match(const event_store& store, const scope& in, const selection& of, row_use use);

/** The earliest instant at which a row in scope matches. Looks at each person's rows only up to the first. */
[[nodiscard]] std::optional<std::int64_t> first_match_ms(const event_store& store, const scope& in,
                                                         const selection& of);

}  // namespace payoff
