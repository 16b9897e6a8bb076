// SPDX-License-Identifier: Apache-2.0
/** @file frame_text.h  What does a framer make of this text, cut into these pieces? */
#pragma once

#include <algorithm>
#include <catch2/catch_tostring.hpp>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/framer.h"
#include "scan_text.h"

namespace payoff {

/** The rows of a stream as lines of text, and whether the stream was cut short. */
struct framed_rows {
  std::vector<std::string> rows;
  bool is_cut_short{false};
  bool is_without_memory{false};

  bool operator==(const framed_rows&) const = default;
};

/**
 * "3: 1 "x"" for a row on line 3 whose values at `wanted` are 1 and "x" ("-" where there is none), "3! why"
 * for a wrong one. Each piece is on the heap to the byte, and gone after its call. `cut(left)` says how many
 * of the bytes that are left the next piece has.
 */
template <class Cut>
framed_rows frame(row_framer& framer, const std::vector<std::uint16_t>& wanted, std::string_view data,
                  Cut&& cut) {
  framed_rows out;
  const auto sink = [&](std::uint64_t line, const scan_result& row, const slot_value* slots) {
    std::string text = std::to_string(line);
    if (row.status == row_status::ok) {
      text += ':';
      for (const std::uint16_t slot : wanted) text += ' ' + scan_bench::show(slots[slot]);
    } else {
      text += "! " + error_text(row);
    }
    out.rows.push_back(text);
  };
  while (!data.empty()) {
    const std::size_t size =
        std::clamp<std::size_t>(static_cast<std::size_t>(cut(data.size())), 1, data.size());
    const auto piece = std::make_unique<char[]>(size);
    std::memcpy(piece.get(), data.data(), size);
    if (!framer.append({piece.get(), size}, sink)) out.is_without_memory = true;
    data.remove_prefix(size);
  }
  out.is_cut_short = framer.finish(sink);
  return out;
}

}  // namespace payoff

template <>
struct Catch::StringMaker<payoff::framed_rows> {
  static std::string convert(const payoff::framed_rows& of) {
    std::string out = of.is_cut_short ? "cut short:" : "whole:";
    for (const std::string& row : of.rows) out += "\n  " + row;
    return out;
  }
};
