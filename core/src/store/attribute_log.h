// SPDX-License-Identifier: Apache-2.0
/** @file attribute_log.h  What was known of a user or an account, and from when on? */
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/column.h"
#include "store/dictionary.h"
#include "store/value.h"

namespace payoff {

class archive;

enum class attribute_subject : std::uint8_t { user, account };

/** "account.mrr" or "user.plan", as playbooks and questions name it. */
struct attribute_name {
  attribute_subject subject{attribute_subject::account};
  std::string name;

  friend bool operator==(const attribute_name&, const attribute_name&) = default;
};

/** A total order of values that does not depend on the numbers of their texts. */
[[nodiscard]] bool is_less_value(const cell& a, const cell& b, const dictionary& texts);

/** From `at_ms` on the subject's attribute was `value`. */
struct attribute_entry {
  std::int64_t at_ms{0};
  cell value;
  std::uint32_t subject{0}; /**< A person or an account, as the store numbers them. */
  std::uint32_t actor{0};   /**< Who the row itself named; see event_store. */
};

/**
 * Attributes of all users, or of all accounts: per attribute a list of what rows said, ordered by subject
 * and time. Rows that say so are few beside events, so finding a value is a binary search and nothing is
 * indexed. 24 bytes an entry.
 */
class attribute_log {
 public:
  explicit attribute_log(std::vector<std::string> names);

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t index_of(std::string_view name) const;

  /** false: no memory. */
  [[nodiscard]] bool add(std::size_t attribute, const attribute_entry& entry) {
    return lists_[attribute].push_back(entry);
  }
  /**
   * Puts entries in order after `subject_of(actor)` said whose they are. Of entries of one subject and
   * instant the greatest value stands last, so that the order of arrival decides nothing.
   */
  template <class SubjectOf>
  void group(const SubjectOf& subject_of, const dictionary& texts) {
    for (auto& list : lists_) {
      for (attribute_entry& one : list) one.subject = subject_of(one.actor);
      sort(list, texts);
    }
  }

  /** To a snapshot, or from one into an empty log; then are_all() and group(). */
  void pass(archive& through);
  template <class Is>
  [[nodiscard]] bool are_all(const Is& sound) const {
    return std::all_of(lists_.begin(), lists_.end(), [&](const column<attribute_entry>& list) {
      return std::all_of(list.begin(), list.end(), sound);
    });
  }

  /** All entries of that subject, ascending in time. O(log entries). */
  [[nodiscard]] std::span<const attribute_entry> history(std::size_t attribute, std::uint32_t subject) const;
  /** The latest value known at that instant; absent if there was none. O(log entries). */
  [[nodiscard]] cell at(std::size_t attribute, std::uint32_t subject, std::int64_t at_ms) const;

 private:
  static void sort(column<attribute_entry>& list, const dictionary& texts);

  std::vector<std::string> names_;
  std::vector<column<attribute_entry>> lists_;  // [names]
};

}  // namespace payoff
