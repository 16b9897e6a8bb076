// SPDX-License-Identifier: Apache-2.0
#include "questions/stage_base.h"

#include <algorithm>
#include <array>
#include <vector>

#include "questions/shared/stage_rules.h"

namespace payoff {
namespace {

constexpr std::size_t most_readings = 1'000'000;
constexpr std::size_t unknown = stage_names.size();  // nothing is known of it yet
constexpr std::size_t in_none = unknown + 1;         // known, and no rule holds
constexpr std::size_t states = in_none + 1;

struct counts {
  std::array<std::uint64_t, states * states> moves{};  // [from][to]
  std::array<std::uint64_t, states> at_end{};
};

result<std::size_t> state_at(const frame& in, counted per, std::string_view id, std::int64_t at_ms,
                             const stage_rules& rules) {
  const frame then = frame_of(in, per, id, at_ms);
  const customer who(then);
  if (!who.is_present()) return unknown;
  PAYOFF_ASSIGN(rule, rules.at(who));
  if (rule == nullptr) return in_none;
  const auto* at = std::find(stage_names.begin(), stage_names.end(), rule->stage);
  return static_cast<std::size_t>(at - stage_names.begin());
}

json stage_json(std::size_t state) { return state < unknown ? json(stage_names[state]) : json(nullptr); }

json moves_json(const counts& of) {
  // From null are the unknown and those in none, and to null only the latter.
  std::array<std::uint64_t, states * states> by_name{};
  for (std::size_t from = 0; from < states; ++from) {
    for (std::size_t to = 0; to < states; ++to) {
      const std::size_t named = std::min(from, unknown);
      if (named != std::min(to, unknown))
        by_name[named * states + std::min(to, unknown)] += of.moves[from * states + to];
    }
  }
  json out = json::array();
  for (std::size_t i = 0; i <= unknown; ++i) {
    const std::size_t from = i == 0 ? unknown : i - 1;
    for (std::size_t k = 0; k <= unknown; ++k) {
      const std::size_t to = k == 0 ? unknown : k - 1;
      const std::uint64_t customers = by_name[from * states + to];
      if (customers == 0) continue;
      out.push_back({{"from", stage_json(from)}, {"to", stage_json(to)}, {"customers", customers}});
    }
  }
  return out;
}

json stages_json(const counts& of) {
  json out = json::array();
  for (std::size_t state = 0; state < states; ++state) {
    if (state == unknown || (state == in_none && of.at_end[state] == 0)) continue;
    out.push_back({{"stage", stage_json(state)}, {"customers", of.at_end[state]}});
  }
  return out;
}

}  // namespace

result<json> answer_stage_base(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  if (from.find("from") == nullptr) {
    wrong.report(
        error_code::missing_field, "/account",
        "`account` or `user` must be given: whose stage? Of all customers there are the moves `from` "
        "a time `to` another");
  }
  in.read_range(from, grain::month);
  const counted per = from.find("per") == nullptr ? counted::accounts : read_per(from);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(rules, stage_rules::of(context.book));
  PAYOFF_ASSIGN(by, buckets_of(in, in.range()));
  const std::vector<std::string_view> ids = customer_ids(in, per);
  if (ids.size() * (by.size() + 1) > most_readings) {
    return fail(error_code::limit_exceeded, "/grain",
                "at most a million stages are looked at: choose a larger grain or a shorter range");
  }
  std::vector<counts> found(by.size());
  for (const std::string_view id : ids) {
    std::size_t before = unknown;
    for (std::size_t i = 0; i < by.size() && by[i].start_ms < in.as_of_ms(); ++i) {
      if (i == 0) {
        PAYOFF_ASSIGN(first, state_at(in, per, id, by[i].start_ms, rules));
        before = first;
      }
      PAYOFF_ASSIGN(after, state_at(in, per, id, std::min(by[i].end_ms, in.as_of_ms()), rules));
      ++found[i].moves[before * states + after];
      ++found[i].at_end[after];
      before = after;
    }
  }

  json out = in.begin_answer("stage");
  out["per"] = per_name(per);
  json& series = out["series"] = json::array();
  for (std::size_t i = 0; i < by.size(); ++i) {
    const bool has_begun = by[i].start_ms < in.as_of_ms();
    json entry = bucket_json(in, by[i]);
    entry["moves"] = has_begun ? moves_json(found[i]) : json(nullptr);
    entry["stages"] = has_begun ? stages_json(found[i]) : json(nullptr);
    mark_partial(entry, in, by[i]);
    series.push_back(std::move(entry));
  }
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
