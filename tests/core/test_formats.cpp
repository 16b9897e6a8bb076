// SPDX-License-Identifier: Apache-2.0
/** @file test_formats.cpp  Are exports recognised by themselves, and their fields found where each format
 * keeps them? */
#include <string>
#include <string_view>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** One row as each format's documentation shows it: the same event, person, account and property. */
struct sample {
  std::string_view format, event, user, account, row;
};

constexpr sample samples[] = {
    {"segment", "Ticket Resolved", "u_17", "acct_3",
     R"({"type":"track","event":"Ticket Resolved","userId":"u_17","anonymousId":"5f0c","messageId":"ajs-1","properties":{"minutes":12},"context":{"groupId":"acct_3","locale":"en-US"},"originalTimestamp":"2026-03-02T08:15:00.120Z","timestamp":"2026-03-02T08:15:00.820Z"})"},
    {"segment", "Ticket Resolved", "u_17", "acct_3",
     R"({"messageId":"m1","type":"track","event":"Ticket Resolved","timestamp":"2026-03-02T08:15:00.120Z","userId":"u_17","anonymousId":"a_1","groupId":"acct_3","properties":{"minutes":12},"requestIp":"192.0.2.1"})"},
    {"mixpanel", "Ticket Resolved", "u_17", "acct_3",
     R"({"event":"Ticket Resolved","properties":{"time":1772439300,"distinct_id":"u_17","$insert_id":"hpuD","mp_processing_time_ms":1772439302711,"company":"acct_3","minutes":12}})"},
    {"posthog", "ticket resolved", "018daf23-0000-7000-8000-000000000001", "acct_3",
     R"({"uuid":"018daf23","event":"ticket resolved","distinct_id":"u_17","person_id":"018daf23-0000-7000-8000-000000000001","properties":{"minutes":12,"$groups":{"company":"acct_3"}},"timestamp":"2026-03-02T08:15:00.120000+00:00","created_at":"2026-03-02T08:15:01.000000+00:00"})"},
    {"amplitude", "Ticket Resolved", "u_17", "acct_3",
     R"({"$insert_id":"i-1","uuid":"0000-a1","amplitude_id":100000000001,"user_id":"u_17","device_id":"d-1","session_id":-1,"event_type":"Ticket Resolved","event_properties":{"minutes":12},"groups":{"company":["acct_3"]},"event_time":"2026-03-02 08:15:00.120000","server_upload_time":"2026-03-02 08:15:01.000000"})"},
};

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
    const value got = ask(
        core,
        R"({"ask":"usage","from":"2026-03-02T08:15:00","to":"2026-03-02T08:15:01","as_of":"2026-04-01","grain":"hour",
      "account":")" +
            std::string(one.account) + R"(","user":")" + std::string(one.user) + R"(","metrics":[
      {"id":"n","of":")" +
            event + R"("},{"id":"minutes","of":")" + event + R"(","stat":"sum","prop":"minutes"}]})");
    CHECK(at(got, "/metrics/0/total") == 1);
    CHECK(at(got, "/metrics/1/total") == 12);
  }
}

TEST_CASE("a first row that is broken or of no known format does not decide the format") {
  engine core = configured("");
  PAYOFF_MUST(core.append("{\"event\":\n{\"hello\":1}\n" + std::string(samples[2].row) + "\n"));
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
  PAYOFF_MUST(core.append(std::string(samples[0].row) + "\n"));
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
