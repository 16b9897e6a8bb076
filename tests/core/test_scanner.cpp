// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "scan_text.h"

namespace payoff {
namespace {

/** Each case runs with SIMD and without. */
scan_bench::scan_function either() {
  return GENERATE(scan_bench::scan_function{scan_row}, detail::scan_row_scalar);
}

std::string why(scan_bench& scan, std::string_view row) {
  const scan_result result = scan(row);
  CHECK(result.status == row_status::bad_json);
  CHECK(scan.next_byte ==
        static_cast<std::ptrdiff_t>(row.find('\n') == std::string_view::npos ? row.size() : row.find('\n')) +
            1);
  return error_text(result);
}

TEST_CASE("the wanted values of a row are found where they stand", "[scanner]") {
  scan_bench scan(
      {"/type", "/event", "/context/groupId", "/properties/amount", "/properties/none", "/flag", "/gone"},
      either());
  const auto result =
      scan(R"({"type":"track","event":"Payment Handled","context":{"groupId":"unit 65455","ip":null},)"
           R"("properties":{"budget":[1,{"amount":9}],"amount":-14.57e0},"flag":true,"gone":null})");
  CHECK(result.status == row_status::ok);
  CHECK(scan.shown(0) == "\"track\"");
  CHECK(scan.shown(1) == "\"Payment Handled\"");
  CHECK(scan.shown(2) == "\"unit 65455\"");
  CHECK(scan.shown(3) == "-14.57e0");
  CHECK(scan.value(3).kind == value_kind::number);
  CHECK(scan.shown(4) == "-");
  CHECK(scan.value(5).kind == value_kind::boolean_true);
  CHECK(scan.value(6).kind == value_kind::null);
}

TEST_CASE("a wanted container comes as its text, also when its members are wanted too", "[scanner]") {
  scan_bench scan({"", "/p", "/p/a", "/p/b/c", "/list"}, either());
  CHECK(scan(R"( {"p": {"a" : 1, "b":{"c":[ ]} } ,"list":[1, [2]] } )").status == row_status::ok);
  CHECK(scan.shown(0) == R"({"p": {"a" : 1, "b":{"c":[ ]} } ,"list":[1, [2]] })");
  CHECK(scan.shown(1) == R"({"a" : 1, "b":{"c":[ ]} })");
  CHECK(scan.value(1).kind == value_kind::object);
  CHECK(scan.shown(2) == "1");
  CHECK(scan.shown(3) == "[ ]");
  CHECK(scan.shown(4) == "[1, [2]]");
  CHECK(scan.value(4).kind == value_kind::array);
  CHECK(scan(R"({"p":7})").status == row_status::ok);
  CHECK(scan.shown(1) == "7");
  CHECK(scan.shown(2) == "-");
}

TEST_CASE("array elements are found by their index", "[scanner]") {
  scan_bench scan({"/groups/company/0", "/groups/company", "/m/1/2", "/m/2"}, either());
  CHECK(scan(R"({"groups":{"company":["acct_3","acct_4"]},"m":[[0,1,2],[3,4,"x"],{"2":5}]})").status ==
        row_status::ok);
  CHECK(scan.shown(0) == "\"acct_3\"");
  CHECK(scan.shown(1) == R"(["acct_3","acct_4"])");
  CHECK(scan.shown(2) == "\"x\"");
  CHECK(scan.shown(3) == R"({"2":5})");
  CHECK(scan(R"({"groups":{"company":[]},"m":{"1":{"2":9}}})").status == row_status::ok);
  CHECK(scan.shown(0) == "-");
  CHECK(scan.shown(1) == "[]");
  CHECK(scan.shown(2) == "9");
}

TEST_CASE("of duplicate keys the last holds, with all below it", "[scanner]") {
  scan_bench scan({"/a", "/properties", "/properties/a", "/properties/b/c", "/context/groupId"}, either());
  CHECK(
      scan(
          R"({"a":1,"properties":{"a":1,"b":{"c":2}},"context":{"groupId":"g"},"a":"two","properties":{},"context":5})")
          .status == row_status::ok);
  CHECK(scan.shown(0) == "\"two\"");
  CHECK(scan.shown(1) == "{}");
  CHECK(scan.shown(2) == "-");
  CHECK(scan.shown(3) == "-");
  CHECK(scan.shown(4) == "-");
  CHECK(scan(R"({"properties":{"a":1,"b":{"c":2},"b":{"d":3},"\u0061":4}})").status == row_status::ok);
  CHECK(scan.shown(2) == "4");
  CHECK(scan.shown(3) == "-");
  CHECK(scan(R"({"context":5,"context":{"groupId":"g"}})").status == row_status::ok);
  CHECK(scan.shown(4) == "\"g\"");
}

TEST_CASE("a key is known by its object, not by the row before", "[scanner]") {
  scan_bench scan({"/a/x", "/x", "/b/x"}, either());
  for (int round = 0; round < 3; ++round) {
    CHECK(scan(R"({"a":{"x":1},"x":2})").status == row_status::ok);
    CHECK(scan.shown(0) + scan.shown(1) + scan.shown(2) == "12-");
    CHECK(scan(R"({"a":{},"x":3})").status == row_status::ok);
    CHECK(scan.shown(0) + scan.shown(1) + scan.shown(2) == "-3-");
    CHECK(scan(R"({"b":{"x":4,"y":{"x":5}}, "x" :6})").status == row_status::ok);
    CHECK(scan.shown(0) + scan.shown(1) + scan.shown(2) == "-64");
    CHECK(scan(R"({"x": 7,"xx":8,"a":{"\u0078":9}})").status == row_status::ok);
    CHECK(scan.shown(0) + scan.shown(1) + scan.shown(2) == "97-");
  }
}

TEST_CASE("a field that is added later is found in rows seen before", "[scanner]") {
  scan_bench scan({"/a"}, either());
  CHECK(scan(R"({"a":1,"b":2})").status == row_status::ok);
  const auto later = scan.tree.add("/b");
  REQUIRE(later);
  CHECK(scan(R"({"a":1,"b":2})").status == row_status::ok);
  CHECK(scan.slot(*later).text() == "2");
}

TEST_CASE("more keys than are remembered change nothing", "[scanner]") {
  scan_bench scan({"/k7", "/a_key_of_more_than_thirty_two_bytes_0001/v", "/k999"}, either());
  for (int round = 0; round < 3; ++round) {
    std::string row =
        R"({"a_key_of_more_than_thirty_two_bytes_0000":{"v":1},"a_key_of_more_than_thirty_two_bytes_0001":{"v":2})";
    for (int i = 0; i < 1000; ++i)
      row += ",\"k" + std::to_string((i * 7 + round) % 1000) + "\":" + std::to_string((i * 7 + round) % 1000);
    CHECK(scan(row + "}").status == row_status::ok);
    CHECK(scan.shown(0) + scan.shown(1) + scan.shown(2) == "72999");
  }
}

TEST_CASE("strings of every length are read up to their own quote", "[scanner]") {
  scan_bench scan({"/s", "/t"}, either());
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string text(length, 'x');
    CHECK(scan(R"({"s":")" + text + R"(","t":")" + text + R"(\"\\"})").status == row_status::ok);
    CHECK(scan.value(0).text() == text);
    CHECK(!scan.value(0).escaped);
    CHECK(scan.value(1).text() == text + R"(\"\\)");
    CHECK(scan.value(1).escaped);
  }
}

TEST_CASE("blank rows and rows of another type are told apart from broken ones", "[scanner]") {
  scan_bench scan({}, either());
  for (const char* row : {"", " ", "\t \r"}) {
    CHECK(scan(row).status == row_status::blank);
    CHECK(scan.next_byte == static_cast<std::ptrdiff_t>(std::string(row).size()) + 1);
  }
  for (const char* row : {"[]", "[{}]", "1", "-0.5e+7 ", "\"text\"", "true", " false\r", "null"}) {
    CAPTURE(row);
    CHECK(scan(row).status == row_status::not_an_object);
    CHECK(error_text(scan.last) == "the row is not an object");
    CHECK(scan.next_byte == static_cast<std::ptrdiff_t>(std::string(row).size()) + 1);
  }
  CHECK(scan("{}").status == row_status::ok);
  CHECK(scan("\r{ }\r").status == row_status::ok);
}

TEST_CASE("what RFC 8259 does not allow is refused with the byte where it stands", "[scanner]") {
  scan_bench scan({"/a"}, either());
  CHECK(why(scan, R"({"a":1,})") == "expected a key in quotes at byte 8");
  CHECK(why(scan, R"({,})") == "expected a key in quotes at byte 2");
  CHECK(why(scan, R"({a:1})") == "expected a key in quotes at byte 2");
  CHECK(why(scan, R"({'a':1})") == "expected a key in quotes at byte 2");
  CHECK(why(scan, R"({"a" 1})") == "expected ':' at byte 6");
  CHECK(why(scan, R"({"a":})") == "expected a value at byte 6");
  CHECK(why(scan, R"({"a":1 "b":2})") == "expected ',' or '}' at byte 8");
  CHECK(why(scan, R"({"a":1])") == "expected ',' or '}' at byte 7");
  CHECK(why(scan, R"([1})") == "expected ',' or ']' at byte 3");
  CHECK(why(scan, R"([1,])") == "expected a value at byte 4");
  CHECK(why(scan, R"({"a":1}})") == "something follows the value at byte 8");
  CHECK(why(scan, R"({"a":1} x)") == "something follows the value at byte 9");
  CHECK(why(scan, R"({}{})") == "something follows the value at byte 3");
  CHECK(why(scan, "nul") == "expected true, false or null at byte 1");
  CHECK(why(scan, R"({"a":True})") == "expected a value at byte 6");
  CHECK(why(scan, R"({"a":nulL})") == "expected true, false or null at byte 6");
  CHECK(why(scan, R"({"a":NaN})") == "expected a value at byte 6");
  CHECK(why(scan, R"({"a":Infinity})") == "expected a value at byte 6");
  CHECK(why(scan, R"({"a":1/**/})") == "expected ',' or '}' at byte 7");
  CHECK(why(scan, "\xEF\xBB\xBF{}") == "expected a value at byte 1");
  CHECK(why(scan, "\f{}") == "expected a value at byte 1");
}

TEST_CASE("numbers are written as JSON writes them or not at all", "[scanner]") {
  scan_bench scan({"/n"}, either());
  for (const char* number :
       {"0", "-0", "10", "0.0", "-1.50", "1e5", "1E+5", "0e-0", "123456789012345678901234567890", "1e999"}) {
    CAPTURE(number);
    CHECK(scan(std::string("{\"n\":") + number + "}").status == row_status::ok);
    CHECK(scan.shown(0) == number);
  }
  for (const char* number : {"01", "-01", "+1", "1.", ".5", "-", "--1", "1e", "1e+", "1.e5", "0x1", "1_000",
                             "1.5.2", "-a", "1,5"}) {
    CAPTURE(number);
    CHECK(scan(std::string("{\"n\":") + number + "}").status == row_status::bad_json);
  }
}

TEST_CASE("a newline ends the row, whatever it stands in", "[scanner]") {
  scan_bench scan({"/a"}, either());
  const std::string row = R"({"a":[-1.5e+3,"x\u00e4\n",{"b":true}],"c":null})";
  for (std::size_t cut = 1; cut < row.size(); ++cut) {
    CAPTURE(cut);
    const scan_result result = scan(row.substr(0, cut) + "\n" + row.substr(cut));
    CHECK(result.status == row_status::bad_json);
    CHECK(result.ends_early);
    CHECK(scan.next_byte == static_cast<std::ptrdiff_t>(cut) + 1);
  }
  CHECK(why(scan, "{\"a\":\"x\ny\"}") == "unterminated string at byte 6");
  CHECK(why(scan, "{\"a\":1,\n\"b\":2}") == "the value ends too early at byte 8");
  CHECK(!scan("{\"a\":1,}").ends_early);
}

TEST_CASE("strings hold no control characters, no unknown escapes and no NUL", "[scanner]") {
  scan_bench scan({"/a"}, either());
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\n') continue;
    CHECK(why(scan, std::string("{\"a\":\"x") + static_cast<char>(c) + "\"}") ==
          "control character in a string at byte 8");
  }
  CHECK(scan("{\"a\":\"\x7F\"}").status == row_status::ok);
  CHECK(why(scan, R"({"a":"\x41"})") == "unknown escape in a string at byte 7");
  CHECK(why(scan, R"({"a":"\U0041"})") == "unknown escape in a string at byte 7");
  CHECK(why(scan, R"({"a":"\u00g1"})") == "expected four hex digits after \\u at byte 11");
  CHECK(why(scan, R"({"\u12":"x"})") == "expected four hex digits after \\u at byte 7");
  CHECK(why(scan, std::string("{\"a\":1}\0", 8)) == "something follows the value at byte 8");
  CHECK(why(scan, std::string("\0{}", 3)) == "expected a value at byte 1");
  CHECK(scan(R"({"a":"\ud800 \udc00\u0000"})").status == row_status::ok);
  CHECK(scan.shown(0) == std::string("\"\xEF\xBF\xBD \xEF\xBF\xBD\0\"", 10));
}

TEST_CASE("UTF-8 is checked to the letter", "[scanner]") {
  scan_bench scan({"/a"}, either());
  const auto inside = [&](const std::string& text) {
    return scan("{\"a\":\"0123456789" + text + "\"}").status;
  };
  for (const char* good :
       {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF",
        "\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 \xD8\xAF\xD9\x86\xDB\x8C\xD8\xA7 and on with ASCII"}) {
    CHECK(inside(good) == row_status::ok);
    CHECK(scan.value(0).text() == std::string("0123456789") + good);
  }
  for (const char* bad : {"\x80",
                          "\xBF",
                          "\xC0\x80",
                          "\xC1\xBF",
                          "\xC2",
                          "\xC2\x41",
                          "\xC2\xC2",
                          "\xE0\x9F\xBF",
                          "\xE1\x80",
                          "\xE1\x80\x41",
                          "\xED\xA0\x80",
                          "\xED\xBF\xBF",
                          "\xF0\x8F\xBF\xBF",
                          "\xF0\x90\x80",
                          "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80",
                          "\xF8\x88\x80\x80\x80",
                          "\xFE",
                          "\xFF",
                          "\xEF\xBB"}) {
    CHECK(inside(bad) == row_status::bad_json);
    CHECK(error_text(scan.last) == "invalid UTF-8 at byte 17");
    CHECK(inside(std::string("\xC3\xA4") + bad) == row_status::bad_json);
  }
  CHECK(scan("{\"\xFF\":1}").status == row_status::bad_json);
  CHECK(scan("{\"a\":1}\xC3\xA4").status == row_status::bad_json);
}

TEST_CASE("512 levels of brackets are valid, one more is not", "[scanner]") {
  scan_bench scan({"/a"}, either());
  const auto nested = [](int levels, const char* open, const char* close) {
    std::string row = "{\"a\":";
    for (int i = 1; i < levels; ++i) row += open;
    row += "1";
    for (int i = 1; i < levels; ++i) row += close;
    return row + "}";
  };
  CHECK(scan(nested(512, "[", "]")).status == row_status::ok);
  CHECK(scan(nested(512, "{\"a\":", "}")).status == row_status::ok);
  CHECK(why(scan, nested(513, "[", "]")) == "more than 512 levels of brackets at byte 517");
  CHECK(scan(nested(513, "{\"a\":", "}")).status == row_status::bad_json);
  CHECK(scan(std::string(100'000, '[')).status == row_status::bad_json);
}

TEST_CASE("an element of a larger text may hold newlines and ends with its value", "[scanner]") {
  scan_bench scan({"/a", "/b"},
                  GENERATE(scan_bench::scan_function{scan_element}, detail::scan_element_scalar));
  CHECK(scan(hidden("\n{\n\"a\"\n:\n1\n,\r\n \"b\": [\n2\n]\n}, {")).status == row_status::ok);
  CHECK(scan.shown(0) == "1");
  CHECK(scan.shown(1) == "[\r2\r]");
  CHECK(scan.next_byte == 27);
  CHECK(scan("17]").status == row_status::not_an_object);
  CHECK(scan.next_byte == 2);
  CHECK(scan(hidden("{\"a\":\"x\ny\"}")).status == row_status::bad_json);
  CHECK(!scan.last.ends_early);
  CHECK(error_text(scan.last) == "control character in a string at byte 8");
  CHECK(scan(hidden("{\"a\":\"x\ry\"}")).status == row_status::bad_json);
  CHECK(scan("{\"a\":\"x").ends_early);
  CHECK(error_text(scan.last) == "unterminated string at byte 6");
  CHECK(scan(hidden(" \n")).status == row_status::blank);
}

TEST_CASE("hidden newlines can be told from carriage returns, and all else stays", "[scanner]") {
  CHECK(hidden("a\nb\r\nc\td \x80\n\n 0123456789 \r") == "a\rb\t\rc\td \x80\r\r 0123456789 \t");
}

}  // namespace
}  // namespace payoff
