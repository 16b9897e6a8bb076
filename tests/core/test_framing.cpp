// SPDX-License-Identifier: Apache-2.0
/** @file test_framing.cpp  Is NDJSON, an array, an object of rows or CSV recognised, loaded and counted
 * alike? */
#include <algorithm>

#include "ask.h"
#include "ingest/framing.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr std::string_view plain = R"({"payoff":1,"version":"1","data":{"columns":["minutes"]}})";

framing kind_of(std::string_view bytes, std::string_view playbook_json = plain, bool at_end = true) {
  const auto book = parse_playbook(playbook_json);
  REQUIRE(book);
  return find_framing(bytes, at_end, *book).kind;
}

/** What end() says of these files, each in pieces of `piece_bytes`, and the answer to one question. */
struct loaded_files {
  value summary, answer;
  bool operator==(const loaded_files&) const = default;
};
loaded_files load(const std::vector<std::string>& files, std::string_view playbook = plain,
                  std::size_t piece_bytes = 1 << 30) {
  engine core = configured(playbook);
  loaded_files out;
  for (const std::string& file : files) {
    for (std::size_t at = 0; at < file.size(); at += piece_bytes)
      PAYOFF_MUST(core.append(std::string_view(file).substr(at, piece_bytes)));
    const auto summary = core.end();
    REQUIRE(summary);
    out.summary = read(summary->json);
  }
  out.answer =
      ask(core, usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","grain":"month")",
                      R"({"id":"n","of":"*"},{"id":"users","of":"*","stat":"users"},
    {"id":"accounts","of":"*","stat":"accounts"},{"id":"minutes","of":"*","stat":"sum","prop":"minutes"})"));
  return out;
}
std::vector<double> totals(const loaded_files& of) {
  std::vector<double> out;
  for (int i = 0; i < 4; ++i)
    out.push_back(at(of.answer, "/metrics/" + std::to_string(i) + "/total").get<double>());
  return out;
}
using figures = std::vector<double>;

const std::string row_1 = track("a", "u1", "2026-03-02", in_account("x") + with(R"({"minutes":2})"));
const std::string row_2 = track("b", "u2", "2026-03-03", in_account("x") + with(R"({"minutes":3.5})"));

}  // namespace

TEST_CASE("the first bytes say how a stream is cut into rows") {
  CHECK(kind_of("[") == framing::array);
  CHECK(kind_of("\xEF\xBB\xBF \r\n\t[") == framing::array);
  CHECK(kind_of("{}") == framing::ndjson);
  CHECK(kind_of(R"({"batch":[]})") == framing::array);
  CHECK(kind_of(R"({"results":[{}],"next":"https://example.com"})") == framing::array);
  CHECK(kind_of("{\n  \"meta\" : {},\n  \"events\" : [") == framing::array);
  CHECK(kind_of(R"({"rows":[{}]})") == framing::ndjson);
  CHECK(kind_of(R"({"data":{"batch":[{}]}})") == framing::ndjson);
  CHECK(kind_of("event,timestamp\n") == framing::csv);
  CHECK(kind_of("a,b\n1,2\n") == framing::ndjson);
  CHECK(kind_of("nonsense\n") == framing::ndjson);
  CHECK(kind_of("event\nx\n") == framing::ndjson);
  CHECK(kind_of(" \n") == framing::ndjson);
  CHECK(kind_of("") == framing::ndjson);
}

TEST_CASE("a row that holds a list of such a name is a row, wherever its event stands") {
  CHECK(kind_of(R"({"type":"track","event":"a","batch":[{}]})") == framing::ndjson);
  CHECK(kind_of(R"({"batch":[{}],"type":"track","event":"a"})") == framing::ndjson);
  CHECK(kind_of(R"({"event_type":"a","data":[1]})") == framing::ndjson);
  CHECK(kind_of(R"({"name":"a","data":[1]})") == framing::array);
  constexpr const char* by_name = R"({"payoff":1,"version":"1","data":{"fields":{"event":"/name"}}})";
  CHECK(kind_of(R"({"name":"a","data":[1]})", by_name) == framing::ndjson);
  // A first row that is cut off must not swallow the second.
  CHECK(kind_of("{\"type\":\"tra\n{\"batch\":[]}\n") == framing::ndjson);
  CHECK(kind_of("{\"type\":\"tra\n\",\"batch\":[]}\n") == framing::ndjson);
  // Of a long object its first 64 KiB decide.
  const std::string long_text(70'000, 'x');
  CHECK(kind_of(R"({"batch":[{"a":")" + long_text + R"("}],"event":"a"})") == framing::array);
  CHECK(kind_of(R"({"meta":")" + long_text + R"(","batch":[]})") == framing::ndjson);
}

TEST_CASE("what is found does not change when more bytes come, and is unknown before") {
  for (const std::string& data :
       {std::string("\xEF\xBB\xBF \n[1]"), std::string(R"({"next":null,"results":[{"a":1}]} )"),
        std::string("{\"a\":\"results\",\"event\":\"x\",\"batch\":[]}\n"),
        std::string("\n\n\"event\";\"time\"\r\na;1"), std::string("name\tdate\n"),
        std::string("what, ever\n{}")}) {
    CAPTURE(data);
    const framing all = kind_of(data);
    bool is_known = false;
    for (std::size_t size = 0; size <= data.size(); ++size) {
      const framing now = kind_of(std::string_view(data).substr(0, size), plain, false);
      if (is_known || now != framing::unknown) CHECK(now == all);
      is_known = now != framing::unknown;
    }
    CHECK(is_known);
  }
}

TEST_CASE("CSV is what the playbook calls CSV, or has a header that names the event or the time") {
  constexpr const char* must = R"({"payoff":1,"version":"1","data":{"format":"csv"}})";
  CHECK(kind_of("x;y\n1;2\n", must) == framing::csv);
  CHECK(kind_of("[x],y\n1,2\n", must) == framing::csv);
  CHECK(kind_of("", must) == framing::csv);
  constexpr const char* named =
      R"({"payoff":1,"version":"1","data":{"fields":{"event":"/What","time":"/When"}}})";
  CHECK(kind_of("What,x\n", named) == framing::csv);
  CHECK(kind_of("x\tWhen\n", named) == framing::csv);
  CHECK(kind_of("what,when\n", named) == framing::ndjson);
  constexpr const char* other = R"({"payoff":1,"version":"1","data":{"format":"segment"}})";
  CHECK(kind_of("event,timestamp\n", other) == framing::ndjson);
  CHECK(kind_of("[", other) == framing::array);
  for (const char* const header :
       {"Event Name;Date", "EVENT-NAME\tx", "\"x\",\"Created At\"", "sep=;\nname;x", ",,action"})
    CHECK(kind_of(std::string(header) + "\n") == framing::csv);
}

TEST_CASE("the same rows give the same figures in each framing, however they are cut") {
  const std::vector<std::string> files{
      row_1 + "\n" + row_2 + "\n",
      "[" + row_1 + ",\n" + row_2 + "]",
      "{\"batch\":[" + row_1 + "," + row_2 + "],\"sentAt\":\"2026-03-04\"}",
      "{\n\"next\":null,\"results\":[" + row_1 + "\n,\n" + row_2 + "\n]}\n",
      "{\"batch\":[" + row_1 + "]}\n{\"batch\":[" + row_2 + "]}\n",
      "event,timestamp,user_id,account_id,minutes\na,2026-03-02,u1,x,2\nb,2026-03-03,u2,x,3.5\n",
      "\xEF\xBB\xBFMinutes;Action;Date;E-Mail;Company ID;minutes\r\n;\"a\";2026-03-02T10:00;u1;x;2\r\n"
      "9;b;1772496000000000;u2;x;\"3.5\"",
  };
  for (const std::string& file : files) {
    CAPTURE(file);
    const loaded_files in_one_piece = load({file});
    CHECK(totals(in_one_piece) == figures{2, 2, 1, 5.5});
    CHECK(at(in_one_piece.summary, "/quality/rows") == 2);
    CHECK(at(in_one_piece.summary, "/quality/truncated") == false);
    CHECK(at(in_one_piece.summary, "/format") == (file[0] == '{' || file[0] == '[' ? "segment" : "csv"));
    for (const std::size_t piece_bytes : {1U, 5U, 64U})
      CHECK(load({file}, plain, piece_bytes) == in_one_piece);
  }
}

TEST_CASE("an export's format is recognised inside an array too") {
  const loaded_files posthog = load(
      {R"({"next":null,"results":[{"x":1},{"uuid":"1","event":"a","distinct_id":"u","timestamp":"2026-03-02","properties":{"minutes":4}}]})"});
  CHECK(at(posthog.summary, "/format") == "posthog");
  CHECK(totals(posthog) == figures{1, 1, 0, 4});
  const loaded_files amplitude = load(
      {R"({"api_key":"k","events":[{"event_type":"a","user_id":"u","event_time":"2026-03-02 08:00:00"}]})"});
  CHECK(at(amplitude.summary, "/format") == "amplitude");
  CHECK(totals(amplitude) == figures{1, 1, 0, 0});
}

TEST_CASE("a bad element is counted with its reason and line, and the rest is read") {
  const loaded_files got =
      load({"[" + row_1 + ",\n{\"type\":tru},\n5,\n{\"type\":\"track\"}," + row_2 + "\n]"});
  CHECK(totals(got) == figures{2, 2, 1, 5.5});
  CHECK(at(got.summary, "/quality") == read(R"({"rows":5,"accepted":2,"duplicates":0,"after_as_of":0,
    "rejected":{"bad_json":1,"not_an_object":1,"no_event":1},"examples":[
    {"line":2,"reason":"bad_json","detail":"expected true, false or null at byte 9"},
    {"line":3,"reason":"not_an_object","detail":"the row is not an object"},
    {"line":4,"reason":"no_event","detail":"no event name at /event"}],"truncated":false})"));
}

TEST_CASE("an array that cannot be followed is cut short: the rest is one bad row, a missing bracket none") {
  const loaded_files unclosed = load({"[" + row_1 + ",{\"type\":\"track,\"event\":\"a\"}," + row_2 + "]"});
  CHECK(at(unclosed.summary, "/quality/truncated") == true);
  CHECK(at(unclosed.answer, "/quality/truncated") == true);
  CHECK(at(unclosed.summary, "/quality/rejected") == read(R"({"bad_json":1})"));
  CHECK(at(unclosed.summary, "/quality/accepted") == 1);
  const loaded_files open = load({"[" + row_1 + "," + row_2});
  CHECK(at(open.summary, "/quality/truncated") == true);
  CHECK(at(open.summary, "/quality/rejected") == value::object());
  CHECK(totals(open) == figures{2, 2, 1, 5.5});
  // It stays so when another file follows.
  CHECK(at(load({"[" + row_1, row_2}).summary, "/quality/truncated") == true);
}

TEST_CASE("files after one another are recognised each for itself, and examples then say which file") {
  const std::string bad = "nonsense";
  const loaded_files got = load({row_1 + "\n" + bad, "[" + bad + "," + row_2 + "]", "",
                                 "name;time\na;2026-03-04\n;1\n", "{\"hello\":1}\n"});
  CHECK(at(got.summary, "/quality/accepted") == 3);
  CHECK(at(got.summary, "/quality/examples") == read(R"([
    {"file":1,"line":2,"reason":"bad_json","detail":"expected true, false or null at byte 1"},
    {"file":2,"line":1,"reason":"bad_json","detail":"expected true, false or null at byte 1"},
    {"file":3,"line":3,"reason":"no_event","detail":"no event name at /name"},
    {"file":4,"line":1,"reason":"no_event","detail":"no event name at /event"}])"));
  CHECK(at(load({bad}).summary, "/quality/examples/0/file") == "absent");
  // What shows no format is read as the file before was.
  CHECK(at(load({R"({"event_type":"a","event_time":"2026-03-02"})", "[]"}).summary, "/format") ==
        "amplitude");
}

TEST_CASE("columns are found by their usual names, the first usable of them counts") {
  const loaded_files got =
      load({"Action,event_name,Created At,time,User ID,email,anonymous_id,Company ID,insert_id,minutes\n"
            "z,a,,1772409600,1001,x@example.com,,7,i1,1\n"        // seconds; a number as id
            "z,a,2026-03-03 10:00,,\"\",x@example.com,,7,i2,2\n"  // no user id: the mail is the next choice
            "z,404,,1772582400000,1001,,,\"7\",i3,3\n"            // milliseconds; a name of digits is a name
            "z,a,,1772668800000000,,,a1,,i3,4\n"                  // a duplicate
            "z,,,1772668800,1001,,,7,i5,5\n"                      // no event
            "z,a,,,1001,,,7,i6,6\n"                               // no time
            "z,a,soon,later,1001,,,7,i7,7\n"                      // no usable time
            "z,a,2026-03-05,later,1001,,,7,i8,8\n"});             // the next place has one
  CHECK(totals(got) == figures{4, 2, 1, 14});
  CHECK(at(got.summary, "/quality/duplicates") == 1);
  CHECK(at(got.summary, "/quality/examples") == read(R"([
    {"line":6,"reason":"no_event","detail":"no event name at /event_name"},
    {"line":7,"reason":"no_time","detail":"no time at /time"},
    {"line":8,"reason":"bad_time","detail":"not a time: later"}])"));
}

TEST_CASE("columns are where the playbook's pointers say") {
  const loaded_files got = load({"What/how,When,Who,Where,Minutes\na,2026-03-02,u1,x,5\n"},
                                R"({"payoff":1,"version":"1","data":{"columns":["minutes"],"fields":{
    "event":"/What~1how","time":"/When","user":"/Who","account":"/Where"}}})");
  CHECK(at(got.summary, "/format") == "csv");
  CHECK(totals(got) == figures{1, 1, 1, 0});  // a property's name is compared as it stands
}

TEST_CASE("a CSV file without the columns it needs says which it looked for") {
  const loaded_files got = load({"x,y\n1,2\n"}, R"({"payoff":1,"version":"1","data":{"format":"csv"}})");
  CHECK(at(got.summary, "/quality/examples/0/detail") == "no event name at /event");
  CHECK(at(load({"event,y\na,2\n"}).summary, "/quality/examples/0/detail") == "no time at /timestamp");
}

TEST_CASE("a megabyte that shows no format is looked at a few times, not once a byte") {
  std::string text;
  while (text.size() < 1'200'000) text += "{\"some\":\"thing\"}\n";
  engine core = configured("");
  for (const char& byte : text) PAYOFF_MUST(core.append({&byte, 1}));
  const auto summary = core.end();
  REQUIRE(summary);
  CHECK(at(read(summary->json), "/format") == "segment");
  CHECK(at(read(summary->json), "/quality/rejected/no_event") == std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("which row shows the format does not depend on the cuts") {
  const std::string amplitude = R"({"event_type":"a","user_id":"u","event_time":"2026-03-02"})";
  std::string early, late;
  while (early.size() < 900'000) early += "{\"some\":\"thing\"}\n";
  while (late.size() < 1'100'000) late += "{\"some\":\"thing\"}\n";
  for (const std::size_t piece_bytes : {100U, 70'000U, 1U << 30}) {
    CHECK(at(load({early + amplitude + "\n"}, plain, piece_bytes).summary, "/format") == "amplitude");
    CHECK(at(load({late + amplitude + "\n"}, plain, piece_bytes).summary, "/format") == "segment");
  }
}
