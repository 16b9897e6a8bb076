// SPDX-License-Identifier: Apache-2.0
#include "store/attribute_log.h"

#include <algorithm>
#include <utility>

#include "store/sort_keys.h"

namespace payoff {
namespace {

struct place {
  std::uint32_t subject;
  std::int64_t at_ms;
};
bool is_before(const attribute_entry& entry, const place& at) {
  return entry.subject != at.subject ? entry.subject < at.subject : entry.at_ms < at.at_ms;
}

}  // namespace

bool is_less_value(const cell& a, const cell& b, const dictionary& texts) {
  if (a.kind() != b.kind()) return a.kind() < b.kind();
  if (a.kind() == cell_kind::number) return a.number() < b.number();
  if (a.kind() == cell_kind::text) return texts[a.text_id()] < texts[b.text_id()];
  return a.kind() == cell_kind::boolean && !a.boolean() && b.boolean();
}

attribute_log::attribute_log(std::vector<std::string> names)
    : names_(std::move(names)), lists_(names_.size()) {}

std::size_t attribute_log::index_of(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? npos : static_cast<std::size_t>(found - names_.begin());
}

void attribute_log::sort(column<attribute_entry>& list, const dictionary& texts) {
  const auto less = [&texts](const attribute_entry& a, const attribute_entry& b) {
    if (a.subject != b.subject) return a.subject < b.subject;
    return a.at_ms != b.at_ms ? a.at_ms < b.at_ms : is_less_value(a.value, b.value, texts);
  };
  sort_few(list.data(), list.data() + list.size(), less);
}

std::span<const attribute_entry> attribute_log::history(std::size_t attribute, std::uint32_t subject) const {
  const auto& list = lists_[attribute];
  const auto* const first = std::lower_bound(list.begin(), list.end(), place{subject, INT64_MIN}, is_before);
  const auto* const last = std::lower_bound(first, list.end(), place{subject, INT64_MAX}, is_before);
  return {first, last};
}

cell attribute_log::at(std::size_t attribute, std::uint32_t subject, std::int64_t at_ms) const {
  const auto& list = lists_[attribute];
  const auto* const after = std::lower_bound(list.begin(), list.end(), place{subject, at_ms + 1}, is_before);
  return after == list.begin() || after[-1].subject != subject ? cell() : after[-1].value;
}

}  // namespace payoff
