// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "ingest/text.h"

namespace payoff {
namespace {

std::string unescaped(std::string_view raw) {
  std::string out = "left over from before";
  unescape(raw, out);
  return out;
}

TEST_CASE("text without escapes stays as it is", "[text]") {
  CHECK(unescaped("") == "");
  CHECK(unescaped("plain \xC3\xA4") == "plain \xC3\xA4");
}

TEST_CASE("every short escape is undone", "[text]") {
  CHECK(unescaped(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
  CHECK(unescaped(R"(a\nb\\nc)") == "a\nb\\nc");
}

TEST_CASE("\\u escapes become UTF-8 of one to four bytes", "[text]") {
  CHECK(unescaped(R"(\u0041)") == "A");
  CHECK(unescaped(R"(\u0000)") == std::string(1, '\0'));
  CHECK(unescaped(R"(\u007f\u0080\u07FF)") == "\x7F\xC2\x80\xDF\xBF");
  CHECK(unescaped(R"(\u0800\uffff\uFFFD)") == "\xE0\xA0\x80\xEF\xBF\xBF\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ud83d\uDE00)") == "\xF0\x9F\x98\x80");
  CHECK(unescaped(R"(\uD800\uDC00\uDBFF\uDFFF)") == "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

TEST_CASE("a surrogate without its partner is U+FFFD", "[text]") {
  CHECK(unescaped(R"(\ud83d)") == "\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ude00)") == "\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ud83dx)") == "\xEF\xBF\xBDx");
  CHECK(unescaped(R"(\ud83d\ue000)") == "\xEF\xBF\xBD\xEE\x80\x80");
  CHECK(unescaped(R"(\ud83d\n)") == "\xEF\xBF\xBD\n");
  CHECK(unescaped(R"(\ude00\ud83d)") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ud83d\ud83d\ude00)") == "\xEF\xBF\xBD\xF0\x9F\x98\x80");
  CHECK(unescaped(R"(\ud83d\u0041)") ==
        "\xEF\xBF\xBD"
        "A");
}

TEST_CASE("text can be unescaped in its own place", "[text]") {
  std::string text = R"(a\u00e4b\ud83d\ude00c\t)";
  text.resize(unescape(text, text.data()));
  CHECK(text ==
        "a\xC3\xA4"
        "b\xF0\x9F\x98\x80"
        "c\t");
}

}  // namespace
}  // namespace payoff
