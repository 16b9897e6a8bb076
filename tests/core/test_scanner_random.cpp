// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <string>

#include "../fuzz/row_oracle.h"
#include "scan_text.h"

namespace payoff {
namespace {

class row_maker {
 public:
  explicit row_maker(std::uint64_t seed) : random_(seed) {}

  std::string row() {
    std::string text = below(20) == 0 ? value(0) : object(0);
    const std::uint64_t changes = below(3) == 0 ? 1 + below(3) : 0;
    for (std::uint64_t i = 0; i < changes; ++i) mutate(text);
    return text;
  }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

 private:
  template <std::size_t n>
  const char* one_of(const char* const (&list)[n]) {
    return list[below(n)];
  }
  std::string space() { return below(4) != 0 ? "" : one_of({" ", "  ", "\t", "\r", " \r "}); }

  std::string string(bool is_key) {
    if (is_key && below(4) != 0) {
      return std::string("\"") +
             one_of({"event", "a", "b", "c", "\\u0061", "0", "1", "\xC3\xA4", "\\u00E4", "",
                     "a_key_that_needs_more_than_sixteen_bytes",
                     "a_key_that_needs_more_than_sixteen_byteS"}) +
             "\"";
    }
    std::string text = "\"";
    for (std::uint64_t i = below(below(4) == 0 ? 12 : 4); i != 0; --i) {
      text += one_of({"x", "plain text of some length", "\\n", "\\\"", "\\\\", "\\/", "\\u00e4",
                      "\\uD83D\\uDE00", "\\ud83d", "\\uDE00", "\xC3\xA4", "\xD8\xB3\xD9\x84", "\xE2\x82\xAC",
                      "\xF0\x9F\x98\x80", "0123456789abcdef", "{", "]", ",", ":"});
    }
    return text + "\"";
  }
  std::string object(int depth) {
    std::string text = "{" + space();
    for (std::uint64_t i = below(6); i != 0; --i) {
      text += string(true) + space() + ":" + space() + value(depth + 1) + space();
      if (i != 1) text += "," + space();
    }
    return text + "}";
  }
  std::string array(int depth) {
    std::string text = "[" + space();
    for (std::uint64_t i = below(4); i != 0; --i)
      text += value(depth + 1) + space() + (i != 1 ? "," + space() : "");
    return text + "]";
  }
  std::string value(int depth) {
    switch (below(depth < 5 ? 9 : 6)) {
      case 0:
        return "true";
      case 1:
        return below(2) != 0 ? "false" : "null";
      case 2:
        return std::to_string(static_cast<std::int64_t>(random_()) >> below(64));
      case 3:
        return one_of({"0", "-0", "1.5", "-2e3", "1E+2", "0.1e-1", "1e308", "1e309", "-1e999",
                       "123456789012345678901234567890", "9007199254740993", "4.9e-324"});
      case 4:
      case 5:
        return string(false);
      case 6:
        return array(depth);
      default:
        return object(depth);
    }
  }
  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min<std::size_t>(below(4), text.size() - at);
    switch (below(4)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        text.insert(at, one_of({"{", "}", "[", "]", "\"", ",", ":", "\\", "0", "-", "e", ".", " ", "null",
                                "\\u", "\\ud8"}));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
    }
  }

  std::mt19937_64 random_;
};

TEST_CASE("on 30,000 random and broken rows the scanner agrees with nlohmann/json, with and without SIMD",
          "[scanner]") {
  row_maker make(20'261'121);
  scan_bench simd;
  scan_bench scalar({}, detail::scan_row_scalar);
  scan_bench element({}, scan_element);
  std::vector<std::uint16_t> slots;
  for (const std::string& pointer : oracle_pointers) {
    slots.push_back(simd.tree.add(pointer).value());
    REQUIRE(scalar.tree.add(pointer) == slots.back());
    REQUIRE(element.tree.add(pointer) == slots.back());
  }
  std::size_t counts[4] = {};
  for (int round = 0; round < 30'000; ++round) {
    const std::string row = make.row();
    if (row.find('\n') != std::string::npos) continue;
    const row_oracle oracle(row);
    const scan_result result = simd(row);
    const scan_result twin = scalar(row);
    ++counts[static_cast<std::size_t>(result.status)];
    bool same = result.status == oracle.status() && twin.status == result.status &&
                twin.error_byte == result.error_byte && twin.ends_early == result.ends_early &&
                simd.next_byte == static_cast<std::ptrdiff_t>(row.size()) + 1 &&
                scalar.next_byte == simd.next_byte;
    if (row.find('\0') == std::string::npos) {
      const scan_result inner = element(row);
      same = same && (result.status == row_status::bad_json || inner.status == result.status);
    }
    for (std::size_t i = 0; same && result.status == row_status::ok && i < slots.size(); ++i) {
      const slot_value& slot = simd.slot(slots[i]);
      const char* const row_begin = simd.slot(0).begin - row.find('{');
      const char* const problem = oracle.disagrees(oracle_pointers[i], slot, row_begin);
      if (problem != nullptr) FAIL_CHECK(oracle_pointers[i] << ' ' << problem << ": " << row);
      same = scan_bench::show(slot) == scan_bench::show(scalar.slot(slots[i])) &&
             scan_bench::show(slot) == scan_bench::show(element.slot(slots[i]));
    }
    if (!same) FAIL_CHECK(row << "\n  " << error_text(result) << "\n  " << error_text(twin));
  }
  CHECK(counts[static_cast<std::size_t>(row_status::ok)] > 15'000);
  CHECK(counts[static_cast<std::size_t>(row_status::bad_json)] > 5'000);
}

}  // namespace
}  // namespace payoff
