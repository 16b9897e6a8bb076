// SPDX-License-Identifier: Apache-2.0
/** @file contract_value.h  What are customers with a contract worth? The form of customer_value that its
 * header calls `contract`. */
#pragma once

#include "questions/shared/frame.h"

namespace payoff {

/** Over the contracts of events and attributes. */
[[nodiscard]] result<json> contract_value(const ask_context& context, reader& from);

/** Over lifetimes in months that the caller has. */
[[nodiscard]] result<json> direct_contract_value(const ask_context& context, reader& from);

}  // namespace payoff
