// SPDX-License-Identifier: Apache-2.0
/** @file bench_scan.cpp  How many MB/s does the scanner do on a file of NDJSON, and on the same rows as an
 * array? bench_scan FILE [POINTER...] */
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/array_framer.h"
#include "ingest/field_tree.h"
#include "ingest/framer.h"
#include "ingest/number.h"
#include "ingest/scanner.h"
#include "ingest/time.h"

namespace {

constexpr std::size_t chunk_bytes = 256 * 1024;
constexpr double least_seconds = 1.5;

std::string read_file(const char* path) {
  std::string bytes;
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) return bytes;
  char block[1 << 16];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, file)) != 0;) bytes.append(block, n);
  std::fclose(file);
  return bytes;
}

/** Runs `pass` for a while and prints its fastest round. */
template <class Pass>
void measure(const char* name, std::size_t size_bytes, Pass&& pass) {
  using clock = std::chrono::steady_clock;
  double best = 1e9;
  std::size_t rows = 0;
  for (double spent = 0; spent < least_seconds;) {
    const auto start = clock::now();
    rows = pass();
    const double seconds = std::chrono::duration<double>(clock::now() - start).count();
    spent += seconds;
    if (seconds < best) best = seconds;
  }
  std::printf("%-34s %7.0f MB/s  %7zu rows  %.3f us/row\n", name,
              static_cast<double>(size_bytes) / best / 1e6, rows, best * 1e6 / static_cast<double>(rows));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::puts("bench_scan FILE [POINTER...]"), 2;
  std::string bytes = read_file(argv[1]);
  if (bytes.empty()) return std::puts("cannot read that file"), 2;
  const std::size_t size_bytes = bytes.size();
  if (bytes.back() != '\n') bytes += '\n';
  const std::size_t end_of_rows = bytes.size();
  bytes.resize(bytes.size() + payoff::scan_padding_bytes);

  payoff::field_tree tree;
  std::vector<std::string> pointers(argv + 2, argv + argc);
  if (pointers.empty()) {
    pointers = {"/type",      "/event",           "/timestamp",        "/userId",
                "/messageId", "/context/groupId", "/properties/amount"};
  }
  std::vector<std::uint16_t> wanted;
  for (const std::string& pointer : pointers) {
    const auto slot = tree.add(pointer);
    if (!slot) return std::puts(slot.error().message.c_str()), 2;
    wanted.push_back(*slot);
  }
  std::vector<payoff::slot_value> slots(tree.slot_count());
  const char* const end = bytes.data() + end_of_rows;

  const auto scan_all = [&](auto scan_one) {
    std::size_t rows = 0;
    for (const char* at = bytes.data(); at != end;) {
      const payoff::scan_result row = scan_one(at, tree, slots.data());
      rows += row.status == payoff::row_status::ok;
      at = row.next;
    }
    return rows;
  };
  measure("scan_row", size_bytes, [&] { return scan_all(payoff::scan_row); });
  measure("scan_row_scalar", size_bytes, [&] { return scan_all(payoff::detail::scan_row_scalar); });

  std::int64_t all_times = 0;
  double number_sum = 0;
  const auto frame_all = [&](payoff::row_framer& framer, std::string_view data, bool convert) {
    std::size_t rows = 0;
    const auto sink = [&](std::uint64_t, const payoff::scan_result& row, const payoff::slot_value* values) {
      if (row.status != payoff::row_status::ok) return;
      ++rows;
      if (!convert) return;
      for (const std::uint16_t slot : wanted) {
        if (values[slot].kind == payoff::value_kind::number) {
          number_sum += payoff::parse_number(values[slot].text()).value;
        } else if (values[slot].kind == payoff::value_kind::string && values[slot].size > 9 &&
                   values[slot].begin[4] == '-') {
          all_times ^= payoff::parse_time_text(values[slot].text()).time_ms;
        }
      }
    };
    for (std::size_t at = 0; at < size_bytes; at += chunk_bytes) {
      const auto chunk = data.substr(at, std::min(chunk_bytes, size_bytes - at));
      if (!framer.append(chunk, sink)) return std::size_t{0};
    }
    framer.finish(sink);
    return rows;
  };
  payoff::ndjson_framer by_line(tree);
  measure("framed, 256 KiB chunks", size_bytes, [&] { return frame_all(by_line, bytes, false); });
  measure("framed, times and numbers read", size_bytes, [&] { return frame_all(by_line, bytes, true); });
  std::string array = "[" + bytes.substr(0, end_of_rows - 1);
  std::replace(array.begin(), array.end(), '\n', ',');
  payoff::array_framer by_element(tree, "");
  measure("array, 256 KiB chunks", size_bytes, [&] { return frame_all(by_element, array, false); });
  std::printf("(check %lld %g)\n", static_cast<long long>(all_times), number_sum);
  return 0;
}
