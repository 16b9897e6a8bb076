// SPDX-License-Identifier: Apache-2.0
/** @file value.cpp  How the parts of a playbook that say what the product is worth are read. */
#include <algorithm>
#include <array>

#include "playbook/playbook.h"

namespace payoff {
namespace {

constexpr std::array<std::string_view, 12> statistic_names{
    "count",    "users",           "accounts",       "sum", "mean", "median", "p90", "min", "max",
    "sessions", "session_minutes", "events_per_user"};

bool reads_property(statistic stat) {
  return stat == statistic::sum || stat == statistic::mean || stat == statistic::median ||
         stat == statistic::p90 || stat == statistic::min || stat == statistic::max;
}

void parse_between(reader& from, const json& part, metric& out, problem& wrong) {
  reader between(part, from.path_of("between"), wrong);
  out.is_duration = true;
  out.of = parse_selector(between.need("start"), between.path_of("start"), wrong);
  out.end = parse_selector(between.need("end"), between.path_of("end"), wrong);
  between.need_text("key", out.key);
  between.finish();
  static constexpr std::array<std::string_view, 5> units{"seconds", "minutes", "hours", "days", "weeks"};
  const std::size_t unit = from.choice_or("unit", units, 1);
  out.unit = static_cast<duration_unit>(unit);
  out.unit_name = out.stat == statistic::count ? "count" : units[unit];
  if (!reads_property(out.stat) && out.stat != statistic::count) {
    from.bad_value("stat", "a duration has count, sum, mean, median, p90, min or max");
  }
  if (from.find("prop") != nullptr) from.bad_value("prop", "a duration reads no property");
  if (from.find("of") != nullptr) from.bad_value("of", "a duration is `between` events, not `of` one");
}

void check_order(const estimate& of, const std::string& path, problem& wrong) {
  if (of.low < 0 || of.low > of.expected || of.expected > of.high) {
    wrong.report(error_code::bad_value, path, "must be 0 <= low <= expected <= high");
  }
}

/** The three figures among an object's fields. */
estimate read_estimate(reader& from) {
  estimate out;
  out.expected = from.number("expected");
  out.low = from.number_if("low").value_or(out.expected);
  out.high = from.number_if("high").value_or(out.expected);
  check_order(out, from.path(), from.wrong());
  return out;
}

worth parse_worth(reader& from, std::string_view name, problem& wrong) {
  worth out;
  const json& value = from.need(name);
  if (value.find("prop") != nullptr) {
    reader measured(value, from.path_of(name), wrong);
    measured.need_text("prop", out.property);
    measured.finish();
  } else {
    out.assumed = parse_estimate(value, from.path_of(name), wrong);
  }
  return out;
}

/** "EUR" must be the same wherever it is given; the first that is given holds. "" names none, as in the
 * product. */
void take_currency(reader& from, std::string& currency, problem& wrong) {
  const auto given = from.text_if("currency");
  if (!given || given->empty() || *given == currency) return;
  if (currency.empty()) {
    currency = *given;
    return;
  }
  wrong.report(
      error_code::mixed_currencies, from.path_of("currency"),
      "found " + *given + " beside " + currency + "; amounts of different currencies cannot be added");
}

constexpr std::array<std::string_view, 3> sources{"vendor", "customer", "measured"};

roi_rule parse_roi_rule(const json& item, const std::string& path, roi_rules& all, problem& wrong) {
  reader from(item, path, wrong);
  roi_rule out;
  from.need_text("id", out.id);
  out.label = out.id;
  from.take_text("label", out.label);
  out.of = parse_selector(from.need("of"), from.path_of("of"), wrong);
  const bool has_minutes = from.find("minutes_saved") != nullptr;
  const bool has_value = from.find("value") != nullptr;
  if (has_minutes == has_value) {
    wrong.report(has_minutes ? error_code::bad_value : error_code::missing_field, path,
                 "a rule has either `minutes_saved` or `value`");
  } else {
    out.is_minutes = has_minutes;
    out.each = parse_worth(from, has_minutes ? "minutes_saved" : "value", wrong);
  }
  out.source = sources[from.choice_or("source", sources, out.each.property.empty() ? 0 : 2)];
  take_currency(from, all.currency, wrong);
  from.finish();
  for (const roi_rule& other : all.rules) {
    if (other.id == out.id) from.bad_value("id", "two rules are called `" + out.id + "`");
  }
  return out;
}

void parse_roi(reader& book, playbook& out, problem& wrong) {
  const json* part = book.find("roi");
  if (part == nullptr) return;
  reader from(*part, "/roi", wrong);
  roi_rules rules;
  rules.currency = out.currency;
  if (const json* cost = from.find("hourly_cost")) {
    if (cost->is_object()) {
      reader hourly(*cost, from.path_of("hourly_cost"), wrong);
      take_currency(hourly, rules.currency, wrong);
      rules.hourly_cost_source = sources[hourly.choice_or("source", sources, 0)];
      rules.hourly_cost = read_estimate(hourly);
      hourly.finish();
    } else {
      rules.hourly_cost = parse_estimate(*cost, from.path_of("hourly_cost"), wrong);
      rules.hourly_cost_source = "vendor";
    }
  }
  if (const json* price = from.find("subscription")) {
    reader sub(*price, from.path_of("subscription"), wrong);
    subscription_price parsed;
    const json& amount = sub.need("amount");
    if (const auto* text = amount.text_if()) {
      const auto attribute = parse_attribute_name(*text);
      if (attribute && attribute->subject == attribute_subject::account) {
        parsed.attribute = attribute->name;
      } else {
        sub.bad_value("amount", "must be a number or an account's attribute such as `account.mrr`");
      }
    } else {
      parsed.amount = sub.number_if("amount");
      if (parsed.amount.value_or(0) < 0) sub.bad_value("amount", "must not be negative");
    }
    // hour is a grain of time, not of billing
    static constexpr std::array<std::string_view, 5> periods{"day", "week", "month", "quarter", "year"};
    parsed.period = static_cast<grain>(1 + sub.choice_or("period", periods, 2));
    take_currency(sub, rules.currency, wrong);
    sub.finish();
    rules.subscription = std::move(parsed);
  }
  from.each("rules", [&](const json& item, const std::string& path) {
    rules.rules.push_back(parse_roi_rule(item, path, rules, wrong));
  });
  for (const roi_rule& rule : rules.rules) {
    if (rule.is_minutes && !rules.hourly_cost) {
      wrong.report(error_code::missing_field, "/roi/hourly_cost",
                   "`hourly_cost` must be given: the rule `" + rule.id + "` saves minutes");
    }
  }
  from.finish();
  out.roi = std::move(rules);
}

void parse_activation(reader& book, playbook& out, problem& wrong) {
  const json* part = book.find("activation");
  if (part == nullptr) return;
  reader from(*part, "/activation", wrong);
  activation_rules rules;
  rules.start = parse_selector(from.need("start"), from.path_of("start"), wrong);
  rules.per_account = from.choice_or("per", {"user", "account"}, 0) == 1;
  rules.within_days = static_cast<double>(from.integer_or("within_days", 14, 1, 3650));
  from.need("steps");
  from.each("steps", [&](const json& item, const std::string& path) {
    reader one(item, path, wrong);
    activation_step step;
    one.need_text("id", step.id);
    step.label = step.id;
    one.take_text("label", step.label);
    one.take_text("href", step.href);
    step.events = parse_selector(one.need("event"), one.path_of("event"), wrong);
    if (const json* where = one.find("where")) {
      step.events.where.push_back(parse_filter(*where, one.path_of("where"), wrong));
    }
    step.count = one.integer_or("count", 1, 1, 1'000'000);
    if (one.find("within_days") != nullptr) {
      step.within_days = static_cast<double>(one.integer_or("within_days", 14, 1, 3650));
    }
    one.finish();
    for (const activation_step& other : rules.steps) {
      if (other.id == step.id) one.bad_value("id", "two steps are called `" + step.id + "`");
    }
    rules.steps.push_back(std::move(step));
  });
  if (rules.steps.empty()) from.bad_value("steps", "a checklist has at least one step");
  rules.steps_needed = rules.steps.size();
  if (const json* rule = from.find("rule"); rule != nullptr && !rule->is_text("all")) {
    if (rule->is_object()) {
      reader some(*rule, from.path_of("rule"), wrong);
      some.need("at_least");
      rules.steps_needed = static_cast<std::size_t>(some.integer_or(
          "at_least", 1, 1, static_cast<std::int64_t>(std::max<std::size_t>(rules.steps.size(), 1))));
      some.finish();
    } else {
      from.bad_value("rule", "must be \"all\" or {\"at_least\": n}");
    }
  }
  from.finish();
  out.activation = std::move(rules);
}

void parse_report(reader& book, playbook& out, problem& wrong) {
  const json* part = book.find("report");
  if (part == nullptr) return;
  reader from(*part, "/report", wrong);
  static constexpr std::array<std::string_view, 4> periods{"week", "month", "quarter", "year"};
  out.report.period = static_cast<grain>(2 + from.choice_or("period", periods, 1));
  out.report.headline = from.texts_if("headline");
  std::vector<std::string_view> ids;
  for (const metric& one : out.metrics) ids.push_back(one.id);
  for (std::size_t i = 0; i < out.report.headline.size(); ++i) {
    const std::string& id = out.report.headline[i];
    if (std::find(ids.begin(), ids.end(), std::string_view(id)) == ids.end()) {
      wrong.report(error_code::unknown_name, join_path("/report/headline", i),
                   unknown_name_message("metric", id, ids));
    }
  }
  out.report.texts = json::object();
  from.each_field("texts", [&](const std::string& language, const json& text, const std::string& path) {
    check_sentence(text, path, wrong);
    out.report.texts[language] = text;
  });
  from.finish();
}

}  // namespace

void check_sentence(const json& value, const std::string& path, problem& wrong) {
  const auto* text = value.text_if();
  if (text == nullptr) {
    wrong.report(error_code::wrong_type, path,
                 "the text of a language must be a string, found " + std::string(type_word(value)));
  } else if (text->empty()) {
    wrong.report(error_code::bad_value, path, "the text of a language must not be empty");
  }
}

estimate parse_estimate(const json& value, const std::string& path, problem& wrong) {
  estimate out;
  if (value.is_number()) {
    const double all = value.number();
    out = {all, all, all};
    check_order(out, path, wrong);
  } else if (value.is_object()) {
    reader from(value, path, wrong);
    out = read_estimate(from);
    from.finish();
  } else {
    wrong.report(
        error_code::wrong_type, path,
        "must be a number or {\"low\", \"expected\", \"high\"}, found " + std::string(type_word(value)));
  }
  return out;
}

aha_rule parse_aha_rule(const json& value, const std::string& path, problem& wrong) {
  reader from(value, path, wrong);
  aha_rule rule;
  rule.event = parse_selector(from.need("event"), from.path_of("event"), wrong);
  rule.count = from.integer_or("count", 1, 1, 1'000'000);
  rule.within_days = static_cast<double>(from.integer_or("within_days", 14, 1, 3650));
  from.take_text("label", rule.label);
  if (const json* start = from.find("start"))
    rule.start = parse_selector(*start, from.path_of("start"), wrong);
  from.finish();
  return rule;
}

metric parse_metric(const json& value, const std::string& path, problem& wrong) {
  reader from(value, path, wrong);
  metric out;
  from.need_text("id", out.id);
  out.label = out.id;
  from.take_text("label", out.label);
  out.stat = static_cast<statistic>(from.choice_or("stat", statistic_names, 0));
  out.up_is_better = from.choice_or("better", {"up", "down"}, 0) == 0;
  if (const json* between = from.find("between")) {
    parse_between(from, *between, out, wrong);
  } else {
    out.of = parse_selector(from.need("of"), from.path_of("of"), wrong);
    if (reads_property(out.stat)) {
      from.need_text("prop", out.property);
    } else if (from.find("prop") != nullptr) {
      from.bad_value("prop", "only sum, mean, median, p90, min and max read a property");
    }
    out.unit_name = out.stat == statistic::session_minutes ? "minutes"
                    : reads_property(out.stat)             ? "value"
                                                           : "count";
    from.take_text("unit", out.unit_name);
  }
  from.finish();
  return out;
}

void parse_value_parts(reader& from, playbook& out, problem& wrong) {
  from.each("metrics", [&](const json& item, const std::string& path) {
    out.metrics.push_back(parse_metric(item, path, wrong));
    for (std::size_t i = 0; i + 1 < out.metrics.size(); ++i) {
      if (out.metrics[i].id == out.metrics.back().id) {
        wrong.report(error_code::bad_value, path + "/id",
                     "two metrics are called `" + out.metrics[i].id + "`");
      }
    }
  });
  parse_roi(from, out, wrong);
  parse_activation(from, out, wrong);
  if (const json* part = from.find("aha")) out.aha = parse_aha_rule(*part, "/aha", wrong);
  parse_report(from, out, wrong);
}

}  // namespace payoff
