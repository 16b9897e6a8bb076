// SPDX-License-Identifier: Apache-2.0
/** @file loader_stream.cpp  In which framing and format do the bytes of a stream come, and where is what of a
 * row? */
#include <algorithm>
#include <utility>

#include "ingest/loader.h"

namespace payoff {

loader::loader(const playbook& book, const engine_options& options, event_store& store)
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

loader::slot loader::add_slot(std::string_view pointer) {
  if (pointer.empty()) return no_slot;
  auto added = tree_.add(pointer);
  if (added) return *added;
  keep_error(std::move(added).error());
  return no_slot;
}

loader::slot_list loader::add_slots(const pointer_list& pointers) {
  return {add_slot(pointers[0]), add_slot(pointers[1]), add_slot(pointers[2])};
}

void loader::open(const export_format& format) {
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

const export_format* loader::find_row_format(std::string_view bytes, bool at_end,
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

bool loader::recognise(std::string_view bytes, bool at_end) {
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

void loader::feed(std::string_view bytes) {
  if (failed_) return;
  const auto sink = [this](std::span<const scanned_row> rows) { take_rows(rows); };
  auto framed = framer_->append(bytes, sink);
  if (!framed) keep_error(std::move(framed).error());
  std::string().swap(held_);
}

result<void> loader::append(std::string_view bytes) {
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

result<void> loader::finish() {
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

void loader::keep_error(error&& failure) {
  if (!failed_) failed_ = std::move(failure);
}

}  // namespace payoff
