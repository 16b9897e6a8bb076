// SPDX-License-Identifier: Apache-2.0
/** @file test_engine.cpp  The calls of an engine, in and out of order, and its limits. */
#include <algorithm>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* october =
    R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grain":"month"})";

std::string error_of(const reply& said) { return at(read(said.json), "/error/code").get<std::string>(); }

}  // namespace

TEST_CASE("calls out of order are bad_state") {
  engine core;
  CHECK(core.append("x").error().code == error_code::bad_state);
  CHECK(core.end().error().code == error_code::bad_state);
  CHECK(error_of(core.ask(october)) == "bad_state");
  PAYOFF_MUST(core.begin());
  CHECK(error_of(core.ask(october)) == "bad_state");
  PAYOFF_MUST(core.end());
  CHECK(at(ask(core, october), "/metrics/0/total") == 0);
  PAYOFF_MUST(core.append(track("a", "u1", "2026-10-01") + "\n"));
  CHECK(error_of(core.ask(october)) == "bad_state");
  PAYOFF_MUST(core.end());
  CHECK(at(ask(core, october), "/metrics/0/total") == 1);
}

TEST_CASE("begin() forgets rows, and so does another playbook") {
  engine core = loaded("", {track("a", "u1", "2026-10-01")});
  PAYOFF_MUST(core.begin());
  PAYOFF_MUST(core.end());
  CHECK(at(ask(core, october), "/metrics/0/total") == 0);
  PAYOFF_MUST(core.configure(R"({"payoff":1,"version":"2"})"));
  CHECK(error_of(core.ask(october)) == "bad_state");
}

TEST_CASE("a playbook that is refused leaves the one before and its rows") {
  engine core = loaded("", {track("a", "u1", "2026-10-01")});
  CHECK_FALSE(core.configure(R"({"payoff":1,"vrsion":"2"})").has_value());
  CHECK(at(ask(core, october), "/metrics/0/total") == 1);
}

TEST_CASE("rows may be added after end(), and a question does not change the answer to the next") {
  engine core = loaded("", {track("a", "u1", "2026-10-05")});
  const std::string before = core.ask(october).json;
  CHECK(core.ask(october).json == before);
  PAYOFF_MUST(core.append(joined({track("a", "u1", "2026-10-01"), track("a", "u0", "2026-10-03")})));
  PAYOFF_MUST(core.end());
  PAYOFF_MUST(core.end());
  CHECK(at(ask(core, october), "/metrics/0/total") == 3);
}

TEST_CASE("the README's example of the header holds") {
  engine core;
  PAYOFF_MUST(core.configure(R"({"payoff":1,"version":"1"})"));
  PAYOFF_MUST(core.begin());
  PAYOFF_MUST(core.append(
      "{\"event\":\"ticket_resolved\",\"userId\":\"u1\",\"timestamp\":\"2026-10-01T09:00:00Z\"}\n"));
  PAYOFF_MUST(core.end());
  const value answer =
      ask(core, R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})");
  CHECK(at(answer, "/metrics/0/id") == "events");
  CHECK(at(answer, "/metrics/0/total") == 1);
}

TEST_CASE(
    "zone, week start and as_of: the question's, else the host's, else the playbook's, else UTC and monday") {
  const char* const book =
      R"({"payoff":1,"version":"1","time":{"zone":"Europe/Berlin","week_start":"sunday"}})";
  const std::string question = R"({"ask":"usage","from":"2026-10-01","to":"2026-10-02")";
  engine core = loaded(book, {});
  value range = at(ask(core, question + R"(,"as_of":"2026-11-01"})"), "/range");
  CHECK(
      range ==
      read(
          R"({"from":"2026-10-01","to":"2026-10-02","zone":"Europe/Berlin","grain":"day","week_start":"sunday","as_of":"2026-10-31T23:00:00Z"})"));
  PAYOFF_MUST(core.set_defaults(R"({"zone":"UTC","week_start":"friday","as_of":"2026-11-02T00:00:00Z"})"));
  range = at(ask(core, question + "}"), "/range");
  CHECK(
      range ==
      read(
          R"({"from":"2026-10-01","to":"2026-10-02","zone":"UTC","grain":"day","week_start":"friday","as_of":"2026-11-02T00:00:00Z"})"));
  range = at(
      ask(core, question + R"(,"zone":"Europe/Berlin","week_start":"tuesday","as_of":"2026-11-03T12:00"})"),
      "/range");
  CHECK(
      range ==
      read(
          R"({"from":"2026-10-01","to":"2026-10-02","zone":"Europe/Berlin","grain":"day","week_start":"tuesday","as_of":"2026-11-03T11:00:00Z"})"));
  PAYOFF_MUST(core.set_defaults("{}"));
  range = at(ask(loaded("", {}), question + R"(,"as_of":"2026-11-01"})"), "/range");
  CHECK(at(range, "/zone") == "UTC");
  CHECK(at(range, "/week_start") == "monday");
}

TEST_CASE("defaults are read as strictly as questions") {
  engine core;
  CHECK(core.set_defaults("{").error().code == error_code::bad_json);
  CHECK(core.set_defaults(R"({"zoen":"UTC"})").error().path == "/zoen");
  CHECK(core.set_defaults(R"({"week_start":"mondey"})").error().code == error_code::bad_value);
  CHECK(core.set_defaults(R"({"as_of":5})").error().code == error_code::wrong_type);
  engine asked = loaded("", {});
  PAYOFF_MUST(asked.set_defaults(R"({"as_of":"soon"})"));
  const value answer = ask(asked, R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01"})");
  CHECK(at(answer, "/error/code") == "bad_value");
  CHECK(at(answer, "/error/path") == "/as_of");
}

TEST_CASE("a zone must ascend; giving it again replaces it") {
  engine core = loaded("", {track("a", "u1", "2026-10-01T23:30:00Z")});
  CHECK(core.add_zone("Moon", {{5, 0}, {5, 3600}}).error().code == error_code::bad_value);
  const std::string question =
      R"({"ask":"usage","from":"2026-10-02","to":"2026-10-03","as_of":"2026-11-01","zone":"Moon"})";
  CHECK(at(ask(core, question), "/error/code") == "unknown_zone");
  PAYOFF_MUST(core.add_zone("Moon", {{0, 3600}}));
  CHECK(at(ask(core, question), "/metrics/0/total") == 1);
  PAYOFF_MUST(core.add_zone("Moon", {{0, -3600}}));
  CHECK(at(ask(core, question), "/metrics/0/total") == 0);
}

TEST_CASE("limits are named in the error or the row that they give") {
  engine rows = configured("", {.max_rows = 2});
  PAYOFF_MUST(rows.append(joined({track("a", "u1", "2026-10-01"), track("a", "u1", "2026-10-02")})));
  const auto third = rows.append(joined({track("a", "u1", "2026-10-03")}));
  const auto third_end = third ? rows.end() : result<load_summary>(tl::unexpected<error>(third.error()));
  REQUIRE_FALSE(third_end.has_value());
  CHECK(third_end.error().code == error_code::limit_exceeded);
  CHECK(third_end.error().message.find("max_rows = 2") != std::string::npos);

  engine names = configured("", {.max_names = 2});
  PAYOFF_MUST(names.append(joined(
      {track("a", "u1", "2026-10-01"), track("b", "u1", "2026-10-02"), track("a", "u1", "2026-10-02")})));
  const auto fourth = names.append(joined({track("c", "u1", "2026-10-03"), track("a", "u1", "2026-10-03")}));
  REQUIRE_FALSE(fourth.has_value());
  CHECK(fourth.error().code == error_code::limit_exceeded);
  CHECK(fourth.error().message.find("max_names = 2") != std::string::npos);

  for (const std::size_t chunk : {std::size_t{1}, std::size_t{1000}}) {
    engine bytes = configured("", {.max_row_bytes = 100});
    const std::string text =
        joined({track("a", "u1", "2026-10-01"),
                track("a", "u1", "2026-10-01", with("{\"x\":\"" + std::string(100, 'y') + "\"}")),
                track("a", "u1", "2026-10-02")});
    for (std::size_t i = 0; i < text.size(); i += chunk)
      PAYOFF_MUST(bytes.append(std::string_view(text).substr(i, chunk)));
    PAYOFF_MUST(bytes.end());
    const value answer = ask(bytes, october);
    CHECK(at(answer, "/metrics/0/total") == 2);
    CHECK(at(answer, "/quality/rejected") == read(R"({"bad_json":1})"));
    CHECK(at(answer, "/quality/examples/0/line") == 2);
    CHECK(at(answer, "/quality/examples/0/detail").get<std::string>().find("100 bytes") != std::string::npos);
  }
}

TEST_CASE("this build knows its questions and its version") {
  const auto names = engine::questions();
  for (const std::string_view name : {"usage", "activation", "roi", "report"}) {
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  }
  CHECK_FALSE(version().empty());
}
