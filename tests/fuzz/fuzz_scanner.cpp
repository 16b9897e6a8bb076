// SPDX-License-Identifier: Apache-2.0
/**
 * @file fuzz_scanner.cpp  Do framer and scanner agree with nlohmann/json on any bytes, cut into any chunks?
 *
 *     clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -Icore/src -Icore/include \
 *         tests/fuzz/fuzz_scanner.cpp core/src/ingest/{field_tree,framer,number,scanner,text,time}.cpp -o
 * fuzz_scanner
 *     ./fuzz_scanner -dict=tests/fuzz/json.dict -max_len=2048 -max_total_time=300 CORPUS
 *
 * The first byte is the size of the chunks, the second the limit of a row's bytes.
 */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/framer.h"
#include "ingest/time.h"
#include "row_oracle.h"

namespace {

using payoff::row_status;

[[noreturn]] void complain(const char* what, std::string_view row, const std::string& detail) {
  std::fprintf(stderr, "%s\nrow: %.*s\nscanner: %s\n", what, static_cast<int>(row.size()), row.data(),
               detail.c_str());
  std::abort();
}

/** Trees remember keys, and that memory must not change what they say: one lives through all inputs. */
struct fields {
  fields() {
    for (const std::string& pointer : payoff::oracle_pointers) slots.push_back(tree.add(pointer).value());
  }
  payoff::field_tree tree;
  std::vector<std::uint16_t> slots;
};

void check_row(const fields& known, std::string_view row, std::size_t limit_bytes,
               const payoff::scan_result& result, const payoff::slot_value* slots) {
  const std::string detail = payoff::error_text(result);
  if (row.size() > limit_bytes) {
    if (result.status != row_status::bad_json || detail.find("longer than") == std::string::npos)
      complain("too long", row, detail);
    return;
  }
  const payoff::row_oracle oracle(row);
  if (result.status != oracle.status()) complain("another status", row, detail);
  if (result.status != row_status::ok) return;
  const std::size_t first = row.find('{');
  for (std::size_t i = 0; i < known.slots.size(); ++i) {
    const payoff::slot_value& slot = slots[known.slots[i]];
    const char* const problem = oracle.disagrees(payoff::oracle_pointers[i], slot, slots[0].begin - first);
    if (problem != nullptr) complain(payoff::oracle_pointers[i].c_str(), row, problem);
    if (slot.kind == payoff::value_kind::number) (void)payoff::parse_time_number(slot.text());
    if (slot.kind == payoff::value_kind::string) (void)payoff::parse_time_text(slot.text());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static fields known;
  const std::size_t chunk_bytes = data[0] == 255 ? size : data[0] + std::size_t{1};
  const std::size_t limit_bytes = data[1] < 64 ? data[1] * std::size_t{4} : std::size_t{1} << 20;
  std::string_view bytes(static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2);

  std::vector<std::string_view> rows;
  std::string_view rest = bytes.substr(0, 3) == "\xEF\xBB\xBF" ? bytes.substr(3) : bytes;
  while (!rest.empty()) {
    const std::size_t newline = rest.find('\n');
    rows.push_back(rest.substr(0, newline));
    rest = newline == std::string_view::npos ? std::string_view{} : rest.substr(newline + 1);
  }

  payoff::ndjson_framer framer(known.tree, {.max_row_bytes = limit_bytes});
  std::uint64_t expected_line = 1;
  const auto pass_blank_lines = [&](std::uint64_t line) {
    for (; expected_line < line; ++expected_line) {
      if (expected_line > rows.size()) complain("a line too many", "", "");
      const std::string_view row = rows[expected_line - 1];
      if (row.size() > limit_bytes || row.find_first_not_of(" \t\r") != std::string_view::npos)
        complain("a lost row", row, "");
    }
  };
  const auto sink = [&](std::uint64_t line, const payoff::scan_result& result,
                        const payoff::slot_value* slots) {
    pass_blank_lines(line);
    if (line > rows.size()) complain("a row too many", "", payoff::error_text(result));
    check_row(known, rows[line - 1], limit_bytes, result, slots);
    expected_line = line + 1;
  };
  for (std::size_t at = 0; at < bytes.size(); at += chunk_bytes) {
    const std::size_t count = std::min(chunk_bytes, bytes.size() - at);
    const auto chunk = std::make_unique<char[]>(count);  // to the byte, for the address sanitizer
    std::memcpy(chunk.get(), bytes.data() + at, count);
    if (!framer.append({chunk.get(), count}, sink)) complain("out of memory", "", "");
  }
  framer.finish(sink);
  pass_blank_lines(rows.size() + 1);

  // The twin without SIMD, and the mode where newlines are white space, on the whole input.
  std::string padded(bytes);
  payoff::hide_newlines(padded.data(), padded.size());
  padded += '\n';
  padded.append(payoff::scan_padding_bytes, '"');
  static fields others;
  std::vector<payoff::slot_value> slots(others.tree.slot_count());
  std::vector<payoff::slot_value> twin_slots(others.tree.slot_count());
  const auto whole = payoff::scan_element(padded.data(), others.tree, slots.data());
  const auto twin = payoff::detail::scan_element_scalar(padded.data(), others.tree, twin_slots.data());
  if (whole.status != twin.status || whole.next != twin.next || whole.error_byte != twin.error_byte) {
    complain("SIMD and scalar differ", bytes, payoff::error_text(whole) + " / " + payoff::error_text(twin));
  }
  if (whole.status == row_status::ok || whole.status == row_status::not_an_object) {
    const std::string_view element(padded.data(), static_cast<std::size_t>(whole.next - padded.data()));
    const payoff::row_oracle oracle(element);
    if (oracle.status() != whole.status)
      complain("an element of another status", element, payoff::error_text(whole));
    if (whole.status == row_status::ok) {
      for (std::size_t i = 0; i < others.slots.size(); ++i) {
        const char* const problem =
            oracle.disagrees(payoff::oracle_pointers[i], slots[others.slots[i]], padded.data());
        if (problem != nullptr) complain(payoff::oracle_pointers[i].c_str(), element, problem);
      }
    }
  } else if (whole.status == row_status::bad_json) {
    if (payoff::row_oracle(bytes).status() != row_status::bad_json)
      complain("a refused element", bytes, payoff::error_text(whole));
  }
  return 0;
}
