// SPDX-License-Identifier: Apache-2.0
/** @file test_health.cpp  How well a customer is, what it comes from, and whether it gets better. */
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* as_of = "2026-10-29T00:00:00Z";

std::string book(const std::string& health) {
  return R"({"payoff":1,"version":"1","sets":{"active":["use","make"],"value":"make"},
    "capabilities":[{"id":"a","events":"use"},{"id":"b","events":"make"},{"id":"c","events":"x"},
      {"id":"d","events":"y","plans":["pro"]}],
    "activation":{"start":"use","steps":[{"id":"m","event":"make","count":2},{"id":"r","event":"x"}]},
    "aha":{"event":"make","count":3,"within_days":10},
    "subscription":{"plan":"account.plan","seats":"account.seats","mrr":"account.mrr","renews_on":"account.on",
      "canceled":"canceled","payment_succeeded":"paid"},
    "survey":{"nps":{"event":"nps","score_prop":"score"}},"health":)" +
         health + "}";
}

std::string in_x(const char* event, const std::string& time, const char* user = "u1",
                 const std::string& more = "") {
  return track(event, user, time, in_account("x") + more);
}
std::string group(const std::string& traits, const char* time) {
  return R"({"type":"group","userId":"u1","groupId":"x","timestamp":")" + std::string(time) +
         R"(","traits":)" + traits + "}";
}

value answer_of(const std::vector<std::string>& rows, const std::string& health,
                const std::string& more = R"("account":"x")", const std::string& at_time = as_of) {
  return ask(book(health), rows, R"({"ask":"health","as_of":")" + at_time + R"(",)" + more + "}");
}

std::string measure(const char* id, double weight, const char* name, double bad, double good) {
  return R"({"id":")" + std::string(id) + R"(","weight":)" + std::to_string(weight) + R"(,"measure":")" +
         name + R"(","bad":)" + std::to_string(bad) + R"(,"good":)" + std::to_string(good) + "}";
}

/** The figure that a measure reads. */
value reading_of(const std::vector<std::string>& rows, const char* name, const std::string& at_time = as_of) {
  const value got = answer_of(rows, "[" + measure("m", 1, name, 0, 1) + "]", R"("account":"x")", at_time);
  REQUIRE(got.contains("contributions"));
  return got["contributions"].empty() ? value(nullptr) : got["contributions"][0]["measure"];
}

const std::vector<std::string> busy{
    group(R"({"plan":"free","seats":4,"mrr":100,"on":"2026-11-15"})", "2026-01-01T00:00:00Z"),
    in_x("use", "2026-09-10T00:00:00Z"),
    in_x("make", "2026-09-10T01:00:00Z"),
    in_x("make", "2026-09-10T02:00:00Z"),
    in_x("use", "2026-10-01T00:00:00Z", "u2"),
    in_x("make", "2026-10-10T00:00:00Z", "u2"),
    in_x("make", "2026-10-10T00:10:00Z"),
    in_x("make", "2026-10-27T12:00:00Z"),
    group(R"({"mrr":120})", "2026-10-20T00:00:00Z"),
    in_x("nps", "2026-10-20T00:00:00Z", "u1", with(R"({"score":8})"))};

}  // namespace

TEST_CASE("three weighted measures, one of them unknown: the whole answer") {
  const std::string health = "[" + measure("use", 30, "value_events_28d", 1, 5) + "," +
                             measure("seats", 10, "active_seat_share_28d", 0, 1) + "," +
                             measure("help", 60, "support_events_28d", 9, 0) + "]";
  value got = answer_of(busy, health);
  // Three events of value are half way from 1 to 5; two of four seats; 3/4 x 50 + 1/4 x 50.
  // 28 days before two events of value and one of four seats: 25 points each.
  value expected =
      read(R"({"ask":"health","account":"x","score":50,"band":"watch","trend":25,"contributions":[
    {"id":"use","measure":3,"points":50,"weight":0.75,"contribution":37.5,"versus_50":0},
    {"id":"seats","measure":0.5,"points":50,"weight":0.25,"contribution":12.5,"versus_50":0}],"missing":["help"],
    "notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("points are cut at 0 and 100, and bad may be above good") {
  const auto of = [](double bad, double good) {
    return answer_of(busy, "[" + measure("m", 2, "value_events_28d", bad, good) + "]");
  };
  CHECK(of(0, 2)["score"] == 100);
  CHECK(of(4, 9)["score"] == 0);
  CHECK(of(5, 1)["score"] == 50);
  CHECK(of(2, 1)["score"] == 0);
  CHECK(of(10, 4)["band"] == "strong");
}

TEST_CASE("the bands begin at 80, 60 and 40") {
  const auto band = [](double good) {
    return answer_of(busy, "[" + measure("m", 1, "value_events_28d", 0, good) + "]")["band"];
  };
  CHECK(band(3.75) == "strong");  // 80
  CHECK(band(3.76) == "healthy");
  CHECK(band(5) == "healthy");  // 60
  CHECK(band(5.01) == "watch");
  CHECK(band(7.5) == "watch");  // 40
  CHECK(band(7.51) == "at_risk");
}

TEST_CASE("where nothing is known there is no score") {
  const value got = answer_of({}, "[" + measure("m", 1, "events_28d", 0, 1) + "]");
  CHECK(got["score"] == nullptr);
  CHECK(got["band"] == nullptr);
  CHECK(got["trend"] == nullptr);
  CHECK(got["contributions"].empty());
  CHECK(got["missing"] == read(R"(["m"])"));
  const value weightless = answer_of(busy, "[" + measure("m", 0, "events_28d", 0, 1) + "]");
  CHECK(weightless["score"] == nullptr);
  CHECK(weightless["missing"].empty());
  // Nobody was there 28 days ago.
  const value young = answer_of({in_x("use", "2026-10-20")}, "[" + measure("m", 1, "events_28d", 0, 1) + "]");
  CHECK(young["score"] == 100);
  CHECK(young["trend"] == nullptr);
}

TEST_CASE("each measure reads its figure") {
  CHECK(reading_of(busy, "events_28d") == 4);
  CHECK(reading_of(busy, "events_60d") == 7);
  CHECK(reading_of(busy, "events_2d") == 1);
  CHECK(reading_of(busy, "sessions_28d") == 4);
  CHECK(reading_of(busy, "active_users_28d") == 2);
  CHECK(reading_of(busy, "active_users_2d") == 1);
  CHECK(reading_of(busy, "value_events_per_active_user_28d") == 1.5);
  CHECK(reading_of(busy, "value_events_per_active_user_1d") == nullptr);
  CHECK(reading_of(busy, "utilisation_28d") == 2.0 / 3);  // the fourth is not in the plan
  CHECK(reading_of(busy, "events_change_28d") == 4.0 / 3 - 1);
  CHECK(reading_of(busy, "mrr_change_28d") == 20);
  CHECK(reading_of(busy, "mrr_change_5d") == 0);
  CHECK(reading_of(busy, "nps_latest") == 8);
  CHECK(reading_of(busy, "days_since_active") == 1);
  CHECK(reading_of(busy, "days_since_start") == 49);
  CHECK(reading_of(busy, "days_to_renewal") == 17);
  CHECK(reading_of(busy, "activation_percent") == 50);
  CHECK(reading_of(busy, "aha_reached") == 0);
  CHECK(reading_of(busy, "login_events_28d") == nullptr);
  CHECK(reading_of(busy, "canceled") == 0);
  std::vector<std::string> rows = busy;
  rows.push_back(in_x("canceled", "2026-10-21T00:00:00Z"));
  CHECK(reading_of(rows, "canceled") == 1);
  rows.push_back(in_x("paid", "2026-10-21T00:00:00Z"));
  CHECK(reading_of(rows, "canceled") == 1);
  rows.push_back(in_x("paid", "2026-10-22T00:00:00Z"));
  CHECK(reading_of(rows, "canceled") == 0);
  rows.push_back(in_x("make", "2026-09-12T00:00:00Z"));
  CHECK(reading_of(rows, "aha_reached") == 1);
  CHECK(reading_of(busy, "is_present", "2026-01-01T00:00:00Z") == 0);
  CHECK(reading_of(busy, "is_present", "2026-01-01T00:00:00.001Z") == 1);
  CHECK(reading_of(busy, "events_28d", "2026-09-10T00:00:00Z") == nullptr);
}

TEST_CASE("a measure that there is none of is refused with the nearest name") {
  const auto error = [](const char* name) {
    return answer_of(busy,
                     "[" + measure("m", 1, "events_28d", 0, 1) + "," + measure("n", 1, name, 0, 1) + "]");
  };
  CHECK(at(error("utilization_28d"), "/error/code") == "unknown_name");
  CHECK(at(error("utilization_28d"), "/error/path") == "/health/1/measure");
  CHECK(at(error("utilization_28d"), "/error/message").get<std::string>().find("utilisation_28d") !=
        std::string::npos);
  for (const char* name :
       {"events", "events_0d", "events_3651d", "events_d", "events_2xd", "nps_latest_28d", "d"}) {
    CAPTURE(name);
    CHECK(at(error(name), "/error/code") == "unknown_name");
  }
  CHECK(at(ask("", busy, R"({"ask":"health","account":"x","as_of":"2026-10-29"})"), "/error/code") ==
        "missing_field");
  CHECK(at(answer_of(busy, "[" + measure("m", 1, "events_28d", 0, 1) + "]", R"("zone":"UTC")"),
           "/error/path") == "/account");
}

TEST_CASE("contributions add up to the score exactly, and health agrees with a slow reckoning") {
  std::mt19937 random(31);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr long long as_of_ms = 1777593600000;  // 2026-05-01
  int scores = 0;
  for (int round = 0; round < 40; ++round) {
    CAPTURE(round);
    const std::vector<random_event> events = random_events(random, 1 + pick(200));
    const double weights[]{pick(50) / 7.0, pick(50) / 3.0, pick(9) * 1.1};
    const double bad[]{0, pick(9) / 7.0, 3};
    const double good[]{20 + pick(90) / 9.0, 8.3, pick(30) / 10.0 - 1};
    const int days = 1 + pick(40);
    const std::string suffix = "_" + std::to_string(days) + "d\"";
    const char* names[]{"events", "value_events_per_active_user", "active_users"};
    std::string health;
    for (int i = 0; i < 3; ++i) {
      char text[200];
      std::snprintf(text, sizeof text,
                    R"(%s{"id":"%d","weight":%.17g,"measure":"%s%s,"bad":%.17g,"good":%.17g})",
                    i > 0 ? "," : "", i, weights[i], names[i], suffix.c_str(), bad[i], good[i]);
      health += text;
    }
    const value got = ask(R"({"payoff":1,"version":"1","sets":{"value":"e1"},"health":[)" + health + "]}",
                          rows_of(events), R"({"ask":"health","account":"a1","as_of":"2026-05-01"})");
    REQUIRE(got.contains("score"));

    const auto score_at = [&](long long end_ms) {
      double rows = 0;
      double value_rows = 0;
      bool is_there = false;
      std::set<int> people;
      for (const random_event& e : events) {
        if (e.account != 1 || e.time_ms >= end_ms) continue;
        is_there = true;
        if (e.time_ms < end_ms - days * 86'400'000LL) continue;
        ++rows;
        if (e.name == 1) ++value_rows;
        if (e.user >= 0) people.insert(e.user);
      }
      const auto active = static_cast<double>(people.size());
      const double found[]{rows, people.empty() ? NAN : value_rows / active, active};
      double sum = 0;
      double weight = 0;
      for (int i = 0; i < 3; ++i) {
        if (!is_there || std::isnan(found[i])) continue;
        sum += weights[i] * std::min(100.0, std::max(0.0, 100 * (found[i] - bad[i]) / (good[i] - bad[i])));
        weight += weights[i];
      }
      return weight > 0 ? sum / weight : NAN;
    };
    const double expected = score_at(as_of_ms);
    if (std::isnan(expected)) {
      CHECK(got["score"] == nullptr);
      continue;
    }
    ++scores;
    const double score = got["score"];
    CHECK(std::abs(score - expected) < 1e-9);
    const double before = score_at(as_of_ms - 28 * 86'400'000LL);
    if (std::isnan(before)) {
      CHECK(got["trend"] == nullptr);
    } else {
      CHECK(std::abs(got["trend"].get<double>() - (expected - before)) < 1e-9);
    }
    double sum = 0;
    double versus = 0;
    for (const value& one : got["contributions"]) {
      sum += one["contribution"].get<double>();
      versus += one["versus_50"].get<double>();
      CHECK(std::abs(one["contribution"].get<double>() -
                     one["weight"].get<double>() * one["points"].get<double>()) < 1e-12);
      CHECK(std::abs(one["versus_50"].get<double>() -
                     one["weight"].get<double>() * (one["points"].get<double>() - 50)) < 1e-12);
    }
    CHECK(sum == score);
    CHECK(50 + versus == score);
  }
  CHECK(scores > 25);
}
