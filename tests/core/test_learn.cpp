// SPDX-License-Identifier: Apache-2.0
/** @file test_learn.cpp  What is learned from all: parts that add up, by hand, by slow twins, and of how few
 * nothing is told. */
#include <algorithm>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>

#include "learned_base.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string as_of = R"("as_of":"2026-09-10")";
/** Few cells, so that the sanitizers do not take all day. */
const std::string fields =
    R"({"ask":"learn",)" + as_of + R"(,"counts":[1,2,3],"windows_days":[3,7,14],"min_people":5)";

std::string text(const engine& of, const std::string& question) { return of.ask(question).json; }
std::string part_of(const std::vector<std::string>& rows) {
  return text(loaded(learned_playbook, rows), fields + R"(,"part":true})");
}
std::string merged(const std::vector<std::string>& parts, const std::string& more = "") {
  std::string list;
  for (const std::string& one : parts) list += (list.empty() ? "" : ",") + one;
  return text(loaded("", {}), R"({"ask":"merge","parts":[)" + list + "]" + more + "}");
}

/** `accounts` of a plan, each with k = 1 ... of them tickets resolved in each of June, July and August. */
std::vector<std::string> twelve_tickets(const std::string& prefix, const std::string& plan, int accounts) {
  std::vector<std::string> out;
  for (int k = 1; k <= accounts; ++k) {
    const std::string id = prefix + std::to_string(k);
    const std::string user = id + "u";
    out.push_back(R"({"type":"group","groupId":")" + id + R"(","userId":")" + user +
                  R"(","timestamp":"2026-01-05T00:00:00Z","traits":{"plan":")" + plan + R"("}})");
    out.push_back(track("began", user, "2026-01-05T00:00:00Z", in_account(id)));
    for (const char* month : {"06", "07", "08"}) {
      for (int i = 0; i < k; ++i) {
        out.push_back(
            track("resolved", user, std::string("2026-") + month + "-10T00:00:00Z", in_account(id)));
      }
    }
  }
  return out;
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("parts of disjoint customers, split and ordered anyhow, add up to the part of all, byte for byte") {
  std::mt19937 random(20260701);
  for (int round = 0; round < 6; ++round) {
    CAPTURE(round);
    const auto base = random_base(random, 40);
    const std::size_t count = 1 + random() % 5;
    std::vector<std::vector<std::string>> shares(count);
    for (const auto& rows : base) {
      auto& share = shares[random() % count];
      share.insert(share.end(), rows.begin(), rows.end());
    }
    std::vector<std::string> parts;
    for (const auto& share : shares) parts.push_back(part_of(share));
    const std::string whole = part_of(flat(base));
    REQUIRE(whole.find("\"error\"") == std::string::npos);
    CHECK(merged(parts, R"(,"part":true)") == whole);
    // Sums may be added again, and a part may come as its text.
    const std::string first = merged({parts.front()}, R"(,"part":true)");
    std::vector<std::string> again{value(first).dump()};
    again.insert(again.begin(), parts.rbegin(), parts.rend() - 1);
    CHECK(merged(again, R"(,"part":true)") == whole);
    CHECK(merged(parts) == text(loaded(learned_playbook, flat(base)), fields + "}"));
  }
}

TEST_CASE("the best rule and its figures are those of aha_discovery, but for the strata") {
  std::mt19937 random(5);
  int rules = 0;
  for (int round = 0; round < 4; ++round) {
    const engine of = loaded(learned_playbook, flat(random_base(random, 150)));
    const value model = ask(of, fields + "}");
    const value found =
        ask(of, R"({"ask":"aha_discovery","from":"2025-01-01","to":"2026-09-10","per":"account",)" + as_of +
                    R"(,"counts":[1,2,3],"windows_days":[3,7,14],"min_people":5})");
    CHECK(at(model, "/learned_from/censored") ==
          (at(found, "/censored") < 10 && at(found, "/censored") > 0 ? value() : at(found, "/censored")));
    if (found["best"].is_null()) continue;
    ++rules;
    const value& rule = model["rules"][0];
    CHECK(rule["rule"] == found["best"]["rule"]);
    CHECK(rule["chosen_on"] == found["best"]["chosen_on"]);
    CHECK(rule["label"] == found["best"]["label"]);
    CHECK(rule["too_good"] == found["best"]["too_good"]);
    for (const char* name :
         {"table", "n", "ppv", "lift", "phi", "odds_ratio", "risk_difference", "fisher_p"}) {
      CHECK(rule["held_out"][name] == found["best"]["held_out"][name]);
    }
    CHECK(rule["held_out"]["adjusted"]["strata"] >= 3);
  }
  CHECK(rules > 1);
}

TEST_CASE("rules are adjusted over strata of other activity whose edges are powers of two") {
  // 24 accounts of the odd and the even half each; those with other activity 2 or 3, and 4 to 7, tell apart.
  std::vector<std::string> rows;
  std::vector<std::vector<int>> cells;  // what the twin counts: other, exposed, stayed
  std::mt19937 random(9);
  for (int i = 0; i < 400; ++i) {
    const std::string user = "p" + std::to_string(i);
    const int other = static_cast<int>(random() % 9);
    const bool did = random() % 9 < 3 + static_cast<unsigned>(other) / 3;
    const bool stayed = random() % 9 < (did ? 6U : 2U);
    rows.push_back(track("began", user, "2026-03-01T00:00:00Z"));
    if (did) rows.push_back(track("invited", user, "2026-03-01T01:00:00Z"));
    for (int k = 0; k < other; ++k) rows.push_back(track("clicked", user, "2026-03-01T02:00:00Z"));
    if (stayed) rows.push_back(track("worked", user, "2026-03-12T00:00:00Z"));
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : user) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    // Beside the clicks the beginning itself is other activity.
    if (hash % 2 == 1) cells.push_back({other + 1, did ? 1 : 0, stayed ? 1 : 0});
  }
  const value got = ask(
      R"({"payoff":1,"version":"1"})", rows,
      R"({"ask":"learn","per":"user","start":"began","return":"worked","events":["invited"],"counts":[1],"windows_days":[1],"outcome_days":[10,20],"as_of":"2026-05-01"})");
  double above = 0;
  double below = 0;
  for (const auto& [from, to] : {std::pair{1, 1}, std::pair{2, 3}, std::pair{4, 7}, std::pair{8, 15}}) {
    double n[2][2]{};
    for (const auto& one : cells) {
      if (one[0] >= from && one[0] <= to) ++n[one[1]][one[2]];
    }
    const double all = n[0][0] + n[0][1] + n[1][0] + n[1][1];
    above += n[1][1] * n[0][0] / all;
    below += n[1][0] * n[0][1] / all;
  }
  REQUIRE(at(got, "/rules/0/rule/event") == "invited");
  CHECK(at(got, "/rules/0/held_out/n") == cells.size());
  CHECK(at(got, "/rules/0/held_out/adjusted/strata") == 4);
  CHECK(std::abs(at(got, "/rules/0/held_out/adjusted/odds_ratio/value").get<double>() - above / below) <
        1e-9);
  CHECK(at(got, "/goal") == at(got, "/rules/0/rule"));
}

TEST_CASE("a rule that does not hold among equally busy people is told, and is no goal") {
  std::mt19937 random(4);
  std::vector<std::string> rows;
  for (int i = 0; i < 600; ++i) {
    const std::string user = "p" + std::to_string(i);
    // Who is busy does more of everything, and stays; inviting adds nothing to that.
    const bool is_busy = i % 2 == 0;
    rows.push_back(track("began", user, "2026-03-01T00:00:00Z"));
    for (int k = is_busy ? 12 : 1; k > 0; --k) rows.push_back(track("clicked", user, "2026-03-01T02:00:00Z"));
    if ((random() % 10 == 0) != is_busy) rows.push_back(track("invited", user, "2026-03-01T01:00:00Z"));
    if ((random() % 10 < 2) != is_busy) rows.push_back(track("worked", user, "2026-03-12T00:00:00Z"));
  }
  const value got = ask(
      R"({"payoff":1,"version":"1"})", rows,
      R"({"ask":"learn","per":"user","start":"began","return":"worked","events":["invited"],"counts":[1],"windows_days":[1],"outcome_days":[10,20],"as_of":"2026-05-01"})");
  CHECK(at(got, "/rules/0/label") == "high");
  CHECK(std::abs(at(got, "/rules/0/held_out/adjusted/risk_difference/value").get<double>()) < 0.2);
  CHECK(at(got, "/goal") == nullptr);
  CHECK(at(got, "/notes") == read(R"(["not_causal","no_rule"])"));
}

TEST_CASE("lifts of capabilities and steps are those of aha_discovery over all people") {
  std::mt19937 random(77);
  const engine of = loaded(learned_playbook, flat(random_base(random, 200)));
  const value model = ask(of, fields + "}");
  const auto table_of = [&](const std::string& event, int count, int days) {
    return ask(of, R"({"ask":"aha_discovery","from":"2025-01-01","to":"2026-09-10","per":"account",)" +
                       as_of + R"(,"events":[")" + event + R"("],"counts":[)" + std::to_string(count) +
                       R"(],"windows_days":[)" + std::to_string(days) + "]}")["cells"][0];
  };
  const auto lift_of = [&](const char* kind, const std::string& id) {
    for (const value& one : model["lifts"][kind]) {
      if (one["id"] == id) return one;
    }
    return value("no such lift");
  };
  const auto check_same = [](const value& lift, const value& cell) {
    for (const char* name : {"n", "lift", "reach", "base_rate", "ppv", "phi", "risk_difference"}) {
      CAPTURE(name);
      CHECK(lift[name] == cell[name]);
    }
  };
  check_same(lift_of("capabilities", "tickets"), table_of("@capability:tickets", 1, 14));
  check_same(lift_of("capabilities", "chat"), table_of("@capability:chat", 1, 14));
  check_same(lift_of("steps", "connect"), table_of("connected", 1, 14));
  check_same(lift_of("steps", "invite"), table_of("invited", 2, 7));
  // Of automation only those count whose plan has it: fewer.
  CHECK(lift_of("capabilities", "automation")["n"] < lift_of("capabilities", "tickets")["n"]);
}

TEST_CASE("what cannot be told from chance counts as a lift of 1, and then peers decide, and the playbook") {
  std::vector<std::string> rows;
  for (int i = 0; i < 200; ++i) {
    const std::string id = "a" + std::to_string(i);
    const auto add = [&](const char* event, const char* time) {
      rows.push_back(track(event, id + "u", time, in_account(id)));
    };
    add("began", "2026-03-01T00:00:00Z");
    if (i % 2 == 0) add("chat", "2026-03-02T00:00:00Z");
    // Who chats stays, who is connected leaves; tickets and automation go with nothing.
    if (i % 2 == 0) add("resolved", "2026-04-05T00:00:00Z");
    if (i % 2 == 1) add("connected", "2026-03-02T00:00:00Z");
    if (i % 4 < 2) add("created", "2026-03-02T00:00:00Z");
    if (i % 8 < 4) add("run", "2026-07-02T00:00:00Z");  // late: of peers only
    if (i % 4 < 2 && i % 3 > 0) add("invited", "2026-03-02T00:00:00Z");
  }
  const value got = ask(learned_playbook, rows, R"({"ask":"learn","as_of":"2026-08-01"})");
  const auto ids = [&](const char* kind) {
    std::string out;
    for (const value& one : got["lifts"][kind]) out += one["id"].get<std::string>() + " ";
    return out;
  };
  // In July half of the accounts run automations, and nobody has tickets.
  CHECK(ids("capabilities") == "chat automation tickets ");
  CHECK(at(got, "/lifts/capabilities/0/lift") == 2);
  CHECK(at(got, "/lifts/capabilities/1/lift") == nullptr);    // nobody did it early
  CHECK(at(got, "/peers/all/capabilities/automation") == 1);  // of those who were active at all
  CHECK(ids("steps") == "invite resolve connect ");
  CHECK(at(got, "/lifts/steps/2/lift") == 0);
}

TEST_CASE("peers: quartiles of mean periods, rates and pairs, by hand") {
  // Twelve accounts with 1 ... 12 tickets a month; the odd ones also chat in July.
  std::vector<std::string> rows = twelve_tickets("t", "team", 12);
  for (int k = 1; k <= 12; k += 2) {
    const std::string id = "t" + std::to_string(k);
    rows.push_back(
        track("chat", id + "u", "2026-07-03T00:00:00Z", in_account(id) + with(R"({"amount":10.5})")));
  }
  // Somebody who began in August, and so has no whole month; somebody who was active in May only.
  rows.push_back(track("resolved", "new", "2026-08-20T00:00:00Z", in_account("n1")));
  rows.push_back(track("resolved", "old", "2026-05-20T00:00:00Z", in_account("o1")));
  const value got = ask(learned_playbook, rows, R"({"ask":"learn","as_of":"2026-09-10"})");
  CHECK(at(got, "/peers/all/n") == 12);
  CHECK(at(got, "/peers/all/metrics/resolved") == read(R"({"n":12,"p25":3.75,"p50":6.5,"p75":9.25})"));
  CHECK(at(got, "/peers/all/metrics/sales") == "absent");  // of six accounts only
  CHECK(at(got, "/peers/all/capabilities") ==
        read(R"({"tickets":1,"automation":0,"chat":0.16666666666666666})"));  // 6 of 36 months
  CHECK(at(got, "/peers/all/together") == read("[]"));                        // six have both
  CHECK(at(got, "/peers/plans/team/n") == 12);
  CHECK(at(got, "/learned_from/peers_from") == "2026-06-01");
  CHECK(at(got, "/learned_from/peers_to") == "2026-09-01");
  CHECK(at(got, "/notes") == read(R"(["not_causal","no_rule","suppressed_cells"])"));

  // Ten chat, the same ten automate: of who has one all have the other, 10 of 10 where it is 10 of 12 of all.
  for (int k = 1; k <= 12; ++k) {
    if (k == 2 || k == 4) continue;
    const std::string id = "t" + std::to_string(k);
    rows.push_back(track("chat", id + "u", "2026-06-03T00:00:00Z", in_account(id)));
    rows.push_back(track("run", id + "u", "2026-06-03T00:00:00Z", in_account(id)));
  }
  const value more = ask(learned_playbook, rows, R"({"ask":"learn","as_of":"2026-09-10"})");
  CHECK(
      at(more, "/peers/all/together") ==
      read(
          R"([{"has":"automation","adds":"chat","n":10,"support":0.8333333333333334,"confidence":1,"lift":1.2},
              {"has":"chat","adds":"automation","n":10,"support":0.8333333333333334,"confidence":1,"lift":1.2}])"));
}

TEST_CASE("peers: a slow twin by usage and adoption, customer by customer and month by month") {
  std::mt19937 random(31);
  const engine of = loaded(learned_playbook, flat(random_base(random, 120)));
  const std::string per = GENERATE("account", "user");
  const value model = ask(of, fields + R"(,"per":")" + per + R"("})");
  std::vector<std::string> ids;
  for (int a = 0; a < 120; ++a) {
    const std::string account = "a" + std::to_string(a);
    if (per == "account") ids.push_back(account);
    for (int u = 1; per == "user" && u < 4; ++u) ids.push_back(account + "u" + std::to_string(u));
  }
  std::vector<double> means[3];
  double used = 0;
  double open = 0;
  for (const std::string& id : ids) {
    const std::string who = R"(,"per":")" + per + R"(",")" + per + R"(":")" + id + R"(",)" + as_of;
    const std::string whose = R"(,")" + per + R"(":")" + id + R"(",)" + as_of;
    double sum[3]{};
    int n[3]{};
    for (const auto& [from, to] :
         {std::pair{"2026-06-01", "2026-07-01"}, std::pair{"2026-07-01", "2026-08-01"},
          std::pair{"2026-08-01", "2026-09-01"}}) {
      const std::string month = std::string(R"(,"from":")") + from + R"(","to":")" + to + "\"";
      const value seen =
          ask(of, R"({"ask":"usage")" + whose + R"(,"from":"2025-01-01","to":")" + from +
                      R"(","compare":"none","grain":"year","metrics":[{"id":"n","of":"*","stat":"count"}]})");
      const value adopted = ask(of, R"({"ask":"adoption")" + who + month + "}");
      if (at(adopted, "/people") == 0 || at(seen, "/metrics/0/total") == 0) continue;
      ++open;
      used += at(adopted, "/capabilities/2/used") == true ? 1 : 0;
      const value usage = ask(of, R"({"ask":"usage","compare":"none","grain":"month")" + whose + month + "}");
      for (std::size_t i = 0; i < 3; ++i) {
        const value& total = usage["metrics"][i]["total"];
        if (total.is_null()) continue;
        sum[i] += total.get<double>();
        ++n[i];
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      if (n[i] > 0) means[i].push_back(sum[i] / n[i]);
    }
  }
  CHECK(at(model, "/peers/all/capabilities/chat").get<double>() == used / open);
  const char* const metrics[]{"resolved", "reply", "sales"};
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(per, metrics[i]);
    auto& sorted = means[i];
    std::sort(sorted.begin(), sorted.end());
    const value told = at(model, std::string("/peers/all/metrics/") + metrics[i]);
    REQUIRE(told.is_object());
    CHECK(told["n"] == sorted.size());
    for (const auto& [name, p] : {std::pair{"p25", 0.25}, std::pair{"p50", 0.5}, std::pair{"p75", 0.75}}) {
      const double place = p * static_cast<double>(sorted.size() - 1);
      const auto low = static_cast<std::size_t>(place);
      const double next = sorted[std::min(low + 1, sorted.size() - 1)];
      const double exact = sorted[low] + (place - static_cast<double>(low)) * (next - sorted[low]);
      CHECK(std::abs(told[name].get<double>() - exact) <= 0.004 * exact);
    }
  }
}

TEST_CASE("of fewer than ten customers nothing is told, nor what subtraction would tell") {
  const std::string question = R"({"ask":"learn","as_of":"2026-09-10"})";
  const value nine = ask(learned_playbook, twelve_tickets("t", "team", 9), question);
  CHECK(at(nine, "/peers") ==
        read(R"({"all":{"n":null,"metrics":{},"capabilities":{},"together":[]},"plans":{}})"));
  CHECK(at(nine, "/learned_from/accounts") == nullptr);
  CHECK(at(nine, "/notes/2") == "suppressed_cells");
  // Three of one plan and nothing else: the ten of the smaller other plan go with them.
  const auto big = twelve_tickets("t", "team", 12) + twelve_tickets("s", "solo", 10);
  CHECK(at(ask(learned_playbook, big, question), "/peers/plans").size() == 2);
  const value three = ask(learned_playbook, big + twelve_tickets("x", "Jane Doe", 3), question);
  CHECK(at(three, "/peers/all/n") == 25);
  CHECK(at(three, "/peers/plans").size() == 1);
  CHECK(at(three, "/peers/plans/team/n") == 12);
  CHECK(three.dump().find("Jane") == std::string::npos);
  // Five have a plan with automations: nothing is told of these, neither of the plan nor among all.
  const value five =
      ask(learned_playbook, twelve_tickets("s", "solo", 12) + twelve_tickets("t", "team", 5), question);
  CHECK(at(five, "/peers/all/n") == 17);
  CHECK(at(five, "/peers/all/capabilities") == read(R"({"tickets":1,"chat":0})"));
  CHECK(at(five, "/peers/plans") == read("{}"));
  // Ten that are hidden together hide one another.
  const value ten =
      ask(learned_playbook, big + twelve_tickets("x", "x", 5) + twelve_tickets("y", "y", 5), question);
  CHECK(at(ten, "/peers/plans").size() == 2);
}

TEST_CASE("no id is in a model, nor in a part") {
  std::mt19937 random(3);
  const engine of = loaded(learned_playbook, flat(random_base(random, 80)));
  for (const char* end : {"}", R"(,"part":true})"}) {
    const std::string got = text(of, fields + end);
    for (int a = 0; a < 80; ++a) {
      const std::string id = "a" + std::to_string(a);
      REQUIRE(got.find('"' + id + '"') == std::string::npos);
      REQUIRE(got.find(id + "u") == std::string::npos);
    }
  }
}

TEST_CASE("learn: what is wrong with a question is said at its place") {
  const engine of = loaded(learned_playbook, {});
  const auto error = [&](const std::string& more) {
    const value got = ask(of, R"({"ask":"learn",)" + as_of + "," + more + "}");
    return at(got, "/error/code").get<std::string>() + " " + at(got, "/error/path").get<std::string>();
  };
  CHECK(error(R"("account":"a1")") == "unknown_field /account");
  CHECK(error(R"("prior":1)") == "unknown_field /prior");
  CHECK(error(R"("periods":0)") == "bad_value /periods");
  CHECK(error(R"("window_days":[1])") == "unknown_field /window_days");
  CHECK(error(R"("return":"@valu")") == "unknown_name /return");
  std::string many;
  for (int i = 1; i <= 80; ++i) many += (i > 1 ? "," : "") + std::to_string(i);
  CHECK(error(R"("outcome_days":[90,120],"counts":[)" + many + R"(],"windows_days":[)" + many + "]") ==
        "limit_exceeded /counts");
  CHECK(at(ask(of, R"({"ask":"learn"})"), "/error/code") == "missing_as_of");
  // Nothing is learned of nobody, and that is no error.
  CHECK(at(ask(of, fields + "}"), "/peers/all/metrics") == read("{}"));
}

TEST_CASE("merge: parts that do not fit are refused, with the place") {
  const std::vector<std::string> rows = twelve_tickets("t", "team", 12);
  const std::string part = part_of(rows);
  const auto error = [](const std::string& got) {
    const value parsed = read(got);
    return at(parsed, "/error/code").get<std::string>() + " " + at(parsed, "/error/path").get<std::string>();
  };
  const auto changed = [&](const char* pointer, const value& to) {
    value other = read(part);
    other[value::json_pointer(pointer)] = to;
    return other.dump();
  };
  CHECK(error(merged({})) == "bad_value /parts");
  CHECK(error(merged({part, changed("/plan/playbook", "8")})) == "bad_value /parts/1/plan/playbook");
  CHECK(error(merged({part, changed("/plan/steps/0/count", 2)})) == "bad_value /parts/1/plan/steps");
  CHECK(error(merged({changed("/payoff_model", 2)})) == "bad_value /parts/0/payoff_model");
  CHECK(error(merged({changed("/plan/week_start", "mondy")})) == "bad_value /parts/0/plan/week_start");
  CHECK(error(merged({part, changed("/counts/people", -1)})) == "wrong_type /parts/1/counts/people");
  CHECK(error(merged({part, changed("/counts/people", read("[1,2]"))})) ==
        "wrong_type /parts/1/counts/people");
  CHECK(error(merged({changed("/counts/early/people", read("[3,1,3,1]"))})) ==
        "bad_value /parts/0/counts/early/people/2");
  CHECK(error(merged({changed("/counts/early/people", read("[99999,1]"))})) ==
        "bad_value /counts/early/people");
  CHECK(error(merged({changed("/counts/early/people", read("[1]"))})) ==
        "bad_value /parts/0/counts/early/people");
  CHECK(error(merged({changed("/counts/peers/team/metrics/resolved", read("[999999,12]"))})) ==
        "bad_value /counts/peers/team/metrics/resolved");
  CHECK(error(merged({changed("/counts/mine", "x")})) == "wrong_type /parts/0/counts/mine");
  CHECK(error(merged({changed("/extra", 1)})) == "unknown_field /parts/0/extra");
  CHECK(error(merged({R"("{\"payoff_model\"")"})) == "bad_json /parts/0");
  // A published model holds too little.
  const value published = read(merged({part, merged({part})}));
  CHECK(at(published, "/error/path") == "/parts/1/part");
  CHECK(at(published, "/error/message").get<std::string>().find("learn --part") != std::string::npos);
}
