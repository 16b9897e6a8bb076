// SPDX-License-Identifier: Apache-2.0
#include "questions/merge.h"

#include "learning/learning.h"

namespace payoff {

result<json> answer_merge(const ask_context& /*context*/, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const bool is_part = from.boolean_or("part", false);
  from.need("parts");
  std::vector<json> parts;
  from.each("parts", [&](const json& item, const std::string& path) {
    const std::string* const text = item.text_if();
    if (text == nullptr) return parts.push_back(item);
    auto parsed = parse_json(*text, "the part");
    if (!parsed) return wrong.report(parsed.error().code, path, parsed.error().message);
    parts.push_back(*std::move(parsed));
  });
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(sum, add_parts(parts));
  if (is_part) return sum;
  return model_of(sum);
}

}  // namespace payoff
