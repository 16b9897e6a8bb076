// SPDX-License-Identifier: Apache-2.0
/** @file test_adoption.cpp  Which capabilities are used, by how many, how deeply. */
#include <algorithm>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr const char* book =
    R"({"payoff":1,"version":"1","sets":{"active":["*",{"not":["viewed"]}]},"capabilities":[
  {"id":"tickets","label":"Tickets","events":["opened","closed"],"href":"/tickets"},
  {"id":"reports","events":"reported","plans":["team"]},
  {"id":"automation","label":"Automations","events":"ran"},
  {"id":"api","events":"called"}]})";

std::string of(const char* event, const char* user, const char* time, const char* account = "x") {
  return track(event, user, std::string("2026-10-") + time, in_account(account));
}

/** u1 and u2 in x, u3 in y; u4 only looks on. */
const std::vector<std::string> rows{of("opened", "u1", "01T00:00:00Z"),
                                    of("closed", "u1", "02T10:00:00Z"),
                                    of("opened", "u2", "31T23:59:59Z"),
                                    of("reported", "u2", "12T10:00:00Z"),
                                    of("opened", "u3", "13T10:00:00Z", "y"),
                                    of("ran", "u3", "13T11:00:00Z", "y"),
                                    of("viewed", "u4", "14T10:00:00Z"),
                                    of("greeted", "u1", "15T10:00:00Z"),
                                    of("reported", "", "20T10:00:00Z"),
                                    track("opened", "u1", "2026-11-01T00:00:00Z", in_account("x")),
                                    track("called", "u1", "2026-09-30T23:59:59Z", in_account("x"))};

std::string question(const std::string& more = "") {
  return R"({"ask":"adoption","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01")" + more + "}";
}

}  // namespace

TEST_CASE("adoption of the whole base: the whole answer") {
  const value got = ask(book, rows, question());
  // u1 used one of four, u2 two, u3 two; u4 was not active.
  value expected =
      read(R"({"ask":"adoption","range":{"from":"2026-10-01","to":"2026-11-01","zone":"UTC","grain":"month",
    "week_start":"monday","as_of":"2026-12-01T00:00:00Z"},"per":"user","people":3,
    "utilisation":{"value":null,"median":0.5},"capabilities":[
    {"id":"tickets","label":"Tickets","adopters":3,"people":3,"rate":1,"depth":1.3333333333333333,"first_used":"2026-10-01",
     "last_used":"2026-10-31","used":true,"peer_rate":null,"href":"/tickets"},
    {"id":"reports","label":"reports","adopters":1,"people":3,"rate":0.3333333333333333,"depth":1,"first_used":"2026-10-12",
     "last_used":"2026-10-20","used":true,"peer_rate":null},
    {"id":"automation","label":"Automations","adopters":1,"people":3,"rate":0.3333333333333333,"depth":1,"first_used":"2026-10-13",
     "last_used":"2026-10-13","used":true,"peer_rate":null},
    {"id":"api","label":"api","adopters":0,"people":3,"rate":0,"depth":null,"first_used":null,"last_used":null,"used":false,
     "peer_rate":null}],"unused":["api"],"next_best":"api","notes":[]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
}

TEST_CASE("per account the adopters are accounts, and seats are not known") {
  const value got = ask(book, rows, question(R"(,"per":"account")"));
  CHECK(at(got, "/people") == 2);
  CHECK(at(got, "/capabilities/0/adopters") == 2);
  CHECK(at(got, "/capabilities/0/depth") == 2);
  // x used tickets and reports (twice, once nobody), y tickets and automation.
  CHECK(at(got, "/capabilities/1/depth") == 2);
  CHECK(at(got, "/utilisation") == read(R"({"value":null,"median":0.5})"));
  CHECK(at(got, "/capabilities/0/share_of_seats") == nullptr);
  CHECK(at(ask(book, rows, question()), "/capabilities/0/share_of_seats") == "absent");
  CHECK(at(got, "/notes") == read(R"(["not_available"])"));
}

TEST_CASE("for one account the value is its own utilisation, and what its peers adopted most comes next") {
  const value x = ask(book, rows, question(R"(,"account":"x")"));
  CHECK(at(x, "/account") == "x");
  CHECK(at(x, "/people") == 2);
  CHECK(at(x, "/utilisation") == read(R"({"value":0.5,"median":0.375})"));
  CHECK(at(x, "/unused") == read(R"(["automation","api"])"));
  CHECK(at(x, "/next_best") == "automation");
  // Only y's events, as its own page has them: nobody to learn from, so by name.
  std::vector<std::string> own;
  for (const std::string& row : rows) {
    if (row.find("\"y\"") != std::string::npos) own.push_back(row);
  }
  const value y = ask(book, own, question(R"(,"account":"y")"));
  CHECK(at(y, "/utilisation/value") == 0.5);
  CHECK(at(y, "/unused") == read(R"(["api","reports"])"));
  CHECK(at(ask(book, rows, question(R"(,"account":"y")")), "/unused") == read(R"(["reports","api"])"));
}

TEST_CASE("for one user the value is that user's") {
  const value u2 = ask(book, rows, question(R"(,"user":"u2")"));
  CHECK(at(u2, "/utilisation") == read(R"({"value":0.5,"median":0.5})"));
  CHECK(at(u2, "/capabilities/0/used") == true);
  CHECK(at(u2, "/capabilities/2/used") == false);
  const value u4 = ask(book, rows, question(R"(,"user":"u4")"));
  CHECK(at(u4, "/utilisation") == read(R"({"value":0,"median":null})"));
  CHECK(at(u4, "/capabilities/0/rate") == nullptr);
  CHECK(at(u4, "/unused") == read(R"(["tickets","automation","reports","api"])"));
}

TEST_CASE("nobody has adopted anything in an empty store") {
  const value got = ask(book, {}, question(R"(,"account":"x")"));
  CHECK(at(got, "/utilisation") == read(R"({"value":0,"median":null})"));
  CHECK(at(got, "/capabilities/0/rate") == nullptr);
  CHECK(at(got, "/unused") == read(R"(["api","automation","reports","tickets"])"));
}

TEST_CASE("all of it in use leaves nothing for next") {
  const value got = ask(R"({"payoff":1,"version":"1","capabilities":[{"id":"tickets","events":"opened"}]})",
                        rows, question());
  CHECK(at(got, "/unused") == value::array());
  CHECK(at(got, "/next_best") == nullptr);
}

TEST_CASE("what lies at or after as_of was not used, and days are local") {
  const value got = ask(
      book, rows,
      R"({"ask":"adoption","from":"2026-10-01","to":"2026-11-02","as_of":"2026-10-31T23:59:59Z","zone":"Europe/Berlin"})");
  CHECK(at(got, "/capabilities/0/last_used") == "2026-10-13");
  CHECK(at(got, "/notes") == read(R"(["partial_period"])"));
  const value later = ask(
      book, rows,
      R"({"ask":"adoption","from":"2026-10-01","to":"2026-11-02","as_of":"2026-11-01T00:00:00Z","zone":"Europe/Berlin"})");
  CHECK(at(later, "/capabilities/0/last_used") == "2026-11-01");
  CHECK(at(later, "/capabilities/0/first_used") == "2026-10-01");
}

TEST_CASE("there must be capabilities") {
  const value got = ask("", rows, question());
  CHECK(at(got, "/error/code") == "missing_field");
  CHECK(at(ask(book, rows, question(R"(,"pre":"account")")), "/error/path") == "/pre");
}

TEST_CASE("adoption agrees with a slow reckoning on random stores") {
  const std::string playbook = R"({"payoff":1,"version":"1","sets":{"active":["e0","e1"]},"capabilities":[
    {"id":"c","events":["e0","e2"]},{"id":"b","events":"e1"},{"id":"a","events":"e2"},{"id":"z","events":"e9"}]})";
  const std::map<std::string, std::set<int>> names{{"c", {0, 2}}, {"b", {1}}, {"a", {2}}, {"z", {9}}};
  const std::vector<std::string> order{"c", "b", "a", "z"};
  std::mt19937 random(29);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 60; ++round) {
    const auto events = random_events(random, round == 0 ? 0 : round % 3 == 0 ? 200 : 25);
    const engine core = loaded(playbook, rows_of(events));
    for (int i = 0; i < 6; ++i) {
      const bool accounts = pick(2) == 0;
      const int account = pick(2) == 0 ? -1 : pick(3);
      const long long from_day = 20520 + pick(20);
      const long long to_day = from_day + 1 + pick(30);
      const auto in_range = [&](const random_event& e) {
        return berlin_day(e.time_ms) >= from_day && berlin_day(e.time_ms) < to_day;
      };
      const auto who = [&](const random_event& e) { return accounts ? e.account : e.user; };
      std::set<int> people;
      std::map<std::string, std::set<int>> adopters, peers;
      std::map<std::string, int> events_of, rows_in;
      for (const random_event& e : events) {
        if (!in_range(e)) continue;
        const bool is_theirs = account < 0 || e.account == account;
        if (is_theirs && e.name <= 1 && who(e) >= 0) people.insert(who(e));
        for (const auto& [id, picks] : names) {
          if (picks.count(e.name) == 0) continue;
          if (who(e) >= 0) peers[id].insert(who(e));
          if (!is_theirs) continue;
          ++rows_in[id];
          if (who(e) < 0) continue;
          ++events_of[id];
          adopters[id].insert(who(e));
        }
      }
      const std::string text = R"({"ask":"adoption","zone":"Europe/Berlin","as_of":"2026-09-01","from":")" +
                               date_of(from_day) + R"(","to":")" + date_of(to_day) + R"(","per":")" +
                               (accounts ? "account\"" : "user\"") +
                               (account < 0 ? "" : R"(,"account":"a)" + std::to_string(account) + '"') + "}";
      CAPTURE(round, text);
      const value got = ask(core, text);
      REQUIRE(at(got, "/people") == people.size());
      std::vector<std::string> unused;
      for (std::size_t c = 0; c < order.size(); ++c) {
        const std::string& id = order[c];
        const value& entry = got["capabilities"][c];
        const int count = static_cast<int>(adopters[id].size());
        REQUIRE(entry["adopters"] == count);
        REQUIRE(entry["used"] == (rows_in[id] > 0));
        REQUIRE(entry["depth"] == (count == 0 ? value(nullptr) : value(double(events_of[id]) / count)));
        REQUIRE(entry["rate"] ==
                (people.empty() ? value(nullptr) : value(double(count) / double(people.size()))));
        if (rows_in[id] == 0) unused.push_back(id);
      }
      std::sort(unused.begin(), unused.end(), [&](const std::string& a, const std::string& b) {
        return std::pair(-static_cast<int>(peers[a].size()), a) <
               std::pair(-static_cast<int>(peers[b].size()), b);
      });
      REQUIRE(at(got, "/unused") == unused);
      std::vector<double> shares;
      for (const int one : people) {
        double used = 0;
        for (const auto& [id, theirs] : adopters) used += theirs.count(one) > 0 ? 1 : 0;
        shares.push_back(used / 4);
      }
      std::sort(shares.begin(), shares.end());
      const std::size_t half = shares.size() / 2;
      const value median = shares.empty()           ? value(nullptr)
                           : shares.size() % 2 == 1 ? value(shares[half])
                                                    : value((shares[half - 1] + shares[half]) / 2);
      REQUIRE(at(got, "/utilisation/median") == median);
      REQUIRE(at(got, "/utilisation/value") ==
              (account < 0 ? value(nullptr) : value(1 - double(unused.size()) / 4)));
    }
  }
}
