// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/plan_limits.h"

#include <utility>

#include "questions/shared/measure.h"

namespace payoff {
namespace {

constexpr std::int64_t periods = 3;

metric read_metric(reader& from, const playbook& book) {
  const json& given = from.need("metric");
  const std::string* id = given.text_if();
  if (id == nullptr) return parse_metric(given, from.path_of("metric"), from.wrong());
  std::vector<std::string_view> known;
  for (const metric& one : book.metrics) {
    if (one.id == *id) return one;
    known.push_back(one.id);
  }
  from.wrong().report(error_code::unknown_name, from.path_of("metric"),
                      unknown_name_message("metric", *id, known));
  return {};
}

void read_limit(reader& from, const event_store& store, plan_limit& to) {
  const json& given = from.need("limit");
  const std::string path = from.path_of("limit");
  const auto refuse = [&] {
    from.bad_value("limit",
                   "must be a number above 0, an attribute such as `account.limit`, or {plan: number}");
  };
  if (given.is_object()) {
    for (const auto& [plan, value] : given.items()) {
      if (!value.is_number() || value.number() <= 0) refuse();
    }
    to.by_plan = given;
  } else if (const std::string* name = given.text_if()) {
    to.attribute = parse_attribute_name(*name);
    if (!to.attribute || to.attribute->subject != attribute_subject::account) return refuse();
    if (store.attributes(attribute_subject::account).index_of(to.attribute->name) == attribute_log::npos) {
      from.wrong().report(error_code::needs_reload, path,
                          "the attribute `" + *name +
                              "` was not kept; name it in the playbook's /data/columns and load again");
    }
  } else if (given.is_number() && given.number() > 0) {
    to.fixed = given.number();
  } else {
    refuse();
  }
}

/** What was allowed just before that instant; nothing where it is unknown. */
std::optional<double> limit_at(const plan_limit& of, const customer& who, std::int64_t at_ms) {
  if (of.fixed) return of.fixed;
  const cell known = who.known(of.attribute ? of.attribute : who.book().subscription.plan, at_ms);
  if (of.attribute) return known.is_number() ? std::optional(known.number()) : std::nullopt;
  if (known.kind() != cell_kind::text) return std::nullopt;
  const json* limit = of.by_plan.find(who.in().context().store.texts()[known.text_id()]);
  return limit == nullptr ? std::nullopt : std::optional(limit->number());
}

}  // namespace

std::vector<plan_limit> read_plan_limits(reader& from, const ask_context& context) {
  std::vector<plan_limit> out;
  from.each("limits", [&](const json& item, const std::string& path) {
    reader one(item, path, from.wrong());
    plan_limit limit;
    limit.of = read_metric(one, context.book);
    limit.path = one.path_of("metric");
    read_limit(one, context.store, limit);
    constexpr std::size_t month = 2;
    limit.period =
        static_cast<grain>(one.choice_or("period", {"day", "week", "month", "quarter", "year"}, month) + 1);
    one.finish();
    out.push_back(std::move(limit));
  });
  return out;
}

result<std::vector<limit_use>> uses_near(const plan_limit& limit, const customer& who) {
  const frame& in = who.in();
  const zone& place = in.place();
  const std::int64_t now = period_start_day(place.day_number(in.as_of_ms()), limit.period, in.week_start());
  const auto start_ms = [&](std::int64_t back) {
    return day_start(place, period_add(now, limit.period, -back));
  };
  std::vector<bucket> by;
  for (std::int64_t back = periods; back > 0; --back) {
    by.push_back({start_ms(back), start_ms(back - 1), start_ms(back), start_ms(back - 1)});
  }
  PAYOFF_ASSIGN(compiled, measure::compile(limit.of, limit.path, in));
  const measured found = compiled.over(in.scope_of(by.front().start_ms, by.back().end_ms), by, in.as_of_ms());
  std::vector<limit_use> out;
  for (std::size_t i = 0; i < by.size(); ++i) {
    const std::optional<double>& value = found.series[i].value;
    const auto allowed = limit_at(limit, who, by[i].end_ms);
    // Four fifths, in whole numbers where both are.
    if (!value || !allowed || *allowed <= 0 || *value * 5 < *allowed * 4) return std::vector<limit_use>();
    out.push_back({bucket_name(by[i], limit.period, place), *value, *allowed});
  }
  return out;
}

}  // namespace payoff
