// SPDX-License-Identifier: Apache-2.0
#include "questions/survival.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "questions/shared/brought_lifetimes.h"
#include "questions/shared/bucket_finder.h"
#include "questions/shared/known_attribute.h"
#include "questions/shared/rounded.h"
#include "questions/shared/starters.h"
#include "stats/kaplan_meier.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::size_t group_limit = 100;
constexpr std::string_view inactive_prefix = "inactive:";

/** A lifetime and the group that it belongs to, "" if that is not known. */
struct member {
  lifetime life;
  std::string group;
};

// ---- the answer -------------------------------------------------------------------------------------------

json group_json(std::string_view id, const std::vector<lifetime>& lives,
                const std::optional<double>& horizon) {
  const kaplan_meier of(lives);
  const std::optional<double> until = horizon ? horizon : of.last_time();
  json out;
  out["id"] = id;
  out["n"] = of.n();
  out["events"] = of.events();
  out["median"] = plain(of.median());
  out["median_low"] = plain(of.median_low());
  out["median_high"] = plain(of.median_high());
  out["restricted_mean"] = until && of.n() > 0 ? json(of.mean_to(*until)) : json(nullptr);
  out["horizon"] = plain(until);
  json& curve = out["curve"] = json::array();
  for (const survival_row& row : of.curve()) {
    json entry;
    entry["time"] = plain(row.time);
    entry["at_risk"] = row.at_risk;
    entry["events"] = row.events;
    entry["censored"] = row.censored;
    entry["survival"] = row.survival;
    entry["low"] = rounded(row.low);
    entry["high"] = rounded(row.high);
    curve.push_back(std::move(entry));
  }
  return out;
}

json log_rank_json(const std::vector<std::vector<lifetime>>& groups) {
  const auto found = log_rank(groups);
  if (!found) return nullptr;
  json out;
  out["statistic"] = found->statistic;
  out["df"] = found->df;
  out["p"] = rounded(found->p);
  return out;
}

/** Appends "groups" and "logrank". @param path of what says the groups, for an error. */
result<void> write_groups(json& out, const std::vector<member>& members, const std::optional<double>& horizon,
                          const std::string& path) {
  std::vector<lifetime> all;
  all.reserve(members.size());
  for (const member& one : members) all.push_back(one.life);
  json& list = out["groups"] = json::array();
  list.push_back(group_json("all", all, horizon));

  std::vector<std::string_view> of;
  of.reserve(members.size());
  for (const member& one : members) of.push_back(one.group);
  std::vector<std::vector<lifetime>> groups;
  std::vector<std::string_view> names;
  for (const std::uint32_t i : order_of(of)) {
    const member& one = members[i];
    if (one.group.empty()) continue;
    if (names.empty() || names.back() != one.group) {
      names.push_back(one.group);
      groups.emplace_back();
    }
    groups.back().push_back(one.life);
  }
  if (groups.size() > group_limit) {
    return fail(error_code::limit_exceeded, path,
                std::to_string(groups.size()) + " groups are more than 100, too many to compare");
  }
  for (std::size_t i = 0; i < groups.size(); ++i) list.push_back(group_json(names[i], groups[i], horizon));
  out["logrank"] = log_rank_json(groups);
  return {};
}

bool has_unknown_group(const std::vector<member>& members) {
  return std::any_of(members.begin(), members.end(), [](const member& one) { return one.group.empty(); });
}

// ---- figures of the caller's own
// ---------------------------------------------------------------------------

void read_groups(reader& from, std::vector<member>& to) {
  std::size_t at = 0;
  from.each("group", [&](const json& item, const std::string& path) {
    std::string name;
    if (const std::string* text = item.text_if()) {
      name = *text;
    } else if (item.is_number()) {
      name = print_json(plain(item.number()));
    } else if (item.is_boolean()) {
      name = item.boolean() ? "true" : "false";
    } else if (!item.is_null()) {
      from.wrong().report(error_code::wrong_type, path,
                          "a group must be a text, a number, true, false or null");
    }
    if (at < to.size()) to[at].group = std::move(name);
    ++at;
  });
  if (from.find("group") != nullptr && at != to.size()) {
    from.bad_value("group", "`group` must have as many entries as `durations`");
  }
}

std::vector<member> read_members(reader& from) {
  std::vector<member> out;
  for (const lifetime& life : read_lifetimes(from)) out.push_back({life, {}});
  read_groups(from, out);
  return out;
}

result<json> answer_direct(const ask_context& context, reader& from) {
  frame in(from, context, frame::as_of_rule::optional);
  std::vector<member> members = read_members(from);
  const auto horizon = read_horizon(from);
  const bool has_groups = from.find("group") != nullptr;
  from.finish();
  PAYOFF_TRY(from.wrong().as_result());
  json out;
  out["ask"] = "survival";
  const bool has_unknown = has_groups && has_unknown_group(members);
  PAYOFF_TRY(write_groups(out, members, horizon, "/group"));
  json& notes = out["notes"] = json::array();
  if (has_unknown) notes.push_back("unknown_group_excluded");
  return out;
}

// ---- over events
// -------------------------------------------------------------------------------------------

struct end_rule {
  selector events; /**< Those that end it, or by days of silence those that put the end off. */
  std::int64_t inactive_days{0};
};

end_rule read_end(reader& from) {
  const json& end = from.need("end");
  end_rule out;
  const std::string* text = end.text_if();
  if (text == nullptr || text->compare(0, inactive_prefix.size(), inactive_prefix) != 0) {
    if (!end.is_null()) out.events = parse_selector(end, "/end", from.wrong());
    return out;
  }
  out.events = set_selector("active");
  for (std::size_t i = inactive_prefix.size(); i < text->size(); ++i) {
    const char c = (*text)[i];
    out.inactive_days =
        c >= '0' && c <= '9' && out.inactive_days < 10'000 ? out.inactive_days * 10 + (c - '0') : 10'000;
  }
  if (out.inactive_days < 1 || out.inactive_days > 3650) {
    from.bad_value("end", "give whole days from 1 to 3650, such as `inactive:28`");
  }
  return out;
}

/** The instant at which it ended before as_of, for somebody whose rows[start] began it. */
std::optional<std::int64_t> end_of(const event_store& store, const row_list& rows, std::uint32_t start,
                                   const selection& starts, const selection& events, const end_rule& rule,
                                   std::int64_t as_of_ms) {
  if (rule.inactive_days == 0) {
    const std::int64_t from_ms = store.time_ms(rows[start]);
    std::uint32_t at = rows.first_match(events, rows.count_before(store, from_ms));
    // Events of one instant have no order. One that is start and end ends nothing, unless another began it.
    const std::uint32_t other = at == start ? rows.first_match(starts, start + 1) : rows.size();
    const bool has_other = other < rows.size() && store.time_ms(rows[other]) == from_ms;
    if (at == start && !has_other) at = rows.first_match(events, start + 1);
    if (at == rows.size()) return std::nullopt;
    return store.time_ms(rows[at]);
  }
  const std::int64_t silence_ms = rule.inactive_days * day_ms;
  std::int64_t last_ms = store.time_ms(rows[start]);
  for (std::uint32_t i = start + 1; i < rows.size(); ++i) {
    if (!events.matches(rows[i])) continue;
    if (store.time_ms(rows[i]) - last_ms > silence_ms) break;
    last_ms = store.time_ms(rows[i]);
  }
  if (as_of_ms - last_ms > silence_ms) return last_ms + silence_ms;
  return std::nullopt;
}

}  // namespace

result<json> answer_survival(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  if (question.find("durations") != nullptr || question.find("observed") != nullptr) {
    return answer_direct(context, from);
  }
  frame in(from, context);
  in.read_range(from, grain::day);
  const event_store& store = context.store;
  const selector start = read_start(from, context.book);
  const end_rule end = read_end(from);
  const auto horizon = read_horizon(from);
  const counted per = read_per(from);
  std::optional<known_attribute> by;
  if (const auto name = from.filled_if("by")) by = known_attribute::find(*name, "/by", store, per, wrong);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  PAYOFF_ASSIGN(starts, selection::compile(start, "/start", in));
  PAYOFF_ASSIGN(ends, selection::compile(end.events, "/end", in));
  PAYOFF_ASSIGN(all, histories::find(in, per));
  const std::int64_t last_ms = in.as_of_ms() - 1;
  std::vector<bucket> by_grain;
  if (in.range().from_ms <= last_ms) {
    PAYOFF_ASSIGN(found, buckets_of(in, {in.range().from_ms, in.as_of_ms()}));
    by_grain = std::move(found);
  }
  bucket_finder bucket_at(by_grain);
  std::vector<member> members;
  for_each_starter(in, all, starts, [&](std::uint32_t unit, const row_list& rows, std::uint32_t first) {
    const auto end_ms = end_of(store, rows, first, starts, ends, end, in.as_of_ms());
    const std::size_t began = bucket_at(store.time_ms(rows[first]));
    const std::size_t ended = bucket_at(end_ms.value_or(last_ms));
    member one{{static_cast<double>(ended - began), end_ms.has_value()}, {}};
    if (by) one.group = by->text_at(store, unit, rows, first, starts);
    members.push_back(std::move(one));
  });

  if (by && has_unknown_group(members)) in.note("unknown_group_excluded");
  json out = in.begin_answer("survival");
  out["per"] = per_name(per);
  PAYOFF_TRY(write_groups(out, members, horizon, "/by"));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
