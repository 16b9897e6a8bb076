// SPDX-License-Identifier: Apache-2.0
/** @file test_activation_base.cpp  How many of all customers get started, and where the others stop. */
#include <algorithm>
#include <map>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string book(const std::string& per, const std::string& rule = R"("all")") {
  return R"({"payoff":1,"version":"v7","activation":{"start":"e0","per":")" + per +
         R"(","within_days":10,"rule":)" + rule + R"(,"steps":[{"id":"first","event":"e1"},
    {"id":"second","event":"e2","count":2}]}})";
}

std::string on(const char* event, const char* user, const char* time) {
  return track(event, user, std::string("2026-") + time + "Z", in_account("x"));
}

}  // namespace

TEST_CASE("the whole base: the whole answer") {
  const std::vector<std::string> rows{
      // u1 in time, on the sixth local day after the start; a step done before the start is none.
      on("e1", "u1", "03-01T00:00:00"), on("e0", "u1", "03-02T08:00:00"), on("e1", "u1", "03-03T07:00:00"),
      on("e2", "u1", "03-04T08:00:00"), on("e2", "u1", "03-08T09:00:00"),
      // u2 does the last of it at the deadline, which is late.
      on("e0", "u2", "03-02T08:00:00"), on("e1", "u2", "03-05T08:00:00"), on("e2", "u2", "03-06T08:00:00"),
      on("e2", "u2", "03-12T08:00:00"),
      // u3 stops before the first step, u4 has still time at as_of, u5 never started.
      on("e0", "u3", "03-02T08:00:00"), on("e2", "u3", "03-02T08:00:00"), on("e2", "u3", "03-02T09:00:00"),
      on("e0", "u4", "03-20T08:00:01"), on("e1", "u4", "03-21T08:00:00"), on("e1", "u5", "03-21T08:00:00")};
  const std::string asked = R"({"ask":"activation","as_of":"2026-03-30T08:00:00Z"})";
  value got = ask(book("user"), rows, asked);
  got.erase("quality");
  CHECK(got ==
        read(R"({"ask":"activation","per":"user","started":4,"eligible":3,"activated":1,"activated_late":1,
    "rate":0.3333333333333333,"days_to_activate":{"median":10,"low":6,"high":null},
    "steps":[{"id":"first","done":2,"rate":0.6666666666666666,"days":{"median":2}},
             {"id":"second","done":2,"rate":0.6666666666666666,"days":{"median":3}}],
    "stuck_at":{"first":1,"second":1},"version":"v7","notes":[]})"));
  // The moment at which u4's window closes.
  CHECK(at(ask(book("user"), rows, R"({"ask":"activation","as_of":"2026-03-30T08:00:01Z"})"), "/eligible") ==
        4);
  // One of the two steps is enough: u3 has the second, u2 the first in time.
  const value any = ask(book("user", R"({"at_least":1})"), rows, asked);
  CHECK(at(any, "/activated") == 3);
  CHECK(at(any, "/stuck_at") == value::object());
  CHECK(at(any, "/days_to_activate/median") == 1);
  // All of them are one account.
  const value accounts = ask(book("account"), rows, asked);
  CHECK(at(accounts, "/per") == "account");
  CHECK(at(accounts, "/started") == 1);
  CHECK(at(accounts, "/activated") == 1);
  // Before anybody started there is nothing to say.
  const value nobody = ask(book("user"), rows, R"({"ask":"activation","as_of":"2026-02-01"})");
  CHECK(at(nobody, "/started") == 0);
  CHECK(at(nobody, "/rate") == nullptr);
  CHECK(at(nobody, "/steps/0/rate") == nullptr);
  CHECK(at(nobody, "/steps/0/days/median") == nullptr);
  CHECK(at(nobody, "/days_to_activate") == read(R"({"median":null,"low":null,"high":null})"));
}

TEST_CASE("the base is the sum of its customers, each asked for alone") {
  std::mt19937 random(9);
  const std::string as_of = R"("as_of":"2026-04-20T10:00:00Z","zone":"Europe/Berlin"})";
  for (int round = 0; round < 4; ++round) {
    const auto events = random_events(random, 90);
    for (const bool by_user : {true, false}) {
      const engine core = loaded(book(by_user ? "user" : "account"), rows_of(events));
      int started = 0, eligible = 0, activated = 0, late = 0;
      std::map<std::string, int> done, stuck;
      for (int i = 0; i < 9; ++i) {
        const std::string who = by_user ? R"("user":"u)" : R"("account":"a)";
        const value one = ask(core, R"({"ask":"activation",)" + who + std::to_string(i) + "\"," + as_of);
        if (one["status"] == "not_started") continue;
        ++started;
        const std::string deadline = one["deadline"];
        if (deadline > "2026-04-20T10:00:00Z") continue;
        ++eligible;
        std::string first_undone;
        for (const value& step : one["steps"]) {
          const bool in_time = step["done_at"].is_string() && step["done_at"].get<std::string>() < deadline;
          if (in_time) ++done[step["id"]];
          if (!in_time && first_undone.empty()) first_undone = step["id"];
        }
        if (first_undone.empty()) {
          ++activated;
        } else {
          ++stuck[first_undone];
          late += one["status"] == "done" ? 1 : 0;
        }
      }
      const value got = ask(core, R"({"ask":"activation",)" + as_of);
      CHECK(at(got, "/started") == started);
      CHECK(at(got, "/eligible") == eligible);
      CHECK(at(got, "/activated") == activated);
      CHECK(at(got, "/activated_late") == late);
      CHECK(at(got, "/steps/0/done") == done["first"]);
      CHECK(at(got, "/steps/1/done") == done["second"]);
      CHECK(at(got, "/stuck_at") == value(stuck));
    }
  }
}
