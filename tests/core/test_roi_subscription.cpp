// SPDX-License-Identifier: Apache-2.0
/** @file test_roi_subscription.cpp  A subscription whose amount is an account's attribute. */
#include "ask.h"

using namespace payoff::testing;

namespace {

constexpr std::string_view playbook = R"({"payoff":1,"version":"1","time":{"zone":"Europe/Berlin"},
  "roi":{"subscription":{"amount":"account.mrr","period":"month","currency":"EUR"},
         "rules":[{"id":"r","of":"run","value":1}]}})";

std::string mrr(std::string_view account, std::string_view time, std::string_view amount) {
  return R"({"type":"group","groupId":")" + std::string(account) + R"(","timestamp":")" + std::string(time) +
         R"(","traits":{"mrr":)" + std::string(amount) + "}}";
}

/** cost of January 2026 (31 days). */
value cost_of(const std::vector<std::string>& rows, std::string_view who = R"("account":"a1",)",
              std::string_view as_of = "2026-03-01") {
  const value answer =
      ask(playbook, rows,
          R"({"ask":"roi",)" + std::string(who) + R"("from":"2026-01-01","to":"2026-02-01","as_of":")" +
              std::string(as_of) + "\"}");
  return at(answer, answer.contains("error") ? "/error" : "/cost");
}

}  // namespace

TEST_CASE("each day costs what the latest amount known at its end says") {
  // 310 EUR from the 10th (local) on, 620 from the 21st: 11 days of 10 EUR and 11 days of 20 EUR.
  CHECK(cost_of({mrr("a1", "2026-01-10T10:00:00Z", "310"), mrr("a1", "2026-01-21T10:00:00Z", "620")}) == 330);
  // 23:30 UTC on the 20th is the 21st in Berlin.
  CHECK(cost_of({mrr("a1", "2026-01-10T10:00:00Z", "310"), mrr("a1", "2026-01-20T23:30:00Z", "620")}) == 330);
  // Two amounts on one day: the later one holds for that day.
  CHECK(cost_of({mrr("a1", "2026-01-01T10:00:00Z", "31"), mrr("a1", "2026-01-01T11:00:00Z", "62")}) == 62);
  // Known long before.
  CHECK(cost_of({mrr("a1", "2025-03-01T00:00:00Z", "499")}) == 499);
}

TEST_CASE("only days that have begun by as_of are paid for, and only amounts known before it") {
  const std::vector<std::string> rows{mrr("a1", "2025-12-01T00:00:00Z", "310"),
                                      mrr("a1", "2026-01-06T00:00:00Z", "3100")};
  CHECK(cost_of(rows, R"("account":"a1",)", "2026-01-06T00:00:00Z") == 60);  // six days in Berlin: 1st to 6th
  CHECK(cost_of(rows, R"("account":"a1",)", "2026-01-06T00:00:01Z") == 150);
}

TEST_CASE("null ends a subscription, and an amount that nobody can charge makes the cost unknown") {
  CHECK(cost_of({mrr("a1", "2025-12-01T00:00:00Z", "310"), mrr("a1", "2026-01-11T12:00:00Z", "null")}) ==
        100);
  CHECK(cost_of({mrr("a1", "2025-12-01T00:00:00Z", "\"310\"")}) == nullptr);
  CHECK(cost_of({mrr("a1", "2025-12-01T00:00:00Z", "-1")}) == nullptr);
  CHECK(cost_of({mrr("a2", "2025-12-01T00:00:00Z", "310")}) == nullptr);
}

TEST_CASE("the whole base costs the sum over accounts; a user alone has no subscription of an account's") {
  const std::vector<std::string> rows{mrr("a1", "2025-12-01T00:00:00Z", "310"),
                                      mrr("a2", "2026-01-31T12:00:00Z", "62"),
                                      track("run", "u1", "2026-01-05T00:00:00Z", in_account("a3"))};
  CHECK(cost_of(rows, "") == 312);
  CHECK(cost_of(rows, R"("user":"u1",)") == nullptr);
}

TEST_CASE("payback counts an amount that changes: due in advance, up to the end of each period") {
  // 31 EUR are due on the 1st. A run is worth 1 EUR: the 32nd run, on the 10th, passes it.
  std::vector<std::string> rows{mrr("a1", "2025-12-01T00:00:00Z", "31")};
  for (int i = 0; i < 31; ++i) rows.push_back(track("run", "u1", "2026-01-04T12:00:00Z", in_account("a1")));
  rows.push_back(track("run", "u1", "2026-01-10T12:00:00Z", in_account("a1")));
  const value answer =
      ask(playbook, rows,
          R"({"ask":"roi","account":"a1","from":"2026-01-01","to":"2026-02-01","as_of":"2026-03-01"})");
  CHECK(at(answer, "/payback_days/expected") == 10);
  CHECK(at(answer, "/net/expected") == 1);
}
