// SPDX-License-Identifier: Apache-2.0
/** @file all_questions.h  A case of every question over random customers that have something for each of
 * them. */
#pragma once

#include <random>

#include "ask.h"

namespace payoff::testing::everything {

inline constexpr const char* book = R"({"payoff":1,"version":"7","product":{"name":"P","currency":"EUR"},
  "time":{"zone":"Europe/Berlin"},
  "data":{"columns":["n","account.size","user.role","user.team","account.plan","user.plan"]},
  "sets":{"value":["make","share"],"active":["*",{"not":["paid","failed"]}],"learning":"lesson","advocacy":"refer",
    "login":"login","support":"call"},
  "capabilities":[{"id":"a","events":"make"},{"id":"b","events":"share","plans":["pro","solo"]},{"id":"c","events":"lesson"},
    {"id":"d","events":"call"}],
  "activation":{"start":"began","per":"account","within_days":14,
    "steps":[{"id":"s","event":"make","count":2},{"id":"t","event":"@value","count":5,"within_days":9},{"id":"l","event":"lesson"}]},
  "aha":{"event":"make","count":3,"within_days":20},
  "retention":{"start":"began","return":"@value","grain":"week","periods":6},
  "metrics":[{"id":"made","of":"make","stat":"count"},{"id":"sum","of":"*","stat":"sum","prop":"n"},
    {"id":"wait","between":{"start":"make","end":"share","key":"n"},"stat":"median"},
    {"id":"visits","of":"*","stat":"sessions"},{"id":"pro","of":{"event":"*","where":{"prop":"plan","on":"account","value":"pro"}}}],
  "roi":{"hourly_cost":{"low":10,"expected":31.7,"high":50},"subscription":{"amount":"account.mrr"},
    "rules":[{"id":"a","of":"@value","minutes_saved":1.3},{"id":"b","of":"make","value":{"prop":"n"}}]},
  "subscription":{"plan":"account.plan","mrr":"account.mrr","renews_on":"account.renews","card_expires_on":"account.card",
    "seats":"account.seats","started":"started","mrr_prop":"mrr","payment_failed":"failed","payment_succeeded":"paid",
    "canceled":"canceled","reason_prop":"why"},
  "survey":{"nps":{"event":"scored","score_prop":"score","comment_prop":"said"},"why":{"event":"told","comment_prop":"said"}},
  "health":[{"id":"h","weight":3,"measure":"events_28d","bad":0,"good":20},{"id":"u","weight":2,"measure":"utilisation_90d","bad":0,"good":1},
    {"id":"s","weight":1,"measure":"active_seat_share_90d","bad":0,"good":1},{"id":"n","weight":1,"measure":"nps_latest","bad":0,"good":10}],
  "report":{"headline":["made","sum"]}})";

/** A question as it is asked, `at` what of its answer must be there: a list with something in it, or a value.
 */
struct case_of {
  const char* name;
  std::string fields;
  std::string at;
};

inline const std::string all_time = R"("from":"2026-02-01","to":"2026-08-01")";
inline const std::string summer = R"("from":"2026-04-01","to":"2026-07-01")";
inline const std::string x = R"(,"account":"a1")";
inline const std::string u = R"(,"user":"u7")";

/** In the order of core/questions.cmake. `$part` is what `learn` says of the same rows with "part". */
inline std::vector<case_of> cases() {
  return {
      {"usage", summer + R"(,"grain":"week")", "/metrics/0/total"},
      {"usage", summer + R"(,"grain":"month")" + u, "/metrics/0/total"},
      {"active_users", summer + R"(,"grain":"week","metric":"wau")", "/total"},
      {"active_users", summer + R"(,"grain":"week","metric":"mau","per":"account")", "/total"},
      {"stickiness", summer + R"(,"grain":"week")", "/data"},
      {"lifecycle", summer + R"(,"grain":"month")", "/series"},
      {"lifecycle", summer + R"(,"grain":"day","per":"account")", "/series"},
      {"funnel", summer + R"(,"steps":["began","make","share"],"window":{"value":30,"unit":"day"})",
       "/steps/2/rate_from_first"},
      {"funnel", summer + R"(,"steps":["began","make","share"],"order":"strict","per":"account")", "/steps"},
      {"funnel", summer + R"(,"steps":["make","share","call"],"order":"any","exclude":"login")",
       "/steps/1/rate_from_first"},
      {"paths", all_time + R"(,"after":"make","top":3)", "/edges"},
      {"paths", all_time + R"(,"before":"share","session_gap_minutes":720)", "/edges"},
      {"retention", all_time + R"(,"cohort":"first_time")", "/pooled/0/rate"},
      {"retention", all_time + R"(,"cohort":"attribute:account.size","mode":"on_or_after","periods":3)",
       "/cohorts"},
      {"retention", all_time + R"(,"cohort":"attribute:user.role","per":"account","periods":3)", "/cohorts"},
      {"adoption", summer, "/capabilities/0/rate"},
      {"adoption", summer + R"(,"per":"account")", "/capabilities/0/rate"},
      {"activation", "", "/started"},
      {"activation", x.substr(1), "/started_at"},
      {"aha_progress", x.substr(1), "/count"},
      {"aha_progress", u.substr(1), "/target"},
      {"roi", summer + R"(,"grain":"week")" + x, "/value/expected"},
      {"report", summer + R"(,"grain":"month")" + x, "/roi/value/expected"},
      {"schema", "", "/events"},
      {"association", all_time + R"(,"start":"began","success":"canceled","min_people":2,
         "candidates":["events","attributes:account.size","attributes:account.plan","attributes:role"])",
       "/rows"},
      {"association", all_time + R"(,"start":"began","success":"canceled","min_people":1,"per":"account",
         "candidates":["attributes:user.role","attributes:user.team"])",
       "/rows"},
      {"association", all_time + R"(,"success":{"steps":["began","make","share"]},"min_people":2,
         "candidates":["events","attributes:account.size"])",
       "/rows"},
      {"association", all_time + R"(,"success":{"steps":["make","share"],"order":"any"},"min_people":2,
         "candidates":["attributes:account.size"])",
       "/rows"},
      {"survival", all_time + R"(,"end":"share","by":"account.size")", "/logrank/p"},
      {"survival", all_time + R"(,"end":"inactive:28","by":"user.role","per":"account")", "/groups"},
      {"survival", all_time + R"(,"start":"*","end":"share","by":"account.plan")", "/logrank/p"},
      {"education", all_time + R"(,"learning":"@learning","landmark_days":14,"outcome_days":[14,60])",
       "/crude"},
      {"aha_discovery",
       all_time + R"(,"counts":[1,2],"windows_days":[7,14],"outcome_days":[14,60],"min_people":3,"pairs":2)",
       "/cells"},
      {"churn", summer + R"(,"min_people":2)", "/prone"},
      {"churn", summer + R"(,"grain":"week")", "/reasons"},
      {"survey", summer + R"(,"min_people":2)", "/surveys/0/words"},
      {"flags", x.substr(1), "/flags"},
      {"flags", u.substr(1), "/unknown"},
      {"flags", R"("account":"a2")", "/flags"},
      {"flags", R"("account":"a3")", "/flags"},
      {"health", x.substr(1), "/score"},
      {"health", R"("account":"a2")", "/score"},
      {"health", R"("backtest":{"days":60})", "/backtest/auc/value"},
      {"stage", R"("account":"a2")", "/stage"},
      {"stage", R"("from":"2026-05-01","to":"2026-08-01")", "/series"},
      {"customer_value", R"("model":"bgnbd","purchase":"bought","amount_prop":"n",)" + all_time,
       "/customers"},
      {"customer_value", all_time + R"(,"margin":0.8)", "/value"},
      {"cross_sell",
       R"("min_accounts":2,"limits":[{"metric":"made","limit":{"pro":3,"solo":1}},{"metric":"sum","limit":"account.mrr"}])",
       "/accounts"},
      {"advocacy", "", "/by_spend"},
      {"advocacy", R"("per":"account")", "/by_tenure"},
      {"profile", x.substr(1), "/last_events"},
      {"profile", R"("user":"u3")", "/last_events"},
      {"learn", R"("min_people":3,"counts":[1,2],"windows_days":[7,14])", "/peers/all/metrics"},
      {"learn", R"("part":true,"counts":[1,2],"windows_days":[7,14])", "/plan"},
      {"merge", R"("parts":[$part])", "/peers/all/metrics"},
      {"merge", R"("parts":[$part],"part":true)", "/plan"},
  };
}

// ---- rows -------------------------------------------------------------------------------------------------

/** All times are quarters of days, so that many rows are of one instant. */
class random_customers {
 public:
  explicit random_customers(unsigned seed) : random_(seed) {}

  std::vector<std::string> rows() {
    for (int a = 0; a < accounts; ++a) add_account("a" + std::to_string(a));
    for (int one = 0; one < people; ++one) add_person(one);
    return std::move(rows_);
  }

 private:
  static constexpr int accounts = 12;
  static constexpr int people = 40;

  int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  template <std::size_t n>
  std::string one_of(const char* const (&of)[n]) {
    return of[pick(static_cast<int>(n))];
  }
  static constexpr long long first_day_ms = 1772323200000;  // 2026-03-01
  /** One of four instants of that day. */
  long long at(int day) { return first_day_ms + (day * 4LL + pick(4)) * 21'600'000; }

  void put(const std::string& type, long long time_ms, const std::string& more) {
    rows_.push_back(R"({"type":")" + type + R"(","messageId":"m)" + std::to_string(rows_.size()) +
                    R"(","timestamp":)" + std::to_string(time_ms) + more + "}");
    if (pick(12) == 0) rows_.push_back(rows_.back());  // sent twice
  }
  static std::string user(int one) { return R"(,"userId":"u)" + std::to_string(one) + '"'; }
  static std::string group(const std::string& account) { return R"(,"groupId":")" + account + '"'; }
  std::string number() {
    return one_of({"0.1", "0.2", "-0.3", "1e15", "-1e15", "0", "-0.0", "7", "\"7\"", "null", "3.5", "1e-9",
                   "12", "25"});
  }

  void add_account(const std::string& id) {
    const int start = pick(60);
    const std::string plan = one_of({R"("pro")", R"("solo")", R"("fr\u0065e")"});
    const std::string size =
        one_of({"5", "\"5\"", "true", "\"true\"", "0", "-0.0", "[1]", "null", "\"big\"", "2.5"});
    put("group", at(start),
        group(id) + R"(,"traits":{"plan":)" + plan + R"(,"mrr":)" + std::to_string(10 + pick(90)) +
            R"(,"seats":)" + std::to_string(1 + pick(9)) + R"(,"size":)" + size + R"(,"renews":"2026-08-2)" +
            std::to_string(pick(9)) + R"(","card":"2026-08-15"})");
    for (int i = pick(5); i > 0; --i) {  // of one instant, some of them
      const long long then = at(start + pick(3) * 30);
      put("group", then,
          group(id) + R"(,"traits":{"size":)" + one_of({"5", "-0.0", "0", "\"big\"", "false"}) + "}");
      put("group", then,
          group(id) + R"(,"traits":{"size":)" + one_of({"5", "-0.0", "0", "\"big\"", "null"}) + R"(,"mrr":)" +
              one_of({"0", "null", "30", "45.5", "\"free\""}) + "}");
    }
    const std::string in = in_account(id);
    put("track", at(start),
        R"(,"event":"started")" + in + with(R"({"mrr":)" + one_of({"20", "49.5", "null"}) + "}"));
    for (int i = pick(4); i > 0; --i) {
      const long long then = at(start + pick(100));
      put("track", then, R"(,"event":"failed")" + in);
      if (pick(2) == 0) put("track", then, R"(,"event":"paid")" + in);
      if (pick(2) == 0) {
        put("track", then,
            R"(,"event":"canceled")" + in +
                with(R"({"why":")" + one_of({"unused", "too_expensive", "own words"}) + "\"}"));
      }
      if (pick(4) == 0) put("track", at(start + pick(140)), R"(,"event":"started")" + in);
    }
  }

  void add_person(int one) {
    const std::string home = "a" + std::to_string(one % accounts);
    const auto account = [&] {
      const int kind = pick(10);
      if (kind == 0) return std::string();
      return in_account(kind < 3 ? "a" + std::to_string(pick(accounts)) : home);
    };
    const int start = 10 * pick(7);
    const long long began_ms = pick(2) == 0 ? at(start) : first_day_ms + start * 86'400'000LL;
    put("track", began_ms, R"(,"event":"began")" + user(one) + in_account(home));
    // In two accounts at one instant, and with an attribute said twice then.
    if (pick(2) == 0) put("track", began_ms, R"(,"event":"began")" + user(one) + account());
    for (int i = pick(4); i > 0; --i) {
      put("identify", pick(2) == 0 ? began_ms : at(start + pick(60)),
          user(one) + R"(,"traits":{"role":)" + one_of({"\"owner\"", "\"member\"", "null", "3"}) +
              R"(,"team":)" + one_of({"\"x\"", "\"y\"", "true"}) + "}");
    }
    // Met late, and by two people, at one instant some of them.
    const std::string anonymous = R"(,"anonymousId":"x)" + std::to_string(one % 24) + '"';
    const long long met_ms = first_day_ms + (40 + one % 24) * 86'400'000LL;
    if (pick(4) > 0) put("identify", pick(2) == 0 ? met_ms : at(start + pick(50)), user(one) + anonymous);
    const int days = pick(3) == 0 ? 20 : 150;
    for (int i = 3 + pick(28); i > 0; --i) {
      const long long then = at(start + pick(days));
      const int kind = pick(8);
      const std::string who = kind == 0   ? ""
                              : kind == 1 ? anonymous
                              : kind == 2 ? user(one) + anonymous
                                          : user(one);
      const std::string event =
          one_of({"make", "make", "make", "share", "share", "lesson", "login", "call", "refer"});
      put("track", then, R"(,"event":")" + event + '"' + who + account() + with("{\"n\":" + number() + "}"));
      if (pick(5) == 0) put("track", then, R"(,"event":"make")" + user(one) + account());
      if (pick(9) == 0) put("page", then, who + account());
    }
    for (int i = pick(4); i > 0; --i) {
      put("track", at(start + pick(120)),
          R"(,"event":"bought")" + user(one) + account() +
              with("{\"n\":" + std::to_string(1 + pick(40)) + "}"));
    }
    for (int i = pick(4); i > 0; --i) {
      const std::string said = one_of({"Saves time", "so much time!", "slow", "too slow", ""});
      put("track", at(30 + pick(80)),
          R"(,"event":"scored")" + user(one) + account() +
              with(R"({"score":)" + std::to_string(pick(11)) + R"(,"said":")" + said + "\"}"));
      if (pick(2) == 0)
        put("track", at(30 + pick(80)),
            R"(,"event":"told")" + user(one) + with(R"({"said":")" + said + "\"}"));
    }
  }

  std::mt19937 random_;
  std::vector<std::string> rows_;
};

// ---- answers ----------------------------------------------------------------------------------------------

inline constexpr const char* as_of = R"(,"as_of":"2026-08-10")";

inline std::string question_of(const case_of& one, const std::string& part) {
  std::string out =
      R"({"ask":")" + std::string(one.name) + '"' + (one.fields.empty() ? "" : "," + one.fields);
  const std::size_t at = out.find("$part");
  if (at != std::string::npos) return out.replace(at, 5, part) + "}";
  return out + as_of + "}";
}

/** The texts of all answers, those that a model changes once more with one. */
inline std::vector<std::string> answers_of(engine& core) {
  const std::string part =
      core.ask(std::string(R"({"ask":"learn","part":true,"counts":[1,2],"windows_days":[7,14])") + as_of +
               "}")
          .json;
  std::vector<std::string> out;
  for (const case_of& one : cases()) {
    const reply got = core.ask(question_of(one, part));
    CAPTURE(one.name, one.fields, got.json.substr(0, 400));
    REQUIRE_FALSE(got.failed);
    out.push_back(got.json);
  }
  PAYOFF_MUST(core.set_model(core.ask(R"({"ask":"merge","parts":[)" + part + "]}").json));
  for (const case_of& one : cases()) {
    const std::string name = one.name;
    if (name == "usage" || name == "adoption" || name == "activation" || name == "aha_progress" ||
        name == "report") {
      out.push_back(core.ask(question_of(one, part)).json);
    }
  }
  PAYOFF_MUST(core.set_model(""));
  return out;
}

inline std::vector<std::string> answers_of(const std::vector<std::string>& rows) {
  engine core = loaded(book, rows);
  return answers_of(core);
}

}  // namespace payoff::testing::everything
