// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/histories.h"

#include "store/sort_keys.h"

namespace payoff {

bool histories::list_rows(const scope& in) {
  const event_store& store = *store_;
  const auto unit_of = [&](person_id person, row_id row) -> std::uint32_t {
    if (per_ == counted::users) return person;
    const std::uint32_t account = store.account(row);
    return account == dictionary::none ? 0 : account + 1;
  };
  if (!starts_.resize(std::size_t{units_} + 1)) return false;
  for_each_row(store, in, [&](person_id person, row_id row) { ++starts_[unit_of(person, row)]; });
  starts_[0] = 0;  // nobody's
  std::uint32_t end = 0;
  for (std::uint32_t& start : starts_) {
    end += start;
    start = end - start;
  }
  if (!rows_.resize_for_overwrite(end)) return false;
  column<std::uint32_t> next;
  if (!next.resize_for_overwrite(starts_.size())) return false;
  std::copy(starts_.begin(), starts_.end(), next.begin());
  for_each_row(store, in, [&](person_id person, row_id row) {
    const std::uint32_t unit = unit_of(person, row);
    if (unit != 0) rows_[next[unit]++] = row;
  });
  // People come one after another, each in order of time: an account's are sorted, a person's are already.
  if (per_ == counted::users) return true;
  column<sort_key> keys;
  for (std::uint32_t unit = 1; unit < units_; ++unit) {
    const std::uint32_t begin = starts_[unit];
    const std::uint32_t size = starts_[unit + 1] - begin;
    if (!keys.resize(size)) return false;
    for (std::uint32_t i = 0; i < size; ++i) {
      keys[i] = {static_cast<std::uint64_t>(store.time_ms(rows_[begin + i])), rows_[begin + i]};
    }
    sort_keys(keys.data(), keys.data() + size);
    for (std::uint32_t i = 0; i < size; ++i) rows_[begin + i] = static_cast<row_id>(keys[i].low);
  }
  return true;
}

result<histories> histories::find(const frame& in, counted per) {
  histories out;
  out.store_ = &in.context().store;
  out.per_ = per;
  const scope all = in.scope_of(0, in.as_of_ms());
  out.to_ms_ = all.to_ms;
  out.units_ = per == counted::users ? std::max<std::uint32_t>(1, out.store_->people())
                                     : out.store_->accounts().size() + 1;
  out.is_listed_ = per == counted::accounts || all.account || all.person;
  if (out.is_listed_ && !out.list_rows(all)) {
    return fail(error_code::out_of_memory, "", "no memory to list the rows of each account");
  }
  return out;
}

row_list histories::of(std::uint32_t unit) const {
  if (is_listed_) return {rows_.data() + starts_[unit], 0, starts_[unit + 1] - starts_[unit]};
  if (unit == nobody) return {nullptr, 0, 0};
  const row_range rows = store_->rows_of(unit, 0, to_ms_);
  return {nullptr, rows.begin, rows.end - rows.begin};
}

}  // namespace payoff
