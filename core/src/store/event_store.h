// SPDX-License-Identifier: Apache-2.0
/** @file event_store.h  Who did what, when, for which account: all accepted events as columns, ready to be
 * counted. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"
#include "store/arrivals.h"
#include "store/attribute_log.h"
#include "store/column.h"
#include "store/dictionary.h"
#include "store/paged_column.h"
#include "store/value.h"

namespace payoff {

using row_id = std::uint32_t;
/** 0 is nobody: events without a user, or of an anonymous id that never met one. Others are a user's number
 * + 1. */
using person_id = std::uint32_t;
inline constexpr person_id nobody = 0;

/** A row without that key. Keys are only ever compared with each other, so a hash of 64 bits stands for the
 * text: two texts of n are taken for one with a chance of n*n / 2^65, as with event ids
 * (engine_options::hash_key). */
inline constexpr std::uint64_t no_key = 0;

/** Rows [begin, end). */
struct row_range {
  row_id begin{0};
  row_id end{0};
};

/** One accepted event, as the loader hands it over. Blank views are absent ids. */
struct event_row {
  std::int64_t time_ms{0};
  std::string_view name, user, anonymous, account;
  const cell* properties{nullptr};    /**< [property count], in the order given to the constructor. */
  const std::uint64_t* keys{nullptr}; /**< [key count]: keyed hashes, or no_key. */
};

/** What a store keeps beside time, name, user and account: names of what becomes a column. */
struct store_columns {
  std::vector<std::string> properties, keys;
  std::vector<std::string> user_attributes, account_attributes;
};

struct store_limits {
  std::uint32_t max_rows{200'000'000};
  std::uint32_t max_names{65'535};
};

/** How adding a row went; see event_store::error_of. */
enum class store_outcome : std::uint8_t { ok, no_memory, too_many_rows, too_many_names };

/**
 * Columns, one value a row (bytes): time 8, name 2, account 4, each property 8, each key 8.
 *
 *     group 0             group 1        group 2    ...   group people()       ...
 *     nobody, no account  person 1       person 2         nobody, account 0    nobody, account 1
 *     t t t t             t t t t t t    t t t            t t                  t           each ascending
 *
 * Why so: nearly every question walks through one person's events in order (returns, sessions, windows), or
 * counts distinct people, which is trivial when a person's rows stand together. An index from accounts to
 * their groups makes one customer's answer as quick among all customers as alone. There is no column of local
 * days: a question's buckets are instants, so any zone can be asked without a reload, and a person's
 * ascending rows meet them in order. Numbers of names, users and accounts follow the order of arrival and
 * therefore never decide anything that is printed.
 *
 * Rows that come wait in order of arrival (arrivals.h) until group() merges them into the columns, one after
 * the other, which needs room for one column more; for an order of rows and their ids (12 to 28 bytes a row)
 * before that, where they come out of order or are of anonymous ids. What is there is copied in runs and
 * neither sorted nor looked at again. Who a row itself says it is, is kept of anonymous ids alone
 * (strangers_): one that meets its user later takes its rows and attributes along at the next group(), which
 * then sorts all anew, with room for a second store.
 */
class event_store {
 public:
  event_store(store_columns columns, const store_limits& limits, std::uint64_t hash_key);

  // Loading. These are called per row: they return an outcome, which error_of() puts into words. What was
  // added before a failure stays.

  [[nodiscard]] store_outcome add(const event_row& row);
  /** A row that only says who somebody is (identify, group), or an event that says both ids. */
  [[nodiscard]] store_outcome add_identity(std::string_view user, std::string_view anonymous,
                                           std::int64_t time_ms);
  /** A row that is accepted but is no event. */
  [[nodiscard]] store_outcome add_other(std::int64_t time_ms);
  /** What a row says of its user: `attribute` is an index among the user_attributes. */
  [[nodiscard]] store_outcome add_user_attribute(std::size_t attribute, std::string_view user,
                                                 std::string_view anonymous, std::int64_t time_ms,
                                                 cell value);
  [[nodiscard]] store_outcome add_account_attribute(std::size_t attribute, std::string_view account,
                                                    std::int64_t time_ms, cell value);
  [[nodiscard]] error error_of(store_outcome failure) const;
  /** Number of a property's text. none: no memory. */
  [[nodiscard]] std::uint32_t intern_text(std::string_view text) { return texts_.intern(text); }
  /** Number of the name of the event that was added last. */
  [[nodiscard]] std::uint16_t last_name() const { return arrivals_.names[arrivals_.size() - 1]; }
  /** Makes what was added readable. O(rows), a copy of those that are grouped already, plus sorting what came
   * out of order. Without memory for that nothing can be read, and nothing more is taken. */
  [[nodiscard]] result<void> group();
  /** To a snapshot, or from one into an empty store, which is grouped then; core/src/snapshot. */
  void pass(archive& through);

  // Reading, between group() and the next add().

  [[nodiscard]] row_id rows() const { return grouped_rows_; }
  [[nodiscard]] std::int64_t time_ms(row_id row) const { return times_[row]; }
  [[nodiscard]] std::uint16_t name(row_id row) const { return names_column_[row]; }
  /** How many of `most` rows have their times and names in one piece, from times_at() and names_at() on; row
   * < rows(). */
  [[nodiscard]] static std::size_t run(row_id row, std::size_t most) {
    static_assert(paged_column<std::uint16_t>::page_rows % paged_column<std::int64_t>::page_rows == 0);
    return paged_column<std::int64_t>::run(row, most);
  }
  [[nodiscard]] const std::int64_t* times_at(row_id row) const { return times_.at(row); }
  [[nodiscard]] const std::uint16_t* names_at(row_id row) const { return names_column_.at(row); }
  /** dictionary::none without one. */
  [[nodiscard]] std::uint32_t account(row_id row) const { return accounts_column_[row]; }
  [[nodiscard]] cell property(std::size_t index, row_id row) const {
    return cell::of_bits(static_cast<std::uint64_t>(wide_[index].values[row]));
  }
  [[nodiscard]] std::uint64_t key(std::size_t index, row_id row) const {
    return static_cast<std::uint64_t>(wide_[properties_ + index].values[row]);
  }

  /** Whose event it is. O(log groups). */
  [[nodiscard]] person_id person(row_id row) const { return person_of_group(group_at(row)); }

  /** People and nobody: numbers 0..people() - 1. */
  [[nodiscard]] person_id people() const { return grouped_people_; }
  /** Groups of rows: group n is person n; those from people() on are nobody's, by account. */
  [[nodiscard]] std::uint32_t groups() const {
    return static_cast<std::uint32_t>(starts_.empty() ? 0 : starts_.size() - 1);
  }
  [[nodiscard]] person_id person_of_group(std::uint32_t group) const {
    return group < grouped_people_ ? group : nobody;
  }
  /** The groups that hold rows of an account, ascending. */
  [[nodiscard]] std::span<const std::uint32_t> groups_of(std::uint32_t account) const {
    return {account_groups_.data() + account_starts_[account],
            account_groups_.data() + account_starts_[account + 1]};
  }
  [[nodiscard]] row_range rows_of(std::uint32_t group) const { return {starts_[group], starts_[group + 1]}; }
  /** Those of them with from_ms <= time < to_ms. O(log rows of the group). */
  [[nodiscard]] row_range rows_of(std::uint32_t group, std::int64_t from_ms, std::int64_t to_ms) const;

  /** Subjects are numbered as people and accounts are. */
  [[nodiscard]] const attribute_log& attributes(attribute_subject of) const {
    return of == attribute_subject::user ? user_attributes_ : account_attributes_;
  }

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  /** Index of a kept property or key; npos if it was not kept. */
  [[nodiscard]] std::size_t property_index(std::string_view name) const {
    return index_of(name, 0, properties_);
  }
  [[nodiscard]] std::size_t key_index(std::string_view name) const {
    return index_of(name, properties_, wide_.size());
  }

  [[nodiscard]] const dictionary& names() const { return names_; }
  [[nodiscard]] const dictionary& users() const { return users_; }
  [[nodiscard]] const dictionary& anonymous() const { return anonymous_; }
  [[nodiscard]] const dictionary& accounts() const { return accounts_; }
  [[nodiscard]] const dictionary& texts() const { return texts_; }

  /** Accepted rows, those that are no events included. */
  [[nodiscard]] std::uint64_t accepted_rows() const {
    return times_.size() + arrivals_.size() + other_times_.size();
  }
  /** Accepted rows at or after the instant. */
  [[nodiscard]] std::uint64_t accepted_rows_from(std::int64_t as_of_ms) const;
  /** Of events; meaningless while rows() is 0. */
  [[nodiscard]] std::int64_t first_ms() const { return first_ms_; }
  [[nodiscard]] std::int64_t last_ms() const { return last_ms_; }

 private:
  struct named_column {
    std::string name;
    paged_column<std::int64_t> values; /**< Bits of a type of eight bytes; as times, whose code they share. */
  };
  /** A row of an anonymous id, met or not. */
  struct stranger {
    row_id row;
    std::uint32_t anonymous;
  };
  /** How rows that wait are merged into those that are grouped. */
  struct merge_plan {
    column<row_id> starts;       /**< [groups + 1] of arrivals alone. */
    paged_column<row_id> places; /**< Where each arrival comes to stand in the columns. */
    column<stranger> strangers;  /**< By row of arrivals. */
    /** So many grouped rows stand before arrival i by group and time; empty if there are none at all. */
    column<row_id> before;
  };
  /** The user that an anonymous id belongs to: the first that it met, the smaller id if at the same instant.
   */
  struct alias {
    std::int64_t met_at_ms{0};
    std::uint32_t user{dictionary::none};
    std::uint32_t unused{0}; /**< Padding would have any value, which snapshots must not. */
  };

  [[nodiscard]] bool make_room();
  [[nodiscard]] std::size_t index_of(std::string_view name, std::size_t begin, std::size_t end) const;
  [[nodiscard]] person_id person_of(std::uint32_t actor) const;
  /** The number under which a row's user, or else its anonymous id, is kept; none where it has neither. */
  [[nodiscard]] store_outcome actor_of(std::string_view user, std::string_view anonymous,
                                       std::uint32_t& actor);
  [[nodiscard]] std::uint32_t group_of(std::uint32_t actor, std::uint32_t account) const;
  [[nodiscard]] std::uint32_t group_at(row_id row) const;
  /** Where a group's grouped rows begin, by the numbers that groups have now. */
  [[nodiscard]] row_id old_start(std::size_t group) const;
  /** The first of ascending rows whose time is that or later, or their end. */
  [[nodiscard]] row_id first_from(row_range rows, std::int64_t time_ms) const;
  [[nodiscard]] bool merge();
  [[nodiscard]] bool undo_merge();
  [[nodiscard]] bool rank_arrivals(merge_plan& plan, bool& is_in_order);
  [[nodiscard]] bool plan_merge(merge_plan& plan);
  [[nodiscard]] bool merge_strangers(merge_plan& plan);
  static void copy_grouped(const pages& values, const merge_plan& plan, std::size_t rows,
                           std::size_t value_bytes, pages& merged);
  template <class T>
  [[nodiscard]] bool merge_column(paged_column<T>& values, paged_column<T>& added, const merge_plan& plan);
  [[nodiscard]] bool index_accounts();
  [[nodiscard]] bool has_sound_rows();
  [[nodiscard]] bool has_sound_people() const;

  store_limits limits_;
  dictionary names_, users_, anonymous_, accounts_, texts_;
  column<alias> aliases_;  // [anonymous_]

  arrivals arrivals_;
  paged_column<std::int64_t> times_;
  paged_column<std::uint16_t> names_column_;
  paged_column<std::uint32_t> accounts_column_;
  std::size_t properties_{0};
  std::vector<named_column> wide_; /**< Properties (cells), then keys. */
  column<stranger> strangers_;     /**< Ascending by row. */

  attribute_log user_attributes_, account_attributes_;
  paged_column<std::int64_t> other_times_;
  column<row_id> starts_;                 // [groups + 1]
  column<std::uint32_t> account_groups_;  // of each account, one behind the other
  column<std::uint32_t> account_starts_;  // [accounts + 1], where in account_groups_
  person_id grouped_people_{0};
  row_id grouped_rows_{0};
  bool is_torn_{false}; /**< Some columns were merged and some could not be: nothing more is taken. */
  std::int64_t first_ms_{INT64_MAX};
  std::int64_t last_ms_{INT64_MIN};
  std::int64_t last_other_ms_{INT64_MIN};
};

}  // namespace payoff
