// SPDX-License-Identifier: Apache-2.0
/**
 * @file fuzz_frames.cpp  Do the same bytes give the same rows however they are cut, and is each of them
 * counted?
 *
 *     fuzz_frames -dict=tests/fuzz/json.dict -max_len=2048 -max_total_time=60 CORPUS
 * tests/fuzz/corpus/fuzz_frames
 *
 * The first byte is the size of the chunks, the second the limit of a row's bytes and the playbook.
 */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/framing.h"
#include "ingest/loader.h"

namespace {

using namespace payoff;

[[noreturn]] void complain(const char* what, const std::string& one, const std::string& other) {
  std::fprintf(stderr, "%s\n--- in one piece:\n%s\n--- in pieces:\n%s\n", what, one.c_str(), other.c_str());
  std::abort();
}

constexpr std::string_view playbooks[] = {
    R"({"payoff":1,"version":"1","data":{"columns":["a"]}})",
    R"({"payoff":1,"version":"1","data":{"format":"csv","columns":["a"]}})",
    R"({"payoff":1,"version":"1","data":{"fields":{"event":"/a","time":"/b"},"columns":["c"]}})",
};

/** Calls append(piece) with pieces on the heap, to the byte, for the address sanitizer. */
template <class Append>
void cut(std::string_view bytes, std::size_t piece_bytes, Append&& append) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece_bytes, bytes.size()))) {
    const std::size_t size = std::min(piece_bytes, bytes.size());
    const auto piece = std::make_unique<char[]>(size);
    std::memcpy(piece.get(), bytes.data(), size);
    append(std::string_view(piece.get(), size));
  }
}

struct rows_read {
  std::size_t count{0};
  std::string text;
};

rows_read frame(const playbook& book, const engine_options& options, std::string_view bytes,
                std::size_t piece_bytes) {
  rows_read out;
  field_tree tree;
  const std::uint16_t slots_shown[] = {tree.add("/a").value(), tree.add("/event").value(),
                                       tree.add("/b/0").value()};
  const auto framer = make_framer(find_framing(bytes, true, book), book, tree, slots_shown[1],
                                  framer_options{options.max_row_bytes});
  const auto sink = [&](std::uint64_t line, const scan_result& row, const slot_value* slots) {
    ++out.count;
    out.text +=
        std::to_string(line) + ' ' + std::to_string(static_cast<int>(row.status)) + ' ' + error_text(row);
    if (row.status == row_status::ok) {
      for (const std::uint16_t slot : slots_shown) {
        if (slots[slot].kind == value_kind::absent) continue;
        out.text +=
            ' ' + std::to_string(static_cast<int>(slots[slot].kind)) + ' ' + std::string(slots[slot].text());
      }
    }
    out.text += '\n';
  };
  cut(bytes, piece_bytes, [&](std::string_view piece) {
    if (!framer->append(piece, sink)) complain("out of memory", "", "");
  });
  out.text += framer->finish(sink) ? "cut short" : "whole";
  return out;
}

/** The quality of two loads of the same stream by one loader. */
json load(const playbook& book, const engine_options& options, std::string_view bytes,
          std::size_t piece_bytes) {
  event_store store({book.properties(), book.keys(), book.attributes(attribute_subject::user),
                     book.attributes(attribute_subject::account)},
                    store_limits{}, options.hash_key);
  loader load(book, options, store);
  for (int times = 0; times < 2; ++times) {
    cut(bytes, piece_bytes, [&](std::string_view piece) {
      if (!load.append(piece)) complain("append failed", "", "");
    });
    if (!load.finish()) complain("finish failed", "", "");
  }
  json out = load.quality().to_json(store.accepted_rows(), 0);
  out["format"] = load.format_name();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const playbook books[] = {*parse_playbook(playbooks[0]), *parse_playbook(playbooks[1]),
                                   *parse_playbook(playbooks[2])};
  const playbook& book = books[data[1] % 3];
  const std::size_t piece_bytes = data[0] + std::size_t{1};
  engine_options options;
  options.max_row_bytes = data[1] < 64 ? data[1] * std::size_t{4} : std::size_t{1} << 20;
  const std::string_view bytes(static_cast<const char*>(static_cast<const void*>(data + 2)), size - 2);

  const rows_read whole = frame(book, options, bytes, size);
  const rows_read pieces = frame(book, options, bytes, piece_bytes);
  if (whole.text != pieces.text) complain("other rows", whole.text, pieces.text);

  const json one = load(book, options, bytes, size);
  const json other = load(book, options, bytes, piece_bytes);
  if (print_json(one) != print_json(other)) complain("another quality", print_json(one), print_json(other));
  if (one.find("rows")->integer() != static_cast<std::int64_t>(2 * whole.count))
    complain("rows that are not counted", whole.text, print_json(one));
  return 0;
}
