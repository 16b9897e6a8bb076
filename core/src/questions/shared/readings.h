// SPDX-License-Identifier: Apache-2.0
/**
 * @file readings.h  Which figures can health and stages be made of, and what is each of one customer?
 *
 * Over the last n days, n from 1 to 3650, written `events_28d`:
 *  - `events`, `sessions`, `active_users`: of "@active"; `active_users` are people.
 *  - `value_events`, `login_events`, `support_events`, `advocacy_events`: of the set "@value" (any event
 * unless the playbook says otherwise), "@login", "@support", "@advocacy"; unknown without such a set.
 *  - `value_events_per_active_user`: value_events / active_users.
 *  - `utilisation`: capabilities used / capabilities that the plan has. `active_seat_share`: active_users /
 * seats.
 *  - `events_change`: relative to the n days before; -0.2 is a fifth less.
 *  - `mrr_change`: what is known now of subscription.mrr less what was known n days before, in its own units.
 * Of now:
 *  - `nps_latest`: the latest score of the survey "nps".
 *  - `days_since_active`, `days_since_start`: whole days since the last and the first activity.
 *  - `days_to_renewal`: local days to subscription.renews_on, below 0 when it is past.
 *  - `activation_percent`: as `activation` has it; unknown until it was started.
 *  - `aha_reached`, `canceled`, `is_present`: 1 or 0. Canceled: a subscription.canceled event and no
 *    payment_succeeded later. Present: the customer's id occurs in the data.
 * What counts events is unknown until the customer's first activity, as is a ratio over 0. A window that
 * began before the customer did counts what there is.
 */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "questions/shared/customer.h"

namespace payoff {

/** `events_28d` is "events" over 28 days; of now: 0 days. */
struct reading {
  std::string_view name;
  std::int64_t days{0};
};

/** A name that there is none of is reported at `path`; `more` are further names that the caller knows. */
[[nodiscard]] reading parse_reading(std::string_view name, const std::string& path,
                                    const std::vector<std::string_view>& more, problem& wrong);

[[nodiscard]] result<std::optional<double>> read(const customer& who, const reading& what);

}  // namespace payoff
