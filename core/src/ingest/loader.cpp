// SPDX-License-Identifier: Apache-2.0
#include "ingest/loader.h"

#include <algorithm>
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

PAYOFF_SMALL loader::loader(const playbook& book, const engine_options& options, event_store& store)
    : book_(book), options_(options), store_(store) {
  const bool has_places = !book.fields.event.empty() && !book.fields.time.empty();
  if (book.format != "auto") {
    if (book.format != csv_format_name) json_format_ = *find_format(book.format);
  } else if (has_places) {  // whoever names the places needs no recognition
    json_format_.name = "fields";
  }
  is_format_given_ = !json_format_.name.empty();
  if (is_format_given_) open(json_format_);
}

PAYOFF_SMALL loader::slot loader::add_slot(std::string_view pointer) {
  if (pointer.empty()) return no_slot;
  auto added = tree_.add(pointer);
  if (added) return *added;
  keep_error(std::move(added).error());
  return no_slot;
}

PAYOFF_SMALL loader::slot_list loader::add_slots(const pointer_list& pointers) {
  return {add_slot(pointers[0]), add_slot(pointers[1]), add_slot(pointers[2])};
}

PAYOFF_SMALL void loader::open(const export_format& format) {
  restored_format_.clear();
  if (is_open_ && format.name == format_.name && format.name != csv_format_name) return;
  format_ = with_fields(format, book_);
  tree_ = field_tree();
  csv_columns_.clear();
  event_ = add_slot(format_.event);
  type_ = add_slot(format_.type);
  time_ = add_slots(format_.time);
  user_ = add_slots(format_.user);
  anonymous_ = add_slots(format_.anonymous);
  account_ = add_slots(format_.account);
  id_ = add_slots(format_.id);
  joined_id_.clear();
  for (std::string_view rest = reads_all_formats() ? format_.joined_id : ""; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    joined_id_.push_back(add_slot(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  properties_ = no_slot;
  if (keeps_samples()) properties_ = format_.properties.empty() ? slot{0} : add_slot(format_.properties);
  user_traits_ = add_slot(format_.user_attributes);
  more_user_traits_ = add_slot(format_.more_user_attributes);
  account_traits_ = add_slot(format_.account_attributes);
  lists_.reset();
  if (reads_all_formats() && format_.has_lists) {
    lists_ = std::make_unique<key_value_lists>();
    lists_->add(add_slot(format_.properties));
    lists_->add(user_traits_);
    lists_->add(account_traits_);
    // Another place for all properties does not empty the lists: single fields may still point into them.
    for (const std::string_view own : {format.properties, format.user_attributes}) {
      if (own != format_.properties && own != format_.user_attributes) lists_->add(add_slot(own));
    }
  }
  const auto add_below = [this](std::string_view parent, const std::vector<std::string>& names,
                                bool is_known) {
    std::vector<slot> out;
    out.reserve(names.size());
    for (const auto& name : names) out.push_back(is_known ? add_slot(join_path(parent, name)) : no_slot);
    return out;
  };
  property_slots_ = add_below(format_.properties, book_.properties(), true);
  key_slots_ = add_below(format_.properties, book_.keys(), true);
  user_attribute_slots_ =
      add_below(format_.user_attributes, book_.attributes(attribute_subject::user), user_traits_ != no_slot);
  more_user_attribute_slots_.clear();
  if (reads_all_formats() && more_user_traits_ != no_slot) {
    more_user_attribute_slots_ =
        add_below(format_.more_user_attributes, book_.attributes(attribute_subject::user), true);
  }
  account_attribute_slots_ = add_below(
      format_.account_attributes, book_.attributes(attribute_subject::account), account_traits_ != no_slot);
  cells_.resize(property_slots_.size());
  keys_.resize(key_slots_.size());
  is_open_ = true;
}

PAYOFF_SMALL const export_format* loader::find_row_format(std::string_view bytes, bool at_end,
                                                          const framing_found& found) const {
  bytes = bytes.substr(0, held_bytes_limit);
  // From few bytes to many: mostly the first row tells.
  for (std::size_t size_bytes = 4096;; size_bytes *= 2) {
    const std::string_view first = bytes.substr(0, size_bytes);
    const bool is_all = first.size() == bytes.size();
    format_finder finder;
    const export_format* match = nullptr;
    const auto sink = [&](std::uint64_t, const scan_result& scan, const slot_value* slots) {
      if (match == nullptr && scan.status == row_status::ok) match = finder.match(slots);
    };
    const auto framer =
        make_framer(found, book_, finder.tree(), no_slot, framer_options{options_.max_row_bytes});
    (void)framer->append(first, sink);
    if (is_all && at_end) framer->finish(sink);
    if (match != nullptr || is_all) return match;
  }
}

PAYOFF_SMALL bool loader::recognise(std::string_view bytes, bool at_end) {
  const framing_found found = find_framing(bytes, at_end, book_);
  if (found.kind == framing::unknown) return false;
  if (found.kind == framing::csv && !reads_all_formats()) {
    keep_error({error_code::not_supported, "",
                "the events begin with neither { nor [, and only payoff-full.wasm reads tables (CSV)"});
    return false;
  }
  if (found.kind == framing::csv) {
    open(csv_format(found.columns, csv_pointers_));
    const std::size_t places = tree_.slot_count();
    for (const std::string& name : found.columns) {
      const slot column = add_slot(join_path("", name));
      const bool is_asked_for =
          std::find(property_slots_.begin(), property_slots_.end(), column) != property_slots_.end();
      if (keeps_samples() && column != no_slot && (column >= places || is_asked_for))
        csv_columns_.push_back({name, column});
    }
  } else {
    if (!is_format_given_) {
      const export_format* const match = find_row_format(bytes, at_end, found);
      if (match == nullptr && !at_end && bytes.size() < held_bytes_limit) return false;
      if (match != nullptr) json_format_ = *match;
      if (json_format_.name.empty()) json_format_ = *find_format("segment");
    }
    open(json_format_);
  }
  framer_ = make_framer(found, book_, tree_, event_, framer_options{options_.max_row_bytes});
  return true;
}

PAYOFF_SMALL void loader::feed(std::string_view bytes) {
  if (failed_) return;
  const auto sink = [this](std::span<const scanned_row> rows) { take_rows(rows); };
  auto framed = framer_->append(bytes, sink);
  if (!framed) keep_error(std::move(framed).error());
  std::string().swap(held_);
}

PAYOFF_SMALL result<void> loader::append(std::string_view bytes) {
  if (failed_ || bytes.empty()) return outcome();
  if (!in_stream_) {
    in_stream_ = true;
    look_again_bytes_ = 0;
    quality_.begin_file();
  }
  if (framer_ == nullptr) {
    if (!held_.empty()) bytes = held_.append(bytes);
    if (bytes.size() < look_again_bytes_ || !recognise(bytes, false)) {
      if (bytes.size() >= look_again_bytes_) look_again_bytes_ = std::min(2 * bytes.size(), held_bytes_limit);
      if (held_.empty()) held_ = bytes;
      return outcome();
    }
  }
  feed(bytes);
  return outcome();
}

PAYOFF_SMALL result<void> loader::finish() {
  if (!failed_ && in_stream_) {
    if (framer_ == nullptr && recognise(held_, true)) feed(held_);
    const auto sink = [this](std::span<const scanned_row> rows) { take_rows(rows); };
    if (framer_ != nullptr && framer_->finish(sink)) quality_.note_truncated();
    framer_.reset();
    in_stream_ = false;
  }
  return outcome();
}

result<void> loader::outcome() const {
  if (failed_) return tl::unexpected<error>(*failed_);
  return {};
}

PAYOFF_SMALL void loader::keep_error(error&& failure) {
  if (!failed_) failed_ = std::move(failure);
}

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

PAYOFF_SMALL std::string_view loader::joined_id(const slot_value* slots) {
  if (id_of({joined_id_[0], no_slot, no_slot}, slots, scratch_).empty()) return {};
  scratch_.clear();
  for (const slot place : joined_id_) {
    const slot_value& value = slots[place];
    if (value.kind > value_kind::null) scratch_ += value.text();
    scratch_ += '\n';  // within a value there is none
  }
  return scratch_;
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

PAYOFF_SMALL void loader::reject_time(std::uint64_t line, const slot_value* wrong, time_status why) {
  if (wrong == nullptr)
    return quality_.reject(row_problem::no_time, line, "no time at " + std::string(format_.time[0]));
  std::string shown(wrong->text().substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';  // a cut through a UTF-8 sequence must not be printed
  }
  quality_.reject(row_problem::bad_time, line,
                  (why == time_status::out_of_range ? "outside 1970 to 2200: " : "not a time: ") + shown);
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

PAYOFF_SMALL void loader::take_identity(std::uint64_t line, const slot_value* slots, std::string_view type) {
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

// Apart, for the sake of the events that bring none.
PAYOFF_SMALL void loader::take_attributes(attribute_subject of, const slot_value* slots,
                                          std::int64_t time_ms) {
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

PAYOFF_SMALL std::string_view loader::object_at(slot place, const slot_value* slots) {
  if (place == no_slot) return {};
  if (reads_all_formats() && lists_ != nullptr && slots[place].kind == value_kind::array) {
    lists_->write_object(slots[place], scratch_);
    return scratch_;
  }
  if (slots[place].kind != value_kind::object) return {};
  return slots[place].text();
}

PAYOFF_SMALL std::string_view loader::properties_of(const slot_value* slots) {
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
