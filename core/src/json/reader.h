// SPDX-License-Identifier: Apache-2.0
/** @file reader.h  How a playbook or question is read strictly: every field known, typed and named when
 * wrong. */
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "payoff/result.h"

namespace payoff {

/**
 * The first thing that was wrong in one JSON text. Readers go on after an error with harmless values, so that
 * parsing code stays flat; whoever owns the text asks once, at the end, and uses nothing if there was one.
 */
class problem {
 public:
  void report(error_code code, std::string path, std::string message) {
    // A misspelt field is missing under its right name too, and so are the names that it would have defined:
    // the misspelling is what helps.
    const bool explains = code == error_code::unknown_field && first_ && may_follow(first_->code);
    if (!first_ || explains) first_ = error{code, std::move(path), std::move(message)};
  }
  [[nodiscard]] const std::optional<error>& first() const { return first_; }
  /** For `PAYOFF_TRY(problem.as_result())`. */
  [[nodiscard]] result<void> as_result() const {
    if (first_) return tl::unexpected<error>(*first_);
    return {};
  }

 private:
  [[nodiscard]] static bool may_follow(error_code code) {
    return code == error_code::missing_field || code == error_code::missing_as_of ||
           code == error_code::unknown_name || code == error_code::unknown_zone;
  }
  std::optional<error> first_;
};

/** Names to choose from: a braced list, a std::array or a std::vector. Views only, for the length of a call.
 */
class name_list {
 public:
  name_list(std::initializer_list<std::string_view> names) {  // in the body: gcc warns of a stored list
    data_ = names.begin();
    size_ = names.size();
  }
  template <class Names>
  name_list(const Names& names) : data_(names.data()), size_(names.size()) {}  // NOLINT: meant to convert
  [[nodiscard]] const std::string_view* begin() const { return data_; }
  [[nodiscard]] const std::string_view* end() const { return data_ + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view operator[](std::size_t index) const { return data_[index]; }

 private:
  const std::string_view* data_{nullptr};
  std::size_t size_{0};
};

/** The list entry nearest to `name` by edit distance, or "" when none is near enough to be a typing error. */
[[nodiscard]] std::string_view nearest_name(std::string_view name, name_list known);

/** "`grian` is not known; did you mean `grain`?" or the list of what is known. */
[[nodiscard]] std::string unknown_name_message(std::string_view what, std::string_view name, name_list known);

/** `path` + "/" + `key`, escaped as RFC 6901 wants. */
[[nodiscard]] std::string join_path(std::string_view path, std::string_view key);
[[nodiscard]] std::string join_path(std::string_view path, std::size_t index);

/** "a string", "a number" and so on, for messages. */
[[nodiscard]] std::string_view type_word(const json& value);

/**
 * One JSON object, read field by field. A field becomes known by being asked for; finish() reports the first
 * field that nobody asked for. The object must outlive the reader.
 */
class reader {
 public:
  reader(const json& value, std::string path, problem& wrong);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string path_of(std::string_view name) const { return join_path(path_, name); }
  [[nodiscard]] problem& wrong() const { return wrong_; }

  /** The field's value or nullptr; the field is known from now on. */
  const json* find(std::string_view name);
  /** As find(), but its absence is an error; then a null value stands in for it. */
  const json& need(std::string_view name);

  std::string text(std::string_view name);
  std::optional<std::string> text_if(std::string_view name);
  /** As text_if(), where an empty text would mean neither something nor nothing. */
  std::optional<std::string> filled_if(std::string_view name);
  /** As filled_if() and text(), into what holds the default: half the code of an optional at each field. */
  void take_text(std::string_view name, std::string& to);
  void need_text(std::string_view name, std::string& to);
  double number(std::string_view name);
  std::optional<double> number_if(std::string_view name);
  /** A whole number in [low, high], however it is written: 14, 14.0 and 1.4e1 are one number, as in JSON
   * Schema. */
  std::int64_t integer_or(std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high);
  bool boolean_or(std::string_view name, bool fallback);
  /** An array of texts, none of them empty. */
  std::vector<std::string> texts_if(std::string_view name);
  /** Index into `choices`; the message of a miss names them all. */
  std::size_t choice_or(std::string_view name, name_list choices, std::size_t fallback);
  std::size_t choice(std::string_view name, name_list choices);

  /** Calls use(item, path) for each item of an array; absent is empty. */
  template <class Use>
  void each(std::string_view name, Use&& use) {
    const json* list = find(name);
    if (list == nullptr) return;
    if (!list->is_array()) return wrong_type(name, "an array", *list);
    std::size_t index = 0;
    for (const json& item : *list) use(item, join_path(path_of(name), index++));
  }
  /** Calls use(key, value, path) for each field of an object that has names of the caller's own, none empty.
   */
  template <class Use>
  void each_field(std::string_view name, Use&& use) {
    const json* object = find(name);
    if (object == nullptr) return;
    if (!object->is_object()) return wrong_type(name, "an object", *object);
    for (const auto& [key, value] : object->items()) {
      const std::string path = join_path(path_of(name), key);
      if (key.empty()) wrong_.report(error_code::bad_value, path, "a name must not be empty");
      use(key, value, path);
    }
  }

  void wrong_type(std::string_view name, std::string_view expected, const json& found);
  void bad_value(std::string_view name, std::string message);

  /** Reports a field that nobody asked for. */
  void finish();

 private:
  const json*
      object_;  // nullptr when the value was no object: then everything is absent and already reported
  std::string path_;
  problem& wrong_;
  std::vector<std::string_view> known_;
};

}  // namespace payoff
