// SPDX-License-Identifier: Apache-2.0
#include "json/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "ingest/field_tree.h"
#include "ingest/number.h"
#include "ingest/scanner.h"
#include "ingest/text.h"
#include "json/number_text.h"

namespace payoff {

json::json(std::string_view text) : kind_(kind::text) { as_.text = new std::string(text); }

json::json(std::initializer_list<member> members) : kind_(kind::object) {
  as_.object = new std::vector<member>(members);
}

json::json(const json& other) : kind_(other.kind_), as_(other.as_) {
  if (kind_ == kind::text || kind_ == kind::written) as_.text = new std::string(*other.as_.text);
  if (kind_ == kind::array) as_.array = new std::vector<json>(*other.as_.array);
  if (kind_ == kind::object) as_.object = new std::vector<member>(*other.as_.object);
}

json& json::operator=(const json& other) {
  if (this != &other) *this = json(other);
  return *this;
}

json& json::operator=(json&& other) noexcept {
  std::swap(kind_, other.kind_);
  std::swap(as_, other.as_);
  return *this;
}

json& json::operator=(std::nullptr_t) { return *this = json(); }
json& json::operator=(bool value) { return *this = json(value); }
json& json::operator=(double value) { return *this = json(value); }
json& json::operator=(std::string_view text) { return *this = json(text); }
json& json::assign_integer(std::int64_t value) { return *this = json(value); }

json::~json() {
  if (kind_ == kind::text || kind_ == kind::written) delete as_.text;
  if (kind_ == kind::array) delete as_.array;
  if (kind_ == kind::object) delete as_.object;
}

json json::array() {
  json out;
  out.kind_ = kind::array;
  out.as_.array = new std::vector<json>();
  return out;
}

json json::object() { return json(std::initializer_list<member>{}); }

json json::written(std::string text) {
  json out;
  out.kind_ = kind::written;
  out.as_.text = new std::string(std::move(text));
  return out;
}

std::size_t json::size() const {
  if (is_array()) return as_.array->size();
  return is_object() ? as_.object->size() : 0;
}

const json* json::begin() const { return is_array() ? as_.array->data() : nullptr; }
const json* json::end() const { return is_array() ? as_.array->data() + as_.array->size() : nullptr; }
json& json::operator[](std::size_t index) { return (*as_.array)[index]; }
const json& json::operator[](std::size_t index) const { return (*as_.array)[index]; }

void json::push_back(json value) {
  if (is_null()) *this = array();
  as_.array->push_back(std::move(value));
}

const std::vector<json::member>& json::items() const {
  static const std::vector<member> none;  // a constant, not state
  return is_object() ? *as_.object : none;
}

const json* json::find(std::string_view key) const {
  for (const member& one : items()) {
    if (one.key == key) return &one.value;
  }
  return nullptr;
}

json& json::operator[](std::string_view key) {
  if (is_null()) *this = object();
  if (const json* known = find(key)) return const_cast<json&>(*known);
  as_.object->push_back({std::string(key), json()});
  return as_.object->back().value;
}

json& json::operator[](const char* key) { return (*this)[std::string_view(key)]; }

void json::append(json&& fields) {
  for (member& one : *fields.as_.object) (*this)[one.key] = std::move(one.value);
}

namespace {

/** Builds values from text that the scanner has accepted, so nothing needs to be checked again. */
class builder {
 public:
  explicit builder(const char* at) : at_(at) {}

  json value() {
    skip_space();
    switch (*at_) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return text();
      case 't':
        at_ += 4;
        return true;
      case 'f':
        at_ += 5;
        return false;
      case 'n':
        at_ += 4;
        return nullptr;
      default:
        return number();
    }
  }

 private:
  void skip_space() {
    while (*at_ == ' ' || *at_ == '\t' || *at_ == '\r') ++at_;
  }
  /** Behind a bracket or a comma: true at the closing bracket, which is taken too. */
  bool closes(char bracket) {
    ++at_;
    skip_space();
    if (*at_ != bracket) return false;
    ++at_;
    return true;
  }
  json object() {
    json out = json::object();
    if (closes('}')) return out;
    while (true) {
      const std::string key = text();
      skip_space();
      ++at_;  // ':'
      out[key] = value();
      skip_space();
      if (*at_ == '}') break;
      ++at_;  // ','
      skip_space();
    }
    ++at_;
    return out;
  }
  json array() {
    json out = json::array();
    if (closes(']')) return out;
    while (true) {
      out.push_back(value());
      skip_space();
      if (*at_++ == ']') return out;
    }
  }
  std::string text() {
    const char* const begin = ++at_;
    while (*at_ != '"') at_ += *at_ == '\\' ? 2 : 1;
    std::string out;
    unescape({begin, static_cast<std::size_t>(at_ - begin)}, out);
    ++at_;
    return out;
  }
  json number() {
    const char* const begin = at_;
    bool is_whole = true;
    while (*at_ == '-' || *at_ == '+' || *at_ == '.' || (*at_ | 0x20) == 'e' ||
           static_cast<unsigned char>(*at_ - '0') < 10) {
      is_whole = is_whole && *at_ != '.' && (*at_ | 0x20) != 'e';
      ++at_;
    }
    const std::string_view written(begin, static_cast<std::size_t>(at_ - begin));
    std::int64_t whole = 0;
    if (is_whole && std::from_chars(begin, at_, whole).ec == std::errc{}) return whole;
    const number_value read = parse_number(written);
    return read.beyond_double ? json(nullptr) : json(read.value);
  }

  const char* at_;
};

void print_text(const std::string& text, std::string& out) {  // a NUL follows a std::string
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    constexpr std::string_view special = "\b\f\n\r\t\"\\";
    constexpr std::string_view letters = "bfnrt\"\\";
    if (const std::size_t at = special.find(text[i]); at != std::string_view::npos) {
      out += '\\';
      out += letters[at];
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    } else if (byte < 0x80) {
      out += text[i];
    } else {
      const char* bad = nullptr;
      const std::size_t length = utf8_length(text.data() + i, bad);
      if (length == 0) {
        out += "\xEF\xBF\xBD";
      } else {
        out.append(text, i, length);
        i += length - 1;
      }
    }
  }
  out += '"';
}

}  // namespace

result<json> parse_json(std::string_view text, std::string_view what) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
  std::string padded(text);
  hide_newlines(padded.data(), padded.size());
  padded.append(1, '\n').append(scan_padding_bytes, '\0');
  field_tree nothing_wanted;
  slot_value whole{};
  scan_result scan = scan_row(padded.data(), nothing_wanted, &whole);
  if (scan.status == row_status::ok || scan.status == row_status::not_an_object)
    return builder(padded.data()).value();
  if (scan.status == row_status::blank) scan.detail = "it is empty";
  return fail(error_code::bad_json, "", std::string(what) + " is not JSON: " + error_text(scan));
}

void print_json(const json& value, std::string& out) {
  char before = value.is_array() ? '[' : '{';
  switch (value.type()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::boolean:
      out += value.boolean() ? "true" : "false";
      return;
    case json::kind::integer:
      out += std::to_string(value.integer());
      return;
    case json::kind::number: {
      std::array<char, longest_number_bytes> number;
      out.append(number.data(), print_number(value.number(), number.data()));
      return;
    }
    case json::kind::text:
      print_text(*value.text_if(), out);
      return;
    case json::kind::array:
      for (const json& one : value) {
        out += std::exchange(before, ',');
        print_json(one, out);
      }
      if (value.empty()) out += '[';
      out += ']';
      return;
    case json::kind::object:
      for (const auto& [key, one] : value.items()) {
        out += std::exchange(before, ',');
        print_text(key, out);
        out += ':';
        print_json(one, out);
      }
      if (value.empty()) out += '{';
      out += '}';
      return;
    case json::kind::written:
      out += value.text();
      return;
  }
}

std::string print_json(const json& value) {
  std::string out;
  print_json(value, out);
  return out;
}

}  // namespace payoff
