// SPDX-License-Identifier: Apache-2.0
/** @file number_exact.cpp  Which double is a number of many digits or a far exponent? Rare: small, not fast.
 */
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "ingest/number.h"

namespace payoff {
namespace {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/** A whole number of up to 8192 bits: 10^1100, which no double's exponent and 768 digits exceed. */
class big_number {
 public:
  /** this = this * factor + addend */
  void multiply_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (std::size_t i = 0; i < size_; ++i) {
      carry += std::uint64_t{limbs_[i]} * factor;
      limbs_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32U;
    }
    if (carry != 0) limbs_[size_++] = static_cast<std::uint32_t>(carry);
  }
  void multiply_by_power_of_10(std::int64_t power) {
    for (; power > 0; --power) multiply_add(10, 0);
  }
  [[nodiscard]] bool is_zero() const { return size_ == 0; }
  [[nodiscard]] int bits() const {
    return size_ == 0 ? 0 : static_cast<int>(32 * size_) - std::countl_zero(limbs_[size_ - 1]);
  }
  void shift_left(int bits) {
    for (; bits >= 31; bits -= 31) multiply_add(std::uint32_t{1} << 31U, 0);
    multiply_add(std::uint32_t{1} << static_cast<unsigned>(bits), 0);
  }
  /** Negative, 0 or positive as this is less than, equal to or greater than `other`. */
  [[nodiscard]] int compare(const big_number& other) const {
    if (size_ != other.size_) return size_ < other.size_ ? -1 : 1;
    for (std::size_t i = size_; i-- > 0;) {
      if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i] ? -1 : 1;
    }
    return 0;
  }
  /** `other` must not be greater. */
  void subtract(const big_number& other) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::uint64_t taken = (i < other.size_ ? other.limbs_[i] : 0) + borrow;
      borrow = limbs_[i] < taken ? 1 : 0;
      limbs_[i] = static_cast<std::uint32_t>(limbs_[i] - taken);
    }
    while (size_ > 0 && limbs_[size_ - 1] == 0) --size_;
  }

 private:
  std::array<std::uint32_t, 256> limbs_{};
  std::size_t size_{0};
};

}  // namespace

/**
 * Long division of two whole numbers, one bit of the double at a time. Rare and slow, but exact and a
 * tenth of strtod, which would also bring the long double of the C library and ask the locale.
 */
number_value detail::parse_number_exactly(std::string_view json_number) {
  // 768 digits decide between any two doubles; of those behind it only matters whether one is not 0.
  constexpr std::int64_t kept_digits = 768;
  constexpr std::int64_t far = 1'000'000;
  big_number above;
  std::int64_t digits = 0;
  std::int64_t exponent = 0;
  bool after_point = false;
  bool lost = false;
  std::size_t i = json_number[0] == '-' ? 1 : 0;
  const bool negative = i == 1;
  for (; i < json_number.size() && (is_digit(json_number[i]) || json_number[i] == '.'); ++i) {
    const char c = json_number[i];
    if (c == '.') {
      after_point = true;
    } else if (digits < kept_digits) {
      above.multiply_add(10, static_cast<std::uint32_t>(c - '0'));
      if (!above.is_zero()) ++digits;
      exponent -= after_point ? 1 : 0;
    } else {
      lost = lost || c != '0';
      exponent += after_point ? 0 : 1;
    }
  }
  if (lost) {
    above.multiply_add(10, 1);
    ++digits;
    --exponent;
  }
  if (i < json_number.size()) {  // 'e'
    ++i;
    const bool shrinks = json_number[i] == '-';
    if (shrinks || json_number[i] == '+') ++i;
    std::int64_t power = 0;
    for (; i < json_number.size() && power < far * far; ++i) power = power * 10 + (json_number[i] - '0');
    exponent += shrinks ? -power : power;
  }
  const double zero = negative ? -0.0 : 0.0;
  if (above.is_zero() || digits + exponent < -330) return {zero, false};
  if (digits + exponent > 310) return {0, true};

  big_number below;
  below.multiply_add(0, 1);
  above.multiply_by_power_of_10(exponent);
  below.multiply_by_power_of_10(-exponent);
  // Shifted so that 1 <= above / below < 2, the value is that quotient times 2^power.
  int power = above.bits() - below.bits();
  if (power > 0) below.shift_left(power);
  if (power < 0) above.shift_left(-power);
  if (above.compare(below) < 0) {
    above.shift_left(1);
    --power;
  }
  constexpr int least_power = -1022;  // below it a double has fewer than 53 bits
  const int bits = 53 - (power < least_power ? least_power - power : 0);
  if (bits < 0) return {zero, false};
  std::uint64_t quotient = 0;
  for (int bit = 0; bit < bits; ++bit) {
    quotient <<= 1U;
    if (above.compare(below) >= 0) {
      above.subtract(below);
      quotient |= 1U;
    }
    above.shift_left(1);
  }
  // What is left is above / (2 * below) of the last bit.
  const int half = above.compare(below);
  if (half > 0 || (half == 0 && (quotient & 1U) != 0)) ++quotient;
  const double value = std::ldexp(static_cast<double>(quotient), power - bits + 1);
  if (std::isinf(value)) return {0, true};
  return {negative ? -value : value, false};
}

}  // namespace payoff
