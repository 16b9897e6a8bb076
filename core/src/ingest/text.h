// SPDX-License-Identifier: Apache-2.0
/** @file text.h  What does the text of a JSON string say once its escapes are undone? */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace payoff {

/**
 * Undoes the escapes of a string that the scanner has accepted (the text between the quotes). The result is
 * UTF-8 and never longer than the source; a surrogate escape without its partner is U+FFFD.
 * `out` must hold raw.size() bytes. @return the bytes written.
 */
std::size_t unescape(std::string_view raw, char* out);

/** The same into a string, whose former contents go. */
void unescape(std::string_view raw, std::string& out);

/** One escape of an accepted string: `at` stands on the backslash and moves past it. 1 to 4 bytes go to
 * `out`. */
std::size_t unescape_one(const char*& at, const char* end, char* out);

[[nodiscard]] inline bool is_utf8_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/**
 * Bytes of the UTF-8 character at `p` (whose first byte is above 0x7F); 0 if it is none, with `bad` behind
 * its good part. What ends the text (NUL, a newline) is no part of a character, so nothing behind it is read.
 */
[[nodiscard]] inline std::size_t utf8_length(const char* p, const char*& bad) {
  const auto byte = [p](int i) { return static_cast<unsigned char>(p[i]); };
  const auto within = [&](int i, unsigned low, unsigned high) {
    bad = p + i;
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  bad = p;
  if (first < 0xC2 || first > 0xF4) return 0;  // a tail, an overlong pair, or above U+10FFFF
  if (first < 0xE0) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (first < 0xF0) {  // E0: no overlong ones; ED: no surrogates
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  const unsigned low = first == 0xF0 ? 0x90 : 0x80;
  const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
  return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
}

/** Is all of [begin, end) UTF-8? `*end` must be readable and no part of a character. */
[[nodiscard]] bool is_utf8(const char* begin, const char* end);

}  // namespace payoff
