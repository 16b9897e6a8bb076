// SPDX-License-Identifier: Apache-2.0
/** @file test_attributes.cpp  What is known of users and accounts, and from when on. */
#include "ask.h"

using namespace payoff::testing;

namespace {

std::string identify(std::string_view who, std::string_view time, std::string_view traits) {
  return R"({"type":"identify",)" + std::string(who) + R"(,"timestamp":")" + std::string(time) +
         R"(","traits":)" + std::string(traits) + "}";
}
std::string group(std::string_view account, std::string_view time, std::string_view traits) {
  return R"({"type":"group","groupId":")" + std::string(account) + R"(","timestamp":")" + std::string(time) +
         R"(","traits":)" + std::string(traits) + "}";
}

/** How many `run` events of March 2026 the condition holds for. */
value runs_where(const std::vector<std::string>& rows, std::string_view where,
                 std::string_view as_of = "2026-04-01") {
  const std::string metric = R"({"id":"n","of":{"event":"run","where":)" + std::string(where) + "}}";
  const std::string playbook =
      R"({"payoff":1,"version":"1","data":{"columns":["account.plan","account.seats","user.role"]},"metrics":[)" +
      metric + "]}";
  const value answer =
      ask(playbook, rows,
          R"({"ask":"usage","from":"2026-03-01","to":"2026-04-01","grain":"month","as_of":")" +
              std::string(as_of) + "\"}");
  return at(answer, answer.contains("error") ? "/error" : "/metrics/0/total");
}

constexpr std::string_view plan_is_pro = R"({"prop":"plan","on":"account","value":"pro"})";

}  // namespace

TEST_CASE("an account's attribute is the latest one known when the event happens") {
  const std::vector<std::string> rows{
      track("run", "u1", "2026-03-01T00:00:00Z", in_account("a1")),  // nothing known yet
      group("a1", "2026-03-02T00:00:00Z", R"({"plan":"free"})"),
      track("run", "u1", "2026-03-03T00:00:00Z", in_account("a1")),
      group("a1", "2026-03-04T00:00:00Z", R"({"plan":"pro"})"),
      track("run", "u1", "2026-03-04T00:00:00Z", in_account("a1")),  // the same instant: known
      track("run", "u2", "2026-03-05T00:00:00Z", in_account("a1")),
      track("run", "u2", "2026-03-05T00:00:00Z", in_account("a2")),
      track("run", "u2", "2026-03-05T00:00:00Z"),
  };
  CHECK(runs_where(rows, plan_is_pro) == 2);
  CHECK(runs_where(rows, R"({"prop":"plan","on":"account","value":"free"})") == 1);
  CHECK(runs_where(rows, R"({"prop":"plan","on":"account","op":"exists"})") == 3);
  CHECK(runs_where(rows, R"({"prop":"plan","on":"account","op":"exists","value":false})") == 3);
}

TEST_CASE("with at latest it is the one known at as_of, also for earlier events") {
  const std::vector<std::string> rows{
      track("run", "u1", "2026-03-01T00:00:00Z", in_account("a1")),
      group("a1", "2026-03-02T00:00:00Z", R"({"plan":"free"})"),
      track("run", "u1", "2026-03-03T00:00:00Z", in_account("a1")),
      group("a1", "2026-03-10T00:00:00Z", R"({"plan":"pro"})"),
  };
  constexpr std::string_view latest_is_pro = R"({"prop":"plan","on":"account","value":"pro","at":"latest"})";
  CHECK(runs_where(rows, latest_is_pro) == 2);
  // What became known at as_of is not known yet.
  CHECK(runs_where(rows, latest_is_pro, "2026-03-10T00:00:00Z") == 0);
  CHECK(runs_where(rows, latest_is_pro, "2026-03-10T00:00:00.001Z") == 2);
}

TEST_CASE("null ends what was known, a field that is not there leaves it") {
  const std::vector<std::string> rows{
      group("a1", "2026-03-01T00:00:00Z", R"({"plan":"pro","seats":5})"),
      group("a1", "2026-03-02T00:00:00Z", R"({"seats":6})"),
      track("run", "u1", "2026-03-03T00:00:00Z", in_account("a1")),
      group("a1", "2026-03-04T00:00:00Z", R"({"plan":null})"),
      track("run", "u1", "2026-03-05T00:00:00Z", in_account("a1")),
  };
  CHECK(runs_where(rows, plan_is_pro) == 1);
  CHECK(runs_where(rows, R"({"prop":"seats","on":"account","op":"gte","value":6})") == 2);
}

TEST_CASE("rows may come in any order, and of two values of one instant the same one always holds") {
  std::vector<std::string> rows{
      track("run", "u1", "2026-03-03T00:00:00Z", in_account("a1")),
      group("a1", "2026-03-02T00:00:00Z", R"({"plan":"pro"})"),
      group("a1", "2026-03-02T00:00:00Z", R"({"plan":"free"})"),
      group("a1", "2026-03-01T00:00:00Z", R"({"plan":"zero"})"),
  };
  std::sort(rows.begin(), rows.end());
  do {
    REQUIRE(runs_where(rows, plan_is_pro) == 1);  // "pro" is the greater text
  } while (std::next_permutation(rows.begin(), rows.end()));
}

TEST_CASE("what was said of an anonymous visitor holds for the user that it becomes") {
  const std::vector<std::string> rows{
      identify(R"("anonymousId":"x")", "2026-03-01T00:00:00Z", R"({"role":"owner"})"),
      track("run", "u1", "2026-03-02T00:00:00Z"),
      track("run", "u2", "2026-03-02T00:00:00Z"),
      identify(R"("userId":"u1","anonymousId":"x")", "2026-03-05T00:00:00Z", "{}"),
  };
  constexpr std::string_view is_owner = R"({"prop":"role","on":"user","value":"owner"})";
  CHECK(runs_where(rows, is_owner) == 1);
}

TEST_CASE("formats whose events bring attributes are read event by event") {
  const std::vector<std::string> amplitude{
      R"({"event_type":"run","user_id":"u1","event_time":"2026-03-01 10:00:00","user_properties":{"role":"owner"}})",
      R"({"event_type":"run","user_id":"u1","event_time":"2026-03-02 10:00:00","user_properties":{"role":"guest"}})",
      R"({"event_type":"run","user_id":"u1","event_time":"2026-03-03 10:00:00"})"};
  CHECK(runs_where(amplitude, R"({"prop":"role","on":"user","value":"owner"})") == 1);
  CHECK(runs_where(amplitude, R"({"prop":"role","on":"user","value":"guest"})") == 2);
}

TEST_CASE("the playbook says where attributes are if the format does not") {
  const std::string playbook = R"({"payoff":1,"version":"1",
    "data":{"columns":["account.plan"],"identify":{"account_attributes":"/about"}},
    "metrics":[{"id":"n","of":{"event":"run","where":{"prop":"plan","on":"account","value":"pro"}}}]})";
  const value answer =
      ask(playbook,
          {R"({"type":"group","groupId":"a1","timestamp":"2026-03-01T00:00:00Z","about":{"plan":"pro"}})",
           track("run", "u1", "2026-03-02T00:00:00Z", in_account("a1"))},
          R"({"ask":"usage","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"})");
  CHECK(at(answer, "/metrics/0/total") == 1);
}

TEST_CASE("an attribute that the playbook does not name must be named, and says how") {
  const value answer =
      ask(R"({"payoff":1,"version":"1"})", {track("run", "u1", "2026-03-02T00:00:00Z")},
          usage(R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01")",
                R"({"id":"n","of":{"event":"run","where":{"prop":"plan","on":"user","value":1}}})"));
  CHECK(at(answer, "/error/code") == "needs_reload");
  CHECK(at(answer, "/error/path") == "/metrics/0/of");
  CHECK(at(answer, "/error/message") ==
        "the attribute `user.plan` was not kept; name it in the playbook's /data/columns and load again");
}

TEST_CASE("sets that name each other many times over are matched at once") {
  // s0 is an event; each further set names the one before twice: as a tree that would be 2^60 selectors.
  std::string sets = R"("s0":{"event":"run","where":{"prop":"n","op":"gt","value":1}})";
  for (int i = 1; i <= 60; ++i) {
    const std::string before = "\"@s" + std::to_string(i - 1) + "\"";
    sets += ",\"s" + std::to_string(i) + "\":[" + before + "," + before + "]";
  }
  const std::string playbook =
      R"({"payoff":1,"version":"1","sets":{)" + sets + R"(},"metrics":[{"id":"n","of":"@s60"}]})";
  const value answer = ask(playbook,
                           {track("run", "u1", "2026-03-02T00:00:00Z", with(R"({"n":2})")),
                            track("run", "u1", "2026-03-02T00:00:00Z", with(R"({"n":1})"))},
                           R"({"ask":"usage","from":"2026-03-01","to":"2026-04-01","as_of":"2026-04-01"})");
  CHECK(at(answer, "/metrics/0/total") == 1);
}
