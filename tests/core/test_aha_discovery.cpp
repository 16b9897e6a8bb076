// SPDX-License-Identifier: Apache-2.0
/** @file test_aha_discovery.cpp  Which early behaviour goes with staying: by hand, by a slow twin, and
 * honestly. */
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "random_rows.h"
#include "stats/false_discovery.h"
#include "stats/mantel_haenszel.h"
#include "store/hash.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

constexpr double second = 1.0 / 86'400;

/** So many days after 2026-03-01T00:00Z. */
std::string row(const std::string& event, const std::string& user, double days,
                const std::string& more = "") {
  return R"({"type":"track","event":")" + event + R"(","userId":")" + user + R"(","timestamp":)" +
         std::to_string(1772323200000 + std::llround(days * 86'400) * 1000) + more + "}";
}

std::string question(const std::string& more) {
  return R"({"ask":"aha_discovery","from":"2026-03-01","to":"2026-04-01","start":"began","return":"worked",)"
         R"("outcome_days":[10,20],)" +
         more + "}";
}

const std::vector<std::string> rows{
    // u1 invites at the start, in the last second of day 1 and at the beginning of day 2; stays on day 10.
    row("began", "u1", 0), row("invited", "u1", 0), row("invited", "u1", 2 - second), row("invited", "u1", 2),
    row("worked", "u1", 10), row("exported", "u1", 1),
    // u2 invites once, before it begins; works a second before and at the end of the outcome.
    row("invited", "u2", 0), row("began", "u2", 1), row("worked", "u2", 11 - second), row("worked", "u2", 21),
    // u3 exports twice and stays in the last second.
    row("began", "u3", 2), row("exported", "u3", 3), row("exported", "u3", 3),
    row("worked", "u3", 22 - second),
    // u4's outcome window ends at as_of; u5's a second later; u6 began before the range.
    row("began", "u4", 20), row("invited", "u4", 21), row("began", "u5", 20 + second),
    row("invited", "u5", 21), row("began", "u6", -1), row("began", "u6", 5), row("invited", "u6", 6)};

const value& cell(const value& answer, const std::string& event, int count, int within) {
  for (const value& one : answer["cells"]) {
    if (one["event"] == event && one["count"] == count && one["within_days"] == within) return one;
  }
  static const value none = "no such cell";
  return none;
}

}  // namespace

TEST_CASE("aha_discovery: exposure, outcome and who is old enough") {
  const value got =
      ask("", rows, question(R"("as_of":"2026-04-10","counts":[1,2,3],"windows_days":[2,3],"min_people":1)"));
  CHECK(at(got, "/people") == 4);
  CHECK(at(got, "/censored") == 1);
  CHECK(at(got, "/base_rate") == 0.5);
  CHECK(at(got, "/notes") == read(R"(["not_causal","censored_excluded","small_sample"])"));
  // began, exported, invited: nobody worked within three days.
  REQUIRE(at(got, "/cells").size() == 3 * 3 * 2);
  CHECK(cell(got, "invited", 1, 2)["table"] == read(R"({"tp":1,"fp":1,"fn":1,"tn":1})"));
  CHECK(cell(got, "invited", 2, 2)["table"] == read(R"({"tp":1,"fp":0,"fn":1,"tn":2})"));
  CHECK(cell(got, "invited", 3, 2)["table"] == read(R"({"tp":0,"fp":0,"fn":2,"tn":2})"));
  CHECK(cell(got, "invited", 3, 3)["table"] == read(R"({"tp":1,"fp":0,"fn":1,"tn":2})"));
  CHECK(cell(got, "exported", 1, 2)["table"] == read(R"({"tp":2,"fp":0,"fn":0,"tn":2})"));
  CHECK(cell(got, "exported", 2, 2)["table"] == read(R"({"tp":1,"fp":0,"fn":1,"tn":2})"));
  CHECK(cell(got, "began", 1, 2)["phi"]["value"] == nullptr);
  CHECK(at(got, "/cells/0/event") == "began");
  CHECK(at(got, "/cells/1/within_days") == 3);
  CHECK(at(got, "/cells/2/count") == 2);
}

TEST_CASE("events may be sets and filtered, and a rule repeats them as they were written") {
  const std::string book =
      R"({"payoff":1,"version":"1","data":{"columns":["n"]},"sets":{"value":["worked"],"early":["invited","exported"]},
          "activation":{"start":"began","within_days":14,"steps":[{"id":"s","event":"invited"}]}})";
  std::vector<std::string> many;
  for (int i = 0; i < 200; ++i) {
    const std::string id = "p" + std::to_string(i);
    many.push_back(row("began", id, 0));
    many.push_back(row("invited", id, 1, with(i % 3 == 0 ? R"({"n":2})" : R"({"n":1})")));
    if (i % 3 == 0) many.push_back(row("worked", id, 12));
  }
  const std::string filtered = R"({"event":"invited","where":{"prop":"n","op":"gt","value":1}})";
  const std::string fields =
      R"("as_of":"2026-05-01","counts":[1],"windows_days":[2],"events":["@early",)" + filtered + "]";
  const value got = ask(book, many, question(fields));
  CHECK(at(got, "/cells/0/event") == "@early");
  CHECK(at(got, "/cells/1/event") == read(filtered));
  const value rule = at(got, "/best/rule");
  CHECK(rule == read(R"({"event":)" + filtered + R"(,"count":1,"within_days":2})"));
  CHECK(at(got, "/best/too_good") == true);
  CHECK(at(got, "/best/label") == "high");
  CHECK(at(got, "/notes") == read(R"(["not_causal"])"));
  // It can be pasted: as the playbook's aha, and as aha_progress's rule.
  value pasted = read(book);
  pasted["aha"] = rule;
  CHECK(at(ask(pasted.dump(), many, R"({"ask":"aha_progress","user":"p3","as_of":"2026-05-01"})"),
           "/status") == "reached");
  CHECK(at(ask(pasted.dump(), many, R"({"ask":"aha_progress","user":"p4","as_of":"2026-05-01"})"),
           "/status") == "missed");
  // Without activation the rule says from where on the days count.
  const value alone =
      ask(R"({"payoff":1,"version":"1","data":{"columns":["n"]},"sets":{"early":["invited"]}})", many,
          question(fields));
  CHECK(at(alone, "/best/rule/start") == "began");
}

TEST_CASE("the winner is chosen on people of even hash and told of the others") {
  // Among the even `a` goes with staying, among the odd it goes with leaving.
  std::vector<std::string> split;
  int even = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string id = "p" + std::to_string(i);
    const bool is_even = fnv1a_64(id) % 2 == 0;
    even += is_even ? 1 : 0;
    split.push_back(row("began", id, 0));
    if (i % 2 == 0) split.push_back(row("a", id, 1));
    if ((i % 2 == 0) == is_even) split.push_back(row("worked", id, 12));
  }
  const value got =
      ask("", split, question(R"("as_of":"2026-05-01","events":["a"],"counts":[1],"windows_days":[3,7])"));
  CHECK(at(got, "/best/chosen_on") == even);
  CHECK(at(got, "/best/held_out/n") == 400 - even);
  CHECK(at(got, "/best/held_out/phi/value") == -1.0);
  CHECK(at(got, "/best/held_out/q") == at(got, "/best/held_out/fisher_p"));
  CHECK(at(got, "/best/label") == "none");
  CHECK(at(got, "/best/too_good") == false);
  // Both windows are alike: the shorter one stands first.
  CHECK(at(got, "/best/rule") == read(R"({"event":"a","count":1,"within_days":3,"start":"began"})"));
}

TEST_CASE("two behaviours together are told of those who did both") {
  std::vector<std::string> both;
  for (int i = 0; i < 400; ++i) {
    const std::string id = "p" + std::to_string(i);
    const bool a = i % 4 < 2;
    const bool b = i % 2 == 0;
    both.push_back(row("began", id, 0));
    if (a) both.push_back(row("a", id, 1));
    if (b) both.push_back(row("b", id, 4));
    if (a && b) both.push_back(row("worked", id, 12));
  }
  const value got = ask("", both, question(R"("as_of":"2026-05-01","counts":[1,2],"windows_days":[2,5])"));
  REQUIRE(at(got, "/pairs").size() == 1);
  const value pair = at(got, "/pairs/0");
  CHECK(pair["phi"]["value"] == 1.0);
  CHECK(pair["n"] == at(got, "/best/held_out/n"));
  std::set<value> rules{pair["rules"][0], pair["rules"][1]};
  CHECK(rules == std::set<value>{read(R"({"event":"a","count":1,"within_days":2,"start":"began"})"),
                                 read(R"({"event":"b","count":1,"within_days":5,"start":"began"})")});
  CHECK(at(ask("", both, question(R"("as_of":"2026-05-01","windows_days":[5],"pairs":1)")), "/pairs") ==
        value::array());
}

TEST_CASE("too few people give no winner") {
  const value got = ask("", rows, question(R"("as_of":"2026-04-10","windows_days":[2])"));
  CHECK(at(got, "/best") == nullptr);
  CHECK(at(got, "/pairs") == value::array());
  CHECK(at(ask("", {}, question(R"("as_of":"2026-04-10","windows_days":[2])")), "/base_rate") == nullptr);
}

TEST_CASE("wrong questions of aha_discovery are told where and what") {
  const auto wrong = [](const std::string& fields) {
    return at(ask("", {}, question(fields + R"(,"as_of":"2026-05-01")")), "/error");
  };
  CHECK(wrong(R"("windows_days":[3,11])")["path"] == "/windows_days");
  CHECK(wrong(R"("min_people":30)")["path"] == "/outcome_days");  // the default windows reach to day 14
  CHECK(wrong(R"("windows_days":[])")["path"] == "/windows_days");
  CHECK(wrong(R"("windows_days":[2],"counts":[0])")["path"] == "/counts/0");
  CHECK(wrong(R"("windows_days":[2],"events":[])")["path"] == "/events");
  CHECK(wrong(R"("windows_days":[2],"events":["a","@nowhere"])")["path"] == "/events/1");
  CHECK(wrong(R"("windows_days":[2],"pair":3)")["message"] ==
        "field `pair` is not known; did you mean `pairs`?");
  std::string counts = "1";
  for (int i = 2; i <= 6000; ++i) counts += "," + std::to_string(i);
  CHECK(wrong(R"("events":["a"],"windows_days":[1,2,3,4,5,6,7,8,9,10],"counts":[)" + counts + "]")["code"] ==
        "limit_exceeded");
}

// ---- honesty ----------------------------------------------------------------------------------------------

TEST_CASE("where outcomes are shuffled between people, at most one in twenty finds anything") {
  std::mt19937 random(20261101);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr int people = 240;
  std::vector<std::string> early;
  std::vector<int> outcomes;
  for (int i = 0; i < people; ++i) {
    const std::string id = "p" + std::to_string(i);
    const int busyness = pick(4);
    early.push_back(row("began", id, i % 9));
    for (int n = pick(2 + 3 * busyness); n > 0; --n) {
      early.push_back(row("e" + std::to_string(pick(4)), id, i % 9 + pick(80) / 10.0));
    }
    outcomes.push_back(i % 5 < 2 ? 1 : 0);
  }
  int labelled = 0;
  int chosen = 0;
  for (int shuffle = 0; shuffle < 200; ++shuffle) {
    for (std::size_t i = outcomes.size() - 1; i > 0; --i) {
      std::swap(outcomes[i], outcomes[static_cast<std::size_t>(pick(static_cast<int>(i) + 1))]);
    }
    std::vector<std::string> all = early;
    for (int i = 0; i < people; ++i) {
      if (outcomes[static_cast<std::size_t>(i)] == 1)
        all.push_back(row("worked", "p" + std::to_string(i), i % 9 + 15));
    }
    const value got = ask(
        "", all,
        question(
            R"("as_of":"2026-05-01","events":["e0","e1","e2","e3"],"counts":[1,2,4],"windows_days":[4,8],"pairs":0)"));
    chosen += at(got, "/best").is_null() ? 0 : 1;
    const value label = at(got, "/best/label");
    labelled += label == "slight" || label == "moderate" || label == "high" ? 1 : 0;
  }
  CHECK(chosen == 200);
  CHECK(labelled <= 10);
}

// ---- a slow second reckoning ------------------------------------------------------------------------------

namespace {

struct seen_person {
  std::vector<random_event> theirs;
  long long start{-1};
  bool stayed{false};

  [[nodiscard]] int count(int name, int days) const {
    int out = 0;
    for (const random_event& e : theirs) {
      out += (name < 0 || e.name == name) && e.time_ms >= start && e.time_ms < start + days * 86'400'000LL
                 ? 1
                 : 0;
    }
    return out;
  }
};

/** Fifths by sorting, tables by asking everybody. */
std::vector<table_2x2> slow_strata(const std::vector<seen_person>& people, int name, int count, int days) {
  std::vector<int> others;
  for (const seen_person& one : people) others.push_back(one.count(-1, days) - one.count(name, days));
  std::vector<int> sorted = others;
  std::sort(sorted.begin(), sorted.end());
  std::vector<table_2x2> out(5);
  for (std::size_t i = 0; i < people.size(); ++i) {
    std::size_t stratum = 0;
    for (std::size_t fifth = 1; fifth < 5; ++fifth) {
      const std::size_t at5 = (sorted.size() - 1) * fifth;
      const long double low = sorted[at5 / 5];
      const long double next = sorted[std::min(sorted.size() - 1, at5 / 5 + 1)];
      stratum += others[i] > low + (next - low) * (at5 % 5) / 5 ? 1U : 0U;
    }
    const bool exposed = people[i].count(name, days) >= count;
    table_2x2 one;
    (exposed ? (people[i].stayed ? one.tp : one.fp) : (people[i].stayed ? one.fn : one.tn)) = 1;
    out[stratum] += one;
  }
  return out;
}

table_2x2 sum(const std::vector<table_2x2>& strata) {
  table_2x2 out;
  for (const table_2x2& one : strata) out += one;
  return out;
}

void check_row(const value& got, const std::vector<table_2x2>& strata) {
  const table_2x2 all = sum(strata);
  REQUIRE(got["table"] == value({{"tp", all.tp}, {"fp", all.fp}, {"fn", all.fn}, {"tn", all.tn}}));
  const auto wanted = mantel_haenszel(strata, false).risk_difference.value;
  const value& value_got = got["adjusted"]["risk_difference"]["value"];
  if (wanted) {
    REQUIRE(std::fabs(value_got.get<double>() - *wanted) < 1e-12);
  } else {
    REQUIRE(value_got == nullptr);
  }
}

}  // namespace

TEST_CASE("aha_discovery agrees with a slow reckoning on random stores") {
  std::mt19937 random(51);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr long long day = 86'400'000;
  for (int round = 0; round < 6; ++round) {
    std::vector<random_event> events;
    for (int i = 0; i < 900; ++i) {
      events.push_back({1772323200000 + pick(60 * 24) * 3'600'000LL, pick(5), pick(80) - 1, pick(50) - 1});
    }
    const bool accounts = pick(2) == 0;
    const long long as_of_ms = 1772323200000 + 50 * day;
    std::map<int, seen_person> of;
    for (const random_event& e : events) {
      const int id = accounts ? e.account : e.user;
      if (id >= 0 && e.time_ms < as_of_ms) of[id].theirs.push_back(e);
    }
    int censored = 0;
    std::vector<seen_person> all;
    std::vector<seen_person> even;
    std::vector<seen_person> odd;
    for (auto& [id, one] : of) {
      for (const random_event& e : one.theirs) {
        if (e.name == 0 && (one.start < 0 || e.time_ms < one.start)) one.start = e.time_ms;
      }
      if (one.start < 0 || one.start >= 1772323200000 + 31 * day) continue;
      if (one.start + 24 * day > as_of_ms) {
        ++censored;
        continue;
      }
      for (const random_event& e : one.theirs) {
        one.stayed = one.stayed ||
                     (e.name == 1 && e.time_ms >= one.start + 12 * day && e.time_ms < one.start + 24 * day);
      }
      const std::string text = (accounts ? "a" : "u") + std::to_string(id);
      all.push_back(one);
      (fnv1a_64(text) % 2 == 0 ? even : odd).push_back(one);
    }
    const value got = ask("", rows_of(events),
                          std::string(R"({"ask":"aha_discovery","from":"2026-03-01","to":"2026-04-01",)") +
                              R"("as_of":"2026-04-20","start":"e0","return":"e1","outcome_days":[12,24],)" +
                              R"("windows_days":[9,2,12],"counts":[1,2,4],"min_people":4,"pairs":0,"per":")" +
                              (accounts ? "account" : "user") + R"("})");
    CAPTURE(round, accounts);
    REQUIRE(at(got, "/people") == all.size());
    REQUIRE(at(got, "/censored") == censored);
    REQUIRE(at(got, "/cells").size() == 45);
    std::vector<std::optional<double>> p_values;
    double best_phi = -2;
    value best;
    for (const value& one : at(got, "/cells")) {
      const int name = one["event"].get<std::string>()[1] - '0';
      const int count = one["count"].get<int>();
      const int days = one["within_days"].get<int>();
      CAPTURE(name, count, days);
      check_row(one, slow_strata(all, name, count, days));
      p_values.push_back(one["fisher_p"].get<double>());
      const table_2x2 half = sum(slow_strata(even, name, count, days));
      const auto phi = figures_of(half, false).phi.value;
      if (phi && half.exposed() >= 4 && half.unexposed() >= 4 && *phi > best_phi) {
        best_phi = *phi;
        best = one;
      }
    }
    const auto q = q_values(p_values);
    for (std::size_t i = 0; i < q.size(); ++i) REQUIRE(at(got, "/cells")[i]["q"] == *q[i]);
    if (best.is_null()) {
      REQUIRE(at(got, "/best") == nullptr);
      continue;
    }
    REQUIRE(at(got, "/best/chosen_on") == even.size());
    REQUIRE(at(got, "/best/rule/event") == best["event"]);
    REQUIRE(at(got, "/best/rule/count") == best["count"]);
    REQUIRE(at(got, "/best/rule/within_days") == best["within_days"]);
    check_row(at(got, "/best/held_out"),
              slow_strata(odd, best["event"].get<std::string>()[1] - '0', best["count"].get<int>(),
                          best["within_days"].get<int>()));
  }
}
