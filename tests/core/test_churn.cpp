// SPDX-License-Identifier: Apache-2.0
/** @file test_churn.cpp  Who was lost, with how much revenue, why, and who is prone to it. */
#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string book = R"({"payoff":1,"version":"1","product":{"currency":"EUR"},
  "data":{"columns":["account.country","account.size","user.role"]},
  "subscription":{"mrr":"account.mrr","plan":"account.plan","started":"started","mrr_prop":"price",
    "payment_failed":"failed","payment_succeeded":"paid","canceled":"canceled","reason_prop":"feedback"}})";

std::string traits(const std::string& account, const std::string& time, const std::string& more) {
  return R"({"type":"group","groupId":")" + account + R"(","timestamp":")" + time + R"(","traits":)" + more +
         "}";
}

std::string of_account(const char* event, const char* account, const char* time,
                       const std::string& more = "") {
  return track(event, "u", time, in_account(account) + (more.empty() ? "" : with(more)));
}

std::string churn(const std::string& more) { return R"({"ask":"churn",)" + more + "}"; }

const std::string autumn =
    R"("from":"2026-10-01","to":"2027-01-01","as_of":"2026-11-20T00:00:00Z","attributes":[])";

/** What the first test says of each account. */
std::vector<std::string> seven_accounts() {
  std::vector<std::string> rows;
  const auto price = [&](const char* account, const char* time, const char* mrr) {
    rows.push_back(traits(account, std::string("2026-") + time, R"({"mrr":)" + std::string(mrr) + "}"));
  };
  price("a1", "08-01T00:00:00Z", "100");
  price("a1", "10-10T00:00:00Z", "150");
  price("a2", "08-01T00:00:00Z", "200");
  rows.push_back(of_account("canceled", "a2", "2026-10-05T10:00:00Z", R"({"feedback":"too_expensive"})"));
  price("a2", "11-15T00:00:00Z", "120");
  price("a3", "08-01T00:00:00Z", "50");
  rows.push_back(of_account("failed", "a3", "2026-10-01T00:00:00Z"));
  rows.push_back(of_account("failed", "a3", "2026-10-20T00:00:00Z"));
  price("a3", "10-25T00:00:00Z", "0");
  price("a4", "08-01T00:00:00Z", "300");
  price("a4", "10-12T00:00:00Z", "240");
  price("a5", "10-03T00:00:00Z", "80");
  rows.push_back(of_account("canceled", "a5", "2026-10-20T00:00:00Z", R"({"feedback":"moved away"})"));
  price("a6", "10-31T23:30:00Z", "10");
  price("a7", "08-01T00:00:00Z", "70");
  rows.push_back(of_account("canceled", "a7", "2026-10-08T00:00:00Z"));
  price("a7", "10-09T00:00:00Z", "70");
  rows.push_back(of_account("paid", "a7", "2026-10-28T00:00:00Z"));
  return rows;
}

}  // namespace

TEST_CASE("seven accounts in autumn: who left, who came back, who pays less") {
  const value got = ask(book, seven_accounts(), churn(autumn));
  CHECK(at(got, "/per") == "account");
  CHECK(at(got, "/currency") == "EUR");
  value october = read(R"({"start":"2026-10-01","customers":5,"lost":2,"logo_rate":0.4,"mrr_start":720,
    "mrr_lost":310,"mrr_contraction":60,"mrr_expansion":50,"voluntary":1,"involuntary":1,"won_back":0,"new":1,
    "gone_again":1,"customers_end":4})");
  october["gross_rate"] = 310.0 / 720;
  october["net_rate"] = 260.0 / 720;
  CHECK(at(got, "/series/0") == october);
  CHECK(at(got, "/series/1") ==
        read(R"({"start":"2026-11-01","customers":4,"lost":0,"logo_rate":0,"mrr_start":470,"mrr_lost":0,
    "mrr_contraction":0,"mrr_expansion":0,"gross_rate":0,"net_rate":0,"voluntary":0,"involuntary":0,"won_back":1,
    "new":0,"gone_again":0,"customers_end":5,"partial":true})"));
  CHECK(at(got, "/series/2") ==
        read(R"({"start":"2026-12-01","customers":null,"lost":null,"logo_rate":null,"mrr_start":null,
    "mrr_lost":null,"mrr_contraction":null,"mrr_expansion":null,"gross_rate":null,"net_rate":null,
    "voluntary":null,"involuntary":null,"won_back":null,"new":null,"gone_again":null,"customers_end":null,
    "partial":true})"));
  // From October 1 to November 20: a2 was back by then, for less.
  value total = read(R"({"customers":5,"lost":1,"logo_rate":0.2,"mrr_start":720,"mrr_lost":190,
    "mrr_contraction":140,"mrr_expansion":50,"voluntary":0,"involuntary":1,"won_back":0,"new":1,"gone_again":1,
    "customers_end":5})");
  total["gross_rate"] = 190.0 / 720;
  total["net_rate"] = 140.0 / 720;
  CHECK(at(got, "/total") == total);
  CHECK(at(got, "/reasons") == read(R"([{"id":"other","count":1},{"id":"too_expensive","count":1}])"));
  CHECK(at(got, "/without_reason") == 1);
  CHECK(at(got, "/prone") == value::array());
  CHECK(at(got, "/notes") == read(R"(["partial_period","unknown_reason"])"));
}

TEST_CASE("months are those of the place, and one account can be asked for") {
  const value berlin = ask(book, seven_accounts(), churn(autumn + R"(,"zone":"Europe/Berlin")"));
  // Half past midnight of November 1: new in November.
  CHECK(at(berlin, "/series/0/new") == 0);
  CHECK(at(berlin, "/series/1/new") == 1);
  const value one = ask(book, seven_accounts(), churn(autumn + R"(,"account":"a2")"));
  CHECK(at(one, "/series/0/customers") == 1);
  CHECK(at(one, "/series/0/lost") == 1);
  CHECK(at(one, "/series/0/net_rate") == 1);
  CHECK(at(one, "/series/1/customers") == 0);
  CHECK(at(one, "/series/1/logo_rate") == nullptr);
  CHECK(at(one, "/series/1/mrr_start") == 0);
  CHECK(at(one, "/series/1/won_back") == 1);
  for (const char* nobody : {R"(,"account":"a9")", R"(,"user":"u")"}) {
    const value none = ask(book, seven_accounts(), churn(autumn + nobody));
    CHECK(at(none, "/total/customers") == 0);
    CHECK(at(none, "/total/customers_end") == 0);
  }
}

TEST_CASE("a contract of events alone") {
  const std::string events =
      R"({"payoff":1,"version":"1","subscription":{"started":"started","mrr_prop":"price",
    "payment_failed":"failed","payment_succeeded":"paid","canceled":"canceled","reason_prop":"feedback"}})";
  const std::vector<std::string> rows{
      of_account("started", "a1", "2026-09-01T00:00:00Z", R"({"price":20})"),
      of_account("started", "a1", "2026-10-02T00:00:00Z", R"({"price":25.5})"),
      of_account("started", "a2", "2026-09-01T00:00:00Z", R"({"price":null})"),
      of_account("paid", "a3", "2026-09-01T00:00:00Z"),
      // A reason outweighs the payment, and Stripe's word for it decides.
      of_account("failed", "a4", "2026-10-01T00:00:00Z"),
      of_account("started", "a4", "2026-09-01T00:00:00Z", R"({"price":10})"),
      of_account("canceled", "a4", "2026-10-09T00:00:00Z", R"({"feedback":"unused"})"),
      of_account("started", "a5", "2026-09-01T00:00:00Z", R"({"price":10})"),
      of_account("canceled", "a5", "2026-10-09T00:00:00Z", R"({"feedback":"payment_disputed"})"),
      // Sixty days after the payment failed, and a minute more.
      of_account("started", "a6", "2026-07-01T00:00:00Z", R"({"price":10})"),
      of_account("failed", "a6", "2026-08-10T00:00:00Z"),
      of_account("canceled", "a6", "2026-10-09T00:00:00Z"),
      of_account("started", "a7", "2026-07-01T00:00:00Z", R"({"price":10})"),
      of_account("failed", "a7", "2026-08-10T00:00:00Z"),
      of_account("canceled", "a7", "2026-10-09T00:01:00Z"),
      // The payment was made after all.
      of_account("started", "a8", "2026-09-01T00:00:00Z", R"({"price":"ten"})"),
      of_account("failed", "a8", "2026-10-02T00:00:00Z"), of_account("paid", "a8", "2026-10-02T00:00:00Z"),
      of_account("canceled", "a8", "2026-10-03T00:00:00Z", R"({"feedback":7})"),
      // The first word of why comes later.
      of_account("canceled", "a8", "2026-10-04T00:00:00Z", R"({"feedback":"low_quality"})"),
      // Nobody's.
      track("started", "u", "2026-09-01T00:00:00Z", with(R"({"price":10})")),
      of_account("canceled", "a9", "2026-10-03T00:00:00Z")};
  const value got =
      ask(events, rows, churn(R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01T00:00:00Z")"));
  CHECK(at(got, "/total/customers") == 8);
  CHECK(at(got, "/total/lost") == 5);
  CHECK(at(got, "/total/involuntary") == 2);  // a5 and a6
  CHECK(at(got, "/total/voluntary") == 3);
  CHECK(at(got, "/total/mrr_start") == 60);
  CHECK(at(got, "/total/mrr_lost") == 40);
  CHECK(at(got, "/total/mrr_expansion") == 5.5);
  CHECK(at(got, "/total/net_rate") == 34.5 / 60);
  CHECK(at(got, "/currency") == nullptr);
  CHECK(at(got, "/reasons") == read(R"([{"id":"low_quality","count":1},{"id":"unused","count":1}])"));
  CHECK(at(got, "/without_reason") == 3);
  CHECK(at(got, "/notes") == read(R"(["unknown_price","unreadable_price"])"));
}

TEST_CASE("without a price a plan makes the customer, of users too") {
  const std::string plans =
      R"({"payoff":1,"version":"1","subscription":{"plan":"user.plan","canceled":"canceled"}})";
  const auto plan = [](const char* user, const char* time, const char* name) {
    return R"({"type":"identify","userId":")" + std::string(user) + R"(","timestamp":")" + time +
           R"(","traits":{"plan":)" + name + "}}";
  };
  const std::vector<std::string> rows{
      plan("u1", "2026-09-01T00:00:00Z", R"("pro")"), plan("u1", "2026-10-01T00:00:00Z", "null"),
      plan("u2", "2026-09-01T00:00:00Z", R"("pro")"), track("canceled", "u2", "2026-10-02T00:00:00Z"),
      // Another plan, or the old one, does not take up what was canceled.
      plan("u2", "2026-10-03T00:00:00Z", R"("free")"), plan("u3", "2026-09-01T00:00:00Z", R"("")"),
      plan("u4", "2026-10-05T00:00:00Z", "3")};
  const value got =
      ask(plans, rows, churn(R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01T00:00:00Z")"));
  CHECK(at(got, "/per") == "user");
  CHECK(at(got, "/total/customers") == 2);
  CHECK(at(got, "/total/lost") == 2);
  CHECK(at(got, "/total/new") == 1);
  CHECK(at(got, "/total/mrr_start") == nullptr);
  CHECK(at(got, "/total/gross_rate") == nullptr);
  CHECK(at(got, "/total/voluntary") == nullptr);
  CHECK(at(got, "/total/involuntary") == nullptr);
  CHECK(at(got, "/notes") == value::array());
  const value none = ask(
      plans, rows, churn(R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01","per":"account")"));
  CHECK(at(none, "/total/customers") == 0);
}

TEST_CASE("prone are the values whose holders left more often than all others") {
  std::vector<std::string> rows;
  const auto account = [&](int number, const std::string& more, bool is_lost) {
    const std::string id = "c" + std::to_string(number);
    rows.push_back(traits(id, "2026-01-01T00:00:00Z", R"({"mrr":10,"country":"de",)" + more + "}"));
    if (is_lost) rows.push_back(of_account("canceled", id.c_str(), "2026-10-15T00:00:00Z"));
  };
  for (int i = 0; i < 20; ++i) account(i, R"("plan":"basic","size":1)", i < 10);
  for (int i = 20; i < 40; ++i)
    account(i, R"("plan":"pro","size":)" + std::string(i < 29 ? "2" : "3"), i == 20 || i == 39);
  // What is said later does not count, nor who was no customer at the start.
  rows.push_back(traits("c30", "2026-10-01T00:00:00Z", R"({"plan":"late"})"));
  rows.push_back(traits("new", "2026-10-02T00:00:00Z", R"({"mrr":5,"plan":"pro"})"));
  const std::string october = R"("from":"2026-10-01","to":"2026-11-01","as_of":"2026-11-01T00:00:00Z",)";
  const value got = ask(book, rows, churn(october + R"("attributes":["plan","account.country","size"])"));
  const value table = ask("", {}, R"({"ask":"association","table":{"tp":10,"fp":10,"fn":2,"tn":18}})");
  // size=1 is the same people as plan=basic; size=2 has nine, country has no others.
  value basic = read(
      R"({"id":"account.plan=basic","attribute":"account.plan","value":"basic","customers":20,"n":20,"lost":10,
    "rate":0.5,"others":20,"others_lost":2,"others_rate":0.1})");
  basic["risk_ratio"] = at(table, "/rows/0/risk_ratio");
  CHECK(basic["risk_ratio"]["value"] == 5);
  const double p = at(table, "/rows/0/fisher_p").get<double>();
  basic["p"] = p;
  // Of five values with ten people: basic, pro and size=1 have this p, size=3 a larger and country=de has 1.
  basic["q"] = p * 5 / 3;
  REQUIRE(at(got, "/prone").size() == 2);
  CHECK(at(got, "/prone/0") == basic);
  CHECK(at(got, "/prone/1/id") == "account.size=1");
  CHECK(at(got, "/notes") == read(R"(["not_causal"])"));
  // By default all attributes that were kept: the price, which all have in common, is a sixth value.
  const value all = ask(book, rows, churn(october + R"("grain":"quarter")"));
  CHECK(at(all, "/prone/0/id") == "account.plan=basic");
  CHECK(at(all, "/prone/0/q") == p * 2);
  // Nine people are enough if one says so.
  const value nine = ask(book, rows, churn(october + R"("attributes":["size"],"min_people":9)"));
  CHECK(at(nine, "/prone").size() == 1);
  CHECK(at(nine, "/prone/0/q").get<double>() == p * 3);
  // Two months: those who were left in November are counted again, c30 with another plan.
  const value months =
      ask(book, rows,
          churn(R"("from":"2026-10-01","to":"2026-12-01","as_of":"2026-12-01","attributes":["plan"])"));
  value pooled = at(months, "/prone/0");
  for (const char* name : {"risk_ratio", "p", "q", "rate", "others_rate"}) pooled.erase(name);
  // 20 + 10 of basic; 20 of pro in October, and in November the new one and 17 of them; once `late`.
  CHECK(pooled ==
        read(R"({"id":"account.plan=basic","attribute":"account.plan","value":"basic","customers":20,
    "n":30,"lost":10,"others":39,"others_lost":2})"));
  // Nobody left in November.
  CHECK(at(ask(book, rows, churn(R"("from":"2026-11-01","to":"2026-12-01","as_of":"2026-12-01")")),
           "/prone") == value::array());
}

TEST_CASE("what is wrong with a question of churn is named with its place") {
  const auto error_at = [](const value& got) {
    return std::pair(at(got, "/error/code").get<std::string>(), at(got, "/error/path").get<std::string>());
  };
  using found = std::pair<std::string, std::string>;
  const std::string range = R"("from":"2026-10-01","to":"2026-11-01")";
  const std::string whole = range + R"(,"as_of":"2026-11-01")";
  CHECK(error_at(ask(book, {}, churn(range))) == found("missing_as_of", "/as_of"));
  const value typo = ask(book, {}, churn(whole + R"(,"min_peple":3)"));
  CHECK(error_at(typo) == found("unknown_field", "/min_peple"));
  CHECK(at(typo, "/error/message").get<std::string>().find("`min_people`") != std::string::npos);
  CHECK(error_at(ask(book, {}, churn(whole + R"(,"min_people":0)"))) == found("bad_value", "/min_people"));
  CHECK(error_at(ask(book, {}, churn(whole + R"(,"attributes":["plan","colour"])"))) ==
        found("needs_reload", "/attributes/1"));
  CHECK(error_at(ask(book, {}, churn(whole + R"(,"attributes":["user.role"])"))) ==
        found("bad_value", "/attributes/0"));
  CHECK(error_at(ask("", {}, churn(whole))) == found("missing_field", ""));
  CHECK(error_at(ask(R"({"payoff":1,"version":"1","subscription":{"canceled":"canceled"}})", {},
                     churn(whole))) == found("missing_field", ""));
}
