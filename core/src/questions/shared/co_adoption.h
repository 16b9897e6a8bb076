// SPDX-License-Identifier: Apache-2.0
/** @file co_adoption.h  Of the accounts on one plan, how many use one capability, and how many use both of
 * two? Shared by all that look for what goes with what. */
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "questions/shared/frame.h"
#include "questions/shared/selection.h"
#include "store/marks.h"

namespace payoff {

/**
 * Counts of accounts on one plan. They are sums over accounts, so tables of disjoint accounts add up, cell by
 * cell, to that of all.
 */
struct co_adoption_table {
  std::string_view plan; /**< Of the store's texts. "": unknown, as a blank plan is. */
  std::uint64_t accounts{0};
  std::vector<std::uint64_t> both; /**< [capability][capability]: that use both; on the diagonal, that one. */
};

/** How often what is used goes with what is not: an association rule "who uses `because` uses the other". */
struct co_adoption_rule {
  std::size_t because{0};
  std::uint64_t both{0};            /**< Accounts that use both. */
  double support{0}, confidence{0}; /**< both / accounts; both / those that use `because`. */
  double lift{0};                   /**< confidence / the share of accounts that use the other. */
};

/**
 * Who uses which of the playbook's capabilities, whoever of the account's people it was, or nobody known.
 * Accounts count with an "@active" event or one of a capability in the time looked at, whichever account the
 * frame asks for. Their plan is the text known of subscription.plan, an attribute of accounts, before as_of.
 */
class co_adoption {
 public:
  /** One pass over the rows in `over` for each capability, and one more. Errors: those of selectors. */
  [[nodiscard]] static result<co_adoption> count(const frame& in, const time_range& over);

  /** By plan, bytewise; the unknown first. Only plans that some account is on. */
  [[nodiscard]] const std::vector<co_adoption_table>& tables() const { return tables_; }
  /** That of the account's plan, counted or not. */
  [[nodiscard]] const co_adoption_table& table_of(std::uint32_t account) const {
    return tables_[plan_of_[account]];
  }
  [[nodiscard]] bool uses(std::uint32_t account, std::size_t capability) const {
    return uses_[capability][account];
  }

  /**
   * Of what the account uses the rule of the highest lift for a capability that it does not; of equals that
   * of the higher confidence, then the earlier in the playbook. Nothing where no account on the plan uses the
   * capability, or fewer than `least` use what the account uses.
   */
  [[nodiscard]] std::optional<co_adoption_rule> best_rule(std::uint32_t account, std::size_t capability,
                                                          std::uint64_t least) const;

 private:
  std::size_t capabilities_{0};
  std::vector<co_adoption_table> tables_;
  std::vector<std::uint32_t> plan_of_;  // [accounts]
  std::vector<marks> uses_;             // [capabilities][accounts]
};

}  // namespace payoff
