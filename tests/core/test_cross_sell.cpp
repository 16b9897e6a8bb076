// SPDX-License-Identifier: Apache-2.0
/** @file test_cross_sell.cpp  Who may be offered what, what stands against it, and who outgrows the plan. */
#include <algorithm>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book = R"({"payoff":1,"version":"1",
  "capabilities":[{"id":"a","label":"Tickets","events":"ua"},{"id":"b","events":"ub"},{"id":"c","events":"uc"},
    {"id":"d","events":"ud","plans":["pro"]}],
  "aha":{"event":"go","start":"go","count":2,"within_days":10},
  "health":[{"id":"h","weight":1,"measure":"value_events_28d","bad":0,"good":10}],"sets":{"value":"go"},
  "metrics":[{"id":"calls","label":"Calls","of":"call","stat":"count"}],
  "data":{"columns":["account.most"]},
  "subscription":{"plan":"account.plan","payment_failed":"failed","payment_succeeded":"paid"},
  "survey":{"nps":{"event":"nps","score_prop":"score"}}})";

constexpr const char* as_of = R"("as_of":"2026-05-01T00:00:00Z")";

std::string row(const char* event, const std::string& account, const char* day = "2026-04-30",
                const std::string& more = "") {
  return track(event, "u" + account, day, in_account(account) + more);
}
std::string group(const std::string& account, const std::string& traits, const char* day = "2026-01-01") {
  return R"({"type":"group","userId":"u","groupId":")" + account + R"(","timestamp":")" + day +
         R"(","traits":)" + traits + "}";
}

/** An account that is ready: six events of value, of which two are the aha. */
void add_ready(std::vector<std::string>& rows, const std::string& account, const char* plan,
               const std::vector<const char*>& used) {
  rows.push_back(group(account, R"({"plan":")" + std::string(plan) + R"("})"));
  for (int i = 0; i < 6; ++i) rows.push_back(row("go", account));
  for (const char* event : used) rows.push_back(row(event, account));
}

value answer_of(const std::vector<std::string>& rows, const std::string& more = "") {
  return ask(book, rows, R"({"ask":"cross_sell",)" + std::string(as_of) + more + "}");
}

const value& of(const value& got, const std::string& account) {
  REQUIRE(got.contains("accounts"));
  const auto at = std::find_if(got["accounts"].begin(), got["accounts"].end(),
                               [&](const value& one) { return one["account"] == account; });
  REQUIRE(at != got["accounts"].end());
  return *at;
}

}  // namespace

TEST_CASE("offers are ordered by the lift of what goes with what the account uses, on its plan") {
  std::vector<std::string> rows;
  add_ready(rows, "x1", "pro", {"ua", "ub"});
  add_ready(rows, "x2", "pro", {"ua", "ub"});
  add_ready(rows, "x3", "pro", {"ua"});
  add_ready(rows, "x4", "pro", {"ub", "uc"});
  add_ready(rows, "x5", "pro", {});
  add_ready(rows, "y1", "free", {"ua"});
  value got = answer_of(rows, R"(,"min_accounts":1,"account":"x3")");
  // Of five accounts three use a, three b, two both; one uses c, with b alone; nobody d.
  value expected =
      read(R"({"ask":"cross_sell","account":"x3","accounts":[{"account":"x3","plan":"pro","ready":true,
    "offers":[
    {"capability":"b","label":"b","because":"a","support":0.4,"confidence":0,"lift":0,"n":5},
    {"capability":"c","label":"c","because":"a","support":0,"confidence":0,"lift":0,"n":5},
    {"capability":"d","label":"d","because":null,"support":null,"confidence":null,"lift":null,"n":5}],
    "blocked_by":[]}],"upsell":[],"notes":[]})");
  expected["accounts"][0]["offers"][0]["confidence"] = 2.0 / 3;
  expected["accounts"][0]["offers"][0]["lift"] = 10.0 / 9;
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);

  got = answer_of(rows, R"(,"min_accounts":1)");
  REQUIRE(got["accounts"].size() == 6);
  // b speaks for c: 1/3 of its accounts against 1/5 of all.
  CHECK(at(of(got, "x1"), "/offers/0/capability") == "c");
  CHECK(at(of(got, "x1"), "/offers/0/because") == "b");
  CHECK(at(of(got, "x1"), "/offers/0/lift") == 5.0 / 3);
  CHECK(at(of(got, "x4"), "/offers/0/capability") == "a");
  CHECK(at(of(got, "x4"), "/offers/0/because") == "b");
  // Nothing is used, so nothing goes with it; the order is that of ids.
  CHECK(at(of(got, "x5"), "/offers/0/capability") == "a");
  CHECK(at(of(got, "x5"), "/offers/0/lift") == nullptr);
  CHECK(of(got, "x5")["offers"].size() == 4);
  // Another plan is another table, and does not have d.
  CHECK(of(got, "y1")["offers"].size() == 2);
  CHECK(at(of(got, "y1"), "/offers/0/n") == 1);
  CHECK(at(of(got, "y1"), "/offers/0/lift") == nullptr);
  // A rule of three accounts is too small where four are wanted.
  got = answer_of(rows, R"(,"min_accounts":4)");
  CHECK(at(of(got, "x3"), "/offers/0/lift") == nullptr);
  CHECK(at(answer_of(rows, R"(,"min_accounts":3)"), "/accounts/2/offers/0/lift") == 10.0 / 9);
}

TEST_CASE("use before the window is no use, and accounts without any do not count") {
  std::vector<std::string> rows;
  add_ready(rows, "x1", "pro", {"ua", "ub"});
  add_ready(rows, "x2", "pro", {"ua"});
  rows.push_back(row("ub", "x2", "2026-04-20T23:59:59Z"));
  rows.push_back(row("ub", "x3", "2026-04-20"));
  rows.push_back(group("x3", R"({"plan":"pro"})"));
  rows.push_back(row("ub", "later", "2026-05-01T00:00:00Z"));
  const value got = answer_of(rows, R"(,"min_accounts":1,"window_days":10)");
  CHECK(at(of(got, "x2"), "/offers/0/capability") == "b");
  CHECK(at(of(got, "x2"), "/offers/0/n") == 2);
  CHECK(got["accounts"].size() == 3);
  CHECK(at(of(answer_of(rows, R"(,"min_accounts":1,"window_days":11)"), "x2"), "/offers/0/capability") ==
        "c");
  // x3 is on the plan, was there, and is not now.
  CHECK(at(of(answer_of(rows, R"(,"window_days":12)"), "x2"), "/offers/0/n") == 3);
}

TEST_CASE("who is not ready is told why, and is offered nothing") {
  std::vector<std::string> rows;
  rows.push_back(row("call", "asleep", "2026-01-01"));
  add_ready(rows, "angry", "pro", {"ua"});
  rows.push_back(row("nps", "angry", "2026-04-01", with(R"({"score":9})")));
  rows.push_back(row("nps", "angry", "2026-04-02", with(R"({"score":6})")));
  add_ready(rows, "broke", "pro", {"ua"});
  rows.push_back(row("failed", "broke"));
  add_ready(rows, "fine", "pro", {"ua"});
  rows.push_back(row("nps", "fine", "2026-04-02", with(R"({"score":7})")));
  rows.push_back(row("go", "small"));
  rows.push_back(row("go", "small"));
  rows.push_back(group("quiet", R"({"plan":"pro"})"));
  const value got = answer_of(rows, R"(,"min_accounts":1,
    "limits":[{"metric":{"id":"m","of":"*"},"limit":0.1,"period":"year"}])");
  CHECK(at(of(got, "angry"), "/blocked_by") == read(R"([{"reason":"detractor","value":6}])"));
  CHECK(at(of(got, "broke"), "/blocked_by") == read(R"([{"reason":"high_flag","flag":"payment_failed"}])"));
  CHECK(at(of(got, "fine"), "/blocked_by") == read("[]"));
  CHECK(at(of(got, "small"), "/blocked_by") ==
        read(R"([{"reason":"health_low","value":20,"threshold":60}])"));
  CHECK(at(of(got, "quiet"), "/blocked_by") ==
        read(R"([{"reason":"aha_not_reached"},{"reason":"health_low","value":null,"threshold":60}])"));
  CHECK(at(of(got, "asleep"), "/blocked_by") ==
        read(R"([{"reason":"aha_not_reached"},{"reason":"health_low","value":0,"threshold":60},
                 {"reason":"high_flag","flag":"silent"}])"));
  CHECK(at(of(got, "quiet"), "/plan") == "pro");
  CHECK(at(of(got, "asleep"), "/plan") == nullptr);
  for (const value& one : got["accounts"]) {
    CHECK(one["ready"] == (one["account"] == "fine"));
    CHECK(one["offers"].empty() == (one["account"] != "fine"));
  }
}

TEST_CASE("three periods at four fifths of the limit are an upsell") {
  std::vector<std::string> rows;
  add_ready(rows, "x", "pro", {"ua"});
  const auto calls = [&](const char* day, int count) {
    for (int i = 0; i < count; ++i) rows.push_back(row("call", "x", day));
  };
  calls("2026-02-10", 4);
  calls("2026-03-10", 6);
  calls("2026-04-10", 4);
  calls("2026-01-10", 9);
  const auto upsell = [&](const std::string& limit, const std::string& more = "") {
    return at(answer_of(rows, R"(,"limits":[{"metric":"calls","limit":)" + limit + more + "}]"), "/upsell");
  };
  CHECK(upsell("5") == read(R"([{"account":"x","id":"calls","label":"Calls","periods":[
    {"start":"2026-02-01","value":4,"limit":5,"share":0.8},{"start":"2026-03-01","value":6,"limit":5,"share":1.2},
    {"start":"2026-04-01","value":4,"limit":5,"share":0.8}]}])"));
  CHECK(upsell("5.01") == read("[]"));
  CHECK(upsell(R"({"pro":5,"free":1})").size() == 1);
  CHECK(upsell(R"({"pro":6,"free":1})").empty());
  CHECK(upsell(R"({"free":1})").empty());
  // What the account may do is what was known at each period's end.
  CHECK(upsell(R"("account.most")").empty());
  rows.push_back(group("x", R"({"most":5})", "2026-02-28"));
  CHECK(upsell(R"("account.most")").size() == 1);
  rows.push_back(group("x", R"({"most":7})", "2026-03-20"));
  CHECK(upsell(R"("account.most")").empty());
  rows.push_back(group("x", R"({"most":3})", "2026-04-30T23:59:59Z"));
  CHECK(at(upsell(R"("account.most")"), "/0/periods/1/limit") == 7);
  rows.push_back(group("x", R"({"most":4})", "2026-03-31T23:00:00Z"));
  CHECK(at(upsell(R"("account.most")"), "/0/periods/1/limit") == 4);
  CHECK(at(upsell(R"("account.most")"), "/0/periods/2/limit") == 3);
  calls("2026-04-14", 1);
  calls("2026-04-21", 1);
  CHECK(at(upsell("1", R"(,"period":"week")"), "/0/periods/0/start") == "2026-04-06");
  const value sundays =
      answer_of(rows, R"(,"week_start":"sunday","limits":[{"metric":"calls","limit":1,"period":"week"}])");
  CHECK(at(sundays, "/upsell/0/periods/0/start") == "2026-04-05");
  // A year that has not ended is no period.
  CHECK(upsell("1", R"(,"period":"year")").empty());
  CHECK(upsell("1", R"(,"period":"quarter")").empty());
}

TEST_CASE("mistakes are told with their place and the nearest name") {
  const auto error = [&](const std::string& more) { return answer_of({}, "," + more); };
  CHECK(at(error(R"("window_dais":3)"), "/error/path") == "/window_dais");
  CHECK(at(error(R"("window_dais":3)"), "/error/message").get<std::string>().find("`window_days`") !=
        std::string::npos);
  CHECK(at(error(R"("window_days":0)"), "/error/path") == "/window_days");
  CHECK(at(error(R"("min_accounts":0)"), "/error/path") == "/min_accounts");
  CHECK(at(error(R"("user":"u")"), "/error/path") == "/user");
  const value unknown = error(R"("limits":[{"metric":"cals","limit":1}])");
  CHECK(at(unknown, "/error/code") == "unknown_name");
  CHECK(at(unknown, "/error/path") == "/limits/0/metric");
  CHECK(at(unknown, "/error/message").get<std::string>().find("`calls`") != std::string::npos);
  for (const char* limit :
       {"0", "-1", "true", R"("most")", R"("user.most")", R"({"pro":0})", R"({"pro":"5"})"}) {
    CAPTURE(limit);
    CHECK(at(error(R"("limits":[{"metric":"calls","limit":)" + std::string(limit) + "}]"), "/error/path") ==
          "/limits/0/limit");
  }
  CHECK(at(error(R"("limits":[{"metric":"calls"}])"), "/error/code") == "missing_field");
  CHECK(at(error(R"("limits":[{"metric":"calls","limit":"account.other"}])"), "/error/code") ==
        "needs_reload");
  CHECK(at(error(R"("limits":[{"metric":"calls","limit":1,"perod":"day"}])"), "/error/path") ==
        "/limits/0/perod");
  std::vector<std::string> rows;
  add_ready(rows, "x", "pro", {});
  const value bad_set = answer_of(rows, R"(,"limits":[{"metric":{"id":"m","of":"@vale"},"limit":1}])");
  CHECK(at(bad_set, "/error/code") == "unknown_name");
  CHECK(at(bad_set, "/error/path") == "/limits/0/metric/of");
  for (const char* part : {"aha", "health", "capabilities"}) {
    value without = read(book);
    without.erase(part);
    const value got = ask(without.dump(), rows, R"({"ask":"cross_sell",)" + std::string(as_of) + "}");
    CHECK(at(got, "/error/code") == "missing_field");
    CHECK(at(got, "/error/message").get<std::string>().find(part) != std::string::npos);
  }
  CHECK(at(ask(book, rows, R"({"ask":"cross_sell"})"), "/error/code") == "missing_as_of");
}

TEST_CASE("cross_sell agrees with a slow reckoning on random stores") {
  // No flag of theirs is of severity high.
  constexpr const char* random_book = R"({"payoff":1,"version":"1","time":{"zone":"Europe/Berlin"},
    "sets":{"active":["e1","e2"]},
    "capabilities":[{"id":"c0","events":"e0"},{"id":"c1","events":"e1"},{"id":"c2","events":"e2","plans":["p1"]},
      {"id":"c3","events":["e3","e4"]}],
    "aha":{"event":"e0","count":2,"within_days":30},
    "health":[{"id":"h","weight":1,"measure":"events_28d","bad":0,"good":5}],
    "subscription":{"plan":"account.plan"},
    "flags":{"silent":{"low_days":1},"usage_drop":{"low":1},"session_drop":{"low":1},"champion_left":{"low_days":1}}})";
  constexpr long long day = 86'400'000;
  constexpr long long as_of_ms = 1777593600000;  // 2026-05-01, 02:00 in Berlin
  std::mt19937 random(77);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int rules = 0;
  int upsells = 0;
  for (int round = 0; round < 80; ++round) {
    CAPTURE(round);
    const int accounts = 2 + pick(12);
    const int window = 5 + pick(70);
    const int least = 1 + pick(3);
    const int limit = 1 + pick(6);
    std::vector<random_event> events;
    for (int i = 100 + pick(500); i > 0; --i) {
      events.push_back(
          {1771545600000 + pick(79 * 48) * 1'800'000LL, pick(6), pick(4) - 1, pick(accounts + 1) - 1});
    }
    std::vector<std::string> rows = rows_of(events);
    std::map<int, int> plans;
    for (int a = 0; a < accounts; ++a) {
      if (pick(5) == 0) continue;
      plans[a] = pick(2);
      rows.push_back(group("a" + std::to_string(a), R"({"plan":"p)" + std::to_string(plans[a]) + "\"}"));
    }
    const std::string question = R"({"ask":"cross_sell","as_of":"2026-05-01T00:00:00Z","window_days":)" +
                                 std::to_string(window) + R"(,"min_accounts":)" + std::to_string(least) +
                                 R"(,"limits":[{"metric":{"id":"m","of":"*"},"period":"week","limit":)" +
                                 std::to_string(limit) + "}]}";
    const value got = ask(random_book, rows, question);
    REQUIRE(got.contains("accounts"));
    std::shuffle(rows.begin(), rows.end(), random);
    CHECK(ask(random_book, rows, question) == got);

    const auto capability_of = [](int name) { return name == 4 ? 3 : name > 4 ? -1 : name; };
    std::map<int, std::set<int>> used;  // accounts that count, and what they use
    for (const random_event& e : events) {
      if (e.account < 0 || e.time_ms >= as_of_ms || e.time_ms < as_of_ms - window * day || e.name > 4)
        continue;
      used[e.account].insert(capability_of(e.name));
    }
    const auto plan_of = [&](int a) { return plans.count(a) > 0 ? plans[a] : -1; };
    std::set<std::string> listed;
    value upsell = value::array();
    for (const value& entry : got["accounts"]) {
      const std::string id = entry["account"];
      listed.insert(id);
      const int a = std::stoi(id.substr(1));
      CAPTURE(id);
      int recent = 0;
      std::vector<long long> times;
      bool is_known = false;
      long long start = -1;
      for (const random_event& e : events) {
        if (e.account != a || e.time_ms >= as_of_ms) continue;
        if (start < 0 || e.time_ms < start) start = e.time_ms;
        if (e.name != 1 && e.name != 2) continue;
        is_known = true;
        if (e.time_ms >= as_of_ms - 28 * day) ++recent;
      }
      int makings = 0;
      for (const random_event& e : events) {
        if (e.account == a && e.name == 0 && e.time_ms < as_of_ms && e.time_ms < start + 30 * day) ++makings;
      }
      value expected_reasons = value::array();
      if (makings < 2) expected_reasons.push_back({{"reason", "aha_not_reached"}});
      const int score = std::min(100, recent * 20);
      if (!is_known || score < 60) {
        expected_reasons.push_back({{"reason", "health_low"},
                                    {"value", is_known ? value(score) : value(nullptr)},
                                    {"threshold", 60}});
      }
      CHECK(entry["blocked_by"] == expected_reasons);
      if (!expected_reasons.empty()) {
        CHECK(entry["offers"].empty());
        continue;
      }
      struct best {
        double lift{-1}, confidence{0}, support{0};
        std::string because;
      };
      std::map<int, best> offers;
      int n = 0;
      for (const auto& [other, what] : used) n += plan_of(other) == plan_of(a) ? 1 : 0;
      const std::set<int> mine = used.count(a) > 0 ? used[a] : std::set<int>();
      for (int c = 0; c < 4; ++c) {
        if (mine.count(c) > 0 || (c == 2 && plan_of(a) == 0)) continue;
        offers[c];
        for (const int because : mine) {
          int with = 0;
          int both = 0;
          int having = 0;
          for (const auto& [other, what] : used) {
            if (plan_of(other) != plan_of(a)) continue;
            with += what.count(because) > 0 ? 1 : 0;
            having += what.count(c) > 0 ? 1 : 0;
            both += what.count(because) > 0 && what.count(c) > 0 ? 1 : 0;
          }
          if (having == 0 || with < least) continue;
          const double confidence = both / double(with);
          const double lift = both * double(n) / (double(with) * having);
          best& so_far = offers[c];
          if (lift > so_far.lift || (lift == so_far.lift && confidence > so_far.confidence))
            so_far = {lift, confidence, both / double(n), "c" + std::to_string(because)};
        }
      }
      REQUIRE(entry["offers"].size() == offers.size());
      double before = 1e9;
      for (const value& one : entry["offers"]) {
        const best& want = offers.at(std::stoi(one["capability"].get<std::string>().substr(1)));
        CHECK(one["n"] == n);
        CHECK(one["lift"] == (want.lift < 0 ? value(nullptr) : value(want.lift)));
        CHECK(one["because"] == (want.lift < 0 ? value(nullptr) : value(want.because)));
        CHECK(one["confidence"] == (want.lift < 0 ? value(nullptr) : value(want.confidence)));
        CHECK(one["support"] == (want.lift < 0 ? value(nullptr) : value(want.support)));
        CHECK(want.lift <= before);
        before = want.lift;
        rules += want.lift > 0 ? 1 : 0;
      }
      // The three Berlin weeks that ended before Friday the first of May began on 6, 13 and 20 April.
      const long long monday = 1777593600000 / day - 25;
      value periods = value::array();
      for (int week = 0; week < 3; ++week) {
        int count = 0;
        for (const random_event& e : events)
          count += e.account == a && period_of(berlin_day(e.time_ms), "week") == monday + 7 * week ? 1 : 0;
        if (count * 10 < limit * 8) continue;
        periods.push_back({{"start", date_of(monday + 7 * week)},
                           {"value", count},
                           {"limit", limit},
                           {"share", count / double(limit)}});
      }
      if (periods.size() == 3)
        upsell.push_back({{"account", id}, {"id", "m"}, {"label", "m"}, {"periods", periods}});
    }
    CHECK(got["upsell"] == upsell);
    upsells += static_cast<int>(upsell.size());
    std::set<std::string> expected;
    for (const random_event& e : events) {
      if (e.account >= 0 && e.time_ms < as_of_ms) expected.insert("a" + std::to_string(e.account));
    }
    for (const auto& [a, plan] : plans) expected.insert("a" + std::to_string(a));
    CHECK(listed == expected);
  }
  CHECK(rules > 20);
  CHECK(upsells > 5);
}
