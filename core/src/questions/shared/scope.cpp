// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/scope.h"

#include <utility>

namespace payoff {

std::vector<person_rows> rows_in(const event_store& store, const scope& in) {
  std::vector<person_rows> out;
  const auto add = [&](std::uint32_t group) {
    const row_range rows = store.rows_of(group, in.from_ms, in.to_ms);
    if (rows.begin != rows.end) out.push_back({store.person_of_group(group), rows.begin, rows.end});
  };
  if (in.person) {
    if (*in.person != nobody && *in.person < store.people() && in.account != dictionary::none)
      add(*in.person);
  } else if (in.account) {
    if (*in.account == dictionary::none) return out;
    out.reserve(store.groups_of(*in.account).size());
    for (const std::uint32_t group : store.groups_of(*in.account)) add(group);
  } else {
    out.reserve(store.groups());  // as much as ask() has made sure of, and no more
    for (std::uint32_t group = 1; group < store.groups(); ++group) add(group);
    if (store.groups() != 0) add(nobody);
  }
  return out;
}

scope scope_cache::find(const event_store& store, const scope& in) {
  for (const auto& one : kept_) {
    const scope& of = one->of;
    if (of.from_ms == in.from_ms && of.to_ms == in.to_ms && of.account == in.account &&
        of.person == in.person)
      return of;
  }
  if (kept_.size() == max_kept) return in;
  kept_.push_back(std::make_unique<kept>(kept{in, rows_in(store, in)}));
  kept_.back()->of.rows = &kept_.back()->rows;
  return kept_.back()->of;
}

}  // namespace payoff
