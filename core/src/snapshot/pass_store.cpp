// SPDX-License-Identifier: Apache-2.0
/** @file pass_store.cpp  Which parts of a store are in a snapshot, and which numbers may they hold? */
#include <algorithm>
#include <array>

#include "ingest/text.h"
#include "ingest/time.h"
#include "snapshot/archive.h"
#include "store/event_store.h"
#include "store/id_set.h"

namespace payoff {
namespace {

bool is_time(std::int64_t time_ms) { return time_ms >= 0 && time_ms < end_of_time_ms; }

/** As the loader makes them: no NaN, no infinity, no kind that there is not. */
bool is_cell(const cell& value, std::uint32_t texts) {
  constexpr std::uint64_t exponent = 0x7FFU;
  if (value.is_number()) return ((value.bits() >> 52U) & exponent) != exponent;
  cell like;
  if (value.kind() == cell_kind::null) like = cell::of_null();
  if (value.kind() == cell_kind::boolean) like = cell::of_boolean(value.boolean());
  if (value.kind() == cell_kind::nested) like = cell::of_nested();
  if (value.kind() == cell_kind::text && value.text_id() < texts) like = cell::of_text(value.text_id());
  return value.bits() == like.bits();
}

}  // namespace

/** Its table is made anew: that costs little beside checking one. */
void dictionary::pass(archive& through) {
  const std::size_t texts = through.count(size(), 16);
  for (std::size_t i = 0; i < texts; ++i) {
    const std::string_view text =
        through.text(through.is_reading() ? std::string_view() : (*this)[static_cast<std::uint32_t>(i)]);
    if (!through.is_reading() || through.is_refused()) continue;
    if (!is_utf8(text.data(), text.data() + text.size())) return through.refuse();
    const std::uint32_t number = intern(text);
    if (number == none) return through.refuse(error_code::out_of_memory);
    if (number != i) return through.refuse();  // twice the same
  }
}

/** Buckets as they lie. That each id is found is not checked: one that is not is taken for new. But each must
 * be near its place, there must be a bucket with room near every bucket, where looking ends, and each must be
 * full from its front: what comes is put at the number of what is there. */
void id_set::pass(archive& through) {
  // Of full buckets; it comes with a chance of e^-90. No id is farther from its place, or the next to be
  // added could take as long as all of them.
  constexpr std::size_t longest_run = 512;
  for (part& one : parts_) {
    through.values(one.buckets);
    if (!through.is_reading()) continue;
    std::size_t ids = 0;
    std::size_t run = 0;
    bool is_sound = one.buckets.size() < UINT32_MAX;
    const std::size_t size = one.buckets.size();
    for (std::size_t place = 0; place < size; ++place) {
      const bucket& at = one.buckets[place];
      std::size_t used = 0;
      std::size_t last = 0;
#pragma GCC unroll 8
      for (std::size_t i = 0; i < bucket::size; ++i) {
        const bool is_taken = at.ids[i] != empty;
        used += is_taken;
        last = is_taken ? i + 1 : last;
        const std::size_t own = bucket_in(one, at.ids[i]);
        const std::size_t away = place < own ? place + size - own : place - own;
        is_sound = is_sound && (!is_taken || (away < longest_run && &part_of(at.ids[i]) == &one));
      }
      ids += used;
      run = used == bucket::size ? run + 1 : 0;
      is_sound = is_sound && used == last && run < longest_run;
    }
    if (!is_sound || ids > most_of(one.buckets.size())) {
      one.buckets.release();
      return through.refuse();
    }
    one.left = most_of(one.buckets.size()) - ids;
  }
}

void attribute_log::pass(archive& through) {
  for (auto& list : lists_) through.values(list);
}

void event_store::pass(archive& through) {
  for (dictionary* const one : {&names_, &users_, &anonymous_, &accounts_, &texts_}) one->pass(through);
  through.values(aliases_);
  through.values(times_);
  through.values(names_column_);
  through.values(accounts_column_);
  for (named_column& one : wide_) through.values(one.values);
  through.values(strangers_);
  through.values(other_times_);
  through.values(starts_);
  user_attributes_.pass(through);
  account_attributes_.pass(through);
  if (!through.is_reading() || through.is_refused()) return;
  if (times_.size() > limits_.max_rows || names_.size() > limits_.max_names) {
    return through.refuse(error_code::limit_exceeded);
  }
  if (!has_sound_rows() || !has_sound_people()) return through.refuse();
  // The rest follows from these, and is reckoned by group().
  grouped_people_ = users_.size() + 1;
  grouped_rows_ = static_cast<row_id>(times_.size());
  if (!group()) through.refuse(error_code::out_of_memory);
}

/** Groups follow each other and cover all rows, their rows stand in order and hold what there is. */
bool event_store::has_sound_rows() {
  const std::size_t rows = times_.size();
  const std::size_t people = std::size_t{users_.size()} + 1;
  const std::size_t groups = people + accounts_.size();
  if (names_column_.size() != rows || accounts_column_.size() != rows || starts_.size() != groups + 1 ||
      starts_[0] != 0 || starts_[groups] != rows || !std::is_sorted(starts_.begin(), starts_.end()))
    return false;
  for (std::size_t group = 0; group < groups; ++group) {
    std::int64_t latest_ms = 0;
    for (row_id row = starts_[group]; row < starts_[group + 1]; ++row) {
      const std::int64_t time_ms = times_[row];
      const std::uint32_t account = accounts_column_[row];
      if (time_ms < latest_ms || names_column_[row] >= names_.size()) return false;
      const bool is_own = account == (group == 0 ? dictionary::none : group - people);
      const bool is_any = account == dictionary::none || account < accounts_.size();
      if (group > 0 && group < people ? !is_any : !is_own) return false;
      latest_ms = time_ms;
    }
    if (starts_[group] == starts_[group + 1]) continue;
    first_ms_ = std::min(first_ms_, times_[starts_[group]]);
    last_ms_ = std::max(last_ms_, latest_ms);
  }
  for (std::size_t i = 0; i < wide_.size(); ++i) {
    const auto& values = wide_[i].values;
    if (values.size() != rows) return false;
    std::size_t run = 0;
    for (std::size_t row = 0; i < properties_ && row < rows; row += run) {
      run = values.run(row, rows - row);
      const std::int64_t* const bits = values.at(row);
      for (std::size_t k = 0; k < run; ++k) {
        const cell value = cell::of_bits(static_cast<std::uint64_t>(bits[k]));
        const bool is_absent = value.bits() == cell().bits();  // most rows have few of the columns
        if (!is_absent && !is_cell(value, texts_.size())) return false;
      }
    }
  }
  for (std::size_t i = 0; i < other_times_.size(); ++i) {
    if (!is_time(other_times_[i])) return false;
    last_other_ms_ = std::max(last_other_ms_, other_times_[i]);
  }
  return rows == 0 || is_time(last_ms_);
}

bool event_store::has_sound_people() const {
  std::size_t next = 0;
  for (const stranger& one : strangers_) {
    if (one.row < next || one.row >= times_.size() || one.anonymous >= anonymous_.size()) return false;
    next = std::size_t{one.row} + 1;
  }
  const auto is_user = [this](std::uint32_t user) { return user < users_.size(); };
  const auto is_alias = [&](const alias& one) {
    return one.unused == 0 && is_time(one.met_at_ms) && (one.user == dictionary::none || is_user(one.user));
  };
  const auto was_said = [this](const attribute_entry& one) {
    return is_time(one.at_ms) && is_cell(one.value, texts_.size());
  };
  const auto is_of_user = [&](const attribute_entry& one) {
    const std::uint32_t number = one.actor / 2;
    return was_said(one) && ((one.actor & 1U) == 0 ? is_user(number) : number < anonymous_.size());
  };
  const auto is_of_account = [&](const attribute_entry& one) {
    return was_said(one) && one.actor < accounts_.size();
  };
  return aliases_.size() <= anonymous_.size() && std::all_of(aliases_.begin(), aliases_.end(), is_alias) &&
         user_attributes_.are_all(is_of_user) && account_attributes_.are_all(is_of_account);
}

}  // namespace payoff
