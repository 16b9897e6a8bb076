// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/strata.h"

#include <algorithm>
#include <cstddef>

#include "store/small.h"

namespace payoff {
namespace {

using quantile_cuts = std::array<std::uint32_t, quintiles - 1>;
constexpr std::uint32_t minus_one = UINT32_MAX;

/** The values at the quantiles or next below: nobody's lies between the two, so the strata are the same. */
PAYOFF_SMALL quantile_cuts cuts_of(std::vector<std::uint32_t> values) {
  quantile_cuts out{};
  if (values.empty()) return out;
  std::ptrdiff_t sorted = 0;  // the values before are in place
  for (std::size_t q = 1; q < quintiles; ++q) {
    const std::size_t fifths = (values.size() - 1) * q;
    const auto at = static_cast<std::ptrdiff_t>(fifths / quintiles);
    std::nth_element(values.begin() + sorted, values.begin() + at, values.end());
    sorted = at;
    out[q - 1] = values[static_cast<std::size_t>(at)];
  }
  return out;
}

/** How many of `least` a count reaches; a look-up where they are small, as they nearly always are. */
class levels {
 public:
  explicit levels(std::span<const std::uint32_t> least) : least_(least) {
    if (least.empty() || least.back() > table_limit) return;
    for (std::uint32_t count = 0; count <= least.back(); ++count) table_.push_back(search(count));
  }
  [[nodiscard]] std::size_t of(std::uint32_t count) const {
    if (table_.empty()) return search(count);
    return count < table_.size() ? table_[count] : least_.size();
  }

 private:
  static constexpr std::uint32_t table_limit = 1000;
  [[nodiscard]] std::uint32_t search(std::uint32_t count) const {
    return static_cast<std::uint32_t>(std::upper_bound(least_.begin(), least_.end(), count) - least_.begin());
  }
  std::span<const std::uint32_t> least_;
  std::vector<std::uint32_t> table_;
};

/** Counts people by the levels that they reach, and by outcome. */
class tally {
 public:
  explicit tally(std::size_t size = 0) : counts_(2 * (size + 1)) {}
  /** `people` may be less than none, as long as the sum is not. */
  void add(std::size_t reached, std::uint8_t outcome, std::uint32_t people = 1) {
    counts_[2 * reached + outcome] += people;
  }

  /** By level: exposed are those who reach it. */
  [[nodiscard]] std::vector<table_2x2> finish() const {
    std::vector<table_2x2> out(counts_.size() / 2 - 1);
    std::array<std::uint32_t, 2> all{};
    for (std::size_t i = 0; i < counts_.size(); ++i) all[i % 2] += counts_[i];
    std::array<std::uint32_t, 2> below{};
    for (std::size_t k = 0; k < out.size(); ++k) {
      below[0] += counts_[2 * k];
      below[1] += counts_[2 * k + 1];
      out[k] = {static_cast<double>(all[1] - below[1]), static_cast<double>(all[0] - below[0]),
                static_cast<double>(below[1]), static_cast<double>(below[0])};
    }
    return out;
  }

 private:
  std::vector<std::uint32_t> counts_;  // [levels + 1][outcomes]
};

std::size_t stratum_of(const quantile_cuts& cuts, std::uint32_t other) {
  std::size_t out = 0;
  for (const std::uint32_t cut : cuts) out += other > cut ? std::size_t{1} : 0;
  return out;
}

/** As cuts_of(), of so many people at each value. @return false where one lies beyond the values. */
PAYOFF_SMALL bool find_cuts(const std::vector<std::uint32_t>& at, std::size_t people, quantile_cuts& out) {
  std::size_t value = 0;
  std::size_t until = at[0];  // so many have that value or less
  for (std::size_t q = 1; q < quintiles && people > 0; ++q) {
    const std::size_t fifths = (people - 1) * q;
    while (until <= fifths / quintiles) until += at[++value];
    if (value + 1 == at.size()) return false;
    out[q - 1] = static_cast<std::uint32_t>(value);
  }
  return true;
}

/** By level. */
PAYOFF_SMALL std::vector<strata_tables> tables_of(const std::array<tally, quintiles>& strata) {
  std::vector<strata_tables> out;
  for (std::size_t stratum = 0; stratum < quintiles; ++stratum) {
    const auto tables = strata[stratum].finish();
    out.resize(tables.size());
    for (std::size_t k = 0; k < tables.size(); ++k) out[k][stratum] = tables[k];
  }
  return out;
}

}  // namespace

table_2x2 sum_of(const strata_tables& strata) {
  table_2x2 out;
  for (const table_2x2& one : strata) out += one;
  return out;
}

std::vector<strata_tables> stratify(const people_facts& people, std::span<const std::uint32_t> least) {
  const auto cuts = cuts_of({people.other.begin(), people.other.end()});
  const levels reached(least);
  std::array<tally, quintiles> tallies;
  tallies.fill(tally(least.size()));
  for (std::size_t i = 0; i < people.exposure.size(); ++i) {
    tallies[stratum_of(cuts, people.other[i])].add(reached.of(people.exposure[i]), people.outcome[i]);
  }
  return tables_of(tallies);
}

PAYOFF_SMALL doer_tables::doer_tables(const people_facts& people, std::span<const std::uint8_t> half,
                                      std::span<const std::uint32_t> least)
    : people_(people), half_(half), least_(least) {
  std::uint32_t most = 0;
  for (const std::uint32_t other : people.other) most = std::max(most, other);
  // More values than that are not worth counting by: few people did very much.
  const std::size_t values = std::min<std::size_t>(most, 4 * people.other.size() + 255) + 1;
  at_.resize(values + 1);
  below_.resize(values + 1);
  for (std::size_t i = 0; i < people.other.size(); ++i) {
    const std::size_t value = place(people.other[i]);
    const std::uint8_t outcome = people.outcome[i];
    ++at_[value];
    if (value < values) ++below_[value + 1][outcome];
    ++all_[outcome];
    in_half_[outcome] += half[i];
  }
  for (std::size_t value = 1; value <= values; ++value) {
    below_[value][0] += below_[value - 1][0];
    below_[value][1] += below_[value - 1][1];
  }
}

doer_tables::tables doer_tables::of(std::span<const std::uint32_t> who, const std::uint32_t* did,
                                    std::size_t step) const {
  std::vector<std::uint32_t> at = at_;
  for (std::size_t i = 0; i < who.size(); ++i) {
    const std::uint32_t activity = people_.other[who[i]];
    --at[place(activity)];
    ++at[place(activity - did[i * step])];
  }
  quantile_cuts cuts{};
  const bool is_counted = find_cuts(at, people_.other.size(), cuts);
  const levels reached(least_);
  tally of_half(least_.size());
  std::array<tally, quintiles> strata;
  strata.fill(tally(least_.size()));
  for (const std::uint8_t outcome : {std::uint8_t{0}, std::uint8_t{1}}) {
    of_half.add(0, outcome, in_half_[outcome]);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < quintiles; ++i) {
      const std::uint32_t until = i < cuts.size() ? below_[cuts[i] + 1][outcome] : all_[outcome];
      strata[i].add(0, outcome, until - before);
      before = until;
    }
  }
  for (std::size_t i = 0; i < who.size(); ++i) {
    const std::uint32_t person = who[i];
    const std::uint32_t times = did[i * step];
    const std::uint8_t outcome = people_.outcome[person];
    if (times == 0) continue;
    const std::size_t level = reached.of(times);
    strata[stratum_of(cuts, people_.other[person])].add(0, outcome, minus_one);
    strata[stratum_of(cuts, people_.other[person] - times)].add(level, outcome, 1);
    // Of every second person: adding nothing is cheaper than guessing whether.
    of_half.add(0, outcome, 0U - half_[person]);
    of_half.add(level, outcome, half_[person]);
  }
  tables out{tables_of(strata), of_half.finish()};
  if (is_counted) return out;
  std::vector<std::uint32_t> exposure(people_.other.size());
  std::vector<std::uint32_t> other(people_.other.begin(), people_.other.end());
  for (std::size_t i = 0; i < who.size(); ++i) other[who[i]] -= exposure[who[i]] = did[i * step];
  out.all = stratify({exposure, other, people_.outcome}, least_);
  return out;
}

}  // namespace payoff
