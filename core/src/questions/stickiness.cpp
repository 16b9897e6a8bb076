// SPDX-License-Identifier: Apache-2.0
#include "questions/stickiness.h"

#include "questions/shared/activity.h"
#include "questions/shared/frame.h"

namespace payoff {

result<json> answer_stickiness(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const counted per = read_per(from);
  const selector of = read_active(from, wrong);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  std::vector<std::int64_t> edges;
  edges.reserve(by.size());
  for (const bucket& one : by) edges.push_back(one.start_ms);
  const timeline line(std::move(edges));
  PAYOFF_ASSIGN(active_in, selection::compile(of, "/of", in));
  PAYOFF_ASSIGN(who, activity::find(context.store, in.current(), active_in, line, per));
  std::vector<std::uint64_t> people(by.size() + 1);  // [buckets they were in]
  for (std::uint32_t unit = 1; unit < who.units(); ++unit) ++people[who.of(unit).size()];

  json out = in.begin_answer("stickiness");
  out["per"] = per_name(per);
  std::vector<std::uint64_t> at_least(people);
  for (std::size_t k = by.size(); k > 1; --k) at_least[k - 1] += at_least[k];
  out["people"] = at_least[1];
  json& data = out["data"] = json::array();
  for (std::size_t k = 1; k <= by.size(); ++k) data.push_back(people[k]);
  json& cumulative = out["cumulative"] = json::array();
  for (std::size_t k = 1; k <= by.size(); ++k) cumulative.push_back(at_least[k]);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
