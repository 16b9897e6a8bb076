// SPDX-License-Identifier: Apache-2.0
/** @file price.h  What does the subscription cost, by day and as it falls due? */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "playbook/playbook.h"
#include "questions/shared/frame.h"

namespace payoff {

/**
 * A subscription's amount is fixed, or an account's attribute over time. A local day costs
 * amount / days of its calendar period; the amount is the latest one known when the day ends (or at as_of),
 * so a new plan counts from the day on which it was made. Before the first amount, and while it is null, a
 * day costs nothing. An amount that is no number, or a negative one, makes the cost unknown.
 *
 * Of the whole base it is the sum over accounts that have an amount. A user alone has no subscription of an
 * account's.
 */
class price {
 public:
  /** `in` must live on. Error: needs_reload, the attribute was not kept. */
  [[nodiscard]] static result<price> compile(const frame& in,
                                             const std::optional<subscription_price>& subscription,
                                             std::int32_t currency_digits);

  [[nodiscard]] bool is_known() const { return !subscriptions_.empty(); }

  /** In minor units, over the local days of [from, to) that have begun by as_of; rounded once. */
  [[nodiscard]] std::int64_t of(std::int64_t from_ms, std::int64_t to_ms) const;

  /** What has fallen due from the range's first day up to and including `day`: paid for in advance. */
  [[nodiscard]] std::int64_t due_by(std::int64_t first_day, std::int64_t day) const;

 private:
  /** From that local day on. */
  struct step {
    std::int64_t from_day;
    double amount;
  };
  using schedule = std::vector<step>;  // ascending

  price(const frame& in, grain period, std::int32_t currency_digits)
      : in_(&in), period_(period), digits_(currency_digits) {}
  /** False: an amount that nobody can charge. */
  [[nodiscard]] bool add_account(std::size_t attribute, std::uint32_t account);
  [[nodiscard]] std::int64_t of_days(std::int64_t first_day, std::int64_t end_day) const;

  const frame* in_;
  grain period_;
  std::int32_t digits_;
  std::vector<schedule> subscriptions_;
};

}  // namespace payoff
