// SPDX-License-Identifier: Apache-2.0
/** @file model.h  What may one customer's page know of all customers? What questions use of a published
 * model. */
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "json/json.h"
#include "payoff/result.h"
#include "playbook/playbook.h"

namespace payoff {

/** See learn.h for the fields. Those that are the vendor's to read are passed over. */
struct learned_model {
  json whole; /**< Checked as far as it is read: `playbook`, `lifts` and `peers`. */
  bool is_per_account{false};
  grain period{grain::month};
  std::optional<aha_rule> goal;

  /** The model says nothing under another version of the playbook. */
  [[nodiscard]] bool is_of(const playbook& book) const {
    return whole.find("playbook")->is_text(book.version);
  }
};

/** Errors: bad_json, or of a field, `path` begins with "/model". */
[[nodiscard]] result<std::unique_ptr<learned_model>> parse_model(std::string_view text);

}  // namespace payoff
