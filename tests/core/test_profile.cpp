// SPDX-License-Identifier: Apache-2.0
/** @file test_profile.cpp  All that is known of one account or user, on one page. */
#include <algorithm>
#include <set>
#include <tuple>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book =
    R"({"payoff":1,"version":"1","sets":{"active":["use","make"],"value":"make","support":"call"},
  "capabilities":[{"id":"a","events":"use"},{"id":"b","events":"make"},{"id":"c","events":"x"}],
  "activation":{"start":"use","steps":[{"id":"m","event":"make","count":2},{"id":"r","event":"x"}]},
  "aha":{"event":"make","count":3,"within_days":10},
  "health":[{"id":"h","weight":1,"measure":"events_28d","bad":0,"good":10}],
  "data":{"columns":["user.role","account.region","user.vip"]},
  "subscription":{"plan":"account.plan","seats":"account.seats","mrr":"account.mrr","renews_on":"account.on",
    "canceled":"canceled","payment_succeeded":"paid"},
  "survey":{"nps":{"event":"nps","score_prop":"score","comment_prop":"why"},"exit":{"event":"left"},"none":{}}})";

std::string in_x(const char* event, const char* time, const char* user = "u1", const std::string& more = "") {
  return track(event, user, time, in_account("x") + more);
}

const std::vector<std::string> rows{
    R"({"type":"group","userId":"u1","groupId":"x","timestamp":"2026-01-01","traits":{"plan":"pro","seats":4,"mrr":99.5,"on":"2026-11-15"}})",
    R"({"type":"group","userId":"u1","groupId":"x","timestamp":"2026-11-02","traits":{"plan":"later"}})",
    R"({"type":"identify","userId":"u2","timestamp":"2026-02-01","traits":{"role":"owner","vip":true}})",
    in_x("use", "2026-09-10T00:00:00Z"),
    in_x("make", "2026-09-10T01:00:00Z"),
    in_x("make", "2026-10-10T00:00:00Z", "u2"),
    in_x("make", "2026-10-27T12:00:00Z"),
    in_x("call", "2026-09-01T12:00:00Z", ""),
    in_x("call", "2026-10-20T12:00:00Z", "u3"),
    in_x("paid", "2026-10-01T08:00:00.250Z"),
    in_x("nps", "2026-10-20T00:00:00Z", "u1", with(R"({"score":8,"why":"slow"})")),
    in_x("nps", "2026-10-21T00:00:00Z", "u2", with(R"({"score":9,"why":"nice"})")),
    in_x("nps", "2026-10-21T00:00:00Z", "u3", with(R"({"score":7,"why":"so"})")),
    in_x("nps", "2026-10-21T00:00:00Z", "u1", with(R"({"score":7})")),
    in_x("nps", "2026-10-21T00:00:00Z", "u1", with(R"({"why":"aaa"})")),
    in_x("use", "2026-10-29T00:00:00Z")};

value answer_of(const std::string& more = R"("account":"x")", const std::string& ask_for = "profile") {
  return ask(book, rows, R"({"ask":")" + ask_for + R"(","as_of":"2026-10-29T00:00:00Z",)" + more + "}");
}

}  // namespace

TEST_CASE("a page of one account: what the profile adds of its own") {
  const value got = answer_of();
  REQUIRE(got.contains("last_events"));
  CHECK(got["ask"] == "profile");
  CHECK(got["account"] == "x");
  CHECK(got["first_seen"] == "2026-09-01T12:00:00Z");
  CHECK(got["last_seen"] == "2026-10-27T12:00:00Z");
  CHECK(got["attributes"] == read(R"({"account":{"mrr":99.5,"on":"2026-11-15","plan":"pro","seats":4}})"));
  CHECK(got["people"] == read(R"({"total":3,"active_28d":2})"));
  CHECK(got["seats"] == read(R"({"bought":4,"active_28d":2,"share":0.5})"));
  CHECK(got["subscription"] ==
        read(R"({"plan":"pro","mrr":99.5,"renews_on":"2026-11-15","card_expires_on":null,
    "days_to_renewal":17,"canceled_at":null,"payment_failed_at":null,
    "payment_succeeded_at":"2026-10-01T08:00:00.250Z"})"));
  CHECK(got["conversations"] == read(R"({"total":2,"last_28d":1,"last_at":"2026-10-20T12:00:00Z"})"));
  CHECK(got["surveys"] == read(R"([
    {"id":"nps","answers":5,"last_at":"2026-10-21T00:00:00Z","score":7,"comment":"so"},
    {"id":"exit","answers":0,"last_at":null,"score":null,"comment":null}])"));
  REQUIRE(got["last_events"].size() == 10);
  CHECK(got["last_events"][0] ==
        read(R"({"event":"make","at":"2026-10-27T12:00:00Z","user":"u1","account":"x"})"));
  // Of one instant by event, then by user.
  CHECK(got["last_events"][1] ==
        read(R"({"event":"nps","at":"2026-10-21T00:00:00Z","user":"u1","account":"x"})"));
  CHECK(got["last_events"][4] ==
        read(R"({"event":"nps","at":"2026-10-21T00:00:00Z","user":"u3","account":"x"})"));
  CHECK(got["last_events"][9] ==
        read(R"({"event":"make","at":"2026-09-10T01:00:00Z","user":"u1","account":"x"})"));
  CHECK(got["notes"] == read("[]"));
}

TEST_CASE("the parts are what their questions answer") {
  for (const std::string whose :
       {R"("account":"x")", R"("user":"u1")", R"("account":"x","user":"u2")", R"("user":"who")"}) {
    CAPTURE(whose);
    const value got = answer_of(whose);
    REQUIRE(got.contains("stage"));
    const auto same = [&](const std::string& part, const std::string& question,
                          const std::string& more = "") {
      CAPTURE(part);
      const value alone = answer_of(whose + more, question);
      REQUIRE_FALSE(alone.contains("error"));
      value expected = alone;
      for (const char* field : {"ask", "range", "notes", "quality"}) expected.erase(field);
      value found = got[part];
      for (const char* field : {"account", "user"}) {
        expected.erase(field);
        found.erase(field);
      }
      CHECK(found == expected);
    };
    same("stage", "stage");
    same("health", "health");
    same("flags", "flags");
    same("activation", "activation");
    same("aha", "aha_progress");
    same("adoption", "adoption", R"(,"from":"2026-10-01T00:00:00Z","to":"2026-10-29T00:00:00Z")");
  }
}

TEST_CASE("a user has a page too, and so has one of whom nothing is known") {
  const value user = answer_of(R"("user":"u2")");
  CHECK(at(user, "/attributes") == read(R"({"user":{"role":"owner","vip":true}})"));
  CHECK(at(user, "/people") == nullptr);
  CHECK(at(user, "/seats") == nullptr);
  CHECK(at(user, "/last_events").size() == 2);
  CHECK(at(user, "/surveys/0/score") == 9);
  const value nobody = answer_of(R"("account":"who")");
  CHECK(at(nobody, "/first_seen") == nullptr);
  CHECK(at(nobody, "/last_seen") == nullptr);
  CHECK(at(nobody, "/attributes/account") == read("{}"));
  CHECK(at(nobody, "/seats") == read(R"({"bought":null,"active_28d":0,"share":null})"));
  CHECK(at(nobody, "/surveys/0/answers") == 0);
  CHECK(at(nobody, "/conversations") == read(R"({"total":0,"last_28d":0,"last_at":null})"));
  const value bare =
      ask(R"({"payoff":1,"version":"1"})", rows, R"({"ask":"profile","account":"x","as_of":"2026-10-29"})");
  for (const char* part : {"health", "activation", "aha", "adoption", "conversations"}) {
    CHECK(at(bare, std::string("/") + part) == nullptr);
  }
  CHECK(at(bare, "/subscription/plan") == nullptr);
  CHECK(at(bare, "/surveys") == read("[]"));
}

TEST_CASE("whose page it is must be said") {
  CHECK(at(answer_of(R"("zone":"UTC")"), "/error/path") == "/account");
  CHECK(at(answer_of(R"("account":"x","usr":"u")"), "/error/path") == "/usr");
  CHECK(at(answer_of(R"("account":"x","usr":"u")"), "/error/message").get<std::string>().find("`user`") !=
        std::string::npos);
  CHECK(at(ask(book, rows, R"({"ask":"profile","account":"x"})"), "/error/code") == "missing_as_of");
}

TEST_CASE("the last events and the people agree with a list of all on random stores") {
  std::mt19937 random(3);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 40; ++round) {
    CAPTURE(round);
    std::vector<random_event> events = random_events(random, 1 + pick(60));
    for (random_event& e : events) {
      if (pick(2) == 0) e.time_ms = 1775000000000;
    }
    constexpr const char* question = R"({"ask":"profile","account":"a1","as_of":"2026-05-01"})";
    std::vector<std::string> lines = rows_of(events);
    const value got = ask("", lines, question);
    std::shuffle(lines.begin(), lines.end(), random);
    CHECK(ask("", lines, question) == got);
    std::vector<std::tuple<long long, std::string, std::string>> all;
    std::set<int> people;
    for (const random_event& e : events) {
      if (e.account != 1 || e.time_ms >= 1777593600000) continue;
      all.emplace_back(-e.time_ms, "e" + std::to_string(e.name),
                       e.user < 0 ? "" : "u" + std::to_string(e.user));
      if (e.user >= 0) people.insert(e.user);
    }
    std::sort(all.begin(), all.end());
    CHECK(at(got, "/people/total") == people.size());
    REQUIRE(got["last_events"].size() == std::min<std::size_t>(all.size(), 10));
    for (std::size_t i = 0; i < got["last_events"].size(); ++i) {
      const auto& [time, event, user] = all[i];
      CHECK(got["last_events"][i]["event"] == event);
      CHECK(got["last_events"][i]["user"] == (user.empty() ? value(nullptr) : value(user)));
    }
  }
}
