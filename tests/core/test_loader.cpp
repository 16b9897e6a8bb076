// SPDX-License-Identifier: Apache-2.0
/** @file test_loader.cpp  Which rows are accepted, and what is said of the others. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* all_of_october =
    R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grain":"month",
  "metrics":[{"id":"events","of":"*"},{"id":"users","of":"*","stat":"users"},{"id":"accounts","of":"*","stat":"accounts"}]})";

struct tally {
  value quality, events, users, accounts;
};

tally after(const engine& core) {
  const value answer = ask(core, all_of_october);
  return {at(answer, "/quality"), at(answer, "/metrics/0/total"), at(answer, "/metrics/1/total"),
          at(answer, "/metrics/2/total")};
}

tally after_text(std::string_view text) {
  engine core = configured("");
  PAYOFF_MUST(core.append(text));
  PAYOFF_MUST(core.end());
  return after(core);
}

}  // namespace

TEST_CASE("each row that is wrong is counted by its reason and kept with its line") {
  const tally got = after_text(
      "{\"type\":\"track\",\"event\":\"a\",\"userId\":\"u\",\"timestamp\":\"2026-10-01\"}\n"
      "{\"type\":\"track\",\"event\":\"a\"\n"
      "\n"
      "[1,2]\n"
      "  \t\n"
      "{\"type\":\"track\",\"timestamp\":\"2026-10-01\"}\n"
      "{\"type\":\"track\",\"event\":\"a\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"yesterday\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"1969-12-31T23:59:59Z\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"2201-01-01T00:00:00Z\"}\n"
      "{\"type\":\"track\",\"event\":\"\xFF\",\"timestamp\":\"2026-10-01\"}\n"
      "null\n");
  CHECK(got.events == 1);
  CHECK(at(got.quality, "/rows") == 10);
  CHECK(at(got.quality, "/accepted") == 1);
  CHECK(at(got.quality, "/rejected") ==
        read(R"({"bad_json":2,"not_an_object":2,"no_event":1,"no_time":1,"bad_time":3})"));
  const std::vector<std::pair<int, std::string>> examples{
      {2, "bad_json"}, {4, "not_an_object"}, {6, "no_event"},  {7, "no_time"},       {8, "bad_time"},
      {9, "bad_time"}, {10, "bad_time"},     {11, "bad_json"}, {12, "not_an_object"}};
  REQUIRE(at(got.quality, "/examples").size() == examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    CHECK(at(got.quality, "/examples/" + std::to_string(i) + "/line") == examples[i].first);
    CHECK(at(got.quality, "/examples/" + std::to_string(i) + "/reason") == examples[i].second);
  }
  CHECK(at(got.quality, "/truncated") == false);
}

TEST_CASE("of two reasons the first in order counts, and a bad row is never a duplicate") {
  const tally got = after_text(
      "{\"type\":\"track\",\"timestamp\":\"never\",\"messageId\":\"1\"}\n"  // no_event before bad_time
      "{\"type\":\"track\",\"event\":\"a\",\"messageId\":\"1\"}\n"          // no_time before duplicate
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"2026-10-01\",\"messageId\":\"1\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"never\",\"messageId\":\"1\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"2026-12-01\",\"messageId\":\"1\"}\n");  // duplicate
                                                                                                   // before
                                                                                                   // after_as_of
  CHECK(got.events == 1);
  CHECK(at(got.quality, "/rejected") == read(R"({"no_event":1,"no_time":1,"bad_time":1})"));
  CHECK(at(got.quality, "/duplicates") == 1);
  CHECK(at(got.quality, "/after_as_of") == 0);
  CHECK(at(got.quality, "/rows") == 5);
}

TEST_CASE("an event without a name has no_event, whatever stands there instead") {
  const tally got = after({loaded("", {
                                          R"({"type":"track","event":"","timestamp":"2026-10-01"})",
                                          R"({"type":"track","event":"  ","timestamp":"2026-10-01"})",
                                          R"({"type":"track","event":"\n","timestamp":"2026-10-01"})",
                                          R"({"type":"track","event":null,"timestamp":"2026-10-01"})",
                                          R"({"type":"track","event":5,"timestamp":"2026-10-01"})",
                                          R"({"type":"track","event":{"name":"a"},"timestamp":"2026-10-01"})",
                                      })});
  CHECK(at(got.quality, "/rejected") == read(R"({"no_event":6})"));
}

TEST_CASE("the first 20 bad rows are kept, all are counted") {
  const tally got = after_text([] {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "nonsense\n";
    return text;
  }());
  CHECK(at(got.quality, "/rejected/bad_json") == 50);
  CHECK(at(got.quality, "/rows") == 50);
  REQUIRE(at(got.quality, "/examples").size() == 20);
  CHECK(at(got.quality, "/examples/19/line") == 20);
}

TEST_CASE("events at or after as_of are left out and counted") {
  const tally got =
      after(loaded("", {track("a", "u1", "2026-10-31T23:59:59.999Z"),
                        track("a", "u1", "2026-11-01T00:00:00Z"), track("a", "u2", "2026-12-01T00:00:00Z"),
                        R"({"type":"identify","userId":"u9","timestamp":"2026-12-01T00:00:00Z"})"}));
  CHECK(got.events == 1);
  CHECK(got.users == 1);
  CHECK(at(got.quality, "/after_as_of") == 3);
  CHECK(at(got.quality, "/accepted") == 1);
  CHECK(at(got.quality, "/rows") == 4);
}

TEST_CASE("of rows with one id the first to arrive stays, numbers by their digits") {
  const tally got =
      after(loaded("", {
                           track("a", "u1", "2026-10-02", R"(,"messageId":"m1")"),
                           track("a", "u2", "2026-10-01", R"(,"messageId":"m1")"),
                           track("a", "u1", "2026-10-03", R"(,"messageId":7)"),
                           track("a", "u1", "2026-10-03", R"(,"messageId":7)"),
                           track("a", "u1", "2026-10-03", R"(,"messageId":"7")"),  // the same digits
                           track("a", "u1", "2026-10-03", R"(,"messageId":7.0)"),  // other digits
                           track("a", "u1", "2026-10-03", R"(,"messageId":"m\u0031")"),
                           track("a", "u1", "2026-10-04", R"(,"messageId":"")"),
                           track("a", "u1", "2026-10-04", R"(,"messageId":"")"),
                           track("a", "u1", "2026-10-04", R"(,"messageId":"  ")"),
                           track("a", "u1", "2026-10-04", R"(,"messageId":null)"),
                           track("a", "u1", "2026-10-04"),
                       }));
  CHECK(at(got.quality, "/duplicates") == 4);
  CHECK(got.events == 8);
  CHECK(got.users == 1);  // u2's row was the duplicate
  CHECK(at(got.quality, "/rows") == 12);
}

TEST_CASE("a blank id is no id, a number as id is its digits as written") {
  const tally got = after(loaded(
      "",
      {
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":"","context":{"groupId":" "}})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":" \t","context":{"groupId":"\u0020"}})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":"\n","context":{"groupId":"\r\n"}})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":null,"context":{"groupId":null}})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":true,"context":{"groupId":["a"]}})",
      }));
  CHECK(got.events == 5);
  CHECK(got.users == 0);
  CHECK(got.accounts == 0);
  const engine core = loaded(
      "",
      {
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":12345678901234567890,"groupId":7})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":"12345678901234567890","groupId":"7"})",
          R"({"type":"track","event":"a","timestamp":"2026-10-01","userId":12345678901234567891,"groupId":7.0})",
      });
  CHECK(after(core).users == 2);
  CHECK(after(core).accounts == 2);
}

TEST_CASE("among thousands of people, visitors, accounts and texts each is known again") {
  constexpr int each = 4'000;  // more than what is looked up one by one
  engine core = configured(R"({"payoff":1,"version":"1","data":{"columns":["word"]}})");
  for (int round = 0; round < 2; ++round) {
    std::string text;
    for (int i = 0; i < each; ++i) {
      const std::string number = std::to_string(i);
      text += track("did", i % 7 == 0 ? "\\u0075" + number : "u" + number, "2026-10-01",
                    in_account(number) + with(R"({"word":"w)" + number + R"("})")) +
              "\n";
      text += R"({"type":"track","event":"saw","anonymousId":"v)" + number +
              R"(","timestamp":"2026-10-02"})" + "\n" + (i % 100 == 0 ? "{\n" : "");
    }
    PAYOFF_MUST(core.append(text));
  }
  PAYOFF_MUST(core.end());
  const tally got = after(core);
  CHECK(got.events == 4 * each);
  CHECK(got.users == each);
  CHECK(got.accounts == each);
  CHECK(at(got.quality, "/rejected") == read(R"({"bad_json":80})"));
  const value words = ask(core, R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01",
    "metrics":[{"id":"w","of":{"event":"did","where":{"prop":"word","op":"eq","value":"w3999"}}}]})");
  CHECK(at(words, "/metrics/0/total") == 2);
}

TEST_CASE("of duplicate keys the last holds") {
  const engine core = loaded(
      "",
      {R"({"type":"track","event":"a","event":"b","timestamp":"never","timestamp":"2026-10-01","userId":"u1","userId":"u2","context":{"groupId":"x"},"context":{"groupId":"y"}})"});
  const value answer = ask(
      core,
      R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","account":"y","user":"u2",
    "metrics":[{"id":"b","of":"b"},{"id":"a","of":"a"}]})");
  CHECK(at(answer, "/metrics/0/total") == 1);
  CHECK(at(answer, "/metrics/1/total") == 0);
}

TEST_CASE("names and ids may be escaped, and hold any character") {
  const engine core = loaded(
      "", {
              R"({"type":"track","event":"caf\u00e9","timestamp":"2026-10-01","userId":"u\"1\\"})",
              "{\"type\":\"track\",\"event\":\"caf\xC3\xA9\",\"timestamp\":\"2026-10-01\",\"userId\":"
              "\"u\\\"1\\\\\"}",
              "{\"type\":\"track\",\"\\u0065vent\":\"caf\\u00e9\",\"timestamp\":\"2026-10-0\\u0031\","
              "\"userId\":\"\xF0\x9F\x98\x80\"}",
              R"({"type":"track","event":"caf\u00e9","timestamp":"2026-10-01","userId":"\ud83d\ude00"})",
              R"({"type":"track","event":"\ud800","timestamp":"2026-10-01"})",
              R"({"type":"\u0069dentify","userId":"u3","timestamp":"2026-10-01"})",
          });
  const value answer = ask(core,
                           "{\"ask\":\"usage\",\"from\":\"2026-10-01\",\"to\":\"2026-11-01\",\"as_of\":"
                           "\"2026-11-01\",\"metrics\":["
                           "{\"id\":\"cafe\",\"of\":\"caf\xC3\xA9\"},{\"id\":\"users\",\"of\":\"*\",\"stat\":"
                           "\"users\"},{\"id\":\"lone\",\"of\":\"\\ufffd\"}]}");
  CHECK(at(answer, "/metrics/0/total") == 4);
  CHECK(at(answer, "/metrics/1/total") == 2);
  CHECK(at(answer, "/metrics/2/total") == 1);
  CHECK(at(answer, "/quality/accepted") == 6);
}

TEST_CASE("line ends of Windows, a byte order mark and a missing last newline do no harm") {
  const std::string row = R"({"type":"track","event":"a","userId":"u1","timestamp":"2026-10-01"})";
  const tally got = after_text("\xEF\xBB\xBF" + row + "\r\n\r\n" + row + "\r\n" + row);
  CHECK(got.events == 3);
  CHECK(at(got.quality, "/rows") == 3);
  CHECK(at(got.quality, "/rejected") == value::object());
  // In the middle of a file a byte order mark is a mistake.
  const tally middle = after_text(row + "\n\xEF\xBB\xBF" + row + "\n");
  CHECK(middle.events == 1);
  CHECK(at(middle.quality, "/rejected/bad_json") == 1);
}

TEST_CASE("half a row at the end of the data is one bad row") {
  const std::string row = R"({"type":"track","event":"a","userId":"u1","timestamp":"2026-10-01"})";
  const tally got = after_text(row + "\n" + row.substr(0, 30));
  CHECK(got.events == 1);
  CHECK(at(got.quality, "/rejected") == read(R"({"bad_json":1})"));
  CHECK(at(got.quality, "/examples/0/line") == 2);
}

TEST_CASE("nothing at all is an answer of zeros") {
  for (const std::string text : {"", "\n\n", "\r\n", "\xEF\xBB\xBF"}) {
    engine core = configured("");
    PAYOFF_MUST(core.append(text));
    const auto summary = core.end();
    REQUIRE(summary);
    const value got = read(summary->json);
    CHECK(at(got, "/ok") == true);
    CHECK(at(got, "/first_ms") == nullptr);
    CHECK(at(got, "/last_ms") == nullptr);
    CHECK(at(got, "/rows") == 0);
    CHECK(after(core).events == 0);
    CHECK(at(after(core).quality, "/rows") == 0);
  }
}

TEST_CASE("the summary of a load says from when to when its events are") {
  engine core = configured("");
  PAYOFF_MUST(
      core.append(joined({track("a", "u1", "2026-10-02T00:00:00Z"), track("a", "u1", "2026-10-01T00:00:00Z"),
                          "nonsense", R"({"type":"identify","userId":"u1","timestamp":"2020-01-01"})"})));
  const auto summary = core.end();
  REQUIRE(summary);
  const value got = read(summary->json);
  CHECK(at(got, "/first_ms") == 1790812800000);
  CHECK(at(got, "/last_ms") == 1790899200000);
  CHECK(at(got, "/format") == "segment");
  CHECK(at(got, "/rows") == 3);
  CHECK(at(got, "/quality/rejected/bad_json") == 1);
}

TEST_CASE("fields that the playbook names are read from their places") {
  const engine core =
      loaded(R"({"payoff":1,"version":"1","data":{"fields":{"event":"/what","time":"/when/at","user":"/who/0",
    "account":"/org","id":"/n","properties":"/more"},"columns":["x/y"]}})",
             {R"({"what":"a","when":{"at":1790812800},"who":["u1","u2"],"org":5,"n":1,"more":{"x/y":2.5}})",
              R"({"what":"a","when":{"at":1790812800000},"who":["u1"],"org":"5","n":"1","more":{"x/y":9}})"});
  const value answer = ask(
      core,
      R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","account":"5","user":"u1",
    "metrics":[{"id":"s","of":"a","stat":"sum","prop":"x/y"}]})");
  CHECK(at(answer, "/metrics/0/total") == 2.5);
  CHECK(at(answer, "/quality/duplicates") == 1);
}

TEST_CASE("the first time that can be read counts, and a bad one is told only where none can") {
  const tally got = after_text(
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"soon\",\"originalTimestamp\":\"2026-10-01\"}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"timestamp\":{},\"originalTimestamp\":null,\"receivedAt\":"
      "1790812800}\n"
      "{\"type\":\"track\",\"event\":\"a\",\"originalTimestamp\":\"1969-01-01\",\"receivedAt\":\"later\"}\n");
  CHECK(got.events == 2);
  CHECK(at(got.quality, "/rejected") == read(R"({"bad_time":1})"));
  CHECK(at(got.quality, "/examples/0/detail") == "outside 1970 to 2200: 1969-01-01");
}
