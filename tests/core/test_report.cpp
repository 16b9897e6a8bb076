// SPDX-License-Identifier: Apache-2.0
/** @file test_report.cpp  The value report: the other answers in one. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book = R"({"payoff":1,"version":"v1","product":{"name":"Helpdesk","currency":"EUR"},
  "metrics":[{"id":"resolved","label":"Tickets resolved","of":"ticket_resolved"},{"id":"users","of":"*","stat":"users"},
    {"id":"reply","between":{"start":"ticket_created","end":"ticket_resolved","key":"ticket"},"stat":"median","better":"down"}],
  "activation":{"start":"signed_up","steps":[{"id":"resolve","event":"ticket_resolved","count":2}]},
  "aha":{"event":"ticket_resolved","count":3,"within_days":30},
  "capabilities":[{"id":"desk","events":["ticket_created","ticket_resolved"]},{"id":"chat","events":"chat_sent"}],
  "roi":{"hourly_cost":30,"subscription":{"amount":31},"rules":[{"id":"macro","of":"ticket_resolved","minutes_saved":4}]},
  "report":{"period":"month","headline":["reply","resolved"],"texts":{"en":"You resolved {{ metrics.resolved.total | number }}.","fa":"\u06f1"}}})";

std::vector<std::string> rows() {
  std::vector<std::string> out{track("signed_up", "u1", "2026-09-20T08:00:00Z", in_account("x"))};
  for (int i = 0; i < 12; ++i) {
    const std::string ticket = with("{\"ticket\":" + std::to_string(i) + "}");
    const std::string day = "2026-" + std::string(i < 4 ? "09-2" : "10-1") + std::to_string(i % 10);
    out.push_back(track("ticket_created", "u1", day + "T08:00:00Z", ticket + in_account("x")));
    out.push_back(track("ticket_resolved", "u2", day + "T0" + std::to_string(8 + i % 2) + ":30:00Z",
                        ticket + in_account(i % 3 == 0 ? "y" : "x")));
  }
  return out;
}

value without(value from, const std::vector<const char*>& fields) {
  for (const char* field : fields) from.erase(field);
  return from;
}

}  // namespace

TEST_CASE("the parts of a report are what their own questions answer") {
  const engine core = loaded(book, rows());
  for (const std::string scope :
       {R"("account":"x")", R"("account":"y")", R"("user":"u2")", R"("account":"nobody")"}) {
    for (
        const std::string range :
        {R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"week")",
         R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-10-14T09:00:00Z","grain":"day")",
         R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","zone":"Europe/Berlin","grain":"month","compare":"none")"}) {
      CAPTURE(scope, range);
      const std::string fields = scope + "," + range;
      const value report = ask(core, R"({"ask":"report",)" + fields + R"(,"overrides":{"hourly_cost":45}})");
      const value usage_answer = ask(core, R"({"ask":"usage",)" + fields + "}");
      const value roi = ask(core, R"({"ask":"roi",)" + fields + R"(,"overrides":{"hourly_cost":45}})");
      const value activation = ask(
          core, R"({"ask":"activation",)" + scope + R"(,"as_of":)" + at(report, "/range/as_of").dump() + "}");
      CHECK(at(report, "/range") == at(usage_answer, "/range"));
      REQUIRE(at(report, "/metrics").size() == 2);
      CHECK(without(at(report, "/metrics/0"), {"previous_series"}) == at(usage_answer, "/metrics/2"));
      CHECK(without(at(report, "/metrics/1"), {"previous_series"}) == at(usage_answer, "/metrics/0"));
      CHECK(at(report, "/roi") == without(roi, {"ask", "range", "account", "user", "notes", "quality"}));
      CHECK(at(report, "/activation") == without(activation, {"ask", "notes", "quality"}));
      const value aha = ask(core, R"({"ask":"aha_progress",)" + scope + R"(,"as_of":)" +
                                      at(report, "/range/as_of").dump() + "}");
      CHECK(at(report, "/aha") == without(aha, {"ask", "notes", "quality"}));
      const std::string no_compare = fields.substr(0, fields.find(R"(,"compare")"));
      const value adoption = ask(core, R"({"ask":"adoption",)" + no_compare + "}");
      CHECK(at(report, "/adoption") == without(adoption, {"ask", "range", "notes", "quality"}));
      CHECK(at(report, "/next_best") == at(adoption, "/next_best"));
      CHECK(at(report, "/quality") == at(usage_answer, "/quality"));
    }
  }
}

TEST_CASE("a report carries the product, its period, its headline and its texts untouched") {
  const value report =
      ask(book, rows(),
          R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01"})");
  CHECK(at(report, "/ask") == "report");
  CHECK(at(report, "/account") == "x");
  CHECK(at(report, "/range/grain") == "day");
  CHECK(at(report, "/product") == read(R"({"name":"Helpdesk","currency":"EUR"})"));
  CHECK(at(report, "/period") == "month");
  CHECK(at(report, "/headline") == read(R"(["reply","resolved"])"));
  CHECK(at(report, "/texts") ==
        read(R"({"en":"You resolved {{ metrics.resolved.total | number }}.","fa":"\u06f1"})"));
}

TEST_CASE("parts that are not in this build or not in the playbook are null, with a note") {
  const value report =
      ask(book, rows(),
          R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01"})");
  for (const char* part : {"/new", "/flags"}) CHECK(at(report, part) == nullptr);
  CHECK(at(report, "/notes") == read(R"(["censored_excluded","not_available"])"));
  const value bare =
      ask("", rows(),
          R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01"})");
  for (const char* part : {"/aha", "/adoption", "/next_best"}) CHECK(at(bare, part) == nullptr);
  CHECK(at(bare, "/roi") == nullptr);
  CHECK(at(bare, "/activation") == nullptr);
  CHECK(at(bare, "/metrics") == value::array());
  CHECK(at(bare, "/headline") == value::array());
  CHECK(at(bare, "/texts") == value::object());
  CHECK(at(bare, "/notes") == read(R"(["not_available"])"));
}

TEST_CASE("nobody's activation and progress are shown when nobody was asked for") {
  const value report =
      ask(book, rows(), R"({"ask":"report","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01"})");
  CHECK(at(report, "/activation") == nullptr);
  CHECK(at(report, "/aha") == nullptr);
  CHECK(at(report, "/adoption/utilisation/median") == 0.5);
  CHECK(at(report, "/roi/audit/0/count") == 8);
}

TEST_CASE("previous_series holds the period before by the same grain") {
  const value report = ask(
      book, rows(),
      R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","grain":"month"})");
  CHECK(at(report, "/metrics/1/previous_series") == read(R"([{"start":"2026-09-01","value":2}])"));
  CHECK(at(report, "/metrics/1/previous") == 2);
  const value by_day = ask(
      book, rows(),
      R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-10-14T09:00:00Z"})");
  CHECK(at(by_day, "/metrics/1/previous_series").size() == 14);
  double sum = 0;
  for (const value& entry : at(by_day, "/metrics/1/previous_series")) sum += entry["value"].get<double>();
  CHECK(sum == at(by_day, "/metrics/1/previous"));
  const value alone = ask(
      book, rows(),
      R"({"ask":"report","account":"x","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01","compare":"none"})");
  CHECK(at(alone, "/metrics/0/previous_series") == "absent");
  CHECK(at(alone, "/roi/previous") == nullptr);
}
