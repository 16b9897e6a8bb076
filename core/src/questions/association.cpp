// SPDX-License-Identifier: Apache-2.0
#include "questions/association.h"

#include <algorithm>
#include <string>
#include <utility>

#include "questions/shared/direct_association.h"
#include "questions/shared/doings.h"
#include "questions/shared/histories.h"
#include "questions/shared/known_attribute.h"
#include "questions/shared/strata.h"
#include "questions/shared/table_json.h"
#include "questions/shared/tries.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::string_view attribute_prefix = "attributes:";

struct candidates {
  bool has_events{false};
  std::vector<known_attribute> attributes;
};

/** What the question says beside the fields of all questions. */
struct association_plan {
  selector success;
  std::optional<funnel_rules> funnel; /**< In place of success and start. */
  std::optional<selector> start;
  candidates of;
  std::vector<std::string> excluded;
  std::int64_t min_people{25};
  table_options options;
  counted per{counted::users};
};

candidates read_candidates(reader& from, const event_store& store, counted per) {
  candidates out;
  const json* given = from.find("candidates");
  if (given == nullptr || given->is_text("events")) {
    out.has_events = true;
    return out;
  }
  from.each("candidates", [&](const json& item, const std::string& path) {
    const std::string* text = item.text_if();
    if (text != nullptr && *text == "events") {
      out.has_events = true;
    } else if (text != nullptr && text->size() > attribute_prefix.size() &&
               text->compare(0, attribute_prefix.size(), attribute_prefix) == 0) {
      out.attributes.push_back(
          known_attribute::find(text->substr(attribute_prefix.size()), path, store, per, from.wrong()));
    } else {
      from.wrong().report(error_code::bad_value, path,
                          "a candidate is `events` or an attribute such as `attributes:plan`");
    }
  });
  return out;
}

association_plan read_plan(reader& from, const event_store& store) {
  association_plan out;
  const json& success = from.need("success");
  if (success.find("steps") != nullptr) {
    reader funnel(success, "/success", from.wrong());
    out.funnel = parse_funnel(funnel, from.wrong());
    funnel.finish();
  } else if (!success.is_null()) {
    out.success = parse_selector(success, "/success", from.wrong());
  }
  if (const json* start = from.find("start")) {
    if (out.funnel) from.bad_value("start", "with a funnel people enter by its first step");
    out.start = parse_selector(*start, "/start", from.wrong());
  }
  out.per = read_per(from);
  out.of = read_candidates(from, store, out.per);
  out.excluded = from.texts_if("exclude");
  out.min_people = from.integer_or("min_people", out.min_people, 1, 1'000'000'000);
  out.options = read_table_options(from);
  return out;
}

/** A value of an attribute that somebody had at the entry. */
struct attribute_value {
  std::string id;  // "plan=pro"
  std::uint32_t person;
};

struct study {
  study(const event_store& store, const candidates& candidates)
      : did(store.names().size(), 1), values(candidates.attributes.size()) {}

  doings did;
  std::vector<std::uint8_t> outcome;                 // [people]
  std::vector<std::vector<attribute_value>> values;  // [attributes]
  std::uint64_t successes{0};

  /** The next person, who entered with rows[first], or others of that instant that `entries` picks. */
  void enter(const event_store& store, const candidates& of, std::uint32_t unit, const row_list& rows,
             std::uint32_t first, const selection& entries, bool has_success) {
    const auto person = static_cast<std::uint32_t>(outcome.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const known_attribute& attribute = of.attributes[i];
      const std::string text = attribute.text_at(store, unit, rows, first, entries);
      if (!text.empty()) values[i].push_back({attribute.name() + "=" + text, person});
    }
    outcome.push_back(has_success ? 1 : 0);
    successes += has_success ? 1 : 0;
  }
};

/** Entry and success are those of the try that counts; none of the steps' events is an exposure. */
result<study> observe_funnel(const frame& in, const association_plan& plan) {
  const event_store& store = in.context().store;
  const funnel_rules& rules = *plan.funnel;
  PAYOFF_ASSIGN(events, funnel_events::compile(rules, "/success", in));
  selector any_step;
  any_step.kind = selector_kind::list;
  any_step.children = rules.steps;
  PAYOFF_ASSIGN(steps, selection::compile(any_step, "/success/steps", in));
  const bool is_any = rules.order == step_order::any;
  PAYOFF_ASSIGN(entries, selection::compile(is_any ? any_step : rules.steps.front(), "/success/steps", in));
  PAYOFF_ASSIGN(all, histories::find(in, plan.per));
  funnel_search search(rules);
  study out(store, plan.of);
  bool fits = true;
  const bool fitted = events.for_each_unit(in.current(), plan.per, [&](std::uint32_t unit, auto moments) {
    const funnel_try& best = search.best_of(moments);
    if (best.size() == 0 || !fits) return;
    const bool has_success = best.size() == rules.steps.size();
    const row_list rows = all.of(unit);
    const std::int64_t until_ms =
        has_success ? best.last_ms() : std::min(best.began_ms() + rules.window_ms, in.range().to_ms);
    const std::uint32_t end = rows.count_before(store, until_ms);
    for (std::uint32_t i = rows.count_before(store, best.began_ms() + 1); i < end; ++i) {
      if (steps.matches(rows[i])) continue;
      out.did.see(store.name(rows[i]), 0);
      out.did.see_activity(0);
    }
    fits = out.did.close_person();
    const std::uint32_t first = rows.first_match(entries, rows.count_before(store, best.began_ms()));
    out.enter(store, plan.of, unit, rows, first, entries, has_success);
  });
  if (!fits || !fitted) return fail(error_code::out_of_memory, "", "no memory to count who did what");
  return out;
}

result<study> observe(const frame& in, const association_plan& plan) {
  if (plan.funnel) return observe_funnel(in, plan);
  const event_store& store = in.context().store;
  const selector anything;
  PAYOFF_ASSIGN(starts, selection::compile(plan.start ? *plan.start : anything, "/start", in));
  PAYOFF_ASSIGN(successes, selection::compile(plan.success, "/success", in));
  PAYOFF_ASSIGN(all, histories::find(in, plan.per));
  const bool has_start = plan.start && plan.start->kind != selector_kind::everything;
  study out(store, plan.of);
  for (std::uint32_t unit = 1; unit < all.units(); ++unit) {
    const row_list rows = all.of(unit);
    const std::uint32_t first = rows.first_match(starts, rows.count_before(store, in.range().from_ms));
    if (first == rows.size() || store.time_ms(rows[first]) >= in.range().to_ms) continue;
    const std::uint32_t after = rows.count_before(store, store.time_ms(rows[first]) + 1);
    const std::uint32_t success = rows.first_match(successes, after);
    const bool has_success = success < rows.size();
    const std::uint32_t end =
        has_success ? rows.count_before(store, store.time_ms(rows[success])) : rows.size();
    for (std::uint32_t i = after; i < end; ++i) {
      if (has_start && starts.matches(rows[i])) continue;
      out.did.see(store.name(rows[i]), 0);
      out.did.see_activity(0);
    }
    if (!out.did.close_person())
      return fail(error_code::out_of_memory, "", "no memory to count who did what");
    out.enter(store, plan.of, unit, rows, first, starts, has_success);
  }
  return out;
}

/** By value and person. */
std::vector<attribute_value> by_value(const std::vector<attribute_value>& of) {
  std::vector<std::string_view> ids;
  ids.reserve(of.size());
  for (const attribute_value& one : of) ids.push_back(one.id);
  return in_order(of, order_of(ids));
}

/** The rows of the answer before they are ordered. */
class candidate_rows {
 public:
  candidate_rows(const association_plan& plan, const study& of)
      : plan_(plan), of_(of), activity_(of.did.activity(0)) {}

  void add(std::string id, const std::vector<std::uint32_t>& exposure, bool is_activity) {
    const auto& excluded = plan_.excluded;
    if (std::find(excluded.begin(), excluded.end(), id) != excluded.end()) return;
    std::vector<std::uint32_t> other = activity_;
    for (std::size_t i = 0; is_activity && i < other.size(); ++i) other[i] -= exposure[i];
    constexpr std::uint32_t once[]{1};
    const strata_tables strata = stratify({exposure, other, of_.outcome}, once).front();
    const table_2x2 table = sum_of(strata);
    if (table.exposed() < static_cast<double>(plan_.min_people)) return;
    // As the row has it: of the table with its prior.
    const auto phi = phi_of(table.plus(plan_.options.prior));
    rows_.push_back({std::move(id), strata, phi});
  }

  [[nodiscard]] json finish() const {
    std::vector<std::string_view> ids;
    ids.reserve(rows_.size());
    for (const row& one : rows_) ids.push_back(one.id);
    const std::vector<row> by_id = in_order(rows_, order_of(ids));
    constexpr double unknown = 2;  // behind all others
    std::vector<double> keys;
    keys.reserve(by_id.size());
    for (const row& one : by_id) keys.push_back(one.phi ? -*one.phi : unknown);
    table_rows out;
    for (const row& one : in_order(by_id, order_of(keys))) {
      out.add_table(opened({{"id", one.id}}), one.strata, plan_.options);
    }
    return out.finish();
  }

 private:
  struct row {
    std::string id;
    strata_tables strata;
    std::optional<double> phi;
  };
  const association_plan& plan_;
  const study& of_;
  std::vector<std::uint32_t> activity_;
  std::vector<row> rows_;
};

json rows_of(const association_plan& plan, const study& of, const event_store& store) {
  candidate_rows rows(plan, of);
  const auto least = static_cast<std::size_t>(plan.min_people);
  for (std::uint32_t name = 0; plan.of.has_events && name < store.names().size(); ++name) {
    if (of.did.doers(name) >= least) rows.add(std::string(store.names()[name]), of.did.counts(name, 0), true);
  }
  for (const auto& found : of.values) {
    const auto values = by_value(found);
    for (std::size_t i = 0; i < values.size();) {
      std::vector<std::uint32_t> has(of.outcome.size());
      const std::size_t first = i;
      for (; i < values.size() && values[i].id == values[first].id; ++i) has[values[i].person] = 1;
      if (i - first >= least) rows.add(values[first].id, has, false);
    }
  }
  return rows.finish();
}

}  // namespace

result<json> answer_association(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  json out;
  if (is_direct_association(question)) {
    const frame in(from, context, frame::as_of_rule::optional);
    json body = direct_association(from);
    from.finish();
    PAYOFF_TRY(wrong.as_result());
    out["ask"] = "association";
    out.append(std::move(body));
    out["notes"] = json::array();
    return out;
  }
  frame in(from, context);
  in.read_range(from, grain::day);
  const association_plan plan = read_plan(from, context.store);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(seen, observe(in, plan));
  in.note("not_causal");
  out = in.begin_answer("association");
  out["per"] = per_name(plan.per);
  out["people"] = seen.outcome.size();
  out["successes"] = seen.successes;
  out["base_rate"] = ratio(seen.successes, seen.outcome.size());
  out["rows"] = rows_of(plan, seen, context.store);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
