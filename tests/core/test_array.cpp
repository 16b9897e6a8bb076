// SPDX-License-Identifier: Apache-2.0
/** @file test_array.cpp  Are the elements of arrays rows, whatever the cuts, and does a bad one cost only
 * itself?
 */
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "frame_text.h"
#include "ingest/array_framer.h"

namespace payoff {
namespace {

using lines = std::vector<std::string>;

/** Rows as `a` and `b`. */
struct reading {
  explicit reading(framer_options options = {}, std::string_view event_key = "")
      : wanted{tree.add("/a").value(), tree.add("/b").value()}, framer(tree, event_key, options) {}

  framed_rows operator()(std::string_view data, std::size_t piece_bytes = 1 << 20) {
    return frame(framer, wanted, data, [&](std::size_t) { return piece_bytes; });
  }

  field_tree tree;
  std::vector<std::uint16_t> wanted;
  array_framer framer;
};

/** In one piece and in pieces of 1, 2, 3 and 7 bytes; all must agree. */
framed_rows read(std::string_view data, framer_options options = {}) {
  reading whole(options);
  const framed_rows out = whole(data);
  for (const std::size_t piece_bytes : {1U, 2U, 3U, 7U}) {
    CAPTURE(piece_bytes);
    CHECK(whole(data, piece_bytes).rows ==
          out.rows);  // the same framer: a finished stream leaves nothing behind
    CHECK(whole(data, piece_bytes).is_cut_short == out.is_cut_short);
  }
  return out;
}
framed_rows whole(lines rows) { return {std::move(rows), false, false}; }
framed_rows cut_short(lines rows) { return {std::move(rows), true, false}; }

TEST_CASE("elements of an array are rows, with the line that each begins on", "[array]") {
  CHECK(read("[]") == whole({}));
  CHECK(read(" \r\n\t[ ]\n") == whole({}));
  CHECK(read(R"([{"a":1},{"a":2}])") == whole({"1: 1 -", "1: 2 -"}));
  CHECK(
      read("\xEF\xBB\xBF\n[\r\n  {\r\n    \"a\": \"x\",\r\n    \"b\": [1,\r\n2]\r\n  },\r\n  {}\r\n]\r\n") ==
      whole({"3: \"x\" [1,\t\r2]", "8: - -"}));
  CHECK(read(R"([{"a":"],}[{\"\\"},{"b":"\u00e4"}])") == whole({R"(1: "],}[{"\" -)", "1: - \"\xC3\xA4\""}));
}

TEST_CASE("elements that are no objects are counted as such", "[array]") {
  CHECK(read("[1,\n-2.5e1, null,true,false,\n\"x,y]\",[{\"a\":1}],{}]") ==
        whole({"1! the row is not an object", "2! the row is not an object", "2! the row is not an object",
               "2! the row is not an object", "2! the row is not an object", "3! the row is not an object",
               "3! the row is not an object", "3: - -"}));
}

TEST_CASE("a bad element costs only itself", "[array]") {
  CHECK(read(R"([{"a":1},{"a":tru},{"a":3}])") ==
        whole({"1: 1 -", "1! expected true, false or null at byte 6", "1: 3 -"}));
  CHECK(read("[{\"a\":1},\n{\"a\":[1,{\"b\":\"],\"} 2]},\n{\"a\":3}]") ==
        whole({"1: 1 -", "2! expected ',' or ']' at byte 20", "3: 3 -"}));
  CHECK(read("[{\"a\":\"x\ny\"},{\"a\":\"\xFF\"},{\"a\":\"\\q\"},{'a':1},{\"a\":01},{\"a\":NaN},{\"a\":1}}, "
             "5x,{\"b\":4}]") ==
        whole({"1! control character in a string at byte 8", "2! invalid UTF-8 at byte 7",
               "2! unknown escape in a string at byte 7", "2! expected a key in quotes at byte 2",
               "2! expected ',' or '}' at byte 7", "2! expected a value at byte 6", "2: 1 -",
               "2! expected ',' or ']'", "2! the row is not an object", "2! expected ',' or ']'", "2: - 4"}));
  CHECK(read("[x,\n\"y\" z, {\"a\":1]},{\"b\":1}]") ==
        whole({"1! expected a value at byte 1", "2! the row is not an object", "2! expected ',' or ']'",
               "2! expected ',' or '}' at byte 7", "2: - 1"}));
}

TEST_CASE("a comma too many is a bad row, one too few is one too, and no good row is lost", "[array]") {
  CHECK(read("[,]") == whole({"1! expected a value", "1! expected a value"}));
  CHECK(read(R"([{"a":1},])") == whole({"1: 1 -", "1! expected a value"}));
  CHECK(read(R"([{"a":1},,{"a":2}])") == whole({"1: 1 -", "1! expected a value", "1: 2 -"}));
  CHECK(read("[{\"a\":1}\n{\"a\":2}{\"a\":3}]") ==
        whole({"1: 1 -", "2! expected ',' or ']'", "2: 2 -", "2! expected ',' or ']'", "2: 3 -"}));
}

TEST_CASE("an unclosed string or bracket makes the rest one bad row", "[array]") {
  CHECK(read("[{\"a\":1},\n{\"a\":\"x},\n{\"a\":3}]") ==
        cut_short({"1: 1 -", "2! control character in a string at byte 10"}));
  CHECK(read(R"([{"a":1},{"a":"x},{"a":3}])") == cut_short({"1: 1 -", "1! expected ',' or '}' at byte 12"}));
  CHECK(read(R"([{"a":1},{"a":{"b":2},{"a":3}])") ==
        cut_short({"1: 1 -", "1! expected a key in quotes at byte 14"}));
  CHECK(read(R"([{"a":1},{"a":[2},{"a":3}])") == cut_short({"1: 1 -", "1! expected ',' or ']' at byte 8"}));
  CHECK(read(R"([{"a":1},{"a":2)") == cut_short({"1: 1 -", "1! the data end inside this row"}));
  CHECK(read(R"([{"a":1},"x)") == cut_short({"1: 1 -", "1! the data end inside this row"}));
  CHECK(read(R"([{"a":1},tru)") == cut_short({"1: 1 -", "1! the data end inside this row"}));
}

TEST_CASE("a missing last bracket is told, and is no row", "[array]") {
  CHECK(read("[") == cut_short({}));
  CHECK(read("[ ") == cut_short({}));
  CHECK(read(R"([{"a":1})") == cut_short({"1: 1 -"}));
  CHECK(read("[{\"a\":1}\n,\n") == cut_short({"1: 1 -"}));
  CHECK(read("[12") == cut_short({"1! the row is not an object"}));
  CHECK(read(R"({"batch":[{"a":1}])") == cut_short({"1: 1 -"}));
  CHECK(read(R"({"batch":[{"a":1})") == cut_short({"1: 1 -"}));
  CHECK(read(R"({"batch":[{"a":1}})") == cut_short({"1: 1 -"}));
}

TEST_CASE("what stands between two values is one bad row to the end of its line", "[array]") {
  CHECK(read("[{\"a\":1}]]; x\n[{\"a\":2}]") == whole({"1: 1 -", "1! expected '[' or '{'", "2: 2 -"}));
  CHECK(read("\xEF\xBB[{}]\n{\"a\":1}") == whole({"1! expected '[' or '{'", "2: 1 -"}));
  CHECK(read("\n\xEF\xBB\xBF[{}]") == whole({"2! expected '[' or '{'"}));
}

TEST_CASE("the rows of an object are those of its arrays batch, results, events and data", "[array]") {
  CHECK(read(R"({"api_key":"k","batch":[{"a":1},{"a":2}],"sentAt":"2026"})") == whole({"1: 1 -", "1: 2 -"}));
  CHECK(read("{\n \"next\": null,\n \"results\": [\n  {\"a\": 1},\n  {\"a\": 2}\n ],\n \"count\": 2\n}\n") ==
        whole({"4: 1 -", "5: 2 -"}));
  CHECK(read(R"({"events":[{"a":1}],"data":[{"a":2}],"rows":[{"a":3}]})") == whole({"1: 1 -", "1: 2 -"}));
  CHECK(read(R"({"meta":{"data":[{"a":1}]},"x":"data","y":["data",[]],"data":[{"a":2}]})") ==
        whole({"1: 2 -"}));
  CHECK(read(R"({"data" : [ ] })") == whole({}));
  CHECK(read(R"({"results":[1,,{"a":2}]})") ==
        whole({"1! the row is not an object", "1! expected a value", "1: 2 -"}));
  CHECK(read(R"({"batch":[{"a":1}},{"a":2}]})") == whole({"1: 1 -", "1! expected ',' or ']'", "1: 2 -"}));
  CHECK(read(R"({"batch":[{"a":x}},{"a":2}]})") == whole({"1! expected a value at byte 6", "1: 2 -"}));
}

TEST_CASE("objects and arrays one after another are read each for itself", "[array]") {
  CHECK(read("{\"batch\":[{\"a\":1}]}\n{\"batch\":[{\"a\":2},{\"a\":3}]}\n[{\"a\":4}]\n{\"a\":5}\n") ==
        whole({"1: 1 -", "2: 2 -", "2: 3 -", "3: 4 -", "4: 5 -"}));
  CHECK(read("{\"batch\":[{\"a\":1}}\n{\"batch\":[{\"a\":2}]}") == cut_short({"1: 1 -", "2: 2 -"}));
}

TEST_CASE("an object without such an array, or with an event of its own, is a row", "[array]") {
  CHECK(read("{\"a\":1,\n\"b\":{\"batch\":[{}]}}") == whole({"1: 1 {\"batch\":[{}]}"}));
  CHECK(read(R"({"event":"e","data":[{"a":9}],"a":1})") == whole({"1: 1 -"}));
  CHECK(read(R"({"event_type":"e","events":[{"a":9}],"a":1})") == whole({"1: 1 -"}));
  CHECK(read(R"({"event":null,"data":[{"a":9}],"a":1})") == whole({"1: 9 -"}));
  // Whose rows have come before its event is no row any more.
  CHECK(read(R"({"data":[{"a":1}],"event":"e","batch":[{"a":2}]})") == whole({"1: 1 -", "1: 2 -"}));
  CHECK(read(R"({"a":1x})") == whole({"1! expected ',' or '}' at byte 7"}));
  CHECK(read("[]\n{\"a\":1") == cut_short({"2! the data end inside this row"}));
  reading of_names({}, "name");
  CHECK(of_names(R"({"name":"e","data":[{"a":9}],"a":1})") == whole({"1: 1 -"}));
}

TEST_CASE("512 levels count from the element's own bracket", "[array]") {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  const framed_rows seen = read("[" + nested(512) + "," + nested(513) + "," + nested(5000) + ",{\"a\":1}]");
  REQUIRE(seen.rows.size() == 4);
  CHECK(seen.rows[0].starts_with("1: [[[["));
  CHECK(seen.rows[1] == "1! more than 512 levels of brackets at byte 517");
  CHECK(seen.rows[2] == "1! more than 512 levels of brackets at byte 517");
  CHECK(seen.rows[3] == "1: 1 -");
  CHECK_FALSE(seen.is_cut_short);
}

TEST_CASE("an element over the limit is skipped and named, and those around it are read", "[array]") {
  const std::string longest = "{\"a\":\"" + std::string(100 - 8, 'x') + "\"}";
  const std::string longer = "{\"a\":\"" + std::string(100 - 7, ',') + "\"}";
  const framed_rows seen =
      read("[" + longest + ",\n" + longer + ",{\"a\":1}," + std::string(500, '[') + "\"" +
               std::string(500, ']') + "\"" + std::string(500, ']') + ",{\"a\":2}]\n" + longer,
           {.max_row_bytes = 100});
  REQUIRE(seen.rows.size() == 6);
  CHECK(seen.rows[0].starts_with("1: \"xxx"));
  CHECK(seen.rows[1] == "2! the row is longer than 100 bytes");
  CHECK(seen.rows[2] == "2: 1 -");
  CHECK(seen.rows[3] == "2! the row is longer than 100 bytes");
  CHECK(seen.rows[4] == "2: 2 -");
  CHECK(seen.rows[5] == "3! the row is longer than 100 bytes");
}

TEST_CASE("a NUL ends nothing but its own element", "[array]") {
  using namespace std::string_literals;
  CHECK(read("[\0,{\"a\":\0},{\"a\":\"\0\"},{\"a\":1}\0,{\"a\":2}]\0\n[{}]"s) ==
        whole({"1! expected a value at byte 1", "1! expected a value at byte 6",
               "1! control character in a string at byte 7", "1: 1 -", "1! expected ',' or ']'", "1: 2 -",
               "1! expected '[' or '{'", "2: - -"}));
}

TEST_CASE("memory that cannot be had is an error", "[array]") {
  const auto at_most_100k = [](void* old, std::size_t size) {
    return size > 100'000 ? nullptr : std::realloc(old, size);
  };
  reading of_little({.reallocate = at_most_100k});
  CHECK(of_little("[{\"a\":1},{\"a\":2}]") == whole({"1: 1 -", "1: 2 -"}));
  const framed_rows seen = of_little("[{\"a\":1},{\"a\":\"" + std::string(200'000, 'x') + "\"}]");
  CHECK(seen.is_without_memory);
  CHECK(seen.is_cut_short);
  CHECK(seen.rows.front() == "1: 1 -");
}

/** Elements and what is expected of each: good ones as nlohmann/json reads them. */
struct random_document {
  explicit random_document(std::mt19937& random) {
    const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
    const bool in_object = below(3) == 0;
    const auto space = [&] {
      const char* const kinds[] = {"", "", "", " ", "\n", "\r\n\t", "\n\n"};
      text += kinds[below(7)];
    };
    if (in_object) text += below(2) == 0 ? "{\"next\":null,\"results\":" : "{\"batch\" :";
    space();
    text += '[';
    const unsigned count = below(12);
    for (unsigned i = 0; i < count; ++i) {
      if (i != 0) text += ',';
      space();
      const std::string element = below(4) == 0 ? bad(below(9)) : good(below, 0);
      const auto newlines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
      const nlohmann::json parsed = nlohmann::json::parse(element, nullptr, false);
      std::string row = std::to_string(newlines + 1);
      if (parsed.is_discarded()) {
        row += "! bad";
      } else if (!parsed.is_object()) {
        row += "! the row is not an object";
      } else {
        row += ": " + (parsed.contains("a") ? parsed["a"].dump() : "-");
      }
      rows.push_back(row);
      text += element;
      space();
    }
    text += ']';
    if (in_object) text += ",\"count\":1}";
    space();
  }

  /** Wrong, but with strings and brackets that are closed. */
  static std::string bad(unsigned which) {
    const char* const all[] = {"{\"a\":tru}", "{\"a\":1,}",       "{\"a\" 1}", "{a:[1,\"],\"]}",
                               "nul",         "{\"a\":\"\xC3\"}", "[1,2}]",    "{\"a\":\"\\x,]\"}",
                               "'x'"};
    return all[which];
  }
  template <class Below>
  static std::string good(Below& below, int depth) {
    const char* const scalars[] = {"1",
                                   "-2.5",
                                   "null",
                                   "true",
                                   "\"x\"",
                                   "\"],}{[\"",
                                   "\"\\\"\\\\\"",
                                   "\"\xE2\x82\xAC\"",
                                   "12345678901234567890"};
    if (depth > 3 || (depth > 0 && below(3) == 0)) return scalars[below(9)];
    std::string out;
    const unsigned count = below(4);
    if (below(5) == 0) {
      for (unsigned i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + good(below, depth + 1);
      return "[" + out + "]";
    }
    const char* const keys[] = {"\"a\"", "\"b\"", "\"event\"", "\"batch\"", "\"a key, with [ and { in it\""};
    for (unsigned i = 0; i < count; ++i)
      out += std::string(i == 0 ? "" : ",\n") + keys[below(5)] + ": " + good(below, depth + 1);
    return "{" + out + "}";
  }

  std::string text;
  std::vector<std::string> rows;
};

/** The value of `a` as nlohmann/json prints it, so that "\u0041" is "A" on both sides. */
lines comparable(const lines& rows) {
  lines out;
  for (const std::string& row : rows) {
    const std::size_t mark = row.find_first_of(":!");
    if (row[mark] == '!') {
      out.push_back(row.substr(mark).ends_with("is not an object") ? row : row.substr(0, mark) + "! bad");
      continue;
    }
    const std::string value = row.substr(mark + 2);
    out.push_back(row.substr(0, mark + 2) + (value == "-" ? value : nlohmann::json::parse(value).dump()));
  }
  return out;
}

TEST_CASE("random documents give the rows that nlohmann/json reads in them, however they are cut",
          "[array]") {
  std::mt19937 random(20260301);
  for (int round = 0; round < 600; ++round) {
    const random_document document(random);
    CAPTURE(document.text);
    field_tree tree;
    const std::vector<std::uint16_t> wanted{tree.add("/a").value()};
    array_framer framer(tree, "");
    // As text with escapes still in it, as scan_bench::show() undoes them.
    const auto raw = [&](auto cut) {
      lines seen;
      std::string_view data = document.text;
      const auto sink = [&](std::uint64_t line, const scan_result& row, const slot_value* slots) {
        const slot_value& a = slots[wanted[0]];
        const bool is_text = a.kind == value_kind::string;
        if (row.status != row_status::ok) {
          seen.push_back(std::to_string(line) + "! " + error_text(row));
        } else if (a.kind == value_kind::absent) {
          seen.push_back(std::to_string(line) + ": -");
        } else {
          seen.push_back(std::to_string(line) + ": " +
                         (is_text ? '"' + std::string(a.text()) + '"' : std::string(a.text())));
        }
      };
      while (!data.empty()) {
        const std::size_t size = std::min<std::size_t>(data.size(), cut());
        CHECK(framer.append(std::string(data.substr(0, size)), sink));
        data.remove_prefix(size);
      }
      CHECK_FALSE(framer.finish(sink));
      return seen;
    };
    const lines in_one_piece = raw([] { return std::size_t{1} << 20; });
    CHECK(comparable(in_one_piece) == document.rows);
    CHECK(raw([] { return std::size_t{1}; }) == in_one_piece);
    for (int cuts = 0; cuts < 3; ++cuts) CHECK(raw([&] { return random() % 40 + 1; }) == in_one_piece);
  }
}

}  // namespace
}  // namespace payoff
