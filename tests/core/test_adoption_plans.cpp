// SPDX-License-Identifier: Apache-2.0
/** @file test_adoption_plans.cpp  Which capabilities a customer may use by its plan, and on how many seats.
 */
#include <algorithm>
#include <map>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string book(const std::string& subscription) {
  return R"({"payoff":1,"version":"1","capabilities":[{"id":"tickets","events":"opened"},
    {"id":"reports","events":"reported","plans":["team","business"]},
    {"id":"api","events":"called","plans":["business"]}],"subscription":)" +
         subscription + "}";
}
const std::string of_account = book(R"({"plan":"account.plan","seats":"account.seats"})");

std::string of(const char* event, const char* user, const char* time, const char* account) {
  return track(event, user, std::string("2026-10-") + time + "T10:00:00Z", in_account(account));
}
std::string is_account(const char* account, const char* date, const std::string& traits) {
  return R"({"type":"group","groupId":")" + std::string(account) + R"(","timestamp":"2026-)" + date +
         R"(T00:00:00Z","traits":)" + traits + "}";
}

/** x is on team with four seats, y on solo with two, z on nothing known. */
const std::vector<std::string> rows{
    is_account("x", "09-01", R"({"plan":"team","seats":4})"),
    is_account("y", "09-01", R"({"plan":"solo","seats":2})"),
    // After the range: not yet so in October.
    is_account("y", "11-01", R"({"plan":"business","seats":90})"), of("opened", "u1", "01", "x"),
    of("opened", "u1", "02", "x"), of("opened", "u2", "03", "x"), of("opened", "", "03", "x"),
    of("reported", "u2", "04", "x"), of("opened", "u3", "05", "y"), of("opened", "u1", "06", "y"),
    of("reported", "u3", "06", "y"), of("opened", "u4", "07", "z")};

std::string question(const std::string& more = "") {
  return R"({"ask":"adoption","from":"2026-10-01","to":"2026-11-01","as_of":"2026-12-01")" + more + "}";
}

}  // namespace

TEST_CASE("an account uses what it has available, and its seats are those of the people who used it") {
  const value x = ask(of_account, rows, question(R"(,"per":"account","account":"x")"));
  CHECK(at(x, "/utilisation") == read(R"({"value":1,"median":1})"));
  CHECK(at(x, "/unused") == value::array());
  CHECK(at(x, "/capabilities/0/share_of_seats") == 0.5);
  CHECK(at(x, "/capabilities/0/available") == "absent");
  CHECK(at(x, "/capabilities/1/share_of_seats") == 0.25);
  CHECK(at(x, "/capabilities/2/available") == false);
  CHECK(at(x, "/capabilities/2/share_of_seats") == nullptr);
  CHECK(at(x, "/notes") == value::array());
  // y did report on a plan without reports: that is no part of what it could have used.
  const value y = ask(of_account, rows, question(R"(,"per":"account","account":"y")"));
  CHECK(at(y, "/utilisation") == read(R"({"value":1,"median":1})"));
  CHECK(at(y, "/capabilities/0/share_of_seats") == 1);
  CHECK(at(y, "/capabilities/1/available") == false);
  CHECK(at(y, "/capabilities/1/used") == true);
  CHECK(at(y, "/unused") == value::array());
  // In November it is on business.
  const value later = ask(of_account, rows,
                          R"({"ask":"adoption","from":"2026-10-01","to":"2026-12-01","as_of":"2026-12-01",
                              "per":"account","account":"y"})");
  CHECK(at(later, "/unused") == read(R"(["api"])"));
  CHECK(at(later, "/utilisation/value") == 2.0 / 3);
  CHECK(at(later, "/capabilities/0/share_of_seats") == 2.0 / 90);
}

TEST_CASE("the base's share of seats is over the accounts whose seats are known") {
  const value got = ask(of_account, rows, question(R"(,"per":"account")"));
  CHECK(at(got, "/people") == 3);
  // u1 and u2 in x, u3 and u1 in y, of four and two seats; z has none.
  CHECK(at(got, "/capabilities/0/share_of_seats") == 4.0 / 6);
  CHECK(at(got, "/capabilities/1/share_of_seats") == 0.25);
  // Of z no plan is known, so nothing says that it lacks any of the three; it used one.
  CHECK(at(got, "/capabilities/2/available") == "absent");
  CHECK(at(got, "/utilisation") == read(R"({"value":null,"median":1})"));
  CHECK(at(got, "/unused") == read(R"(["api"])"));
  CHECK(at(ask(of_account, rows, question(R"(,"per":"account","account":"z")")), "/utilisation/value") ==
        1.0 / 3);
  std::vector<std::string> known = rows;
  known.pop_back();
  CHECK(at(ask(of_account, known, question(R"(,"per":"account")")), "/capabilities/2/available") == false);
}

TEST_CASE("an account that was not there has its plan and seats all the same") {
  const value w = ask(of_account, {is_account("w", "09-01", R"({"plan":"business","seats":3})")},
                      question(R"(,"per":"account","account":"w")"));
  CHECK(at(w, "/utilisation") == read(R"({"value":0,"median":null})"));
  CHECK(at(w, "/unused") == read(R"(["api","reports","tickets"])"));
  CHECK(at(w, "/capabilities/0/share_of_seats") == 0);
  CHECK(at(w, "/capabilities/2/share_of_seats") == 0);
  const value nobody = ask(of_account, {}, question(R"(,"account":"w","user":"u")"));
  CHECK(at(nobody, "/unused") == read(R"(["api","reports","tickets"])"));
}

TEST_CASE("per user a capability is open by any account the user was seen in") {
  const value u1 = ask(of_account, rows, question(R"(,"user":"u1")"));
  CHECK(at(u1, "/unused") == read(R"(["reports"])"));
  CHECK(at(u1, "/utilisation") == read(R"({"value":0.5,"median":0.5})"));
  CHECK(at(u1, "/capabilities/0/share_of_seats") == "absent");
  const value u4 = ask(of_account, rows, question(R"(,"user":"u4")"));
  CHECK(at(u4, "/utilisation/value") == 1.0 / 3);
  // Of one account also per user: a report of it says so.
  const value x = ask(of_account, rows, question(R"(,"account":"x")"));
  CHECK(at(x, "/capabilities/0/share_of_seats") == 0.5);
  CHECK(at(ask(of_account, rows, question(R"(,"account":"z")")), "/capabilities/0/share_of_seats") ==
        "absent");
}

TEST_CASE("a plan may be the user's own") {
  const std::string users = book(R"({"plan":"user.plan"})");
  std::vector<std::string> more = rows;
  more.push_back(
      R"({"type":"identify","userId":"u2","timestamp":"2026-09-01T00:00:00Z","traits":{"plan":"business"}})");
  CHECK(at(ask(users, more, question(R"(,"user":"u2")")), "/unused") == read(R"(["api"])"));
  CHECK(at(ask(users, more, question(R"(,"user":"u1")")), "/unused") == read(R"(["reports","api"])"));
  more.push_back(
      R"({"type":"identify","userId":"u1","timestamp":"2026-09-01T00:00:00Z","traits":{"plan":"solo"}})");
  more.push_back(
      R"({"type":"identify","userId":"u3","timestamp":"2026-09-01T00:00:00Z","traits":{"plan":"solo"}})");
  CHECK(at(ask(users, more, question(R"(,"account":"x","per":"account")")), "/unused") == read(R"(["api"])"));
  const value y = ask(users, more, question(R"(,"account":"y","per":"account")"));
  CHECK(at(y, "/unused") == value::array());
  CHECK(at(y, "/notes") == read(R"(["not_available"])"));
}

TEST_CASE("seats are whole seats of accounts, anything else is not known") {
  const auto share = [](const std::string& playbook, const std::string& seats) {
    return at(
        ask(playbook, {is_account("x", "09-01", R"({"seats":)" + seats + "}"), of("opened", "u1", "01", "x")},
            question(R"(,"per":"account")")),
        "/capabilities/0/share_of_seats");
  };
  CHECK(share(of_account, "1") == 1);
  CHECK(share(of_account, "4.9") == 0.25);
  for (const char* none : {"0", "-1", "0.5", "null", "true", R"("4")", "1e300"}) {
    CAPTURE(none);
    CHECK(share(of_account, none) == nullptr);
  }
  CHECK(share(book(R"({"seats":"user.seats"})"), "4") == nullptr);
}

TEST_CASE("plans and seats agree with a slow reckoning on random stores") {
  const std::string playbook = R"({"payoff":1,"version":"1","sets":{"active":["e0","e1"]},"capabilities":[
    {"id":"a","events":["e0","e2"],"plans":["p1","p2"]},{"id":"b","events":"e1"},{"id":"c","events":"e2","plans":["p2"]}],
    "subscription":{"plan":"account.plan","seats":"account.seats"}})";
  const std::vector<std::set<int>> names{{0, 2}, {1}, {2}};
  const std::vector<std::set<int>> plans{{1, 2}, {0, 1, 2}, {2}};
  std::mt19937 random(31);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 30; ++round) {
    const auto events = random_events(random, round % 3 == 0 ? 120 : 15);
    std::vector<std::string> text = rows_of(events);
    std::map<int, int> plan, seats;
    for (int account = 0; account < 3; ++account) {
      if (pick(4) == 0) continue;
      plan[account] = pick(3);
      if (pick(3) > 0) seats[account] = 1 + pick(5);
      text.push_back(R"({"type":"group","groupId":"a)" + std::to_string(account) +
                     R"(","timestamp":"2026-01-01T00:00:00Z","traits":{"plan":"p)" +
                     std::to_string(plan[account]) + '"' +
                     (seats.count(account) ? R"(,"seats":)" + std::to_string(seats[account]) : "") + "}}");
    }
    const engine core = loaded(playbook, text);
    for (int i = 0; i < 6; ++i) {
      const bool accounts = pick(2) == 0;
      const int asked = pick(2) == 0 ? -1 : pick(3);
      const long long from_day = 20520 + pick(20);
      const long long to_day = from_day + 1 + pick(30);
      std::vector<random_event> seen;
      for (const random_event& e : events) {
        if (berlin_day(e.time_ms) >= from_day && berlin_day(e.time_ms) < to_day &&
            (asked < 0 || e.account == asked))
          seen.push_back(e);
      }
      const auto has = [&](int account, std::size_t c) {
        return c == 1 || plan.count(account) == 0 || plans[c].count(plan[account]) > 0;
      };
      std::set<int> active;
      for (const random_event& e : seen) {
        const int who = accounts ? e.account : e.user;
        if (e.name <= 1 && who >= 0) active.insert(who);
      }
      std::map<int, int> open, used;
      std::vector<std::string> unused;
      int asked_open = 0;
      int asked_used = 0;
      const std::string question_text =
          R"({"ask":"adoption","zone":"Europe/Berlin","as_of":"2026-09-01","from":")" + date_of(from_day) +
          R"(","to":")" + date_of(to_day) + R"(","per":")" + (accounts ? "account\"" : "user\"") +
          (asked < 0 ? "" : R"(,"account":"a)" + std::to_string(asked) + '"') + "}";
      CAPTURE(round, question_text);
      const value got = ask(core, question_text);
      for (std::size_t c = 0; c < 3; ++c) {
        for (const int who : active) {
          bool is_open = false;
          bool is_shut = false;
          bool is_used = false;
          for (const random_event& e : seen) {
            if ((accounts ? e.account : e.user) != who) continue;
            if (e.account >= 0) (has(e.account, c) ? is_open : is_shut) = true;
            is_used = is_used || names[c].count(e.name) > 0;
          }
          is_open = is_open || !is_shut;
          open[who] += is_open;
          used[who] += is_open && is_used;
        }
        bool is_any = asked >= 0 && has(asked, c);
        bool is_shut = asked >= 0 && !has(asked, c);
        bool was_used = false;
        std::set<std::pair<int, int>> seated;
        int total = 0;
        for (const random_event& e : seen) {
          if (e.account >= 0) (has(e.account, c) ? is_any : is_shut) = true;
          was_used = was_used || names[c].count(e.name) > 0;
        }
        is_any = is_any || !is_shut;
        for (const auto& [account, count] : seats) {
          const bool counts = asked >= 0 ? account == asked : accounts && active.count(account) > 0;
          if (!counts || !has(account, c)) continue;
          total += count;
          for (const random_event& e : seen) {
            if (e.account == account && e.user >= 0 && names[c].count(e.name))
              seated.insert({account, e.user});
          }
        }
        const std::string place = "/capabilities/" + std::to_string(c);
        REQUIRE(at(got, place + "/available") == (is_any ? value("absent") : value(false)));
        REQUIRE(at(got, place + "/share_of_seats") == (total > 0  ? value(double(seated.size()) / total)
                                                       : accounts ? value(nullptr)
                                                                  : value("absent")));
        asked_open += is_any;
        asked_used += is_any && was_used;
        if (is_any && !was_used) unused.push_back(std::string(1, static_cast<char>('a' + c)));
      }
      value listed = at(got, "/unused");
      std::sort(listed.begin(), listed.end());
      REQUIRE(listed == value(unused));
      std::vector<double> shares;
      for (const int who : active) shares.push_back(double(used[who]) / open[who]);
      std::sort(shares.begin(), shares.end());
      const std::size_t half = shares.size() / 2;
      const value median = at(got, "/utilisation/median");
      REQUIRE(median.is_null() == shares.empty());
      if (!shares.empty()) {
        const double expected = (shares[(shares.size() - 1) / 2] + shares[half]) / 2;
        REQUIRE(std::abs(median.get<double>() - expected) < 1e-12);
      }
      REQUIRE(at(got, "/utilisation/value") ==
              (asked < 0 || asked_open == 0 ? value(nullptr) : value(double(asked_used) / asked_open)));
    }
  }
}
