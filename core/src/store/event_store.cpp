// SPDX-License-Identifier: Apache-2.0
#include "store/event_store.h"

#include <algorithm>
#include <utility>

#include "store/small.h"

namespace payoff {
PAYOFF_SMALL event_store::event_store(store_columns columns, const store_limits& limits,
                                      std::uint64_t hash_key)
    : limits_(limits),
      names_(hash_key),
      users_(hash_key),
      anonymous_(hash_key),
      accounts_(hash_key),
      texts_(hash_key),
      arrivals_(columns.properties.size() + columns.keys.size()),
      properties_(columns.properties.size()),
      wide_(properties_ + columns.keys.size()),
      user_attributes_(std::move(columns.user_attributes)),
      account_attributes_(std::move(columns.account_attributes)) {
  for (std::size_t i = 0; i < wide_.size(); ++i)
    wide_[i].name = std::move(i < properties_ ? columns.properties[i] : columns.keys[i - properties_]);
}

// A row with room is all that add() asks for; the rest happens once a block.
PAYOFF_SMALL bool event_store::make_room() { return !is_torn_ && arrivals_.reserve_row(); }

store_outcome event_store::add(const event_row& row) {
  if (times_.size() + arrivals_.size() >= limits_.max_rows) return store_outcome::too_many_rows;
  const std::uint32_t name = names_.intern(row.name);
  if (name >= limits_.max_names)
    return name == dictionary::none ? store_outcome::no_memory : store_outcome::too_many_names;
  std::uint32_t actor = dictionary::none;
  const store_outcome known = actor_of(row.user, row.anonymous, actor);
  if (known != store_outcome::ok) return known;
  std::uint32_t account = dictionary::none;
  if (!row.account.empty()) {
    account = accounts_.intern_again(row.account);
    if (account == dictionary::none) return store_outcome::no_memory;
  }
  if (!row.user.empty() && !row.anonymous.empty()) {
    const store_outcome met = add_identity(row.user, row.anonymous, row.time_ms);
    if (met != store_outcome::ok) return met;
  }
  if (!arrivals_.has_room() && !make_room()) return store_outcome::no_memory;
  arrivals_.push_back_reserved(row.time_ms, static_cast<std::uint16_t>(name), account, actor);
  for (std::size_t i = 0; i < wide_.size(); ++i) {
    const std::uint64_t bits = i < properties_ ? row.properties[i].bits() : row.keys[i - properties_];
    arrivals_.set_wide(i, static_cast<std::int64_t>(bits));
  }
  first_ms_ = std::min(first_ms_, row.time_ms);
  last_ms_ = std::max(last_ms_, row.time_ms);
  return store_outcome::ok;
}

store_outcome event_store::actor_of(std::string_view user, std::string_view anonymous, std::uint32_t& actor) {
  actor = dictionary::none;
  if (user.empty() && anonymous.empty()) return store_outcome::ok;
  const std::uint32_t number = user.empty() ? anonymous_.intern_again(anonymous) : users_.intern_again(user);
  if (number >= dictionary::none / 2) return store_outcome::no_memory;
  actor = 2 * number + (user.empty() ? 1 : 0);
  return store_outcome::ok;
}

PAYOFF_SMALL store_outcome event_store::add_user_attribute(std::size_t attribute, std::string_view user,
                                                           std::string_view anonymous, std::int64_t time_ms,
                                                           cell value) {
  std::uint32_t actor = dictionary::none;
  const store_outcome known = actor_of(user, anonymous, actor);
  if (known != store_outcome::ok || actor == dictionary::none) return known;
  return user_attributes_.add(attribute, {time_ms, value, nobody, actor}) ? store_outcome::ok
                                                                          : store_outcome::no_memory;
}

PAYOFF_SMALL store_outcome event_store::add_account_attribute(std::size_t attribute, std::string_view account,
                                                              std::int64_t time_ms, cell value) {
  if (account.empty()) return store_outcome::ok;
  const std::uint32_t number = accounts_.intern(account);
  if (number == dictionary::none) return store_outcome::no_memory;
  return account_attributes_.add(attribute, {time_ms, value, number, number}) ? store_outcome::ok
                                                                              : store_outcome::no_memory;
}

PAYOFF_SMALL store_outcome event_store::add_identity(std::string_view user, std::string_view anonymous,
                                                     std::int64_t time_ms) {
  if (user.empty() || anonymous.empty()) return store_outcome::ok;
  const std::uint32_t user_number = users_.intern(user);
  const std::uint32_t number = anonymous_.intern(anonymous);
  if (user_number >= dictionary::none / 2 || number >= dictionary::none / 2) return store_outcome::no_memory;
  while (aliases_.size() < anonymous_.size()) {
    if (!aliases_.push_back({})) return store_outcome::no_memory;
  }
  alias& known = aliases_[number];
  const bool earlier = known.user == dictionary::none || time_ms < known.met_at_ms ||
                       (time_ms == known.met_at_ms && users_[user_number] < users_[known.user]);
  if (earlier) known = {time_ms, user_number};
  return store_outcome::ok;
}

PAYOFF_SMALL store_outcome event_store::add_other(std::int64_t time_ms) {
  if (!other_times_.push_back(time_ms)) return store_outcome::no_memory;
  last_other_ms_ = std::max(last_other_ms_, time_ms);
  return store_outcome::ok;
}

PAYOFF_SMALL error event_store::error_of(store_outcome failure) const {
  switch (failure) {
    case store_outcome::too_many_rows:
      return {error_code::limit_exceeded, "",
              "more than max_rows = " + std::to_string(limits_.max_rows) + " events"};
    case store_outcome::too_many_names:
      return {error_code::limit_exceeded, "",
              "more than max_names = " + std::to_string(limits_.max_names) +
                  " distinct event names; is an id part of the event's name?"};
    default:
      return {error_code::out_of_memory, "", "no memory for another row; load fewer rows or properties"};
  }
}

person_id event_store::person_of(std::uint32_t actor) const {
  if (actor == dictionary::none) return nobody;
  if ((actor & 1U) == 0) return actor / 2 + 1;
  const std::uint32_t anonymous = actor / 2;
  if (anonymous >= aliases_.size() || aliases_[anonymous].user == dictionary::none) return nobody;
  return aliases_[anonymous].user + 1;
}

std::uint32_t event_store::group_of(std::uint32_t actor, std::uint32_t account) const {
  const person_id person = person_of(actor);
  return person != nobody || account == dictionary::none ? person : users_.size() + 1 + account;
}

PAYOFF_SMALL row_range event_store::rows_of(std::uint32_t group, std::int64_t from_ms,
                                            std::int64_t to_ms) const {
  row_range rows = rows_of(group);
  if (rows.begin == rows.end) return {};
  // Most groups lie wholly inside or outside: two comparisons instead of two searches.
  const std::int64_t first_ms = times_[rows.begin];
  const std::int64_t last_ms = times_[rows.end - 1];
  if (first_ms >= to_ms || last_ms < from_ms) return {};
  if (first_ms < from_ms) rows.begin = first_from(rows, from_ms);
  if (last_ms >= to_ms) rows.end = first_from(rows, to_ms);
  return rows;
}

PAYOFF_SMALL row_id event_store::first_from(row_range rows, std::int64_t time_ms) const {
  while (rows.begin < rows.end) {
    const row_id middle = rows.begin + (rows.end - rows.begin) / 2;
    if (times_[middle] < time_ms) {
      rows.begin = middle + 1;
    } else {
      rows.end = middle;
    }
  }
  return rows.begin;
}

PAYOFF_SMALL std::size_t event_store::index_of(std::string_view name, std::size_t begin,
                                               std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i) {
    if (wide_[i].name == name) return i - begin;
  }
  return npos;
}

PAYOFF_SMALL std::uint64_t event_store::accepted_rows_from(std::int64_t as_of_ms) const {
  const auto count = [as_of_ms](const paged_column<std::int64_t>& times) {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (times[i] >= as_of_ms) ++found;
    }
    return found;
  };
  std::uint64_t out = 0;
  if (!times_.empty() && last_ms_ >= as_of_ms) out += count(times_);
  if (!other_times_.empty() && last_other_ms_ >= as_of_ms) out += count(other_times_);
  return out;
}

}  // namespace payoff
