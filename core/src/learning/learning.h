// SPDX-License-Identifier: Apache-2.0
/**
 * @file learning.h  What does a base of customers teach, in counts that add up and in figures that may be
 * told?
 *
 * A part is {"payoff_model":1,"part":true,"plan":{...},"span":{"first_ms","last_ms"},"counts":{...}}, as
 * plan.h, counts.h, early.h and peers.h say. It holds every count and is for the vendor's own eyes. A model
 * is made of one part, which may be the sum of others, and of nothing else.
 */
#pragma once

#include <span>
#include <vector>

#include "learning/plan.h"

namespace payoff {

/** Counts what there is in the frame's rows before as_of. `periods`: how many of the last whole ones. */
[[nodiscard]] result<json> count_part(const frame& in, const json& question, const aha_plan& aha,
                                      std::int64_t periods);

/** Errors: of what is no part, or of another plan than the first: `path` begins with "/parts/<number>". */
[[nodiscard]] result<json> add_parts(std::span<const json> parts);

/** The model that is published; see learn.h. Errors: of counts that fit no plan, `path` as in the part. */
[[nodiscard]] result<json> model_of(const json& part);

}  // namespace payoff
