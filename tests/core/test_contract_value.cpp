// SPDX-License-Identifier: Apache-2.0
/** @file test_contract_value.cpp  What customers with a contract are worth: customer_value without purchases.
 */
#include <cmath>
#include <map>
#include <optional>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string euros = R"({"payoff":1,"version":"1","product":{"currency":"EUR"},
  "subscription":{"mrr":"account.mrr","canceled":"canceled"}})";

std::string worth(const std::string& more) { return R"({"ask":"customer_value",)" + more + "}"; }

std::string price(const std::string& account, const std::string& time, const std::string& mrr) {
  return R"({"type":"group","groupId":")" + account + R"(","timestamp":")" + time + R"(","traits":{"mrr":)" +
         mrr + "}}";
}

bool is_near(const value& got, double wanted) {
  return got.is_number() && std::fabs(got.get<double>() - wanted) <= 1e-12 * std::fabs(wanted);
}

}  // namespace

TEST_CASE("lifetimes that are brought along, by hand") {
  // S is 3/4 from 1 on, 3/8 from 3 on, 0 from 4 on: the area is 1 + 2 x 3/4 + 3/8.
  const std::string lives = R"("durations":[1,2,3,4],"observed":[1,0,true,1])";
  const value got =
      ask(euros, {}, worth(R"("model":"contract","arpa":50,"margin":0.8,"churn":0.05,)" + lives));
  CHECK(got == read(R"({"ask":"customer_value","model":"contract","currency":"EUR","arpa":50,"margin":0.8,
    "lifetime_months":{"n":4,"ended":3,"median":3,"restricted_mean":2.875,"horizon":4},"churn":{"rate":0.05},
    "value":115,"simple_value":800,"notes":[]})"));
  const value short_sighted = ask("", {}, worth(R"("arpa":50,"horizon":2,)" + lives));
  CHECK(at(short_sighted, "/lifetime_months/restricted_mean") == 1.75);
  CHECK(at(short_sighted, "/lifetime_months/horizon") == 2);
  CHECK(at(short_sighted, "/value") == 87.5);
  CHECK(at(short_sighted, "/churn/rate") == nullptr);
  CHECK(at(short_sighted, "/simple_value") == nullptr);
  CHECK(at(short_sighted, "/currency") == nullptr);
  // As many cents as the currency has, before the rest is reckoned; nobody leaves, so there is no end.
  const value cents = ask("", {}, worth(R"("arpa":10.005,"margin":0.5,"churn":0,)" + lives));
  CHECK(at(cents, "/arpa") == 10.01);
  CHECK(at(cents, "/value") == 14.39);  // 14.389375
  CHECK(at(cents, "/simple_value") == nullptr);
  const value yen = ask(R"({"payoff":1,"version":"1","product":{"currency":"JPY"}})", {},
                        worth(R"("arpa":10.4,"churn":0.3,)" + lives));
  CHECK(at(yen, "/arpa") == 10);
  CHECK(at(yen, "/simple_value") == 33);
  const value nobody = ask("", {}, worth(R"("arpa":10,"durations":[],"observed":[])"));
  CHECK(at(nobody, "/value") == nullptr);
  CHECK(at(nobody, "/lifetime_months") ==
        read(R"({"n":0,"ended":0,"median":null,"restricted_mean":null,"horizon":null})"));
}

TEST_CASE("three accounts over half a year") {
  const std::vector<std::string> rows{// From January 10 on: 155 days to June 14, the last that is seen.
                                      price("c1", "2026-01-10T09:00:00Z", "100"),
                                      // 60 days; then back for 60, which is no second life.
                                      price("c2", "2026-02-01T00:00:00Z", "50"),
                                      track("canceled", "u", "2026-04-02T23:00:00Z", in_account("c2")),
                                      price("c2", "2026-05-01T00:00:00Z", "60"),
                                      // Began before the range, so of the months only.
                                      price("c3", "2025-12-01T00:00:00Z", "30"),
                                      price("c3", "2026-03-31T00:00:00Z", "0"),
                                      // Nobody's customer any more at as_of, and one who begins later.
                                      price("c4", "2026-06-20T00:00:00Z", "999")};
  const value got =
      ask(euros, rows, worth(R"("from":"2026-01-01","to":"2026-07-01","as_of":"2026-06-15T00:00:00Z")"));
  CHECK(at(got, "/per") == "account");
  CHECK(at(got, "/model") == "contract");
  CHECK(at(got, "/arpa") == 80);  // of 100 and 60
  CHECK(at(got, "/margin") == 1);
  // Customers at the starts of January to May: 1, 2, 3, 2, 1; one left in March and one in April.
  CHECK(at(got, "/churn/months") == 5);
  CHECK(at(got, "/churn/customers") == 9);
  CHECK(at(got, "/churn/lost") == 2);
  CHECK(at(got, "/churn/rate") == 2.0 / 9);
  CHECK(at(got, "/simple_value") == 360);
  CHECK(at(got, "/lifetime_months/n") == 2);
  CHECK(at(got, "/lifetime_months/ended") == 1);
  CHECK(is_near(at(got, "/lifetime_months/median"), 60 / 30.4375));
  CHECK(is_near(at(got, "/lifetime_months/horizon"), 155 / 30.4375));
  CHECK(is_near(at(got, "/lifetime_months/restricted_mean"), (60 + 95 / 2.0) / 30.4375));
  CHECK(at(got, "/value") == 282.55);  // 80 x 3.53183
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  // One at a time; and a month that the range cuts is none.
  const value one =
      ask(euros, rows, worth(R"("from":"2026-01-02","to":"2026-07-01","as_of":"2026-06-15","account":"c2")"));
  CHECK(at(one, "/arpa") == 60);
  CHECK(at(one, "/churn") == read(R"({"months":4,"customers":2,"lost":1,"rate":0.5})"));
  // The day of a place: 23:00 in UTC is the next day in Berlin.
  const value berlin =
      ask(euros, rows,
          worth(R"("from":"2026-02-01","to":"2026-07-01","as_of":"2026-06-15","account":"c2",)"
                R"("zone":"Europe/Berlin")"));
  CHECK(is_near(at(berlin, "/lifetime_months/median"), 61 / 30.4375));
}

TEST_CASE("what contracts are worth is that of a slow second look") {
  std::mt19937 random(5);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> rows;
    std::map<std::string, std::map<long long, int>> prices;  // account, day, price: one a day
    for (int i = 0; i < 30; ++i) {
      const std::string id = "a" + std::to_string(pick(8));
      const long long day = 20500 + pick(100);  // 2026-02-16 to 2026-05-26
      prices[id][day] = pick(3) * 35;
    }
    for (const auto& [id, list] : prices) {
      for (const auto& [day, mrr] : list) {
        rows.push_back(price(id, date_of(day) + "T12:00:00Z", mrr == 0 ? "null" : std::to_string(mrr)));
      }
    }
    const auto price_at = [&](const std::string& id, long long day) {  // at midnight
      int out = 0;
      for (const auto& [from, mrr] : prices[id]) {
        if (from < day) out = mrr;
      }
      return out;
    };
    const long long march = 20513, april = 20544, may = 20574;
    std::vector<std::pair<long long, bool>> lives;
    int customers = 0, lost = 0, paying = 0, paid = 0;
    for (const auto& [id, list] : prices) {
      for (const auto& [from, to] : {std::pair(march, april), std::pair(april, may)}) {
        if (price_at(id, from) == 0) continue;
        ++customers;
        lost += price_at(id, to) == 0 ? 1 : 0;
      }
      paid += price_at(id, may);
      paying += price_at(id, may) > 0 ? 1 : 0;
      std::optional<long long> began, ended;
      for (const auto& [day, mrr] : list) {
        if (day >= may) break;
        if (!began && mrr > 0) began = day;
        if (began && !ended && mrr == 0) ended = day;
      }
      if (began && *began >= march) lives.push_back({ended.value_or(may - 1) - *began, ended.has_value()});
    }
    double area = 0, survival = 1;
    long long longest = -1;
    for (const auto& one : lives) longest = std::max(longest, one.first);
    for (long long day = 0; day < longest; ++day) {
      double at_risk = 0, ended = 0;
      for (const auto& [days, is_over] : lives) {
        at_risk += days >= day ? 1 : 0;
        ended += days == day && is_over ? 1 : 0;
      }
      survival *= (at_risk - ended) / at_risk;
      area += survival / 30.4375;
    }
    const value got =
        ask(euros, rows, worth(R"("from":"2026-03-01","to":"2026-05-01","as_of":"2026-05-01","margin":0.7)"));
    CHECK(at(got, "/churn/customers") == customers);
    CHECK(at(got, "/churn/lost") == lost);
    CHECK(at(got, "/lifetime_months/n") == lives.size());
    const bool has_arpa = paying > 0;
    const double arpa = has_arpa ? std::round(100.0 * paid / paying) / 100 : 0;
    CHECK(at(got, "/arpa") == (has_arpa ? value(arpa) : value()));
    if (longest > 0) {
      const value& mean = at(got, "/lifetime_months/restricted_mean");
      CHECK(std::fabs(mean.get<double>() - area) < 1e-9);
      if (has_arpa) CHECK(std::fabs(at(got, "/value").get<double>() - arpa * 0.7 * area) < 0.00501);
    }
    if (has_arpa && lost > 0) {
      CHECK(std::fabs(at(got, "/simple_value").get<double>() - arpa * 0.7 * customers / lost) < 0.00501);
    } else {
      CHECK(at(got, "/simple_value") == nullptr);
    }
  }
}

TEST_CASE("what is wrong with a question of contracts' worth is named with its place") {
  const auto error_at = [](const value& got) {
    return std::pair(at(got, "/error/code").get<std::string>(), at(got, "/error/path").get<std::string>());
  };
  using found = std::pair<std::string, std::string>;
  const std::string range = R"("from":"2026-01-01","to":"2026-07-01")";
  const std::string lives = R"("arpa":1,"durations":[1],"observed":[1])";
  CHECK(error_at(ask(euros, {}, worth(range))) == found("missing_as_of", "/as_of"));
  CHECK(error_at(ask("", {}, worth(range + R"(,"as_of":"2026-07-01")"))) == found("missing_field", ""));
  CHECK(error_at(ask(euros, {}, worth(range + R"(,"as_of":"2026-07-01","margin":1.2)"))) ==
        found("bad_value", "/margin"));
  CHECK(error_at(ask(euros, {}, worth(lives + R"(,"margin":0)"))) == found("bad_value", "/margin"));
  CHECK(error_at(ask(euros, {}, worth(lives + R"(,"horizon":0)"))) == found("bad_value", "/horizon"));
  CHECK(error_at(ask(euros, {}, worth(lives + R"(,"churn":3)"))) == found("bad_value", "/churn"));
  CHECK(error_at(ask(euros, {}, worth(R"("arpa":-1,"durations":[1],"observed":[1])"))) ==
        found("bad_value", "/arpa"));
  CHECK(error_at(ask(euros, {}, worth(R"("durations":[1],"observed":[1])"))) ==
        found("missing_field", "/arpa"));
  CHECK(error_at(ask(euros, {}, worth(R"("arpa":1,"durations":[1],"observed":[2])"))) ==
        found("bad_value", "/observed/0"));
  const value typo = ask(euros, {}, worth(lives + R"(,"margn":0.5)"));
  CHECK(error_at(typo) == found("unknown_field", "/margn"));
  CHECK(at(typo, "/error/message").get<std::string>().find("`margin`") != std::string::npos);
  CHECK(error_at(ask(euros, {}, worth(lives + R"(,"model":"contact")"))) == found("bad_value", "/model"));
}
