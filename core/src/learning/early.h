// SPDX-License-Identifier: Apache-2.0
/**
 * @file early.h  Which early behaviour goes with staying: as counts of parts, and as rules of a model.
 *
 * People are those of aha_discovery: they began before as_of and their outcome is known. Counted are
 *  - {"censored","people":list,"events":{event as JSON text:{"did":list,"left":list}}}: `people` by window,
 *    half, busyness and outcome; of an event those who did it within the window, `did` also by how many of
 * the plan's counts they reached, by the busyness in all *else* that they did, and `left` by the busyness in
 * all, which is where they are missing among those who did not;
 *  - {"capabilities":{id:list},"steps":{id:list}}: tables of two by two by busyness in all else: a
 * capability's first use within the longest window, a step's doing within its own time. Who has a plan
 * without the capability is not counted there. Busyness is fixed, since quantiles do not add up: 0, 1, 2-3,
 * 4-7, 8-15, ... events.
 */
#pragma once

#include "learning/counts.h"
#include "learning/plan.h"

namespace payoff {

[[nodiscard]] result<json> count_early(const frame& in, const aha_plan& plan);
[[nodiscard]] result<json> count_lifts(const frame& in, const learning_plan& plan);

struct learned_rules {
  json rules; /**< Each of another event, the best first; see learn.h. */
  json goal;  /**< The first of them that holds up and is not the outcome in disguise, or null. */
  bool is_suppressed{false};
};
[[nodiscard]] learned_rules rules_from(const json& early, const learning_plan& plan, const std::string& path,
                                       problem& wrong);

/** {"capabilities":[...],"steps":[...]}, the most promising first. `peer_rates` decide where no lift does. */
[[nodiscard]] json lifts_from(const json& lifts, const learning_plan& plan, const json& peer_rates,
                              const std::string& path, problem& wrong);

}  // namespace payoff
