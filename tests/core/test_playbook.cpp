// SPDX-License-Identifier: Apache-2.0
/** @file test_playbook.cpp  Playbooks that are accepted, and how the parts about the product and its events
 * go wrong. */
#include "playbook/playbook.h"

#include <cstdio>

#include "ask.h"
#include "playbook_mistakes.h"

using namespace payoff;
using namespace payoff::testing;

TEST_CASE("an empty text is the playbook of defaults") {
  const auto book = parse_playbook("");
  REQUIRE(book);
  CHECK(book->version.empty());
  CHECK(book->format == "auto");
  CHECK(book->zone == "UTC");
  CHECK(book->week_start == weekday::monday);
  CHECK(book->session_gap_ms == 30 * 60'000);
  CHECK(book->metrics.empty());
  CHECK_FALSE(book->roi);
  CHECK_FALSE(book->activation);
  REQUIRE(book->find_set("active") != nullptr);
  CHECK(book->find_set("active")->kind == selector_kind::everything);
  CHECK(book->find_set("learning") == nullptr);
}

TEST_CASE("a playbook must have payoff 1 and a version, and nothing else") {
  const auto book = parse_playbook(R"({"payoff":1,"version":"x"})");
  REQUIRE(book);
  CHECK(book->version == "x");
  CHECK(parse_playbook(R"({"$schema":"https://example.com/payoff.json","payoff":1,"version":"x"})"));
  check_playbooks({
      {R"({"version":"x"})", "missing_field", "/payoff", "`payoff`"},
      {R"({"payoff":1})", "missing_field", "/version", "`version`"},
      {R"({"payoff":2,"version":"x"})", "bad_value", "/payoff", "1"},
      {R"({"payoff":"1","version":"x"})", "wrong_type", "/payoff", "a number"},
      {R"({"payoff":1,"version":7})", "wrong_type", "/version", "a string"},
      {R"({"payoff":1,"version":""})", "bad_value", "/version", "empty"},
      {R"({"$schema":1,"payoff":1,"version":"x"})", "wrong_type", "/$schema", "a string"},
      {R"({"payof":1,"version":"x"})", "unknown_field", "/payof", "`payoff`"},
      {R"([])", "wrong_type", "", "an object"},
      {R"({"payoff":1,"version":"x")", "bad_json", "", "JSON"},
  });
}

TEST_CASE("the whole example of the design is accepted") {
  const std::string place = std::string(PAYOFF_SOURCE_DIR) + "/../shared/design/playbook.example.json";
  std::FILE* file = std::fopen(place.c_str(), "rb");
  if (file == nullptr) SKIP("there is no ../shared/design/playbook.example.json; tests/cases holds a copy");
  std::string text(1U << 20U, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  const auto book = parse_playbook(text);
  INFO((book ? std::string() : book.error().path + " " + book.error().message));
  REQUIRE(book);
  CHECK(book->version == "2026-11-01");
  CHECK(book->product_name == "Helpdesk");
  CHECK(book->currency == "EUR");
  CHECK(book->zone == "Europe/Berlin");
  CHECK(book->sets.size() == 4);
  CHECK(book->capabilities.size() == 3);
  REQUIRE(book->activation);
  CHECK(book->activation->steps.size() == 3);
  CHECK(book->activation->steps[1].count == 2);
  CHECK(book->activation->steps_needed == 3);
  REQUIRE(book->metrics.size() == 2);
  CHECK(book->metrics[1].is_duration);
  CHECK_FALSE(book->metrics[1].up_is_better);
  REQUIRE(book->roi);
  CHECK(book->roi->rules.size() == 2);
  CHECK(book->roi->currency == "EUR");
  CHECK(book->report.headline == std::vector<std::string>{"resolved", "first_reply"});
  CHECK(book->properties() == std::vector<std::string>{"amount", "score", "comment"});
  CHECK(book->keys() == std::vector<std::string>{"ticket_id"});
}

TEST_CASE("a part that nobody reads is an error with the nearest name") {
  check_parts({
      {R"("metrcis":[])", "unknown_field", "/metrcis", "`metrics`"},
      {R"("metrcis":[{"id":"r","of":"x"}],"report":{"headline":["r"]})", "unknown_field", "/metrcis",
       "`metrics`"},
      {R"("sest":{"learning":"x"},"aha":{"event":"@learning"})", "unknown_field", "/sest", "`sets`"},
      {R"("product":{"nmae":"Helpdesk"})", "unknown_field", "/product/nmae", "`name`"},
      {R"("product":{"name":5})", "wrong_type", "/product/name", "a string"},
      {R"("product":{"name":""})", "bad_value", "/product/name", "empty"},
      {R"("time":{"zone":5})", "wrong_type", "/time/zone", "a string"},
      {R"("time":{"zone":""})", "bad_value", "/time/zone", "empty"},
      {R"("time":{"week_start":"mon"})", "bad_value", "/time/week_start", "monday"},
      {R"("time":{"session_gap_minutes":0})", "bad_value", "/time/session_gap_minutes", "whole number"},
      {R"("time":{"session_gap_minutes":1.5})", "bad_value", "/time/session_gap_minutes", "whole number"},
      {R"("time":[])", "wrong_type", "/time", "an object"},
  });
}

TEST_CASE("mistakes about where the data lie are named") {
  check_parts({
      {R"("data":{"format":"segmnt"})", "unknown_name", "/data/format", "`segment`"},
      {R"("data":{"fields":{"event":"event"}})", "bad_value", "/data/fields/event", "JSON pointer"},
      {R"("data":{"fields":{"usr":"/userId"}})", "unknown_field", "/data/fields/usr", "`user`"},
      {R"("data":{"fields":{"user":5}})", "wrong_type", "/data/fields/user", "a string"},
      {R"("data":{"fields":{"user":"/a~2b"}})", "bad_value", "/data/fields/user", "JSON pointer"},
      {R"("data":{"identify":{"user_attribute":"/traits"}})", "unknown_field",
       "/data/identify/user_attribute", "`user_attributes`"},
      {R"("data":{"identify":{"user_attributes":"traits"}})", "bad_value", "/data/identify/user_attributes",
       "`/traits`"},
      {R"("data":{"columns":["minutes",5]})", "wrong_type", "/data/columns/1", "a string"},
      {R"("data":{"columns":["minutes",""]})", "bad_value", "/data/columns/1", "empty"},
      {R"("data":{"colums":[]})", "unknown_field", "/data/colums", "`columns`"},
  });
}

TEST_CASE("mistakes in sets and capabilities are named") {
  check_parts({
      {R"("sets":{"a":["@vlaue"]})", "unknown_name", "/sets/a", "`value`"},
      {R"("sets":{"learning":"x","a":"@lerning"})", "unknown_name", "/sets/a", "`learning`"},
      {R"("sets":{"a":"@a"})", "bad_value", "/sets/a", "itself"},
      {R"("sets":{"a":["x","@b"],"b":["@a"]})", "bad_value", "/sets/a", "itself"},
      {R"("sets":{"a":"@capability:c"},"capabilities":[{"id":"c","events":"@a"}])", "bad_value", "/sets/a",
       "itself"},
      {R"("sets":{"a":"@capability:reprots"},"capabilities":[{"id":"reports","events":"x"}])", "unknown_name",
       "/sets/a", "`reports`"},
      {R"("sets":{"a":""})", "bad_value", "/sets/a", "empty"},
      {R"("sets":{"":"x"})", "bad_value", "/sets/", "a name must not be empty"},
      {R"("sets":{"capability:a":"x"})", "bad_value", "/sets/capability:a", "a capability"},
      {R"("sets":{"a":5})", "wrong_type", "/sets/a", "a number"},
      {R"("sets":{"a":["x",5]})", "wrong_type", "/sets/a/1", "a number"},
      {R"("sets":{"a":{"event":"x","wher":{}}})", "unknown_field", "/sets/a/wher", "`where`"},
      {R"("sets":{"a":{"event":"x","where":{"prop":"p","op":"equals","value":1}}})", "bad_value",
       "/sets/a/where/op", "eq"},
      {R"("sets":{"a":{"event":"x","where":{"prop":"p"}}})", "missing_field", "/sets/a/where/value",
       "`value`"},
      {R"("sets":{"a":{"event":"x","where":{"prop":"p","op":"in","value":1}}})", "wrong_type",
       "/sets/a/where/value", "an array"},
      {R"("sets":{"a":{"event":"x","where":{"prop":"p","op":"exists","value":"yes"}}})", "wrong_type",
       "/sets/a/where/value", "true or false"},
      {R"("sets":{"a":{"event":"x","where":{"all":[{"prop":"p","value":1},{"prp":"q","value":1}]}}})",
       "unknown_field", "/sets/a/where/all/1/prp", "`prop`"},
      {R"("sets":{"a":{"not":"x"}})", "unknown_field", "/sets/a/not", "not"},
      {R"("sets":[])", "wrong_type", "/sets", "an object"},
      {R"("capabilities":[{"events":"x"}])", "missing_field", "/capabilities/0/id", "`id`"},
      {R"("capabilities":[{"id":"c","events":"x","label":""}])", "bad_value", "/capabilities/0/label",
       "empty"},
      {R"("capabilities":[{"id":"c","events":"x","plans":[""]}])", "bad_value", "/capabilities/0/plans/0",
       "empty"},
      {R"("capabilities":[{"id":"c"}])", "missing_field", "/capabilities/0/events", "`events`"},
      {R"("capabilities":[{"id":"c","events":"x"},{"id":"c","events":"y"}])", "bad_value",
       "/capabilities/1/id", "`c`"},
      {R"("capabilities":[{"id":"c","events":"x","plan":["team"]}])", "unknown_field", "/capabilities/0/plan",
       "`plans`"},
      {R"("capabilities":[{"id":"c","events":["@vlaue"]}])", "unknown_name", "/capabilities/0/events",
       "`value`"},
  });
}

TEST_CASE("a set may use other sets and capabilities, and one of them twice") {
  CHECK(parse_playbook(R"({"payoff":1,"version":"1","sets":{"a":["@b","@b","@capability:c"],"b":"x"},
    "capabilities":[{"id":"c","events":["@b","y"]}]})"));
}

namespace {

/** `count` sets, each of which names the next one `times` times; the last is an event. */
std::string chain_of_sets(int count, int times, bool last_first) {
  std::string sets;
  for (int i = 0; i < count; ++i) {
    const int id = last_first ? count - 1 - i : i;
    const std::string next = id + 1 < count ? "@s" + std::to_string(id + 1) : "x";
    std::string names;
    for (int k = 0; k < times; ++k) names += (k > 0 ? ",\"" : "\"") + next + "\"";
    sets += (i > 0 ? ",\"s" : "\"s") + std::to_string(id) + "\":[" + names + "]";
  }
  return R"({"payoff":1,"version":"1","sets":{)" + sets + "}}";
}

}  // namespace

TEST_CASE("sets that name each other over and over are checked once each") {
  // A walk of every way through would pass the last of 200 sets 2^199 times.
  CHECK(parse_playbook(chain_of_sets(200, 2, false)));
  CHECK(parse_playbook(chain_of_sets(200, 2, true)));
}

TEST_CASE("sets name each other so deep and no deeper, whatever their order") {
  for (const bool last_first : {false, true}) {
    CHECK(parse_playbook(chain_of_sets(256, 1, last_first)));
    for (const int count : {257, 5000}) {
      const auto deep = parse_playbook(chain_of_sets(count, 1, last_first));
      REQUIRE_FALSE(deep);
      CHECK(deep.error().code == error_code::limit_exceeded);
    }
  }
}

TEST_CASE("a whole number is one however it is written") {
  const auto book =
      parse_playbook(R"({"payoff":1.0,"version":"1","aha":{"event":"x","count":3.0,"within_days":1.4e1}})");
  REQUIRE(book);
  REQUIRE(book->aha);
  CHECK(book->aha->count == 3);
  CHECK(book->aha->within_days == 14);
}

TEST_CASE("selectors and filters nest so deep and no deeper") {
  const auto nested = [](int levels) {
    std::string open = R"({"payoff":1,"version":"1","sets":{"a":)";
    std::string close = "}}";
    for (int i = 0; i < levels; ++i) {
      open += "[";
      close = "]" + close;
    }
    return open + "\"x\"" + close;
  };
  CHECK(parse_playbook(nested(20)));
  const auto deep = parse_playbook(nested(100));
  REQUIRE_FALSE(deep);
  CHECK(deep.error().code == error_code::limit_exceeded);
  const auto hostile = parse_playbook(nested(5000));
  REQUIRE_FALSE(hostile);
  CHECK(hostile.error().code == error_code::bad_json);
}
