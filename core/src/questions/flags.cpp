// SPDX-License-Identifier: Apache-2.0
#include "questions/flags.h"

#include <algorithm>
#include <array>

#include "questions/activation.h"
#include "questions/health.h"
#include "questions/shared/rounded.h"
#include "stats/exact_tests.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::array<std::string_view, 3> severities{"high", "medium", "low"};
constexpr std::int64_t window_days = 28;
constexpr double slack = 1e-9;  // 0.2 x 15 is not quite 3

using maybe = std::optional<double>;
using levels = std::array<maybe, 3>;

/** A severity, and the threshold that was met. */
struct grade {
  std::size_t severity;
  double threshold;
};

template <class Meets>
std::optional<grade> gravest(const levels& of, const Meets& meets) {
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (of[i] && meets(*of[i])) return grade{i, *of[i]};
  }
  return std::nullopt;
}

/** Who makes how much of an account's value. */
struct maker {
  person_id person;
  double events;
};

/** Each judge says whether it could know, and raises what it finds. */
class judges {
 public:
  explicit judges(const customer& who) : who_(who), now_(who.last_days(window_days)) {}

  result<json> all() {
    struct judge {
      std::string_view id;
      result<bool> (judges::*look)(std::string_view);
    };
    static constexpr std::array<judge, 14> in_order{{{"silent", &judges::silent},
                                                     {"usage_drop", &judges::usage_drop},
                                                     {"engagement_drop", &judges::engagement_drop},
                                                     {"logins_drop", &judges::logins_drop},
                                                     {"session_drop", &judges::session_drop},
                                                     {"capability_dropped", &judges::capability_dropped},
                                                     {"champion_risk", &judges::champion_risk},
                                                     {"champion_left", &judges::champion_left},
                                                     {"payment_failed", &judges::payment_failed},
                                                     {"card_expiring", &judges::card_expiring},
                                                     {"renewal_near", &judges::renewal_near},
                                                     {"support_load", &judges::support_load},
                                                     {"detractor", &judges::detractor},
                                                     {"onboarding_stalled", &judges::onboarding_stalled}}};
    json unknown = json::array();
    for (const judge& one : in_order) {
      PAYOFF_ASSIGN(is_known, (this->*one.look)(one.id));
      if (!is_known) unknown.push_back(one.id);
    }
    json out;
    json& flags = out["flags"] = json::array();
    for (const json& raised : raised_) {
      for (const json& flag : raised) flags.push_back(flag);
    }
    out["unknown"] = std::move(unknown);
    return out;
  }

 private:
  // What the playbook says.

  [[nodiscard]] maybe given(std::string_view id, const std::string& name) const {
    const json* rule = who_.book().flags.find(id);
    const json* value = rule == nullptr ? nullptr : rule->find(name);
    return value == nullptr ? maybe() : maybe(value->number());
  }
  [[nodiscard]] std::int64_t whole(std::string_view id, const char* name, std::int64_t fallback) const {
    return static_cast<std::int64_t>(given(id, name).value_or(static_cast<double>(fallback)));
  }
  [[nodiscard]] levels levels_of(std::string_view id, const char* suffix, maybe high, maybe medium) const {
    levels out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = given(id, std::string(severities[i]) + suffix);
    if (!out[0] && !out[1] && !out[2]) out = {high, medium, std::nullopt};
    return out;
  }

  json& raise(std::string_view id, std::size_t severity, std::int64_t since_ms, json value, json baseline,
              json threshold) {
    json flag;
    flag["id"] = id;
    flag["severity"] = severities[severity];
    flag["since"] = who_.date_of(since_ms);
    flag["value"] = std::move(value);
    flag["baseline"] = std::move(baseline);
    flag["threshold"] = std::move(threshold);
    json& among = raised_[severity];
    among.push_back(std::move(flag));
    return among[among.size() - 1];
  }

  // Against the 28 days before.

  /** False: there is nothing to compare with. */
  result<bool> compare(std::string_view id, std::string_view set, statistic stat, bool is_rise) {
    PAYOFF_ASSIGN(now, who_.count(set, stat, now_));
    PAYOFF_ASSIGN(before, who_.count(set, stat, who_.last_days(window_days, window_days)));
    if (!now || before.value_or(0) == 0) return false;
    const double p = rates_two_sided(*now, 1, *before, 1);
    const levels limits =
        is_rise ? levels_of(id, "", std::nullopt, 2.0) : levels_of(id, "", 0.5, 0.2);  // times, shares
    const auto met = gravest(limits, [&](double limit) {
      return is_rise ? *now > *before && *now + slack >= limit * *before
                     : *now < *before && *before - *now + slack >= limit * *before;
    });
    if (!met || p >= given(id, "p").value_or(0.05)) return true;
    raise(id, met->severity, now_.from_ms, plain(*now), plain(*before), plain(met->threshold))["p"] =
        rounded(p);
    return true;
  }

  result<bool> usage_drop(std::string_view id) { return compare(id, "active", statistic::count, false); }
  result<bool> logins_drop(std::string_view id) { return compare(id, "login", statistic::count, false); }
  result<bool> session_drop(std::string_view id) { return compare(id, "active", statistic::sessions, false); }
  result<bool> support_load(std::string_view id) { return compare(id, "support", statistic::count, true); }

  result<bool> engagement_drop(std::string_view id) {
    const time_range before = who_.last_days(window_days, window_days);
    PAYOFF_ASSIGN(value_now, who_.count("value", statistic::count, now_));
    PAYOFF_ASSIGN(value_before, who_.count("value", statistic::count, before));
    PAYOFF_ASSIGN(people_now, who_.count("active", statistic::users, now_));
    PAYOFF_ASSIGN(people_before, who_.count("active", statistic::users, before));
    if (value_before.value_or(0) == 0 || people_before.value_or(0) == 0 || people_now.value_or(0) == 0) {
      return false;
    }
    const double each_now = *value_now / *people_now;
    const double each_before = *value_before / *people_before;
    const auto met = gravest(levels_of(id, "", std::nullopt, 0.2), [&](double limit) {
      return each_now < each_before && each_before - each_now + slack >= limit * each_before;
    });
    if (!met || *people_now < *people_before) return true;
    const double p = rates_two_sided(*value_now, *people_now, *value_before, *people_before);
    raise(id, met->severity, now_.from_ms, plain(each_now), plain(each_before), plain(met->threshold))["p"] =
        rounded(p);
    return true;
  }

  // What happened no more.

  result<bool> silent(std::string_view id) {
    PAYOFF_ASSIGN(last_ms, who_.last_ms(set_selector("active"), "/sets/active", who_.in().as_of_ms()));
    if (!last_ms) return false;
    raise_silence(id, levels_of(id, "_days", 14, 7), *last_ms);
    return true;
  }

  /** nullptr: not so long. */
  json* raise_silence(std::string_view id, const levels& limits, std::int64_t last_ms) {
    const std::int64_t days = who_.days_since(last_ms);
    const auto met = gravest(limits, [&](double limit) { return static_cast<double>(days) >= limit; });
    return met ? &raise(id, met->severity, last_ms, days, nullptr, plain(met->threshold)) : nullptr;
  }

  result<bool> capability_dropped(std::string_view id) {
    const std::int64_t days = whole(id, "window_days", window_days);
    const time_range now = who_.last_days(days);
    const std::vector<capability>& capabilities = who_.book().capabilities;
    for (std::size_t i = 0; i < capabilities.size(); ++i) {
      const capability& one = capabilities[i];
      const std::string path = join_path("/capabilities", i) + "/events";
      PAYOFF_ASSIGN(uses, who_.count(one.events, path, now));
      PAYOFF_ASSIGN(uses_before, who_.count(one.events, path, who_.last_days(days, days)));
      if (uses > 0 || uses_before == 0 || !who_.may_use(one)) continue;
      PAYOFF_ASSIGN(last_ms, who_.last_ms(one.events, path, now.from_ms));
      raise(id, 1, *last_ms, 0, plain(uses_before), days)["capability"] = one.id;
    }
    return !capabilities.empty();
  }

  // Who carries an account.

  /** Most first. Nobody where too few people are active, or a user is asked for. */
  result<std::vector<maker>> makers() {
    std::vector<maker> out;
    const frame& in = who_.in();
    if (in.user()) return out;
    const time_range over = who_.last_days(whole("champion_risk", "window_days", 90));
    PAYOFF_ASSIGN(people, who_.count("active", statistic::users, over));
    if (people.value_or(0) < static_cast<double>(whole("champion_risk", "people", 3))) return out;
    const event_store& store = in.context().store;
    PAYOFF_ASSIGN(value, selection::compile(set_selector("value"), "/sets/value", in));
    for_each_match(store, in.scope_of(over.from_ms, over.to_ms), value, [&](person_id person, row_id) {
      if (person == nobody) return;
      if (out.empty() || out.back().person != person) out.push_back({person, 0});
      ++out.back().events;
    });
    sort_few(out.data(), out.data() + out.size(), [&](const maker& a, const maker& b) {
      if (a.events != b.events) return a.events > b.events;
      return store.users()[a.person - 1] < store.users()[b.person - 1];
    });
    return out;
  }

  static double sum_of(const std::vector<maker>& all) {
    double out = 0;
    for (const maker& one : all) out += one.events;
    return out;
  }

  /** How grave it is that the first of them makes so much. */
  [[nodiscard]] std::optional<grade> dependence(const std::vector<maker>& all) const {
    return gravest(levels_of("champion_risk", "", std::nullopt, 0.6),
                   [&](double limit) { return all.front().events + slack >= limit * sum_of(all); });
  }

  [[nodiscard]] std::string_view id_of(const maker& one) const {
    return who_.in().context().store.users()[one.person - 1];
  }

  result<bool> champion_risk(std::string_view id) {
    PAYOFF_ASSIGN(all, makers());
    if (all.empty()) return false;
    const auto met = dependence(all);
    if (!met) return true;
    const double total = sum_of(all);
    std::size_t bus_factor = 0;
    for (double made = 0; made * 2 < total; ++bus_factor) made += all[bus_factor].events;
    json& flag = raise(id, met->severity, who_.last_days(whole(id, "window_days", 90)).from_ms,
                       plain(all.front().events / total), nullptr, plain(met->threshold));
    flag["user"] = id_of(all.front());
    flag["bus_factor"] = bus_factor;
    return true;
  }

  result<bool> champion_left(std::string_view id) {
    PAYOFF_ASSIGN(all, makers());
    if (all.empty()) return false;
    if (!dependence(all)) return true;
    const frame& in = who_.in();
    const event_store& store = in.context().store;
    PAYOFF_ASSIGN(active, selection::compile(set_selector("active"), "/sets/active", in));
    scope whose = in.scope_of(0, in.as_of_ms());
    whose.person = all.front().person;
    whose.rows = nullptr;
    std::int64_t last_ms = INT64_MIN;
    for_each_match(store, whose, active, [&](person_id, row_id row) { last_ms = store.time_ms(row); });
    const levels limits = levels_of(id, "_days", 14, std::nullopt);
    json* flag = last_ms == INT64_MIN ? nullptr : raise_silence(id, limits, last_ms);
    const auto lost_ms = role_lost_ms(all.front().person);
    if (flag == nullptr && lost_ms) {
      std::size_t severity = 0;
      while (!limits[severity]) ++severity;
      flag = &raise(id, severity, *lost_ms, who_.days_since(*lost_ms), nullptr, nullptr);
    }
    if (flag != nullptr) (*flag)["user"] = id_of(all.front());
    return true;
  }

  [[nodiscard]] std::optional<std::int64_t> role_lost_ms(person_id person) const {
    const event_store& store = who_.in().context().store;
    const attribute_log& log = store.attributes(attribute_subject::user);
    const std::size_t role = log.index_of("role");
    if (role == attribute_log::npos) return std::nullopt;
    bool is_owner = false;
    std::optional<std::int64_t> lost_ms;
    for (const attribute_entry& one : log.history(role, person)) {
      if (one.at_ms >= who_.in().as_of_ms()) break;
      const bool was_owner = is_owner;
      is_owner = one.value.kind() == cell_kind::text && store.texts()[one.value.text_id()] == "owner";
      if (is_owner) lost_ms.reset();
      if (was_owner && !is_owner) lost_ms = one.at_ms;
    }
    return lost_ms;
  }

  // Contract and opinion.

  result<bool> payment_failed(std::string_view id) {
    const selector* failed = who_.payment("payment_failed");
    const selector* succeeded = who_.payment("payment_succeeded");
    if (failed == nullptr || succeeded == nullptr) return false;
    const frame& in = who_.in();
    const event_store& store = in.context().store;
    PAYOFF_ASSIGN(paid_ms, who_.last_ms(*succeeded, "/subscription/payment_succeeded", in.as_of_ms()));
    PAYOFF_ASSIGN(failures, selection::compile(*failed, "/subscription/payment_failed", in));
    std::int64_t open = 0;
    std::int64_t since_ms = INT64_MAX;
    for_each_match(store, in.scope_of(paid_ms ? *paid_ms + 1 : 0, in.as_of_ms()), failures,
                   [&](person_id, row_id row) {
                     ++open;
                     since_ms = std::min(since_ms, store.time_ms(row));
                   });
    if (open > 0) raise(id, 0, since_ms, open, nullptr, nullptr);
    return true;
  }

  result<bool> card_expiring(std::string_view id) {
    const auto at_ms = who_.known_date_ms(who_.book().subscription.card_expires_on);
    const auto days = who_.days_to(at_ms);
    if (!days) return false;
    const auto met = gravest(levels_of(id, "_days", std::nullopt, 30),
                             [&](double limit) { return static_cast<double>(*days) <= limit; });
    if (met)
      raise(id, met->severity, days_before(*at_ms, met->threshold), *days, nullptr, plain(met->threshold));
    return true;
  }

  result<bool> renewal_near(std::string_view id) {
    const auto at_ms = who_.known_date_ms(who_.book().subscription.renews_on);
    const auto days = who_.days_to(at_ms);
    if (!days) return false;
    PAYOFF_ASSIGN(score, health_score(who_));
    if (!score) return false;
    const auto met = gravest(levels_of(id, "_days", std::nullopt, 60),
                             [&](double limit) { return *days >= 0 && static_cast<double>(*days) <= limit; });
    if (!met || *score >= given(id, "health").value_or(60)) return true;
    raise(id, met->severity, days_before(*at_ms, met->threshold), *days, nullptr,
          plain(met->threshold))["health"] = plain(*score);
    return true;
  }

  [[nodiscard]] std::int64_t days_before(std::int64_t at_ms, double days) const {
    const zone& place = who_.in().place();
    return day_start(place, place.day_number(at_ms) - static_cast<std::int64_t>(days));
  }

  result<bool> detractor(std::string_view id) {
    PAYOFF_ASSIGN(latest, who_.latest_nps());
    if (!latest) return false;
    const auto met =
        gravest(levels_of(id, "", std::nullopt, 6.0), [&](double limit) { return latest->value <= limit; });
    if (met) raise(id, met->severity, latest->at_ms, plain(latest->value), nullptr, plain(met->threshold));
    return true;
  }

  result<bool> onboarding_stalled(std::string_view id) {
    if (!who_.book().activation) return false;
    PAYOFF_ASSIGN(state, activation_of_one(who_.in()));
    const auto instant = [&](const json& text) { return *parse_moment(*text.text_if(), who_.in().place()); };
    const json& started = *state.find("started_at");
    if (started.is_null()) return false;
    if (!state.find("status")->is_text("late")) return true;
    std::int64_t last_ms = instant(started);
    for (const json& step : *state.find("steps")) {
      const json& done = *step.find("done_at");
      if (!done.is_null()) last_ms = std::max(last_ms, instant(done));
    }
    raise_silence(id, levels_of(id, "_days", std::nullopt, 7), last_ms);
    return true;
  }

  const customer& who_;
  time_range now_;
  std::array<json, 3> raised_;  // by severity
};

}  // namespace

result<json> flags_of(const customer& who) { return judges(who).all(); }

result<json> answer_flags(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  from.finish();
  need_customer(in, "whose flags?", wrong);
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, flags_of(customer(in)));
  json out;
  out["ask"] = "flags";
  in.add_customer(out);
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
