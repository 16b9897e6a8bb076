// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/attribute_groups.h"

#include <algorithm>

#include "questions/shared/known_attribute.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::int64_t never_ms = INT64_MAX;

/** By the numbers of texts: quick, and good enough to find what is equal. */
bool is_before(const cell& a, const cell& b) {
  if (a.kind() != b.kind()) return a.kind() < b.kind();
  if (a.is_number()) return a.number() < b.number();
  return a.text_id() < b.text_id();
}

}  // namespace

json attribute_groups::value(std::size_t group) const {
  const cell& of = values_[group];
  switch (of.kind()) {
    case cell_kind::number:
      return of.number();
    case cell_kind::boolean:
      return of.boolean();
    case cell_kind::text:
      return store_->texts()[of.text_id()];
    default:
      return nullptr;
  }
}

bool attribute_groups::number_groups(const column<std::int64_t>& began_ms, const column<cell>& found) {
  // Found by their quick order, then numbered in the order in which they are printed.
  column<cell> all;
  for (std::size_t unit = 0; unit < found.size(); ++unit) {
    if (began_ms[unit] != never_ms && !all.push_back(found[unit])) return false;
  }
  sort_few(all.begin(), all.end(), is_before);
  for (const cell& one : all) {
    if (values_.empty() || is_before(values_.back(), one)) values_.push_back(one);
  }
  const std::vector<cell> quick = values_;
  const auto is_printed_before = [this](const cell& a, const cell& b) {
    const bool a_is_unknown = a.kind() == cell_kind::absent;
    const bool b_is_unknown = b.kind() == cell_kind::absent;
    return a_is_unknown != b_is_unknown ? b_is_unknown : is_less_value(a, b, store_->texts());
  };
  sort_few(values_.data(), values_.data() + values_.size(), is_printed_before);
  std::vector<std::uint32_t> numbers;
  for (const cell& one : quick) {
    const auto at = std::lower_bound(values_.begin(), values_.end(), one, is_printed_before);
    numbers.push_back(static_cast<std::uint32_t>(at - values_.begin()));
  }
  if (!groups_.resize(found.size(), none)) return false;
  for (std::size_t unit = 0; unit < found.size(); ++unit) {
    if (began_ms[unit] == never_ms) continue;
    const auto at = std::lower_bound(quick.begin(), quick.end(), found[unit], is_before);
    groups_[unit] = numbers[static_cast<std::size_t>(at - quick.begin())];
  }
  return true;
}

result<attribute_groups> attribute_groups::find(const frame& asked, const scope& in, const selection& of,
                                                const attribute_name& by, const std::string& path,
                                                counted per) {
  const event_store& store = asked.context().store;
  const attribute_log& log = store.attributes(by.subject);
  const std::size_t attribute = log.index_of(by.name);
  if (attribute == attribute_log::npos) {
    return fail(error_code::needs_reload, path,
                "the attribute `" + full_name(by) +
                    "` was not kept; name it in the playbook's /data/columns and load again");
  }
  attribute_groups out;
  out.store_ = &store;
  const std::size_t units = per == counted::users ? store.people() : std::size_t{store.accounts().size()} + 1;
  column<std::int64_t> began_ms;
  column<cell> found;
  bool fits = began_ms.resize(units, never_ms) && found.resize(units);
  if (fits) {
    for_each_match(store, in, of, [&](person_id person, row_id row) {
      // dictionary::none + 1 is 0 as nobody is.
      const std::uint32_t unit = per == counted::users ? person : store.account(row) + 1;
      const std::int64_t time_ms = store.time_ms(row);
      if (unit == nobody || time_ms > began_ms[unit]) return;
      const bool is_of_user = by.subject == attribute_subject::user;
      const std::uint32_t subject = is_of_user ? person : store.account(row);
      const bool is_known = subject != (is_of_user ? nobody : dictionary::none);
      const cell value = is_known ? value_of(log.at(attribute, subject, time_ms)) : cell();
      const bool is_earlier = time_ms < began_ms[unit];
      found[unit] = is_earlier ? value : greater_value(found[unit], value, store.texts());
      began_ms[unit] = time_ms;
    });
    fits = out.number_groups(began_ms, found);
  }
  if (!fits) return fail(error_code::out_of_memory, "", "no memory for who had which attribute");
  return out;
}

}  // namespace payoff
