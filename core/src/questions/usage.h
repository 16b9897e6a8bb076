// SPDX-License-Identifier: Apache-2.0
/**
 * @file usage.h  How much was done, and is that more or less than before?
 *
 * Ask:
 * {"ask":"usage","from","to","grain"?:"day","metrics"?:[Metric],"compare"?:"previous"|"none"|{"from",
 *  "to"},"account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Without `metrics` the playbook's are answered, and without those one, `events`: the count of "@active".
 *
 * Answer: Per metric: `total`, `series` (dense, one entry a bucket), `previous` (the total of the period
 * compared with), `change` = (total - previous) / previous (null when previous is 0 or null), `verdict`,
 * `partial`.
 *
 * Rules:
 *  - A total of distinct people is distinct over the range, not the sum of buckets.
 *  - mean, median, p90, min and max of nothing are null; counts and sums of nothing are 0.
 *  - Only JSON numbers count for sum, mean, median, p90, min and max; other types of a property are passed
 *    over.
 *  - `sessions` are counted, `session_minutes` is their mean length; both belong to the bucket of the
 *    first event.
 *  - `events_per_user` leaves events without a user out of both sides.
 *  - A duration's pair belongs to the period of its start; its end may come later, before as_of. Starts
 *    that have no end yet are in no figure: `censored` counts them, with the note `censored_excluded`. A
 *    recent period looks faster than it will turn out, because its slow pairs are still open.
 *  - A sum whose unit is a currency (its ISO 4217 code, or "currency" for the product's) is made in minor
 *    units.
 *  - An unfinished period is compared like for like: both are cut at the same elapsed wall-clock time.
 *  - `benchmark` {"n","p25","p50","p75","quarter"}, where a model knows it: the quartiles over customers,
 *    of the same plan where that is known, of their mean period. Only of the playbook's own metrics, of an
 *    account or a user as the model has it, over one whole period of the model's that is over. `quarter`:
 *    1 up to p25, 2 up to p50, 3 up to p75, 4 above, whatever is better.
 *  - `verdict` is `same` for a change under 2%, `unknown` without a change, else by `better`.
 *
 * Formula: change = (total - previous) / previous. A quantile is linear between order statistics, R's type 7
 * (stats/quantile.h). A sum is exact and rounded once, whatever the order of rows (stats/exact_sum.h).
 *
 * Limits: It counts what was sent: an event that nobody recorded looks like one that did not happen. A
 * change says that two periods differ and not why, and has no interval: of small numbers it may be chance,
 * which `flags` tests and this does not.
 *
 * Source: Of our own. Quantiles as Hyndman & Fan (1996), definition 7; quarters of a benchmark by the
 * quartiles of a model (`learn`).
 *
 * Cost: One pass over the rows in range per metric and period.
 *
 * Errors: Those of the fields, needs_reload.
 *
 * Example: tests/cases/usage_month.json, question 1.
 */
#pragma once

#include "questions/question.h"
#include "questions/shared/frame.h"

namespace payoff {

[[nodiscard]] result<json> answer_usage(const ask_context& context, const json& question);

/** What a period is compared with, already cut like for like; absent for "none". Reads `compare`. */
[[nodiscard]] std::optional<time_range> read_compare(reader& question, const frame& in);

/** (total - previous) / previous; nothing when either is unknown or previous is 0. */
[[nodiscard]] std::optional<double> relative_change(std::optional<double> total,
                                                    std::optional<double> previous);

/** The `metrics` array. `with_previous_series` adds `previous_series`, for charts that draw both. `peers`:
 * what the model knows of such customers over such a range, or nullptr. */
[[nodiscard]] result<json> usage_metrics(frame& in, const std::vector<metric>& metrics,
                                         const std::string& path, const std::optional<time_range>& previous,
                                         bool with_previous_series, const json* peers);

}  // namespace payoff
