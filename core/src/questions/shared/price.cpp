// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/price.h"

#include <algorithm>
#include <utility>

#include "stats/exact_sum.h"
#include "stats/money.h"

namespace payoff {

result<price> price::compile(const frame& in, const std::optional<subscription_price>& subscription,
                             std::int32_t currency_digits) {
  price out(in, subscription ? subscription->period : grain::month, currency_digits);
  if (!subscription) return out;
  if (subscription->amount) {
    out.subscriptions_.push_back({{INT64_MIN, *subscription->amount}});
    return out;
  }
  const event_store& store = in.context().store;
  const std::size_t attribute =
      store.attributes(attribute_subject::account).index_of(subscription->attribute);
  if (attribute == attribute_log::npos) {
    return fail(error_code::needs_reload, "/roi/subscription/amount",
                "the attribute `account." + subscription->attribute + "` was not kept; load again");
  }
  bool all_known = true;
  if (in.account()) {
    const std::uint32_t account = *in.current().account;
    all_known = account != dictionary::none && out.add_account(attribute, account);
  } else if (!in.user()) {
    for (std::uint32_t account = 0; account < store.accounts().size(); ++account) {
      all_known = out.add_account(attribute, account) && all_known;
    }
  }
  if (!all_known) out.subscriptions_.clear();
  return out;
}

bool price::add_account(std::size_t attribute, std::uint32_t account) {
  schedule steps;
  for (const attribute_entry& entry :
       in_->context().store.attributes(attribute_subject::account).history(attribute, account)) {
    if (entry.at_ms >= in_->as_of_ms()) break;
    const bool is_null = entry.value.kind() == cell_kind::null;
    if (!is_null && (!entry.value.is_number() || entry.value.number() < 0)) return false;
    const std::int64_t day = in_->place().day_number(entry.at_ms);
    if (!steps.empty() && steps.back().from_day == day) steps.pop_back();
    steps.push_back({day, is_null ? 0 : entry.value.number()});
  }
  if (!steps.empty()) subscriptions_.push_back(std::move(steps));
  return true;
}

std::int64_t price::of(std::int64_t from_ms, std::int64_t to_ms) const {
  const std::int64_t end_ms = std::min(to_ms, in_->as_of_ms());
  if (end_ms <= from_ms) return 0;
  return of_days(in_->place().day_number(from_ms), in_->place().day_number(end_ms - 1) + 1);
}

std::int64_t price::due_by(std::int64_t first_day, std::int64_t day) const {
  const std::int64_t next = period_add(period_start_day(day, period_, in_->week_start()), period_, 1);
  const std::int64_t range_end_day = in_->place().day_number(in_->range().to_ms - 1) + 1;
  return of_days(first_day, std::min(next, range_end_day));
}

/** All days of one calendar period and amount cost the same: one step a period, not one a day. */
std::int64_t price::of_days(std::int64_t first_day, std::int64_t end_day) const {
  exact_sum sum;
  // Periods outside: there are few of them, and what the calendar says of one holds for all subscriptions.
  for (std::int64_t day = first_day; day < end_day;) {
    const std::int64_t next = period_add(period_start_day(day, period_, in_->week_start()), period_, 1);
    const std::int64_t period_end = std::min(next, end_day);
    const auto days = static_cast<double>(days_in_period(day, period_));
    for (const schedule& steps : subscriptions_) {
      for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::int64_t from = std::max(day, steps[i].from_day);
        const std::int64_t until =
            i + 1 < steps.size() ? std::min(period_end, steps[i + 1].from_day) : period_end;
        if (from < until) sum.add(steps[i].amount * static_cast<double>(until - from) / days);
      }
    }
    day = period_end;
  }
  return round_half_away_to_minor(sum.value(), digits_).value_or(0);
}

}  // namespace payoff
