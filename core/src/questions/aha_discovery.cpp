// SPDX-License-Identifier: Apache-2.0
#include "questions/aha_discovery.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "questions/shared/aha_base.h"
#include "questions/shared/strata.h"
#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::size_t cell_limit = 50'000;

/** A cell of the grid. */
struct place {
  std::size_t candidate;
  std::size_t count; /**< Index in the plan's counts, windows_days. */
  std::size_t window;
};

/** A cell as the even half saw it. */
struct choice {
  place at;
  double phi;
};

std::vector<std::uint32_t> pick(const std::vector<std::uint32_t>& from, const people_list& who) {
  std::vector<std::uint32_t> out;
  out.reserve(who.size());
  for (const std::uint32_t person : who) out.push_back(from[person]);
  return out;
}

/** The tables of cells, of one half of the people or of all. */
class tables {
 public:
  tables(const aha_plan& plan, const aha_base& of, const std::vector<aha_candidate>& candidates)
      : plan_(plan), of_(of), candidates_(candidates) {
    is_even_.resize(of.outcome.size());
    for (const std::uint32_t person : of.even) is_even_[person] = 1;
    for (std::size_t w = 0; w < plan.windows_days.size(); ++w) activity_.push_back(of.did.activity(w));
    for (const auto& other : activity_)
      by_window_.push_back({{{}, other, of.outcome}, is_even_, plan.counts});
  }

  /** How often each person did it. */
  [[nodiscard]] std::vector<std::uint32_t> counts(std::size_t candidate, std::size_t window) const {
    return of_.did.counts(candidates_[candidate].thing, window);
  }
  [[nodiscard]] std::vector<strata_tables> of_half(const people_list& half,
                                                   const std::vector<std::uint32_t>& did,
                                                   std::size_t window) const {
    return stratified(half, did, less(activity_[window], did), plan_.counts);
  }
  /** Of all people by the plan's counts, and of the even half. */
  [[nodiscard]] doer_tables::tables of_all(std::size_t candidate, std::size_t window) const {
    const std::size_t thing = candidates_[candidate].thing;
    return by_window_[window].of(of_.did.who(thing), of_.did.counts_of_who(thing, window), of_.did.windows());
  }
  /** Those who did both. */
  [[nodiscard]] strata_tables of_pair(const people_list& half, const place& a, const place& b) const {
    const std::size_t window = std::max(a.window, b.window);
    std::vector<std::uint32_t> both = counts(a.candidate, a.window);
    const std::vector<std::uint32_t> second = counts(b.candidate, b.window);
    for (std::size_t i = 0; i < both.size(); ++i) {
      both[i] = both[i] >= plan_.counts[a.count] && second[i] >= plan_.counts[b.count] ? 1 : 0;
    }
    // Where the two selectors overlap an event would be taken away twice.
    std::vector<std::uint32_t> other = activity_[window];
    for (const place* one : {&a, &b}) {
      const std::vector<std::uint32_t> did = counts(one->candidate, window);
      for (std::size_t i = 0; i < other.size(); ++i) other[i] -= std::min(other[i], did[i]);
    }
    constexpr std::uint32_t once[]{1};
    return stratified(half, both, other, once).front();
  }

 private:
  static std::vector<std::uint32_t> less(std::vector<std::uint32_t> from,
                                         const std::vector<std::uint32_t>& these) {
    for (std::size_t i = 0; i < from.size(); ++i) from[i] -= these[i];
    return from;
  }
  [[nodiscard]] std::vector<strata_tables> stratified(const people_list& half,
                                                      const std::vector<std::uint32_t>& did,
                                                      const std::vector<std::uint32_t>& other,
                                                      std::span<const std::uint32_t> least) const {
    std::vector<std::uint8_t> outcome;
    for (const std::uint32_t person : half) outcome.push_back(of_.outcome[person]);
    return stratify({pick(did, half), pick(other, half), outcome}, least);
  }

  const aha_plan& plan_;
  const aha_base& of_;
  const std::vector<aha_candidate>& candidates_;
  std::vector<std::vector<std::uint32_t>> activity_;  // [windows]
  std::vector<std::uint8_t> is_even_;                 // [people]
  std::vector<doer_tables> by_window_;
};

/** Fills cells, best and pairs. */
class discovery {
 public:
  discovery(const aha_plan& plan, const aha_base& of, const std::vector<aha_candidate>& candidates)
      : plan_(plan), of_(of), candidates_(candidates), tables_(plan, of, candidates) {}

  /** Also notes what the even half would choose. */
  [[nodiscard]] json cells() {
    table_rows rows;
    for (std::size_t c = 0; c < candidates_.size(); ++c) {
      std::vector<doer_tables::tables> by_window;
      std::optional<choice> best;
      const std::string event = print_json(candidates_[c].written);
      for (std::size_t w = 0; w < plan_.windows_days.size(); ++w) by_window.push_back(tables_.of_all(c, w));
      for (std::size_t n = 0; n < plan_.counts.size(); ++n) {
        for (std::size_t w = 0; w < plan_.windows_days.size(); ++w) {
          const place at{c, n, w};
          rows.add_table(row_of(at, event), by_window[w].all[n], plan_.options);
          consider(best, at, by_window[w].half[n]);
        }
      }
      if (best) choices_.push_back(*best);
    }
    std::vector<double> keys;
    for (const choice& one : choices_) keys.push_back(-one.phi);
    choices_ = in_order(choices_, order_of(keys));
    return rows.finish();
  }

  [[nodiscard]] json best() {
    if (choices_.empty()) return nullptr;
    const place& at = choices_.front().at;
    const strata_tables strata =
        tables_.of_half(of_.odd, tables_.counts(at.candidate, at.window), at.window)[at.count];
    const table_2x2 table = sum_of(strata);
    const table_figures figures = figures_of(table.plus(plan_.options.prior), plan_.options.is_corrected);
    is_small_ = !has_enough(table, plan_.min_people);
    table_rows rows;
    rows.add_table(opened(nullptr), strata, plan_.options);
    json told = rows.finish();
    json out;
    out["rule"] = rule(at);
    out["chosen_on"] = of_.even.size();
    out["held_out"] = std::move(told[std::size_t{0}]);
    out["label"] = label_of(table, figures, plan_.min_people);
    out["too_good"] = is_too_good(figures);
    return out;
  }

  /** Whether best() had too few people to choose by, or to tell of. */
  [[nodiscard]] bool is_small() const { return is_small_; }

  [[nodiscard]] json pairs() const {
    struct pair {
      const place* a;
      const place* b;
      strata_tables strata;
    };
    std::vector<pair> found;
    std::vector<double> keys;  // -phi; 2 is unknown, behind all others
    const std::size_t events = std::min(choices_.size(), static_cast<std::size_t>(plan_.pairs));
    for (std::size_t i = 0; i < events; ++i) {
      for (std::size_t j = i + 1; j < events; ++j) {
        const strata_tables strata = tables_.of_pair(of_.odd, choices_[i].at, choices_[j].at);
        const table_2x2 table = sum_of(strata).plus(plan_.options.prior);
        keys.push_back(-phi_of(table).value_or(-2));
        found.push_back({&choices_[i].at, &choices_[j].at, strata});
      }
    }
    table_rows rows;
    for (const pair& one : in_order(found, order_of(keys))) {
      json row;
      row["rules"].push_back(rule(*one.a));
      row["rules"].push_back(rule(*one.b));
      rows.add_table(opened(row), one.strata, plan_.options);
    }
    return rows.finish();
  }

 private:
  /** As opened() of {"event","count","within_days"}. */
  [[nodiscard]] std::string row_of(const place& at, const std::string& event) const {
    std::string out = R"({"event":)" + event + R"(,"count":)";
    print_json(plan_.counts[at.count], out);
    out += R"(,"within_days":)";
    print_json(plan_.windows_days[at.window], out);
    return out;
  }

  /** {"event","count","within_days"}, and where it must stand for itself {"start"}. */
  [[nodiscard]] json rule(const place& at) const {
    json out;
    out["event"] = candidates_[at.candidate].written;
    out["count"] = plan_.counts[at.count];
    out["within_days"] = plan_.windows_days[at.window];
    if (!plan_.start_for_rules.is_null()) out["start"] = plan_.start_for_rules;
    return out;
  }

  void consider(std::optional<choice>& best, const place& at, const table_2x2& table) const {
    if (!has_enough(table, plan_.min_people)) return;
    const auto phi = phi_of(table.plus(plan_.options.prior));
    if (phi && (!best || *phi > best->phi)) best = choice{at, *phi};
  }

  const aha_plan& plan_;
  const aha_base& of_;
  const std::vector<aha_candidate>& candidates_;
  tables tables_;
  bool is_small_{true};
  std::vector<choice> choices_;  // the best cell of each candidate, the largest phi first
};

}  // namespace

result<json> answer_aha_discovery(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const aha_plan plan = read_aha_plan(from, context.book);
  from.finish();
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(seen, observe(in, plan));
  const std::vector<aha_candidate> candidates = candidates_of(plan, seen, context.store);
  if (candidates.size() * plan.counts.size() * plan.windows_days.size() > cell_limit) {
    return fail(error_code::limit_exceeded, "/events",
                std::to_string(candidates.size()) + " events, " + std::to_string(plan.counts.size()) +
                    " counts and " + std::to_string(plan.windows_days.size()) +
                    " windows are more than 50000 cells; name fewer of one of them");
  }
  discovery found(plan, seen, candidates);
  json cells = found.cells();
  json best = found.best();
  in.note("not_causal");
  if (seen.censored > 0) in.note("censored_excluded");
  if (found.is_small()) in.note("small_sample");

  const std::size_t people = seen.outcome.size();
  json out = in.begin_answer("aha_discovery");
  out["per"] = per_name(plan.per);
  out["people"] = people;
  out["censored"] = seen.censored;
  out["base_rate"] =
      ratio(std::accumulate(seen.outcome.begin(), seen.outcome.end(), std::uint64_t{0}), people);
  out["cells"] = std::move(cells);
  out["best"] = std::move(best);
  out["pairs"] = found.pairs();
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
