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

/**
 * Bytes of the UTF-8 character at `p`, whose first byte is above 0x7F; 0 if it is none, with `bad` behind its
 * good part. Some byte that is no tail (a NUL, a quote, a newline) must follow the text.
 */
[[nodiscard]] std::size_t utf8_length(const char* p, const char*& bad);

}  // namespace payoff
