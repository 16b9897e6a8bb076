// SPDX-License-Identifier: Apache-2.0
/**
 * @file engagement.cpp  Are the parts of a playbook about staying, health and leaving well formed?
 * Here what no question reads yet is checked and left out, so that a mistake is refused today and not on the
 * day of the upgrade. A program whose questions read none of these parts checks none: payoff.wasm would be 3
 * kB (brotli) larger for every customer, and one wrong threshold would take the checklist from all of them.
 */
#include <algorithm>
#include <array>
#include <span>

#include "playbook/playbook.h"

namespace payoff {
namespace {

/** Fields that others read: they are known. */
void leave(reader& from, name_list names) {
  for (const std::string_view name : names) from.find(name);
}

/** Calls use(selector) if there is one. */
template <class Use>
void parse_events(reader& from, std::string_view name, const playbook& in, problem& wrong, const Use& use) {
  const json* events = from.find(name);
  if (events == nullptr) return;
  selector parsed = parse_selector(*events, from.path_of(name), wrong);
  check_sets(parsed, from.path_of(name), in, wrong);
  use(std::move(parsed));
}

void parse_subscription(reader& book, playbook& out, problem& wrong) {
  const json* part = book.find("subscription");
  if (part == nullptr) return;
  reader from(*part, "/subscription", wrong);
  const auto attribute = [&](std::string_view name, std::optional<attribute_name>& to) {
    const auto text = from.text_if(name);
    if (!text) return;
    to = parse_attribute_name(*text);
    if (!to) from.bad_value(name, "must be an attribute such as `account." + std::string(name) + "`");
  };
  attribute("plan", out.subscription.plan);
  attribute("seats", out.subscription.seats);
  if (!reads_engagement()) {
    leave(from, {"mrr", "renews_on", "card_expires_on", "started", "payment_failed", "payment_succeeded",
                 "canceled", "mrr_prop", "reason_prop"});
    return from.finish();
  }
  attribute("mrr", out.subscription.mrr);
  attribute("renews_on", out.subscription.renews_on);
  attribute("card_expires_on", out.subscription.card_expires_on);
  for (const std::string_view name : {"started", "payment_failed", "payment_succeeded", "canceled"}) {
    parse_events(from, name, out, wrong, [&](selector events) {
      out.subscription.events.push_back({std::string(name), std::move(events)});
    });
  }
  from.take_text("mrr_prop", out.subscription.mrr_property);
  from.take_text("reason_prop", out.subscription.reason_property);
  from.finish();
}

void parse_surveys(reader& book, playbook& out, problem& wrong) {
  book.each_field("survey", [&](const std::string& name, const json& value, const std::string& path) {
    reader from(value, path, wrong);
    survey one{name, "", "", "", {}};
    parse_events(from, "event", out, wrong, [&](selector events) { one.event.push_back(std::move(events)); });
    from.take_text("score_prop", one.score_property);
    from.take_text("comment_prop", one.comment_property);
    from.take_text("question", one.question);
    from.finish();
    out.surveys.push_back(std::move(one));
  });
}

struct threshold {
  std::string_view name;
  double low, high;
  bool is_whole;
};

// One for each severity: a flag is raised with the gravest whose threshold is passed.
constexpr threshold days[]{
    {"high_days", 1, 3650, true}, {"medium_days", 1, 3650, true}, {"low_days", 1, 3650, true}};
constexpr threshold share[]{{"high", 0, 1, false}, {"medium", 0, 1, false}, {"low", 0, 1, false}};
constexpr threshold tested_share[]{
    {"high", 0, 1, false}, {"medium", 0, 1, false}, {"low", 0, 1, false}, {"p", 0, 1, false}};
constexpr threshold window[]{{"window_days", 1, 3650, true}};
constexpr threshold share_of_people[]{{"high", 0, 1, false},
                                      {"medium", 0, 1, false},
                                      {"low", 0, 1, false},
                                      {"people", 1, 1'000'000, true},
                                      {"window_days", 1, 3650, true}};
constexpr threshold days_and_health[]{{"high_days", 1, 3650, true},
                                      {"medium_days", 1, 3650, true},
                                      {"low_days", 1, 3650, true},
                                      {"health", 0, 100, false}};
constexpr threshold score[]{{"high", 0, 10, false}, {"medium", 0, 10, false}, {"low", 0, 10, false}};
constexpr threshold load[]{
    {"high", 0, 1'000'000, false}, {"medium", 0, 1'000'000, false}, {"low", 0, 1'000'000, false}};

struct flag_rule {
  std::string_view id;
  std::span<const threshold> thresholds;
};

/** What each flag measures stands in the schema of the playbook. A failed payment is one or it is not. */
constexpr std::array<flag_rule, 14> flag_rules{{{"silent", days},
                                                {"usage_drop", tested_share},
                                                {"engagement_drop", share},
                                                {"logins_drop", share},
                                                {"session_drop", share},
                                                {"capability_dropped", window},
                                                {"champion_risk", share_of_people},
                                                {"champion_left", days},
                                                {"payment_failed", {}},
                                                {"card_expiring", days},
                                                {"renewal_near", days_and_health},
                                                {"support_load", load},
                                                {"detractor", score},
                                                {"onboarding_stalled", days}}};

void check_thresholds(const flag_rule& rule, const json& given, const std::string& path, problem& wrong) {
  reader from(given, path, wrong);
  for (const threshold& one : rule.thresholds) {
    if (one.is_whole) {
      from.integer_or(one.name, 1, static_cast<std::int64_t>(one.low), static_cast<std::int64_t>(one.high));
      continue;
    }
    const double found = from.number_if(one.name).value_or(one.low);
    if (found < one.low || found > one.high) {
      from.bad_value(one.name, "must be from " + print_json(one.low) + " to " + print_json(one.high));
    }
  }
  from.finish();
}

void check_flags(reader& book, problem& wrong) {
  book.each_field("flags", [&](const std::string& name, const json& value, const std::string& path) {
    for (const flag_rule& rule : flag_rules) {
      if (rule.id == name) return check_thresholds(rule, value, path, wrong);
    }
    std::vector<std::string_view> ids;
    ids.reserve(std::size(flag_rules));
    for (const flag_rule& rule : flag_rules) ids.push_back(rule.id);
    wrong.report(error_code::unknown_field, path, unknown_name_message("flag", name, ids));
  });
}

/** Ids that are read beside each other must differ. */
void check_id(reader& from, std::vector<std::string>& earlier) {
  std::string id = from.text("id");
  if (std::find(earlier.begin(), earlier.end(), id) != earlier.end()) {
    from.bad_value("id", "two of the list are called `" + id + "`");
  }
  earlier.push_back(std::move(id));
}

void check_health(reader& book, problem& wrong) {
  std::vector<std::string> ids;
  book.each("health", [&](const json& item, const std::string& path) {
    reader from(item, path, wrong);
    check_id(from, ids);
    if (from.number("weight") < 0) from.bad_value("weight", "must not be negative");
    from.text("measure");
    const double bad = from.number("bad");
    const double good = from.number("good");
    if (bad == good && !wrong.first()) from.bad_value("good", "`bad` and `good` must differ");
    from.finish();
  });
}

void check_stages(reader& book, problem& wrong) {
  std::vector<std::string> ids;
  book.each("stages", [&](const json& item, const std::string& path) {
    reader from(item, path, wrong);
    check_id(from, ids);
    from.choice("stage", stage_names);
    from.each("when", [&](const json& condition, const std::string& place) {
      reader when(condition, place, wrong);
      when.text("measure");
      const bool is_bounded = when.number_if("gte").has_value();
      if (!when.number_if("lt") && !is_bounded) {
        wrong.report(error_code::missing_field, when.path_of("gte"), "`gte` or `lt` must be given");
      }
      when.finish();
    });
    from.finish();
  });
}

void check_nudges(reader& book, problem& wrong) {
  std::vector<std::string> ids;
  book.each("nudges", [&](const json& item, const std::string& path) {
    reader from(item, path, wrong);
    check_id(from, ids);
    if (const json* given = from.find("when")) {
      reader when(*given, from.path_of("when"), wrong);
      when.text("flag");
      when.finish();
    }
    from.choice_or("kind", {"tip", "announcement", "notice", "social_proof"}, 0);
    const json* text = from.find("text");
    if (text != nullptr && text->is_object()) {
      from.each_field("text", [&](const auto&, const json& one, const std::string& place) {
        check_sentence(one, place, wrong);
      });
    } else if (text != nullptr && !text->is_string()) {
      from.wrong_type("text", "a string, or an object of strings by language", *text);
    } else {
      from.filled_if("text");
    }
    from.filled_if("href");
    from.integer_or("max_per_days", 14, 1, 3650);
    from.finish();
  });
}

void check_cancel(reader& book, problem& wrong) {
  const json* part = book.find("cancel");
  if (part == nullptr) return;
  const auto check_reason = [&](const std::string& reason, const std::string& path) {
    for (const auto known : cancel_reasons) {
      if (known == reason) return;
    }
    wrong.report(error_code::unknown_name, path, unknown_name_message("reason", reason, cancel_reasons));
  };
  reader from(*part, "/cancel", wrong);
  const auto listed = from.texts_if("reasons");
  for (std::size_t i = 0; i < listed.size(); ++i) check_reason(listed[i], join_path("/cancel/reasons", i));
  from.each_field("offers", [&](const std::string& reason, const json& value, const std::string& path) {
    check_reason(reason, path);
    reader offer(value, path, wrong);
    offer.text("kind");
    offer.filled_if("href");
    offer.filled_if("label");
    offer.filled_if("text");
    offer.integer_or("months", 1, 1, 120);
    const double percent = offer.number_if("percent").value_or(0);
    if (percent < 0 || percent > 100) offer.bad_value("percent", "must be from 0 to 100");
    offer.finish();
  });
  from.finish();
}

}  // namespace

retention_rules parse_retention(reader& from, retention_rules defaults, problem& wrong) {
  retention_rules out = std::move(defaults);
  if (const json* start = from.find("start"))
    out.start = parse_selector(*start, from.path_of("start"), wrong);
  if (const json* events = from.find("return"))
    out.returning = parse_selector(*events, from.path_of("return"), wrong);
  out.by = static_cast<grain>(from.choice_or("grain", grain_names, static_cast<std::size_t>(out.by)));
  out.periods = from.integer_or("periods", out.periods, 1, 1000);
  out.min_returns = from.integer_or("min_returns", out.min_returns, 1, 1'000'000);
  out.is_on_or_after = from.choice_or("mode", {"on", "on_or_after"}, out.is_on_or_after ? 1 : 0) == 1;
  const auto cohort = from.filled_if("cohort");
  constexpr std::string_view prefix = "attribute:";
  if (cohort && cohort->size() > prefix.size() &&
      std::string_view(*cohort).substr(0, prefix.size()) == prefix) {
    out.cohort = cohort_kind::attribute;
    out.attribute = cohort->substr(prefix.size());
  } else if (cohort) {
    out.cohort = *cohort == "every" ? cohort_kind::every : cohort_kind::first_time;
    if (*cohort != "every" && *cohort != "first_time") {
      from.bad_value("cohort", "must be `first_time`, `every` or an attribute such as `attribute:plan`");
    }
  }
  return out;
}

void parse_engagement_parts(reader& from, playbook& out, problem& wrong) {
  parse_subscription(from, out, wrong);
  if (!reads_engagement()) {
    return leave(from, {"retention", "survey", "flags", "health", "stages", "nudges", "cancel"});
  }
  if (const json* part = from.find("retention")) {
    reader retention(*part, "/retention", wrong);
    out.retention = parse_retention(retention, {}, wrong);
    retention.finish();
  }
  parse_surveys(from, out, wrong);
  check_flags(from, wrong);
  check_health(from, wrong);
  check_stages(from, wrong);
  const auto keep = [&](std::string_view name, json& part) {
    if (const json* given = from.find(name)) part = *given;
  };
  keep("flags", out.flags);
  keep("health", out.health);
  keep("stages", out.stages);
  check_nudges(from, wrong);
  check_cancel(from, wrong);
}

void collect_engagement(const playbook& from, columns_read& out) {
  collect_columns(from.retention.start, out);
  collect_columns(from.retention.returning, out);
  if (from.retention.cohort == cohort_kind::attribute) {
    for (const auto per : {attribute_subject::user, attribute_subject::account})
      out.attributes.push_back(attribute_of(from.retention.attribute, per));
  }
  const subscription_attributes& subscription = from.subscription;
  for (const auto* one : {&subscription.mrr, &subscription.renews_on, &subscription.card_expires_on}) {
    if (*one) out.attributes.push_back(**one);
  }
  for (const named_selector& one : subscription.events) collect_columns(one.events, out);
  const auto keep = [&out](const std::string& property) {
    if (!property.empty()) out.properties.push_back(property);
  };
  keep(subscription.mrr_property);
  keep(subscription.reason_property);
  for (const survey& one : from.surveys) {
    for (const selector& event : one.event) collect_columns(event, out);
    keep(one.score_property);
    keep(one.comment_property);
  }
}

}  // namespace payoff
