// SPDX-License-Identifier: Apache-2.0
/** @file simd.h  Which of the next 16 bytes matter? One answer per instruction set, and one without any. */
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace payoff::simd {

static_assert(std::endian::native == std::endian::little, "masks and words are read little-endian");

/**
 * Each struct here has the same members. All look at 16 bytes and answer with one bit a byte, lowest first:
 *
 *     string_stops  what may end a run inside a string: '"', '\', below 0x20, above 0x7F
 *     digits        '0' to '9'
 *     equals        bytes that are the same in both
 *     newlines      '\n'
 */
struct scalar_block {
  /** Only the lowest set bit is promised; that is all its callers look at. */
  static std::uint32_t string_stops(const char* bytes) {
    for (unsigned i = 0; i < 16; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i]);
      if (byte < 0x20 || byte > 0x7F || byte == '"' || byte == '\\') return 1U << i;
    }
    return 0;
  }
  static std::uint32_t digits(const char* bytes) {
    std::uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= std::uint32_t{bytes[i] >= '0' && bytes[i] <= '9'} << i;
    return mask;
  }
  static std::uint32_t equals(const char* a, const char* b) {
    std::uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= static_cast<std::uint32_t>(a[i] == b[i]) << i;
    return mask;
  }
  static std::uint32_t newlines(const char* bytes) {
    for (unsigned i = 0; i < 16; ++i) {
      if (bytes[i] == '\n') return 1U << i;
    }
    return 0;
  }
};

#if defined(__wasm_simd128__)

struct wasm_block {
  static std::uint32_t string_stops(const char* bytes) {
    const v128_t v = wasm_v128_load(bytes);
    // Signed: bytes above 0x7F are negative, so one comparison finds them and the control characters.
    const v128_t low = wasm_i8x16_lt(v, wasm_i8x16_const_splat(0x20));
    const v128_t quote = wasm_i8x16_eq(v, wasm_i8x16_const_splat('"'));
    const v128_t escape = wasm_i8x16_eq(v, wasm_i8x16_const_splat('\\'));
    return wasm_i8x16_bitmask(wasm_v128_or(wasm_v128_or(quote, escape), low));
  }
  static std::uint32_t digits(const char* bytes) {
    const v128_t v = wasm_i8x16_sub(wasm_v128_load(bytes), wasm_i8x16_const_splat('0'));
    return wasm_i8x16_bitmask(wasm_u8x16_lt(v, wasm_i8x16_const_splat(10)));
  }
  static std::uint32_t equals(const char* a, const char* b) {
    return wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(a), wasm_v128_load(b)));
  }
  static std::uint32_t newlines(const char* bytes) {
    return wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(bytes), wasm_i8x16_const_splat('\n')));
  }
};
using block = wasm_block;

#elif defined(__SSE2__) || defined(_M_X64)

struct sse2_block {
  static std::uint32_t string_stops(const char* bytes) {
    const __m128i v = load(bytes);
    // Signed: bytes above 0x7F are negative, so one comparison finds them and the control characters.
    const __m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
    const __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    const __m128i escape = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    return bits(_mm_or_si128(_mm_or_si128(quote, escape), low));
  }
  static std::uint32_t digits(const char* bytes) {
    const __m128i v = _mm_sub_epi8(load(bytes), _mm_set1_epi8('0'));
    return bits(_mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(9)), v));
  }
  static std::uint32_t equals(const char* a, const char* b) { return bits(_mm_cmpeq_epi8(load(a), load(b))); }
  static std::uint32_t newlines(const char* bytes) {
    return bits(_mm_cmpeq_epi8(load(bytes), _mm_set1_epi8('\n')));
  }

 private:
  static __m128i load(const char* bytes) {
    return _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(bytes)));
  }
  static std::uint32_t bits(__m128i v) { return static_cast<std::uint32_t>(_mm_movemask_epi8(v)); }
};
using block = sse2_block;

#elif defined(__aarch64__)

struct neon_block {
  static std::uint32_t string_stops(const char* bytes) {
    const uint8x16_t v = load(bytes);
    const uint8x16_t low = vcltq_s8(vreinterpretq_s8_u8(v), vdupq_n_s8(0x20));  // also above 0x7F: negative
    const uint8x16_t quote = vceqq_u8(v, vdupq_n_u8('"'));
    const uint8x16_t escape = vceqq_u8(v, vdupq_n_u8('\\'));
    return bits(vorrq_u8(vorrq_u8(quote, escape), low));
  }
  static std::uint32_t digits(const char* bytes) {
    return bits(vcltq_u8(vsubq_u8(load(bytes), vdupq_n_u8('0')), vdupq_n_u8(10)));
  }
  static std::uint32_t equals(const char* a, const char* b) { return bits(vceqq_u8(load(a), load(b))); }
  static std::uint32_t newlines(const char* bytes) { return bits(vceqq_u8(load(bytes), vdupq_n_u8('\n'))); }

 private:
  static uint8x16_t load(const char* bytes) {
    return vreinterpretq_u8_s8(vld1q_s8(static_cast<const std::int8_t*>(static_cast<const void*>(bytes))));
  }
  static std::uint32_t bits(uint8x16_t v) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weighed = vandq_u8(v, weights);
    return static_cast<std::uint32_t>(vaddv_u8(vget_low_u8(weighed))) |
           static_cast<std::uint32_t>(vaddv_u8(vget_high_u8(weighed))) << 8;
  }
};
using block = neon_block;

#else
using block = scalar_block;
#endif

/** The first newline at or after `bytes`; there must be one, and 15 readable bytes behind it. */
template <class Block = block>
const char* find_newline(const char* bytes) {
  std::uint32_t mask = Block::newlines(bytes);
  while (mask == 0) mask = Block::newlines(bytes += 16);
  return bytes + std::countr_zero(mask);
}

inline std::uint64_t load_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace payoff::simd
