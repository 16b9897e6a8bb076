// SPDX-License-Identifier: Apache-2.0
/** @file test_coverage.cpp  Do intervals of 95% hold the truth in 93 to 97 of 100 simulations? Of every kind
 * of interval that questions print, where its publication promises it; seeds are fixed. */
#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "ask.h"
#include "random_rows.h"
#include "stats/auc.h"
#include "stats/kaplan_meier.h"
#include "stats/mantel_haenszel.h"
#include "stats/wilson.h"

using namespace payoff;
using namespace payoff::testing;

namespace {

/** The same numbers on every platform: no distribution of the library. */
class chance {
 public:
  explicit chance(unsigned seed) : random_(seed) {}

  /** Above 0, below 1. */
  double part() { return (static_cast<double>(random_()) + 0.5) / 4294967296.0; }
  int count(int trials, double probability) {
    int out = 0;
    for (int i = 0; i < trials; ++i) out += part() < probability ? 1 : 0;
    return out;
  }

 private:
  std::mt19937 random_;
};

/** How often an interval held the truth. */
class coverage {
 public:
  void see(const std::optional<double>& low, const std::optional<double>& high, double truth) {
    ++all_;
    if (!low || !high) return;
    ++known_;
    held_ += *low <= truth && truth <= *high ? 1 : 0;
  }
  void see(const bounded& of, double truth) { see(of.low, of.high, truth); }

  void check(const std::string& of) const {
    CAPTURE(of, held_, known_, all_);
    CHECK(held_ >= 0.93 * known_);
    CHECK(held_ <= 0.97 * known_);
    CHECK(known_ >= 0.99 * all_);
  }

 private:
  double held_{0}, known_{0}, all_{0};
};

/** Of so many people, as many of whom are exposed as come. */
struct base {
  int people;
  double reach, exposed_rate, other_rate;

  [[nodiscard]] table_2x2 draw(chance& by) const {
    const int exposed = by.count(people, reach);
    return of_groups(by, exposed, people - exposed, exposed_rate, other_rate);
  }
  static table_2x2 of_groups(chance& by, int exposed, int others, double exposed_rate, double other_rate) {
    const int tp = by.count(exposed, exposed_rate);
    const int fn = by.count(others, other_rate);
    const auto cell = [](int n) { return static_cast<double>(n); };
    return {cell(tp), cell(exposed - tp), cell(fn), cell(others - fn)};
  }
  [[nodiscard]] double phi() const {
    const double rate = reach * exposed_rate + (1 - reach) * other_rate;
    return reach * (1 - reach) * (exposed_rate - other_rate) /
           std::sqrt(reach * (1 - reach) * rate * (1 - rate));
  }
};

constexpr double odds_of(double rate) { return rate / (1 - rate); }

}  // namespace

TEST_CASE(
    "Wilson's interval covers the rates from a tenth to nine tenths, as it does on the average of them") {
  // At one rate its coverage goes up and down with n (Brown, Cai & DasGupta 2001).
  chance by(1);
  for (const int trials : {20, 60, 200}) {
    coverage of;
    for (int i = 0; i < 4000; ++i) {
      const double rate = 0.1 + 0.8 * by.part();
      const auto range =
          wilson_95(static_cast<std::uint64_t>(by.count(trials, rate)), static_cast<std::uint64_t>(trials));
      of.see(range.low, range.high, rate);
    }
    of.check(std::to_string(trials));
  }
}

TEST_CASE(
    "intervals of odds ratio, risk ratio and risk difference cover, ten or more in each cell expected") {
  chance by(2);
  for (const base& one : {base{200, 0.5, 0.4, 0.25}, base{400, 0.2, 0.6, 0.3}, base{500, 0.1, 0.7, 0.15},
                          base{400, 0.8, 0.2, 0.2}}) {
    coverage odds, ratio, difference;
    for (int i = 0; i < 3000; ++i) {
      const table_figures got = figures_of(one.draw(by), false);
      odds.see(got.odds_ratio, odds_of(one.exposed_rate) / odds_of(one.other_rate));
      ratio.see(got.risk_ratio, one.exposed_rate / one.other_rate);
      difference.see(got.risk_difference, one.exposed_rate - one.other_rate);
    }
    const std::string where = " at a reach of " + std::to_string(one.reach);
    odds.check("odds ratio" + where);
    ratio.check("risk ratio" + where);
    difference.check("risk difference" + where);
  }
}

TEST_CASE("intervals of phi cover, also where few are exposed and it is large") {
  chance by(3);
  for (const base& one : {base{200, 0.5, 0.4, 0.25}, base{500, 0.5, 0.75, 0.25}, base{500, 0.2, 0.6, 0.3},
                          base{500, 0.1, 0.7, 0.15}, base{500, 0.1, 0.9, 0.05}, base{2000, 0.02, 0.5, 0.02},
                          base{500, 0.9, 0.6, 0.1}, base{1000, 0.1, 0.3, 0.3}}) {
    coverage of;
    for (int i = 0; i < 2000; ++i) of.see(figures_of(one.draw(by), false).phi, one.phi());
    of.check(std::to_string(one.phi()) + " at a reach of " + std::to_string(one.reach));
  }
}

TEST_CASE(
    "Mantel-Haenszel's odds ratio covers in few large strata and in many small ones, its risk difference in "
    "large ones") {
  chance by(4);
  coverage odds, difference, of_pairs;
  for (int i = 0; i < 3000; ++i) {
    std::vector<table_2x2> same_odds, same_difference, small;
    for (int k = 0; k < 5; ++k) {
      const double rate = 0.1 + 0.1 * k;
      const double odds_twice = 2 * odds_of(rate);
      const int exposed = 20 + 5 * k;  // the busier, the likelier
      same_odds.push_back(base::of_groups(by, exposed, 45 - 5 * k, odds_twice / (1 + odds_twice), rate));
      same_difference.push_back(base::of_groups(by, exposed, 45 - 5 * k, rate + 0.15, rate));
    }
    for (int k = 0; i < 1500 && k < 60; ++k) {
      const double rate = 0.2 + 0.01 * k;
      const double odds_twice = 2 * odds_of(rate);
      small.push_back(base::of_groups(by, 3, 3, odds_twice / (1 + odds_twice), rate));
    }
    odds.see(mantel_haenszel(same_odds, false).odds_ratio, 2);
    difference.see(mantel_haenszel(same_difference, false).risk_difference, 0.15);
    if (!small.empty()) of_pairs.see(mantel_haenszel(small, false).odds_ratio, 2);
  }
  odds.check("odds ratio");
  difference.check("risk difference");
  of_pairs.check("odds ratio in strata of six");
}

TEST_CASE("Kaplan and Meier's curve covers where a tenth to nine tenths are left, and so does its median") {
  // Times to the event even from 0 to 2, watched even from 0 to 3; in twentieths they have ties.
  chance by(5);
  for (const bool has_ties : {false, true}) {
    constexpr double asked[]{0.2, 0.8, 1.4};
    coverage curve[3], median;
    for (int i = 0; i < 1500; ++i) {
      std::vector<lifetime> lives;
      for (int k = 0; k < 100; ++k) {
        double event = 2 * by.part();
        double watched = 3 * by.part();
        if (has_ties) event = std::floor(event * 20) / 20;
        if (has_ties) watched = std::floor(watched * 20) / 20;
        lives.push_back({std::min(event, watched), event <= watched});
      }
      const kaplan_meier got(lives);
      for (int at = 0; at < 3; ++at) {
        const survival_row* last = nullptr;
        for (const survival_row& row : got.curve()) {
          if (row.time <= asked[at] + 1e-9) last = &row;
        }
        REQUIRE(last != nullptr);
        curve[at].see(last->low, last->high, 1 - (asked[at] + (has_ties ? 0.05 : 0)) / 2);
      }
      // Where the upper end is not reached the interval has none.
      if (!has_ties) median.see(got.median_low(), got.median_high().value_or(INFINITY), 1);
    }
    for (int at = 0; at < 3; ++at) curve[at].check("S at " + std::to_string(asked[at]));
    if (!has_ties) median.check("median");
  }
}

TEST_CASE("DeLong's interval of an area under the curve covers, with ties and without") {
  // The largest of three even numbers is above another one with 3/4.
  chance by(6);
  for (const int levels : {0, 10}) {
    double truth = 0.75;
    if (levels > 0) {
      truth = 0;
      for (int i = 0; i < levels; ++i) {
        const double is_level = (std::pow(i + 1, 3) - std::pow(i, 3)) / std::pow(levels, 3);
        truth += is_level * (i + 0.5) / levels;
      }
    }
    coverage of;
    for (int i = 0; i < 1500; ++i) {
      std::vector<double> above, below;
      const auto add = [&](std::vector<double>& to, double score) {
        to.push_back(levels > 0 ? std::floor(score * levels) : score);
      };
      for (int k = 0; k < 60; ++k) add(above, std::max({by.part(), by.part(), by.part()}));
      for (int k = 0; k < 100; ++k) add(below, by.part());
      const auto got = auc_of(above, below);
      REQUIRE((got && got->range));
      of.see(got->range->low, got->range->high, truth);
    }
    of.check(std::to_string(levels) + " levels");
  }
}

TEST_CASE("the margins of a score and of its trend cover, of sixty answers a day") {
  chance by(7);
  constexpr int days = 900;
  constexpr int answers = 60;
  constexpr long long start_ms = 1577836800000;  // 2020-01-01
  std::string rows;
  for (int day = 0; day < days; ++day) {
    for (int i = 0; i < answers; ++i) {
      // Half promote; three tenths detract.
      const double part = by.part();
      rows += R"({"event":"nps","timestamp":)" + std::to_string(start_ms + day * 86'400'000LL) +
              R"(,"properties":{"score":)" +
              (part < 0.5   ? "10"
               : part < 0.7 ? "7"
                            : "3") +
              "}}\n";
    }
  }
  engine core =
      configured(R"({"payoff":1,"version":"1","survey":{"nps":{"event":"nps","score_prop":"score"}}})");
  PAYOFF_MUST(core.append(rows));
  PAYOFF_MUST(core.end());
  const auto question = [](int first, int end) {
    const auto date = [](int day) { return date_of(start_ms / 86'400'000 + day); };
    return R"({"ask":"survey","grain":"day","as_of":"2030-01-01","from":")" + date(first) + R"(","to":")" +
           date(end) + "\"}";
  };
  coverage score;
  for (const value& day : at(ask(core, question(0, days)), "/nps/series")) {
    const double middle = day["score"];
    const double margin = day["margin"];
    score.see(middle - margin, middle + margin, 20);
  }
  score.check("score");
  coverage trend;
  for (int day = 1; day < days; day += 2) {
    const value got = at(ask(core, question(day, day + 1)), "/nps/trend");
    const double middle = got["change"];
    const double margin = got["margin"];
    trend.see(middle - margin, middle + margin, 0);
  }
  trend.check("trend");
}
