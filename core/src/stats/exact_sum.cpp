// SPDX-License-Identifier: Apache-2.0
/** @file exact_sum.cpp  See exact_sum.h. */
#include "stats/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace payoff {
namespace {

constexpr std::int32_t limb_bits = 32;
constexpr std::uint64_t limb_mask = 0xFFFF'FFFF;
constexpr std::int32_t mantissa_bits = 52;
constexpr std::uint64_t mantissa_mask = (std::uint64_t{1} << mantissa_bits) - 1;
constexpr std::int32_t smallest_exponent = -1074; /**< Bit 0 of limb 0 is worth 2^-1074, the least double. */
/** Each addition puts less than 2^32 into a limb, and a container has 31 bits to spare. */
constexpr std::uint32_t adds_between_carries = std::uint32_t{1} << 30;

}  // namespace

void exact_sum::add(double value) {
  ++count_;
  // Compared first: converting what does not fit would be undefined.
  if (std::fabs(value) < 9.0e15) {
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) == value) return add_whole(whole);
  }
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);  // emscripten 3.1.6 has no std::bit_cast
  const auto exponent = static_cast<std::uint32_t>(bits >> mantissa_bits) & 0x7FF;
  if (exponent == 0x7FF) {
    not_finite_ = true;
    return;
  }
  const std::uint64_t mantissa =
      exponent == 0 ? bits & mantissa_mask : (bits & mantissa_mask) | (mantissa_mask + 1);
  add_bits(value < 0, mantissa, exponent == 0 ? 0 : exponent - 1);
}

void exact_sum::add(const exact_sum& other) {
  if (&other == this) return add(exact_sum(other));
  count_ += other.count_;
  not_finite_ = not_finite_ || other.not_finite_;
  add_whole(other.whole_);
  if (other.limbs_.empty()) return;
  exact_sum carried = other;  // so that its limbs are small
  carried.carry();
  carry();
  reserve_limbs(carried.first_limb_,
                carried.first_limb_ + static_cast<std::int32_t>(carried.limbs_.size()) - 1);
  const auto shift = static_cast<std::size_t>(carried.first_limb_ - first_limb_);
  for (std::size_t i = 0; i < carried.limbs_.size(); ++i) limbs_[shift + i] += carried.limbs_[i];
  carry();
}

void exact_sum::add_whole(std::int64_t value) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(whole_, value, &sum)) {
    whole_ = sum;
    return;
  }
  const bool negative = whole_ < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(whole_) : static_cast<std::uint64_t>(whole_);
  whole_ = value;
  add_bits(negative, magnitude, -smallest_exponent);
}

/** Adds mantissa * 2^(position - 1074). */
void exact_sum::add_bits(bool negative, std::uint64_t mantissa, std::uint32_t position) {
  if (adds_until_carry_ == 0) carry();
  --adds_until_carry_;
  const auto first = static_cast<std::int32_t>(position / limb_bits);
  const std::uint32_t shift = position % limb_bits;
  reserve_limbs(first, first + 2);
  std::int64_t* limb = limbs_.data() + (first - first_limb_);
  // 64 bits moved left by less than 32 are three limbs.
  const std::uint64_t low = mantissa << shift;
  const auto part0 = static_cast<std::int64_t>(low & limb_mask);
  const auto part1 = static_cast<std::int64_t>(low >> limb_bits);
  const auto part2 = static_cast<std::int64_t>(shift == 0 ? 0 : mantissa >> (64 - shift));
  limb[0] += negative ? -part0 : part0;
  limb[1] += negative ? -part1 : part1;
  limb[2] += negative ? -part2 : part2;
}

void exact_sum::reserve_limbs(std::int32_t first, std::int32_t last) {
  if (limbs_.empty()) first_limb_ = first;
  const std::int32_t lowest = std::min(first, first_limb_);
  const auto above = static_cast<std::size_t>(first_limb_ - lowest);
  const auto needed = std::max(static_cast<std::size_t>(last - lowest) + 1, above + limbs_.size());
  if (needed == limbs_.size()) return;
  std::vector<std::int64_t> grown(needed);
  std::copy(limbs_.begin(), limbs_.end(), grown.data() + above);
  limbs_.swap(grown);
  first_limb_ = lowest;
}

/** Brings every limb but the last into 0..2^32 - 1; the last keeps the sign. */
void exact_sum::carry() {
  adds_until_carry_ = adds_between_carries;
  if (limbs_.empty()) return;
  for (std::size_t i = 0; i + 1 < limbs_.size(); ++i) {
    limbs_[i + 1] += limbs_[i] >> limb_bits;  // rounds down: C++20 shifts keep the sign
    limbs_[i] &= static_cast<std::int64_t>(limb_mask);
  }
  const std::int64_t top = limbs_.back();
  if (top == static_cast<std::int32_t>(top)) return;
  limbs_.back() = top & static_cast<std::int64_t>(limb_mask);
  const auto next = first_limb_ + static_cast<std::int32_t>(limbs_.size());
  reserve_limbs(next, next);
  limbs_.back() = top >> limb_bits;
}

double exact_sum::value() const {
  if (not_finite_) return std::numeric_limits<double>::quiet_NaN();
  if (limbs_.empty()) return static_cast<double>(whole_);  // rounds to nearest even

  exact_sum all = *this;
  const bool whole_negative = all.whole_ < 0;
  const auto whole_bits = static_cast<std::uint64_t>(all.whole_);
  all.add_bits(whole_negative, whole_negative ? 0 - whole_bits : whole_bits, -smallest_exponent);
  all.carry();
  const bool negative = all.limbs_.back() < 0;
  if (negative) {
    for (std::int64_t& limb : all.limbs_) limb = -limb;
    all.carry();
  }
  while (!all.limbs_.empty() && all.limbs_.back() == 0) all.limbs_.pop_back();
  if (all.limbs_.empty()) return 0;

  // The top 64 bits, and whether anything is set below them: enough to round to 53 correctly.
  const std::size_t size = all.limbs_.size();
  const auto limb = [&](std::size_t from_top) {
    return from_top < size ? static_cast<std::uint64_t>(all.limbs_[size - 1 - from_top]) : 0;
  };
  const int shift = std::countl_zero(static_cast<std::uint32_t>(limb(0)));  // 0..31: the top limb is not 0
  std::uint64_t bits = (limb(0) << limb_bits | limb(1)) << shift | limb(2) >> (limb_bits - shift);
  bool rest = (limb(2) & (limb_mask >> shift)) != 0;
  for (std::size_t i = 3; i < size && !rest; ++i) rest = limb(i) != 0;

  // Bits are worth 2^exponent; below 53 of them nothing is lost, since limb 0 is the least double.
  constexpr std::int32_t dropped_bits = 64 - 53;
  constexpr std::uint64_t half = std::uint64_t{1} << (dropped_bits - 1);
  const std::uint64_t dropped = bits & (2 * half - 1);
  bits >>= dropped_bits;
  if (dropped > half || (dropped == half && (rest || (bits & 1) != 0))) ++bits;
  const std::int32_t exponent =
      limb_bits * (all.first_limb_ + static_cast<std::int32_t>(size)) - shift - 53 + smallest_exponent;
  const double magnitude = std::ldexp(static_cast<double>(bits), exponent);
  return negative ? -magnitude : magnitude;
}

}  // namespace payoff
