// SPDX-License-Identifier: Apache-2.0
/** @file stage_rules.h  Which rule says where a customer stands? stage.h documents the rules. */
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "questions/shared/customer.h"
#include "questions/shared/readings.h"

namespace payoff {

struct stage_condition {
  reading what;
  std::optional<double> gte, lt;
};

struct stage_rule {
  std::string_view id, stage;
  std::vector<stage_condition> when;
};

/** The playbook's rules, else the defaults, in their order. */
class stage_rules {
 public:
  /** The playbook must live on. Errors: unknown_name (a measure). */
  [[nodiscard]] static result<stage_rules> of(const playbook& book);

  /** The first that holds, or nullptr. */
  [[nodiscard]] result<const stage_rule*> at(const customer& who) const;

  // Rules are views of what is held here or in the playbook.
  stage_rules(const stage_rules&) = delete;
  stage_rules& operator=(const stage_rules&) = delete;
  stage_rules(stage_rules&&) = default;
  stage_rules& operator=(stage_rules&&) = default;
  ~stage_rules() = default;

 private:
  stage_rules() = default;
  json defaults_;
  std::vector<stage_rule> rules_;
};

}  // namespace payoff
