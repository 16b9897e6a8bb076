// SPDX-License-Identifier: Apache-2.0
#include "questions/funnel.h"

#include "questions/shared/tries.h"
#include "stats/exact_sum.h"
#include "stats/quantile.h"

namespace payoff {
namespace {

json seconds_json(std::vector<double>& seconds) {
  if (seconds.empty()) return nullptr;
  exact_sum sum;
  for (const double one : seconds) sum.add(one);
  json out;
  out["mean"] = sum.value() / static_cast<double>(seconds.size());
  out["median"] = or_null(median(seconds));
  out["p90"] = or_null(p90(seconds));
  return out;
}

double seconds_between(std::int64_t from_ms, std::int64_t to_ms) {
  return static_cast<double>(to_ms - from_ms) / 1000;
}

}  // namespace

result<json> answer_funnel(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const counted per = read_per(from);
  const funnel_rules rules = parse_funnel(from, wrong);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(events, funnel_events::compile(rules, "", in));
  funnel_search search(rules);
  const std::size_t steps = rules.steps.size();
  std::vector<std::uint64_t> reached(steps);
  std::vector<std::vector<double>> gaps(steps);  // [steps]: seconds from the step before
  std::vector<double> whole;
  const bool fits = events.for_each_unit(in.current(), per, [&](std::uint32_t, auto moments) {
    const funnel_try& best = search.best_of(moments);
    for (std::size_t k = 0; k < best.size(); ++k) {
      ++reached[k];
      if (k > 0) gaps[k].push_back(seconds_between(best[k - 1], best[k]));
    }
    if (best.size() == steps) whole.push_back(seconds_between(best.began_ms(), best.last_ms()));
  });
  if (!fits) return fail(error_code::out_of_memory, "", "no memory for who took which step when");

  json out = in.begin_answer("funnel");
  out["per"] = per_name(per);
  out["people"] = reached.front();
  json& list = out["steps"] = json::array();
  for (std::size_t k = 0; k < steps; ++k) {
    json entry;
    entry["id"] = std::to_string(k);
    entry["count"] = reached[k];
    entry["rate_from_first"] = ratio(reached[k], reached.front());
    entry["rate_from_previous"] = ratio(reached[k], reached[k == 0 ? 0 : k - 1]);
    entry["seconds_from_previous"] = seconds_json(gaps[k]);
    list.push_back(std::move(entry));
  }
  out["seconds_to_convert"] = seconds_json(whole);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
