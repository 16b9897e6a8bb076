// SPDX-License-Identifier: Apache-2.0
/** @file json.h  How are playbooks and questions read, and answers written? One small JSON value. */
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payoff/result.h"

namespace payoff {

/**
 * Any JSON value. Objects keep the order of their keys, so that an answer reads in the order in which it is
 * explained, and of duplicate keys the last holds.
 *
 * Why not a library: nlohmann/json was measured at 35 of the module's 97 kB (brotli), half of it code that
 * its templates leave at every use. This reads by the scanner that events are read by, and is compared with
 * nlohmann/json as a whole in the tests. 16 bytes a value.
 */
class json {
 public:
  enum class kind : std::uint8_t { null, boolean, integer, number, text, array, object, written };
  struct member;

  json() = default;
  json(std::nullptr_t) {}                                           // NOLINT: values are meant to become JSON
  json(bool value) : kind_(kind::boolean) { as_.boolean = value; }  // NOLINT
  template <std::integral T>
  requires(!std::same_as<T, bool>) json(T value) : kind_(kind::integer) {  // NOLINT
    as_.integer = static_cast<std::int64_t>(value);
  }
  /** What is no number (NaN, infinities) prints as null. */
  json(double value) : kind_(kind::number) { as_.number = value; }  // NOLINT
  json(const char* text) : json(std::string_view(text)) {}          // NOLINT
  json(std::string_view text);                                      // NOLINT
  json(const std::string& text) : json(std::string_view(text)) {}   // NOLINT
  /** An object: `{{"code", 5}, {"path", "/from"}}`. */
  json(std::initializer_list<member> members);
  template <class T>
  json(T*) = delete;  // else a pointer is true

  json(const json& other);
  json(json&& other) noexcept : kind_(other.kind_), as_(other.as_) { other.kind_ = kind::null; }
  json& operator=(const json& other);
  json& operator=(json&& other) noexcept;
  // As the constructors, without a temporary at each of the many places that write a field.
  json& operator=(std::nullptr_t);
  json& operator=(bool value);
  json& operator=(double value);
  json& operator=(std::string_view text);
  json& operator=(const char* text) { return *this = std::string_view(text); }
  json& operator=(const std::string& text) { return *this = std::string_view(text); }
  template <std::integral T>
  requires(!std::same_as<T, bool>) json& operator=(T value) {
    return assign_integer(static_cast<std::int64_t>(value));
  }
  template <class T>
  json& operator=(T*) = delete;
  ~json();

  [[nodiscard]] static json array();
  [[nodiscard]] static json object();
  /** JSON text that is printed as it is: where thousands of rows are told, a value each would be most of it.
   */
  [[nodiscard]] static json written(std::string text);

  [[nodiscard]] kind type() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == kind::null; }
  [[nodiscard]] bool is_boolean() const { return kind_ == kind::boolean; }
  [[nodiscard]] bool is_number() const { return kind_ == kind::integer || kind_ == kind::number; }
  [[nodiscard]] bool is_string() const { return kind_ == kind::text; }
  [[nodiscard]] bool is_array() const { return kind_ == kind::array; }
  [[nodiscard]] bool is_object() const { return kind_ == kind::object; }

  /** Only of a boolean. */
  [[nodiscard]] bool boolean() const { return as_.boolean; }
  /** Only of kind::integer. */
  [[nodiscard]] std::int64_t integer() const { return as_.integer; }
  /** Only of a number. */
  [[nodiscard]] double number() const {
    return kind_ == kind::integer ? static_cast<double>(as_.integer) : as_.number;
  }
  /** nullptr unless it is a string. */
  [[nodiscard]] const std::string* text_if() const { return is_string() ? as_.text : nullptr; }
  /** Only of kind::written. */
  [[nodiscard]] const std::string& text() const { return *as_.text; }
  [[nodiscard]] bool is_text(std::string_view wanted) const { return is_string() && *as_.text == wanted; }

  /** Of an array or object; 0 of all else. */
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }

  /** The elements of an array; none of all else. */
  [[nodiscard]] const json* begin() const;
  [[nodiscard]] const json* end() const;
  /** Only of an array, within its size. */
  [[nodiscard]] json& operator[](std::size_t index);
  [[nodiscard]] const json& operator[](std::size_t index) const;
  /** null becomes an empty array first. */
  void push_back(json value);

  /** The fields of an object, in order; none of all else. */
  [[nodiscard]] const std::vector<member>& items() const;
  /** nullptr when there is no such field, or no object. */
  [[nodiscard]] const json* find(std::string_view key) const;
  /** The field, made null if it must be; null becomes an empty object first. */
  json& operator[](std::string_view key);
  json& operator[](const char* key);
  /** Takes over the other object's fields, behind its own. */
  void append(json&& fields);

 private:
  friend bool operator==(const json& a, const json& b) = delete;  // say what you want to know

  json& assign_integer(std::int64_t value);

  kind kind_{kind::null};
  union {
    bool boolean;
    std::int64_t integer;
    double number;
    std::string* text;
    std::vector<json>* array;
    std::vector<member>* object;
  } as_{};
};

struct json::member {
  std::string key;
  json value;
};

/**
 * Reads JSON text: RFC 8259, at most 512 levels, a byte order mark is skipped; numbers beyond a double are
 * null and lone surrogates U+FFFD, as in events. Integers that fit 64 bits stay exact.
 * Error: bad_json, path "", "`what` is not JSON: unterminated string at byte 41".
 */
[[nodiscard]] result<json> parse_json(std::string_view text, std::string_view what);

/** The one printer of answers and numbers, without spaces. Text that is not UTF-8 becomes U+FFFD. */
[[nodiscard]] std::string print_json(const json& value);
/** The same, behind what the text holds. */
void print_json(const json& value, std::string& to);

/** null for what is unknown; a NaN or an infinity never leaves the core. */
template <class T>
[[nodiscard]] json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

}  // namespace payoff
