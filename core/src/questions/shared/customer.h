// SPDX-License-Identifier: Apache-2.0
/** @file customer.h  What do events and attributes say of one account or user, up to as_of? Shared by flags,
 * health, stage and what is asked of all customers, one by one. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbook/playbook.h"
#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "questions/shared/selection.h"

namespace payoff {

/** Readings of the frame's customer. Days are 24 hours that end at as_of; what is unknown is nothing. */
class customer {
 public:
  /** The frame must live on, and name an account or a user. */
  explicit customer(const frame& in) : in_(in) {}

  [[nodiscard]] const frame& in() const { return in_; }
  [[nodiscard]] const playbook& book() const { return in_.context().book; }

  /** So many days, the last of which ends `back` days before as_of. */
  [[nodiscard]] time_range last_days(std::int64_t days, std::int64_t back = 0) const;
  /** Whole days from then to as_of, rounded down. */
  [[nodiscard]] std::int64_t days_since(std::int64_t at_ms) const;
  /** `2026-10-05`: the local day. */
  [[nodiscard]] std::string date_of(std::int64_t at_ms) const;

  /** Events of "@set", people, or whatever the statistic counts. Nothing without such a set. */
  [[nodiscard]] result<std::optional<double>> count(std::string_view set, statistic stat,
                                                    const time_range& over) const;
  [[nodiscard]] result<double> count(const selector& of, const std::string& path,
                                     const time_range& over) const;
  /** The time of the last event that matches before `to_ms`. */
  [[nodiscard]] result<std::optional<std::int64_t>> last_ms(const selector& of, const std::string& path,
                                                            std::int64_t to_ms) const;

  /** The first activity before as_of. */
  [[nodiscard]] result<std::optional<std::int64_t>> first_ms() const;
  /** Whether there is an event before as_of, or a value of an attribute of the subscription. */
  [[nodiscard]] bool is_present() const;

  /** subscription.payment_failed and its neighbours; nullptr where the playbook has none. */
  [[nodiscard]] const selector* payment(std::string_view name) const;
  /** The latest value known before `before_ms`, as_of unless given; absent where nobody's is asked for or the
   * attribute was not kept. */
  [[nodiscard]] cell known(const std::optional<attribute_name>& of,
                           std::optional<std::int64_t> before_ms = std::nullopt) const;
  /** The same of what is a date. */
  [[nodiscard]] std::optional<std::int64_t> known_date_ms(const std::optional<attribute_name>& of) const;
  /** Local days from as_of to then. */
  [[nodiscard]] std::optional<std::int64_t> days_to(const std::optional<std::int64_t>& at_ms) const;
  /** Whether the plan has it; a plan that is unknown has everything. */
  [[nodiscard]] bool may_use(const capability& one) const;
  /** Capabilities used of those that may be used; nothing where there are none. */
  [[nodiscard]] result<std::optional<double>> utilisation(const time_range& over) const;

  struct score {
    double value;
    std::int64_t at_ms;
  };
  /** The latest answer to the survey "nps" that has a number; of several at one instant the lowest. */
  [[nodiscard]] result<std::optional<score>> latest_nps() const;

 private:
  const frame& in_;
};

/** The same customer, zone and week at another as_of. */
[[nodiscard]] frame frame_at(const frame& in, std::int64_t as_of_ms);
/** That account or user in the same zone and week. */
[[nodiscard]] frame frame_of(const frame& in, counted per, std::string_view id, std::int64_t as_of_ms);

/** Ids of all accounts or users of the data, bytewise; of the one that is asked for, where one is and occurs.
 * They die with the store. */
[[nodiscard]] std::vector<std::string_view> customer_ids(const frame& in, counted per);

/** Reports a question that names nobody: `whose` is "whose flags?". */
void need_customer(const frame& in, std::string_view whose, problem& wrong);

}  // namespace payoff
