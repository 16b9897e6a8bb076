// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/stage_rules.h"

#include "questions/flags.h"
#include "questions/health.h"

namespace payoff {
namespace {

constexpr std::string_view default_rules = R"([
  {"id":"canceled","stage":"churned","when":[{"measure":"canceled","gte":1}]},
  {"id":"gone","stage":"churned","when":[{"measure":"days_since_active","gte":90}]},
  {"id":"flagged","stage":"at_risk","when":[{"measure":"high_flags","gte":1}]},
  {"id":"unhealthy","stage":"at_risk","when":[{"measure":"health","lt":40}]},
  {"id":"acted","stage":"advocate","when":[{"measure":"advocacy_events_180d","gte":1}]},
  {"id":"grown","stage":"expansion","when":[{"measure":"mrr_change_90d","gte":0.01}]},
  {"id":"stayed","stage":"retained","when":[{"measure":"days_since_start","gte":90},{"measure":"value_events_28d","gte":1}]},
  {"id":"aha_reached","stage":"adopting","when":[{"measure":"aha_reached","gte":1}]},
  {"id":"activated","stage":"adopting","when":[{"measure":"activation_percent","gte":100}]},
  {"id":"started","stage":"onboarding","when":[{"measure":"days_since_start","gte":0}]},
  {"id":"known","stage":"acquired","when":[{"measure":"is_present","gte":1}]},
  {"id":"otherwise","stage":"reach"}])";

/** Of well-formed stages; they must live on. */
std::vector<stage_rule> rules_of(const json& stages, problem& wrong) {
  std::vector<stage_rule> out;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    out.push_back({*stages[i].find("id")->text_if(), *stages[i].find("stage")->text_if(), {}});
    const json* when = stages[i].find("when");
    for (std::size_t k = 0; when != nullptr && k < when->size(); ++k) {
      const json& one = (*when)[k];
      const std::string path = join_path(join_path("/stages", i) + "/when", k) + "/measure";
      const auto bound = [&one](const char* name) {
        const json* value = one.find(name);
        return value == nullptr ? std::nullopt : std::optional(value->number());
      };
      out.back().when.push_back(
          {parse_reading(*one.find("measure")->text_if(), path, {"health", "high_flags"}, wrong),
           bound("gte"), bound("lt")});
    }
  }
  return out;
}

result<std::optional<double>> read_any(const customer& who, const reading& what) {
  if (what.name == "health") return health_score(who);
  if (what.name != "high_flags") return read(who, what);
  PAYOFF_ASSIGN(found, flags_of(who));
  double high = 0;
  for (const json& flag : *found.find("flags")) high += flag.find("severity")->is_text("high") ? 1 : 0;
  return high;
}

result<bool> holds(const customer& who, const stage_condition& one) {
  PAYOFF_ASSIGN(value, read_any(who, one.what));
  return value && (!one.gte || *value >= *one.gte) && (!one.lt || *value < *one.lt);
}

}  // namespace

result<stage_rules> stage_rules::of(const playbook& book) {
  stage_rules out;
  PAYOFF_ASSIGN(defaults, parse_json(default_rules, "the default stages"));
  out.defaults_ = std::move(defaults);
  problem wrong;
  out.rules_ = rules_of(book.stages.is_null() ? out.defaults_ : book.stages, wrong);
  PAYOFF_TRY(wrong.as_result());
  return out;
}

result<const stage_rule*> stage_rules::at(const customer& who) const {
  for (const stage_rule& one : rules_) {
    bool is_met = true;
    for (std::size_t i = 0; is_met && i < one.when.size(); ++i) {
      PAYOFF_ASSIGN(is_true, holds(who, one.when[i]));
      is_met = is_true;
    }
    if (is_met) return &one;
  }
  return nullptr;
}

}  // namespace payoff
