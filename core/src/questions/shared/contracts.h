// SPDX-License-Identifier: Apache-2.0
/** @file contracts.h  Who was a paying customer when, at which price, and how did it end? Shared by churn and
 * customer_value. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"
#include "store/column.h"

namespace payoff {

/** How things stand from an instant on. */
struct contract_step {
  std::int64_t from_ms{0};
  bool is_customer{false};
  std::optional<double> mrr; /**< In units of the currency; nothing where it is not known. */
};

struct contract_end {
  std::int64_t at_ms{0};
  bool has_failed_payment{false}; /**< In the 60 days before, and none succeeded since. */
  std::string reason;             /**< As the event has it; "" where none was given. */
};

struct contract {
  std::vector<contract_step> steps; /**< Ascending; each differs from the one before. */
  std::vector<contract_end> ends;   /**< Of each stretch that is over, ascending. */

  /** How things stood just before an instant; nullptr: no contract was known of. */
  [[nodiscard]] const contract_step* before(std::int64_t at_ms) const;
  /** Whether there was one in force just before that instant. */
  [[nodiscard]] bool is_customer_before(std::int64_t at_ms) const {
    const contract_step* const step = before(at_ms);
    return step != nullptr && step->is_customer;
  }
};

/**
 * Contracts of accounts or of users, as the playbook's `subscription` tells them up to as_of:
 *  - The price: the attribute `mrr`, and `mrr_prop` of the `started` events (null says nothing there). A
 * number above 0 is a customer's; 0, null and false are nobody's, whatever events say. What is neither (a
 * text, a negative number) is passed over. Where the playbook names no price at all, the attribute `plan`
 * takes its place: a value is a customer's, null, false and "" are nobody's, and the price is unknown.
 *  - `canceled` ends it, whatever the price says; `started`, `payment_succeeded` and a price that is not the
 *    old one take it up again. The same price said again does not: exports repeat attributes.
 *  - Of whom no price or plan is known, `started` and `payment_succeeded` make a customer.
 *  - Of one instant a failed payment counts first, then start, success, the greatest price, and last a
 * cancellation.
 *  - The reason is `reason_prop` of the first cancellation that gives one, at the end or later, before the
 * next stretch.
 * Attributes are those of the counted kind only. Of one that is asked for by name the other kind has none.
 */
class contracts {
 public:
  /** What is counted unless the question says so: those who have the attribute of the price, else of the
   * plan, else accounts. */
  [[nodiscard]] static counted default_per(const playbook& book);

  /**
   * A pass over the rows for each kind of event, and a sort of what matters. The frame must live on.
   * Errors: missing_field (the playbook says nothing of who is a customer), needs_reload, those of selectors,
   * out_of_memory.
   */
  [[nodiscard]] static result<contracts> find(const frame& in, counted per);

  [[nodiscard]] counted per() const { return per_; }
  /** Units with anything to tell, in order of their numbers: people, or accounts + 1. */
  [[nodiscard]] const std::vector<std::uint32_t>& units() const { return units_; }
  [[nodiscard]] contract of(std::uint32_t unit) const;

  [[nodiscard]] bool has_price() const { return has_price_; }
  /** Whether the playbook says which payments failed. */
  [[nodiscard]] bool has_failures() const { return has_failures_; }
  /** Whether a price was passed over. */
  [[nodiscard]] bool has_unreadable() const { return has_unreadable_; }

 private:
  /** In the order in which those of one instant count. */
  enum class signal_kind : std::uint8_t { failed, started, succeeded, price, plan, canceled };
  struct signal {
    std::uint32_t unit;
    signal_kind kind;
    std::int64_t at_ms;
    cell value;
  };
  class standing;

  [[nodiscard]] bool add(const signal& one);
  [[nodiscard]] result<void> add_attribute(const frame& in, const std::optional<attribute_name>& of,
                                           std::string_view name, signal_kind kind);
  [[nodiscard]] result<void> add_events(const frame& in, std::string_view name, signal_kind kind,
                                        std::string_view property_name, const std::string& property);

  const event_store* store_{nullptr};
  counted per_{counted::accounts};
  bool has_price_{false}, has_failures_{false}, has_unreadable_{false};
  column<signal> signals_;  // by unit, instant, kind and value
  std::vector<std::uint32_t> units_;
};

/** The currency of prices: the product's, else that of roi. */
class price_currency {
 public:
  explicit price_currency(const playbook& book);

  /** null where the playbook names none. */
  [[nodiscard]] json code() const { return code_.empty() ? json(nullptr) : json(code_); }
  /** In minor units, rounded; nothing where there is no price, or one beyond all numbers. */
  [[nodiscard]] std::optional<double> minor(const std::optional<double>& price) const;
  /** 12.5 of 1250 cents, rounded to whole ones. */
  [[nodiscard]] std::optional<double> amount(double minor_units) const;

 private:
  std::string code_;
  std::int32_t digits_;
};

}  // namespace payoff
