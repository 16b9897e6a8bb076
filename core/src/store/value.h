// SPDX-License-Identifier: Apache-2.0
/** @file value.h  How does a property of any JSON type fit into eight bytes of a column? */
#pragma once

#include <cstdint>
#include <cstring>

namespace payoff {

enum class cell_kind : std::uint8_t { number, absent, null, boolean, text, nested };

/**
 * One property of one row. A number is itself; everything else hides in the NaNs that no JSON number can be
 * (quiet, negative): 16 bits of mark, 16 bits of kind, 32 bits of payload (a dictionary number, 0 or 1).
 */
class cell {
 public:
  cell() : cell(cell_kind::absent, 0) {}
  static cell of_number(double value) {
    cell out;
    std::memcpy(&out.bits_, &value, sizeof value);
    return out;
  }
  static cell of_null() { return {cell_kind::null, 0}; }
  static cell of_boolean(bool value) { return {cell_kind::boolean, value ? 1U : 0U}; }
  static cell of_text(std::uint32_t id) { return {cell_kind::text, id}; }
  static cell of_nested() { return {cell_kind::nested, 0}; }

  /** What bits() gave. */
  static cell of_bits(std::uint64_t bits) {
    cell out;
    out.bits_ = bits;
    return out;
  }
  [[nodiscard]] std::uint64_t bits() const { return bits_; }

  [[nodiscard]] cell_kind kind() const {
    return (bits_ >> 48U) == mark ? static_cast<cell_kind>((bits_ >> 32U) & 0xFFU) : cell_kind::number;
  }
  [[nodiscard]] bool is_number() const { return (bits_ >> 48U) != mark; }
  /** Only of a number. */
  [[nodiscard]] double number() const {
    double value = 0;
    std::memcpy(&value, &bits_, sizeof value);
    return value;
  }
  [[nodiscard]] bool boolean() const { return (bits_ & 1U) != 0; }
  [[nodiscard]] std::uint32_t text_id() const { return static_cast<std::uint32_t>(bits_); }

 private:
  static constexpr std::uint64_t mark = 0xFFFC;
  cell(cell_kind kind, std::uint32_t payload)
      : bits_((mark << 48U) | (static_cast<std::uint64_t>(kind) << 32U) | payload) {}
  std::uint64_t bits_;
};
static_assert(sizeof(cell) == 8);

}  // namespace payoff
