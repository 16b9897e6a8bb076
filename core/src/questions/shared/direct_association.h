// SPDX-License-Identifier: Apache-2.0
/** @file direct_association.h  What do tables, p-values, proportions and rates that the caller has counted
 * say? The forms of `association` that look at no events; association.h documents them. */
#pragma once

#include <optional>

#include "json/json.h"
#include "json/reader.h"

namespace payoff {

/** True if the question brings figures of its own. */
[[nodiscard]] bool is_direct_association(const json& question);

/** The answer's body, from "rows", "q_values", "rate" or "ratio" on; mistakes go to the reader's problem. */
[[nodiscard]] json direct_association(reader& question);

}  // namespace payoff
