// SPDX-License-Identifier: Apache-2.0
/** @file test_churn_random.cpp  Churn over random signals, and a slow second reckoning of it. */
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "random_rows.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

const std::string book = R"({"payoff":1,"version":"1","product":{"currency":"EUR"},
  "subscription":{"mrr":"account.mrr","plan":"account.plan","started":"started","mrr_prop":"price",
    "payment_failed":"failed","payment_succeeded":"paid","canceled":"canceled","reason_prop":"feedback"}})";

struct signal {
  long long at_ms;
  int kind;  // 0 failed, 1 started, 2 paid, 3 a price, 4 canceled
  std::optional<int> price;
  std::string reason;
};

/** How an account stands before an instant, gone through from the beginning. */
struct stand {
  bool is{false}, was_ever{false}, is_involuntary{false};
  std::optional<int> mrr;
  std::string reason;
};

stand stand_before(const std::vector<signal>& all, long long at_ms, bool with_later_reason) {
  std::map<long long, std::vector<signal>> by_time;
  for (const signal& one : all) by_time[one.at_ms].push_back(one);
  stand out;
  std::optional<int> price;       // the last number above 0
  bool is_unpaid = false;         // the last price said so
  int events = 0;                 // 1: on, -1: off
  std::optional<long long> open;  // a payment that failed
  for (auto& [time, list] : by_time) {
    if (time >= at_ms) {
      // Only to hear why it ended.
      if (!with_later_reason || out.is || !out.was_ever || !out.reason.empty()) break;
    }
    std::stable_sort(list.begin(), list.end(), [](const signal& a, const signal& b) {
      if (a.kind != b.kind) return a.kind < b.kind;
      return a.price && (!b.price || *a.price < *b.price);  // null behind numbers
    });
    std::set<std::string> reasons;
    for (const signal& one : list) {
      if (one.kind == 0) open = time;
      if (one.kind == 2) open.reset();
      if (one.kind == 1 || one.kind == 2) events = 1;
      if (one.kind == 4) events = -1;
      if (one.kind == 4 && !one.reason.empty()) reasons.insert(one.reason);
      if (one.kind != 3) continue;
      const bool is_zero = !one.price || *one.price == 0;
      if (!is_zero && events == -1 && (is_unpaid || price != one.price)) events = 0;
      if (!is_zero) price = one.price;
      is_unpaid = is_zero;
    }
    const bool is = events != -1 && !is_unpaid && (price || events == 1);
    if (time >= at_ms && is) break;
    if (out.is && !is) {
      out.is_involuntary = open && time - *open <= 60 * 86'400'000LL;
      out.reason.clear();
    }
    if (!is && out.was_ever && out.reason.empty() && !reasons.empty()) out.reason = *reasons.begin();
    out.is = is;
    out.was_ever = out.was_ever || is;
    out.mrr = is ? price : std::nullopt;
  }
  return out;
}

}  // namespace

TEST_CASE("churn over random signals is that of a slow second look") {
  std::mt19937 random(11);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> reasons{"", "unused", "too_complex", "whatever"};
  for (int round = 0; round < 40; ++round) {
    std::map<std::string, std::vector<signal>> accounts;
    std::vector<std::string> rows;
    for (int i = 0; i < 60; ++i) {
      const std::string id = "a" + std::to_string(pick(7));
      // Twelve-hour steps from 2026-02-20, so that instants repeat and some are the months' first.
      signal one{1771545600000 + pick(79 * 2) * 43'200'000LL, pick(5), {}, ""};
      std::string row;
      if (one.kind == 3) {
        const int price = pick(4) * 50;
        if (price != 150) one.price = price;
        row = R"({"type":"group","groupId":")" + id + R"(","traits":{"mrr":)" +
              (one.price ? std::to_string(price) : "null") + "}";
      } else {
        const char* const names[]{"failed", "started", "paid", "", "canceled"};
        row = R"({"type":"track","event":")" + std::string(names[one.kind]) + '"' + in_account(id);
        if (one.kind == 4) one.reason = reasons[static_cast<std::size_t>(pick(4))];
        if (!one.reason.empty()) row += with(R"({"feedback":")" + one.reason + R"("})");
        if (one.kind == 1 && pick(2) == 0) {
          row += with(R"({"price":50})");
          accounts[id].push_back({one.at_ms, 3, 50, ""});
        }
      }
      rows.push_back(row + R"(,"timestamp":)" + std::to_string(one.at_ms) + "}");
      accounts[id].push_back(one);
    }
    // March and April, as of April 20: 2026-03-01, 04-01, 04-20 in UTC.
    const std::vector<long long> edges{1772323200000, 1775001600000, 1776643200000};
    std::map<std::string, int> why;
    const auto figures = [&](long long from_ms, long long to_ms, bool is_series) {
      value out = read(R"({"customers":0,"lost":0,"involuntary":0,"won_back":0,"new":0,"gone_again":0,
        "customers_end":0,"mrr_start":0,"mrr_lost":0,"mrr_expansion":0})");
      const auto add = [&](const char* name, int count) { out[name] = out[name].get<int>() + count; };
      int priced = 0;
      for (const auto& [id, all] : accounts) {
        std::vector<signal> known;
        for (const signal& one : all) {
          if (one.at_ms < edges.back()) known.push_back(one);
        }
        const stand then = stand_before(known, from_ms, false);
        const stand now = stand_before(known, to_ms, false);
        const stand later = stand_before(known, to_ms, true);
        add("customers", then.is);
        add("customers_end", now.is);
        if (then.is && then.mrr) {
          ++priced;
          const int change = (now.is ? *now.mrr : 0) - *then.mrr;
          add("mrr_start", *then.mrr);
          add(change > 0 ? "mrr_expansion" : "mrr_lost", std::abs(change));
        }
        if (!then.is && now.is) add(then.was_ever ? "won_back" : "new", 1);
        // Was one for a while, if only in between.
        bool was_between = then.is;
        for (const signal& one : known) {
          if (one.at_ms >= from_ms && one.at_ms < to_ms) {
            was_between = was_between || stand_before(known, one.at_ms + 1, false).is;
          }
        }
        if (now.is || !was_between) continue;
        add(then.is ? "lost" : "gone_again", 1);
        if (then.is && later.reason.empty()) add("involuntary", now.is_involuntary);
        if (is_series) ++why[later.reason == "whatever" ? "other" : later.reason];
      }
      if (priced == 0 && out["customers"] > 0) {
        out["mrr_start"] = out["mrr_lost"] = out["mrr_expansion"] = nullptr;
      }
      return out;
    };
    const value got =
        ask(book, rows,
            R"({"ask":"churn","from":"2026-03-01","to":"2026-05-01","as_of":"2026-04-20T00:00:00Z"})");
    const auto check = [](const value& found, const value& wanted) {
      for (const auto& [name, figure] : wanted.items()) {
        CAPTURE(name);
        CHECK(at(found, "/" + name) == figure);
      }
    };
    check(at(got, "/series/0"), figures(edges[0], edges[1], true));
    check(at(got, "/series/1"), figures(edges[1], edges[2], true));
    check(at(got, "/total"), figures(edges[0], edges[2], false));
    CHECK(at(got, "/without_reason") == why[""]);
    why.erase("");
    std::map<std::string, int> told;
    for (const value& one : at(got, "/reasons")) told[one["id"]] = one["count"];
    CHECK(told == why);
  }
}

TEST_CASE("who is prone over random plans is that of a slow second look") {
  std::mt19937 random(3);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::size_t told = 0;
  for (int round = 0; round < 20; ++round) {
    struct entry {
      std::optional<int> mrr;
      std::string plan;
    };
    std::map<std::string, std::map<long long, entry>> accounts;  // by day
    std::vector<std::string> rows;
    for (int i = 0; i < 120; ++i) {
      const std::string id = "a" + std::to_string(i % 30);
      const long long day = 20485 + pick(100);  // 2026-02-01 to 2026-05-11
      const entry one{pick(3) == 0 ? 0 : 10, std::string(1, static_cast<char>('x' + pick(3)))};
      if (!accounts[id].emplace(day, one).second) continue;
      rows.push_back(R"({"type":"group","groupId":")" + id + R"(","timestamp":")" + date_of(day) +
                     R"(T09:00:00Z","traits":{"mrr":)" + std::to_string(*one.mrr) + R"(,"plan":")" +
                     one.plan + R"("}})");
    }
    const std::vector<long long> starts{20485 + 28, 20485 + 59, 20485 + 89};  // March, April, May
    const auto before = [](const std::map<long long, entry>& all, long long day) {
      entry out;
      for (const auto& [at, one] : all) {
        if (at < day) out = one;
      }
      return out;
    };
    int trials = 0, lost = 0;
    struct count {
      std::set<std::string> who;
      int n{0}, lost{0};
    };
    std::map<std::string, count> plans;
    for (const auto& [id, all] : accounts) {
      for (std::size_t k = 0; k < 2; ++k) {
        const entry then = before(all, starts[k]);
        if (then.mrr.value_or(0) == 0) continue;
        const int is_lost = before(all, starts[k + 1]).mrr == 0 ? 1 : 0;
        ++trials;
        lost += is_lost;
        count& of = plans[then.plan];
        of.who.insert(id);
        ++of.n;
        of.lost += is_lost;
      }
    }
    const value got = ask(book, rows,
                          R"({"ask":"churn","from":"2026-03-01","to":"2026-05-01","as_of":"2026-05-01",)"
                          R"("attributes":["plan"],"min_people":5})");
    std::set<std::pair<double, std::string>> wanted;  // by the risk ratio, negative, then by name
    for (const auto& [plan, of] : plans) {
      const value table =
          ask("", {},
              R"({"ask":"association","table":{"tp":)" + std::to_string(of.lost) + R"(,"fp":)" +
                  std::to_string(of.n - of.lost) + R"(,"fn":)" + std::to_string(lost - of.lost) +
                  R"(,"tn":)" + std::to_string(trials - of.n - lost + of.lost) + "}}");
      const value ratio = at(table, "/rows/0/risk_ratio");
      if (of.who.size() < 5 || lost == 0 || ratio["value"] <= 1) continue;
      const auto row = std::find_if(got["prone"].begin(), got["prone"].end(),
                                    [&](const value& one) { return one["value"] == plan; });
      REQUIRE(row != got["prone"].end());
      CHECK((*row)["customers"] == of.who.size());
      CHECK((*row)["n"] == of.n);
      CHECK((*row)["lost"] == of.lost);
      CHECK((*row)["others"] == trials - of.n);
      CHECK((*row)["others_lost"] == lost - of.lost);
      CHECK((*row)["risk_ratio"] == ratio);
      CHECK((*row)["p"] == at(table, "/rows/0/fisher_p"));
      wanted.insert({-ratio["value"].get<double>(), plan});
    }
    REQUIRE(got["prone"].size() == wanted.size());
    std::size_t i = 0;
    for (const auto& [ratio, plan] : wanted) CHECK(got["prone"][i++]["value"] == plan);
    told += wanted.size();
  }
  CHECK(told > 20);
}
