// SPDX-License-Identifier: Apache-2.0
/** @file peers.h  What is known of customers like the one that is asked for? */
#pragma once

#include "questions/shared/frame.h"

namespace payoff {

/**
 * The model's figures of the customer's plan, as known at the end of the range, else of all. nullptr without
 * a model of this playbook, or where it is of accounts and a user is asked for, and the like.
 */
[[nodiscard]] const json* peers_of(const frame& in);

/** The same for figures over the range: nullptr unless the range is one of the model's periods, and over. */
[[nodiscard]] const json* peers_of_period(const frame& in);

/** {"n","p25","p50","p75","quarter"} of one metric; absent: nullptr becomes null. `quarter`: 1 up to p25, ...
 * 4 above p75; null of an unknown figure. */
[[nodiscard]] json benchmark_of(const json* peers, std::string_view metric, std::optional<double> figure);

/** Which of the model's `lifts` the id is, from 0 on; how many there are where it is none. */
[[nodiscard]] std::size_t rank_of(const learned_model& model, std::string_view lifts, std::string_view id);

}  // namespace payoff
