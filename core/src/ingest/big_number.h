// SPDX-License-Identifier: Apache-2.0
/** @file big_number.h  Whole numbers without an end, as far as reading and printing doubles needs them. */
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace payoff {

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
  void assign(std::uint64_t value) {
    for (size_ = 0; value != 0; value >>= 32U) limbs_[size_++] = static_cast<std::uint32_t>(value);
  }
  void multiply_by_power_of_10(std::int64_t power) {
    for (; power > 0; power -= 9) {
      std::uint32_t factor = 1;
      for (std::int64_t i = 0; i < power && i < 9; ++i) factor *= 10;
      multiply_add(factor, 0);
    }
  }
  /** this = this / divisor, without what is left; whether anything is. */
  bool divide(std::uint32_t divisor) {
    std::uint64_t left = 0;
    for (std::size_t i = size_; i-- > 0;) {
      left = left << 32U | limbs_[i];
      limbs_[i] = static_cast<std::uint32_t>(left / divisor);
      left %= divisor;
    }
    drop_zeros();
    return left != 0;
  }
  /** this = this / 2^bits, without what is left; whether anything is. */
  bool shift_right(int bits) {
    bool is_cut = false;
    for (; bits > 0; bits -= 32) {
      const int step = std::min(bits, 32);
      std::uint64_t left = 0;
      for (std::size_t i = size_; i-- > 0;) {
        left = left << 32U | limbs_[i];
        limbs_[i] = static_cast<std::uint32_t>(left >> static_cast<unsigned>(step));
      }
      is_cut = is_cut || (size_ > 0 && (left & ((std::uint64_t{1} << static_cast<unsigned>(step)) - 1)) != 0);
      drop_zeros();
    }
    return is_cut;
  }
  /** Its lowest 64 bits. */
  [[nodiscard]] std::uint64_t low() const {
    return (size_ > 1 ? std::uint64_t{limbs_[1]} << 32U : 0) | (size_ > 0 ? limbs_[0] : 0);
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
    drop_zeros();
  }

 private:
  void drop_zeros() {
    while (size_ > 0 && limbs_[size_ - 1] == 0) --size_;
  }

  std::array<std::uint32_t, 256> limbs_;  // as many as size_ says
  std::size_t size_{0};
};

}  // namespace payoff
