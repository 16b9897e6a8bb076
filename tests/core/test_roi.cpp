// SPDX-License-Identifier: Apache-2.0
/** @file test_roi.cpp  What it was worth, against what was paid. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* macros = R"({"payoff":1,"version":"1","roi":{
  "hourly_cost":{"low":24,"expected":32,"high":45,"currency":"EUR","source":"vendor"},
  "subscription":{"amount":499,"period":"month","currency":"EUR"},
  "rules":[{"id":"macro","label":"Automated replies","of":"automation_run","minutes_saved":{"low":1,"expected":2,"high":4},"source":"measured"}]}})";

std::string day(int month, int day_of_month, const std::string& time = "12:00:00Z") {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return "2026-" + two(month) + "-" + two(day_of_month) + "T" + time;
}

/** `each` runs on every day of a month of 2026. */
void add_days(std::vector<std::string>& to, int month, int days, int each,
              const char* event = "automation_run") {
  for (int d = 1; d <= days; ++d) {
    for (int i = 0; i < each; ++i)
      to.push_back(track(event, i % 2 == 0 ? "u1" : "u2", day(month, d), in_account("acct")));
  }
}

/** A playbook without a subscription and with these rules and this currency. */
std::string rules(const std::string& list, const std::string& currency = "EUR",
                  const std::string& hourly = "60") {
  return R"({"payoff":1,"version":"1","product":{"currency":")" + currency + R"("},"roi":{"hourly_cost":)" +
         hourly + R"(,"rules":[)" + list + "]}}";
}

std::string priced(const std::string& subscription) {
  return R"({"payoff":1,"version":"1","product":{"currency":"EUR"},"roi":{"subscription":)" + subscription +
         R"(,"rules":[{"id":"r","of":"sale","value":10}]}})";
}

const std::string september = R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01")";

}  // namespace

TEST_CASE("the example of the design, to the cent") {
  std::vector<std::string> rows;
  add_days(rows, 9, 30, 28);  // 840 runs, 28 a day
  const value got = ask(macros, rows, september + R"(,"compare":"none"})");
  CHECK(at(got, "/currency") == "EUR");
  CHECK(at(got, "/minutes_saved") == read(R"({"low":840,"expected":1680,"high":3360})"));
  CHECK(at(got, "/money_saved") == read(R"({"low":336,"expected":896,"high":2520})"));
  CHECK(at(got, "/value_made") == read(R"({"low":0,"expected":0,"high":0})"));
  CHECK(at(got, "/value") == read(R"({"low":336,"expected":896,"high":2520})"));
  CHECK(at(got, "/cost") == 499);
  CHECK(at(got, "/net") == read(R"({"low":-163,"expected":397,"high":2021})"));
  CHECK(at(got, "/roi/low") == -163.0 / 499);      // -0.327
  CHECK(at(got, "/roi/expected") == 397.0 / 499);  // 0.796
  CHECK(at(got, "/roi/high") == 2021.0 / 499);     // 4.05
  // 28 runs are worth 11.20, 29.87 and 84.00 a day; 499.00 is due on the first: never, on the 17th, on the
  // 6th.
  CHECK(at(got, "/payback_days") == read(R"({"low":null,"expected":17,"high":6})"));
  CHECK(at(got, "/per_active_person") == read(R"({"low":168,"expected":448,"high":1260})"));
  CHECK(
      at(got, "/audit") ==
      read(
          R"([{"rule":"macro","label":"Automated replies","count":840,"minutes_each":{"low":1,"expected":2,"high":4},
    "minutes_saved":{"low":840,"expected":1680,"high":3360},"hourly_cost":{"low":24,"expected":32,"high":45},
    "amount":{"low":336,"expected":896,"high":2520},"source":"measured","hourly_cost_source":"vendor"}])"));
  CHECK(at(got, "/running") ==
        read(R"({"value":{"low":336,"expected":896,"high":2520},"cost":499,"since":"2026-09-01"})"));
  CHECK(at(got, "/previous") == nullptr);
  CHECK(at(got, "/notes") == value::array());
}

TEST_CASE("the period before and the running total since the first event") {
  std::vector<std::string> rows{track("other", "u1", day(7, 16))};
  add_days(rows, 8, 31, 1);
  add_days(rows, 9, 30, 2);
  const value got = ask(macros, rows, september + "}");
  CHECK(at(got, "/previous/from") == "2026-08-01");
  CHECK(at(got, "/previous/to") == "2026-09-01");
  CHECK(at(got, "/previous/minutes_saved") == read(R"({"low":31,"expected":62,"high":124})"));
  CHECK(at(got, "/previous/value") == read(R"({"low":12.4,"expected":33.07,"high":93})"));
  CHECK(at(got, "/previous/cost") == 499);
  CHECK(at(got, "/previous/net") == read(R"({"low":-486.6,"expected":-465.93,"high":-406})"));
  CHECK(at(got, "/previous/roi/low") == -48660.0 / 49900);
  // 91 runs; 16 of July's 31 days, all of August and September: 257.55 + 499 + 499, rounded once.
  CHECK(at(got, "/running/value") == read(R"({"low":36.4,"expected":97.07,"high":273})"));
  CHECK(at(got, "/running/cost") == 1255.55);
  CHECK(at(got, "/running/since") == "2026-07-16");
}

TEST_CASE("half a cent is rounded away from zero, each rule for itself") {
  const auto value_of = [](const std::string& playbook, const std::vector<std::string>& rows) {
    return at(ask(playbook, rows, september + "}"), "/value/expected");
  };
  const std::vector<std::string> one{track("sale", "u1", day(9, 1))};
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":0.005})"), one) == 0.01);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":0.0049})"), one) == 0);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":1.005})"), one) == 1.01);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":2.675})"), one) == 2.68);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":0.005},{"id":"b","of":"sale","value":0.005})"),
                 one) == 0.02);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":{"prop":"n"}})"),
                 {track("sale", "u1", day(9, 1), with(R"({"n":-0.005})"))}) == -0.01);
  // A rule's amount is rounded once, not event by event: 3 * 0.004 = 0.012.
  CHECK(value_of(rules(R"({"id":"a","of":"sale","value":0.004})"), {one[0], one[0], one[0]}) == 0.01);
  CHECK(value_of(rules(R"({"id":"a","of":"sale","minutes_saved":1})", "EUR", "10"), one) == 0.17);
}

TEST_CASE("a currency's own digits are used") {
  const auto value_of = [](const std::string& currency, const std::string& amount) {
    return at(ask(rules(R"({"id":"a","of":"sale","value":)" + amount + "}", currency),
                  {track("sale", "u1", day(9, 1))}, september + "}"),
              "/value/expected");
  };
  CHECK(value_of("JPY", "1234.5") == 1235);
  CHECK(value_of("JPY", "1234.4") == 1234);
  CHECK(value_of("KWD", "1.2345") == 1.235);
  CHECK(value_of("KWD", "1.2344") == 1.234);
  CHECK(value_of("EUR", "1.2345") == 1.23);
  CHECK(value_of("", "1.235") == 1.24);
  CHECK(at(ask(rules("", ""), {}, september + "}"), "/currency") == nullptr);
}

TEST_CASE("a measured rule adds up its property, where that is a number") {
  const std::string book = rules(
      R"({"id":"m","of":"done","minutes_saved":{"prop":"minutes"}},{"id":"v","label":"Sales","of":"sale","value":{"prop":"amount"},"source":"customer"})");
  const value got = ask(book,
                        {track("done", "u1", day(9, 1), with(R"({"minutes":0.1})")),
                         track("done", "u1", day(9, 2), with(R"({"minutes":0.2})")),
                         track("done", "u1", day(9, 3), with(R"({"minutes":"7"})")),
                         track("done", "u1", day(9, 4), with(R"({"minutes":0.3})")),
                         track("sale", "u1", day(9, 4), with(R"({"amount":19.99})")),
                         track("sale", "u1", day(9, 5), with(R"({"amount":-9.99})"))},
                        september + "}");
  CHECK(at(got, "/minutes_saved") ==
        read(R"({"low":0.6,"expected":0.6,"high":0.6})"));  // added one by one 0.6000000000000001
  CHECK(at(got, "/money_saved/expected") == 0.6);
  CHECK(at(got, "/audit/0/count") == 4);
  CHECK(at(got, "/value_made/high") == 10);
  CHECK(at(got, "/audit/0/source") == "measured");
  CHECK(at(got, "/audit/0/minutes_each") == nullptr);
  CHECK(at(got, "/audit/1/source") == "customer");
  CHECK(at(got, "/audit/1/label") == "Sales");
  CHECK(at(got, "/audit/1/count") == 2);
  CHECK(at(got, "/audit/1/value_each") == nullptr);
  CHECK_FALSE(got.contains("/audit/1/minutes_saved"_json_pointer));
}

TEST_CASE("without a subscription nothing is said of cost") {
  const value got =
      ask(rules(R"({"id":"a","of":"sale","value":10})"), {track("sale", "u1", day(9, 1))}, september + "}");
  CHECK(at(got, "/value/expected") == 10);
  for (const char* field : {"/cost", "/net", "/roi", "/previous/cost", "/previous/net", "/previous/roi",
                            "/running/cost", "/series/0/cost"}) {
    CAPTURE(field);
    CHECK(at(got, field) == nullptr);
  }
  const value payback = at(got, "/payback_days");
  CHECK((payback == nullptr || payback == read(R"({"low":null,"expected":null,"high":null})")));
}

TEST_CASE("the subscription is pro-rated by local days") {
  const auto cost_of = [](const std::string& subscription, const std::string& range) {
    return at(ask(priced(subscription), {}, R"({"ask":"roi","as_of":"2027-06-01",)" + range + "}"), "/cost");
  };
  const std::string month = R"({"amount":499,"period":"month"})";
  CHECK(cost_of(month, R"("from":"2026-10-01","to":"2026-10-16")") == 241.45);  // 499 * 15 / 31 = 241.4516
  CHECK(cost_of(month, R"("from":"2026-02-01","to":"2026-02-15")") == 249.5);   // 14 of 28 days
  CHECK(cost_of(month, R"("from":"2026-10-01","to":"2026-12-01")") == 998);
  CHECK(cost_of(month, R"("from":"2026-10-31","to":"2026-11-02")") == 32.73);  // 499/31 + 499/30 = 32.7301
  CHECK(cost_of(month, R"("zone":"Europe/Berlin","from":"2026-10-01","to":"2026-11-01")") == 499);
  CHECK(cost_of(R"({"amount":12000,"period":"year"})", R"("from":"2026-01-01","to":"2027-01-01")") == 12000);
  CHECK(cost_of(R"({"amount":3650,"period":"year"})", R"("from":"2026-03-01","to":"2026-03-11")") == 100);
  CHECK(cost_of(R"({"amount":70,"period":"week"})", R"("from":"2026-10-01","to":"2026-10-02")") == 10);
  CHECK(cost_of(R"({"amount":920,"period":"quarter"})", R"("from":"2026-07-01","to":"2026-07-02")") == 10);
  CHECK(cost_of(R"({"amount":3,"period":"day"})",
                R"("from":"2026-10-25","to":"2026-10-26","zone":"Europe/Berlin")") == 3);
}

TEST_CASE("a free subscription costs 0, and a return on it is unknown") {
  const value got = ask(priced(R"({"amount":0})"), {track("sale", "u1", day(9, 3))}, september + "}");
  CHECK(at(got, "/cost") == 0);
  CHECK(at(got, "/net/expected") == 10);
  CHECK(at(got, "/roi") == read(R"({"low":null,"expected":null,"high":null})"));
  CHECK(at(got, "/payback_days/expected") == 3);
}

TEST_CASE("an unfinished month is charged for the days that have begun") {
  const value got =
      ask(priced(R"({"amount":300})"),
          {track("sale", "u1", day(9, 3)), track("sale", "u1", day(8, 3)), track("sale", "u1", day(8, 12))},
          R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-09-10T06:00:00Z"})");
  CHECK(at(got, "/cost") == 100);
  CHECK(at(got, "/value/expected") == 10);
  CHECK(at(got, "/previous/value/expected") == 10);
  CHECK(at(got, "/previous/cost") == 96.77);  // 10 of 31 days
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  CHECK(at(got, "/series/0/partial") == true);
}

TEST_CASE("the costs of a series add up to the cost, by the hour too") {
  for (const char* grain : {"hour", "day", "week", "month"}) {
    CAPTURE(grain);
    const value got =
        ask(priced(R"({"amount":300})"), {},
            R"({"ask":"roi","from":"2026-09-01","to":"2026-09-08","as_of":"2026-11-01","grain":")" +
                std::string(grain) + "\"}");
    CHECK(at(got, "/cost") == 70);
    double sum = 0;
    for (const value& entry : at(got, "/series")) sum += entry["cost"].get<double>();
    CHECK(sum == 70);
  }
}

TEST_CASE("a subscription whose price is an attribute is not known in this build, and that is noted") {
  const value got = ask(priced(R"({"amount":"account.mrr","period":"month"})"), {}, september + "}");
  CHECK(at(got, "/cost") == nullptr);
  CHECK(at(got, "/notes") == read(R"(["not_available"])"));
}
