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

bool key_value_lists::next(cursor& in) {
  while (in.at < in.end) {
    if (*in.at == ',' || *in.at == ' ' || *in.at == '\t' || *in.at == hidden_newline) {
      ++in.at;
      continue;
    }
    const scan_result entry = scan_element(in.at, entry_, entry_slots_.data());
    in.at = entry.next;
    if (entry.status != row_status::ok || entry_slots_[key_].kind != value_kind::string) continue;
    in.value.kind = value_kind::null;
    for (std::size_t i = 0; i < values_.size() && in.value.kind == value_kind::null; ++i) {
      const slot_value& one = entry_slots_[values_[i]];
      if (one.kind == value_kind::absent || one.kind >= value_kind::object) continue;
      in.value = one;
      if (i >= 2 && one.kind == value_kind::string)
        in.value.kind = is_json_number(one.text()) ? value_kind::number : value_kind::null;
    }
    return true;
  }
  return false;
}

const slot_value* key_value_lists::fill(const field_tree& tree, const slot_value* slots) {
  row_.assign(slots, slots + tree.slot_count());
  for (const field_tree::node_id list : lists_) {
    if (row_[list].kind != value_kind::array) continue;
    // A key such as "0" was taken for an index by the scanner.
    for (auto at = tree.first_child(list); at != field_tree::none; at = tree.next_sibling(at)) {
      row_[at].kind = value_kind::absent;
    }
    for (cursor in = begin(row_[list]); next(in);) {
      const slot_value& key = entry_slots_[key_];
      const field_tree::node_id node = tree.child(list, key.text(), key.escaped);
      if (node != field_tree::none) row_[node] = in.value;
    }
  }
  return row_.data();
}

void key_value_lists::write_object(const slot_value& list, std::string& out) {
  out.clear();
  for (cursor in = begin(list); next(in);) {
    const char* const quote = in.value.kind == value_kind::string ? "\"" : "";
    out += out.empty() ? "{\"" : ",\"";
    out += entry_slots_[key_].text();
    out += "\":";
    out += quote;
    out += in.value.kind == value_kind::null ? std::string_view("null") : in.value.text();
    out += quote;
  }
  if (!out.empty()) out += '}';
}

}  // namespace payoff
