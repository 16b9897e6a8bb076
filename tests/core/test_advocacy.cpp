// SPDX-License-Identifier: Apache-2.0
/** @file test_advocacy.cpp  Who speaks for the product, who likes it, who looks on; by tenure and by spend.
 */
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book = R"({"payoff":1,"version":"1",
  "sets":{"active":["look","make"],"value":"make","advocacy":["review","refer"]},
  "subscription":{"mrr":"account.mrr"},
  "survey":{"nps":{"event":"nps","score_prop":"score","comment_prop":"why"}}})";

constexpr const char* as_of = R"("as_of":"2026-07-01T00:00:00Z")";

std::string row(const char* event, const char* user, const char* day, const std::string& more = "") {
  return track(event, user, day, more);
}

value answer_of(const std::vector<std::string>& rows, const std::string& more = "",
                const std::string& with_book = book) {
  return ask(with_book, rows, R"({"ask":"advocacy",)" + std::string(as_of) + more + "}");
}

/** Lovers, likers, lurkers. */
std::vector<int> counts_of(const value& got) {
  REQUIRE(got.contains("segments"));
  std::vector<int> out;
  for (const value& one : got["segments"]) out.push_back(one["people"]);
  return out;
}

/** `make` on the first day of so many of the last twelve weeks, the last of which began on 24 June. */
void add_weeks(std::vector<std::string>& rows, const char* user, int weeks) {
  const char* days[]{"2026-06-24", "2026-06-17", "2026-06-10", "2026-06-03", "2026-05-27", "2026-05-20"};
  for (int i = 0; i < weeks; ++i) rows.push_back(row("make", user, days[i]));
}

}  // namespace

TEST_CASE("a lover, a liker and lurkers: the whole answer") {
  std::vector<std::string> rows{row("review", "ann", "2026-05-01"), row("look", "cat", "2026-06-30"),
                                row("look", "dan", "2025-01-01"), row("look", "dan", "2026-01-10"),
                                row("look", "gone", "2025-01-01")};
  add_weeks(rows, "bob", 6);
  value got =
      answer_of(rows, "", R"({"payoff":1,"version":"1","sets":{"active":["look","make"],"value":"make",
    "advocacy":"review"}})");
  value expected = read(R"({"ask":"advocacy","per":"user","people":4,"segments":[
      {"id":"lover","people":1,"share":0.25,"nominal":0.01},{"id":"liker","people":1,"share":0.25,"nominal":0.09},
      {"id":"lurker","people":2,"share":0.5,"nominal":0.9}],
    "by_tenure":[
      {"from_days":0,"to_days":30,"people":1,"lovers":0,"likers":0,"lurkers":1},
      {"from_days":30,"to_days":90,"people":2,"lovers":1,"likers":1,"lurkers":0},
      {"from_days":90,"to_days":365,"people":0,"lovers":0,"likers":0,"lurkers":0},
      {"from_days":365,"to_days":null,"people":1,"lovers":0,"likers":0,"lurkers":1}],
    "by_spend":[],"notes":["not_available"]})");
  expected["quality"] = at(got, "/quality");
  for (value& one : got["by_tenure"]) {
    const value share = one["lover_share"];
    one.erase("lover_share");
    if (one["people"] == 0) CHECK(share == read(R"({"rate":null,"low":null,"high":null})"));
    if (one["people"] != 2) continue;
    CHECK(share["rate"] == 0.5);
    // Wilson, one of two: (1/2 + z2/4 -+ z sqrt(1/8 + z2/16)) / (1 + z2/2) with z2 = 3.8415.
    CHECK(std::fabs(share["low"].get<double>() - 0.0945312) < 1e-6);
    CHECK(std::fabs(share["high"].get<double>() - 0.9054688) < 1e-6);
  }
  CHECK(got == expected);
}

TEST_CASE("the promoter who says why is a lover, for 180 days") {
  const auto one = [](const char* day, const char* properties) {
    return counts_of(answer_of({row("look", "x", "2026-06-30"), row("nps", "x", day, with(properties))}));
  };
  const std::vector<int> lover{1, 0, 0};
  const std::vector<int> lurker{0, 0, 1};
  CHECK(one("2026-06-01", R"({"score":9,"why":"fast"})") == lover);
  CHECK(one("2026-06-01", R"({"score":8.9,"why":"fast"})") == lurker);
  CHECK(one("2026-06-01", R"({"score":"9","why":"fast"})") == lurker);
  CHECK(one("2026-06-01", R"({"score":10,"why":" \n"})") == lurker);
  CHECK(one("2026-06-01", R"({"score":10,"why":5})") == lurker);
  CHECK(one("2026-06-01", R"({"score":10})") == lurker);
  CHECK(one("2026-01-02T00:00:00Z", R"({"score":10,"why":"fast"})") == lover);
  CHECK(one("2026-01-01T23:59:59Z", R"({"score":10,"why":"fast"})") == lurker);
}

TEST_CASE("half of the weeks make a liker, and 180 days a lurker") {
  std::vector<std::string> rows;
  add_weeks(rows, "x", 5);
  CHECK(counts_of(answer_of(rows)) == std::vector<int>{0, 0, 1});
  rows.push_back(row("make", "x", "2026-06-30T23:59:59Z"));  // the week of 24 June again
  CHECK(counts_of(answer_of(rows)) == std::vector<int>{0, 0, 1});
  rows.push_back(row("make", "x", "2026-04-07T23:59:59Z"));  // twelve weeks and a second ago
  CHECK(counts_of(answer_of(rows)) == std::vector<int>{0, 0, 1});
  rows.push_back(row("make", "x", "2026-04-08"));
  CHECK(counts_of(answer_of(rows)) == std::vector<int>{0, 1, 0});
  rows.push_back(row("refer", "x", "2026-04-08"));
  CHECK(counts_of(answer_of(rows)) == std::vector<int>{1, 0, 0});
  CHECK(counts_of(answer_of({row("look", "x", "2026-01-02")})) == std::vector<int>{0, 0, 1});
  const value none = answer_of({row("look", "x", "2026-01-01")});
  CHECK(counts_of(none) == std::vector<int>{0, 0, 0});
  CHECK(at(none, "/segments/0/share") == nullptr);
  CHECK(counts_of(answer_of({row("look", "x", "2026-07-01"), row("nps", "y", "2026-06-01")})) ==
        std::vector<int>{0, 0, 0});
}

TEST_CASE("spend is cut into fourths of those whose spend is known") {
  std::vector<std::string> rows;
  const char* users[]{"a", "b", "c", "d", "e"};
  const char* spends[]{"10", "10", "20", "30", "90"};
  for (int i = 0; i < 5; ++i) {
    rows.push_back(R"({"type":"group","userId":"z","groupId":"g)" + std::string(users[i]) +
                   R"(","timestamp":"2026-01-01","traits":{"mrr":)" + spends[i] + "}}");
    rows.push_back(row("look", users[i], "2026-06-01", in_account("g" + std::string(users[i]))));
  }
  rows.push_back(row("refer", "e", "2026-06-02"));
  rows.push_back(row("refer", "f", "2026-06-02"));
  // Quantiles of 10 10 20 30 90: 10, 20, 30.
  const auto row_of = [](const char* from, const char* to, int people, int lovers) {
    value out = read(R"({"likers":0})");
    out["from"] = read(from);
    out["to"] = read(to);
    out["people"] = people;
    out["lovers"] = lovers;
    out["lurkers"] = people - lovers;
    return out;
  };
  const auto spend = [&](const std::string& more) {
    value got = at(answer_of(rows, more), "/by_spend");
    for (value& one : got) one.erase("lover_share");
    return got;
  };
  CHECK(spend("") ==
        value::array({row_of("10", "10", 2, 0), row_of("20", "20", 1, 0), row_of("30", "30", 1, 0),
                      row_of("90", "90", 1, 1), row_of("null", "null", 1, 1)}));
  // Of accounts; e's refer was nobody's account's.
  CHECK(spend(R"(,"per":"account")") == value::array({row_of("10", "10", 2, 0), row_of("20", "20", 1, 0),
                                                      row_of("30", "30", 1, 0), row_of("90", "90", 1, 0)}));
  // Of two accounts at one instant it is the first by id, and a later one before both.
  rows.push_back(row("look", "e", "2026-06-03", in_account("gc")));
  rows.push_back(row("look", "e", "2026-06-03", in_account("gb")));
  CHECK(spend(R"(,"user":"e")") == value::array({row_of("10", "10", 1, 1)}));
  // Users' own.
  rows.push_back(R"({"type":"identify","userId":"e","timestamp":"2026-01-01","traits":{"mrr":7}})");
  std::string of_users = book;
  of_users.replace(of_users.find("account.mrr"), 11, "user.mrr");
  CHECK(at(answer_of(rows, R"(,"user":"e")", of_users), "/by_spend/0/from") == 7);
  CHECK(at(answer_of(rows, R"(,"per":"account")", of_users), "/by_spend") == read("[]"));
  CHECK(at(answer_of(rows, R"(,"per":"account")", of_users), "/notes") == read(R"(["not_available"])"));
}

TEST_CASE("a playbook that sees no advocacy is told what is missing") {
  const value got = answer_of({row("look", "x", "2026-06-01")}, "", R"({"payoff":1,"version":"1"})");
  CHECK(at(got, "/error/code") == "missing_field");
  CHECK(at(got, "/error/message").get<std::string>().find("`advocacy`") != std::string::npos);
  const value silent =
      answer_of({}, "", R"({"payoff":1,"version":"1","survey":{"nps":{"event":"nps","score_prop":"s"}}})");
  CHECK(at(silent, "/error/code") == "missing_field");
  CHECK(at(answer_of({}, R"(,"par":"user")"), "/error/path") == "/par");
  CHECK(at(answer_of({}, R"(,"par":"user")"), "/error/message").get<std::string>().find("`per`") !=
        std::string::npos);
  CHECK(at(answer_of({}, R"(,"per":"users")"), "/error/path") == "/per");
  CHECK(at(ask(book, {}, R"({"ask":"advocacy"})"), "/error/code") == "missing_as_of");
}

TEST_CASE("advocacy agrees with a slow reckoning on random stores") {
  constexpr const char* random_book = R"({"payoff":1,"version":"1",
    "sets":{"active":["e0","e1"],"value":"e1","advocacy":"e2"},"subscription":{"mrr":"account.mrr"}})";
  constexpr long long day = 86'400'000;
  constexpr long long as_of_ms = 1777593600000;  // 2026-05-01
  std::mt19937 random(12);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::map<int, int> seen;
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const bool is_users = pick(2) == 0;
    std::vector<random_event> events = random_events(random, 1 + pick(400));
    for (random_event& e : events) {
      if (e.name == 2 && pick(40) > 0) e.name = 3;
      if (pick(4) == 0) e.time_ms -= pick(400) * day;
    }
    std::vector<std::string> rows = rows_of(events);
    std::map<int, double> spends;
    for (int account = 0; account < 3; ++account) {
      if (pick(4) == 0) continue;
      spends[account] = 10 * pick(3);
      rows.push_back(R"({"type":"group","userId":"z","groupId":"a)" + std::to_string(account) +
                     R"(","timestamp":"2026-04-01","traits":{"mrr":)" + std::to_string(spends[account]) +
                     "}}");
    }
    const std::string question = R"({"ask":"advocacy","as_of":"2026-05-01T00:00:00Z","per":")" +
                                 std::string(is_users ? "user" : "account") + "\"}";
    const value got = ask(random_book, rows, question);
    REQUIRE(got.contains("by_tenure"));
    std::shuffle(rows.begin(), rows.end(), random);
    CHECK(ask(random_book, rows, question) == got);

    std::vector<int> segments(3);
    std::vector<std::vector<int>> tenures(4, std::vector<int>(3));
    std::map<double, std::vector<int>> by_spend;  // -1: unknown
    std::vector<double> known;
    for (int unit = 0; unit < 9; ++unit) {
      bool is_lover = false;
      bool is_active = false;
      std::set<long long> weeks;
      long long first = as_of_ms;
      long long last = -1;
      int account = -1;
      for (const random_event& e : events) {
        if ((is_users ? e.user : e.account) != unit || e.time_ms >= as_of_ms) continue;
        first = std::min(first, e.time_ms);
        if (e.account >= 0 && (e.time_ms > last || (e.time_ms == last && e.account < account))) {
          last = e.time_ms;
          account = e.account;
        }
        if (e.time_ms < as_of_ms - 180 * day) continue;
        if (e.name == 2) is_lover = true;
        if (e.name < 2) is_active = true;
        const long long back = as_of_ms - e.time_ms;
        if (e.name == 1 && back <= 84 * day) weeks.insert((back - 1) / (7 * day));
      }
      const int segment = is_lover ? 0 : weeks.size() >= 6 ? 1 : is_active ? 2 : -1;
      if (segment < 0) continue;
      ++seen[segment];
      const auto of = static_cast<std::size_t>(segment);
      ++segments[of];
      const long long age = (as_of_ms - first) / day;
      ++tenures[age < 30 ? 0 : age < 90 ? 1 : age < 365 ? 2 : 3][of];
      const bool is_known = account >= 0 && spends.count(account) > 0;
      if (is_known) known.push_back(spends[account]);
      auto& row = by_spend[is_known ? spends[account] : -1];
      row.resize(3);
      ++row[of];
    }
    CHECK(counts_of(got) == segments);
    for (std::size_t i = 0; i < 4; ++i) {
      const value& row = got["by_tenure"][i];
      CHECK(std::vector<int>{row["lovers"], row["likers"], row["lurkers"]} == tenures[i]);
    }
    // Fourths by interpolation, and which of them each spend lies in.
    std::sort(known.begin(), known.end());
    std::map<int, std::vector<int>> fourths;
    std::map<int, std::pair<double, double>> bounds;
    for (const auto& [spend, counts] : by_spend) {
      int fourth = 9;
      if (spend >= 0) {
        fourth = 0;
        for (int q = 1; q <= 3; ++q) {
          const double place = q * (static_cast<double>(known.size()) - 1) / 4;
          const auto low = static_cast<std::size_t>(place);
          const double next = known[std::min(low + 1, known.size() - 1)];
          fourth += spend > known[low] + (place - std::floor(place)) * (next - known[low]) ? 1 : 0;
        }
      }
      auto& row = fourths[fourth];
      row.resize(3);
      for (std::size_t i = 0; i < 3; ++i) row[i] += counts[i];
      if (bounds.count(fourth) == 0) bounds[fourth].first = spend;
      bounds[fourth].second = spend;
    }
    REQUIRE(got["by_spend"].size() == fourths.size());
    std::size_t i = 0;
    for (const auto& [fourth, counts] : fourths) {
      const value& row = got["by_spend"][i++];
      CHECK(std::vector<int>{row["lovers"], row["likers"], row["lurkers"]} == counts);
      CHECK(row["from"] == (fourth == 9 ? value(nullptr) : value(bounds[fourth].first)));
      CHECK(row["to"] == (fourth == 9 ? value(nullptr) : value(bounds[fourth].second)));
    }
  }
  CHECK(seen[0] > 30);
  CHECK(seen[1] > 10);
  CHECK(seen[2] > 30);
}
