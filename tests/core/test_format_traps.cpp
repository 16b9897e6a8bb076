// SPDX-License-Identifier: Apache-2.0
/** @file test_format_traps.cpp  What looks like another format, and what is easily lost in each of them? */
#include <string>
#include <string_view>
#include <vector>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** The format that these bytes are found to have. */
std::string format_of(std::string_view bytes) {
  engine core = configured("");
  PAYOFF_MUST(core.append(bytes));
  const auto summary = core.end();
  PAYOFF_MUST(summary);
  return at(read(summary->json), "/format").get<std::string>();
}

value summary_of(std::string_view playbook, const std::vector<std::string>& rows) {
  engine core = configured(playbook);
  PAYOFF_MUST(core.append(joined(rows)));
  const auto summary = core.end();
  PAYOFF_MUST(summary);
  return read(summary->json);
}

std::string usage_of_march(std::string_view metrics) {
  return usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01")", metrics);
}

/** A GA4 row of user u at that microsecond; `more` begins with a comma. */
std::string ga4(std::string_view time_us, std::string_view parameters, std::string_view more = "") {
  return R"({"event_timestamp":")" + std::string(time_us) +
         R"(","event_name":"click","user_id":"u","user_pseudo_id":"1.2","event_bundle_sequence_id":"7","event_params":[)" +
         std::string(parameters) + "]" + std::string(more) + "}";
}
std::string parameter(std::string_view key, std::string_view val) {
  return R"({"key":")" + std::string(key) + R"(","value":)" + std::string(val) + "}";
}

constexpr std::string_view noon_us = "1772452800000000";  // 2026-03-02T12:00:00Z

}  // namespace

TEST_CASE("what one format may hold of another's does not make it the other", "[formats]") {
  // Segment's own rows have had a channel, and customers send fields called source, subject and id.
  CHECK(format_of(R"({"type":"track","event":"a","channel":"server","timestamp":"2026-03-02"})") ==
        "segment");
  CHECK(
      format_of(
          R"({"type":"track","event":"a","source":"x","subject":"y","id":"1","timestamp":"2026-03-02","context":{"library":{"name":"analytics.js"}}})") ==
      "segment");
  CHECK(
      format_of(
          R"({"type":"track","event":"a","timestamp":"2026-03-02","properties":{"rudderId":"r","requestIp":"i","specversion":"1.0","library":{"name":"jitsu"}}})") ==
      "segment");
  // A library's name alone is no call of Segment's.
  CHECK(
      format_of(
          R"({"event":"a","distinct_id":"u","timestamp":"2026-03-02","context":{"library":{"name":"@jitsu/js"}}})") ==
      "posthog");
  CHECK(format_of(
            R"({"event":"a","distinct_id":"u","timestamp":"2026-03-02","event_id":"1","event_name":"b"})") ==
        "posthog");
  CHECK(
      format_of(
          R"({"event":"a","properties":{"time":1772439300,"distinct_id":"u","event_params":[],"collector_tstamp":"2026-03-02"}})") ==
      "mixpanel");
  CHECK(format_of(
            R"({"event_type":"a","event_id":1,"user_id":"u","event_time":"2026-03-02 08:15:00.120000"})") ==
        "amplitude");
  // A CloudEvent is none of Segment's, whatever its type, and may bear an extension "event".
  CHECK(
      format_of(
          R"({"type":"track","event":"a","id":"1","source":"/s","specversion":"1.0","time":"2026-03-02"})") ==
      "cloudevents");
}

TEST_CASE("each format is read by its name, too, where no row shows it", "[formats]") {
  const std::string rudder =
      R"({"type":"identify","userId":"u","timestamp":"2026-03-01","context":{"traits":{"plan":"pro"}}})";
  const std::string run = track("run", "u", "2026-03-02");
  const std::string asks_pro =
      usage_of_march(R"({"id":"n","of":{"event":"run","where":{"prop":"plan","on":"user","value":"pro"}}})");
  const auto runs = [&](std::string_view format) {
    const std::string book =
        R"({"payoff":1,"version":"1","data":{"format":")" + std::string(format) +
        R"("},"sets":{"pro":{"event":"run","where":{"prop":"plan","on":"user","value":"pro"}}}})";
    return at(ask(book, {rudder, run}, asks_pro), "/metrics/0/total");
  };
  CHECK(runs("rudderstack") == 1);
  CHECK(runs("segment") == 0);
  CHECK(runs("jitsu") == 1);
  for (const std::string_view format : {"ga4", "snowplow", "cloudevents"}) {
    engine core;
    CHECK(core.configure(R"({"payoff":1,"version":"1","data":{"format":")" + std::string(format) + "\"}}"));
  }
}

TEST_CASE("RudderStack's traits are the user's in identify rows and the account's in group rows",
          "[formats]") {
  const std::vector<std::string> rows{
      R"({"type":"identify","rudderId":"r","userId":"u","messageId":"1","originalTimestamp":"2026-03-01","context":{"traits":{"plan":"pro"}}})",
      R"({"type":"group","rudderId":"r","userId":"u","groupId":"a","messageId":"2","originalTimestamp":"2026-03-01","context":{"traits":{"seats":1}},"traits":{"seats":40}})",
      R"({"type":"track","rudderId":"r","userId":"u","messageId":"3","event":"run","originalTimestamp":"2026-03-02","context":{"groupId":"a"}})"};
  const std::string filter =
      R"({"all":[{"prop":"plan","on":"user","value":"pro"},{"prop":"seats","on":"account","value":40}]})";
  const std::string book =
      R"({"payoff":1,"version":"1","sets":{"s":{"event":"run","where":)" + filter + "}}}";
  CHECK(at(ask(book, rows, usage_of_march(R"({"id":"n","of":"@s"})")), "/metrics/0/total") == 1);
}

TEST_CASE("RudderStack's and Jitsu's libraries differ in where they put the traits of a user", "[formats]") {
  const auto identify = [](std::string_view user, std::string_view mark, std::string_view traits) {
    return R"({"type":"identify","timestamp":"2026-03-01","userId":")" + std::string(user) + "\"," +
           std::string(mark) + "," + std::string(traits) + "}";
  };
  const std::string metric =
      R"({"id":"n","of":{"event":"run","where":{"prop":"plan","on":"user","value":"pro"}}})";
  const std::string book = R"({"payoff":1,"version":"1","data":{"columns":["user.plan"]}})";
  for (const std::string_view mark : {R"("rudderId":"r")", R"("requestIp":"192.0.2.1")"}) {
    CAPTURE(mark);
    const std::vector<std::string> rows{
        identify("top", mark, R"("traits":{"plan":"pro"},"context":{})"),
        identify("context", mark, R"("traits":{},"context":{"traits":{"plan":"pro"}})"),
        identify("neither", mark, R"("context":{"plan":"pro"})"),
        track("run", "top", "2026-03-02"),
        track("run", "context", "2026-03-02"),
        track("run", "neither", "2026-03-02")};
    CHECK(at(ask(book, rows, usage_of_march(metric)), "/metrics/0/total") == 2);
  }
}

TEST_CASE("CloudEvents of two sources may share an id, and one may lack its time or hold an array",
          "[formats]") {
  const auto event = [](std::string_view id, std::string_view source, std::string_view more) {
    return R"({"specversion":"1.0","type":"t","source":")" + std::string(source) + R"(","id":")" +
           std::string(id) + "\"" + std::string(more) + "}";
  };
  const std::string time = R"(,"time":"2026-03-02T10:00:00Z")";
  const std::vector<std::string> rows{event("1", "/a", time),
                                      event("1", "/b", time),
                                      event("1", "/a", time),
                                      event("2", "/a", ""),
                                      event("3", "/a", time + R"(,"data":[{"event":"x"},{"event":"y"}])"),
                                      event("4", "/a", time + R"(,"data_base64":"AQID")")};
  const value lines = summary_of("", rows);
  CHECK(at(lines, "/quality/rows") == 6);
  CHECK(at(lines, "/quality/accepted") == 4);
  CHECK(at(lines, "/quality/duplicates") == 1);
  CHECK(at(lines, "/quality/rejected/no_time") == 1);

  std::string batch = "[";
  for (const std::string& row : rows) batch += (batch.size() == 1 ? "" : ",\n") + row;
  engine core = configured("");
  PAYOFF_MUST(core.append(batch + "]"));
  const auto summary = core.end();
  REQUIRE(summary);
  CHECK(at(read(summary->json), "/format") == "cloudevents");
  CHECK(at(read(summary->json), "/quality/accepted") == 4);

  // One event alone, its data before what tells that it is one.
  const value alone = summary_of(
      "",
      {R"({"data":[{"event":"x"},{"event":"y"}],"id":"1","source":"/a","specversion":"1.0","time":"2026-03-02","type":"t"})"});
  CHECK(at(alone, "/quality/rows") == 1);
  CHECK(at(alone, "/quality/accepted") == 1);
}

TEST_CASE("GA4: equal rows are one event, others of the same batch and instant are not", "[formats]") {
  const std::string on_a = parameter("link", R"({"string_value":"a"})");
  const std::string on_b = parameter("link", R"({"string_value":"b"})");
  const value got =
      summary_of("", {ga4(noon_us, on_a), ga4(noon_us, on_b), ga4(noon_us, on_a),
                      ga4(noon_us, on_a, R"(,"batch_event_index":"2")"),
                      ga4(noon_us, on_a, R"(,"batch_event_index":"2")"), ga4("1772452800000001", on_a)});
  CHECK(at(got, "/format") == "ga4");
  CHECK(at(got, "/quality/accepted") == 4);
  CHECK(at(got, "/quality/duplicates") == 2);
  // Nobody knows whether two visitors without consent are one.
  const std::string nobody =
      R"({"event_timestamp":"1772452800000000","event_name":"click","user_pseudo_id":null,"event_params":[]})";
  CHECK(at(summary_of("", {nobody, nobody}), "/quality/accepted") == 2);
  // A playbook's own id is the id.
  const std::string book = R"({"payoff":1,"version":"1","data":{"fields":{"id":"/event_params/link"}}})";
  CHECK(at(summary_of(book, {ga4(noon_us, on_a), ga4("1772452800000001", on_a), ga4(noon_us, on_b)}),
           "/quality/duplicates") == 1);
}

TEST_CASE("GA4: parameters are found by key, in any order and at any place, with the type that was sent",
          "[formats]") {
  const std::string rows =
      ga4(noon_us,
          "{\"value\":{\"int_value\":\"12\"}, \"key\":\"minutes\"} , " +
              parameter("price",
                        R"({"string_value":null,"int_value":null,"float_value":null,"double_value":2.5})") +
              "," + parameter("huge", R"({"int_value":"9007199254740993"})") + "," +
              parameter("plan", R"({"string_value":"7"})") + "," +
              parameter("ratio", R"({"double_value":"NaN"})") + "," +
              parameter("ratio2", R"({"float_value":"0.5"})") + "," + parameter("none", "{}") + "," +
              parameter("again", R"({"int_value":1})") + "," + parameter("again", R"({"int_value":2})") +
              "," + parameter("0", R"({"int_value":"5"})") + "," +
              parameter("sm\\u00edle", R"({"string_value":"\"x\""})") +
              R"(,{"value":{"int_value":"3"}},17,null,{"key":4,"value":{"int_value":"3"}})");
  const std::string book =
      R"({"payoff":1,"version":"1","data":{"columns":["minutes","price","huge","plan","ratio","ratio2","none","again","0","1","sm\u00edle","key"]}})";
  const engine core = loaded(book, {rows});
  const auto sum = [&](std::string_view prop) {
    return at(ask(core, usage_of_march(R"({"id":"n","of":"click","stat":"sum","prop":")" + std::string(prop) +
                                       "\"}")),
              "/metrics/0/total");
  };
  CHECK(sum("minutes") == 12);
  CHECK(sum("price") == 2.5);
  CHECK(sum("ratio2") == 0.5);
  CHECK(sum("again") == 2);
  CHECK(sum("0") == 5);
  const auto count = [&](std::string_view filter) {
    return at(
        ask(core, usage_of_march(R"({"id":"n","of":{"event":"click","where":)" + std::string(filter) + "}}")),
        "/metrics/0/total");
  };
  CHECK(count(R"({"prop":"plan","value":"7"})") == 1);
  CHECK(count(R"({"prop":"plan","value":7})") == 0);
  CHECK(count(R"({"prop":"sm\u00edle","value":"\"x\""})") == 1);
  CHECK(count(R"({"prop":"ratio","op":"gt","value":0})") == 0);
  CHECK(count(R"({"prop":"none","op":"exists"})") == 0);
  CHECK(count(R"({"prop":"key","op":"exists"})") == 0);
  CHECK(count(R"({"prop":"1","op":"exists"})") == 0);  // a key, and no place in the array
}

TEST_CASE("GA4: the account is wherever the playbook says, and user properties are attributes", "[formats]") {
  const std::string plan = R"(,"user_properties":[)" + parameter("plan", R"({"string_value":"pro"})") + "," +
                           parameter("company", R"({"string_value":"acct_3"})") + "]";
  const std::vector<std::string> rows{
      ga4(noon_us, parameter("account_id", R"({"string_value":"acct_1"})"), plan)};
  const std::string metric =
      R"({"id":"n","of":{"event":"click","where":{"prop":"plan","on":"user","value":"pro"}}})";
  const auto clicks = [&](std::string_view pointer, std::string_view account) {
    const std::string book =
        R"({"payoff":1,"version":"1","data":{"fields":{"account":")" + std::string(pointer) +
        R"("}},"sets":{"p":{"event":"click","where":{"prop":"plan","on":"user","value":"pro"}}}})";
    return at(ask(book, rows,
                  usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","account":")" +
                            std::string(account) + "\"",
                        metric)),
              "/metrics/0/total");
  };
  CHECK(clicks("/event_params/account_id", "acct_1") == 1);
  // All properties elsewhere: the account is still found among the parameters.
  CHECK(clicks(R"(/event_params/account_id","properties":"/ecommerce)", "acct_1") == 1);
  CHECK(clicks("/user_properties/company", "acct_3") == 1);
  CHECK(clicks("/user_properties/company", "acct_1") == 0);
}

TEST_CASE("GA4: schema shows parameters and user properties by name", "[formats]") {
  const value got = ask("",
                        {ga4(noon_us,
                             parameter("minutes", R"({"int_value":"12"})") + "," +
                                 parameter("link", R"({"string_value":"\"a\""})"),
                             R"(,"user_properties":[)" + parameter("plan", "{}") + "]")},
                        R"({"ask":"schema"})");
  CHECK(at(got, "/events/0/properties/0/name") == "link");
  CHECK(at(got, "/events/0/properties/0/examples") == value::array({"\"a\""}));
  CHECK(at(got, "/events/0/properties/1/name") == "minutes");
  CHECK(at(got, "/events/0/properties/1/examples") == value::array({12}));
  CHECK(at(got, "/attributes/user/0/name") == "plan");
  CHECK(at(got, "/attributes/user/0/types") == value::array({"null"}));
}

TEST_CASE("GA4: rows are read alike however they are written and cut", "[formats]") {
  const std::string spread = R"([
  {
    "event_timestamp": "1772452800000000",
    "event_name": "click",
    "event_params": [
      {
        "key": "minutes",
        "value": {
          "int_value": "12"
        }
      },
      {
        "key": "more",
        "value": {
          "int_value": "30"
        }
      }
    ],
    "user_pseudo_id": "1.2",
    "user_id": "u"
  }
])";
  for (const std::size_t piece_bytes : {1U, 7U, 64U, 4096U}) {
    engine core = configured(R"({"payoff":1,"version":"1","data":{"columns":["more"]}})");
    for (std::size_t i = 0; i < spread.size(); i += piece_bytes)
      PAYOFF_MUST(core.append(spread.substr(i, piece_bytes)));
    PAYOFF_MUST(core.end());
    CHECK(at(ask(core, usage_of_march(R"({"id":"n","of":"click","stat":"sum","prop":"more"})")),
             "/metrics/0/total") == 30);
  }
}

TEST_CASE("Snowplow: an event's own properties lie under its own key, and times and ids in an order of trust",
          "[formats]") {
  const auto event = [](std::string_view id, std::string_view name, std::string_view more) {
    return R"({"event_id":")" + std::string(id) + R"(","event_name":")" + std::string(name) +
           R"(","collector_tstamp":"2026-03-02 08:15:01.000")" + std::string(more) + "}";
  };
  const std::vector<std::string> rows{
      event("1", "resolved",
            R"(,"domain_userid":"d","unstruct_event_com_example_resolved_1":{"minutes":12})"),
      event(
          "2", "closed",
          R"(,"user_id":"u","domain_userid":"d","derived_tstamp":"2026-02-01T00:00:00Z","true_tstamp":"2026-03-03T00:00:00Z","unstruct_event_com_example_closed_2":{"minutes":30})"),
      event("3", "page_view",
            R"(,"user_id":"u","derived_tstamp":"2026-02-28T23:59:59.999Z","page_url":"https://x")"),
      event("1", "resolved", "")};
  const std::string book = R"({"payoff":1,"version":"1","data":{"columns":["minutes"]}})";
  const engine core = loaded(book, rows);
  const value got = ask(core, usage_of_march(R"({"id":"n","of":"*"},{"id":"people","of":"*","stat":"users"},
      {"id":"resolved","of":"resolved","stat":"sum","prop":"minutes"},{"id":"all","of":"*","stat":"sum","prop":"minutes"})"));
  CHECK(at(got, "/metrics/0/total") == 2);  // the page view was in February
  CHECK(at(got, "/metrics/1/total") == 1);  // d is u
  CHECK(at(got, "/metrics/2/total") == 12);
  CHECK(at(got, "/metrics/3/total") == 42);
  CHECK(at(got, "/quality/duplicates") == 1);
  const std::string with_account =
      R"({"payoff":1,"version":"1","data":{"fields":{"account":"/contexts_com_example_account_1/0/id"}}})";
  const value by_account =
      ask(with_account, {event("1", "x", R"(,"contexts_com_example_account_1":[{"id":"acct_3"}])")},
          usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01","account":"acct_3")",
                R"({"id":"n","of":"x"})"));
  CHECK(at(by_account, "/metrics/0/total") == 1);
}
