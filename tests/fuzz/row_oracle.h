// SPDX-License-Identifier: Apache-2.0
/** @file row_oracle.h  What would nlohmann/json say of this row? The slow and obvious twin of the scanner. */
#pragma once

#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/number.h"
#include "ingest/scanner.h"
#include "ingest/text.h"

namespace payoff {

/**
 * The rules where we differ from nlohmann/json, as changes of the text that keep its length: a surrogate
 * escape without its partner is valid and reads as U+FFFD; a number beyond a double is valid (it becomes 0
 * here). NUL is never valid, more than 512 levels neither, and a BOM is the framer's business.
 */
class row_oracle {
 public:
  using json = nlohmann::json;

  explicit row_oracle(std::string_view row) : text_(row) {
    std::size_t first = 0;
    while (first < row.size() &&
           (row[first] == ' ' || row[first] == '\t' || row[first] == '\r' || row[first] == '\n'))
      ++first;
    if (first == row.size()) {
      status_ = row_status::blank;
      return;
    }
    if (row.find('\0') != std::string_view::npos || row.substr(0, 3) == "\xEF\xBB\xBF") return;
    mend_lone_surrogates();
    while (true) {
      handler events;
      if (json::sax_parse(text_, &events)) {
        if (events.deepest > max_levels) return;
        break;
      }
      if (!mend_number(events)) return;
    }
    document_ = json::parse(text_, nullptr, false);
    status_ = document_.is_object() ? row_status::ok : row_status::not_an_object;
  }

  [[nodiscard]] row_status status() const { return status_; }

  /** nullptr: this slot is what the document holds at that pointer. Else what is wrong with it. */
  [[nodiscard]] const char* disagrees(std::string_view pointer, const slot_value& slot,
                                      const char* row_begin) const {
    const json* const value = resolve(pointer);
    if (value == nullptr) return slot.kind == value_kind::absent ? nullptr : "should be absent";
    if (slot.kind != kind_of(*value)) return "is of another type";
    if (slot.kind == value_kind::string) {
      // U+FFFD instead of a lone surrogate is what the mended text says too.
      std::string text;
      unescape(slot.text(), text);
      if (slot.escaped != (slot.text().find('\\') != std::string_view::npos))
        return "has a wrong mark for escapes";
      return text == value->get_ref<const std::string&>() ? nullptr : "is another string";
    }
    const std::string_view mended =
        std::string_view(text_).substr(static_cast<std::size_t>(slot.begin - row_begin), slot.size);
    if (slot.kind == value_kind::number) {
      const number_value number = parse_number(slot.text());
      if (number.beyond_double) return mended.front() == '0' ? nullptr : "is not beyond a double";
      return number.value == value->get<double>() ? nullptr : "is another number";
    }
    const json again = json::parse(mended, nullptr, false);
    return again == *value ? nullptr : "is other text";
  }

 private:
  /** Notes the depth and the number that stopped nlohmann/json. */
  struct handler : nlohmann::json_sax<json> {
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool key(string_t&) override { return true; }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string& token,
                     const nlohmann::detail::exception& error) override {
      if (error.id == 406) number_beyond_double = token;
      stopped_at = position;
      return false;
    }
    bool open() {
      deepest = ++depth > deepest ? depth : deepest;
      return true;
    }
    bool close() {
      --depth;
      return true;
    }
    std::size_t depth{0};
    std::size_t deepest{0};
    std::size_t stopped_at{0};
    std::string number_beyond_double{};
  };

  static std::optional<unsigned> hex4(std::string_view digits) {
    if (digits.size() < 4) return std::nullopt;
    unsigned value = 0;
    for (const char c : digits.substr(0, 4)) {
      const std::size_t digit = std::string_view("0123456789abcdefABCDEF").find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
    }
    return value;
  }
  std::optional<unsigned> escape_at(std::size_t at) const {
    if (text_.compare(at, 2, "\\u") != 0) return std::nullopt;
    return hex4(std::string_view(text_).substr(at + 2));
  }
  void mend_lone_surrogates() {
    for (std::size_t at = text_.find('\\'); at < text_.size(); at = text_.find('\\', at)) {
      const auto point = escape_at(at);
      if (!point) {
        at += 2;
        continue;
      }
      const bool leads = *point >= 0xD800 && *point < 0xDC00;
      const auto partner = leads && at + 6 < text_.size() ? escape_at(at + 6) : std::nullopt;
      if (partner && *partner >= 0xDC00 && *partner < 0xE000) {
        at += 12;
        continue;
      }
      if (*point >= 0xD800 && *point < 0xE000) text_.replace(at, 6, "\\uFFFD");
      at += 6;
    }
  }
  bool mend_number(const handler& events) {
    const std::string& number = events.number_beyond_double;
    if (number.empty()) return false;
    const std::size_t at = text_.rfind(number, events.stopped_at);
    if (at == std::string::npos) return false;
    text_.replace(at, number.size(), "0" + std::string(number.size() - 1, ' '));
    return true;
  }

  [[nodiscard]] const json* resolve(std::string_view pointer) const {
    const json* at = &document_;
    while (!pointer.empty()) {
      pointer.remove_prefix(1);
      const std::string token(pointer.substr(0, pointer.find('/')));
      pointer.remove_prefix(token.size());
      if (at->is_object()) {
        const auto member = at->find(token);
        if (member == at->end()) return nullptr;
        at = &*member;
      } else if (at->is_array()) {
        if (token.empty() || token.size() > 6 || token.find_first_not_of("0123456789") != std::string::npos)
          return nullptr;
        const std::size_t index = std::stoul(token);
        if (std::to_string(index) != token || index >= at->size()) return nullptr;
        at = &(*at)[index];
      } else {
        return nullptr;
      }
    }
    return at;
  }
  static value_kind kind_of(const json& value) {
    if (value.is_null()) return value_kind::null;
    if (value.is_boolean()) return value.get<bool>() ? value_kind::boolean_true : value_kind::boolean_false;
    if (value.is_number()) return value_kind::number;
    if (value.is_string()) return value_kind::string;
    return value.is_object() ? value_kind::object : value_kind::array;
  }

  std::string text_;
  json document_{};
  row_status status_{row_status::bad_json};
};

/** Fields that the generated and mutated rows are made of, so that they are found often. */
inline const std::vector<std::string> oracle_pointers = {
    "",     "/event", "/a",        "/a/b", "/a/b/c",
    "/a/0", "/a/1/b", "/\xC3\xA4", "/",    "/a_key_that_needs_more_than_sixteen_bytes",
    "/0"};

}  // namespace payoff
