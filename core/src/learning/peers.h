// SPDX-License-Identifier: Apache-2.0
/**
 * @file peers.h  What do comparable customers use, and how much of it: as counts of parts, and as figures.
 *
 * Looked at are the plan's periods, of each customer those in which it was active ("@active") and before
 * which it was seen already: a first month is no whole one. Counted are, by plan ("" where none is known),
 *  - `units` customers and `periods` of theirs;
 *  - lists by number of capability: `open` periods of customers whose plan has it, `open_units` such
 * customers, `used` such periods in which it was used, `has` customers who used it in any; `together` by a *
 * number of capabilities + b, a < b: customers who used both;
 *  - `metrics`: customers by the bucket (buckets.h) of the mean over their periods, of those where it is
 * known.
 */
#pragma once

#include <vector>

#include "learning/counts.h"
#include "learning/plan.h"

namespace payoff {

/** `by`: the periods. One pass over the rows of the periods a capability, one a metric and customer. */
[[nodiscard]] result<json> count_peers(const frame& in, const learning_plan& plan,
                                       const std::vector<bucket>& by);

struct learned_peers {
  json told; /**< {"all":cell,"plans":{plan:cell}}; see learn.h. */
  bool is_suppressed{false};
};
[[nodiscard]] learned_peers peers_from(const json& peers, const learning_plan& plan, const std::string& path,
                                       problem& wrong);

}  // namespace payoff
