// SPDX-License-Identifier: Apache-2.0
/** @file test_flags.cpp  Which warning signs one customer shows, and on what evidence. */
#include "ask.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** The last 28 days before it begin on 2026-10-01, those before them on 2026-09-03. */
constexpr const char* as_of = "2026-10-29T00:00:00Z";

constexpr const char* book = R"({"payoff":1,"version":"1",
  "sets":{"active":["use","make","login","report"],"value":"make","login":"login","support":"ticket"},
  "capabilities":[{"id":"reports","events":"report","plans":["pro"]}],
  "activation":{"start":"use","within_days":14,"steps":[{"id":"m","event":"make","count":2},{"id":"r","event":"report"}]},
  "data":{"columns":["user.role"]},
  "subscription":{"plan":"account.plan","card_expires_on":"account.card","renews_on":"account.renews","payment_failed":"failed","payment_succeeded":"paid"},
  "health":[{"id":"v","weight":1,"measure":"value_events_28d","bad":0,"good":10}],
  "survey":{"nps":{"event":"nps","score_prop":"score"}})";

std::string with_flags(const std::string& flags) { return std::string(book) + R"(,"flags":)" + flags + "}"; }

std::string in_x(const char* event, const std::string& time, const char* user = "u1",
                 const std::string& more = "") {
  return track(event, user, time, in_account("x") + more);
}

/** So many at that instant. */
void add(std::vector<std::string>& to, int count, const char* event, const std::string& time,
         const char* user = "u1") {
  for (int i = 0; i < count; ++i) to.push_back(in_x(event, time, user));
}

std::string group(const std::string& traits, const char* time) {
  return R"({"type":"group","userId":"u1","groupId":"x","timestamp":")" + std::string(time) +
         R"(","traits":)" + traits + "}";
}
std::string role(const char* user, const std::string& name, const char* time) {
  return R"({"type":"identify","userId":")" + std::string(user) + R"(","timestamp":")" + time +
         R"(","traits":{"role":)" + name + "}}";
}

value answer_of(const std::vector<std::string>& rows, const std::string& flags = "{}",
                const std::string& more = R"("account":"x")", const std::string& at_time = as_of) {
  return ask(with_flags(flags), rows, R"({"ask":"flags","as_of":")" + at_time + R"(",)" + more + "}");
}

/** The flag of that id, or null. */
value flag(const value& of, const std::string& id) {
  REQUIRE(of.contains("flags"));
  for (const value& one : of["flags"]) {
    if (one["id"] == id) return one;
  }
  return nullptr;
}
bool is_unknown(const value& of, const std::string& id) {
  for (const value& one : of["unknown"]) {
    if (one == id) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("silence counts whole days since the last activity, and 14 are graver than 7") {
  const auto of = [](const char* last, const std::string& flags = "{}") {
    return flag(
        answer_of({in_x("use", "2026-09-01T00:00:00Z"), in_x("use", last), in_x("ticket", "2026-10-28")},
                  flags),
        "silent");
  };
  CHECK(
      of("2026-10-15T00:00:00Z") ==
      read(
          R"({"id":"silent","severity":"high","since":"2026-10-15","value":14,"baseline":null,"threshold":14})"));
  CHECK(
      of("2026-10-15T00:00:00.001Z") ==
      read(
          R"({"id":"silent","severity":"medium","since":"2026-10-15","value":13,"baseline":null,"threshold":7})"));
  CHECK(of("2026-10-22T00:00:00Z")["severity"] == "medium");
  CHECK(of("2026-10-22T00:00:00.001Z") == nullptr);
  // What the playbook names replaces all three.
  CHECK(of("2026-10-15T00:00:00Z", R"({"silent":{"low_days":5}})")["severity"] == "low");
  CHECK(of("2026-10-24T00:00:00Z", R"({"silent":{"low_days":5}})")["threshold"] == 5);
  CHECK(of("2026-10-29T00:00:00Z")["since"] == "2026-09-01");  // at as_of is not before it
}

TEST_CASE("nothing is raised on what is unknown, and what that is is said: the whole answer") {
  const value got = answer_of({in_x("ticket", "2026-10-01T00:00:00Z")});
  value expected =
      read(R"({"ask":"flags","account":"x","flags":[],"notes":[],"unknown":["silent","usage_drop",
    "engagement_drop","logins_drop","session_drop","champion_risk","champion_left","card_expiring","renewal_near","support_load",
    "detractor","onboarding_stalled"]})");
  expected["quality"] = at(got, "/quality");
  CHECK(got == expected);
  const value bare = ask("", {in_x("use", "2026-10-20T00:00:00Z")},
                         R"({"ask":"flags","account":"x","as_of":"2026-10-29T00:00:00Z"})");
  for (const char* id : {"capability_dropped", "payment_failed", "logins_drop", "support_load"}) {
    CAPTURE(id);
    CHECK(is_unknown(bare, id));
  }
  CHECK_FALSE(is_unknown(bare, "silent"));
}

TEST_CASE("use falls by a half or a fifth, and is flagged only where chance seldom does it") {
  const auto of = [](int before, int now, const std::string& flags = "{}") {
    std::vector<std::string> rows;
    add(rows, 100, "use", "2026-09-02T23:59:59.999Z");
    add(rows, before, "use", "2026-09-30T23:59:59.999Z");
    add(rows, now, "use", "2026-10-01T00:00:00Z", "u2");
    add(rows, 100, "use", "2026-10-29T00:00:00Z");
    return flag(answer_of(rows, flags), "usage_drop");
  };
  CHECK(of(40, 20) ==
        read(R"({"id":"usage_drop","severity":"high","since":"2026-10-01","value":20,"baseline":40,
    "threshold":0.5,"p":0.01348929373})"));
  CHECK(of(10, 5) == nullptr);
  CHECK(of(200, 150)["severity"] == "medium");
  CHECK(of(200, 160)["threshold"] == 0.2);
  CHECK(of(200, 161) == nullptr);
  CHECK(of(40, 32) == nullptr);
  CHECK(of(40, 32, R"({"usage_drop":{"p":0.9}})")["severity"] == "medium");
  CHECK(of(20, 40) == nullptr);
  CHECK(of(30, 30, R"({"usage_drop":{"low":0,"p":1}})") == nullptr);
}

TEST_CASE("engagement falls where as many people make less") {
  const auto of = [](int before, int now, int people_now) {
    std::vector<std::string> rows;
    add(rows, before, "make", "2026-09-10T00:00:00Z");
    add(rows, 1, "use", "2026-09-10T00:00:00Z", "u2");
    add(rows, now, "make", "2026-10-10T00:00:00Z");
    for (int i = 1; i < people_now; ++i) {
      add(rows, 1, "use", "2026-10-10T00:00:00Z", ("u" + std::to_string(i + 1)).c_str());
    }
    return flag(answer_of(rows), "engagement_drop");
  };
  const value got = of(10, 8, 2);
  CHECK(got["severity"] == "medium");
  CHECK(got["value"] == 4);
  CHECK(got["baseline"] == 5);
  CHECK(got["threshold"] == 0.2);
  CHECK(got["since"] == "2026-10-01");
  CHECK(of(10, 9, 2) == nullptr);
  CHECK(of(10, 2, 1) == nullptr);         // fewer people
  CHECK(of(10, 11, 3)["baseline"] == 5);  // more people, less each: 11 / 3
}

TEST_CASE("logins and sessions fall, calls for help rise, each by more than chance") {
  std::vector<std::string> rows;
  const auto add_days = [&](const char* event, const std::string& month, int count) {
    for (int i = 0; i < count; ++i) {
      rows.push_back(in_x(event, "2026-" + month + "-" + std::to_string(10 + i / 20) + "T" +
                                     (i % 20 < 10 ? "0" : "") + std::to_string(i % 20) + ":00:00Z"));
    }
  };
  add_days("login", "09", 30);
  add_days("login", "10", 12);
  add(rows, 30, "use", "2026-10-10T00:10:00Z");  // within a session
  add_days("ticket", "09", 10);
  add_days("ticket", "10", 24);
  const value got = answer_of(rows);
  CHECK(flag(got, "usage_drop") == nullptr);
  CHECK(
      flag(got, "logins_drop") ==
      read(
          R"({"id":"logins_drop","severity":"high","since":"2026-10-01","value":12,"baseline":30,"threshold":0.5,
    "p":0.007915897335})"));
  CHECK(flag(got, "session_drop")["value"] == 12);
  CHECK(flag(got, "session_drop")["baseline"] == 30);
  value load = flag(got, "support_load");
  CHECK(load["severity"] == "medium");
  CHECK(load["value"] == 24);
  CHECK(load["threshold"] == 2);
  // Three times was asked for.
  CHECK(flag(answer_of(rows, R"({"support_load":{"high":3}})"), "support_load") == nullptr);
}

TEST_CASE("a capability is dropped that was used, is not any more, and is part of the plan") {
  std::vector<std::string> rows{in_x("report", "2026-09-03T00:00:00Z"),
                                in_x("report", "2026-09-20T10:00:00Z")};
  CHECK(
      flag(answer_of(rows), "capability_dropped") ==
      read(
          R"({"id":"capability_dropped","capability":"reports","severity":"medium","since":"2026-09-20","value":0,
    "baseline":2,"threshold":28})"));
  CHECK(flag(answer_of(rows, R"({"capability_dropped":{"window_days":60}})"), "capability_dropped") ==
        nullptr);
  rows.push_back(group(R"({"plan":"free"})", "2026-10-05T00:00:00Z"));
  CHECK(flag(answer_of(rows), "capability_dropped") == nullptr);
  rows.push_back(group(R"({"plan":"pro"})", "2026-10-06T00:00:00Z"));
  CHECK(flag(answer_of(rows), "capability_dropped") != nullptr);
  rows.push_back(in_x("report", "2026-10-01T00:00:00Z", "u2"));
  CHECK(flag(answer_of(rows), "capability_dropped") == nullptr);
}

TEST_CASE("who makes most of an account's value is its champion, and may leave") {
  std::vector<std::string> rows;
  add(rows, 6, "make", "2026-10-15T00:00:00Z", "ann");
  add(rows, 2, "make", "2026-10-28T00:00:00Z", "bob");
  add(rows, 2, "make", "2026-10-28T00:00:00Z", "cid");
  add(rows, 50, "make", "2026-10-28T00:00:00Z", "");     // by whom is unknown
  add(rows, 50, "make", "2026-07-30T23:59:59Z", "bob");  // 91 days ago
  rows.push_back(track("make", "ann", "2026-10-28T00:00:00Z", in_account("y")));
  const value got = answer_of(rows);
  CHECK(flag(got, "champion_risk") ==
        read(R"({"id":"champion_risk","severity":"medium","since":"2026-07-31","value":0.6,"baseline":null,
    "threshold":0.6,"user":"ann","bus_factor":1})"));
  CHECK(flag(got, "champion_left") ==
        read(R"({"id":"champion_left","severity":"high","since":"2026-10-15","value":14,"baseline":null,
    "threshold":14,"user":"ann"})"));
  CHECK(got["flags"][0]["id"] == "champion_left");  // the gravest first
  CHECK(is_unknown(answer_of(rows, "{}", R"("user":"ann")"), "champion_risk"));
  CHECK(is_unknown(answer_of(rows, R"({"champion_risk":{"people":4}})"), "champion_risk"));

  add(rows, 1, "use", "2026-10-20T00:00:00Z", "ann");
  CHECK(flag(answer_of(rows), "champion_left") == nullptr);
  rows.push_back(role("ann", R"("owner")", "2026-09-01T00:00:00Z"));
  CHECK(flag(answer_of(rows), "champion_left") == nullptr);
  rows.push_back(role("ann", R"("member")", "2026-10-25T00:00:00Z"));
  const value left = flag(answer_of(rows), "champion_left");
  CHECK(left["since"] == "2026-10-25");
  CHECK(left["value"] == 4);
  CHECK(left["threshold"] == nullptr);
  rows.push_back(role("ann", R"("owner")", "2026-10-26T00:00:00Z"));
  CHECK(flag(answer_of(rows), "champion_left") == nullptr);

  add(rows, 1, "make", "2026-10-28T00:00:00Z", "bob");
  CHECK(flag(answer_of(rows), "champion_risk") == nullptr);  // 6 of 11
  const value low = flag(answer_of(rows, R"({"champion_risk":{"low":0.4}})"), "champion_risk");
  CHECK(low["severity"] == "low");
  CHECK(low["bus_factor"] == 1);
  add(rows, 2, "make", "2026-10-28T00:00:00Z", "bob");
  CHECK(flag(answer_of(rows, R"({"champion_risk":{"low":0.4}})"), "champion_risk")["bus_factor"] == 2);
}

TEST_CASE("a payment has failed until one succeeds") {
  std::vector<std::string> rows{in_x("failed", "2026-10-02T00:00:00Z"),
                                in_x("failed", "2026-10-05T00:00:00Z", "")};
  CHECK(flag(answer_of(rows), "payment_failed") ==
        read(R"({"id":"payment_failed","severity":"high","since":"2026-10-02","value":2,"baseline":null,
    "threshold":null})"));
  rows.push_back(in_x("paid", "2026-10-03T00:00:00Z"));
  CHECK(flag(answer_of(rows), "payment_failed")["value"] == 1);
  CHECK(flag(answer_of(rows), "payment_failed")["since"] == "2026-10-05");
  rows.push_back(in_x("paid", "2026-10-05T00:00:00Z"));
  CHECK(flag(answer_of(rows), "payment_failed") == nullptr);
}

TEST_CASE("a card expires in local days, and one that has expired is no better") {
  const auto of = [](const char* date, const std::string& more = R"("account":"x")") {
    return flag(
        answer_of({group(R"({"card":")" + std::string(date) + R"("})", "2026-01-01T00:00:00Z")}, "{}", more),
        "card_expiring");
  };
  CHECK(of("2026-11-28") ==
        read(R"({"id":"card_expiring","severity":"medium","since":"2026-10-29","value":30,"baseline":null,
    "threshold":30})"));
  CHECK(of("2026-11-29") == nullptr);
  CHECK(of("2026-10-20")["value"] == -9);
  CHECK(of("soon") == nullptr);
  CHECK(of("2026-11-20", R"("user":"u1")") == nullptr);
  // In Berlin it is the 29th already at 23:30 UTC.
  CHECK(flag(answer_of({group(R"({"card":"2026-11-28"})", "2026-01-01T00:00:00Z")}, "{}",
                       R"("account":"x","zone":"Europe/Berlin")", "2026-10-28T23:30:00Z"),
             "card_expiring")["value"] == 30);
}

TEST_CASE("a renewal is near where health is below the healthy band") {
  const auto of = [](const char* date, int made, const std::string& flags = "{}") {
    std::vector<std::string> rows{
        group(R"({"renews":")" + std::string(date) + R"("})", "2026-01-01T00:00:00Z")};
    add(rows, made, "make", "2026-10-20T00:00:00Z");
    return flag(answer_of(rows, flags), "renewal_near");
  };
  CHECK(of("2026-12-28", 5) ==
        read(R"({"id":"renewal_near","severity":"medium","since":"2026-10-29","value":60,"baseline":null,
    "threshold":60,"health":50})"));
  CHECK(of("2026-12-29", 5) == nullptr);
  CHECK(of("2026-10-29", 5)["value"] == 0);
  CHECK(of("2026-10-28", 5) == nullptr);  // past
  CHECK(of("2026-12-28", 6) == nullptr);
  CHECK(of("2026-12-28", 6, R"({"renewal_near":{"health":61}})")["health"] == 60);
  CHECK(of("2026-12-28", 0) == nullptr);  // health is unknown
  CHECK(of("2026-11-28", 5, R"({"renewal_near":{"high_days":30,"medium_days":90}})")["severity"] == "high");
}

TEST_CASE("the latest answer says who is a detractor") {
  const auto nps = [](const char* score, const char* time) {
    return in_x("nps", time, "u1", with(R"({"score":)" + std::string(score) + "}"));
  };
  std::vector<std::string> rows{nps("9", "2026-08-01T00:00:00Z"), nps("6", "2026-09-01T00:00:00Z")};
  CHECK(
      flag(answer_of(rows), "detractor") ==
      read(
          R"({"id":"detractor","severity":"medium","since":"2026-09-01","value":6,"baseline":null,"threshold":6})"));
  rows.push_back(nps("null", "2026-10-01T00:00:00Z"));
  rows.push_back(nps("9", "2026-09-01T00:00:00Z"));
  CHECK(flag(answer_of(rows), "detractor")["value"] == 6);
  rows.push_back(nps("7", "2026-09-02T00:00:00Z"));
  CHECK(flag(answer_of(rows), "detractor") == nullptr);
  CHECK_FALSE(is_unknown(answer_of(rows), "detractor"));
}

TEST_CASE("onboarding stalls where it is late and no step was done for a week") {
  std::vector<std::string> rows{in_x("use", "2026-10-08T00:00:00Z")};
  CHECK(
      flag(answer_of(rows), "onboarding_stalled") ==
      read(R"({"id":"onboarding_stalled","severity":"medium","since":"2026-10-08","value":21,"baseline":null,
    "threshold":7})"));
  CHECK(flag(answer_of(rows, "{}", R"("account":"x")", "2026-10-21"), "onboarding_stalled") == nullptr);
  CHECK(flag(answer_of(rows, "{}", R"("account":"x")", "2026-10-22"), "onboarding_stalled") != nullptr);
  add(rows, 2, "make", "2026-10-22T00:00:00Z");
  CHECK(flag(answer_of(rows), "onboarding_stalled")["since"] == "2026-10-22");
  CHECK(flag(answer_of(rows, "{}", R"("account":"x")", "2026-10-28"), "onboarding_stalled") == nullptr);
  add(rows, 1, "report", "2026-10-12T00:00:00Z");
  CHECK(flag(answer_of(rows), "onboarding_stalled") == nullptr);
}

TEST_CASE("flags are somebody's") {
  const value got = answer_of({}, "{}", R"("zone":"UTC")");
  CHECK(at(got, "/error/code") == "missing_field");
  CHECK(at(got, "/error/path") == "/account");
  CHECK(at(answer_of({}, "{}", R"("acount":"x")"), "/error/path") == "/acount");
}
