// SPDX-License-Identifier: Apache-2.0
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

value schema_of(const std::vector<std::string>& rows, std::string_view question = R"({"ask":"schema"})") {
  return ask("", rows, question);
}

}  // namespace

TEST_CASE("schema lists events by count, each with its people and its first and last instant") {
  const value answer = schema_of({
      track("b", "u1", "2026-03-02T00:00:00Z", in_account("a1")),
      track("a", "u1", "2026-03-01T00:00:00Z", in_account("a1")),
      track("c", "u2", "2026-03-03T12:00:00Z", in_account("a2")),
      track("c", "u1", "2026-03-04T00:00:00+01:00"),
      track("c", "", "2026-03-02T00:00:00Z"),
      R"({"type":"identify","userId":"u1","timestamp":"2026-02-01T00:00:00Z","traits":{}})",
  });
  CHECK(at(answer, "/format") == "segment");
  CHECK(at(answer, "/rows") == 6);
  CHECK(at(answer, "/people") == 2);
  CHECK(at(answer, "/accounts") == 2);
  CHECK(at(answer, "/first") == "2026-03-01T00:00:00Z");
  CHECK(at(answer, "/last") == "2026-03-03T23:00:00Z");
  REQUIRE(at(answer, "/events").size() == 3);
  CHECK(at(answer, "/events/0") == read(R"({"name":"c","count":3,"people":2,"first":"2026-03-02T00:00:00Z",
                                            "last":"2026-03-03T23:00:00Z","properties":[]})"));
  CHECK(at(answer, "/events/1/name") == "a");
  CHECK(at(answer, "/events/2/name") == "b");
}

TEST_CASE("schema shows which properties an event has: types, share of rows, and five different examples") {
  std::vector<std::string> rows;
  for (const char* properties :
       {R"({"n":1,"plan":"pro"})", R"({"n":1})", R"({"n":2.5,"list":[1],"deep":{"x":1}})",
        R"({"n":null,"plan":"free"})", R"({"n":"x"})", R"({"n":true})", R"({"n":3})", R"({"n":4})"}) {
    rows.push_back(track("a", "u1", "2026-03-02T00:00:00Z", with(properties)));
  }
  const value properties = at(schema_of(rows), "/events/0/properties");
  CHECK(properties == read(R"([
    {"name":"n","types":["boolean","null","number","string"],"share":1.0,"examples":[1,2.5,"x",true,3]},
    {"name":"plan","types":["string"],"share":0.25,"examples":["pro","free"]},
    {"name":"deep","types":["object"],"share":0.125,"examples":[]},
    {"name":"list","types":["array"],"share":0.125,"examples":[]}])"));
}

TEST_CASE("schema looks at the first 1,000 rows of an event and says when there were more") {
  std::vector<std::string> rows;
  for (int i = 0; i < 1001; ++i) {
    rows.push_back(
        track("many", "u1", "2026-03-02T00:00:00Z", with(i < 1000 ? R"({"early":1})" : R"({"late":1})")));
  }
  rows.push_back(track("few", "u1", "2026-03-02T00:00:00Z", with(R"({"late":1})")));
  const value answer = schema_of(rows);
  CHECK(at(answer, "/events/0/sampled") == true);
  CHECK(at(answer, "/events/0/properties") ==
        read(R"([{"name":"early","types":["number"],"share":1.0,"examples":[1]}])"));
  CHECK(at(answer, "/events/1/sampled") == "absent");
  CHECK(at(answer, "/events/1/properties/0/name") == "late");
}

TEST_CASE("schema shows the attributes that identify and group rows bring") {
  const value answer = schema_of({
      R"({"type":"identify","userId":"u1","timestamp":"2026-02-01T00:00:00Z","traits":{"role":"owner"}})",
      R"({"type":"identify","userId":"u2","timestamp":"2026-02-01T00:00:00Z","traits":{"age":5}})",
      R"({"type":"group","groupId":"a1","timestamp":"2026-02-01T00:00:00Z","traits":{"plan":"pro"}})",
      track("a", "u1", "2026-03-02T00:00:00Z"),
  });
  CHECK(at(answer, "/attributes") == read(R"({
    "user":[{"name":"age","types":["number"],"share":0.5,"examples":[5]},
            {"name":"role","types":["string"],"share":0.5,"examples":["owner"]}],
    "account":[{"name":"plan","types":["string"],"share":1.0,"examples":["pro"]}]})"));
}

TEST_CASE("schema needs no as_of, and leaves out what is not before a given one") {
  const std::vector<std::string> rows{track("a", "u1", "2026-03-02T00:00:00Z"),
                                      track("a", "u2", "2026-03-05T00:00:00Z"),
                                      track("b", "u2", "2026-03-05T00:00:00Z")};
  const value whole = schema_of(rows);
  CHECK(at(whole, "/rows") == 3);
  CHECK(at(whole, "/quality/after_as_of") == 0);
  const value early = schema_of(rows, R"({"ask":"schema","as_of":"2026-03-05"})");
  CHECK(at(early, "/rows") == 1);
  CHECK(at(early, "/people") == 1);
  CHECK(at(early, "/events").size() == 1);
  CHECK(at(early, "/events/0/count") == 1);
  CHECK(at(early, "/quality/after_as_of") == 2);
}

TEST_CASE("schema of nothing is empty") {
  const value answer = schema_of({});
  CHECK(at(answer, "/format") == nullptr);
  CHECK(at(answer, "/rows") == 0);
  CHECK(at(answer, "/first") == nullptr);
  CHECK(at(answer, "/events") == value::array());
}

TEST_CASE("a long example is cut between two letters") {
  const std::string text = std::string(79, 'x') + "\xC3\xA9tude";
  const value answer =
      schema_of({track("a", "u1", "2026-03-02T00:00:00Z", with("{\"t\":\"" + text + "\"}"))});
  CHECK(at(answer, "/events/0/properties/0/examples/0") == std::string(79, 'x'));
}

TEST_CASE("of CSV the columns without another use are properties, numbers as they were written") {
  engine core = configured("");
  PAYOFF_MUST(
      core.append("event,timestamp,user_id,seats,plan\n"
                  "a,2026-03-02T00:00:00Z,u1,5,\"pro, \"\"new\"\"\"\n"
                  "a,2026-03-03T00:00:00Z,u2,1e999,\n"));
  PAYOFF_MUST(core.end());
  const value answer = ask(core, R"({"ask":"schema"})");
  CHECK(at(answer, "/format") == "csv");
  CHECK(at(answer, "/events/0/properties") == read(R"([
    {"name":"seats","types":["null","number"],"share":1.0,"examples":[5]},
    {"name":"plan","types":["string"],"share":0.5,"examples":["pro, \"new\""]}])"));
}
