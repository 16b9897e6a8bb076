// SPDX-License-Identifier: Apache-2.0
/** @file model.h  What may one customer's page know of all customers? What questions use of a published
 * model. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "payoff/result.h"
#include "playbook/playbook.h"

namespace payoff {

/** See learn.h for the fields. Those that are the vendor's to read are passed over. */
struct learned_model {
  std::string playbook; /**< Version: the model says nothing under another one. */
  bool is_per_account{false};
  grain period{grain::month};
  std::optional<aha_rule> goal;
  std::vector<std::string> capabilities, steps; /**< Ids, the most promising first. */
  json peers;
};

/** Errors: bad_json, or of a field, `path` begins with "/model". */
[[nodiscard]] result<learned_model> parse_model(std::string_view text);

}  // namespace payoff
