// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/prone.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "questions/shared/known_attribute.h"
#include "questions/shared/table_json.h"
#include "stats/contingency.h"
#include "stats/false_discovery.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr attribute_subject subject_of(counted per) {
  return per == counted::users ? attribute_subject::user : attribute_subject::account;
}

/** A period that somebody began as a customer. */
struct trial {
  std::uint32_t subject;
  std::int64_t start_ms;
  bool is_lost;
};

/** @param all subject by subject. */
void count_values(const event_store& store, const attribute_name& by, const std::vector<trial>& all,
                  std::vector<prone_value>& to) {
  const attribute_log& log = store.attributes(by.subject);
  const std::size_t attribute = log.index_of(by.name);
  if (attribute == attribute_log::npos) return;
  std::vector<std::string> texts;
  texts.reserve(all.size());
  for (const trial& one : all) {
    texts.push_back(value_text(store, log.at(attribute, one.subject, one.start_ms - 1)));
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const std::size_t first = to.size();
  std::uint32_t last = dictionary::none;
  for (const std::uint32_t i : order_of(views)) {
    if (texts[i].empty()) continue;
    const bool is_new = to.size() == first || to.back().value != texts[i];
    if (is_new) to.push_back({full_name(by), texts[i]});
    if (is_new || all[i].subject != last) ++to.back().customers;
    last = all[i].subject;
    ++to.back().n;
    if (all[i].is_lost) ++to.back().lost;
  }
}

}  // namespace

std::vector<attribute_name> read_prone_attributes(reader& from, const frame& in, counted per) {
  const attribute_subject subject = subject_of(per);
  std::vector<attribute_name> out;
  if (from.find("attributes") == nullptr) {
    for (std::string& name : in.context().book.attributes(subject)) out.push_back({subject, std::move(name)});
    return out;
  }
  const std::vector<std::string> asked = from.texts_if("attributes");
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string path = join_path(from.path_of("attributes"), i);
    attribute_name name = attribute_of(asked[i], subject);
    if (name.subject != subject) {
      from.wrong().report(
          error_code::bad_value, path,
          "must be an attribute of those who are counted, such as `" + full_name({subject, name.name}) + "`");
    } else if (in.context().store.attributes(subject).index_of(name.name) == attribute_log::npos) {
      from.wrong().report(error_code::needs_reload, path,
                          "the attribute `" + full_name(name) +
                              "` was not kept; name it in the playbook's /data/columns and load again");
    }
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
  }
  return out;
}

prone_counts count_prone(const frame& in, const contracts& of, const std::vector<time_range>& periods,
                         const std::vector<attribute_name>& by) {
  prone_counts out;
  std::vector<trial> all;
  for (const std::uint32_t unit : of.units()) {
    const contract one = of.of(unit);
    for (const time_range& period : periods) {
      if (!one.is_customer_before(period.from_ms)) continue;
      const bool is_lost = !one.is_customer_before(period.to_ms);
      all.push_back({of.per() == counted::users ? unit : unit - 1, period.from_ms, is_lost});
      ++out.n;
      if (is_lost) ++out.lost;
    }
  }
  for (const attribute_name& one : by) count_values(in.context().store, one, all, out.values);
  return out;
}

json prone_json(const prone_counts& of, std::uint64_t min_people) {
  struct row {
    const prone_value* value;
    table_2x2 table;
    bounded risk_ratio;
  };
  std::vector<row> rows;
  std::vector<std::optional<double>> p_values;
  std::vector<std::string> ids;
  for (const prone_value& one : of.values) {
    if (one.customers < min_people) continue;
    const auto cell = [](std::uint64_t count) { return static_cast<double>(count); };
    const std::uint64_t others = of.n - one.n;
    const std::uint64_t others_lost = of.lost - one.lost;
    const table_2x2 table{cell(one.lost), cell(one.n - one.lost), cell(others_lost),
                          cell(others - others_lost)};
    rows.push_back({&one, table, figures_of(table, false).risk_ratio});
    p_values.push_back(fisher_of(table));
    ids.push_back(one.attribute + "=" + one.value);
  }
  const auto q = q_values(p_values);
  const std::vector<std::uint32_t> by_id = order_of(std::vector<std::string_view>(ids.begin(), ids.end()));
  std::vector<double> keys;
  keys.reserve(by_id.size());
  for (const std::uint32_t i : by_id) keys.push_back(-rows[i].risk_ratio.value.value_or(0));
  json out = json::array();
  for (const std::uint32_t i : in_order(by_id, order_of(keys))) {
    const table_2x2& table = rows[i].table;
    // Of nobody else, and where nobody left, there is nothing to compare.
    if (table.unexposed() == 0 || table.with_outcome() == 0 || !(rows[i].risk_ratio.value > 1.0)) continue;
    json entry;
    entry["id"] = ids[i];
    entry["attribute"] = rows[i].value->attribute;
    entry["value"] = rows[i].value->value;
    entry["customers"] = rows[i].value->customers;
    entry["n"] = rows[i].value->n;
    entry["lost"] = rows[i].value->lost;
    entry["rate"] = table.tp / table.exposed();
    const auto others = static_cast<std::int64_t>(table.unexposed());
    entry["others"] = others;
    entry["others_lost"] = static_cast<std::int64_t>(table.fn);
    entry["others_rate"] = table.fn / table.unexposed();
    entry["risk_ratio"] = bounded_json(rows[i].risk_ratio, through::logarithms);
    entry["p"] = or_null(p_values[i]);
    entry["q"] = or_null(q[i]);
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace payoff
