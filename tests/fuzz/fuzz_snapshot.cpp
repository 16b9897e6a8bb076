// SPDX-License-Identifier: Apache-2.0
/**
 * @file fuzz_snapshot.cpp  Is any block of bytes refused, or else restored to rows that can be asked,
 * appended to and written again?
 *
 *     fuzz_snapshot -max_len=65536 -max_total_time=60 CORPUS
 *
 * The input is what follows a snapshot's head, or where it begins with "+" changes to a real one: pairs of a
 * place (2 bytes) and a word (8 bytes) to put there. The head is made right, since nothing comes past a wrong
 * checksum.
 */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "payoff/engine.h"
#include "snapshot/archive.h"

namespace {

using namespace payoff;

[[noreturn]] void complain(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

constexpr std::string_view book =
    R"({"payoff":1,"version":"1","data":{"columns":["n","account.plan","user.role"]},
  "metrics":[{"id":"wait","between":{"start":"a","end":"b","key":"k"},"stat":"median"},{"id":"n","of":"*","stat":"sum","prop":"n"}],
  "survey":{"s":{"event":"a","comment_prop":"n"}}})";

constexpr std::string_view rows =
    R"({"type":"track","event":"a","userId":"u1","timestamp":1772359200,"context":{"groupId":"x"},"properties":{"n":1.5,"k":"7"}}
{"type":"track","event":"b","userId":"u1","timestamp":1772362800,"context":{"groupId":"x"},"properties":{"n":"so slow","k":"7"}}
{"type":"track","event":"b","userId":"u2","timestamp":1772452800,"properties":{"n":true}}
{"type":"track","event":"a","timestamp":1772535600,"context":{"groupId":"y"},"properties":{"n":[1]}}
{"type":"track","event":"a","anonymousId":"met","messageId":"one","timestamp":1772539200}
{"type":"track","event":"a","anonymousId":"unmet","timestamp":1772539200}
{"type":"identify","userId":"u2","anonymousId":"met","timestamp":1772668800,"traits":{"role":"owner"}}
{"type":"identify","userId":"u1","anonymousId":"unmet","timestamp":1772668800,"traits":{"role":"owner"}}
{"type":"group","userId":"u2","groupId":"x","timestamp":1772668800,"traits":{"plan":"pro"}}
{"type":"track","event":"a"}
no row
)";

constexpr std::string_view questions = R"([{"ask":"schema"},
  {"ask":"usage","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"},
  {"ask":"usage","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","account":"x"},
  {"ask":"profile","account":"x","as_of":"2026-04-01"},{"ask":"profile","user":"u1","as_of":"2026-04-01"},
  {"ask":"active_users","metric":"dau","per":"account","grain":"day","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"},
  {"ask":"survey","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","min_people":1},
  {"ask":"paths","after":"a","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"},
  {"ask":"retention","start":"a","return":"*","cohort":"attribute:account.plan","grain":"week","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"}])";

engine configured() {
  engine out;
  if (!out.configure(book) || !out.begin()) complain("the playbook is wrong");
  return out;
}

/** Of the rows before the last identify: "unmet" meets its user when they are appended. */
const std::string& real_snapshot() {
  static const std::string block = [] {
    engine core = configured();
    const std::size_t last = rows.find(R"({"type":"identify","userId":"u1")");
    if (!core.append(rows.substr(0, last)) || !core.end()) complain("the rows cannot be read");
    const std::string made = core.snapshot().value();
    // Else every change to it is refused, and nothing is tried, since a layout changed.
    if (!configured().restore(made)) complain("a real snapshot is refused");
    return made;
  }();
  return block;
}

std::string block_of(std::string_view data) {
  const std::string& real = real_snapshot();
  std::string block;
  if (!data.empty() && data[0] == '+') {
    block = real;
    for (data.remove_prefix(1); data.size() >= 10; data.remove_prefix(10)) {
      std::uint16_t word = 0;
      std::memcpy(&word, data.data(), sizeof word);
      const std::size_t words = (real.size() - snapshot_head_bytes) / 8;
      std::memcpy(block.data() + snapshot_head_bytes + word % words * 8, data.data() + 2, 8);
    }
  } else {
    block = real.substr(0, snapshot_head_bytes) + std::string(data.substr(0, data.size() / 8 * 8));
  }
  const std::uint64_t size = block.size();
  std::memcpy(block.data() + 16, &size, sizeof size);
  const std::uint64_t sum = checksum_of_snapshot(block);
  std::memcpy(block.data() + 8, &sum, sizeof sum);
  return block;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string block = block_of({static_cast<const char*>(static_cast<const void*>(data)), size});
  engine core = configured();
  if (!core.restore(block)) {
    if (core.snapshot()) complain("a refused snapshot left rows");
    if (!core.append(rows) || !core.end()) complain("a refused snapshot left an engine that cannot be used");
    return 0;
  }
  (void)core.ask(questions);
  const auto again = core.snapshot();
  if (!again) complain("a restored engine gives no snapshot");
  engine other = configured();
  if (!other.restore(*again)) complain("a snapshot of a restored engine is refused");
  if (other.ask(questions).json != core.ask(questions).json) complain("another answer after another restore");
  if (!core.append(rows) || !core.end()) complain("a restored engine takes no rows");
  (void)core.ask(questions);
  return 0;
}
