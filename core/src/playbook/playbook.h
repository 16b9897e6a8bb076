// SPDX-License-Identifier: Apache-2.0
/** @file playbook.h  What counts as value, activation and payoff for one product: the parsed playbook. */
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "playbook/selector.h"
#include "store/calendar.h"

namespace payoff {

/** Where the fields of a row are, as JSON pointers; empty = the detected format's own place. */
struct field_pointers {
  std::string event, time, user, anonymous, account, id, type, properties;
};

struct named_selector {
  std::string name;
  selector events;
};

struct capability {
  std::string id, label, href;
  selector events;
  std::vector<std::string> plans;
};

/** One line of the checklist: `count` events that `events` picks. */
struct activation_step {
  std::string id, label, href;
  selector events;
  std::int64_t count{1};
  std::optional<double> within_days; /**< Its own deadline, from the start of activation. */
};

struct activation_rules {
  selector start;
  bool per_account{false};
  double within_days{14};
  std::vector<activation_step> steps;
  std::size_t steps_needed{0}; /**< All of them for "all". */
};

enum class statistic : std::uint8_t {
  count,
  users,
  accounts,
  sum,
  mean,
  median,
  p90,
  min,
  max,
  sessions,
  session_minutes,
  events_per_user
};
enum class duration_unit : std::uint8_t { second, minute, hour, day, week };

/** A figure of `usage`: events counted or measured, or the time between two events that share a key. */
struct metric {
  std::string id, label;
  selector of; /**< For a duration: its start. */
  statistic stat{statistic::count};
  std::string property; /**< For sum, mean, median, p90, min, max. */
  bool is_duration{false};
  selector end; /**< Of a duration, like the rest. */
  std::string key;
  duration_unit unit{duration_unit::minute};
  std::string unit_name; /**< As it is printed: "count", "minutes", a currency or a word of the playbook's. */
  bool up_is_better{true};
};

/** An assumption with its spread; low <= expected <= high. */
struct estimate {
  double low{0}, expected{0}, high{0};
};

/** Minutes or money that each matching event is worth: an assumption, or a property that was measured. */
struct worth {
  std::optional<estimate> assumed;
  std::string property;
};

struct roi_rule {
  std::string id, label, source;
  selector of;
  bool is_minutes{false}; /**< Else money. */
  worth each;
};

struct subscription_price {
  std::optional<double> amount; /**< Fixed, in units of the currency. */
  std::string attribute;        /**< Of the account, "mrr" of "account.mrr": read from there instead. */
  grain period{grain::month};
};

struct roi_rules {
  std::string currency;
  std::optional<estimate> hourly_cost;
  std::string hourly_cost_source;
  std::optional<subscription_price> subscription;
  std::vector<roi_rule> rules;
};

/** Attributes that say what a customer has bought, and the events of payment; each may be unknown. */
struct subscription_attributes {
  std::optional<attribute_name> plan, mrr, renews_on, card_expires_on, seats;
  /** "started", "payment_failed", "payment_succeeded" and "canceled". */
  std::vector<named_selector> events;
  std::string mrr_property;    /**< Of "started". */
  std::string reason_property; /**< Of "canceled". */

  /** nullptr where the playbook has none. */
  [[nodiscard]] const selector* event(std::string_view name) const;
};

/** Answers to one question, such as "nps". */
struct survey {
  std::string name, score_property, comment_property, question;
  std::vector<selector> event; /**< None or one. */
};

/** The ids of Stripe's cancellation feedback, so that reasons from both places can be counted together. */
inline constexpr std::array<std::string_view, 8> cancel_reasons{
    "customer_service", "low_quality", "missing_features", "other",
    "switched_service", "too_complex", "too_expensive",    "unused"};

/** Where a customer stands, in the order of a good course. */
inline constexpr std::array<std::string_view, 9> stage_names{
    "reach", "acquired", "onboarding", "adopting", "retained", "expansion", "advocate", "at_risk", "churned"};

struct report_rules {
  grain period{grain::month};
  std::vector<std::string> headline;
  json texts; /**< By language, untouched: the element fills and formats them. */
};

struct aha_rule {
  selector event;
  std::optional<selector> start; /**< Else activation's start. */
  std::int64_t count{1};
  double within_days{14};
  std::string label;
};

enum class cohort_kind : std::uint8_t { first_time, every, attribute };

/** What `retention` asks unless a question says otherwise. */
struct retention_rules {
  selector start{set_selector("active")};
  selector returning{set_selector("value")};
  grain by{grain::week};
  std::int64_t periods{8};
  std::int64_t min_returns{1};
  bool is_on_or_after{false};
  cohort_kind cohort{cohort_kind::first_time};
  std::string attribute; /**< "plan" or "user.plan", for cohorts by attribute. */
};

/**
 * The parsed playbook. Parts that no question of this build reads are checked as strictly as the others and
 * then left out, so that a playbook is refused by every build or by none.
 */
struct playbook {
  std::string version;
  std::string product_name, currency;
  std::string zone{"UTC"};
  weekday week_start{weekday::monday};
  std::int64_t session_gap_ms{std::int64_t{30} * 60'000};

  std::string format{"auto"};
  field_pointers fields;
  std::string user_attributes, account_attributes;
  std::vector<std::string> columns; /**< To keep beside what the playbook itself names: properties, and
                                         attributes such as "account.plan". */

  std::vector<named_selector> sets;
  std::vector<capability> capabilities;
  std::optional<activation_rules> activation;
  std::optional<aha_rule> aha;
  retention_rules retention;
  std::vector<metric> metrics;
  std::optional<roi_rules> roi;
  subscription_attributes subscription;
  std::vector<survey> surveys;
  json flags, health, stages; /**< Checked, and read by the questions that they are for. */
  report_rules report;

  /** The set or capability that "@name" stands for, or nullptr. "active" and "value" have defaults:
   * everything. */
  [[nodiscard]] const selector* find_set(std::string_view name) const;

  /** Every event property that must become a column, without repeats, in the order of first mention. */
  [[nodiscard]] std::vector<std::string> properties() const;
  /** The same of attributes. */
  [[nodiscard]] std::vector<std::string> attributes(attribute_subject of) const;
  /** Properties by which `between` pairs events: kept as written, so that long ids stay apart. */
  [[nodiscard]] std::vector<std::string> keys() const;

 private:
  /** What all selectors of the playbook read, and the rest of what it names; of its engagement parts only
   * where a question of this program looks at them. */
  [[nodiscard]] columns_read columns_named() const;
};

/** "" is the playbook of defaults: format auto, every event active. */
[[nodiscard]] result<std::unique_ptr<playbook>> read_playbook(std::string_view text);
/** The same, moved out. */
[[nodiscard]] result<playbook> parse_playbook(std::string_view text);

/** Also used by questions, which may bring metrics and ROI assumptions of their own. */
[[nodiscard]] metric parse_metric(const json& value, const std::string& path, problem& wrong);
[[nodiscard]] estimate parse_estimate(const json& value, const std::string& path, problem& wrong);
[[nodiscard]] aha_rule parse_aha_rule(const json& value, const std::string& path, problem& wrong);
/** Fields that are absent stay as in `defaults`; the caller finishes the reader. */
[[nodiscard]] retention_rules parse_retention(reader& from, retention_rules defaults, problem& wrong);

/** Reports "@sets" that the playbook does not define, and sets that contain themselves. */
void check_sets(const selector& used, const std::string& path, const playbook& in, problem& wrong);

/** What is said in one language: a string that is not empty. */
void check_sentence(const json& value, const std::string& path, problem& wrong);

// Parts of parse_playbook that have a file of their own.
void parse_value_parts(reader& from, playbook& out, problem& wrong);
void parse_engagement_parts(reader& from, playbook& out, problem& wrong);
/** What only these parts name: events of cohorts, of subscriptions and of surveys, with their properties. */
void collect_engagement(const playbook& from, columns_read& out);

/** Whether a question of this program looks at them; else they are neither checked nor kept, but for who has
 * which plan and seats. Generated with the table of questions. */
[[nodiscard]] bool reads_engagement();

}  // namespace payoff
