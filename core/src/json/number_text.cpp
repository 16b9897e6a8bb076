// SPDX-License-Identifier: Apache-2.0
/**
 * @file number_text.cpp  Eighteen digits by whole numbers, then the fewest of them that read back as the
 * double. The usual ways (Grisu, Ryu) are faster on far exponents and bring tables of powers: 1.5 kB (brotli)
 * of every module.
 */
#include "json/number_text.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "ingest/big_number.h"
#include "ingest/number.h"

namespace payoff {
namespace {

constexpr std::uint64_t power_of_10(int power) {
  std::uint64_t out = 1;
  for (; power > 0; --power) out *= 10;
  return out;
}

/** A number is digits * 10^exponent. */
struct decimal {
  std::uint64_t digits;
  int exponent;
};

/** `value` has 18 digits (fewer where it is tiny) or 19; what follows them is cut off, and `is_cut` says
 * whether anything was. */
decimal leading_digits(double value, bool& is_cut) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);  // emscripten 3.1.6 has no std::bit_cast
  constexpr std::uint64_t highest_bit = std::uint64_t{1} << 52;
  const int stored = static_cast<int>(bits >> 52);
  const std::uint64_t mantissa = stored == 0 ? bits : (bits & (highest_bit - 1)) | highest_bit;
  const int power_of_2 = std::max(stored, 1) - 1075;
  // log10(2) times the place of its highest bit; near enough for all powers that doubles have.
  const int log10 = ((power_of_2 + 52) * 315653) >> 20;
  const int exponent = log10 - 17;
  // Figures are neither large nor tiny: 53 bits times a power of 5 of 63 bits, and a shift for that of 2.
  constexpr int most_fives = 27;
  const int shift = exponent - power_of_2;
  if (exponent <= 0 && exponent >= -most_fives && shift >= 0) {
    __extension__ using wide = unsigned __int128;
    std::uint64_t fives = 1;
    for (int i = exponent; i < 0; ++i) fives *= 5;
    const wide product = static_cast<wide>(mantissa) * fives;
    is_cut = (product & ((wide{1} << shift) - 1)) != 0;
    return {static_cast<std::uint64_t>(product >> shift), exponent};
  }
  big_number whole;
  whole.assign(mantissa);
  whole.multiply_by_power_of_10(-exponent);
  whole.shift_left(std::max(power_of_2, 0));
  is_cut = false;
  for (int i = 0; i < exponent; ++i) is_cut = whole.divide(10) || is_cut;
  is_cut = whole.shift_right(-power_of_2) || is_cut;
  return {whole.low(), exponent};
}

decimal shortest(double value) {
  bool is_cut = false;
  const decimal all = leading_digits(value, is_cut);
  // At 15 digits no two decimals are the same double, so of those that are fewer zeros alone are left out.
  // Where doubles lie as wide apart as the smallest ones, even one digit may do.
  std::uint64_t step = power_of_10(value < DBL_MIN ? 17 : all.digits < power_of_10(18) ? 3 : 4);
  for (;; step /= 10) {
    const std::uint64_t rest = all.digits % step;
    const bool is_odd = (all.digits / step) % 2 != 0;
    const bool rounds_up = rest > step / 2 || (rest == step / 2 && (is_cut || is_odd));
    for (const bool up : {rounds_up, !rounds_up}) {
      decimal tried{all.digits / step + (up ? 1 : 0), all.exponent};
      for (std::uint64_t dropped = step; dropped > 1; dropped /= 10) ++tried.exponent;
      for (; tried.digits % 10 == 0 && tried.digits != 0; tried.digits /= 10) ++tried.exponent;
      if (nearest_double(tried.digits, tried.exponent) == value) return tried;
    }
  }
}

}  // namespace

double round_to_digits(double value, int digits) {
  if (value == 0) return value;
  bool is_cut = false;
  const decimal all = leading_digits(std::fabs(value), is_cut);
  decimal told = all;
  std::uint64_t step = 1;
  for (const std::uint64_t end = power_of_10(digits); all.digits / step >= end; step *= 10) ++told.exponent;
  told.digits = all.digits / step + (step > 1 && all.digits % step >= step / 2 ? 1 : 0);
  const double out = nearest_double(told.digits, told.exponent);
  return std::isfinite(out) ? std::copysign(out, value) : value;  // the largest, rounded up, is none
}

char* print_number(double value, char* to) {
  if (!std::isfinite(value)) return std::copy_n("null", 4, to);
  if (std::signbit(value)) *to++ = '-';
  if (value == 0) return std::copy_n("0.0", 3, to);
  decimal told = shortest(std::fabs(value));
  std::array<char, 20> digits;
  char* first = digits.data() + digits.size();
  char* const last = first;
  // In two halves: a division of 32 bits takes a fraction of one of 64.
  constexpr std::uint32_t half = 1'000'000'000;
  auto low = static_cast<std::uint32_t>(told.digits % half);
  auto high = static_cast<std::uint32_t>(told.digits / half);
  for (int i = 0; low != 0 || high != 0; ++i) {
    if (i == 9) low = std::exchange(high, 0);
    *--first = static_cast<char>('0' + low % 10);
    low /= 10;
  }
  const auto count = static_cast<int>(last - first);
  const int point = count + told.exponent;  // digits before it
  constexpr int most_before = 15;
  constexpr int most_zeros = 3;
  if (point > most_before || point < -most_zeros) {
    *to++ = *first++;
    if (first != last) *to++ = '.';
    to = std::copy(first, last, to);
    *to++ = 'e';
    *to++ = point > 0 ? '+' : '-';
    const int power = std::abs(point - 1);
    if (power >= 100) *to++ = static_cast<char>('0' + power / 100);
    *to++ = static_cast<char>('0' + power / 10 % 10);
    *to++ = static_cast<char>('0' + power % 10);
    return to;
  }
  if (point <= 0) {
    to = std::copy_n("0.", 2, to);
    to = std::fill_n(to, -point, '0');
    return std::copy(first, last, to);
  }
  to = std::copy_n(first, std::min(point, count), to);
  to = std::fill_n(to, std::max(point - count, 0), '0');
  *to++ = '.';
  if (point >= count) *to++ = '0';
  return std::copy(first + std::min(point, count), last, to);
}

}  // namespace payoff
