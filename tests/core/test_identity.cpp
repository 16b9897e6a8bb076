// SPDX-License-Identifier: Apache-2.0
/** @file test_identity.cpp  Who an anonymous id turns out to be. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string anonymous(std::string_view id, std::string_view time) {
  return R"({"type":"track","event":"a","anonymousId":")" + std::string(id) + R"(","timestamp":")" +
         std::string(time) + R"("})";
}
std::string identify(std::string_view user, std::string_view id, std::string_view time) {
  return R"({"type":"identify","userId":")" + std::string(user) + R"(","anonymousId":")" + std::string(id) +
         R"(","timestamp":")" + std::string(time) + R"("})";
}

/** {"events", "users", "of u1", "of u2"} */
std::vector<int> people(const engine& core) {
  const std::string range = R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","grain":"month")";
  std::vector<int> out;
  for (const char* question : {R"({"id":"m","of":"*"})", R"({"id":"m","of":"*","stat":"users"})"}) {
    out.push_back(at(ask(core, usage(range, question)), "/metrics/0/total").get<int>());
  }
  for (const char* user : {"u1", "u2"}) {
    out.push_back(at(ask(core, usage(range + R"(,"user":")" + user + '"', R"({"id":"m","of":"*"})")),
                     "/metrics/0/total")
                      .get<int>());
  }
  return out;
}

using numbers = std::vector<int>;

}  // namespace

TEST_CASE("an anonymous id that never meets a user is nobody, its events still count") {
  CHECK(people(loaded("", {anonymous("x", "2026-10-01"), anonymous("y", "2026-10-02")})) ==
        numbers{2, 0, 0, 0});
}

TEST_CASE("an anonymous id becomes the user's, in either order of arrival") {
  CHECK(people(loaded("", {anonymous("x", "2026-10-01"), identify("u1", "x", "2026-10-02"),
                           anonymous("x", "2026-10-03")})) == numbers{2, 1, 2, 0});
  CHECK(people(loaded("", {identify("u1", "x", "2026-10-02"), anonymous("x", "2026-10-01"),
                           anonymous("x", "2026-10-03")})) == numbers{2, 1, 2, 0});
}

TEST_CASE("an event that carries both ids joins them too") {
  CHECK(people(loaded("", {anonymous("x", "2026-10-01"),
                           track("a", "u1", "2026-10-02", R"(,"anonymousId":"x")")})) == numbers{2, 1, 2, 0});
}

TEST_CASE("of several users the first in time owns the anonymous id; the smaller id at the same instant") {
  const std::vector<std::string> rows{identify("u2", "x", "2026-10-05"), anonymous("x", "2026-10-06"),
                                      identify("u1", "x", "2026-10-03")};
  CHECK(people(loaded("", rows)) == numbers{1, 1, 1, 0});
  CHECK(people(loaded("", {rows[2], rows[1], rows[0]})) == numbers{1, 1, 1, 0});
  CHECK(people(loaded("", {identify("u2", "x", "2026-10-05"), identify("u1", "x", "2026-10-05"),
                           anonymous("x", "2026-10-01")})) == numbers{1, 1, 1, 0});
  // What an event itself says of its user stands.
  CHECK(people(loaded(
            "", {identify("u1", "x", "2026-10-03"), track("a", "u2", "2026-10-04", R"(,"anonymousId":"x")"),
                 anonymous("x", "2026-10-05")})) == numbers{2, 2, 1, 1});
}

TEST_CASE("a user who is met after end() takes earlier anonymous events along") {
  engine core = configured("");
  PAYOFF_MUST(core.append(
      joined({anonymous("x", "2026-10-01"), anonymous("x", "2026-10-02"), track("a", "u2", "2026-10-02")})));
  PAYOFF_MUST(core.end());
  CHECK(people(core) == numbers{3, 1, 0, 1});
  PAYOFF_MUST(core.append(joined({identify("u1", "x", "2026-10-09"), anonymous("x", "2026-10-10")})));
  PAYOFF_MUST(core.end());
  CHECK(people(core) == numbers{4, 2, 3, 1});
  // An earlier meeting with another user, told later still, moves them all.
  PAYOFF_MUST(core.append(joined({identify("u2", "x", "2026-10-08")})));
  PAYOFF_MUST(core.end());
  CHECK(people(core) == numbers{4, 1, 0, 4});
}

TEST_CASE("a user's id and an anonymous id of the same letters are two") {
  CHECK(people(loaded("", {track("a", "u1", "2026-10-01"), anonymous("u1", "2026-10-02")})) ==
        numbers{2, 1, 1, 0});
}

TEST_CASE("an identify row needs a time, may be a duplicate and is accepted without being an event") {
  const engine core =
      loaded("", {R"({"type":"identify","userId":"u1","anonymousId":"x"})",
                  R"({"type":"identify","userId":"u1","timestamp":"never"})",
                  R"({"type":"identify","userId":"u1","timestamp":"2026-10-01","messageId":"m"})",
                  R"({"type":"group","userId":"u1","timestamp":"2026-10-01","messageId":"m"})",
                  R"({"type":"group","userId":"u1","groupId":"a1","timestamp":"2026-10-01"})"});
  const value quality = at(
      ask(core, R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01"})"), "/quality");
  CHECK(at(quality, "/rejected") == read(R"({"no_time":1,"bad_time":1})"));
  CHECK(at(quality, "/duplicates") == 1);
  CHECK(at(quality, "/accepted") == 2);
  CHECK(at(quality, "/rows") == 5);
  CHECK(people(core) == numbers{0, 0, 0, 0});
}
