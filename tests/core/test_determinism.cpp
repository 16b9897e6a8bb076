// SPDX-License-Identifier: Apache-2.0
/** @file test_determinism.cpp  The same rows give the same bytes, in any order, any chunks and any number of
 * loads. */
#include <algorithm>
#include <random>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book =
    R"({"payoff":1,"version":"1","product":{"name":"P","currency":"EUR"},"data":{"columns":["n","plan"]},
  "sets":{"value":["e1","e2"],"active":["*",{"not":"$page"}]},
  "metrics":[{"id":"count","of":"@active"},{"id":"users","of":"*","stat":"users"},{"id":"accounts","of":"*","stat":"accounts"},
    {"id":"sum","of":"*","stat":"sum","prop":"n"},{"id":"mean","of":"*","stat":"mean","prop":"n"},{"id":"median","of":"*","stat":"median","prop":"n"},
    {"id":"p90","of":"*","stat":"p90","prop":"n"},{"id":"min","of":"*","stat":"min","prop":"n"},{"id":"max","of":"*","stat":"max","prop":"n"},
    {"id":"sessions","of":"*","stat":"sessions"},{"id":"length","of":"*","stat":"session_minutes"},{"id":"each","of":"*","stat":"events_per_user"},
    {"id":"pro","of":{"event":"@value","where":{"prop":"plan","value":"pro"}}},
    {"id":"wait","between":{"start":"e0","end":"e1","key":"n"},"stat":"mean"}],
  "activation":{"start":"e0","steps":[{"id":"a","event":"e1","count":5},{"id":"b","event":"@value","count":40}]},
  "roi":{"hourly_cost":{"low":10,"expected":31.7,"high":50},"subscription":{"amount":99.9},"rules":[{"id":"a","of":"@value","minutes_saved":1.3},
    {"id":"b","of":"e0","value":{"prop":"n"}}]}})";

constexpr const char* questions = R"([
  {"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-10-28T10:00:00Z","zone":"Europe/Berlin"},
  {"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"week","user":"u1"},
  {"ask":"activation","account":"a1","as_of":"2026-12-01"},
  {"ask":"roi","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"week"},
  {"ask":"report","account":"a0","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01"},
  {"ask":"usage","grian":1}])";

/** Rows with ties in time, with anonymous ids that meet users late, with numbers that do not add up in
 * doubles. */
std::vector<std::string> random_rows(std::mt19937& random, int count) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> numbers{"0.1",  "0.2", "-0.3",  "1e15", "-1e15", "0",
                                         "-0.0", "7",   "\"7\"", "null", "3.5",   "1e-9"};
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    const std::string time = std::to_string(1789000000000LL + pick(70 * 24) * 3'600'000LL);
    std::string row = R"("timestamp":)" + time + R"(,"messageId":"m)" + std::to_string(i) + '"';
    if (pick(3) != 0) row += R"(,"userId":"u)" + std::to_string(pick(4)) + '"';
    if (pick(2) == 0) row += R"(,"anonymousId":"x)" + std::to_string(pick(6)) + '"';
    if (pick(3) != 0) row += in_account("a" + std::to_string(pick(3)));
    if (pick(4) != 0)
      row += with("{\"n\":" + numbers[static_cast<std::size_t>(pick(12))] + R"(,"plan":")" +
                  (pick(2) == 0 ? "pro" : "fr\\u0065e") + "\"}");
    const int kind = pick(20);
    if (kind == 0) {
      out.push_back(R"({"type":"identify",)" + row + "}");
    } else if (kind == 1) {
      out.push_back(R"({"type":"page",)" + row + "}");
    } else {
      out.push_back(R"({"type":"track","event":"e)" + std::to_string(pick(4)) + "\"," + row + "}");
    }
  }
  return out;
}

std::string answers_in_chunks(const std::string& text, std::mt19937& random, std::size_t longest,
                              bool end_between) {
  engine core = configured(book);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = std::min(text.size() - i, 1 + random() % longest);
    const std::string chunk =
        text.substr(i, size);  // a buffer of its own: the sanitizer sees reads beyond it
    PAYOFF_MUST(core.append(chunk));
    i += size;
    // end() takes what is left for a row, so it may come only between two rows.
    if (end_between && text[i - 1] == '\n') PAYOFF_MUST(core.end());
  }
  PAYOFF_MUST(core.end());
  return core.ask(questions).json;
}

std::string answers(const std::vector<std::string>& rows) { return loaded(book, rows).ask(questions).json; }

}  // namespace

TEST_CASE("the order in which rows arrive does not change a byte of any answer") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> rows = random_rows(random, seed < 4 ? 20 : 400);
    const std::string expected = answers(rows);
    for (int round = 0; round < 4; ++round) {
      std::shuffle(rows.begin(), rows.end(), random);
      CAPTURE(seed, round);
      REQUIRE(answers(rows) == expected);
    }
    std::sort(rows.begin(), rows.end());
    REQUIRE(answers(rows) == expected);
  }
}

TEST_CASE("the chunks in which bytes arrive do not change a byte of any answer") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> rows = random_rows(random, 120);
    rows.insert(rows.begin() + 3, "not a row");
    rows.insert(rows.begin() + 9, "");
    rows.insert(rows.begin() + 40,
                "{\"type\":\"track\",\"event\":\"caf\xC3\xA9\",\"timestamp\":\"2026-10-05\"}\r");
    const std::string text = "\xEF\xBB\xBF" + joined(rows);
    engine whole = configured(book);
    PAYOFF_MUST(whole.append(text));
    PAYOFF_MUST(whole.end());
    const std::string expected = whole.ask(questions).json;
    for (const std::size_t longest :
         {std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{1000}, std::size_t{20'000}}) {
      if (longest < 64 && seed > 1) continue;  // a call for each byte takes its time
      CAPTURE(seed, longest);
      REQUIRE(answers_in_chunks(text, random, longest, false) == expected);
    }
  }
}

TEST_CASE("rows that come in several loads give the bytes of one load") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random(seed);
    const std::vector<std::string> rows = random_rows(random, 150);
    const std::string expected = answers(rows);
    CAPTURE(seed);
    REQUIRE(answers_in_chunks(joined(rows), random, 300, true) == expected);
  }
}

TEST_CASE("the key of the hashes does not show in an answer") {
  std::mt19937 random(5);
  const std::vector<std::string> rows = random_rows(random, 300);
  const std::string expected = answers(rows);
  for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0xFFFFFFFFFFFFFFFFU}}) {
    engine core = configured(book, {.hash_key = key});
    PAYOFF_MUST(core.append(joined(rows)));
    PAYOFF_MUST(core.end());
    REQUIRE(core.ask(questions).json == expected);
  }
}
