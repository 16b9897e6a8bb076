// SPDX-License-Identifier: Apache-2.0
/** @file test_model.cpp  What do questions make of a model that was learned from all customers? */
#include "learned_base.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string lifts =
    R"({"capabilities":[{"id":"chat","lift":1.4},{"id":"automation","lift":null},{"id":"tickets"}],
        "steps":[{"id":"invite","lift":1.3},{"id":"connect"},{"id":"resolve"}]})";
const std::string peers =
    R"({"all":{"n":40,"metrics":{"resolved":{"n":40,"p25":2,"p50":4,"p75":8}},"capabilities":{"tickets":0.9,"chat":0.25}},
        "plans":{"team":{"n":12,"metrics":{"resolved":{"n":12,"p25":1,"p50":2,"p75":3},
                 "sales":{"n":12,"p25":1,"p50":2,"p75":3}},"capabilities":{"automation":0.5}}}})";
const std::string goal =
    R"(,"goal":{"event":"invited","count":2,"within_days":5},"rules":[],"notes":[],"learned_from":{})";
const std::string model = model_text(lifts, peers, goal);

/** a1 is on team and a2 on no plan that is known; both begin on October 1 and resolve four tickets. */
std::vector<std::string> rows_of_two() {
  std::vector<std::string> out{
      R"({"type":"group","groupId":"a1","userId":"u1","timestamp":"2026-10-01T00:00:00Z","traits":{"plan":"team"}})"};
  for (const char* account : {"a1", "a2"}) {
    const std::string user = account[1] == '1' ? "u1" : "u2";
    out.push_back(track("began", user, "2026-10-01T00:00:00Z", in_account(account)));
    out.push_back(track("invited", user, "2026-10-02T00:00:00Z", in_account(account)));
    for (int i = 0; i < 4; ++i) {
      out.push_back(track("resolved", user, "2026-10-05T00:00:00Z", in_account(account)));
    }
  }
  return out;
}

engine with_model(const std::string& text, const std::string& book = learned_playbook) {
  engine out = loaded(book, rows_of_two());
  PAYOFF_MUST(out.set_model(text));
  return out;
}

std::string october(const std::string& ask, const std::string& more) {
  return R"({"ask":")" + ask + R"(","from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-02",)" + more +
         "}";
}

std::string error_of(const std::string& text) {
  engine of = loaded(learned_playbook, {});
  const auto outcome = of.set_model(text);
  if (outcome) return "none";
  CHECK_FALSE(outcome.error().message.empty());
  return std::string(error_name(outcome.error().code)) + " " + outcome.error().path;
}

}  // namespace

TEST_CASE("usage: a metric is compared with customers of the same plan, else with all") {
  const engine of = with_model(model);
  const value team = ask(of, october("usage", R"("account":"a1")"));
  CHECK(at(team, "/metrics/0/benchmark") == read(R"({"n":12,"p25":1,"p50":2,"p75":3,"quarter":4})"));
  // No sale, no figure: it stands nowhere.
  CHECK(at(team, "/metrics/2/benchmark") == read(R"({"n":12,"p25":1,"p50":2,"p75":3,"quarter":null})"));
  CHECK(at(team, "/metrics/1/benchmark") == "absent");
  const value any = ask(of, october("usage", R"("account":"a2")"));
  CHECK(at(any, "/metrics/0/benchmark") == read(R"({"n":40,"p25":2,"p50":4,"p75":8,"quarter":2})"));
  CHECK(at(any, "/metrics/2/benchmark") == "absent");
  CHECK(at(ask(of, october("report", R"("account":"a2")")), "/metrics/0/benchmark/quarter") == 2);
}

TEST_CASE(
    "usage: only whole periods of customers of the model's kind have a benchmark, and only the playbook's "
    "metrics") {
  const engine of = with_model(model);
  const auto has = [&](const std::string& question) {
    return at(ask(of, question), "/metrics/0/benchmark") != "absent";
  };
  CHECK(has(october("usage", R"("account":"a1")")));
  CHECK(has(R"({"ask":"usage","from":"2026-09-01","to":"2026-10-01","as_of":"2026-11-02","account":"a1"})"));
  CHECK_FALSE(
      has(R"({"ask":"usage","from":"2026-10-01","to":"2026-10-31","as_of":"2026-11-02","account":"a1"})"));
  CHECK_FALSE(
      has(R"({"ask":"usage","from":"2026-10-02","to":"2026-11-01","as_of":"2026-11-02","account":"a1"})"));
  CHECK_FALSE(
      has(R"({"ask":"usage","from":"2026-09-01","to":"2026-11-01","as_of":"2026-11-02","account":"a1"})"));
  CHECK_FALSE(
      has(R"({"ask":"usage","from":"2026-10-01","to":"2026-11-01","as_of":"2026-10-31","account":"a1"})"));
  CHECK_FALSE(has(october("usage", R"("user":"u1")")));
  CHECK_FALSE(has(october("usage", R"("account":"a1","user":"u1")")));
  CHECK_FALSE(has(october("usage", R"("grain":"week")")));
  CHECK_FALSE(has(
      october("usage", R"("account":"a1","metrics":[{"id":"resolved","of":"resolved","stat":"users"}])")));
  CHECK(has(october("usage", R"("account":"nobody")")));
}

TEST_CASE("adoption: the rates of peers, and what is next by the model's order") {
  const engine of = with_model(model);
  const value team = ask(of, october("adoption", R"("account":"a1")"));
  CHECK(at(team, "/capabilities/0/peer_rate") == nullptr);
  CHECK(at(team, "/capabilities/1/peer_rate") == 0.5);
  const value any = ask(of, october("adoption", R"("account":"a2")"));
  CHECK(at(any, "/capabilities/0/peer_rate") == 0.9);
  CHECK(at(any, "/capabilities/2/peer_rate") == 0.25);
  // By name automation would be first, as nobody uses either.
  CHECK(at(any, "/unused") == read(R"(["chat","automation"])"));
  CHECK(at(any, "/next_best") == "chat");
  const value without =
      ask(loaded(learned_playbook, rows_of_two()), october("adoption", R"("account":"a2")"));
  CHECK(at(without, "/unused") == read(R"(["automation","chat"])"));
  CHECK(at(without, "/capabilities/0/peer_rate") == nullptr);
}

TEST_CASE("activation: the next step is the undone one that goes most with staying") {
  const std::string question = R"({"ask":"activation","account":"a1","as_of":"2026-10-03"})";
  CHECK(at(ask(with_model(model), question), "/next_step") == "invite");
  CHECK(at(ask(loaded(learned_playbook, rows_of_two()), question), "/next_step") == "connect");
  // Done steps and unknown ids are passed over; what the model does not name comes last.
  const std::string other =
      model_text(R"({"capabilities":[],"steps":[{"id":"gone"},{"id":"resolve"}]})", peers);
  CHECK(at(ask(with_model(other), question), "/next_step") == "resolve");
}

TEST_CASE("aha_progress: the model's goal, where neither question nor playbook has a rule") {
  const std::string question = R"({"ask":"aha_progress","account":"a1","as_of":"2026-10-03")";
  const value got = ask(with_model(model), question + "}");
  CHECK(at(got, "/count") == 1);
  CHECK(at(got, "/target") == 2);
  CHECK(at(got, "/deadline") == "2026-10-06T00:00:00Z");
  CHECK(at(got, "/notes") == read(R"(["learned_goal"])"));
  const value given = ask(with_model(model), question + R"(,"rule":{"event":"invited","count":7}})");
  CHECK(at(given, "/target") == 7);
  CHECK(at(given, "/notes") == read("[]"));
  CHECK(at(ask(with_model(model), october("report", R"("account":"a1")")), "/aha/target") == 2);

  std::string book = learned_playbook;
  book.insert(book.size() - 1, R"(,"aha":{"event":"resolved","count":9})");
  const value own = ask(with_model(model, book), question + "}");
  CHECK(at(own, "/target") == 9);
  CHECK(at(own, "/notes") == read("[]"));
  CHECK(at(ask(with_model(model_text(lifts, peers)), question + "}"), "/error/code") == "missing_field");
}

TEST_CASE("a model of another playbook says nothing, and the answer says so") {
  std::string other = model;
  other.replace(other.find(R"("playbook":"7")"), 14, R"("playbook":"8")");
  const engine of = with_model(other);
  const value got = ask(of, october("usage", R"("account":"a1")"));
  CHECK(at(got, "/metrics/0/benchmark") == "absent");
  CHECK(at(got, "/notes") == read(R"(["model_of_other_playbook"])"));
  CHECK(at(ask(of, october("adoption", R"("account":"a1")")), "/capabilities/1/peer_rate") == nullptr);
  CHECK(at(ask(of, R"({"ask":"aha_progress","account":"a1","as_of":"2026-10-03"})"), "/error/code") ==
        "missing_field");
  CHECK(at(ask(of, R"({"ask":"activation","account":"a1","as_of":"2026-10-03"})"), "/next_step") ==
        "connect");
}

TEST_CASE("a model can be taken away again, and outlives another load") {
  engine of = with_model(model);
  PAYOFF_MUST(of.begin());
  PAYOFF_MUST(of.append(joined(rows_of_two())));
  PAYOFF_MUST(of.end());
  const std::string question = october("adoption", R"("account":"a1")");
  CHECK(at(ask(of, question), "/capabilities/1/peer_rate") == 0.5);
  CHECK_FALSE(of.set_model("{}").has_value());
  CHECK(at(ask(of, question), "/capabilities/1/peer_rate") == nullptr);
  PAYOFF_MUST(of.set_model(model));
  PAYOFF_MUST(of.set_model(""));
  CHECK(at(ask(of, question), "/capabilities/1/peer_rate") == nullptr);
}

TEST_CASE("what is wrong with a model is said with a pointer") {
  const auto changed = [](const char* pointer, const value& to) {
    value other = read(model);
    other[value::json_pointer(pointer)] = to;
    return error_of(other.dump());
  };
  const auto without = [](const char* field) {
    value other = read(model);
    other.erase(field);
    return error_of(other.dump());
  };
  CHECK(error_of(model) == "none");
  CHECK(error_of("{\"payoff_model\"") == "bad_json ");
  CHECK(error_of("[]") == "wrong_type /model");
  CHECK(changed("/payoff_model", 2) == "bad_value /model/payoff_model");
  CHECK(changed("/playbook", 7) == "wrong_type /model/playbook");
  CHECK(changed("/per", "acount") == "bad_value /model/per");
  CHECK(changed("/period", "fortnight") == "bad_value /model/period");
  CHECK(changed("/goal/cuont", 2) == "unknown_field /model/goal/cuont");
  CHECK(changed("/lifts/steps/1", 5) == "wrong_type /model/lifts/steps/1");
  CHECK(changed("/lifts/steps/1", read("{}")) == "missing_field /model/lifts/steps/1/id");
  CHECK(changed("/peers/all/metrics/resolved/p50", "4") ==
        "wrong_type /model/peers/all/metrics/resolved/p50");
  CHECK(changed("/peers/plans/team/capabilities/automation", nullptr) ==
        "wrong_type /model/peers/plans/team/capabilities/automation");
  CHECK(changed("/peers/plans/team/metrics", 1) == "wrong_type /model/peers/plans/team/metrics");
  CHECK(changed("/peers/plans/team", 1) == "wrong_type /model/peers/plans/team");
  CHECK(changed("/peers/plans", read("[]")) == "wrong_type /model/peers/plans");
  // What pages do not read is the vendor's, also what a later version adds.
  CHECK(changed("/churn", read("[1]")) == "none");
  for (const char* field : {"payoff_model", "playbook", "per", "period", "lifts", "peers"}) {
    CHECK(without(field) == "missing_field /model/" + std::string(field));
  }
}

TEST_CASE("what learn prints is a model that the engine takes, and its own figures come back") {
  std::mt19937 random(11);
  engine of = loaded(learned_playbook, flat(random_base(random, 80)));
  const std::string learned = of.ask(R"({"ask":"learn","as_of":"2026-09-10","min_people":5})").json;
  PAYOFF_MUST(of.set_model(learned));
  const value told = read(learned)["peers"];
  const value got =
      ask(of, R"({"ask":"usage","from":"2026-08-01","to":"2026-09-01","as_of":"2026-09-10","account":"a1"})");
  value quartiles = at(got, "/metrics/0/benchmark");
  quartiles.erase("quarter");
  bool is_known = quartiles == told["all"]["metrics"]["resolved"];
  for (const value& plan : told["plans"]) is_known = is_known || quartiles == plan["metrics"]["resolved"];
  CHECK(is_known);
}
