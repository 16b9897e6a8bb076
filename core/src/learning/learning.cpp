// SPDX-License-Identifier: Apache-2.0
#include "learning/learning.h"

#include <algorithm>
#include <utility>

#include "learning/counts.h"
#include "learning/early.h"
#include "learning/peers.h"
#include "learning/told.h"
#include "store/marks.h"

namespace payoff {
namespace {

constexpr std::int64_t latest_ms = 7'289'654'400'000;  // 2201-01-01

/** The last whole periods before as_of, in the frame's grain. */
result<std::vector<bucket>> last_periods(const frame& in, std::int64_t periods) {
  const std::int64_t today = in.place().day_number(in.as_of_ms());
  const std::int64_t end_day = period_start_day(today, in.by(), in.week_start());
  const std::int64_t first_day = period_add(end_day, in.by(), -periods);
  return buckets_of(in, {day_start(in.place(), first_day), day_start(in.place(), end_day)});
}

struct customers {
  std::uint64_t people{0}, accounts{0}, events{0};
  std::int64_t first_ms{INT64_MAX}, last_ms{INT64_MIN};
};

customers seen_before(const frame& in) {
  const event_store& store = in.context().store;
  customers out;
  marks accounts(store.accounts().size());
  const scope all = in.scope_of(0, in.as_of_ms());
  for_each_person(store, all, [&](const person_rows& rows) { out.people += rows.person == nobody ? 0 : 1; });
  for_each_row(store, all, [&](person_id, row_id row) {
    ++out.events;
    out.first_ms = std::min(out.first_ms, store.time_ms(row));
    out.last_ms = std::max(out.last_ms, store.time_ms(row));
    if (store.account(row) != dictionary::none) accounts[store.account(row)] = true;
  });
  out.accounts = static_cast<std::uint64_t>(std::count(accounts.begin(), accounts.end(), true));
  return out;
}

struct part_view {
  const json *plan, *span, *counts;
};

part_view read_part(const json& part, const std::string& path, problem& wrong) {
  reader from(part, path, wrong);
  from.need("payoff_model");
  from.integer_or("payoff_model", 1, 1, 1);
  if (!from.boolean_or("part", false)) {
    from.wrong().report(error_code::bad_value, from.path_of("part"),
                        "this is no part: a published model holds too little to be added; merge what "
                        "`payoff learn --part` printed");
  }
  const part_view out{&from.need("plan"), &from.need("span"), &from.need("counts")};
  from.finish();
  return out;
}

/** null or milliseconds. */
std::optional<std::int64_t> read_ms(const json& span, std::string_view name, const std::string& path,
                                    problem& wrong) {
  reader from(span, path, wrong);
  const json& found = from.need(name);
  if (found.is_null()) return std::nullopt;
  return from.integer_or(name, 0, 0, latest_ms);
}

json span_json(const std::optional<std::int64_t>& first_ms, const std::optional<std::int64_t>& last_ms) {
  json out;
  out["first_ms"] = or_null(first_ms);
  out["last_ms"] = or_null(last_ms);
  return out;
}

json part_json(const json& plan, json span, json counts) {
  json out;
  out["payoff_model"] = 1;
  out["part"] = true;
  out["plan"] = plan;
  out["span"] = std::move(span);
  out["counts"] = std::move(counts);
  return out;
}

json day_or_null(const json& span, std::string_view name) {
  const json* at_ms = span.find(name);
  return at_ms->is_null() ? json(nullptr) : json(instant_name(at_ms->integer()).substr(0, 10));
}

}  // namespace

result<json> count_part(const frame& in, const json& question, const aha_plan& aha, std::int64_t periods) {
  PAYOFF_ASSIGN(by, last_periods(in, periods));
  const json plan = plan_json(in, question, aha, {by.front().start_ms, by.back().end_ms});
  problem wrong;
  learning_plan parsed = parse_plan(plan, "", wrong);
  PAYOFF_TRY(wrong.as_result());
  parsed.aha = aha;  // with what the playbook says where the question does not
  const customers seen = seen_before(in);
  json counts;
  counts["accounts"] = seen.accounts;
  PAYOFF_ASSIGN(early, count_early(in, aha));
  counts["early"] = std::move(early);
  counts["events"] = seen.events;
  PAYOFF_ASSIGN(lifts, count_lifts(in, parsed));
  counts["lifts"] = std::move(lifts);
  PAYOFF_ASSIGN(peers, count_peers(in, parsed, by));
  counts["peers"] = std::move(peers);
  counts["people"] = seen.people;
  counts["rejected"] = in.context().quality.rejected();
  const bool has_any = seen.events > 0;
  json span = span_json(has_any ? std::optional(seen.first_ms) : std::nullopt,
                        has_any ? std::optional(seen.last_ms) : std::nullopt);
  return part_json(plan, std::move(span), std::move(counts));
}

result<json> add_parts(std::span<const json> parts) {
  problem wrong;
  if (parts.empty()) wrong.report(error_code::bad_value, "/parts", "`parts` must hold at least one part");
  const json* plan = nullptr;
  std::optional<std::int64_t> first_ms;
  std::optional<std::int64_t> last_ms;
  json counts = json::object();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string path = join_path("/parts", i);
    const part_view part = read_part(parts[i], path, wrong);
    PAYOFF_TRY(wrong.as_result());
    if (plan == nullptr) {
      plan = part.plan;
      (void)parse_plan(*plan, path + "/plan", wrong);
    } else {
      check_same_plan(*plan, *part.plan, path + "/plan", wrong);
    }
    const auto first = read_ms(*part.span, "first_ms", path + "/span", wrong);
    const auto last = read_ms(*part.span, "last_ms", path + "/span", wrong);
    if (first && (!first_ms || *first < *first_ms)) first_ms = first;
    if (last && (!last_ms || *last > *last_ms)) last_ms = last;
    check_counts(*part.counts, path + "/counts", wrong);
    if (!part.counts->is_object()) {
      wrong.report(error_code::wrong_type, path + "/counts", "counts are an object");
    }
    PAYOFF_TRY(wrong.as_result());
    counts = sum_of(counts, *part.counts, path + "/counts", wrong);
  }
  PAYOFF_TRY(wrong.as_result());
  return part_json(*plan, span_json(first_ms, last_ms), std::move(counts));
}

result<json> model_of(const json& part) {
  problem wrong;
  const part_view view = read_part(part, "", wrong);
  const learning_plan plan = parse_plan(*view.plan, "/plan", wrong);
  PAYOFF_TRY(wrong.as_result());
  const json& counts = *view.counts;
  const std::string path = "/counts";
  learned_peers peers = peers_from(branch_of(counts, "peers", path, wrong), plan, path + "/peers", wrong);
  const json lifts = lifts_from(branch_of(counts, "lifts", path, wrong), plan,
                                *peers.told.find("all")->find("capabilities"), path + "/lifts", wrong);
  const json& early = branch_of(counts, "early", path, wrong);
  learned_rules rules = rules_from(early, plan, path + "/early", wrong);
  PAYOFF_TRY(wrong.as_result());

  json out;
  out["payoff_model"] = 1;
  out["playbook"] = plan.playbook;
  out["per"] = per_name(plan.aha.per);
  out["period"] = plan.period;
  json& from = out["learned_from"];
  from["first"] = day_or_null(*view.span, "first_ms");
  from["last"] = day_or_null(*view.span, "last_ms");
  from["as_of"] = plan.as_of;
  from["zone"] = plan.zone;
  for (const char* name : {"accounts", "people", "events", "rejected"})
    from[name] = told(count_at(counts, name));
  from["censored"] = told(count_at(early, "censored"));
  from["outcome_days"] = *view.plan->find("outcome_days");
  from["peers_from"] = plan.from;
  from["peers_to"] = plan.to;
  json& notes = out["notes"] = json::array();
  notes.push_back("not_causal");
  if (count_at(early, "censored") > 0) notes.push_back("censored_excluded");
  if (rules.goal.is_null()) notes.push_back("no_rule");
  if (peers.is_suppressed || rules.is_suppressed) notes.push_back("suppressed_cells");
  out["goal"] = std::move(rules.goal);
  out["rules"] = std::move(rules.rules);
  out["lifts"] = lifts;
  out["peers"] = std::move(peers.told);
  return out;
}

}  // namespace payoff
