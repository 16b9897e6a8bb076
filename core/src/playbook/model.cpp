// SPDX-License-Identifier: Apache-2.0
#include "playbook/model.h"

namespace payoff {
namespace {

std::vector<std::string> ids_in(reader& lifts, std::string_view name) {
  std::vector<std::string> out;
  lifts.each(name, [&](const json& item, const std::string& path) {
    const json* id = item.find("id");
    if (id == nullptr || !id->is_string()) {
      return lifts.wrong().report(error_code::missing_field, path + "/id", "`id` must be given");
    }
    out.push_back(*id->text_if());
  });
  return out;
}

void check_cell(const json& value, const std::string& path, problem& wrong) {
  if (value.is_null()) return;
  reader cell(value, path, wrong);
  cell.each_field("metrics", [&](const std::string&, const json& item, const std::string& at) {
    reader one(item, at, wrong);
    for (const char* name : {"n", "p25", "p50", "p75"}) (void)one.number(name);
  });
  const json* rates = cell.find("capabilities");
  if (rates == nullptr) return;
  reader rate(*rates, path + "/capabilities", wrong);
  for (const auto& [id, share] : rates->items()) (void)rate.number(id);
}

}  // namespace

result<learned_model> parse_model(std::string_view text) {
  learned_model out;
  PAYOFF_ASSIGN(parsed, parse_json(text, "the model"));
  problem wrong;
  reader from(parsed, "/model", wrong);
  from.need("payoff_model");
  from.integer_or("payoff_model", 1, 1, 1);
  from.need("playbook");
  out.playbook = from.text_if("playbook").value_or(std::string());
  out.is_per_account = from.choice("per", {"user", "account"}) == 1;
  out.period = static_cast<grain>(from.choice("period", grain_names));
  const json* goal = from.find("goal");
  if (goal != nullptr && !goal->is_null()) out.goal = parse_aha_rule(*goal, "/model/goal", wrong);
  reader lifts(from.need("lifts"), "/model/lifts", wrong);
  out.capabilities = ids_in(lifts, "capabilities");
  out.steps = ids_in(lifts, "steps");
  lifts.finish();
  out.peers = from.need("peers");
  reader peers(out.peers, "/model/peers", wrong);
  check_cell(peers.need("all"), "/model/peers/all", wrong);
  peers.each_field("plans", [&](const std::string&, const json& cell, const std::string& path) {
    check_cell(cell, path, wrong);
  });
  peers.finish();
  for (const char* name : {"learned_from", "notes", "rules"}) from.find(name);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  return out;
}

}  // namespace payoff
