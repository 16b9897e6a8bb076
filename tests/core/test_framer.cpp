// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "ingest/framer.h"
#include "scan_text.h"

namespace payoff {
namespace {

using lines = std::vector<std::string>;

/** Frames `data` in chunks of `chunk_bytes`; each chunk is on the heap to the byte, and gone after its call.
 */
class stream {
 public:
  explicit stream(framer_options options = {}) : framer(tree, options) {
    a_ = tree.add("/a").value();
    b_ = tree.add("/b/c").value();
  }

  /** "3: 1 "x"" for the third line with a = 1 and b.c = "x"; "3! ..." for a wrong one. */
  auto sink() {
    return [this](std::uint64_t line, const scan_result& row, const slot_value* slots) {
      std::string text = std::to_string(line);
      if (row.status == row_status::ok) {
        text += ": " + scan_bench::show(slots[a_]) + ' ' + scan_bench::show(slots[b_]);
      } else {
        text += "! " + error_text(row);
      }
      seen_.push_back(text);
    };
  }

  lines operator()(std::string_view data, std::size_t chunk_bytes = 1 << 20) {
    seen_.clear();
    feed(data, chunk_bytes);
    framer.finish(sink());
    return seen_;
  }
  void feed(std::string_view data, std::size_t chunk_bytes) {
    for (std::size_t at = 0; at < data.size(); at += chunk_bytes) {
      const std::size_t size = std::min(chunk_bytes, data.size() - at);
      const auto chunk = std::make_unique<char[]>(size);
      std::memcpy(chunk.get(), data.data() + at, size);
      CHECK(framer.append({chunk.get(), size}, sink()));
    }
  }

  field_tree tree;
  ndjson_framer framer;

 private:
  std::uint16_t a_{0};
  std::uint16_t b_{0};
  lines seen_;
};

const std::string mixed =
    "\xEF\xBB\xBF{\"a\":1,\"b\":{\"c\":\"x\"}}\r\n"
    "\n"
    "{\"a\":\"\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85\",\"b\":{\"c\":\"\\ud83d\\ude00\"}}\n"
    " \t\r\n"
    "{\"a\":2,\"b\":{\"c\":\"a string that is longer than two blocks of SIMD, so that it is cut\"}}\n"
    "{\"a\":\"half a\n"
    "row\"}\n"
    "[1]\n"
    "{\"a\":[1,2\n"
    "{\"a\":\"\xD8\"}\n"
    "{}\n"
    "\n"
    "{\"a\":-3.5e1}";

const lines mixed_lines = {
    "1: 1 \"x\"",
    "3: \"\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85\" \"\xF0\x9F\x98\x80\"",
    "5: 2 \"a string that is longer than two blocks of SIMD, so that it is cut\"",
    "6! unterminated string at byte 6",
    "7! expected a value at byte 1",
    "8! the row is not an object",
    "9! the value ends too early at byte 10",
    "10! invalid UTF-8 at byte 7",
    "11: - -",
    "13: -3.5e1 -",
};

TEST_CASE("the rows are the same however the stream is cut", "[framer]") {
  for (std::size_t chunk_bytes = 1; chunk_bytes <= mixed.size() + 1; ++chunk_bytes) {
    CAPTURE(chunk_bytes);
    stream read;
    CHECK(read(mixed, chunk_bytes) == mixed_lines);
    CHECK(read(mixed + "\n", chunk_bytes) == mixed_lines);
  }
}

TEST_CASE("the rows are the same for any two borders", "[framer]") {
  stream read;
  const std::string_view data = mixed;
  for (std::size_t first = 0; first < data.size(); first += 5) {
    for (std::size_t second = first; second < data.size(); second += 3) {
      read.feed(data.substr(0, first), 1 << 20);
      read.feed(data.substr(first, second - first), 1 << 20);
      const lines last = read(data.substr(second));
      CHECK(last.back() == mixed_lines.back());
      CHECK(read.framer.lines() == 0);
    }
  }
}

TEST_CASE("half a row at the end of the data is reported as such", "[framer]") {
  const std::string row = R"({"a":[true,-1.5e3,"x\u00e4"],"b":{}})";
  for (std::size_t cut = 1; cut < row.size(); ++cut) {
    CAPTURE(cut);
    stream read;
    CHECK(read("{}\n" + row.substr(0, cut)) == lines{"1: - -", "2! the data end inside this row"});
    CHECK(read(row.substr(0, cut) + "\n").front().find("the data end") == std::string::npos);
  }
  stream read;
  CHECK(read("{\"a\":x") == lines{"1! expected a value at byte 6"});
  CHECK(read("{\"a\":\"\xD8") == lines{"1! the data end inside this row"});
}

TEST_CASE("no data, blank lines and a lone BOM hold no rows", "[framer]") {
  stream read;
  CHECK(read("") == lines{});
  CHECK(read("\n\n \r\n") == lines{});
  CHECK(read(" ") == lines{});
  CHECK(read("\xEF\xBB\xBF") == lines{});
  CHECK(read("\xEF\xBB\xBF\n{}") == lines{"2: - -"});
  CHECK(read("\xEF\xBB") == lines{"1! expected a value at byte 1"});
  CHECK(read("\n\xEF\xBB\xBF{}") == lines{"2! expected a value at byte 1"});
  CHECK(read("\xEF\xBB\xBF\xEF\xBB\xBF{}") == lines{"1! expected a value at byte 1"});
}

TEST_CASE("a row over the limit is skipped and named, in place or cut by a border", "[framer]") {
  const std::string longest = "{\"a\":\"" + std::string(100 - 8, 'x') + "\"}";
  REQUIRE(longest.size() == 100);
  const std::string data = "\xEF\xBB\xBF" + longest + "\n" + longest + " \n{\"a\":1}\n" + longest + "\n" +
                           std::string(101, ' ') + "\n{\"a\":2}\n" + longest + longest;
  for (std::size_t chunk_bytes = 1; chunk_bytes <= data.size(); ++chunk_bytes) {
    CAPTURE(chunk_bytes);
    stream read({.max_row_bytes = 100});
    const lines seen = read(data, chunk_bytes);
    REQUIRE(seen.size() == 7);
    CHECK(seen[0].substr(0, 8) == "1: \"xxxx");
    CHECK(seen[1] == "2! the row is longer than 100 bytes");
    CHECK(seen[2] == "3: 1 -");
    CHECK(seen[3].substr(0, 8) == "4: \"xxxx");
    CHECK(seen[4] == "5! the row is longer than 100 bytes");
    CHECK(seen[5] == "6: 2 -");
    CHECK(seen[6] == "7! the row is longer than 100 bytes");
  }
}

TEST_CASE("lines are counted while a row is still open, and again from 1 after the end", "[framer]") {
  stream read;
  read.feed("{}\n\n{\"a\":", 1 << 20);
  CHECK(read.framer.lines() == 3);
  CHECK(read("1}") == lines{"3: 1 -"});
  CHECK(read("{\"a\":5}") == lines{"1: 5 -"});
  read.feed("{\"a\":", 1 << 20);
  read.framer.reset();
  CHECK(read("{}") == lines{"1: - -"});
}

TEST_CASE("fields may be added between two chunks", "[framer]") {
  stream read;
  read.feed("{\"a\":1,\"late\":7}\n{\"a\":2,", 1 << 20);
  const std::uint16_t late = read.tree.add("/late").value();
  std::string seen;
  read.framer.finish([](std::uint64_t, const scan_result&, const slot_value*) {});
  const auto sink = [&](std::uint64_t, const scan_result&, const slot_value* slots) {
    seen += slots[late].text();
  };
  CHECK(read.framer.append("{\"a\":1,\"late\":7}\n{\"a\":2,\"late\":8}", sink));
  read.framer.finish(sink);
  CHECK(seen == "78");
}

TEST_CASE("a row that there is no memory for is an error, a wrong row, and not the end", "[framer]") {
  const auto at_most_8k = [](void* old, std::size_t size) {
    return size > 8192 ? nullptr : std::realloc(old, size);
  };
  stream read({.max_row_bytes = 1 << 20, .reallocate = at_most_8k});
  const std::string large = "{\"a\":\"" + std::string(20'000, 'x') + "\"}";
  read.feed("{\"a\":1}\n" + large.substr(0, 4000), 1 << 20);
  const auto broken = read.framer.append(large.substr(4000, 8000),
                                         [](std::uint64_t, const scan_result&, const slot_value*) {});
  REQUIRE(!broken);
  CHECK(broken.error().code == error_code::out_of_memory);
  CHECK(broken.error().message == "no memory for a row that is cut by the border of a chunk");
  read.feed(large.substr(12'000), 1000);
  CHECK(read("\n{\"a\":2}\n") == lines{"2! there was no memory for a row of this length", "3: 2 -"});
}

TEST_CASE("a carry buffer that cannot grow keeps what it has", "[framer]") {
  carry_buffer carry(
      [](void* old, std::size_t size) { return size > 4096 ? nullptr : std::realloc(old, size); });
  CHECK(carry.append("kept", 100));
  CHECK(!carry.append(std::string(5000, 'x'), 10'000));
  CHECK(carry.append(" on", 100));
  carry.terminate();
  CHECK(std::string_view(carry.data(), 8) == "kept on\n");
}

}  // namespace
}  // namespace payoff
