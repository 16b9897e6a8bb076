// SPDX-License-Identifier: Apache-2.0
/** @file scope.h  Which rows count: of what time, of which customer? */
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "store/event_store.h"

namespace payoff {

/** Rows [begin, end) of one person, or of nobody, ascending in time. Never empty. */
struct person_rows {
  person_id person;
  row_id begin;
  row_id end;
};

/** Rows that count: inside [from_ms, to_ms) and, where given, of one account and one person. */
struct scope {
  std::int64_t from_ms{0};
  std::int64_t to_ms{0};
  std::optional<std::uint32_t> account; /**< dictionary::none: an account without a single event. */
  std::optional<person_id> person;      /**< nobody: a user without a single event. */
  /** What rows_in() finds, where somebody has found it before; must live on. */
  const std::vector<person_rows>* rows{nullptr};
};

/**
 * The rows in scope: people in order of their numbers, nobody last. Where an account is asked for, a person's
 * rows may hold some of other accounts. O(groups log rows); of one account only its own groups.
 */
[[nodiscard]] std::vector<person_rows> rows_in(const event_store& store, const scope& in);

/** Scopes of one question: their rows are looked up once, however many figures walk them. */
class scope_cache {
 public:
  /** A question looks at few windows; one that walks many must not hold them all. */
  static constexpr std::size_t max_kept = 8;

  /** `in` with its rows. They live as long as the cache. */
  [[nodiscard]] scope find(const event_store& store, const scope& in);

 private:
  struct kept {
    scope of;
    std::vector<person_rows> rows;
  };
  std::vector<std::unique_ptr<kept>> kept_;
};

}  // namespace payoff
