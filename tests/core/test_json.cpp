// SPDX-License-Identifier: Apache-2.0
/** @file test_json.cpp  Our JSON value beside nlohmann/json, which reads and prints the same texts here. */
#include "json/json.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

using namespace payoff;

namespace {

using oracle = nlohmann::ordered_json;

std::string reprinted(std::string_view text) {
  const auto read = parse_json(text, "the text");
  return read ? print_json(*read) : "refused: " + read.error().message;
}

/** nlohmann/json keeps the first place and the last value of a duplicate key, as we do. */
std::string reprinted_by_oracle(const std::string& text) {
  const oracle read = oracle::parse(text, nullptr, /*allow_exceptions=*/false);
  return read.is_discarded() ? "refused" : read.dump();
}

/** nlohmann/json's printer (Grisu2) takes a digit too many for a few of a thousand doubles; ours takes the
 * fewest. */
bool is_printed_as(const std::string& expected, const std::string& found) {
  return found == expected || (found.size() < expected.size() && reprinted_by_oracle(found) == expected);
}

class random_document {
 public:
  explicit random_document(std::uint64_t seed) : random_(seed) {}
  std::string value(int depth = 0) {
    switch (below(depth > 5 ? 6 : 8)) {
      case 0:
        return "null";
      case 1:
        return below(2) == 0 ? "true" : "false";
      case 2:
        return std::to_string(static_cast<std::int64_t>(random_()));
      case 3:
        return number();
      case 4:
      case 5:
        return text();
      case 6: {
        std::string out = "[" + space();
        for (std::uint64_t i = 0, n = below(4); i < n; ++i)
          out += (i != 0 ? "," : "") + space() + value(depth + 1);
        return out + space() + "]";
      }
      default: {
        std::string out = "{" + space();
        for (std::uint64_t i = 0, n = below(5); i < n; ++i) {
          out += (i != 0 ? "," : "") + space() + text() + space() + ":" + value(depth + 1);
        }
        return out + space() + "}";
      }
    }
  }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

 private:
  std::string space() { return std::string(below(3) == 0 ? 1 : 0, " \n\t\r"[below(4)]); }
  std::string number() {
    std::uint64_t bits = random_();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value) || below(2) == 0) value = static_cast<double>(below(100'000)) / 100;
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
  }
  std::string text() {
    static const std::vector<std::string> pieces{"a",
                                                 "key",
                                                 "\\n",
                                                 "\\u0041",
                                                 "\\\"",
                                                 "\\\\",
                                                 "/",
                                                 "\\/",
                                                 "\\ud83d\\ude00",
                                                 "\xC3\xA9",
                                                 "\\u001f",
                                                 "\xD8\xB3",
                                                 "\\b\\f\\r\\t",
                                                 "\x7F",
                                                 "\xE0\xA4\xB9",
                                                 "\xF0\x9F\x98\x80"};
    std::string out = "\"";
    for (std::uint64_t i = 0, n = below(4); i < n; ++i) out += pieces[below(pieces.size())];
    return out + "\"";
  }
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("20,000 random documents are read and printed as nlohmann/json reads and prints them") {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    random_document of(seed);
    const std::string text = of.value();
    CAPTURE(seed, text);
    const std::string expected = reprinted_by_oracle(text);
    const std::string found = reprinted(text);
    if (!is_printed_as(expected, found)) REQUIRE(found == expected);
  }
}

TEST_CASE("a document with one byte changed is refused or read as nlohmann/json does") {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    random_document of(seed);
    std::string text = of.value();
    text[of.below(text.size())] = static_cast<char>(1 + of.below(0x7F));  // nlohmann/json ends at a NUL
    CAPTURE(seed, text);
    const std::string expected = reprinted_by_oracle(text);
    const std::string found = reprinted(text);
    // Numbers beyond a double and lone surrogates are ours to accept: the rules for events.
    if (expected == "refused" && found.substr(0, 8) != "refused:") {
      const bool is_rule =
          text.find("\\u") != std::string::npos || text.find_first_of("eE") != std::string::npos;
      REQUIRE(is_rule);
    } else {
      const std::string told = expected == "refused" ? found.substr(0, expected.size()) : found;
      if (!is_printed_as(expected, told)) REQUIRE(told == expected);
    }
  }
}

TEST_CASE(
    "doubles print with the digits that bring them back, whole ones with .0, and unknown ones as null") {
  CHECK(print_json(0.1) == "0.1");
  CHECK(print_json(5.0) == "5.0");
  CHECK(print_json(-0.0) == "-0.0");
  CHECK(print_json(1e20) == "1e+20");
  CHECK(print_json(5e-324) == "5e-324");
  CHECK(print_json(1.0 / 3) == "0.3333333333333333");
  CHECK(print_json(std::nan("")) == "null");
  CHECK(print_json(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("integers stay exact up to 64 bits; longer ones become doubles") {
  CHECK(reprinted("9223372036854775807") == "9223372036854775807");
  CHECK(reprinted("-9223372036854775808") == "-9223372036854775808");
  CHECK(reprinted("9223372036854775808") == "9.223372036854776e+18");
  CHECK(print_json(std::uint32_t{4'294'967'295}) == "4294967295");
}

TEST_CASE("what JSON texts may not hold is refused with what is wrong and where") {
  CHECK(reprinted("") == "refused: the text is not JSON: it is empty");
  CHECK(reprinted(" \n") == "refused: the text is not JSON: it is empty");
  CHECK(reprinted("{\"a\":1} x") == "refused: the text is not JSON: something follows the value at byte 9");
  CHECK(reprinted("{\"a\":tru}") == "refused: the text is not JSON: expected true, false or null at byte 6");
  CHECK(reprinted("[1,2") == "refused: the text is not JSON: the value ends too early at byte 5");
  CHECK(reprinted("\"a\xC3\"") == "refused: the text is not JSON: invalid UTF-8 at byte 3");
  CHECK(reprinted(std::string_view("1\0", 2)) ==
        "refused: the text is not JSON: something follows the value at byte 2");
  CHECK(reprinted(std::string_view("\0001", 2)) ==
        "refused: the text is not JSON: expected a value at byte 1");
}

TEST_CASE("512 levels of brackets are read, one more is refused") {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  CHECK(reprinted(nested(512)) == nested(512));
  CHECK(reprinted(nested(513)) ==
        "refused: the text is not JSON: more than 512 levels of brackets at byte 513");
}

TEST_CASE("of duplicate keys the last holds, in the place of the first") {
  CHECK(reprinted(R"({"a":1,"b":2,"a":3})") == R"({"a":3,"b":2})");
}

TEST_CASE("a byte order mark is skipped; numbers beyond a double are null; a lone surrogate is U+FFFD") {
  CHECK(reprinted("\xEF\xBB\xBF{}") == "{}");
  CHECK(reprinted("[1e999,-1e999]") == "[null,null]");
  CHECK(reprinted(R"("\ud800")") == "\"\xEF\xBF\xBD\"");
}

TEST_CASE("text that is not UTF-8 is printed with U+FFFD in its place, so that an answer is always JSON") {
  CHECK(print_json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(print_json("\xD8") == "\"\xEF\xBF\xBD\"");
}

TEST_CASE("a value is copied with all below it") {
  json one{{"list", json::array()}, {"name", "x"}};
  one["list"].push_back(1);
  json two = one;
  two["list"].push_back("y");
  two["name"] = nullptr;
  CHECK(print_json(one) == R"({"list":[1],"name":"x"})");
  CHECK(print_json(two) == R"({"list":[1,"y"],"name":null})");
  two = two["list"];
  CHECK(print_json(two) == R"([1,"y"])");
}

TEST_CASE("text that is JSON already is printed as it is, a copy of it too") {
  json one{{"rows", json::array()}, {"after", 1}};
  one["rows"].push_back(json::written(R"({"n": 1.50})"));
  const json two = one;
  one["rows"] = nullptr;
  std::string out = "behind ";
  print_json(two, out);
  CHECK(out == R"(behind {"rows":[{"n": 1.50}],"after":1})");
}
