// SPDX-License-Identifier: Apache-2.0
#include "questions/cross_sell.h"

#include "questions/aha_progress.h"
#include "questions/flags.h"
#include "questions/health.h"
#include "questions/shared/co_adoption.h"
#include "questions/shared/customer.h"
#include "questions/shared/plan_limits.h"
#include "questions/shared/rounded.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr double healthy = 60;
constexpr double highest_detractor = 6;

json reason(std::string_view what) {
  json out;
  out["reason"] = what;
  return out;
}

/** Why nothing may be offered; empty: the account is ready. */
result<json> blocked_by(const customer& who) {
  json out = json::array();
  PAYOFF_ASSIGN(aha, aha_of_one(who.in(), *who.book().aha, "/aha"));
  if (!aha.find("status")->is_text("reached")) out.push_back(reason("aha_not_reached"));
  PAYOFF_ASSIGN(score, health_score(who));
  if (score.value_or(0) < healthy) {
    json low = reason("health_low");
    low["value"] = plain(score);
    low["threshold"] = plain(healthy);
    out.push_back(std::move(low));
  }
  PAYOFF_ASSIGN(found, flags_of(who));
  for (const json& flag : *found.find("flags")) {
    if (!flag.find("severity")->is_text("high")) continue;
    json high = reason("high_flag");
    high["flag"] = *flag.find("id");
    out.push_back(std::move(high));
  }
  PAYOFF_ASSIGN(nps, who.latest_nps());
  if (nps && nps->value <= highest_detractor) {
    json unhappy = reason("detractor");
    unhappy["value"] = plain(nps->value);
    out.push_back(std::move(unhappy));
  }
  return out;
}

struct offer {
  const capability* what;
  std::optional<co_adoption_rule> rule;
};

json offer_json(const offer& one, const std::vector<capability>& capabilities, std::uint64_t accounts) {
  const auto figure = [&](double co_adoption_rule::*of) {
    return one.rule ? json((*one.rule).*of) : json(nullptr);
  };
  json out;
  out["capability"] = one.what->id;
  out["label"] = one.what->label;
  out["because"] = one.rule ? json(capabilities[one.rule->because].id) : json(nullptr);
  out["support"] = figure(&co_adoption_rule::support);
  out["confidence"] = figure(&co_adoption_rule::confidence);
  out["lift"] = figure(&co_adoption_rule::lift);
  out["n"] = accounts;
  return out;
}

json offers_to(const customer& who, std::uint32_t account, const co_adoption& used, std::uint64_t least) {
  const std::vector<capability>& capabilities = who.book().capabilities;
  std::vector<offer> offers;
  for (std::size_t i = 0; i < capabilities.size(); ++i) {
    if (used.uses(account, i) || !who.may_use(capabilities[i])) continue;
    offers.push_back({&capabilities[i], used.best_rule(account, i, least)});
  }
  sort_few(offers.data(), offers.data() + offers.size(), [](const offer& a, const offer& b) {
    if (a.rule.has_value() != b.rule.has_value()) return a.rule.has_value();
    if (a.rule && a.rule->lift != b.rule->lift) return a.rule->lift > b.rule->lift;
    return a.what->id < b.what->id;
  });
  json out = json::array();
  for (const offer& one : offers)
    out.push_back(offer_json(one, capabilities, used.table_of(account).accounts));
  return out;
}

result<void> add_upsell(const customer& who, const std::vector<plan_limit>& limits, json& to) {
  for (const plan_limit& limit : limits) {
    PAYOFF_ASSIGN(near, uses_near(limit, who));
    if (near.empty()) continue;
    json entry;
    who.in().add_customer(entry);
    entry["id"] = limit.of.id;
    entry["label"] = limit.of.label;
    json& periods = entry["periods"] = json::array();
    for (const limit_use& one : near) {
      periods.push_back({{"start", one.start},
                         {"value", plain(one.value)},
                         {"limit", plain(one.limit)},
                         {"share", one.value / one.limit}});
    }
    to.push_back(std::move(entry));
  }
  return {};
}

void need_parts(const playbook& book, problem& wrong) {
  const auto need = [&](std::string_view part, bool is_there) {
    if (is_there) return;
    wrong.report(
        error_code::missing_field, "",
        "the playbook has no `" + std::string(part) + "`, without which nobody is ready for an offer");
  };
  need("capabilities", !book.capabilities.empty());
  need("aha", book.aha.has_value());
  need("health", !book.health.empty());
}

}  // namespace

result<json> answer_cross_sell(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  const std::int64_t window_days = from.integer_or("window_days", 90, 1, 3650);
  const auto least = static_cast<std::uint64_t>(from.integer_or("min_accounts", 10, 1, 1'000'000'000));
  const std::vector<plan_limit> limits = read_plan_limits(from, context);
  from.finish();
  if (in.user()) from.bad_value("user", "offers are made to accounts: leave `user` out");
  need_parts(context.book, wrong);
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(used, co_adoption::count(in, customer(in).last_days(window_days)));
  json accounts = json::array();
  json upsell = json::array();
  for (const std::string_view id : customer_ids(in, counted::accounts)) {
    const std::uint32_t account = context.store.accounts().find(id);
    const frame one = frame_of(in, counted::accounts, id, in.as_of_ms());
    const customer who(one);
    if (!who.is_present()) continue;
    PAYOFF_ASSIGN(reasons, blocked_by(who));
    const std::string_view plan = used.table_of(account).plan;
    json entry;
    one.add_customer(entry);
    entry["plan"] = plan.empty() ? json(nullptr) : json(plan);
    entry["ready"] = reasons.empty();
    entry["offers"] = reasons.empty() ? offers_to(who, account, used, least) : json::array();
    if (reasons.empty()) PAYOFF_TRY(add_upsell(who, limits, upsell));
    entry["blocked_by"] = std::move(reasons);
    accounts.push_back(std::move(entry));
  }
  json out;
  out["ask"] = "cross_sell";
  in.add_customer(out);
  out["accounts"] = std::move(accounts);
  out["upsell"] = std::move(upsell);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
