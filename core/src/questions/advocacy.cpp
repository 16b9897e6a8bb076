// SPDX-License-Identifier: Apache-2.0
#include "questions/advocacy.h"

#include <algorithm>
#include <array>

#include "questions/shared/activity.h"
#include "questions/shared/rounded.h"
#include "questions/shared/survey_answers.h"
#include "stats/quantile.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

constexpr std::int64_t look_back_ms = 180 * day_ms;
constexpr std::int64_t week_ms = 7 * day_ms;
constexpr std::int64_t weeks = 12;
constexpr int weeks_of_likers = 6;
constexpr double promoter = 9;
constexpr std::array<std::int64_t, 4> tenures_days{0, 30, 90, 365};

enum segment : std::uint8_t { lover, liker, lurker, none };
constexpr std::array<std::string_view, 3> segment_names{"lover", "liker", "lurker"};
constexpr std::array<std::string_view, 3> plural_names{"lovers", "likers", "lurkers"};
constexpr std::array<double, 3> nominal_shares{0.01, 0.09, 0.9};

/** One person, or one account. */
struct subject {
  std::int64_t first_ms{INT64_MAX}, last_ms{INT64_MIN};
  std::uint32_t account{dictionary::none};  // of the latest event
  std::uint16_t value_weeks{0};             // a bit a week
  bool is_lover{false}, is_active{false};

  [[nodiscard]] segment in() const {
    int likes = 0;
    for (int week = 0; week < weeks; ++week) likes += (value_weeks >> week) & 1;
    return is_lover ? lover : likes >= weeks_of_likers ? liker : is_active ? lurker : none;
  }
};

class census {
 public:
  census(const frame& in, counted per) : in_(in), store_(in.context().store), per_(per) {
    subjects_.resize(per == counted::users ? std::max<std::size_t>(store_.people(), 1)
                                           : std::size_t{store_.accounts().size()} + 1);
  }

  result<void> look() {
    const std::int64_t as_of_ms = in_.as_of_ms();
    for_each_row(store_, in_.scope_of(0, as_of_ms), [&](person_id person, row_id row) {
      subject* one = whose(person, row);
      if (one == nullptr) return;
      const std::int64_t time_ms = store_.time_ms(row);
      one->first_ms = std::min(one->first_ms, time_ms);
      const std::uint32_t account = store_.account(row);
      if (account == dictionary::none || time_ms < one->last_ms) return;
      if (time_ms > one->last_ms || store_.accounts()[account] < store_.accounts()[one->account])
        one->account = account;
      one->last_ms = time_ms;
    });
    PAYOFF_TRY(see("active", look_back_ms, [](subject& one, row_id) { one.is_active = true; }));
    PAYOFF_TRY(see("value", weeks * week_ms, [&](subject& one, row_id row) {
      const std::int64_t back = (as_of_ms - 1 - store_.time_ms(row)) / week_ms;
      one.value_weeks = static_cast<std::uint16_t>(one.value_weeks | 1U << back);
    }));
    const bool has_acts = in_.context().book.find_set("advocacy") != nullptr;
    if (has_acts)
      PAYOFF_TRY(see("advocacy", look_back_ms, [](subject& one, row_id) { one.is_lover = true; }));
    PAYOFF_ASSIGN(survey, survey_answers::find(in_, "nps"));
    const bool has_praise =
        survey && survey->score != event_store::npos && survey->comment != event_store::npos;
    if (has_praise) {
      see(survey->rows, look_back_ms, [&](subject& one, row_id row) {
        const double score = survey->score_of(store_, row).value_or(0);
        if (score >= promoter && !survey->comment_of(store_, row).empty()) one.is_lover = true;
      });
    }
    if (has_acts || has_praise) return {};
    return fail(error_code::missing_field, "",
                "the playbook can see no advocacy: add a set `advocacy`, or to the survey `nps` the "
                "properties of score and comment");
  }

  [[nodiscard]] const std::vector<subject>& subjects() const { return subjects_; }

  /** subscription.mrr of a subject; nothing where it is unknown. */
  [[nodiscard]] std::optional<double> spend(std::size_t unit, const attribute_name& mrr) const {
    const attribute_log& log = store_.attributes(mrr.subject);
    const std::size_t attribute = log.index_of(mrr.name);
    const bool is_of_user = mrr.subject == attribute_subject::user;
    const std::uint32_t whose = is_of_user               ? static_cast<std::uint32_t>(unit)
                                : per_ == counted::users ? subjects_[unit].account
                                                         : static_cast<std::uint32_t>(unit - 1);
    if (attribute == attribute_log::npos || (!is_of_user && whose == dictionary::none)) return std::nullopt;
    const cell known = log.at(attribute, whose, in_.as_of_ms() - 1);
    return known.is_number() ? std::optional(known.number()) : std::nullopt;
  }

 private:
  /** nullptr: nobody. */
  subject* whose(person_id person, row_id row) {
    const std::uint32_t unit = per_ == counted::users ? person : store_.account(row) + 1;  // none + 1 is 0
    return unit == nobody ? nullptr : &subjects_[unit];
  }
  template <class Use>
  void see(const selection& of, std::int64_t back_ms, const Use& use) {
    const std::int64_t as_of_ms = in_.as_of_ms();
    for_each_match(store_, in_.scope_of(as_of_ms - back_ms, as_of_ms), of, [&](person_id person, row_id row) {
      if (subject* one = whose(person, row)) use(*one, row);
    });
  }
  template <class Use>
  result<void> see(std::string_view set, std::int64_t back_ms, const Use& use) {
    PAYOFF_ASSIGN(of, selection::compile(set_selector(set), join_path("/sets", set), in_));
    see(of, back_ms, use);
    return {};
  }

  const frame& in_;
  const event_store& store_;
  counted per_;
  std::vector<subject> subjects_;
};

using segment_counts = std::array<std::uint64_t, 3>;

std::uint64_t sum_of(const segment_counts& counts) { return counts[0] + counts[1] + counts[2]; }

void add_row(json& row, const segment_counts& counts) {
  const std::uint64_t people = sum_of(counts);
  row["people"] = people;
  for (std::size_t i = 0; i < counts.size(); ++i) row[plural_names[i]] = counts[i];
  json& share = row["lover_share"];
  share["rate"] = ratio(counts[lover], people);
  const interval range = wilson_95(counts[lover], std::max<std::uint64_t>(people, 1));
  share["low"] = people == 0 ? json(nullptr) : json(range.low);
  share["high"] = people == 0 ? json(nullptr) : json(range.high);
}

json by_tenure(const census& all, std::int64_t as_of_ms) {
  std::array<segment_counts, tenures_days.size()> rows{};
  for (const subject& one : all.subjects()) {
    const segment in = one.in();
    if (in == none) continue;
    std::size_t row = tenures_days.size() - 1;
    while ((as_of_ms - one.first_ms) / day_ms < tenures_days[row]) --row;
    ++rows[row][in];
  }
  json out = json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    json row;
    row["from_days"] = tenures_days[i];
    row["to_days"] = i + 1 < rows.size() ? json(tenures_days[i + 1]) : json(nullptr);
    add_row(row, rows[i]);
    out.push_back(std::move(row));
  }
  return out;
}

json by_spend(const census& all, const attribute_name& mrr) {
  struct fourth {
    double from{0}, to{0};
    segment_counts counts{};
  };
  std::vector<double> known;
  segment_counts unknown{};
  for (std::size_t unit = 1; unit < all.subjects().size(); ++unit) {
    const segment in = all.subjects()[unit].in();
    if (in == none) continue;
    if (const auto spend = all.spend(unit, mrr)) {
      known.push_back(*spend);
    } else {
      ++unknown[in];
    }
  }
  std::array<double, 3> cuts{};
  for (std::size_t i = 0; i < cuts.size() && !known.empty(); ++i)
    cuts[i] = *quantile(known, static_cast<double>(i + 1) / 4);
  std::array<fourth, 4> rows;
  for (std::size_t unit = 1; unit < all.subjects().size(); ++unit) {
    const segment in = all.subjects()[unit].in();
    const auto spend = in == none ? std::nullopt : all.spend(unit, mrr);
    if (!spend) continue;
    std::size_t row = 0;
    while (row < cuts.size() && *spend > cuts[row]) ++row;
    fourth& to = rows[row];
    const bool is_first = sum_of(to.counts) == 0;
    to.from = is_first ? *spend : std::min(to.from, *spend);
    to.to = is_first ? *spend : std::max(to.to, *spend);
    ++to.counts[in];
  }
  json out = json::array();
  const auto add = [&](json from, json to, const segment_counts& counts) {
    if (sum_of(counts) == 0) return;
    json row;
    row["from"] = std::move(from);
    row["to"] = std::move(to);
    add_row(row, counts);
    out.push_back(std::move(row));
  };
  for (const fourth& one : rows) add(plain(one.from), plain(one.to), one.counts);
  add(nullptr, nullptr, unknown);
  return out;
}

}  // namespace

result<json> answer_advocacy(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  const counted per = read_per(from);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  census all(in, per);
  PAYOFF_TRY(all.look());

  segment_counts counts{};
  for (const subject& one : all.subjects()) {
    if (one.in() != none) ++counts[one.in()];
  }
  json out;
  out["ask"] = "advocacy";
  in.add_customer(out);
  out["per"] = per_name(per);
  out["people"] = sum_of(counts);
  json& segments = out["segments"] = json::array();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    segments.push_back({{"id", segment_names[i]},
                        {"people", counts[i]},
                        {"share", ratio(counts[i], sum_of(counts))},
                        {"nominal", nominal_shares[i]}});
  }
  out["by_tenure"] = by_tenure(all, in.as_of_ms());
  const std::optional<attribute_name>& mrr = context.book.subscription.mrr;
  const bool is_told = mrr && (per == counted::users || mrr->subject == attribute_subject::account);
  if (!is_told) in.note("not_available");
  out["by_spend"] = is_told ? by_spend(all, *mrr) : json::array();
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
