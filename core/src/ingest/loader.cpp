// SPDX-License-Identifier: Apache-2.0
/** @file loader.cpp  How does a row become an event? All rows pass here, so it is optimised for speed. */
#include "ingest/loader.h"

#include <utility>

#include "ingest/number.h"
#include "ingest/text.h"
#include "store/small.h"

namespace payoff {
namespace {

inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}
/** The same, for texts that hardly ever begin with a blank. */
inline bool is_blank_fast(std::string_view text) {
  return text.empty() || (static_cast<unsigned char>(text.front()) <= ' ' && is_blank(text));
}

}  // namespace

std::string_view loader::text_of(const slot_value& value, std::string& scratch) const {
  if (!value.escaped) return value.text();
  unescape(value.text(), scratch);
  return scratch;
}

std::string_view loader::id_of(const slot_list& places, const slot_value* slots, std::string& scratch) const {
  for (const slot place : places) {
    if (place == no_slot) break;
    const slot_value& value = slots[place];
    if (value.kind == value_kind::number) return value.text();
    if (value.kind != value_kind::string) continue;
    const std::string_view text = text_of(value, scratch);
    if (!is_blank_fast(text)) return text;
  }
  return {};
}

cell loader::cell_of(const slot_value& value) {
  switch (value.kind) {
    case value_kind::absent:
      return {};
    case value_kind::null:
      return cell::of_null();
    case value_kind::boolean_false:
      return cell::of_boolean(false);
    case value_kind::boolean_true:
      return cell::of_boolean(true);
    case value_kind::number: {
      const number_value number = parse_number(value.text());
      // -0 becomes 0: they are equal, so which of them is the least would be a matter of order.
      return number.beyond_double ? cell::of_null() : cell::of_number(number.value + 0.0);
    }
    case value_kind::string: {
      const std::uint32_t text = store_.intern_text(text_of(value, scratch_));
      if (text == dictionary::none) {
        keep(store_outcome::no_memory);
        return {};
      }
      return cell::of_text(text);
    }
    default:
      return cell::of_nested();
  }
}

// Once in the module, not in each of its callers.
__attribute__((noinline)) std::uint64_t loader::key_of(std::string_view id) const {
  return id.empty() ? no_key : id_set::to_key(hash_bytes(id, options_.hash_key));
}

std::uint64_t loader::id_key_of(const slot_value* slots) {
  const bool is_joined = reads_all_formats() && !joined_id_.empty();
  return key_of(is_joined ? joined_id(slots) : id_of(id_, slots, scratch_));
}

bool loader::is_duplicate() {
  if (id_key_ == 0) return false;  // no id, no duplicate
  switch (seen_.insert(id_key_)) {
    case id_set::outcome::added:
      return false;
    case id_set::outcome::known:
      return true;
    default:
      keep(store_outcome::no_memory);
      return true;
  }
}

bool loader::read_time(std::uint64_t line, const slot_value* slots, std::int64_t& time_ms) {
  const slot_value* wrong = nullptr;
  time_status why = time_status::unreadable;
  for (const slot place : time_) {
    if (place == no_slot) break;
    const slot_value& value = slots[place];
    if (value.kind == value_kind::absent || value.kind == value_kind::null) continue;
    time_value time{time_status::unreadable, 0};
    if (value.kind == value_kind::number) time = parse_time_number(value.text());
    if (value.kind == value_kind::string) time = parse_time_text(text_of(value, scratch_), day_);
    if (time.status == time_status::ok) [[likely]] {
      time_ms = time.time_ms;
      return true;
    }
    if (wrong == nullptr) {
      wrong = &value;
      why = time.status;
    }
  }
  reject_time(line, wrong, why);
  return false;
}

PAYOFF_SMALL void loader::fetch(const dictionary& of, const slot_list& places,
                                std::span<const scanned_row> rows) {
  if (rows.size() == 1 || places[0] == no_slot || !of.is_worth_fetching()) return;
  const bool are_properties = &of == &store_.texts();  // whose numbers stay numbers
  std::array<std::uint32_t, batch_rows> hashes;
  std::size_t count = 0;
  for (const scanned_row& row : rows) {
    if (row.scan.status != row_status::ok) continue;
    if (are_properties && row.slots[places[0]].kind == value_kind::number) continue;
    const std::string_view text = id_of(places, row.slots, scratch_);
    if (!text.empty()) hashes[count++] = of.hash_of(text);
  }
  of.fetch({hashes.data(), count});
}

void loader::take_rows(std::span<const scanned_row> rows) {
  // The set of ids is larger than any cache, and each id lies elsewhere in it. Looking at all their places
  // before any is needed waits for memory once and not for each.
  std::array<std::uint64_t, batch_rows> keys;
  const bool are_ids_in_lists = reads_all_formats() && lists_ != nullptr;  // which take_row() reads first
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool has_id = rows[i].scan.status == row_status::ok && !are_ids_in_lists;
    keys[i] = has_id ? id_key_of(rows[i].slots) : no_key;
  }
  seen_.fetch({keys.data(), rows.size()});
  fetch(store_.users(), user_, rows);
  fetch(store_.anonymous(), anonymous_, rows);
  fetch(store_.accounts(), account_, rows);
  for (const slot place : property_slots_) fetch(store_.texts(), {place, no_slot, no_slot}, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    id_key_ = keys[i];
    take_row(rows[i].line, rows[i].scan, rows[i].slots);
  }
}

void loader::take_row(std::uint64_t line, const scan_result& scan, const slot_value* slots) {
  if (failed_) [[unlikely]]
    return;
  if (scan.status != row_status::ok) [[unlikely]] {
    const bool is_json = scan.status == row_status::not_an_object;
    quality_.reject(is_json ? row_problem::not_an_object : row_problem::bad_json, line, error_text(scan));
    return;
  }
  if (reads_all_formats() && lists_ != nullptr) [[unlikely]] {
    slots = lists_->fill(tree_, slots);
    id_key_ = id_key_of(slots);
  }
  std::string_view type;
  if (type_ != no_slot && slots[type_].kind == value_kind::string) type = text_of(slots[type_], scratch_);
  if (type.empty() || equal_texts(type, "track")) [[likely]]
    return take_named_event(line, slots);
  if (type == "identify" || type == "group" || type == "alias") return take_identity(line, slots, type);
  if (type == "page") return take_event(line, slots, "$page");
  if (type == "screen") return take_event(line, slots, "$screen");
  take_named_event(line, slots);
}

void loader::take_named_event(std::uint64_t line, const slot_value* slots) {
  const slot_value& event = event_ == no_slot ? slots[0] : slots[event_];
  if (event.kind == value_kind::string) {
    const std::string_view name = text_of(event, name_scratch_);
    if (!is_blank_fast(name)) return take_event(line, slots, name);
  }
  quality_.reject(row_problem::no_event, line, "no event name at " + std::string(format_.event));
}

void loader::take_event(std::uint64_t line, const slot_value* slots, std::string_view name) {
  event_row row;
  if (!read_time(line, slots, row.time_ms)) return;
  if (is_duplicate()) return quality_.count_duplicate();
  row.name = name;
  row.user = id_of(user_, slots, user_scratch_);
  row.anonymous = id_of(anonymous_, slots, anonymous_scratch_);
  row.account = id_of(account_, slots, account_scratch_);
  for (std::size_t i = 0; i < property_slots_.size(); ++i) {
    cells_[i] = property_slots_[i] == no_slot ? cell() : cell_of(slots[property_slots_[i]]);
  }
  for (std::size_t i = 0; i < key_slots_.size(); ++i)
    keys_[i] = key_of(id_of({key_slots_[i], no_slot, no_slot}, slots, scratch_));
  row.properties = cells_.data();
  row.keys = keys_.data();
  const store_outcome added = store_.add(row);
  keep(added);
  if (added != store_outcome::ok) return;
  const std::uint32_t number = store_.last_name();
  if (keeps_samples() && samples_.events.wants(number) && !samples_.events.take(number, properties_of(slots)))
    keep(store_outcome::no_memory);
  if (format_.attributes_on_events) {
    take_attributes(attribute_subject::user, slots, row.time_ms);
    take_attributes(attribute_subject::account, slots, row.time_ms);
  }
}

}  // namespace payoff
