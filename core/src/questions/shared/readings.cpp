// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/readings.h"

#include <algorithm>
#include <array>

#include "questions/activation.h"
#include "questions/aha_progress.h"

namespace payoff {
namespace {

using maybe = std::optional<double>;

constexpr std::array<std::string_view, 12> of_days{
    "events",       "sessions",          "active_users",    "value_events",
    "login_events", "support_events",    "advocacy_events", "value_events_per_active_user",
    "utilisation",  "active_seat_share", "events_change",   "mrr_change"};
constexpr std::array<std::string_view, 8> of_now{"nps_latest",      "days_since_active",  "days_since_start",
                                                 "days_to_renewal", "activation_percent", "aha_reached",
                                                 "canceled",        "is_present"};

template <class Names>
bool holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/** part / whole; nothing of nothing. */
maybe share(const maybe& part, const maybe& whole) {
  if (!part || whole.value_or(0) == 0) return std::nullopt;
  return *part / *whole;
}

maybe number_of(const cell& value) { return value.is_number() ? maybe(value.number()) : std::nullopt; }

result<maybe> read_days(const customer& who, std::string_view name, std::int64_t days) {
  const time_range over = who.last_days(days);
  const subscription_attributes& contract = who.book().subscription;
  if (name == "mrr_change") {
    const maybe now = number_of(who.known(contract.mrr));
    const maybe before = number_of(who.known(contract.mrr, over.from_ms));
    return now && before ? maybe(*now - *before) : std::nullopt;
  }
  PAYOFF_ASSIGN(first_ms, who.first_ms());
  if (!first_ms) return std::nullopt;
  if (name == "sessions") return who.count("active", statistic::sessions, over);
  if (name == "utilisation") return who.utilisation(over);
  PAYOFF_ASSIGN(people, who.count("active", statistic::users, over));
  if (name == "active_users") return people;
  if (name == "active_seat_share") return share(people, number_of(who.known(contract.seats)));
  const std::string_view set = name.substr(0, name.find('_'));  // "value" of "value_events"
  PAYOFF_ASSIGN(events, who.count(set == "events" ? "active" : set, statistic::count, over));
  if (name == "value_events_per_active_user") return share(events, people);
  if (name != "events_change") return events;
  PAYOFF_ASSIGN(before, who.count("active", statistic::count, who.last_days(days, days)));
  const maybe of_before = share(events, before);
  return of_before ? maybe(*of_before - 1) : std::nullopt;
}

result<maybe> read_canceled(const customer& who) {
  const selector* canceled = who.payment("canceled");
  if (canceled == nullptr) return std::nullopt;
  const std::int64_t as_of_ms = who.in().as_of_ms();
  PAYOFF_ASSIGN(ended_ms, who.last_ms(*canceled, "/subscription/canceled", as_of_ms));
  if (!ended_ms) return 0.0;
  const selector* paid = who.payment("payment_succeeded");
  if (paid == nullptr) return 1.0;
  PAYOFF_ASSIGN(paid_ms, who.last_ms(*paid, "/subscription/payment_succeeded", as_of_ms));
  return paid_ms && *paid_ms > *ended_ms ? 0.0 : 1.0;
}

}  // namespace

reading parse_reading(std::string_view name, const std::string& path,
                      const std::vector<std::string_view>& more, problem& wrong) {
  if (holds(of_now, name) || holds(more, name)) return {name, 0};
  const std::size_t end = name.rfind('_');
  std::int64_t days = 0;
  if (end != std::string_view::npos && name.back() == 'd' && holds(of_days, name.substr(0, end))) {
    const std::string_view digits = name.substr(end + 1, name.size() - end - 2);
    for (const char c : digits) days = c >= '0' && c <= '9' && days < 10'000 ? days * 10 + (c - '0') : 10'000;
    if (days >= 1 && days <= 3650) return {name.substr(0, end), days};
  }
  std::vector<std::string> windows;
  windows.reserve(of_days.size());
  std::vector<std::string_view> known(of_now.begin(), of_now.end());
  known.insert(known.end(), more.begin(), more.end());
  for (const std::string_view one : of_days) windows.push_back(std::string(one) + "_28d");
  known.insert(known.end(), windows.begin(), windows.end());
  wrong.report(error_code::unknown_name, path, unknown_name_message("measure", name, known));
  return {};
}

result<maybe> read(const customer& who, const reading& what) {
  if (what.days > 0) return read_days(who, what.name, what.days);
  if (what.name == "canceled") return read_canceled(who);
  if (what.name == "is_present") return who.is_present() ? 1.0 : 0.0;
  if (what.name == "nps_latest") {
    PAYOFF_ASSIGN(latest, who.latest_nps());
    return latest ? maybe(latest->value) : std::nullopt;
  }
  if (what.name == "days_to_renewal") {
    const auto days = who.days_to(who.known_date_ms(who.book().subscription.renews_on));
    return days ? maybe(static_cast<double>(*days)) : std::nullopt;
  }
  if (what.name == "activation_percent" || what.name == "aha_reached") {
    const bool is_aha = what.name == "aha_reached";
    if (is_aha ? !who.book().aha.has_value() : !who.book().activation.has_value()) return std::nullopt;
    PAYOFF_ASSIGN(state,
                  is_aha ? aha_of_one(who.in(), *who.book().aha, "/aha") : activation_of_one(who.in()));
    const json& status = *state.find("status");
    if (status.is_text("not_started")) return std::nullopt;
    return is_aha ? (status.is_text("reached") ? 1.0 : 0.0) : state.find("percent")->number();
  }
  PAYOFF_ASSIGN(first_ms, who.first_ms());
  if (!first_ms) return std::nullopt;
  if (what.name == "days_since_start") return static_cast<double>(who.days_since(*first_ms));
  PAYOFF_ASSIGN(last_ms, who.last_ms(set_selector("active"), "/sets/active", who.in().as_of_ms()));
  return static_cast<double>(who.days_since(*last_ms));
}

}  // namespace payoff
