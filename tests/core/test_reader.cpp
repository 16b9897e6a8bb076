// SPDX-License-Identifier: Apache-2.0
/** @file test_reader.cpp  What a wrong question is told: which code, where, and what would be right. */
#include "json/reader.h"

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::vector<std::string> one_row{track("a", "u1", "2026-10-01T09:00:00Z")};

struct wrong_question {
  const char* question;
  const char* code;
  const char* path;
  const char* message_holds;
};

void check_wrong(std::string_view playbook, const std::vector<wrong_question>& table) {
  const engine core = loaded(playbook, one_row);
  for (const auto& [question, code, path, message_holds] : table) {
    CAPTURE(question);
    const reply said = core.ask(question);
    CAPTURE(said.json);
    CHECK(said.failed);
    const value answer = read(said.json);
    CHECK(at(answer, "/error/code") == code);
    CHECK(at(answer, "/error/path") == path);
    CHECK(at(answer, "/error/message").get<std::string>().find(message_holds) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a field that nobody reads is an error at its place, and the nearest name is given") {
  check_wrong(
      "",
      {
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grian":"day"})",
           "unknown_field", "/grian", "`grain`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","xyzzy":1})",
           "unknown_field", "/xyzzy", "grain"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","a/b~c":1})",
           "unknown_field", "/a~1b~0c", "a/b~c"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[{"id":"x","fo":"a"}]})",
           "unknown_field", "/metrics/0/fo", "`of`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","compare":{"from":"2026-09-01","too":"2026-10-01"}})",
           "unknown_field", "/compare/too", "`to`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[{"id":"x","of":{"event":"a","were":{}}}]})",
           "unknown_field", "/metrics/0/of/were", "`where`"},
      });
}

TEST_CASE("a misspelt field is named rather than the one that it leaves missing") {
  check_wrong(
      "", {
              {R"({"ask":"usage","grian":"day"})", "unknown_field", "/grian", "`grain`"},
              {R"({"ask":"usage","form":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})",
               "unknown_field", "/form", "`from`"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","asof":"2026-11-01"})",
               "unknown_field", "/asof", "`as_of`"},
              {R"({"ask":"activation","acount":"a1","as_of":"2026-11-01"})", "unknown_field", "/acount",
               "`account`"},
              {R"({"ask":"roi","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grian":"day"})",
               "unknown_field", "/grian", "`grain`"},
              {R"({"ask":"report","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grian":"day"})",
               "unknown_field", "/grian", "`grain`"},
          });
}

TEST_CASE("a missing field is named at the place where it should be") {
  check_wrong(
      "",
      {
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01"})", "missing_as_of", "/as_of", "as_of"},
          {R"({"ask":"usage","to":"2026-11-01","as_of":"2026-11-01"})", "missing_field", "/from", "`from`"},
          {R"({"ask":"usage","from":"2026-10-01","as_of":"2026-11-01"})", "missing_field", "/to", "`to`"},
          {R"({"ask":"activation","account":"a1"})", "missing_as_of", "/as_of", "as_of"},
          {R"({"from":"2026-10-01"})", "missing_field", "/ask", "`ask`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[{"of":"a"}]})",
           "missing_field", "/metrics/0/id", "`id`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[{"id":"x"}]})",
           "missing_field", "/metrics/0/of", "`of`"},
          {R"({"ask":"roi","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})", "missing_field", "",
           "roi"},
          {R"({"ask":"activation","account":"a1","as_of":"2026-11-01"})", "missing_field", "", "activation"},
      });
}

TEST_CASE("a field of another type is told which type it must have") {
  check_wrong(
      "", {
              {R"({"ask":5})", "wrong_type", "/ask", "a string"},
              {R"({"ask":"usage","from":5,"to":"2026-11-01","as_of":"2026-11-01"})", "wrong_type", "/from",
               "a string"},
              {R"({"ask":"usage","from":null,"to":"2026-11-01","as_of":"2026-11-01"})", "wrong_type", "/from",
               "null"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":1793520000})", "wrong_type",
               "/as_of", "a string"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grain":3})",
               "wrong_type", "/grain", "a string"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","account":7})",
               "wrong_type", "/account", "a string"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":{}})",
               "wrong_type", "/metrics", "an array"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[5]})",
               "wrong_type", "/metrics/0", "an object"},
              {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","compare":5})",
               "wrong_type", "/compare", "a number"},
              {R"("usage")", "wrong_type", "", "an object"},
              {R"(5)", "wrong_type", "", "an object"},
          });
}

TEST_CASE("a value outside what it may be is told what it may be") {
  check_wrong(
      "",
      {
          {R"({"ask":"usage","from":"yesterday","to":"2026-11-01","as_of":"2026-11-01"})", "bad_value",
           "/from", "yesterday"},
          {R"({"ask":"usage","from":"2026-02-29","to":"2026-11-01","as_of":"2026-11-01"})", "bad_value",
           "/from", "2026-02-29"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-10-01","as_of":"2026-11-01"})", "bad_value",
           "/to", "after"},
          {R"({"ask":"usage","from":"2026-10-02","to":"2026-10-01","as_of":"2026-11-01"})", "bad_value",
           "/to", "after"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"now"})", "bad_value", "/as_of",
           "now"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grain":"dya"})",
           "bad_value", "/grain", "`day`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","week_start":"mondey"})",
           "bad_value", "/week_start", "`monday`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","compare":"prevous"})",
           "bad_value", "/compare", "`previous`"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","compare":{"from":"2026-10-01","to":"2026-09-01"}})",
           "bad_value", "/compare/to", "after"},
          {R"({"ask":"usage","from":"1970-01-01","to":"2026-01-01","as_of":"2026-11-01","grain":"hour"})",
           "limit_exceeded", "/grain", "hour"},
          {R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","zone":"Europe/Berln"})",
           "unknown_zone", "/zone", "Europe/Berln"},
          {R"({"ask":"usge"})", "unknown_question", "/ask", "`usage`"},
          {R"({"ask":"usage",)", "bad_json", "", "JSON"},
          {"", "bad_json", "", "JSON"},
          {R"({"ask":"report","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","overrides":{}})",
           "bad_value", "/overrides", "roi"},
      });
}

TEST_CASE("each question of an array is answered or has its error in its place") {
  const engine core = loaded("", one_row);
  const reply said = core.ask(R"([
    {"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"},
    {"ask":"usage","grian":"day"},
    7,
    {"ask":"usge"},
    {"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","metrics":[{"id":"x","of":"@nowhere"}]}])");
  CHECK(said.failed);
  const value answers = read(said.json);
  REQUIRE(answers.size() == 5);
  CHECK(at(answers, "/0/metrics/0/total") == 1);
  CHECK(at(answers, "/1/error/path") == "/1/grian");
  CHECK(at(answers, "/2/error/path") == "/2");
  CHECK(at(answers, "/3/error/path") == "/3/ask");
  CHECK(at(answers, "/4/error/path") == "/4/metrics/0/of");
  CHECK(at(answers, "/4/error/code") == "unknown_name");

  const reply good =
      core.ask(R"([{"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"}])");
  CHECK_FALSE(good.failed);
  CHECK(core.ask("[]").json == "[]");
}

TEST_CASE("an answer in an array is the same bytes as the answer alone") {
  const engine core = loaded("", one_row);
  const std::string question =
      R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})";
  CHECK(core.ask("[" + question + "," + question + "]").json ==
        "[" + core.ask(question).json + "," + core.ask(question).json + "]");
}

TEST_CASE("the names of the error codes are these, in this order") {
  const std::vector<std::string_view> names{
      "bad_json",         "wrong_type",       "unknown_field",  "missing_field", "bad_value",
      "unknown_name",     "unknown_question", "missing_as_of",  "unknown_zone",  "needs_reload",
      "mixed_currencies", "out_of_memory",    "limit_exceeded", "bad_state",     "not_supported"};
  REQUIRE(error_code_count == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) CHECK(error_name(static_cast<error_code>(i)) == names[i]);
}

TEST_CASE("the codes about rows and properties are given where they belong") {
  const std::string range = R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01")";
  const engine core = loaded("", one_row);
  const value reload = ask(core, usage(range, R"({"id":"m","of":"a","stat":"sum","prop":"minutes"})"));
  CHECK(at(reload, "/error/code") == "needs_reload");
  CHECK(at(reload, "/error/path") == "/metrics/0/prop");
  CHECK(at(reload, "/error/message").get<std::string>().find("`minutes`") != std::string::npos);
  const value key = ask(
      core, usage(range, R"({"id":"m","between":{"start":"a","end":"b","key":"ticket"},"stat":"median"})"));
  CHECK(at(key, "/error/code") == "needs_reload");
  CHECK(at(key, "/error/path") == "/metrics/0/between/key");
  const value where =
      ask(core, usage(range, R"({"id":"m","of":{"event":"a","where":{"prop":"plan","value":"pro"}}})"));
  CHECK(at(where, "/error/code") == "needs_reload");
  CHECK(at(where, "/error/message").get<std::string>().find("`plan`") != std::string::npos);
  const value attribute =
      ask(core,
          usage(range, R"({"id":"m","of":{"event":"a","where":{"prop":"plan","on":"user","value":"pro"}}})"));
  CHECK(at(attribute, "/error/code") == "needs_reload");
  CHECK(at(attribute, "/error/message").get<std::string>().find("`user.plan`") != std::string::npos);
}

TEST_CASE("the nearest name is one a typing error away, or none") {
  CHECK(nearest_name("grian", {"from", "grain", "to"}) == "grain");
  CHECK(nearest_name("Metrics", {"metrics", "metric"}) == "metrics");
  CHECK(nearest_name("ticket_resolvd", {"ticket_created", "ticket_resolved"}) == "ticket_resolved");
  CHECK(nearest_name("xyz", {"from", "grain", "to"}).empty());
  CHECK(nearest_name("a", {}).empty());
  CHECK(nearest_name(std::string(5000, 'x'), {"from"}).empty());
}

TEST_CASE("a pointer escapes ~ and / in keys") {
  CHECK(join_path("", "a") == "/a");
  CHECK(join_path("/a", "b/c") == "/a/b~1c");
  CHECK(join_path("/a", "~") == "/a/~0");
  CHECK(join_path("/a", std::size_t{12}) == "/a/12");
}
