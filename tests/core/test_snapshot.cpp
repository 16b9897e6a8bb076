// SPDX-License-Identifier: Apache-2.0
/** @file test_snapshot.cpp  Is a restored engine the one that the snapshot was taken of, and is everything
 * else refused? */
#include <algorithm>
#include <cstring>
#include <random>

#include "all_questions.h"
#include "snapshot/archive.h"
#include "store/id_set.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string snapshot_of(const engine& of) {
  auto out = of.snapshot();
  PAYOFF_MUST(out);
  return *std::move(out);
}

std::string end_of(engine& of, const std::vector<std::string>& rows) {
  PAYOFF_MUST(of.append(joined(rows)));
  const auto summary = of.end();
  PAYOFF_MUST(summary);
  return summary->json;
}

engine restored(std::string_view book, std::string_view block, std::string* summary = nullptr) {
  engine out = configured(book);
  const auto done = out.restore(block);
  PAYOFF_MUST(done);
  if (summary != nullptr) *summary = done->json;
  return out;
}

void put_word(std::string& block, std::size_t at, std::uint64_t word) {
  std::memcpy(block.data() + at, &word, sizeof word);
}
std::uint64_t word_of(const std::string& block, std::size_t at) {
  std::uint64_t out = 0;
  std::memcpy(&out, block.data() + at, sizeof out);
  return out;
}
std::string with_checksum(std::string block) {
  put_word(block, 8, checksum_of_snapshot(block));
  return block;
}

std::string message_of(engine& of, std::string_view block) {
  const auto done = of.restore(block);
  if (done) return "restored";
  return std::string(error_name(done.error().code)) + ": " + done.error().message;
}

constexpr const char* small_book =
    R"({"payoff":1,"version":"1","data":{"columns":["n","account.plan","user.role"]},
  "metrics":[{"id":"wait","between":{"start":"a","end":"b","key":"k"},"stat":"median"}]})";

/** A bit of everything: a number, a text, a flag and a list as property, a key, met and unmet strangers,
 * attributes, rows that were rejected and sent twice. */
const std::vector<std::string> small_rows{
    track("a", "u1", "2026-03-01T10:00:00Z", in_account("x") + with(R"({"n":1.5,"k":"7"})")),
    track("b", "u1", "2026-03-01T11:00:00Z", in_account("x") + with(R"({"n":"t\u00e4xt","k":"7"})")),
    track("b", "u2", "2026-03-02T11:00:00Z", with(R"({"n":true})")),
    track("a", "", "2026-03-03T11:00:00Z", in_account("y") + with(R"({"n":[1]})")),
    track("a", "", "2026-03-03T12:00:00Z", R"(,"anonymousId":"met","messageId":"one")"),
    track("a", "", "2026-03-03T12:00:00Z", R"(,"anonymousId":"met","messageId":"one")"),
    track("a", "", "2026-03-04T12:00:00Z", R"(,"anonymousId":"unmet")"),
    R"({"type":"identify","userId":"u2","anonymousId":"met","timestamp":"2026-03-05","traits":{"role":"owner"}})",
    R"({"type":"group","userId":"u2","groupId":"x","timestamp":"2026-03-05","traits":{"plan":null}})",
    R"({"type":"track","event":"a"})",
    "no row"};

}  // namespace

TEST_CASE("a restored engine answers every question byte for byte, and gives the same snapshot again") {
  for (const unsigned seed : {1U, 2U}) {
    CAPTURE(seed);
    engine core = configured(everything::book);
    const std::string summary = end_of(core, everything::random_customers(seed).rows());
    const std::string block = snapshot_of(core);
    std::string restored_summary;
    engine other = restored(everything::book, block, &restored_summary);
    CHECK(restored_summary == summary);
    CHECK(everything::answers_of(other) == everything::answers_of(core));
    CHECK(snapshot_of(other) == block);
  }
}

TEST_CASE("a snapshot of more rows than a page holds comes back whole") {
  std::vector<std::string> rows;
  for (int i = 0; i < 20'000; ++i)
    rows.push_back(track("e" + std::to_string(i % 7), "u" + std::to_string(i % 3),
                         std::to_string(1'772'323'200'000 + i * 60'000LL),
                         in_account(i % 2 == 0 ? "x" : "y") + with(R"({"n":)" + std::to_string(i) + "}")));
  engine core = configured(small_book);
  end_of(core, rows);
  const std::string block = snapshot_of(core);
  const engine other = restored(small_book, block);
  CHECK(snapshot_of(other) == block);
  const value got = ask(other, usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01")",
                                     R"({"id":"sum","of":"*","stat":"sum","prop":"n"})"));
  CHECK(at(got, "/metrics/0/total") == 199'990'000);  // 0 + 1 + ... + 19,999
}

TEST_CASE("rows appended after a restore count as if all had been read by one engine") {
  std::mt19937 random(3);
  for (const unsigned seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    std::vector<std::string> rows = everything::random_customers(seed).rows();
    rows.insert(rows.end(), small_rows.begin(), small_rows.end());  // with rows that are rejected
    std::shuffle(rows.begin(), rows.end(), random);                 // duplicates and strangers on both sides
    const auto half = rows.begin() + static_cast<std::ptrdiff_t>(random() % rows.size());
    engine core = configured(everything::book);
    end_of(core, {rows.begin(), half});
    engine other = restored(everything::book, snapshot_of(core));
    CHECK(end_of(other, {half, rows.end()}) == end_of(core, {half, rows.end()}));
    CHECK(everything::answers_of(other) == everything::answers_of(core));
    CHECK(snapshot_of(other) == snapshot_of(core));
  }
}

TEST_CASE("the format of the last stream is known after a restore, and the next stream may have another") {
  const std::string csv = "event,time,user\na,2026-03-01,u1\n";
  const std::string ndjson = R"({"event":"a","properties":{"time":1772323200,"distinct_id":"u1"}})";
  for (const char* const book : {"", R"({"payoff":1,"version":"1","data":{"format":"mixpanel"}})"}) {
    for (const auto& [first, second] : {std::pair{csv, ndjson}, {ndjson, csv}, {csv, csv}}) {
      CAPTURE(book, first, second);
      engine core = configured(book);
      const std::string summary = end_of(core, {first});
      std::string restored_summary;
      engine other = restored(book, snapshot_of(core), &restored_summary);
      CHECK(restored_summary == summary);
      CHECK(end_of(other, {second}) == end_of(core, {second}));
    }
  }
}

TEST_CASE("what is no whole snapshot of this version and playbook is refused, and leaves an empty engine") {
  const std::string block = snapshot_of(loaded(small_book, small_rows));
  const auto changed = [&](std::size_t at, char to) {
    std::string out = block;
    out[at] = to;
    return out;
  };
  const std::pair<std::string, std::string> refused[] = {
      {"", "no snapshot"},
      {"{\"event\":\"a\"}", "no snapshot"},
      {std::string(64, '\0'), "no snapshot"},
      {block.substr(0, 63), "no snapshot"},
      {changed(24, 9), "layout 9, and is read by Payoff"},
      {changed(40, 'x'), "written by Payoff x"},
      {block.substr(0, block.size() - 8), "bytes and should have"},
      {block.substr(0, 64), "bytes and should have"},
      {block + std::string(8, '\0'), "bytes and should have"},
      {changed(block.size() - 1, 'x'), "checksum"},
      {changed(32, block[32] == 'x' ? 'y' : 'x'), "checksum"},
      {with_checksum(changed(32, block[32] == 'x' ? 'y' : 'x')), "another playbook"}};
  for (const auto& [bytes, why] : refused) {
    engine core = configured(small_book);
    end_of(core, small_rows);
    const std::string said = message_of(core, bytes);
    CAPTURE(said, why);
    CHECK(said.starts_with("bad_value: "));
    CHECK(said.find(why) != std::string::npos);
    CHECK(ask(core, R"({"ask":"schema"})")["error"]["code"] == "bad_state");
    CHECK_FALSE(core.snapshot().has_value());
    CHECK(end_of(core, small_rows) == end_of(*std::make_unique<engine>(configured(small_book)), small_rows));
  }
}

TEST_CASE("a snapshot fits its playbook however that is spaced, its hash key, and the limits") {
  const std::string block = snapshot_of(loaded(R"({"payoff":1,"version":"1"})", small_rows));
  CHECK(snapshot_of(restored("{ \"payoff\": 1,\n \"version\": \"\\u0031\" }", block)) == block);
  const auto with_options = [&](const engine_options& options, std::string_view book) {
    engine core = configured(book, options);
    return message_of(core, block);
  };
  engine_options options;
  CHECK(with_options(options, R"({"payoff":1,"version":"2"})").find("playbook") != std::string::npos);
  options.hash_key = 5;
  CHECK(with_options(options, R"({"payoff":1,"version":"1"})").find("hash_key") != std::string::npos);
  options = {};
  options.max_rows = 6;
  CHECK(with_options(options, R"({"payoff":1,"version":"1"})") == "restored");
  options.max_rows = 5;
  CHECK(with_options(options, R"({"payoff":1,"version":"1"})").starts_with("limit_exceeded: "));
  options = {};
  options.max_names = 1;
  CHECK(with_options(options, R"({"payoff":1,"version":"1"})").starts_with("limit_exceeded: "));
  // Without rows, and without a playbook.
  engine empty;
  PAYOFF_MUST(empty.begin());
  PAYOFF_MUST(empty.end());
  CHECK(snapshot_of(restored("", snapshot_of(empty))) == snapshot_of(empty));
}

TEST_CASE("a snapshot is of rows at rest") {
  engine core;
  CHECK(core.snapshot().error().code == error_code::bad_state);
  PAYOFF_MUST(core.begin());
  CHECK(core.snapshot().error().code == error_code::bad_state);
  end_of(core, small_rows);
  snapshot_of(core);
  PAYOFF_MUST(core.append(joined(small_rows)));
  CHECK(core.snapshot().error().code == error_code::bad_state);
}

TEST_CASE("a snapshot whose ids leave no room, are not together or are astray is refused") {
  const std::string block = snapshot_of(loaded(small_book, small_rows));
  const std::uint64_t id = id_set::to_key(hash_bytes("one", engine_options{}.hash_key));
  std::size_t at = 64;
  while (word_of(block, at) != id) at += 8;
  std::size_t count_at = at - 8;
  while (word_of(block, count_at) == 0) count_at -= 8;
  REQUIRE(word_of(block, count_at) == 20);  // buckets of eight, and no other id is among them
  REQUIRE((at - count_at) % 64 == 8);       // it is the first in its bucket

  engine core = configured(small_book);
  std::string gap = block;
  put_word(gap, at + 16, id + 1);
  CHECK(message_of(core, with_checksum(gap)).starts_with("bad_value: "));
  std::string together = block;
  put_word(together, at + 8, id + 1);
  CHECK(message_of(core, with_checksum(together)) == "restored");

  std::string astray = block;
  put_word(astray, at, id ^ (std::uint64_t{1} << 63U));  // of another part of the set
  CHECK(message_of(core, with_checksum(astray)).starts_with("bad_value: "));

  core = configured(small_book);
  std::string full = block;
  for (std::uint64_t i = 0; i < 160; ++i) put_word(full, count_at + 8 * (i + 1), id + i);
  CHECK(message_of(core, with_checksum(full)).starts_with("bad_value: "));
}

TEST_CASE("whatever stands in a snapshot, it is refused or can be asked and appended to") {
  const std::string block = snapshot_of(loaded(small_book, small_rows));
  int refused = 0;
  int taken = 0;
  engine core = configured(small_book);
  for (std::size_t at = 64; at < block.size(); at += 8) {
    const std::uint64_t word = word_of(block, at);
    for (const std::uint64_t other :
         {word + 1, ~word, word ^ (std::uint64_t{1} << 63U), word + (std::uint64_t{1} << 32U),
          std::uint64_t{0}, std::uint64_t{0xFFFC'0004'0000'0009U}}) {
      std::string hostile = block;
      put_word(hostile, at, other);
      if (hostile == block) continue;
      const bool is_taken = core.restore(with_checksum(hostile)).has_value();
      (is_taken ? taken : refused) += 1;
      if (!is_taken) continue;
      (void)core.ask(R"([{"ask":"schema"},{"ask":"profile","account":"x","as_of":"2026-04-01"},
        {"ask":"usage","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"}])");
      (void)core.append(joined(small_rows));
      (void)core.end();
    }
  }
  CHECK(refused > 500);
  CHECK(taken > 300);  // other times, numbers and texts
}
