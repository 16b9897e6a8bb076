// SPDX-License-Identifier: Apache-2.0
/** @file test_formats.cpp  Are exports recognised by themselves, and their fields found where each format
 * keeps them? */
#include <string>
#include <string_view>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** One row as each format's documentation shows it: the same event, person, account and property. Snowplow
 * and GA4 have no place of their own for an account. */
struct sample {
  std::string_view format, event, user, account, row;
};

constexpr sample samples[] = {
    {"segment", "Ticket Resolved", "u_17", "acct_3",
     R"({"type":"track","event":"Ticket Resolved","userId":"u_17","anonymousId":"5f0c","messageId":"ajs-1","properties":{"minutes":12},"context":{"groupId":"acct_3","locale":"en-US"},"originalTimestamp":"2026-03-02T08:15:00.120Z","timestamp":"2026-03-02T08:15:00.820Z"})"},
    {"jitsu", "Ticket Resolved", "u_17", "acct_3",
     R"({"messageId":"m1","type":"track","event":"Ticket Resolved","timestamp":"2026-03-02T08:15:00.120Z","sentAt":"2026-03-02T08:15:00.300Z","userId":"u_17","anonymousId":"a_1","groupId":"acct_3","properties":{"minutes":12},"context":{"locale":"en","library":{"name":"@jitsu/js","version":"1.9.0"},"traits":{}}})"},
    {"jitsu", "Ticket Resolved", "u_17", "acct_3",
     R"({"messageId":"m1","type":"track","event":"Ticket Resolved","timestamp":"2026-03-02T08:15:00.120Z","userId":"u_17","context":{"groupId":"acct_3"},"properties":{"minutes":12},"requestIp":"192.0.2.1"})"},
    {"rudderstack", "Ticket Resolved", "u_17", "acct_3",
     R"({"type":"track","channel":"web","event":"Ticket Resolved","userId":"u_17","anonymousId":"a_1","messageId":"m_1","properties":{"minutes":12},"context":{"groupId":"acct_3","library":{"name":"RudderLabs JavaScript SDK"},"traits":{"anonymousId":"a_1"}},"integrations":{"All":true},"originalTimestamp":"2026-03-02T08:15:00.120Z","sentAt":"2026-03-02T08:15:00.300Z"})"},
    {"rudderstack", "Ticket Resolved", "u_17", "acct_3",
     R"({"channel":"server","context":{"ip":"192.0.2.1"},"event":"Ticket Resolved","groupId":"acct_3","messageId":"m_1","originalTimestamp":"2026-03-02T08:15:09.120Z","properties":{"minutes":12},"receivedAt":"2026-03-02T08:15:01.000Z","request_ip":"192.0.2.1","rudderId":"4eaba8fc","timestamp":"2026-03-02T08:15:00.120Z","type":"track","userId":"u_17"})"},
    {"cloudevents", "com.example.ticket.resolved", "u_17", "acct_3",
     R"({"specversion":"1.0","type":"com.example.ticket.resolved","source":"/helpdesk/eu1","subject":"acct_3","id":"A234-1234-1234","time":"2026-03-02T08:15:00.12Z","datacontenttype":"application/json","userid":"u_17","data":{"minutes":12}})"},
    {"cloudevents", "com.example.ticket.resolved", "u_17", "acct_3",
     R"({"data":{"userId":"u_17","accountId":"acct_3","minutes":12},"id":"1","source":"/eu1","specversion":"1.0","subject":"tickets/9","time":"2026-03-02T09:15:00.12+01:00","type":"com.example.ticket.resolved"})"},
    {"snowplow", "ticket_resolved", "u_17", "",
     R"({"app_id":"app","platform":"web","event":"unstruct","event_id":"c6ef3124","event_vendor":"com.example","event_name":"ticket_resolved","user_id":"u_17","domain_userid":"bc2e92ec","collector_tstamp":"2026-03-02T08:15:01.000Z","dvce_created_tstamp":"2026-03-02T08:15:09.120Z","derived_tstamp":"2026-03-02T08:15:00.820Z","true_tstamp":null,"unstruct_event_com_example_ticket_resolved_1":{"minutes":12},"contexts_com_example_account_1":[{"id":"acct_3"}]})"},
    {"ga4", "ticket_resolved", "u_17", "",
     R"({"event_date":"20260302","event_timestamp":"1772439300120000","event_name":"ticket_resolved","event_params":[{"key":"ga_session_id","value":{"int_value":"1772439000"}},{"key":"minutes","value":{"string_value":null,"int_value":"12","float_value":null,"double_value":null}}],"event_bundle_sequence_id":"7","user_id":"u_17","user_pseudo_id":"123.456","user_properties":[{"key":"plan","value":{"string_value":"pro","set_timestamp_micros":"1772439000000000"}}],"platform":"WEB"})"},
    {"mixpanel", "Ticket Resolved", "u_17", "acct_3",
     R"({"event":"Ticket Resolved","properties":{"time":1772439300,"distinct_id":"u_17","$insert_id":"hpuD","mp_processing_time_ms":1772439302711,"company":"acct_3","minutes":12}})"},
    {"posthog", "ticket resolved", "018daf23-0000-7000-8000-000000000001", "acct_3",
     R"({"uuid":"018daf23","event":"ticket resolved","distinct_id":"u_17","person_id":"018daf23-0000-7000-8000-000000000001","properties":{"minutes":12,"$groups":{"company":"acct_3"}},"timestamp":"2026-03-02T08:15:00.120000+00:00","created_at":"2026-03-02T08:15:01.000000+00:00"})"},
    {"amplitude", "Ticket Resolved", "u_17", "acct_3",
     R"({"$insert_id":"i-1","uuid":"0000-a1","amplitude_id":100000000001,"user_id":"u_17","device_id":"d-1","session_id":-1,"event_type":"Ticket Resolved","event_properties":{"minutes":12},"groups":{"company":["acct_3"]},"event_time":"2026-03-02 08:15:00.120000","server_upload_time":"2026-03-02 08:15:01.000000"})"},
};

std::string row_of(std::string_view format) {
  for (const sample& one : samples) {
    if (one.format == format) return std::string(one.row);
  }
  return "";
}

constexpr std::string_view keeps_minutes = R"({"payoff":1,"version":"1","data":{"columns":["minutes"]}})";

}  // namespace

TEST_CASE(
    "an export is recognised by its first row, and its event, person, account, time and property are found") {
  for (const sample& one : samples) {
    CAPTURE(one.format, one.row);
    engine core = configured(keeps_minutes);
    const std::string twice = std::string(one.row) + "\n" + std::string(one.row) + "\n";
    PAYOFF_MUST(core.append(twice));
    const auto summary = core.end();
    REQUIRE(summary);
    CHECK(at(read(summary->json), "/format") == std::string(one.format));
    CHECK(at(read(summary->json), "/quality/duplicates") == 1);
    const std::string event(one.event);
    const std::string of_account =
        one.account.empty() ? "" : R"("account":")" + std::string(one.account) + R"(",)";
    const value got = ask(
        core,
        R"({"ask":"usage","from":"2026-03-02T08:15:00","to":"2026-03-02T08:15:01","as_of":"2026-04-01","grain":"hour",)" +
            of_account + R"("user":")" + std::string(one.user) + R"(","metrics":[
      {"id":"n","of":")" +
            event + R"("},{"id":"minutes","of":")" + event + R"(","stat":"sum","prop":"minutes"}]})");
    CHECK(at(got, "/metrics/0/total") == 1);
    CHECK(at(got, "/metrics/1/total") == 12);
  }
}

TEST_CASE("a first row that is broken or of no known format does not decide the format") {
  engine core = configured("");
  PAYOFF_MUST(core.append("{\"event\":\n{\"hello\":1}\n" + row_of("mixpanel") + "\n"));
  const auto summary = core.end();
  REQUIRE(summary);
  CHECK(at(read(summary->json), "/format") == "mixpanel");
  CHECK(at(read(summary->json), "/quality/accepted") == 1);
  CHECK(at(read(summary->json), "/quality/rejected/bad_json") == 1);
  CHECK(at(read(summary->json), "/quality/rejected/no_event") == 1);
}

TEST_CASE(
    "a format that the playbook names is not guessed, and an unknown name is refused with the known ones") {
  engine core = configured(R"({"payoff":1,"version":"1","data":{"format":"amplitude"}})");
  PAYOFF_MUST(core.append(row_of("segment") + "\n"));
  const auto summary = core.end();
  REQUIRE(summary);
  CHECK(at(read(summary->json), "/quality/rejected/no_event") == 1);

  engine other;
  const auto refused = other.configure(R"({"payoff":1,"version":"1","data":{"format":"amplitud"}})");
  REQUIRE_FALSE(refused);
  CHECK(error_name(refused.error().code) == "unknown_name");
  CHECK(refused.error().path == "/data/format");
  CHECK(refused.error().message.find("`amplitude`") != std::string::npos);
}

TEST_CASE("an Amplitude device that never meets a user is nobody, and one that does is the user's") {
  const engine core = loaded(
      "",
      {R"({"event_type":"a","device_id":"d1","event_time":"2026-03-02 08:00:00.000000"})",
       R"({"event_type":"a","device_id":"d2","event_time":"2026-03-02 09:00:00.000000"})",
       R"({"event_type":"a","device_id":"d1","user_id":"u1","event_time":"2026-03-02 10:00:00.000000"})"});
  const value got = ask(
      core,
      usage(
          R"("from":"2026-03-02","to":"2026-03-03","as_of":"2026-04-01")",
          R"({"id":"n","of":"a"},{"id":"people","of":"a","stat":"users"},{"id":"each","of":"a","stat":"events_per_user"})"));
  CHECK(at(got, "/metrics/0/total") == 3);
  CHECK(at(got, "/metrics/1/total") == 1);
  CHECK(at(got, "/metrics/2/total") == 2);
}
