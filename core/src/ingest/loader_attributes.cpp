// SPDX-License-Identifier: Apache-2.0
/** @file loader_attributes.cpp  What does a row say beside its event: who somebody is, and what is kept of it
 * as it stands? Apart from loader.cpp, for the sake of the rows that say nothing of it. */
#include <utility>

#include "ingest/loader.h"
#include "ingest/text.h"

namespace payoff {

std::string_view loader::joined_id(const slot_value* slots) {
  if (id_of({joined_id_[0], no_slot, no_slot}, slots, scratch_).empty()) return {};
  scratch_.clear();
  for (const slot place : joined_id_) {
    const slot_value& value = slots[place];
    if (value.kind > value_kind::null) scratch_ += value.text();
    scratch_ += '\n';  // within a value there is none
  }
  return scratch_;
}

void loader::reject_time(std::uint64_t line, const slot_value* wrong, time_status why) {
  if (wrong == nullptr)
    return quality_.reject(row_problem::no_time, line, "no time at " + std::string(format_.time[0]));
  std::string shown(wrong->text().substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';  // a cut through a UTF-8 sequence must not be printed
  }
  quality_.reject(row_problem::bad_time, line,
                  (why == time_status::out_of_range ? "outside 1970 to 2200: " : "not a time: ") + shown);
}

void loader::take_identity(std::uint64_t line, const slot_value* slots, std::string_view type) {
  const bool of_user = type == "identify";
  const bool of_account = type == "group";
  std::int64_t time_ms = 0;
  if (!read_time(line, slots, time_ms)) return;
  if (is_duplicate()) return quality_.count_duplicate();
  keep(store_.add_identity(id_of(user_, slots, user_scratch_), id_of(anonymous_, slots, anonymous_scratch_),
                           time_ms));
  keep(store_.add_other(time_ms));
  if (of_user) take_attributes(attribute_subject::user, slots, time_ms);
  if (of_account) take_attributes(attribute_subject::account, slots, time_ms);
}

void loader::take_attributes(attribute_subject of, const slot_value* slots, std::int64_t time_ms) {
  const bool of_user = of == attribute_subject::user;
  const slot traits = of_user ? user_traits_ : account_traits_;
  if (traits == no_slot) return;
  row_sample& sample = of_user ? samples_.users : samples_.accounts;
  if (keeps_samples() && sample.wants(0)) {
    std::string_view object = object_at(traits, slots);
    if (reads_all_formats() && of_user && object.size() <= 2)
      object = object_at(more_user_traits_, slots);  // "", {}
    if (!sample.take(0, object)) keep(store_outcome::no_memory);
  }
  const std::vector<slot>& places = of_user ? user_attribute_slots_ : account_attribute_slots_;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const slot_value* found = &slots[places[i]];
    if (reads_all_formats() && of_user && found->kind == value_kind::absent && more_user_traits_ != no_slot)
      found = &slots[more_user_attribute_slots_[i]];
    if (found->kind == value_kind::absent) continue;
    const cell value = cell_of(*found);
    if (of_user) {
      keep(store_.add_user_attribute(i, id_of(user_, slots, user_scratch_),
                                     id_of(anonymous_, slots, anonymous_scratch_), time_ms, value));
    } else {
      keep(store_.add_account_attribute(i, id_of(account_, slots, account_scratch_), time_ms, value));
    }
  }
}

std::string_view loader::object_at(slot place, const slot_value* slots) {
  if (place == no_slot) return {};
  if (reads_all_formats() && lists_ != nullptr && slots[place].kind == value_kind::array) {
    lists_->write_object(slots[place], scratch_);
    return scratch_;
  }
  if (slots[place].kind != value_kind::object) return {};
  return slots[place].text();
}

std::string_view loader::properties_of(const slot_value* slots) {
  if (csv_columns_.empty()) return object_at(properties_, slots);
  std::string row;
  for (const named_slot& column : csv_columns_) {
    const slot_value& value = slots[column.place];
    if (value.kind != value_kind::number && value.kind != value_kind::string) continue;
    row += (row.empty() ? '{' : ',') + print_json(column.name) + ':';
    if (value.kind == value_kind::number) {
      row += value.text();  // as it was written: JSON's numbers are CSV's
    } else {
      row += print_json(text_of(value, scratch_));
    }
  }
  if (!row.empty()) row += '}';
  scratch_ = std::move(row);
  return scratch_;
}

}  // namespace payoff
