// SPDX-License-Identifier: Apache-2.0
/** @file test_activation.cpp  How far one customer is with getting started. The whole base:
 * test_activation_base. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string book(const std::string& rule = R"("all")") {
  return R"({"payoff":1,"version":"v7","data":{"columns":["size"]},"activation":{"start":"signed_up","per":"account","within_days":14,"rule":)" +
         rule + R"(,"steps":[
    {"id":"connect","label":"Connect your mailbox","event":"connected","href":"/mail"},
    {"id":"invite","event":"invited","count":3},
    {"id":"big","event":"uploaded","where":{"prop":"size","op":"gte","value":10},"within_days":2}]}})";
}

value answer_of(const std::vector<std::string>& rows, const std::string& as_of,
                const std::string& who = R"("account":"x")", const std::string& playbook = book()) {
  return ask(playbook, rows, R"({"ask":"activation",)" + who + R"(,"as_of":")" + as_of + "\"}");
}

std::string done(const char* event, const char* time, const char* user = "u1", const std::string& more = "") {
  return track(event, user, time, in_account("x") + more);
}

const std::string start = done("signed_up", "2026-10-02T08:00:00Z");

}  // namespace

TEST_CASE("nothing has begun before the start") {
  const value got = answer_of({done("connected", "2026-10-01T08:00:00Z")}, "2026-11-01");
  CHECK(at(got, "/status") == "not_started");
  CHECK(at(got, "/started_at") == nullptr);
  CHECK(at(got, "/deadline") == nullptr);
  CHECK(at(got, "/percent") == 0);
  CHECK(at(got, "/next_step") == "connect");
  CHECK(at(got, "/steps/0/progress") == 0);
  CHECK(at(got, "/steps/0/done_at") == nullptr);
}

TEST_CASE("in progress: the whole answer") {
  const value got =
      answer_of({start, done("connected", "2026-10-02T09:10:00Z"), done("invited", "2026-10-03T10:00:00Z")},
                "2026-10-10");
  value expected =
      read(R"({"ask":"activation","account":"x","status":"in_progress","started_at":"2026-10-02T08:00:00Z",
    "deadline":"2026-10-16T08:00:00Z","percent":33,"version":"v7","steps":[
      {"id":"connect","label":"Connect your mailbox","progress":1,"count":1,"done_at":"2026-10-02T09:10:00Z","href":"/mail"},
      {"id":"invite","label":"invite","progress":1,"count":3,"done_at":null},
      {"id":"big","label":"big","progress":0,"count":1,"done_at":null,"deadline":"2026-10-04T08:00:00Z"}],"next_step":"invite","notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("what was done before the start does not count, what was done at its instant does") {
  const value got = answer_of(
      {start, done("connected", "2026-10-02T07:59:59.999Z"), done("invited", "2026-10-02T08:00:00Z")},
      "2026-10-10");
  CHECK(at(got, "/steps/0/progress") == 0);
  CHECK(at(got, "/steps/1/progress") == 1);
}

TEST_CASE("the first start counts") {
  const value got =
      answer_of({done("signed_up", "2026-10-05T08:00:00Z"), start, done("connected", "2026-10-03T00:00:00Z")},
                "2026-10-10");
  CHECK(at(got, "/started_at") == "2026-10-02T08:00:00Z");
  CHECK(at(got, "/steps/0/progress") == 1);
}

TEST_CASE("it is late from the deadline on, not before") {
  CHECK(at(answer_of({start}, "2026-10-16T07:59:59.999Z"), "/status") == "in_progress");
  CHECK(at(answer_of({start}, "2026-10-16T08:00:00Z"), "/status") == "late");
}

TEST_CASE("the deadline is so many times 24 hours later, also over a change of the clock") {
  const value got = ask(book(), {done("signed_up", "2026-10-20T08:00:00Z")},
                        R"({"ask":"activation","account":"x","as_of":"2026-10-21","zone":"Europe/Berlin"})");
  CHECK(at(got, "/deadline") == "2026-11-03T08:00:00Z");
}

TEST_CASE("a step that counts to three is done at the third in time, whoever did it") {
  const std::vector<std::string> rows{start,
                                      done("invited", "2026-10-06T00:00:00Z", "u1"),
                                      done("invited", "2026-10-04T00:00:00Z", "u2"),
                                      done("invited", "2026-10-05T00:00:00Z", ""),
                                      done("invited", "2026-10-07T00:00:00Z", "u2"),
                                      track("invited", "u1", "2026-10-02T09:00:00Z", in_account("other"))};
  const value got = answer_of(rows, "2026-10-10");
  CHECK(at(got, "/steps/1/progress") == 3);
  CHECK(at(got, "/steps/1/done_at") == "2026-10-06T00:00:00Z");
  CHECK(at(answer_of(rows, "2026-10-05T12:00:00Z"), "/steps/1/progress") == 2);
}

TEST_CASE("a step counts only what its condition lets through") {
  const value got = answer_of({start, done("uploaded", "2026-10-03T00:00:00Z", "u1", with(R"({"size":9})")),
                               done("uploaded", "2026-10-03T01:00:00Z"),
                               done("uploaded", "2026-10-03T02:00:00Z", "u1", with(R"({"size":10})"))},
                              "2026-10-10");
  CHECK(at(got, "/steps/2/done_at") == "2026-10-03T02:00:00Z");
}

TEST_CASE("what was done late is done, and stays so") {
  std::vector<std::string> rows{start, done("connected", "2026-10-03T00:00:00Z"),
                                done("uploaded", "2026-10-30T00:00:00Z", "u1", with(R"({"size":10})"))};
  for (int i = 0; i < 3; ++i) rows.push_back(done("invited", "2026-10-25T00:00:00Z"));
  CHECK(at(answer_of(rows, "2026-10-29"), "/status") == "late");
  CHECK(at(answer_of(rows, "2026-10-29"), "/percent") == 67);
  const value got = answer_of(rows, "2027-10-29");
  CHECK(at(got, "/status") == "done");
  CHECK(at(got, "/percent") == 100);
  CHECK(at(got, "/next_step") == nullptr);
}

TEST_CASE("with at_least some steps are enough") {
  const std::string two = book(R"({"at_least":2})");
  std::vector<std::string> rows{start, done("connected", "2026-10-03T00:00:00Z")};
  CHECK(at(answer_of(rows, "2026-10-29", R"("account":"x")", two), "/percent") == 50);
  CHECK(at(answer_of(rows, "2026-10-29", R"("account":"x")", two), "/status") == "late");
  rows.push_back(done("uploaded", "2026-10-28T00:00:00Z", "u1", with(R"({"size":10})")));
  const value got = answer_of(rows, "2026-10-29", R"("account":"x")", two);
  CHECK(at(got, "/status") == "done");
  CHECK(at(got, "/percent") == 100);
}

TEST_CASE("what lies at or after as_of has not happened") {
  const value got = answer_of({start, done("connected", "2026-10-05T00:00:00Z")}, "2026-10-05T00:00:00Z");
  CHECK(at(got, "/steps/0/progress") == 0);
  CHECK(at(got, "/quality/after_as_of") == 1);
  CHECK(at(answer_of({start}, "2026-10-02T08:00:00Z"), "/status") == "not_started");
}

TEST_CASE("one user's progress is made of that user's events") {
  const std::vector<std::string> rows{start, done("connected", "2026-10-03T00:00:00Z", "u2"),
                                      done("signed_up", "2026-10-04T00:00:00Z", "u2"),
                                      done("connected", "2026-10-05T00:00:00Z", "u2")};
  const value u1 = answer_of(rows, "2026-10-10", R"("user":"u1")");
  CHECK(at(u1, "/user") == "u1");
  CHECK(at(u1, "/started_at") == "2026-10-02T08:00:00Z");
  CHECK(at(u1, "/steps/0/progress") == 0);
  const value u2 = answer_of(rows, "2026-10-10", R"("user":"u2")");
  CHECK(at(u2, "/started_at") == "2026-10-04T00:00:00Z");
  CHECK(at(u2, "/steps/0/done_at") == "2026-10-05T00:00:00Z");
  CHECK(at(answer_of(rows, "2026-10-10", R"("user":"u9")"), "/status") == "not_started");
}

TEST_CASE("the playbook must have activation") {
  for (const char* who : {R"("account":"x",)", ""}) {
    const value got =
        ask("", {start}, std::string(R"({"ask":"activation",)") + who + R"("as_of":"2026-10-10"})");
    CHECK(at(got, "/error/code") == "missing_field");
    CHECK(at(got, "/error/path") == "");
  }
}
