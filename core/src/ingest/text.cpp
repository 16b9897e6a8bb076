// SPDX-License-Identifier: Apache-2.0
#include "ingest/text.h"

#include <cstdint>
#include <cstring>

#include "ingest/simd.h"

namespace payoff {
namespace {

/** The four hex digits after "\u", which the scanner has checked. */
std::uint32_t read_hex4(const char* digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const auto byte = static_cast<unsigned char>(digits[i]);
    value = value << 4 | ((byte & 0xFU) + (byte >= 'A' ? 9U : 0U));
  }
  return value;
}

std::size_t write_utf8(std::uint32_t point, char* out) {
  const auto tail = [point](unsigned shift) { return static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
  if (point < 0x80) {
    out[0] = static_cast<char>(point);
    return 1;
  }
  if (point < 0x800) {
    out[0] = static_cast<char>(0xC0U | point >> 6);
    out[1] = tail(0);
    return 2;
  }
  if (point < 0x10000) {
    out[0] = static_cast<char>(0xE0U | point >> 12);
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0U | point >> 18);
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

}  // namespace

std::size_t unescape_one(const char*& at, const char* end, char* out) {
  const char kind = at[1];
  if (kind != 'u') {
    at += 2;
    switch (kind) {
      case 'b':
        *out = '\b';
        break;
      case 'f':
        *out = '\f';
        break;
      case 'n':
        *out = '\n';
        break;
      case 'r':
        *out = '\r';
        break;
      case 't':
        *out = '\t';
        break;
      default:
        *out = kind;
    }
    return 1;
  }
  std::uint32_t point = read_hex4(at + 2);
  at += 6;
  if (point >= 0xD800 && point < 0xE000) {
    const bool leads = point < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u';
    const std::uint32_t partner = leads ? read_hex4(at + 2) : 0;
    if (partner >= 0xDC00 && partner < 0xE000) {
      at += 6;
      point = 0x10000 + ((point - 0xD800) << 10) + (partner - 0xDC00);
    } else {
      point = 0xFFFD;
    }
  }
  return write_utf8(point, out);
}

std::size_t unescape(std::string_view raw, char* out) {
  const char* at = raw.data();
  const char* const end = at + raw.size();
  char* to = out;
  while (at != end) {
    const void* found = std::memchr(at, '\\', static_cast<std::size_t>(end - at));
    const char* const stop = found != nullptr ? static_cast<const char*>(found) : end;
    const auto run = static_cast<std::size_t>(stop - at);
    std::memmove(to, at, run);  // `out` may be the source itself
    to += run;
    at = stop;
    if (at != end) to += unescape_one(at, end, to);
  }
  return static_cast<std::size_t>(to - out);
}

void unescape(std::string_view raw, std::string& out) {
  out.resize(raw.size());
  out.resize(unescape(raw, out.data()));
}

bool is_utf8(const char* begin, const char* end) {
  for (const char* p = begin; p != end;) {
    while (end - p >= 8 && (simd::load_word(p) & 0x8080'8080'8080'8080U) == 0) p += 8;
    if (p == end) break;
    const char* bad = nullptr;
    const std::size_t length = static_cast<unsigned char>(*p) < 0x80 ? 1 : utf8_length(p, bad);
    if (length == 0) return false;
    p += length;
  }
  return true;
}

}  // namespace payoff
