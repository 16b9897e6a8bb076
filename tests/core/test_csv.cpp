// SPDX-License-Identifier: Apache-2.0
/** @file test_csv.cpp  Are the rows and cells of CSV files read as spreadsheets write them, whatever the
 * cuts? */
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <random>

#include "frame_text.h"
#include "ingest/csv_framer.h"

namespace payoff {
namespace {

using lines = std::vector<std::string>;

/** Columns `a` and `b`; `a` is always text. */
struct reading {
  explicit reading(char separator = ',', framer_options options = {})
      : wanted{tree.add("/a").value(), tree.add("/b").value()}, framer(tree, separator, wanted[0], options) {}

  framed_rows operator()(std::string_view data, std::size_t piece_bytes = 1 << 20) {
    return frame(framer, wanted, data, [&](std::size_t) { return piece_bytes; });
  }

  field_tree tree;
  std::vector<std::uint16_t> wanted;
  csv_framer framer;
};

/** In one piece and in pieces of 1, 2, 3 and 7 bytes; all must agree. */
framed_rows read(std::string_view data, char separator = ',', framer_options options = {}) {
  reading whole(separator, options);
  const framed_rows out = whole(data);
  for (const std::size_t piece_bytes : {1U, 2U, 3U, 7U}) {
    CAPTURE(piece_bytes);
    CHECK(whole(data, piece_bytes).rows == out.rows);
    CHECK(whole(data, piece_bytes).is_cut_short == out.is_cut_short);
  }
  return out;
}
framed_rows whole(lines rows) { return {std::move(rows), false, false}; }
framed_rows cut_short(lines rows) { return {std::move(rows), true, false}; }

TEST_CASE("a row is an object whose keys are the header's names", "[csv]") {
  CHECK(read("a,b\nx,1\ny,2\n") == whole({"2: \"x\" 1", "3: \"y\" 2"}));
  CHECK(read("b,c,a\n1,zzz,x\n") == whole({"2: \"x\" 1"}));
  CHECK(read("A,c\nx,1\n") == whole({"2: - -"}));
  CHECK(read(" a ,\tb\nx,1") == whole({"2: \"x\" 1"}));
  CHECK(read("a,a,b\nx,y,1\nx,,1\n") == whole({"2: \"y\" 1", "3: - 1"}));
  CHECK(read("a,b") == whole({}));
  CHECK(read("") == whole({}));
}

TEST_CASE("lines end with LF, CRLF or CR, and blank ones are no rows", "[csv]") {
  CHECK(read("\xEF\xBB\xBF\"a\",\"b\"\r\nx,1\r\n\r\n,\r\ny,2") == whole({"2: \"x\" 1", "5: \"y\" 2"}));
  CHECK(read("\r\n\n  \na,b\n\nx,1\n \t, \n\"\",\"\"\n\n") == whole({"6: \"x\" 1"}));
  CHECK(read("a,b\rx,1\r\ry,2\r") == whole({"2: \"x\" 1", "4: \"y\" 2"}));
}

TEST_CASE("quotes hold separators, line ends and doubled quotes", "[csv]") {
  CHECK(read("a,b\n\"x,\ny\r\n\"\"z\"\"\",\"1\"\n\"\"\"\",2\n\"\",3\n") ==
        whole({"2: \"x,\ny\r\n\"z\"\" 1", "5: \"\"\" 2", "6: - 3"}));
  CHECK(read("\"a\nb\",\"b\"\nx,1\n") == whole({"3: - 1"}));
  CHECK(read("a,b\n5\" pipe,6\"\n") == whole({"2: \"5\" pipe\" \"6\"\""}));
  CHECK(read("a,b\n\"x\"y,1\n\"x\" \"y\",2\n\"x\",3\n") ==
        whole({"2! text behind a closing quote", "3! text behind a closing quote", "4: \"x\" 3"}));
}

TEST_CASE("an unclosed quote makes the rest one bad row", "[csv]") {
  CHECK(read("a,b\nx,1\n\"y,2\nz,3\n") == cut_short({"2: \"x\" 1", "3! the data end inside quotes"}));
  CHECK(read("a,b\nx,1\n\"") == cut_short({"2: \"x\" 1", "3! the data end inside quotes"}));
  CHECK(read("a,\"b\nx,1\n") == cut_short({"1! the data end inside quotes"}));
}

TEST_CASE("other separators are the file's, and sep= says which", "[csv]") {
  CHECK(read("a;b\nx,y;1\n", ';') == whole({"2: \"x,y\" 1"}));
  CHECK(read("a\tb\n\"x\ty\"\t1\n", '\t') == whole({"2: \"x\ty\" 1"}));
  CHECK(read("sep=;\r\na;b\r\nx;1\r\n", ',') == whole({"3: \"x\" 1"}));
  CHECK(read("sep=;\r\na;b\r\nx;1\r\n", ';') == whole({"3: \"x\" 1"}));
}

TEST_CASE("a cell that reads as a JSON number is one, every other cell is text", "[csv]") {
  const auto cell = [](std::string_view text) {
    return read("a,b\nx," + std::string(text) + "\n").rows.front();
  };
  for (const char* const number :
       {"0", "-1", "10", "2.50", "-0.1", "1e5", "1E+5", "3e-2", "12345678901234567890"})
    CHECK(cell(number) == "2: \"x\" " + std::string(number));
  for (const char* const text :
       {"007", "+1", ".5", "1.", "1e", "-", "0x1", "1 ", " 1", "1 000", "true", "null", "NaN"})
    CHECK(cell(text) == "2: \"x\" \"" + std::string(text) + "\"");
  CHECK(read("a;b\nx;1,5\n", ';') == whole({"2: \"x\" \"1,5\""}));
  CHECK(read("a,b\n404,1\n") == whole({"2: \"404\" 1"}));
}

TEST_CASE("cells that are missing are absent, and cells beyond the header make a bad row", "[csv]") {
  CHECK(read("a,b,c\nx\ny,2\nz,3,4,\nz,3,4,,\"\"\nw,4,5,6\nv,5,6\n") ==
        whole({"2: \"x\" -", "3: \"y\" 2", "4: \"z\" 3", "5: \"z\" 3",
               "6! more cells than the header has names", "7: \"v\" 5"}));
}

TEST_CASE("bytes that are not UTF-8 make a bad row", "[csv]") {
  CHECK(read("a,b\ncaf\xC3\xA9,1\ncaf\xE9,2\nx,3\n") ==
        whole({"2: \"caf\xC3\xA9\" 1", "3! invalid UTF-8: save the file as UTF-8", "4: \"x\" 3"}));
  CHECK(read("a,b\nx\xC3,\xA9\nx,\xF0\x9F\x98\n") ==
        whole({"2! invalid UTF-8: save the file as UTF-8", "3! invalid UTF-8: save the file as UTF-8"}));
  CHECK(read("\xEF\xBBz,b\nx,1\n") == whole({"2: - 1"}));  // no mark, only the beginning of one
}

TEST_CASE("a row over the limit is skipped and named, to the end that its quotes give it", "[csv]") {
  const std::string long_cell(99, 'x');
  CHECK(read("a,b\n" + long_cell + ",1\n\"" + long_cell + "\n\",2\nx,3\n", ',', {.max_row_bytes = 100}) ==
        whole({"2: \"" + long_cell + "\" 1", "3! the row is longer than 100 bytes", "5: \"x\" 3"}));
  const framed_rows seen = read(long_cell + ",ab\nx,1\n,\n", ',', {.max_row_bytes = 100});
  CHECK(seen == whole({"1! the row is longer than 100 bytes", "2! more cells than the header has names"}));
}

TEST_CASE("a row that there is no memory for is an error and a bad row, and not the end", "[csv]") {
  const auto at_most_8k = [](void* old, std::size_t size) {
    return size > 8192 ? nullptr : std::realloc(old, size);
  };
  reading of_little(',', {.max_row_bytes = 1 << 20, .reallocate = at_most_8k});
  const framed_rows seen = of_little("a,b\nx,1\n" + std::string(20'000, 'x') + ",2\ny,3\n");
  CHECK(seen.is_without_memory);
  CHECK(seen.rows == lines{"2: \"x\" 1", "3! there was no memory for a row of this length", "4: \"y\" 3"});
}

TEST_CASE("random cells come out as they went in, however they are quoted and cut", "[csv]") {
  std::mt19937 random(20260302);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  const std::string_view pieces[] = {"x",    "12", ",", ";",        "\t",           "\"",  "\n",
                                     "\r\n", "\r", " ", "\xC3\xA9", "\xE2\x82\xAC", "=1+1"};
  for (int round = 0; round < 400; ++round) {
    const char separator = ",;\t"[below(3)];
    const std::string line_end = round % 2 == 0 ? "\n" : "\r\n";
    std::string text = "a" + std::string(1, separator) + "b" + line_end;
    lines expected;
    for (std::size_t row = below(8); row > 0; --row) {
      const auto line = 1 + std::count(text.begin(), text.end(), '\n');
      std::string shown = std::to_string(line) + ":";
      for (int cell = 0; cell < 2; ++cell) {
        std::string value = "v";
        for (std::size_t n = below(6); n > 0; --n) value += pieces[below(std::size(pieces))];
        shown += " \"" + value + '"';
        std::string quoted;
        for (const char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
        const bool must_quote = value.find_first_of(std::string("\n\r") + separator) != std::string::npos;
        if (cell == 1) text += separator;
        text += must_quote || below(3) == 0 ? '"' + quoted + '"' : value;
      }
      expected.push_back(shown);
      text += line_end;
    }
    CAPTURE(text);
    field_tree tree;
    const std::vector<std::uint16_t> wanted{tree.add("/a").value(), tree.add("/b").value()};
    csv_framer framer(tree, separator, wanted[0]);
    CHECK(frame(framer, wanted, text, [](std::size_t all) { return all; }).rows == expected);
    CHECK(frame(framer, wanted, text, [](std::size_t) { return 1; }).rows == expected);
    CHECK(frame(framer, wanted, text, [&](std::size_t) { return random() % 20; }).rows == expected);
  }
}

}  // namespace
}  // namespace payoff
