// SPDX-License-Identifier: Apache-2.0
#include "store/event_store.h"

#include <algorithm>
#include <utility>

#include "store/sort_keys.h"

namespace payoff {
event_store::event_store(store_columns columns, const store_limits& limits, std::uint64_t hash_key)
    : limits_(limits),
      names_(hash_key),
      users_(hash_key),
      anonymous_(hash_key),
      accounts_(hash_key),
      texts_(hash_key),
      user_attributes_(std::move(columns.user_attributes)),
      account_attributes_(std::move(columns.account_attributes)) {
  for (auto& name : columns.properties) properties_.push_back({std::move(name), {}});
  for (auto& name : columns.keys) keys_.push_back({std::move(name), {}});
}

bool event_store::reserve_rows() {
  if (is_torn_) return false;
  const std::size_t rows = times_.size() + times_.size() / 2 + 1024;
  bool room = times_.reserve(rows) && names_column_.reserve(rows) && accounts_column_.reserve(rows) &&
              actors_.reserve(rows);
  for (auto& one : properties_) room = room && one.values.reserve(rows);
  for (auto& one : keys_) room = room && one.values.reserve(rows);
  if (room) reserved_rows_ = rows;
  return room;
}

store_outcome event_store::add(const event_row& row) {
  if (times_.size() >= limits_.max_rows) return store_outcome::too_many_rows;
  const std::uint32_t name = names_.intern(row.name);
  if (name >= limits_.max_names)
    return name == dictionary::none ? store_outcome::no_memory : store_outcome::too_many_names;
  std::uint32_t account = dictionary::none;
  if (!row.account.empty()) {
    account = accounts_.intern(row.account);
    if (account == dictionary::none) return store_outcome::no_memory;
  }
  std::uint32_t actor = dictionary::none;
  const store_outcome known = actor_of(row.user, row.anonymous, actor);
  if (known != store_outcome::ok) return known;
  if (!row.user.empty() && !row.anonymous.empty()) {
    const store_outcome met = add_identity(row.user, row.anonymous, row.time_ms);
    if (met != store_outcome::ok) return met;
  }
  if (!reserve_row()) return store_outcome::no_memory;
  times_.push_back_reserved(row.time_ms);
  names_column_.push_back_reserved(static_cast<std::uint16_t>(name));
  accounts_column_.push_back_reserved(account);
  actors_.push_back_reserved(actor);
  for (std::size_t i = 0; i < properties_.size(); ++i)
    properties_[i].values.push_back_reserved(row.properties[i]);
  for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i].values.push_back_reserved(row.keys[i]);
  first_ms_ = std::min(first_ms_, row.time_ms);
  last_ms_ = std::max(last_ms_, row.time_ms);
  return store_outcome::ok;
}

store_outcome event_store::actor_of(std::string_view user, std::string_view anonymous, std::uint32_t& actor) {
  actor = dictionary::none;
  if (user.empty() && anonymous.empty()) return store_outcome::ok;
  const std::uint32_t number = user.empty() ? anonymous_.intern(anonymous) : users_.intern(user);
  if (number >= dictionary::none / 2) return store_outcome::no_memory;
  actor = 2 * number + (user.empty() ? 1 : 0);
  return store_outcome::ok;
}

store_outcome event_store::add_user_attribute(std::size_t attribute, std::string_view user,
                                              std::string_view anonymous, std::int64_t time_ms, cell value) {
  std::uint32_t actor = dictionary::none;
  const store_outcome known = actor_of(user, anonymous, actor);
  if (known != store_outcome::ok || actor == dictionary::none) return known;
  return user_attributes_.add(attribute, {time_ms, value, nobody, actor}) ? store_outcome::ok
                                                                          : store_outcome::no_memory;
}

store_outcome event_store::add_account_attribute(std::size_t attribute, std::string_view account,
                                                 std::int64_t time_ms, cell value) {
  if (account.empty()) return store_outcome::ok;
  const std::uint32_t number = accounts_.intern(account);
  if (number == dictionary::none) return store_outcome::no_memory;
  return account_attributes_.add(attribute, {time_ms, value, number, number}) ? store_outcome::ok
                                                                              : store_outcome::no_memory;
}

store_outcome event_store::add_identity(std::string_view user, std::string_view anonymous,
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
  if (earlier) known = {user_number, time_ms};
  return store_outcome::ok;
}

store_outcome event_store::add_other(std::int64_t time_ms) {
  if (!other_times_.push_back(time_ms)) return store_outcome::no_memory;
  last_other_ms_ = std::max(last_other_ms_, time_ms);
  return store_outcome::ok;
}

error event_store::error_of(store_outcome failure) const {
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

std::uint32_t event_store::group_of(row_id row) const {
  const person_id person = person_of(actors_[row]);
  const std::uint32_t account = accounts_column_[row];
  return person != nobody || account == dictionary::none ? person : users_.size() + 1 + account;
}

/** Fills `order` with row numbers, by group and time; starts_ with where each group begins. */
bool event_store::sort_order(column<row_id>& order) {
  const auto rows = static_cast<row_id>(times_.size());
  const std::size_t groups = std::size_t{users_.size()} + 1 + accounts_.size();
  column<row_id> starts;
  if (!starts.resize(groups + 1, 0) || !order.resize_for_overwrite(rows)) return false;
  for (row_id row = 0; row < rows; ++row) ++starts[group_of(row) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  // Counting sort: stable, so rows that came in order of time need no more sorting. It moves each start to
  // the next one's place, which is undone below by shifting.
  for (row_id row = 0; row < rows; ++row) order[starts[group_of(row)]++] = row;
  for (std::size_t i = starts.size() - 1; i > 0; --i) starts[i] = starts[i - 1];
  starts[0] = 0;
  column<sort_key> keys;
  for (std::size_t group = 0; group < groups; ++group) {
    const row_id begin = starts[group];
    const row_id end = starts[group + 1];
    bool in_order = true;
    for (row_id i = begin + 1; i < end && in_order; ++i) in_order = times_[order[i - 1]] <= times_[order[i]];
    if (in_order) continue;
    if (!keys.resize_for_overwrite(end - begin)) return false;
    for (row_id i = begin; i < end; ++i)
      keys[i - begin] = {static_cast<std::uint64_t>(times_[order[i]]), order[i]};
    sort_keys(keys.data(), keys.data() + keys.size());
    for (row_id i = begin; i < end; ++i) order[i] = static_cast<row_id>(keys[i - begin].low);
  }
  starts_.swap(starts);
  return true;
}

/** One pass counts the groups of each account, the other writes them down. */
bool event_store::index_accounts() {
  const std::size_t accounts = accounts_.size();
  column<std::uint32_t> counted_in;  // the last group in which the account was met
  if (!counted_in.resize(accounts, dictionary::none)) return false;
  account_starts_.clear();
  if (!account_starts_.resize(accounts + 1, 0)) return false;
  const auto each_once = [&](auto&& use) {
    for (std::uint32_t group = 0; group < groups(); ++group) {
      for (row_id row = starts_[group]; row < starts_[group + 1]; ++row) {
        const std::uint32_t account = accounts_column_[row];
        if (account == dictionary::none || counted_in[account] == group) continue;
        counted_in[account] = group;
        use(account, group);
      }
    }
  };
  std::uint32_t pairs = 0;
  each_once([&](std::uint32_t account, std::uint32_t) {
    ++account_starts_[account + 1];
    ++pairs;
  });
  if (!account_groups_.resize_for_overwrite(pairs)) return false;
  for (std::size_t i = 1; i <= accounts; ++i) account_starts_[i] += account_starts_[i - 1];
  for (std::uint32_t& group : counted_in) group = dictionary::none;
  each_once([&](std::uint32_t account, std::uint32_t group) {
    account_groups_[account_starts_[account]++] = group;
  });
  for (std::size_t i = accounts; i > 0; --i) account_starts_[i] = account_starts_[i - 1];
  account_starts_[0] = 0;
  return true;
}

template <class T>
bool event_store::gather(column<T>& values, const column<row_id>& order) {
  column<T> sorted;
  if (!sorted.resize_for_overwrite(values.size())) return false;
  for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
  values.swap(sorted);
  return true;
}

result<void> event_store::group() {
  column<row_id> order;
  if (is_torn_ || !sort_order(order)) return tl::unexpected<error>(error_of(store_outcome::no_memory));
  reserved_rows_ = 0;  // sorted columns have no spare room
  bool in_place = true;
  for (row_id i = 0; i < order.size() && in_place; ++i) in_place = order[i] == i;
  if (!in_place) {
    bool moved = gather(times_, order) && gather(names_column_, order) && gather(accounts_column_, order) &&
                 gather(actors_, order);
    for (auto& one : properties_) moved = moved && gather(one.values, order);
    for (auto& one : keys_) moved = moved && gather(one.values, order);
    // Half of the columns moved is no store any more: say so and start over with fewer rows.
    if (!moved) {
      is_torn_ = true;
      grouped_rows_ = grouped_people_ = 0;
      starts_.clear();
      return fail(error_code::out_of_memory, "", "no memory to sort the rows; load fewer rows or properties");
    }
  }
  if (!index_accounts()) return tl::unexpected<error>(error_of(store_outcome::no_memory));
  grouped_people_ = users_.size() + 1;
  user_attributes_.group([this](std::uint32_t actor) { return person_of(actor); }, texts_);
  account_attributes_.group([](std::uint32_t account) { return account; }, texts_);
  grouped_rows_ = static_cast<row_id>(times_.size());
  return {};
}

row_range event_store::rows_of(std::uint32_t group, std::int64_t from_ms, std::int64_t to_ms) const {
  const row_range all = rows_of(group);
  const std::int64_t* const begin = times_.data() + all.begin;
  const std::int64_t* const end = times_.data() + all.end;
  // Most groups lie wholly inside or outside: two comparisons instead of two searches.
  if (begin == end || *begin >= to_ms || *(end - 1) < from_ms) return {};
  const std::int64_t* const first = *begin >= from_ms ? begin : std::lower_bound(begin, end, from_ms);
  const std::int64_t* const last = *(end - 1) < to_ms ? end : std::lower_bound(first, end, to_ms);
  return {static_cast<row_id>(first - times_.data()), static_cast<row_id>(last - times_.data())};
}

std::size_t event_store::property_index(std::string_view name) const {
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if (properties_[i].name == name) return i;
  }
  return npos;
}

std::size_t event_store::key_index(std::string_view name) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i].name == name) return i;
  }
  return npos;
}

std::uint64_t event_store::accepted_rows_from(std::int64_t as_of_ms) const {
  const auto count = [as_of_ms](const column<std::int64_t>& times) {
    return static_cast<std::uint64_t>(std::count_if(
        times.begin(), times.end(), [as_of_ms](std::int64_t time) { return time >= as_of_ms; }));
  };
  std::uint64_t out = 0;
  if (!times_.empty() && last_ms_ >= as_of_ms) out += count(times_);
  if (!other_times_.empty() && last_other_ms_ >= as_of_ms) out += count(other_times_);
  return out;
}

}  // namespace payoff
