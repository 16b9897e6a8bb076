// SPDX-License-Identifier: Apache-2.0
#include "playbook/model.h"

#include "json/reader.h"

namespace payoff {
namespace {

/** What is read of a model: an example of each type, `*` for any name. What else is there is not looked at.
 */
constexpr std::string_view shape =
    R"({"playbook":"","lifts":{"capabilities":[{"id":""}],"steps":[{"id":""}]},"peers":{)"
    R"("all":{"metrics":{"*":{"n":0,"p25":0,"p50":0,"p75":0}},"capabilities":{"*":0}},)"
    R"("plans":{"*":{"metrics":{"*":{"n":0,"p25":0,"p50":0,"p75":0}},"capabilities":{"*":0}}}}})";

void check_shape(const json* value, const json& like, const std::string& path, problem& wrong) {
  if (value == nullptr || type_word(*value) != type_word(like)) {
    return wrong.report(value == nullptr ? error_code::missing_field : error_code::wrong_type, path,
                        "here must be " + std::string(type_word(like)));
  }
  std::size_t index = 0;
  for (const json& one : *value) check_shape(&one, *like.begin(), join_path(path, index++), wrong);
  for (const auto& [name, inner] : like.items()) {
    if (name != "*") {
      check_shape(value->find(name), inner, join_path(path, name), wrong);
      continue;
    }
    for (const auto& [own, any] : value->items()) check_shape(&any, inner, join_path(path, own), wrong);
  }
}

}  // namespace

result<std::unique_ptr<learned_model>> parse_model(std::string_view text) {
  PAYOFF_ASSIGN(parsed, parse_json(text, "the model"));
  auto out = std::make_unique<learned_model>();
  problem wrong;
  reader from(parsed, "/model", wrong);
  from.need("payoff_model");
  from.integer_or("payoff_model", 1, 1, 1);
  out->is_per_account = from.choice("per", {"user", "account"}) == 1;
  out->period = static_cast<grain>(from.choice("period", grain_names));
  const json* goal = from.find("goal");
  if (goal != nullptr && !goal->is_null()) out->goal = parse_aha_rule(*goal, "/model/goal", wrong);
  check_shape(&parsed, *parse_json(shape, ""), from.path(), wrong);
  PAYOFF_TRY(wrong.as_result());
  out->whole = std::move(parsed);
  return out;
}

}  // namespace payoff
