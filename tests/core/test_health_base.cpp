// SPDX-License-Identifier: Apache-2.0
/** @file test_health_base.cpp  The health score of then against who was lost since. */
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string book(const std::string& more = "") {
  return R"({"payoff":1,"version":"1","sets":{"active":["use"]},
    "health":[{"id":"h","weight":1,"measure":"events_28d","bad":0,"good":10}])" +
         more + "}";
}
const std::string canceling = R"(,"subscription":{"canceled":"canceled","payment_succeeded":"paid"})";

std::string row(const char* event, const std::string& account, const std::string& day) {
  return track(event, "u" + account, day, in_account(account));
}

/** So many events in June, so that the score of 1 July is ten times that. */
void add(std::vector<std::string>& rows, const std::string& account, int events) {
  for (int i = 0; i < events; ++i) rows.push_back(row("use", account, "2026-06-20"));
}

value answer_of(const std::vector<std::string>& rows, const std::string& with_book,
                const std::string& backtest, const std::string& more = "") {
  return ask(with_book, rows,
             R"({"ask":"health","as_of":"2026-11-01T00:00:00Z","backtest":)" + backtest + more + "}");
}

std::string without_intervals(value got) {
  std::string out;
  for (const value& one : got["backtest"]["calibration"]) {
    out += one["band"].get<std::string>() + " " + one["churned"].dump() + "/" + one["customers"].dump() +
           " " + one["mean_score"].dump() + ";";
  }
  return out;
}

}  // namespace

TEST_CASE("six customers, two of whom are lost: the whole answer") {
  std::vector<std::string> rows;
  add(rows, "a", 2);
  add(rows, "b", 5);
  add(rows, "c", 5);
  add(rows, "d", 9);
  add(rows, "e", 1);
  add(rows, "f", 10);
  rows.push_back(row("canceled", "a", "2026-07-01"));  // the first instant of the days
  rows.push_back(row("canceled", "b", "2026-09-28T23:59:59Z"));
  rows.push_back(row("canceled", "d", "2026-09-29"));  // they are over
  rows.push_back(row("canceled", "e", "2026-06-25"));  // lost before, so it cannot be
  rows.push_back(row("paid", "b", "2026-09-29"));      // came back, and was lost all the same
  value got = answer_of(rows, book(canceling), R"({"at":"2026-07-01"})");
  // Scores of the lost 20 and 50, of the others 50, 90 and 100: 5.5 of 6 pairs.
  CHECK(std::fabs(at(got, "/backtest/auc/value").get<double>() - 5.5 / 6) < 1e-12);
  // Shares won: 3/4, 1, 1 and 1, 5/6. Variances of the means: (1/48)/3 and (1/72)/2.
  CHECK(std::fabs(at(got, "/backtest/auc/low").get<double>() -
                  (5.5 / 6 - 1.959963984540054 * std::sqrt(1.0 / 144 + 1.0 / 144))) < 1e-12);
  CHECK(at(got, "/backtest/auc/high") == 1);
  got["backtest"].erase("auc");
  for (value& one : got["backtest"]["calibration"]) {
    const bool is_empty = one["customers"] == 0;
    CHECK(one["low"].is_null() == is_empty);
    CHECK(one["high"].is_null() == is_empty);
    // Wilson, one of two.
    if (one["customers"] == 2 && one["churned"] == 1)
      CHECK(std::fabs(one["low"].get<double>() - 0.0945312) < 1e-6);
    one.erase("low");
    one.erase("high");
  }
  value expected = read(R"({"ask":"health","per":"account","backtest":{"at":"2026-07-01T00:00:00Z","days":90,
    "churn":"canceled","customers":5,"churned":2,"unscored":0,"calibration":[
      {"band":"at_risk","from":0,"to":40,"customers":1,"churned":1,"rate":1,"mean_score":20},
      {"band":"watch","from":40,"to":60,"customers":2,"churned":1,"rate":0.5,"mean_score":50},
      {"band":"healthy","from":60,"to":80,"customers":0,"churned":0,"rate":null,"mean_score":null},
      {"band":"strong","from":80,"to":100,"customers":2,"churned":0,"rate":0,"mean_score":95}]},
    "notes":["small_sample"]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("without an event of canceling, who is silent for all of the days is lost") {
  std::vector<std::string> rows;
  add(rows, "a", 2);
  add(rows, "b", 8);
  rows.push_back(row("use", "b", "2026-07-30T23:59:59Z"));
  add(rows, "c", 6);
  rows.push_back(row("use", "c", "2026-07-31"));
  rows.push_back(row("other", "c", "2026-07-20"));
  rows.push_back(row("use", "d", "2026-05-31T23:59:59Z"));  // silent for 30 days before as well
  rows.push_back(row("use", "e", "2026-06-01T00:00:01Z"));
  rows.push_back(row("use", "late", "2026-07-01"));
  const value got = answer_of(rows, book(), R"({"at":"2026-07-01","days":30})");
  CHECK(at(got, "/backtest/churn") == "inactive");
  CHECK(at(got, "/backtest/customers") == 4);
  CHECK(at(got, "/backtest/churned") == 3);
  CHECK(without_intervals(got) == "at_risk 2/2 10.0;watch 0/0 null;healthy 1/1 60.0;strong 0/1 80.0;");
  // One who stayed is above three: there are no two of each, so no interval.
  CHECK(at(got, "/backtest/auc") == read(R"({"value":1,"low":null,"high":null})"));
  // The days before as_of, when nothing is said.
  const value last = answer_of(rows, book(), "{}");
  CHECK(at(last, "/backtest/at") == "2026-08-03T00:00:00Z");
  CHECK(at(last, "/backtest/churned") == 6);
  CHECK(at(last, "/backtest/auc/value") == nullptr);
  // People instead of accounts.
  const value users =
      answer_of({track("use", "u", "2026-06-20")}, book(), R"({"at":"2026-07-01"})", R"(,"per":"user")");
  CHECK(at(users, "/per") == "user");
  CHECK(at(users, "/backtest/customers") == 1);
  CHECK(at(answer_of({track("use", "u", "2026-06-20")}, book(), R"({"at":"2026-07-01"})"),
           "/backtest/customers") == 0);
}

TEST_CASE("who has long been gone, or pays nothing, cannot cancel") {
  const std::string paying =
      R"(,"subscription":{"canceled":"canceled","payment_succeeded":"paid","mrr":"account.mrr"})";
  const auto pays = [](const std::string& account, const char* mrr, const char* day) {
    return R"({"type":"group","userId":"u","groupId":")" + account + R"(","timestamp":")" + day +
           R"(","traits":{"mrr":)" + mrr + "}}";
  };
  std::vector<std::string> rows;
  rows.push_back(row("use", "gone", "2026-04-02T00:00:00Z"));       // 90 days before
  rows.push_back(row("use", "quiet", "2026-04-02T00:00:00.001Z"));  // almost
  add(rows, "free", 3);
  add(rows, "pays", 3);
  add(rows, "unknown", 3);
  rows.push_back(pays("free", "0", "2026-06-01"));
  rows.push_back(pays("pays", "0", "2026-06-01"));
  rows.push_back(pays("pays", "9", "2026-06-02"));
  rows.push_back(pays("pays", "0", "2026-07-01"));
  const value got = answer_of(rows, book(paying), R"({"at":"2026-07-01"})");
  CHECK(without_intervals(got) == "at_risk 0/3 20.0;watch 0/0 null;healthy 0/0 null;strong 0/0 null;");
}

TEST_CASE("who has no score is told apart") {
  const std::string scored = R"({"payoff":1,"version":"1","subscription":{"mrr":"account.mrr"},
    "health":[{"id":"h","weight":1,"measure":"mrr_change_10d","bad":-1,"good":1}]})";
  std::vector<std::string> rows{
      row("use", "a", "2026-06-20"), row("use", "b", "2026-06-20"),
      R"({"type":"group","userId":"u","groupId":"a","timestamp":"2026-01-01","traits":{"mrr":5}})"};
  const value got = answer_of(rows, scored, R"({"at":"2026-07-01"})");
  CHECK(at(got, "/backtest/customers") == 1);
  CHECK(at(got, "/backtest/unscored") == 1);
  CHECK(without_intervals(got) == "at_risk 0/0 null;watch 1/1 50.0;healthy 0/0 null;strong 0/0 null;");
}

TEST_CASE("a backtest needs days that are over, and everybody") {
  const std::vector<std::string> rows{row("use", "a", "2026-06-20")};
  const auto path = [&](const std::string& backtest, const std::string& more = "") {
    return at(answer_of(rows, book(), backtest, more), "/error/path");
  };
  CHECK(path(R"({"at":"2026-08-03"})") == "absent");
  CHECK(path(R"({"at":"2026-08-03T00:00:01Z"})") == "/backtest/at");
  CHECK(path(R"({"at":"2026-10-31","days":2})") == "/backtest/at");
  CHECK(path(R"({"at":"soon"})") == "/backtest/at");
  CHECK(path(R"({"days":0})") == "/backtest/days");
  CHECK(path(R"({"dys":9})") == "/backtest/dys");
  CHECK(at(answer_of(rows, book(), R"({"dys":9})"), "/error/message").get<std::string>().find("`days`") !=
        std::string::npos);
  CHECK(path("true") == "/backtest");
  CHECK(path("{}", R"(,"account":"a")") == "/backtest");
  CHECK(path("{}", R"(,"per":"people")") == "/per");
  CHECK(at(ask(book(), rows, R"({"ask":"health","as_of":"2026-11-01"})"), "/error/path") == "/account");
  CHECK(at(answer_of(rows, R"({"payoff":1,"version":"1"})", "{}"), "/error/code") == "missing_field");
}

TEST_CASE("backtests agree with a slow reckoning on random stores") {
  constexpr long long day = 86'400'000;
  constexpr long long at_ms = 1774569600000;  // 2026-03-27
  std::mt19937 random(19);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int areas = 0;
  for (int round = 0; round < 40; ++round) {
    CAPTURE(round);
    const bool has_cancels = pick(2) == 0;
    const bool is_users = pick(3) == 0;
    const int days = 5 + pick(36);
    std::vector<random_event> events;
    for (int i = 20 + pick(200); i > 0; --i) {
      const int name = pick(20) == 0 ? 2 : pick(2);
      events.push_back({1771545600000 + pick(79 * 48) * 1'800'000LL, name, pick(30) - 1, pick(20) - 1});
    }
    const value got =
        ask(R"({"payoff":1,"version":"1","sets":{"active":["e0","e1"],"value":"e1"},
      "health":[{"id":"h","weight":1,"measure":"value_events_28d","bad":0,"good":4}])" +
                std::string(has_cancels ? R"(,"subscription":{"canceled":"e2"}})" : "}"),
            rows_of(events),
            R"({"ask":"health","as_of":"2026-06-01","backtest":{"at":"2026-03-27","days":)" +
                std::to_string(days) + R"(},"per":")" + (is_users ? "user" : "account") + "\"}");
    REQUIRE(got.contains("backtest"));
    std::vector<double> lost;
    std::vector<double> stayed;
    for (int unit = 0; unit < 30; ++unit) {
      long long last = -1;
      int made = 0;
      bool was_canceled = false;
      bool is_canceled = false;
      bool is_active = false;
      for (const random_event& e : events) {
        if ((is_users ? e.user : e.account) != unit) continue;
        const bool is_before = e.time_ms < at_ms;
        const bool is_within = !is_before && e.time_ms < at_ms + days * day;
        if (is_before && e.name < 2) last = std::max(last, e.time_ms);
        if (is_before && e.name == 1 && e.time_ms >= at_ms - 28 * day) ++made;
        if (e.name == 2 && is_before) was_canceled = true;
        if (e.name == 2 && is_within) is_canceled = true;
        if (e.name < 2 && is_within) is_active = true;
      }
      if (last < 0 || at_ms - last >= days * day || (has_cancels && was_canceled)) continue;
      (has_cancels ? is_canceled : !is_active) ? lost.push_back(std::min(100, made * 25))
                                               : stayed.push_back(std::min(100, made * 25));
    }
    const value& found = got["backtest"];
    CHECK(found["customers"] == lost.size() + stayed.size());
    CHECK(found["churned"] == lost.size());
    if (lost.empty() || stayed.empty()) {
      CHECK(found["auc"]["value"] == nullptr);
      continue;
    }
    ++areas;
    double wins = 0;
    for (const double a : stayed) {
      for (const double b : lost) wins += a > b ? 1 : a == b ? 0.5 : 0;
    }
    CHECK(std::fabs(found["auc"]["value"].get<double>() -
                    wins / (static_cast<double>(lost.size()) * static_cast<double>(stayed.size()))) < 1e-12);
    for (const value& row : found["calibration"]) {
      const auto is_in = [&](double score) {
        return score >= row["from"] && (score < row["to"] || (row["to"] == 100 && score == 100));
      };
      const auto churned = std::count_if(lost.begin(), lost.end(), is_in);
      const auto all = churned + std::count_if(stayed.begin(), stayed.end(), is_in);
      CHECK(row["churned"] == churned);
      CHECK(row["customers"] == all);
      if (all > 0) CHECK(row["rate"] == static_cast<double>(churned) / static_cast<double>(all));
    }
  }
  CHECK(areas > 20);
}
