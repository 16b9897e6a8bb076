// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/contract_value.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "questions/shared/brought_lifetimes.h"
#include "questions/shared/contracts.h"
#include "questions/shared/rounded.h"
#include "stats/exact_sum.h"

namespace payoff {
namespace {

constexpr double days_a_month = 30.4375;  // 365.25 / 12

/** All that the two products are made of. */
struct value_parts {
  std::optional<double> arpa; /**< In minor units, whole. */
  double margin{1};
  std::vector<lifetime> lives; /**< In months. */
  std::optional<double> horizon;
  std::optional<double> churn; /**< Share of customers lost in a month. */
};

double read_margin(reader& from) {
  const double out = from.number_if("margin").value_or(1);
  if (!(out > 0 && out <= 1)) from.bad_value("margin", "`margin` must be a share above 0, at most 1");
  return out;
}

/** Appends "arpa" to "simple_value", with the object "churn" in between. */
void write_parts(json& out, const value_parts& of, const price_currency& money, json churn) {
  const kaplan_meier lives(of.lives);
  const std::optional<double> until = of.horizon ? of.horizon : lives.last_time();
  std::optional<double> mean;
  if (lives.n() > 0) mean = lives.mean_to(*until);
  const auto amount = [&](const std::optional<double>& minor) {
    return minor ? plain(money.amount(*minor)) : json(nullptr);
  };
  const auto times = [&](const std::optional<double>& months) {
    return of.arpa && months ? std::optional(*of.arpa * of.margin * *months) : std::nullopt;
  };
  out["model"] = "contract";
  out["currency"] = money.code();
  out["arpa"] = amount(of.arpa);
  out["margin"] = plain(of.margin);
  json& lifetime = out["lifetime_months"];
  lifetime["n"] = lives.n();
  lifetime["ended"] = lives.events();
  lifetime["median"] = plain(lives.median());
  lifetime["restricted_mean"] = or_null(mean);
  lifetime["horizon"] = plain(until);
  out["churn"] = std::move(churn);
  out["value"] = amount(times(mean));
  const bool has_churn = of.churn.value_or(0) > 0;
  out["simple_value"] = amount(times(has_churn ? std::optional(1 / *of.churn) : std::nullopt));
}

struct month_counts {
  std::uint64_t months{0}, customers{0}, lost{0};
};

/** From the first day of the first contract to the day of its end, or to the last day that is seen. */
lifetime life_of(const contract& one, const frame& in) {
  const bool has_ended = !one.ends.empty();
  const std::int64_t end_ms = has_ended ? one.ends.front().at_ms : in.as_of_ms() - 1;
  const auto days = static_cast<double>(days_between(in.place(), one.steps.front().from_ms, end_ms));
  return {days / days_a_month, has_ended};
}

}  // namespace

result<json> contract_value(const ask_context& context, reader& from) {
  frame in(from, context);
  in.read_range(from, grain::month);
  const counted per = from.find("per") != nullptr ? read_per(from) : contracts::default_per(context.book);
  value_parts parts;
  parts.margin = read_margin(from);
  parts.horizon = read_horizon(from);
  from.finish();
  PAYOFF_TRY(from.wrong().as_result());

  PAYOFF_ASSIGN(all, contracts::find(in, per));
  PAYOFF_ASSIGN(months,
                buckets(in.place(), grain::month, in.week_start(), in.range().from_ms, in.range().to_ms));
  const price_currency money(context.book);
  const std::int64_t end_ms = std::min(in.range().to_ms, in.as_of_ms());
  month_counts seen;
  std::erase_if(months, [&](const bucket& one) {
    const bool is_whole = one.start_ms == one.full_start_ms && one.end_ms == one.full_end_ms;
    return !is_whole || one.end_ms > in.as_of_ms();
  });
  seen.months = months.size();
  exact_sum prices;
  for (const std::uint32_t unit : all.units()) {
    const contract one = all.of(unit);
    for (const bucket& month : months) {
      if (!one.is_customer_before(month.start_ms)) continue;
      ++seen.customers;
      if (!one.is_customer_before(month.end_ms)) ++seen.lost;
    }
    const contract_step* const last = one.before(end_ms);
    if (last == nullptr) continue;
    const auto price = last->is_customer ? money.minor(last->mrr) : std::nullopt;
    if (price) prices.add(*price);
    if (last->is_customer && !price) in.note("unknown_price");
    if (one.steps.front().from_ms >= in.range().from_ms) parts.lives.push_back(life_of(one, in));
  }
  if (prices.count() > 0) {
    parts.arpa = money.minor(money.amount(prices.value() / static_cast<double>(prices.count())));
  }
  if (seen.customers > 0) {
    parts.churn = static_cast<double>(seen.lost) / static_cast<double>(seen.customers);
  }
  json churn;
  churn["months"] = seen.months;
  churn["customers"] = seen.customers;
  churn["lost"] = seen.lost;
  churn["rate"] = or_null(parts.churn);
  json out = in.begin_answer("customer_value");
  out["per"] = per_name(per);
  write_parts(out, parts, money, std::move(churn));
  if (all.has_unreadable()) in.note("unreadable_price");
  in.finish_answer(out);
  return out;
}

result<json> direct_contract_value(const ask_context& context, reader& from) {
  const frame in(from, context, frame::as_of_rule::optional);
  const price_currency money(context.book);
  value_parts parts;
  const double arpa = from.number("arpa");
  if (!(arpa >= 0)) from.bad_value("arpa", "`arpa` must be 0 or above");
  parts.arpa = money.minor(arpa);
  parts.margin = read_margin(from);
  parts.lives = read_lifetimes(from);
  parts.horizon = read_horizon(from);
  parts.churn = from.number_if("churn");
  if (parts.churn && !(*parts.churn >= 0 && *parts.churn <= 1)) {
    from.bad_value("churn", "`churn` must be a share from 0 to 1: of the customers, in a month");
  }
  from.finish();
  PAYOFF_TRY(from.wrong().as_result());
  json churn;
  churn["rate"] = plain(parts.churn);
  json out;
  out["ask"] = "customer_value";
  write_parts(out, parts, money, std::move(churn));
  out["notes"] = json::array();
  return out;
}

}  // namespace payoff
