// SPDX-License-Identifier: Apache-2.0
/** @file test_roi_assumptions.cpp  A customer's own assumptions, and an audit that adds up. */
#include <cmath>
#include <random>

#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book =
    R"({"payoff":1,"version":"1","product":{"currency":"EUR"},"roi":{"hourly_cost":{"low":20,"expected":30,"high":60},
  "subscription":{"amount":30},
  "rules":[{"id":"macro","of":"run","minutes_saved":{"low":1,"expected":2,"high":4}},{"id":"sale","of":"sale","value":{"prop":"amount"}}]}})";

const std::vector<std::string> rows{track("run", "u1", "2026-09-02"), track("run", "u1", "2026-09-03"),
                                    track("run", "u2", "2026-09-04"),
                                    track("sale", "u2", "2026-09-05", with(R"({"amount":7.5})"))};

value roi_with(const std::string& overrides) {
  return ask(book, rows,
             R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01","overrides":)" +
                 overrides + "}");
}

}  // namespace

TEST_CASE("without overrides the vendor's assumptions hold, and nothing is noted") {
  const value got = roi_with("{}");
  CHECK(at(got, "/value") == read(R"({"low":8.5,"expected":10.5,"high":19.5})"));
  CHECK(at(got, "/audit/0/source") == "vendor");
  CHECK(at(got, "/audit/0/overridden") == "absent");
  CHECK(at(got, "/notes") == value::array());
}

TEST_CASE("a customer may change the minutes of a rule, and the answer says so") {
  const value got = roi_with(R"({"rules":{"macro":{"minutes_saved":10}}})");
  CHECK(at(got, "/minutes_saved") == read(R"({"low":30,"expected":30,"high":30})"));
  CHECK(at(got, "/money_saved") == read(R"({"low":10,"expected":15,"high":30})"));
  CHECK(at(got, "/audit/0/source") == "customer");
  CHECK(at(got, "/audit/0/overridden") == true);
  CHECK(at(got, "/audit/0/minutes_each") == read(R"({"low":10,"expected":10,"high":10})"));
  CHECK(at(got, "/audit/1/overridden") == "absent");
  CHECK(at(got, "/notes") == read(R"(["assumption_overridden"])"));
}

TEST_CASE("a customer may change what an hour costs") {
  const value got = roi_with(R"({"hourly_cost":{"low":60,"expected":120,"high":240}})");
  CHECK(at(got, "/money_saved") == read(R"({"low":3,"expected":12,"high":48})"));
  CHECK(at(got, "/audit/0/hourly_cost_source") == "customer");
  CHECK(at(got, "/audit/0/overridden") == true);
  CHECK(at(got, "/audit/1/overridden") == "absent");
}

TEST_CASE("an assumption may take the place of what was measured") {
  const value got = roi_with(R"({"rules":{"sale":{"value":{"low":1,"expected":2,"high":3}}}})");
  CHECK(at(got, "/value_made") == read(R"({"low":1,"expected":2,"high":3})"));
  CHECK(at(got, "/audit/1/source") == "customer");
}

TEST_CASE("the playbook is not changed by a question's overrides") {
  const engine core = loaded(book, rows);
  const std::string plain = R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01"})";
  const std::string before = core.ask(plain).json;
  static_cast<void>(core.ask(
      R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01","overrides":{"hourly_cost":1}})"));
  CHECK(core.ask(plain).json == before);
}

TEST_CASE("wrong overrides are named") {
  const auto error_of = [](const std::string& overrides) {
    const value got = roi_with(overrides);
    return at(got, "/error/code").get<std::string>() + " " + at(got, "/error/path").get<std::string>();
  };
  CHECK(error_of(R"({"rules":{"marco":{"minutes_saved":1}}})") == "unknown_name /overrides/rules/marco");
  CHECK(error_of(R"({"rules":{"macro":{"value":1}}})") == "unknown_field /overrides/rules/macro/value");
  CHECK(error_of(R"({"rules":{"macro":{}}})") == "missing_field /overrides/rules/macro/minutes_saved");
  CHECK(error_of(R"({"rules":{"macro":{"minutes_saved":{"prop":"x"}}}})") ==
        "unknown_field /overrides/rules/macro/minutes_saved/prop");
  CHECK(error_of(R"({"hourly_cost":-1})") == "bad_value /overrides/hourly_cost");
  CHECK(error_of(R"({"hourly_cots":1})") == "unknown_field /overrides/hourly_cots");
  CHECK(error_of("[]") == "wrong_type /overrides");
}

TEST_CASE("an amount beyond what 64 bits of cents hold is refused") {
  const value got = roi_with(R"({"rules":{"macro":{"minutes_saved":1e30}}})");
  CHECK(at(got, "/error/code") == "limit_exceeded");
}

TEST_CASE("the audit adds up to the totals exactly") {
  std::mt19937 random(20261121);
  const auto number = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  const auto thousandths = [](int n) {
    return std::to_string(n / 1000) + "." + std::to_string(1000 + n % 1000).substr(1);
  };
  for (int round = 0; round < 40; ++round) {
    std::string list;
    std::vector<std::string> events;
    const int rule_count = number(1, 6);
    for (int r = 0; r < rule_count; ++r) {
      const std::string id = "r" + std::to_string(r);
      const int kind = number(0, 3);
      const std::string measured = R"({"prop":"n"})";
      const int low = number(0, 900);
      const std::string assumed = "{\"low\":" + thousandths(low) + ",\"expected\":" + thousandths(low + 333) +
                                  ",\"high\":" + thousandths(low + 1001) + "}";
      list += (r == 0 ? "" : ",") + std::string("{\"id\":\"") + id + "\",\"of\":\"" + id + "\",\"" +
              (kind % 2 == 0 ? "minutes_saved" : "value") + "\":" + (kind < 2 ? measured : assumed) + "}";
      for (int i = number(0, 30); i > 0; --i) {
        events.push_back(track(id, "u1", "2026-09-10",
                               with("{\"n\":" + std::string(number(0, 3) == 0 ? "-" : "") +
                                    thousandths(number(0, 99'999)) + "}")));
      }
    }
    const char* const currencies[] = {"EUR", "JPY", "KWD"};
    const char* const currency = currencies[round % 3];
    const double minor = round % 3 == 0 ? 100 : round % 3 == 1 ? 1 : 1000;
    const value got = ask(
        R"({"payoff":1,"version":"1","roi":{"hourly_cost":{"low":11.1,"expected":32.5,"high":47.77,"currency":")" +
            std::string(currency) + R"("},"rules":[)" + list + "]}}",
        events, R"({"ask":"roi","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-01"})");
    for (const char* one : {"low", "expected", "high"}) {
      long long sum = 0;
      for (const value& entry : at(got, "/audit")) {
        const double in_minor = entry["amount"][one].get<double>() * minor;
        REQUIRE(std::abs(in_minor - std::round(in_minor)) < 1e-6);
        sum += std::llround(in_minor);
      }
      const double total = got["value"][one].get<double>();
      CHECK(static_cast<double>(sum) / minor == total);
      CHECK(std::llround(got["money_saved"][one].get<double>() * minor) +
                std::llround(got["value_made"][one].get<double>() * minor) ==
            sum);
    }
  }
}
