// SPDX-License-Identifier: Apache-2.0
/**
 * @file engagement.cpp  Are the parts of a playbook about staying, health and leaving well formed?
 * Only `retention` is read by a question of this build. The others are checked here and then left out, so
 * that a playbook with a mistake is refused today and not on the day of the upgrade.
 */
#include <array>

#include "playbook/playbook.h"

namespace payoff {
namespace {

void check_selector(reader& from, std::string_view name, const playbook& in, problem& wrong) {
  const json* events = from.find(name);
  if (events == nullptr) return;
  check_sets(parse_selector(*events, from.path_of(name), wrong), from.path_of(name), in, wrong);
}

void check_subscription(reader& book, const playbook& in, problem& wrong) {
  const json* part = book.find("subscription");
  if (part == nullptr) return;
  reader from(*part, "/subscription", wrong);
  for (const std::string_view name : {"plan", "mrr", "renews_on", "card_expires_on", "seats"}) {
    const auto attribute = from.text_if(name);
    if (attribute && attribute->rfind("account.", 0) != 0 && attribute->rfind("user.", 0) != 0) {
      from.bad_value(name, "must be an attribute such as `account." + std::string(name) + "`");
    }
  }
  for (const std::string_view name : {"payment_failed", "payment_succeeded", "canceled"}) {
    check_selector(from, name, in, wrong);
  }
  from.text_if("reason_prop");
  from.finish();
}

void check_survey(reader& book, const playbook& in, problem& wrong) {
  book.each_field("survey", [&](const std::string& name, const json& value, const std::string& path) {
    static_cast<void>(name);
    reader from(value, path, wrong);
    check_selector(from, "event", in, wrong);
    from.text_if("score_prop");
    from.text_if("comment_prop");
    from.text_if("question");
    from.finish();
  });
}

constexpr std::array<std::string_view, 14> flag_ids{
    "silent",         "usage_drop",         "engagement_drop", "logins_drop",
    "session_drop",   "capability_dropped", "champion_risk",   "champion_left",
    "payment_failed", "card_expiring",      "renewal_near",    "support_load",
    "detractor",      "onboarding_stalled"};

void check_flags(reader& book, problem& wrong) {
  book.each_field("flags", [&](const std::string& name, const json& value, const std::string& path) {
    bool known = false;
    for (const auto id : flag_ids) known = known || id == name;
    if (!known) wrong.report(error_code::unknown_field, path, unknown_name_message("flag", name, flag_ids));
    if (!value.is_object()) {
      wrong.report(error_code::wrong_type, path, "a flag's thresholds must be an object of numbers");
      return;
    }
    for (const auto& [threshold, number] : value.items()) {
      if (!number.is_number()) {
        wrong.report(error_code::wrong_type, join_path(path, threshold), "a threshold must be a number");
      }
    }
  });
}

void check_health(reader& book, problem& wrong) {
  book.each("health", [&](const json& item, const std::string& path) {
    reader from(item, path, wrong);
    from.text("id");
    if (from.number("weight") < 0) from.bad_value("weight", "must not be negative");
    from.text("measure");
    const double bad = from.number("bad");
    const double good = from.number("good");
    if (bad == good && !wrong.first()) from.bad_value("good", "`bad` and `good` must differ");
    from.finish();
  });
}

void check_nudges(reader& book, problem& wrong) {
  book.each("nudges", [&](const json& item, const std::string& path) {
    reader from(item, path, wrong);
    from.text("id");
    if (const json* when = from.find("when"); when != nullptr && !when->is_object()) {
      from.wrong_type("when", "an object", *when);
    }
    from.choice_or("kind", {"tip", "announcement", "notice", "social_proof"}, 0);
    if (const json* text = from.find("text"); text != nullptr && !text->is_string() && !text->is_object()) {
      from.wrong_type("text", "a string, or an object of strings by language", *text);
    }
    from.text_if("href");
    from.integer_or("max_per_days", 14, 1, 3650);
    from.finish();
  });
}

void check_cancel(reader& book, problem& wrong) {
  const json* part = book.find("cancel");
  if (part == nullptr) return;
  // The ids of Stripe's cancellation feedback, so that reasons from both places can be counted together.
  static constexpr std::array<std::string_view, 8> reasons{
      "customer_service", "low_quality", "missing_features", "other",
      "switched_service", "too_complex", "too_expensive",    "unused"};
  const auto check_reason = [&](const std::string& reason, const std::string& path) {
    for (const auto known : reasons) {
      if (known == reason) return;
    }
    wrong.report(error_code::unknown_name, path, unknown_name_message("reason", reason, reasons));
  };
  reader from(*part, "/cancel", wrong);
  const auto listed = from.texts_if("reasons");
  for (std::size_t i = 0; i < listed.size(); ++i) check_reason(listed[i], join_path("/cancel/reasons", i));
  from.each_field("offers", [&](const std::string& reason, const json& value, const std::string& path) {
    check_reason(reason, path);
    reader offer(value, path, wrong);
    offer.text("kind");
    offer.text_if("href");
    offer.text_if("label");
    offer.text_if("text");
    offer.integer_or("months", 1, 1, 120);
    offer.number_if("percent");
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
  const auto cohort = from.text_if("cohort");
  constexpr std::string_view prefix = "attribute:";
  if (cohort && cohort->size() > prefix.size() &&
      std::string_view(*cohort).substr(0, prefix.size()) == prefix) {
    out.cohort = cohort_kind::attribute;
    out.attribute = cohort->substr(prefix.size());
  } else if (cohort) {
    out.cohort = *cohort == "every" ? cohort_kind::every : cohort_kind::first_time;
    if (*cohort != "every" && *cohort != "first_time") {
      from.bad_value("cohort",
                     unknown_name_message("cohort", *cohort, {"first_time", "every", "attribute:plan"}));
    }
  }
  return out;
}

void parse_engagement_parts(reader& from, playbook& out, problem& wrong) {
  if (const json* part = from.find("retention")) {
    reader retention(*part, "/retention", wrong);
    out.retention = parse_retention(retention, {}, wrong);
    retention.finish();
  }
  const playbook& in = out;
  check_subscription(from, in, wrong);
  check_survey(from, in, wrong);
  check_flags(from, wrong);
  check_health(from, wrong);
  check_nudges(from, wrong);
  check_cancel(from, wrong);
}

}  // namespace payoff
