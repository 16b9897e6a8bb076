// SPDX-License-Identifier: Apache-2.0
/** @file test_association.cpp  What goes with success, over events; test_association_direct.cpp has the other
 * forms. */
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "random_rows.h"
#include "stats/mantel_haenszel.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

std::string question(const std::string& more = "") {
  return R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01","min_people":1,)"
         R"("start":"began","success":"paid")" +
         more + "}";
}

std::string on(const char* event, const char* user, const char* time, const char* more = "") {
  return track(event, user, std::string("2026-") + time + "Z", more);
}

/** u1 and u2 pay, u3 and u4 do not; u5 never began. */
const std::vector<std::string> rows{
    on("invited", "u1", "03-01T09:00:00"),  on("began", "u1", "03-01T10:00:00"),
    on("invited", "u1", "03-02T10:00:00"),  on("invited", "u1", "03-02T11:00:00"),
    on("paid", "u1", "03-05T10:00:00"),     on("exported", "u1", "03-06T10:00:00"),
    on("paid", "u1", "03-07T10:00:00"),     on("began", "u2", "03-02T10:00:00"),
    on("invited", "u2", "03-09T10:00:00"),  on("began", "u2", "03-10T10:00:00"),
    on("paid", "u2", "04-20T10:00:00"),     on("exported", "u2", "04-20T10:00:00"),
    on("began", "u3", "03-31T23:59:59"),    on("exported", "u3", "04-30T10:00:00"),
    on("invited", "u3", "05-01T00:00:00"),  on("began", "u4", "03-03T10:00:00"),
    on("exported", "u4", "03-03T10:00:00"), on("invited", "u5", "03-04T10:00:00"),
    on("paid", "u5", "03-05T10:00:00"),     on("began", "u6", "04-01T00:00:00"),
    on("paid", "u6", "04-02T00:00:00")};

}  // namespace

TEST_CASE("association: exposure lies strictly between entry and success, or up to as_of") {
  const value got = ask("", rows, question());
  CHECK(at(got, "/people") == 4);
  CHECK(at(got, "/successes") == 2);
  CHECK(at(got, "/base_rate") == 0.5);
  CHECK(at(got, "/per") == "user");
  CHECK(at(got, "/notes") == read(R"(["not_causal"])"));
  // u1 invited before the entry too, and exported after success; u2 exported at the instant of success; u3
  // invited at as_of; u4 exported at the instant of entry. Only u3's export counts.
  REQUIRE(at(got, "/rows").size() == 2);
  CHECK(at(got, "/rows/0/id") == "invited");
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":2,"fp":0,"fn":0,"tn":2})"));
  CHECK(at(got, "/rows/0/phi") == read(R"({"value":1.0,"low":1.0,"high":1.0})"));
  CHECK(at(got, "/rows/0/fisher_p") == 1.0 / 3);
  CHECK(at(got, "/rows/0/q") == 2.0 / 3);
  CHECK(at(got, "/rows/1/id") == "exported");
  CHECK(at(got, "/rows/1/table") == read(R"({"tp":0,"fp":1,"fn":2,"tn":1})"));
  CHECK(at(got, "/rows/1/ppv") == 0.0);
  CHECK(at(got, "/rows/1/q") == 1.0);
}

TEST_CASE(
    "association with a funnel: people are of its first step, exposure lies between entry and conversion") {
  const std::vector<std::string> visits{
      // u1 begins, invites, pays: exported after conversion and on the way to it, but not before the entry.
      on("exported", "u1", "03-01T09:00:00"), on("began", "u1", "03-01T10:00:00"),
      on("invited", "u1", "03-02T10:00:00"), on("paid", "u1", "03-05T10:00:00"),
      on("exported", "u1", "03-06T10:00:00"),
      // u2's second try converts: the invitation of the first is not between.
      on("began", "u2", "03-01T10:00:00"), on("invited", "u2", "03-02T10:00:00"),
      on("began", "u2", "03-20T10:00:00"), on("exported", "u2", "03-21T10:00:00"),
      on("paid", "u2", "03-22T10:00:00"),
      // u3 never pays: what counts ends with the window, five days after.
      on("began", "u3", "03-01T10:00:00"), on("invited", "u3", "03-06T09:59:59"),
      on("exported", "u3", "03-06T10:00:00"),
      // u4 pays too late, u5 never began.
      on("began", "u4", "03-01T10:00:00"), on("paid", "u4", "03-08T10:00:00"),
      on("invited", "u5", "03-01T10:00:00"), on("paid", "u5", "03-02T10:00:00")};
  const value got =
      ask("", visits, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01",
    "min_people":1,"success":{"steps":["began","paid"],"window":{"value":5,"unit":"day"}}})");
  CHECK(at(got, "/people") == 4);
  CHECK(at(got, "/successes") == 2);
  REQUIRE(at(got, "/rows").size() == 2);
  CHECK(at(got, "/rows/0/id") == "exported");
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":1,"fp":0,"fn":1,"tn":2})"));
  CHECK(at(got, "/rows/1/id") == "invited");
  CHECK(at(got, "/rows/1/table") == read(R"({"tp":1,"fp":1,"fn":1,"tn":1})"));
  // The range ends before u3's window does, and with it what could have been a conversion.
  const value cut =
      ask("", visits, R"({"ask":"association","from":"2026-03-01","to":"2026-03-06","as_of":"2026-05-01",
    "min_people":1,"success":{"steps":["began","paid"],"window":{"value":5,"unit":"day"}}})");
  CHECK(at(cut, "/people") == 4);
  CHECK(at(cut, "/rows/0/id") == "invited");
  CHECK(at(cut, "/rows/0/table") == read(R"({"tp":1,"fp":1,"fn":0,"tn":2})"));
}

TEST_CASE("without a start people enter with their first event, and all but success is a row") {
  const value got =
      ask("", rows, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01",
    "min_people":1,"success":"paid"})");
  // u5 enters with its invitation, which is no exposure; u6 only after the range.
  CHECK(at(got, "/people") == 5);
  CHECK(at(got, "/successes") == 3);
  std::set<std::string> ids;
  for (const value& row : at(got, "/rows")) ids.insert(row["id"].get<std::string>());
  CHECK(ids == std::set<std::string>{"began", "invited", "exported"});
}

TEST_CASE("rows below min_people and excluded ones are left out, before q is computed") {
  CHECK(at(ask("", rows, question(R"(,"exclude":["invited"])")), "/rows").size() == 1);
  const value got = ask("", rows, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01",
    "as_of":"2026-05-01","min_people":2,"start":"began","success":"paid"})");
  REQUIRE(at(got, "/rows").size() == 1);
  CHECK(at(got, "/rows/0/q") == at(got, "/rows/0/fisher_p"));
  // 25 unless it is said.
  CHECK(at(ask("", rows, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01",
    "start":"began","success":"paid"})"),
           "/rows") == value::array());
}

TEST_CASE("a filtered start is still an exposure where the filter does not hold") {
  const std::string book = R"({"payoff":1,"version":"1","data":{"columns":["n"]}})";
  const std::vector<std::string> some{on("a", "u1", "03-01T10:00:00", R"(,"properties":{"n":1})"),
                                      on("a", "u1", "03-02T10:00:00", R"(,"properties":{"n":2})"),
                                      on("a", "u2", "03-01T10:00:00", R"(,"properties":{"n":1})"),
                                      on("a", "u2", "03-02T10:00:00", R"(,"properties":{"n":1})")};
  const value got = ask(book, some, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01",
    "as_of":"2026-05-01","min_people":1,"start":{"event":"a","where":{"prop":"n","op":"eq","value":1}},"success":"b"})");
  REQUIRE(at(got, "/rows").size() == 1);
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":0,"fp":1,"fn":0,"tn":1})"));
}

TEST_CASE("a prior is added to the figures, not to the table") {
  const value got = ask("", rows, question(R"(,"prior":1,"correction":true)"));
  // (3 1 1 3).
  CHECK(at(got, "/rows/0/table/fp") == 0);
  CHECK(at(got, "/rows/0/n") == 4);
  CHECK(at(got, "/rows/0/ppv") == 0.75);
  CHECK(at(got, "/rows/0/odds_ratio/value") == 9.0);
  CHECK(std::fabs(at(got, "/rows/0/fisher_p").get<double>() - 34.0 / 70) < 1e-15);
  CHECK(at(got, "/rows/0/chi_square/value") == 0.5);  // 8 (8 - 4)^2 / 256
  CHECK(at(ask("", rows, question(R"(,"prior":0.5)")), "/rows/0/fisher_p") == nullptr);
}

TEST_CASE("accounts enter, succeed and are exposed by whoever of theirs it is") {
  const std::vector<std::string> teams{track("began", "u1", "2026-03-01T10:00:00Z", in_account("x")),
                                       track("invited", "", "2026-03-02T10:00:00Z", in_account("x")),
                                       track("paid", "u2", "2026-03-03T10:00:00Z", in_account("x")),
                                       track("paid", "u3", "2026-02-03T10:00:00Z", in_account("y")),
                                       track("began", "u3", "2026-03-03T10:00:00Z", in_account("y")),
                                       track("invited", "u1", "2026-03-04T10:00:00Z", in_account("y"))};
  const value got = ask("", teams, question(R"(,"per":"account")"));
  CHECK(at(got, "/people") == 2);
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":1,"fp":1,"fn":0,"tn":0})"));
  CHECK(at(got, "/rows/0/phi/value") == nullptr);
  const value one = ask("", teams, question(R"(,"per":"account","account":"y")"));
  CHECK(at(one, "/people") == 1);
  const value of_u1 = ask("", teams, question(R"(,"account":"y")"));
  CHECK(at(of_u1, "/people") == 1);  // u3; u1 did not begin in y
  CHECK(at(of_u1, "/rows") == value::array());
}

TEST_CASE("attributes are those known at the entry; who has none is not exposed and makes no row") {
  const std::string book =
      R"({"payoff":1,"version":"1","data":{"format":"segment","columns":["user.plan","account.seats"],
    "identify":{"user_attributes":"/traits","account_attributes":"/traits"}}})";
  const auto plan = [](const char* user, const char* time, const char* traits) {
    return R"({"type":"identify","userId":")" + std::string(user) + R"(","timestamp":"2026-)" + time +
           R"(Z","traits":)" + traits + "}";
  };
  const std::vector<std::string> some{plan("u1", "02-01T00:00:00", R"({"plan":"free"})"),
                                      plan("u1", "03-01T00:00:00", R"({"plan":"pro"})"),
                                      plan("u1", "03-02T00:00:00", R"({"plan":"team"})"),
                                      on("began", "u1", "03-01T10:00:00"),
                                      on("paid", "u1", "03-09T10:00:00"),
                                      plan("u2", "02-01T00:00:00", R"({"plan":"free"})"),
                                      on("began", "u2", "03-01T10:00:00"),
                                      plan("u3", "03-02T00:00:00", R"({"plan":"pro"})"),
                                      on("began", "u3", "03-01T10:00:00"),
                                      plan("u4", "02-02T00:00:00", R"({"plan":null})"),
                                      on("began", "u4", "03-01T10:00:00")};
  const value got = ask(book, some, question(R"(,"candidates":["attributes:plan"])"));
  REQUIRE(at(got, "/rows").size() == 2);
  CHECK(at(got, "/rows/0/id") == "plan=pro");
  CHECK(at(got, "/rows/0/table") == read(R"({"tp":1,"fp":0,"fn":0,"tn":3})"));
  CHECK(at(got, "/rows/1/id") == "plan=free");
  CHECK(at(got, "/rows/1/table") == read(R"({"tp":0,"fp":1,"fn":1,"tn":2})"));
  const auto group = [](const char* time, const char* traits) {
    return R"({"type":"group","groupId":"x","userId":"u1","timestamp":"2026-)" + std::string(time) +
           R"(Z","traits":)" + traits + "}";
  };
  const std::vector<std::string> team{
      group("02-01T00:00:00", R"({"seats":5})"), on("began", "u1", "03-01T10:00:00", in_account("x").c_str()),
      on("began", "u2", "03-01T10:00:00", in_account("y").c_str()), on("began", "u3", "03-01T10:00:00")};
  const value seats = ask(book, team, question(R"(,"candidates":["attributes:seats","events"])"));
  CHECK(at(seats, "/rows/0/id") == "seats=5");
  CHECK(at(seats, "/rows/0/table") == read(R"({"tp":0,"fp":1,"fn":0,"tn":2})"));
  CHECK(at(ask(book, team, question(R"(,"candidates":["attributes:account.seats"])")), "/rows/0/id") ==
        "account.seats=5");
}

TEST_CASE("who enters in two accounts at one instant has the greater of their values, whichever came first") {
  const std::string book = R"({"payoff":1,"version":"1","data":{"columns":["account.plan"]}})";
  std::vector<std::string> rows;
  for (const auto& [account, plan] :
       {std::pair{"a", "basic"}, std::pair{"b", "pro"}, std::pair{"c", "team"}}) {
    rows.push_back(R"({"type":"group","groupId":")" + std::string(account) +
                   R"(","timestamp":"2026-02-01T00:00:00Z","traits":{"plan":")" + plan + "\"}}");
  }
  rows.push_back(on("began", "u1", "03-01T10:00:00", in_account("a").c_str()));
  rows.push_back(on("began", "u1", "03-01T10:00:00", in_account("b").c_str()));
  // The entry is with the first step, whatever else happens then.
  rows.push_back(on("paid", "u1", "03-01T10:00:00", in_account("c").c_str()));
  const std::string more = R"(,"candidates":["attributes:account.plan"])";
  const std::string funnel =
      R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01","min_people":1,"success":)";
  for (int round = 0; round < 2; ++round) {
    CAPTURE(round);
    const auto id = [&](const std::string& asked) { return at(ask(book, rows, asked), "/rows/0/id"); };
    CHECK(id(question(more)) == "account.plan=pro");
    CHECK(id(funnel + R"({"steps":["began","paid"]})" + more + "}") == "account.plan=pro");
    CHECK(id(funnel + R"({"steps":["began","paid"],"order":"any"})" + more + "}") == "account.plan=team");
    std::reverse(rows.begin(), rows.end());
  }
}

TEST_CASE("wrong questions are told where and what") {
  const auto wrong = [](const std::string& fields) { return at(ask("", {}, question(fields)), "/error"); };
  CHECK(wrong(R"(,"candidates":["attributes:plan"])")["code"] == "needs_reload");
  CHECK(wrong(R"(,"candidates":["attributes:plan"])")["path"] == "/candidates/0");
  CHECK(wrong(R"(,"candidates":["plan"])")["path"] == "/candidates/0");
  CHECK(wrong(R"(,"candidates":"all")")["code"] == "wrong_type");
  CHECK(wrong(R"(,"min_poeple":3)")["message"] ==
        "field `min_poeple` is not known; did you mean `min_people`?");
  CHECK(wrong(R"(,"prior":-1)")["path"] == "/prior");
  CHECK(at(ask("", {}, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01"})"),
           "/error/path") == "/success");
  CHECK(at(ask("", {}, R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","success":"a"})"),
           "/error/code") == "missing_as_of");
  const auto of_funnel = [](const char* success) {
    return at(
        ask("", {},
            R"({"ask":"association","from":"2026-03-01","to":"2026-04-01","as_of":"2026-05-01","success":)" +
                std::string(success) + "}"),
        "/error/path");
  };
  CHECK(of_funnel(R"({"steps":[]})") == "/success/steps");
  CHECK(of_funnel(R"({"steps":["a",7]})") == "/success/steps/1");
  CHECK(of_funnel(R"({"steps":["a","b"],"windw":{}})") == "/success/windw");
  CHECK(of_funnel(R"({"steps":["a","b"]},"start":"a")") == "/start");
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

namespace {

struct person {
  bool succeeded{false};
  std::map<int, int> did;
};

/** Type 7, over all values sorted. */
long double slow_quantile(std::vector<int> values, int fifth) {
  std::sort(values.begin(), values.end());
  const std::size_t last = values.size() - 1;
  const std::size_t low = last * static_cast<std::size_t>(fifth) / 5;
  const long double share = static_cast<long double>(last * static_cast<std::size_t>(fifth) % 5) / 5;
  return values[low] + share * (values[std::min(last, low + 1)] - values[low]);
}

}  // namespace

TEST_CASE("association agrees with a slow reckoning on random stores") {
  std::mt19937 random(21);
  for (int round = 0; round < 40; ++round) {
    std::vector<random_event> events;
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int i = 0; i < 400; ++i) {
      // Names 0 and 1 are rarer: start and success.
      const int name = pick(10) == 0 ? pick(2) : 2 + pick(4);
      events.push_back({1772323200000 + pick(60 * 24) * 3'600'000LL, name, pick(40) - 1, pick(20) - 1});
    }
    const bool accounts = pick(2) == 0;
    const bool has_start = pick(3) > 0;
    const long long from_ms = 1772323200000;  // 2026-03-01
    const long long to_ms = 1772323200000 + 31 * 86'400'000LL;
    const long long as_of_ms = 1772323200000 + 50 * 86'400'000LL;  // 2026-04-20
    std::map<int, std::vector<random_event>> of;
    for (const random_event& e : events) {
      const int id = accounts ? e.account : e.user;
      if (id >= 0 && e.time_ms < as_of_ms) of[id].push_back(e);
    }
    std::vector<person> people;
    for (auto& [id, theirs] : of) {
      long long entry = -1;
      for (const random_event& e : theirs) {
        const bool starts = (!has_start || e.name == 0) && e.time_ms >= from_ms && e.time_ms < to_ms;
        if (starts && (entry < 0 || e.time_ms < entry)) entry = e.time_ms;
      }
      if (entry < 0) continue;
      long long success = as_of_ms;
      for (const random_event& e : theirs) {
        if (e.name == 1 && e.time_ms > entry) success = std::min(success, e.time_ms);
      }
      person one;
      one.succeeded = success < as_of_ms;
      for (const random_event& e : theirs) {
        const bool between = e.time_ms > entry && e.time_ms < success;
        if (between && !(has_start && e.name == 0)) ++one.did[e.name];
      }
      people.push_back(one);
    }
    const std::string asked = std::string(R"({"ask":"association","from":"2026-03-01","to":"2026-04-01",)") +
                              R"("as_of":"2026-04-20","min_people":3,"success":"e1","per":")" +
                              (accounts ? "account" : "user") + '"' + (has_start ? R"(,"start":"e0")" : "") +
                              "}";
    const value got = ask("", rows_of(events), asked);
    CAPTURE(round, asked);
    REQUIRE(at(got, "/people") == people.size());
    std::size_t expected_rows = 0;
    for (int name = 0; name < 6; ++name) {
      std::vector<int> others;
      for (const person& one : people) {
        int other = 0;
        for (const auto& [what, times] : one.did) other += what == name ? 0 : times;
        others.push_back(other);
      }
      std::vector<table_2x2> strata(5);
      table_2x2 all;
      for (std::size_t i = 0; i < people.size(); ++i) {
        std::size_t stratum = 0;
        for (int fifth = 1; fifth < 5; ++fifth) stratum += others[i] > slow_quantile(others, fifth) ? 1U : 0U;
        const bool exposed = people[i].did.count(name) > 0;
        table_2x2 cell;
        (exposed ? (people[i].succeeded ? cell.tp : cell.fp) : (people[i].succeeded ? cell.fn : cell.tn)) = 1;
        strata[stratum] += cell;
        all += cell;
      }
      if (all.exposed() < 3) continue;
      ++expected_rows;
      const std::string id = "e" + std::to_string(name);
      const auto rows_got = at(got, "/rows");
      const auto row =
          std::find_if(rows_got.begin(), rows_got.end(), [&](const value& r) { return r["id"] == id; });
      REQUIRE(row != rows_got.end());
      CAPTURE(id);
      REQUIRE((*row)["table"] == value({{"tp", all.tp}, {"fp", all.fp}, {"fn", all.fn}, {"tn", all.tn}}));
      const stratified_figures wanted = mantel_haenszel(strata, false);
      REQUIRE((*row)["adjusted"]["strata"] == wanted.strata);
      if (wanted.risk_difference.value) {
        REQUIRE(std::fabs((*row)["adjusted"]["risk_difference"]["value"].get<double>() -
                          *wanted.risk_difference.value) < 1e-12);
      } else {
        REQUIRE((*row)["adjusted"]["risk_difference"]["value"] == nullptr);
      }
    }
    REQUIRE(at(got, "/rows").size() == expected_rows);
    double last = 2;
    for (const value& row : at(got, "/rows")) {
      const double phi = row["phi"]["value"].is_null() ? -2 : row["phi"]["value"].get<double>();
      REQUIRE(phi <= last);
      last = phi;
    }
  }
}
