// SPDX-License-Identifier: Apache-2.0
/** @file exact_sum.h  What is the sum of these doubles, rounded once, whatever their order? */
#pragma once

#include <cstdint>
#include <vector>

namespace payoff {

/**
 * Adds without rounding and rounds once when asked: the same set gives the same bits in any order, on any
 * platform, split and merged in any way. Whole numbers (counts, cents, ms) take a fast path.
 *
 * After Radford M. Neal, "Fast exact summation using small and large superaccumulators" (2015,
 * arXiv:1505.05571): the sum is a long binary number, kept as 32-bit limbs in 64-bit containers so that
 * carries can wait. Only the limbs between the largest and the smallest number seen are held.
 */
class exact_sum {
 public:
  /** NaN or an infinity makes the sum NaN for good: rows cannot hold them, so this is a bug upstream. */
  void add(double value);
  void add(const exact_sum& other);

  /** To nearest, ties to even; 0 (never -0) for nothing; infinite if beyond a double. */
  [[nodiscard]] double value() const;
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  void add_whole(std::int64_t value);
  void add_bits(bool negative, std::uint64_t mantissa, std::uint32_t position);
  void reserve_limbs(std::int32_t first, std::int32_t last);
  void carry();

  std::uint64_t count_ = 0;
  std::int64_t whole_ = 0;          /**< Sum of whole numbers that is not in the limbs. */
  std::vector<std::int64_t> limbs_; /**< limbs_[i] counts units of 2^(32 * (first_limb_ + i) - 1074). */
  std::int32_t first_limb_ = 0;
  std::uint32_t adds_until_carry_ = 0;
  bool not_finite_ = false;
};

}  // namespace payoff
