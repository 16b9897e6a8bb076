// SPDX-License-Identifier: Apache-2.0
#include "ingest/key_value_lists.h"

#include <string_view>

#include "ingest/number.h"

namespace payoff {

key_value_lists::key_value_lists() : key_(entry_.add("/key").value_or(0)) {
  constexpr std::array<std::string_view, 5> places{"/value", "/value/string_value", "/value/int_value",
                                                   "/value/float_value", "/value/double_value"};
  for (std::size_t i = 0; i < places.size(); ++i) values_[i] = entry_.add(places[i]).value_or(0);
  entry_slots_.resize(entry_.slot_count());
}

void key_value_lists::add(field_tree::node_id list) {
  if (list != field_tree::none) lists_.push_back(list);
}

template <class Use>
void key_value_lists::for_each(const slot_value& list, Use&& use) {
  if (list.kind != value_kind::array) return;
  const char* const end = list.begin + list.size - 1;
  for (const char* at = list.begin + 1; at < end;) {
    if (*at == ',' || *at == ' ' || *at == '\t' || *at == hidden_newline) {
      ++at;
      continue;
    }
    const scan_result entry = scan_element(at, entry_, entry_slots_.data());
    at = entry.next;
    const slot_value& key = entry_slots_[key_];
    if (entry.status != row_status::ok || key.kind != value_kind::string) continue;
    slot_value value{nullptr, 0, value_kind::null, false};
    for (std::size_t i = 0; i < values_.size() && value.kind == value_kind::null; ++i) {
      const slot_value& one = entry_slots_[values_[i]];
      if (one.kind == value_kind::absent || one.kind == value_kind::object || one.kind == value_kind::array)
        continue;
      value = one;
      if (i < 2 || one.kind != value_kind::string) continue;
      value.kind = is_json_number(one.text()) ? value_kind::number : value_kind::null;
    }
    use(key, value);
  }
}

const slot_value* key_value_lists::fill(const field_tree& tree, const slot_value* slots) {
  row_.assign(slots, slots + tree.slot_count());
  for (const field_tree::node_id list : lists_) {
    if (row_[list].kind != value_kind::array) continue;
    // A key such as "0" was taken for an index by the scanner.
    for (auto at = tree.first_child(list); at != field_tree::none; at = tree.next_sibling(at)) {
      row_[at].kind = value_kind::absent;
    }
    for_each(row_[list], [&](const slot_value& key, const slot_value& value) {
      const field_tree::node_id node = tree.child(list, key.text(), key.escaped);
      if (node != field_tree::none) row_[node] = value;
    });
  }
  return row_.data();
}

void key_value_lists::write_object(const slot_value& list, std::string& out) {
  out.clear();
  for_each(list, [&](const slot_value& key, const slot_value& value) {
    out += out.empty() ? "{\"" : ",\"";
    out += key.text();
    out += "\":";
    const bool is_string = value.kind == value_kind::string;
    if (is_string) out += '"';
    out += value.kind == value_kind::null ? std::string_view("null") : value.text();
    if (is_string) out += '"';
  });
  if (!out.empty()) out += '}';
}

}  // namespace payoff
