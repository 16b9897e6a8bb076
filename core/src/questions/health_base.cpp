// SPDX-License-Identifier: Apache-2.0
#include "questions/health_base.h"

#include <array>
#include <vector>

#include "questions/health.h"
#include "questions/shared/readings.h"
#include "questions/shared/rounded.h"
#include "stats/auc.h"
#include "stats/exact_sum.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

constexpr std::size_t few = 30;
constexpr std::array<double, 5> bounds{0, 40, 60, 80, 100};  // of the bands

struct backtest {
  std::int64_t at_ms{0}, days{90};
  std::vector<double> stayed, lost;  // their scores
  std::uint64_t unscored{0};
};

enum class fate : std::uint8_t { not_at_risk, stayed, lost };

/** Of a customer as it was when the days began. */
result<fate> fate_of(const customer& then, std::int64_t days) {
  const std::int64_t at_ms = then.in().as_of_ms();
  const frame later = frame_at(then.in(), at_ms + days * day_ms);
  const time_range ahead{at_ms, later.as_of_ms()};
  PAYOFF_ASSIGN(idle_days, read(then, {"days_since_active"}));
  if (!idle_days || *idle_days >= static_cast<double>(days)) return fate::not_at_risk;
  if (const selector* canceled = then.payment("canceled")) {
    PAYOFF_ASSIGN(is_canceled, read(then, {"canceled"}));
    const cell mrr = then.known(then.book().subscription.mrr);
    if (is_canceled.value_or(0) > 0 || (mrr.is_number() && mrr.number() <= 0)) return fate::not_at_risk;
    PAYOFF_ASSIGN(ends, customer(later).count(*canceled, "/subscription/canceled", ahead));
    return ends > 0 ? fate::lost : fate::stayed;
  }
  PAYOFF_ASSIGN(events, customer(later).count(set_selector("active"), "/sets/active", ahead));
  return events > 0 ? fate::stayed : fate::lost;
}

result<void> look(const frame& in, counted per, backtest& to) {
  for (const std::string_view id : customer_ids(in, per)) {
    const frame one = frame_of(in, per, id, to.at_ms);
    const customer then(one);
    PAYOFF_ASSIGN(end, fate_of(then, to.days));
    if (end == fate::not_at_risk) continue;
    PAYOFF_ASSIGN(score, health_score(then));
    if (!score) {
      ++to.unscored;
    } else {
      (end == fate::lost ? to.lost : to.stayed).push_back(*score);
    }
  }
  return {};
}

json calibration_of(const backtest& of) {
  json out = json::array();
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    exact_sum scores;
    const auto count = [&](const std::vector<double>& among) {
      std::uint64_t found = 0;
      for (const double score : among) {
        if (health_band(score) != health_band(bounds[i])) continue;
        scores.add(score);
        ++found;
      }
      return found;
    };
    const std::uint64_t lost = count(of.lost);
    const std::uint64_t all = lost + count(of.stayed);
    const auto if_any = [all](double value) { return all == 0 ? json(nullptr) : json(value); };
    json row;
    row["band"] = health_band(bounds[i]);
    row["from"] = plain(bounds[i]);
    row["to"] = plain(bounds[i + 1]);
    row["customers"] = all;
    row["churned"] = lost;
    row["rate"] = ratio(lost, all);
    const interval range = wilson_95(lost, all == 0 ? 1 : all);
    row["low"] = if_any(range.low);
    row["high"] = if_any(range.high);
    row["mean_score"] = if_any(scores.value() / static_cast<double>(all));
    out.push_back(std::move(row));
  }
  return out;
}

backtest read_backtest(reader& from, const frame& in, problem& wrong) {
  backtest out;
  const json* given = from.find("backtest");
  if (given == nullptr) {
    wrong.report(error_code::missing_field, "/account",
                 "`account` or `user` must be given: whose health? Of all customers there is a `backtest`");
    return out;
  }
  reader asked(*given, "/backtest", wrong);
  out.days = asked.integer_or("days", out.days, 1, 3650);
  out.at_ms = asked.find("at") == nullptr ? in.as_of_ms() - out.days * day_ms : in.read_moment(asked, "at");
  asked.finish();
  if (!wrong.first() && out.at_ms > in.as_of_ms() - out.days * day_ms) {
    asked.bad_value("at", "the " + std::to_string(out.days) + " days after it have not ended at `as_of`");
  }
  return out;
}

}  // namespace

result<json> answer_health_base(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  const counted per = from.find("per") == nullptr ? counted::accounts : read_per(from);
  backtest found = read_backtest(from, in, wrong);
  from.finish();
  need_health(context.book, wrong);
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_TRY(look(in, per, found));
  if (found.lost.size() < few || found.stayed.size() < few) in.note("small_sample");

  json out;
  out["ask"] = "health";
  out["per"] = per_name(per);
  json& test = out["backtest"];
  test["at"] = instant_name(found.at_ms);
  test["days"] = found.days;
  test["churn"] = customer(in).payment("canceled") != nullptr ? "canceled" : "inactive";
  test["customers"] = found.stayed.size() + found.lost.size();
  test["churned"] = found.lost.size();
  test["unscored"] = found.unscored;
  const auto area = auc_of(found.stayed, found.lost);
  json& auc = test["auc"];
  auc["value"] = area ? json(area->value) : json(nullptr);
  auc["low"] = area && area->range ? json(area->range->low) : json(nullptr);
  auc["high"] = area && area->range ? json(area->range->high) : json(nullptr);
  test["calibration"] = calibration_of(found);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
