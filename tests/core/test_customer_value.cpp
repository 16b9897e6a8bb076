// SPDX-License-Identifier: Apache-2.0
/** @file test_customer_value.cpp  What customers without a contract will buy, over events and brought along.
 */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string published =
    R"("params":{"r":0.243,"alpha":4.414,"a":0.793,"b":2.426},"gamma_gamma":{"p":6.25,"q":3.74,"v":15.44})";
const std::string kept = R"({"payoff":1,"version":"1","data":{"columns":["amount"]}})";

value direct(const std::string& fields) {
  return ask("", {}, R"({"ask":"customer_value","model":"bgnbd",)" + fields + "}");
}

std::string question(const std::string& more) {
  return R"({"ask":"customer_value","model":"bgnbd","purchase":"bought","amount_prop":"amount",)" + more +
         "}";
}

std::string bought(const char* user, const char* time, const char* amount) {
  return track("bought", user, std::string("2026-") + time,
               with(std::string(R"({"amount":)") + amount + "}"));
}

bool is_near(const value& got, double wanted, double absolute) {
  return got.is_number() && std::fabs(got.get<double>() - wanted) <= absolute;
}

/** [id, frequency, recency, t, value] of each customer. */
value seen(const value& answer) {
  value out = value::array();
  for (const value& one : at(answer, "/customers")) {
    out.push_back({one["id"], one["frequency"], one["recency"], one["t"], one["value"]});
  }
  return out;
}

}  // namespace

TEST_CASE("customers of the paper with its parameters, brought along") {
  const value got = direct(published + R"(,"customers":[
    {"id":"1","frequency":2,"recency":30.43,"t":38.86,"value":22.35},
    {"id":7,"frequency":0,"recency":0,"t":38.86},
    {"frequency":1,"recency":1.71,"t":38.86,"value":null}])");
  CHECK(at(got, "/horizon") == 39);
  CHECK(at(got, "/discount") == 0);
  CHECK(at(got, "/params") == read(R"({"r":0.243,"alpha":4.414,"a":0.793,"b":2.426})"));
  CHECK(at(got, "/gamma_gamma/v") == 15.44);
  CHECK(is_near(at(got, "/customers/0/expected_purchases"), 1.226, 0.0005));
  CHECK(is_near(at(got, "/customers/0/p_alive"), 0.7266, 0.00005));
  const double each = 6.25 * (15.44 + 44.7) / 15.24;
  CHECK(is_near(at(got, "/customers/0/expected_purchase_value"), each, 1e-8));
  CHECK(is_near(at(got, "/customers/0/expected_value"),
                each * at(got, "/customers/0/expected_purchases").get<double>(), 1e-7));
  // Somebody new is alive and spends what people spend.
  CHECK(at(got, "/customers/1/id") == "7");
  CHECK(at(got, "/customers/1/p_alive") == 1);
  CHECK(is_near(at(got, "/customers/1/expected_purchase_value"), 6.25 * 15.44 / 2.74, 1e-8));
  // Somebody who came back, but nobody knows for how much.
  CHECK(at(got, "/customers/2/id") == nullptr);
  CHECK(at(got, "/customers/2/p_alive").is_number());
  CHECK(at(got, "/customers/2/expected_purchase_value") == nullptr);
  CHECK(at(got, "/customers/2/expected_value") == nullptr);
  CHECK(at(got, "/notes") == value::array());
}

TEST_CASE("what comes later is worth less") {
  const std::string one = R"(,"customers":[{"id":"1","frequency":2,"recency":30,"t":38,"value":20}])";
  const auto expected = [&](int horizon) {
    return at(direct(published + one + R"(,"horizon":)" + std::to_string(horizon)),
              "/customers/0/expected_purchases")
        .get<double>();
  };
  const value got = direct(published + one + R"(,"horizon":3,"discount":0.1)");
  const double sum =
      expected(1) / 1.1 + (expected(2) - expected(1)) / 1.21 + (expected(3) - expected(2)) / 1.331;
  const double each = at(got, "/customers/0/expected_purchase_value").get<double>();
  CHECK(is_near(at(got, "/customers/0/expected_value"), each * sum, 1e-7));
  CHECK(is_near(at(got, "/customers/0/expected_purchases"), expected(3), 1e-12));
}

TEST_CASE("without parameters they are fitted, and without a maximum they are null") {
  // Rates and chances to leave that differ, in whole weeks; without such people there is no maximum.
  std::mt19937 random(5);
  std::string list;
  for (int i = 0; i < 300; ++i) {
    const double rate = std::gamma_distribution<>(0.7, 0.3)(random),
                 x = std::gamma_distribution<>(0.8)(random), y = std::gamma_distribution<>(2.5)(random),
                 each = std::gamma_distribution<>(4, 6)(random) + 1;
    const int t = 30 + i % 9;
    int frequency = 0, recency = 0;
    for (double time = 0;;) {
      time += std::exponential_distribution<>(rate)(random);
      if (!(time < t)) break;
      ++frequency;
      recency = static_cast<int>(time);
      if (std::bernoulli_distribution(x / (x + y))(random)) break;
    }
    const double spent =
        frequency == 0 ? 0 : std::gamma_distribution<>(5.0 * frequency, each / frequency)(random);
    list += (i > 0 ? "," : "") + std::string(R"({"frequency":)") + std::to_string(frequency) +
            R"(,"recency":)" + std::to_string(recency) + R"(,"t":)" + std::to_string(t) + R"(,"value":)" +
            std::to_string(spent) + "}";
  }
  const value got = direct(R"("customers":[)" + list + "]");
  REQUIRE(at(got, "/params/r").is_number());
  CHECK(at(got, "/notes") == value::array());
  // Six digits of each, and the rest follows from those.
  const value& params = got["params"];
  for (const char* name : {"r", "alpha", "a", "b"}) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", params[name].get<double>());
    CHECK(std::strtod(text, nullptr) == params[name].get<double>());
  }
  const value again = direct(R"("params":)" + params.dump() + R"(,"gamma_gamma":)" +
                             got["gamma_gamma"].dump() + R"(,"customers":[)" + list + "]");
  CHECK(again == got);
  for (const char* name : {"r", "alpha", "a", "b"}) {
    for (const double factor : {0.98, 1.02}) {
      value beside = params;
      beside[name] = params[name].get<double>() * factor;
      const value other = direct(R"("params":)" + beside.dump() + R"(,"customers":[)" + list + "]");
      CHECK(other["log_likelihood"].get<double>() < got["log_likelihood"].get<double>());
    }
  }

  const value none = direct(R"("customers":[{"frequency":1,"recency":2,"t":3,"value":5}])");
  CHECK(at(none, "/params") == nullptr);
  CHECK(at(none, "/log_likelihood") == nullptr);
  CHECK(at(none, "/gamma_gamma") == nullptr);
  CHECK(at(none, "/customers/0/p_alive") == nullptr);
  CHECK(at(none, "/customers/0/expected_value") == nullptr);
  CHECK(at(none, "/notes") == read(R"(["no_fit","no_value_fit"])"));
  CHECK(at(direct(R"("customers":[])"), "/notes") == read(R"(["no_fit"])"));
  CHECK(
      at(direct(
             R"("params":{"r":1,"alpha":1e-6,"a":1,"b":1},"customers":[{"frequency":0,"recency":0,"t":0}])"),
         "/notes") == read(R"(["not_computed"])"));
}

TEST_CASE("a local day's purchases are one, and the first day is no repeat") {
  const std::vector<std::string> rows{
      // u2: March 2, twice on March 9 (30 + 10), March 16 without an amount: 40 over one day that has one.
      bought("u2", "03-02T08:00:00Z", "500"), bought("u2", "03-02T09:00:00Z", "700"),
      bought("u2", "03-09T09:00:00Z", "30"), bought("u2", "03-09T10:00:00Z", "10"),
      bought("u2", "03-16T10:00:00Z", "null"), track("looked", "u2", "2026-03-20T00:00:00Z"),
      // u1 once; before the range and after it does not count.
      bought("u1", "02-01T08:00:00Z", "5"), bought("u1", "03-10T08:00:00Z", "5"),
      bought("u1", "04-01T00:00:00Z", "5"),
      // u3: 23:30 in UTC is the next day in Berlin.
      bought("u3", "03-05T23:30:00Z", "5"), bought("u3", "03-06T10:00:00Z", "8")};
  const std::string range = R"("from":"2026-03-01","to":"2026-04-01",)";
  const std::string by_day = range + R"("as_of":"2026-05-01","unit":"day",)" + published;
  const value got = ask(kept, rows, question(by_day));
  CHECK(seen(got) == read(R"([["u1",0,0,21,null],["u2",2,14,29,40],["u3",1,1,26,8]])"));
  CHECK(at(got, "/unit") == "day");
  CHECK(at(got, "/per") == "user");
  CHECK(seen(ask(kept, rows, question(by_day + R"(,"zone":"Europe/Berlin")")))[2] ==
        read(R"(["u3",0,0,25,null])"));
  const value weeks = ask(kept, rows, question(range + R"("as_of":"2026-05-01",)" + published));
  CHECK(seen(weeks)[1] == read(R"(["u2",2,2,4.142857142857143,40])"));
  // As of the 16th at 10 the data end on the 16th, before that purchase.
  const value earlier =
      ask(kept, rows, question(range + R"("as_of":"2026-03-16T10:00:00Z","unit":"day",)" + published));
  CHECK(seen(earlier) == read(R"([["u1",0,0,6,null],["u2",1,7,14,40],["u3",1,1,11,8]])"));
  CHECK(at(ask(kept, rows, question(range + R"("as_of":"2026-02-20",)" + published)), "/customers") ==
        value::array());
}

TEST_CASE("customers over random events are those of a slow second look") {
  std::mt19937 random(3);
  for (int round = 0; round < 6; ++round) {
    const auto events = random_events(random, 60);
    for (const bool by_user : {true, false}) {
      std::map<std::string, std::map<long long, int>> days;  // customer, local day
      for (const random_event& e : events) {
        const int who = by_user ? e.user : e.account;
        // Local midnight of March 1 and April 20 in Berlin.
        if (e.name == 2 || who < 0 || e.time_ms < 1772319600000 || e.time_ms >= 1776636000000) continue;
        ++days[(by_user ? "u" : "a") + std::to_string(who)][berlin_day(e.time_ms)];
      }
      value expected = value::array();
      for (const auto& [id, of] : days) {
        const long long first = of.begin()->first, last = of.rbegin()->first;
        expected.push_back({id, of.size() - 1, last - first, berlin_day(1776636000000) - 1 - first, nullptr});
      }
      const value got = ask(
          "", rows_of(events),
          std::string(R"({"ask":"customer_value","model":"bgnbd","purchase":["e0","e1"],)") +
              R"("from":"2026-03-01","to":"2026-04-20","as_of":"2026-06-01","unit":"day",)" +
              R"("zone":"Europe/Berlin","per":")" + (by_user ? "user" : "account") + "\"," + published + "}");
      CHECK(seen(got) == expected);
    }
  }
}

TEST_CASE("what is wrong is named with its place") {
  const auto error_at = [](const value& got) {
    return std::pair(at(got, "/error/code").get<std::string>(), at(got, "/error/path").get<std::string>());
  };
  using found = std::pair<std::string, std::string>;
  CHECK(error_at(ask("", {}, R"({"ask":"customer_value","customers":[]})")) ==
        found("missing_field", "/model"));
  CHECK(error_at(ask("", {}, R"({"ask":"customer_value","model":"bgnb","customers":[]})")) ==
        found("bad_value", "/model"));
  CHECK(error_at(direct(R"("customers":[{"frequency":1.5,"recency":1,"t":2}])")) ==
        found("bad_value", "/customers/0/frequency"));
  CHECK(error_at(direct(R"("customers":[{"frequency":1,"recency":3,"t":2}])")) ==
        found("bad_value", "/customers/0/recency"));
  CHECK(error_at(direct(R"("customers":[{"frequency":1,"recency":3}])")) ==
        found("missing_field", "/customers/0/t"));
  CHECK(error_at(direct(R"("customers":[{"frequency":1,"recency":3,"t":-1}])")) ==
        found("bad_value", "/customers/0/t"));
  CHECK(error_at(direct(R"("customers":[{"id":true,"frequency":0,"recency":0,"t":1}])")) ==
        found("wrong_type", "/customers/0/id"));
  CHECK(error_at(direct(R"("customers":[],"params":{"r":0,"alpha":1,"a":1,"b":1})")) ==
        found("bad_value", "/params/r"));
  CHECK(error_at(direct(R"("customers":[],"gamma_gamma":{"p":1,"q":1})")) ==
        found("missing_field", "/gamma_gamma/v"));
  CHECK(error_at(direct(R"("customers":[],"horizon":0)")) == found("bad_value", "/horizon"));
  CHECK(error_at(direct(R"("customers":[],"discount":-0.1)")) == found("bad_value", "/discount"));
  const value typo = direct(R"("customers":[],"horizn":3)");
  CHECK(error_at(typo) == found("unknown_field", "/horizn"));
  CHECK(at(typo, "/error/message").get<std::string>().find("`horizon`") != std::string::npos);
  const std::string range = R"("from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01")";
  CHECK(error_at(ask("", {}, question(range))) == found("needs_reload", "/amount_prop"));
  CHECK(error_at(ask("", {}, R"({"ask":"customer_value","model":"bgnbd",)" + range + "}")) ==
        found("missing_field", "/purchase"));
  CHECK(error_at(ask("", {}, question(R"("from":"2026-03-01","to":"2026-04-01")"))) ==
        found("missing_as_of", "/as_of"));
}
