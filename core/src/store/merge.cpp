// SPDX-License-Identifier: Apache-2.0
/** @file merge.cpp  How do rows that wait come into the columns? The half of event_store that groups. */
#include <algorithm>

#include "store/event_store.h"
#include "store/row_steps.h"
#include "store/small.h"
#include "store/sort_keys.h"

namespace payoff {

std::uint32_t event_store::group_at(row_id row) const {
  return static_cast<std::uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), row) - starts_.begin() -
                                    1);
}

PAYOFF_SMALL row_id event_store::old_start(std::size_t group) const {
  if (starts_.empty()) return 0;
  if (group <= grouped_people_) return starts_[group];
  const std::size_t people =
      std::size_t{users_.size()} + 1;  // nobody's groups lie behind those of new people
  const std::size_t old = group <= people ? grouped_people_ : grouped_people_ + (group - people);
  return starts_[std::min(old, starts_.size() - 1)];
}

/** An anonymous id that met its user after its rows were merged: all rows become arrivals again, behind those
 * that wait. Seldom, and of a visitor's first login on a page that is appended to; so it is short, not quick.
 */
PAYOFF_SMALL bool event_store::undo_merge() {
  std::uint32_t at = 0;  // ascending, as strangers are
  const auto has_left = [this, &at](const stranger& one) {
    while (starts_[at + 1] <= one.row) ++at;
    const person_id person = person_of(2 * one.anonymous + 1);
    return person != nobody && person != person_of_group(at);
  };
  if (std::none_of(strangers_.begin(), strangers_.end(), has_left)) return true;
  const stranger* next = strangers_.begin();
  for (std::uint32_t group = 0; group < groups(); ++group) {
    const bool is_user = group != nobody && group < grouped_people_;
    for (row_id row = starts_[group]; row < starts_[group + 1]; ++row) {
      std::uint32_t actor = is_user ? 2 * (group - 1) : dictionary::none;
      if (next != strangers_.end() && next->row == row) actor = 2 * next++->anonymous + 1;
      if (!arrivals_.reserve_row()) return false;
      arrivals_.push_back_reserved(times_[row], names_column_[row], accounts_column_[row], actor);
      for (std::size_t i = 0; i < wide_.size(); ++i) arrivals_.set_wide(i, wide_[i].values[row]);
    }
  }
  for (named_column& one : wide_) one.values.release();
  times_.release();
  names_column_.release();
  accounts_column_.release();
  strangers_.clear();
  starts_.clear();
  return true;
}

/** Ranks of arrivals: a counting sort by group, which reads them as they lie. Their places take the place of
 * their actors, of whom only strangers are asked for once more. @return false: no memory. */
bool event_store::rank_arrivals(merge_plan& plan, bool& is_in_order) {
  struct filling {  // of a group; together, for groups come in any order and each lies elsewhere
    std::int64_t latest_ms;
    row_id next;
  };
  const std::size_t added = arrivals_.size();
  const std::size_t groups = std::size_t{users_.size()} + 1 + accounts_.size();
  column<row_id>& starts = plan.starts;
  column<filling> fillings;
  if (!starts.resize(groups + 1, 0) || !fillings.resize_for_overwrite(groups)) return false;
  paged_column<row_id>& places = plan.places;
  places.swap(arrivals_.actors);
  const auto count = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::uint32_t actor = places[row];
      const bool is_stranger = actor != dictionary::none && (actor & 1U) != 0;
      if (is_stranger && !plan.strangers.push_back({static_cast<row_id>(row), actor / 2})) return false;
      const std::uint32_t group = group_of(actor, arrivals_.accounts[row]);
      places[row] = group;
      ++starts[group + 1];
    }
    return true;
  };
  if (!in_steps(added, count)) return false;
  for (std::size_t i = 0; i < groups; ++i) {
    fillings[i] = {INT64_MIN, starts[i]};
    starts[i + 1] += starts[i];
  }
  is_in_order = true;
  const auto rank = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      filling& of = fillings[places[row]];
      const std::int64_t time_ms = arrivals_.times[row];
      places[row] = of.next++;
      is_in_order = is_in_order && of.latest_ms <= time_ms;
      of.latest_ms = time_ms;
    }
  };
  in_steps(added, rank);
  return true;
}

PAYOFF_SMALL bool event_store::plan_merge(merge_plan& plan) {
  bool is_in_order = true;
  if (!rank_arrivals(plan, is_in_order)) return false;
  const std::size_t added = arrivals_.size();
  const bool is_first = times_.empty();
  // The first rows of all, each person's in order: nothing more to know.
  if (is_first && is_in_order) return true;
  column<row_id> order;  // arrivals by group and time
  if (!order.resize_for_overwrite(added)) return false;
  for (row_id row = 0; row < added; ++row) order[plan.places[row]] = row;
  if (!is_first && !plan.before.resize_for_overwrite(added)) return false;
  column<sort_key> keys;
  for (std::size_t group = 0; group + 1 < plan.starts.size(); ++group) {
    const row_id begin = plan.starts[group];
    const row_id end = plan.starts[group + 1];
    if (!is_in_order) {
      if (!keys.resize_for_overwrite(end - begin)) return false;
      for (row_id i = begin; i < end; ++i)
        keys[i - begin] = {static_cast<std::uint64_t>(arrivals_.times[order[i]]), order[i]};
      sort_keys(keys.data(), keys.data() + keys.size());
      for (row_id i = begin; i < end; ++i) {
        order[i] = static_cast<row_id>(keys[i - begin].low);
        plan.places[order[i]] = i;
      }
    }
    if (is_first || begin == end) continue;
    row_range old{old_start(group), old_start(group + 1)};
    for (row_id i = begin; i < end; ++i) {
      const std::int64_t time_ms = arrivals_.times[order[i]];
      // Mostly what is new comes after all that is old.
      const bool is_after = old.begin == old.end || times_[old.end - 1] <= time_ms;
      old.begin = is_after ? old.end : first_from(old, time_ms + 1);
      plan.before[i] = old.begin;
      plan.places[order[i]] = old.begin + i;
    }
  }
  return true;
}

/** Values of `rows` grouped rows, each as far back as arrivals come before it. */
PAYOFF_SMALL void event_store::copy_grouped(const pages& values, const merge_plan& plan, std::size_t rows,
                                            std::size_t value_bytes, pages& merged) {
  std::size_t from = 0;
  for (std::size_t i = 0; i <= plan.before.size(); ++i) {
    const std::size_t until = (i < plan.before.size() ? plan.before[i] : rows) * value_bytes;
    merged.copy(values, from, until, from + i * value_bytes);
    from = until;
  }
}

template <class T>
PAYOFF_SMALL bool event_store::merge_column(paged_column<T>& values, paged_column<T>& added,
                                            const merge_plan& plan) {
  const std::size_t rows = arrivals_.size();
  if (rows == 0) return true;
  paged_column<T> merged;
  if (!merged.resize_for_overwrite(values.size() + rows)) return false;
  copy_grouped(values.bytes(), plan, values.size(), sizeof(T), merged.bytes());
  // As they lie, to where they belong: of each group one line of memory is open, while taking them in the
  // order of groups would fetch a line for every row.
  const auto move = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) merged[plan.places[row]] = added[row];
  };
  in_steps(rows, move);
  values.swap(merged);
  added.release();  // its pages, and those that `values` had, are the next column's
  return true;
}

PAYOFF_SMALL bool event_store::merge_strangers(merge_plan& plan) {
  const std::size_t strangers = strangers_.size() + plan.strangers.size();
  if (strangers == 0 || arrivals_.size() == 0) return true;
  const std::size_t rows = times_.size() + arrivals_.size();
  paged_column<std::uint32_t> ids;  // dictionary::none of all rows that are no strangers'
  if (!ids.resize_for_overwrite(rows)) return false;
  const auto clear = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) ids[row] = dictionary::none;
  };
  in_steps(rows, clear);
  std::size_t added = 0;
  for (const stranger& old : strangers_) {
    while (added < plan.before.size() && plan.before[added] <= old.row) ++added;
    ids[old.row + added] = old.anonymous;
  }
  for (const stranger& one : plan.strangers) ids[plan.places[one.row]] = one.anonymous;
  plan.strangers.release();
  strangers_.release();
  if (!strangers_.reserve(strangers)) return false;
  const auto keep = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      if (ids[row] != dictionary::none) strangers_.push_back_reserved({static_cast<row_id>(row), ids[row]});
    }
  };
  in_steps(rows, keep);
  return true;
}

/** By account: a counting sort of the accounts of each group, which moves each start to the next one's place
 * and back. */
PAYOFF_SMALL bool event_store::index_accounts() {
  struct membership {
    std::uint32_t group, account;
  };
  const std::size_t accounts = accounts_.size();
  column<std::uint32_t> counted_in;  // the last group in which the account was met
  column<membership> found;
  account_starts_.clear();
  if (!counted_in.resize(accounts, dictionary::none) || !account_starts_.resize(accounts + 1, 0))
    return false;
  const auto count = [&](std::size_t begin, std::size_t end) {
    std::size_t row = begin;
    for (std::uint32_t group = group_at(static_cast<row_id>(begin)); row < end; ++group) {
      const std::size_t until = std::min<std::size_t>(starts_[group + 1], end);
      for (; row < until; ++row) {
        const std::uint32_t account = accounts_column_[row];
        if (account == dictionary::none || counted_in[account] == group) continue;
        counted_in[account] = group;
        ++account_starts_[account + 1];
        if (!found.push_back({group, account})) return false;
      }
    }
    return true;
  };
  if (!in_steps(grouped_rows_, count)) return false;
  if (!account_groups_.resize_for_overwrite(found.size())) return false;
  for (std::size_t i = 1; i <= accounts; ++i) account_starts_[i] += account_starts_[i - 1];
  for (const membership& one : found) account_groups_[account_starts_[one.account]++] = one.group;
  for (std::size_t i = accounts; i > 0; --i) account_starts_[i] = account_starts_[i - 1];
  account_starts_[0] = 0;
  return true;
}

PAYOFF_SMALL bool event_store::merge() {
  merge_plan plan;
  column<row_id> starts;
  if (!plan_merge(plan) || !starts.resize_for_overwrite(plan.starts.size()) || !merge_strangers(plan))
    return false;
  for (std::size_t i = 0; i < starts.size(); ++i) starts[i] = old_start(i) + plan.starts[i];
  if (!merge_column(times_, arrivals_.times, plan)) return false;
  for (std::size_t i = 0; i < wide_.size(); ++i) {
    if (!merge_column(wide_[i].values, arrivals_.wide[i], plan)) return false;
  }
  if (!merge_column(accounts_column_, arrivals_.accounts, plan) ||
      !merge_column(names_column_, arrivals_.names, plan))
    return false;
  starts_.swap(starts);
  grouped_people_ = users_.size() + 1;
  grouped_rows_ = static_cast<row_id>(times_.size());
  return true;
}

PAYOFF_SMALL result<void> event_store::group() {
  // Half of the columns merged is no store any more: then nothing is read or taken until it starts over.
  is_torn_ = is_torn_ || !undo_merge() || !merge() || !index_accounts();
  arrivals_.release();
  if (is_torn_) {
    grouped_rows_ = grouped_people_ = 0;
    starts_.clear();
    return tl::unexpected<error>(error_of(store_outcome::no_memory));
  }
  user_attributes_.group([this](std::uint32_t actor) { return person_of(actor); }, texts_);
  account_attributes_.group([](std::uint32_t account) { return account; }, texts_);
  return {};
}

}  // namespace payoff
