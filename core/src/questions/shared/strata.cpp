// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/strata.h"

#include <algorithm>
#include <cstddef>

#include "store/small.h"

namespace payoff {
namespace {

using quantile_cuts = std::array<std::uint32_t, quintiles - 1>;
/** Of people: 0 or 1 by outcome, and 2 more of the half. */
constexpr std::size_t groups = 4;
using by_outcome = std::array<std::uint32_t, 2>;
using strata_outcomes = std::array<by_outcome, quintiles>;

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
  PAYOFF_SMALL explicit levels(std::span<const std::uint32_t> least) : least_(least) {
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

/** @param others those of each stratum who never did it. @param of_half the half, all that are in it.
 * @param did the people who did [strata][levels + 1][groups]. */
PAYOFF_SMALL doer_tables::tables tables_of(const strata_outcomes& others, const by_outcome& of_half,
                                           const std::vector<std::uint32_t>& did, std::size_t levels) {
  const table_2x2 nobody_did{0, 0, static_cast<double>(of_half[1]), static_cast<double>(of_half[0])};
  doer_tables::tables out{std::vector<strata_tables>(levels), {levels, nobody_did}};
  const std::uint32_t* at = did.data();
  for (std::size_t stratum = 0; stratum < quintiles; ++stratum) {
    by_outcome all = others[stratum];
    for (std::size_t i = 0; i < (levels + 1) * groups; ++i) all[i % 2] += *at++;
    std::array<std::uint32_t, groups> exposed{};
    for (std::size_t k = levels; k-- > 0;) {
      const std::uint32_t* const reach = at - groups * (levels - k);
      for (std::size_t group = 0; group < groups; ++group) exposed[group] += reach[group];
      const double tp = exposed[1] + exposed[3];
      const double fp = exposed[0] + exposed[2];
      out.all[k][stratum] = {tp, fp, all[1] - tp, all[0] - fp};
      const double half_tp = exposed[3];
      const double half_fp = exposed[2];
      out.half[k] += {half_tp, half_fp, -half_tp, -half_fp};
    }
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
  const std::size_t reaches = least.size() + 1;
  std::vector<std::uint32_t> counts(quintiles * reaches * groups);
  for (std::size_t i = 0; i < people.exposure.size(); ++i) {
    const std::size_t cell = stratum_of(cuts, people.other[i]) * reaches + reached.of(people.exposure[i]);
    ++counts[cell * groups + people.outcome[i]];
  }
  return tables_of({}, {}, counts, least.size()).all;
}

PAYOFF_SMALL doer_tables::doer_tables(const people_facts& people, std::span<const std::uint8_t> half,
                                      std::span<const std::uint32_t> least)
    : people_(people), least_(least) {
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
    group_.push_back(static_cast<std::uint8_t>(outcome + 2 * half[i]));
  }
  for (std::size_t value = 1; value <= values; ++value) {
    below_[value][0] += below_[value - 1][0];
    below_[value][1] += below_[value - 1][1];
  }
}

doer_tables::tables doer_tables::of(std::span<const std::uint32_t> who, const std::uint32_t* did,
                                    std::size_t step) const {
  // Those who did it within this window, which for a short one are few; no branch, for who did is no habit.
  struct doer {
    std::uint32_t person, times;
  };
  std::vector<doer> doers(who.size() + 1);
  std::size_t size = 0;
  for (std::size_t i = 0; i < who.size(); ++i) {
    const std::uint32_t times = did[i * step];
    doers[size] = {who[i], times};
    size += times > 0 ? 1 : 0;
  }
  doers.resize(size);
  std::vector<std::uint32_t> at = at_;
  for (const doer& one : doers) {
    const std::uint32_t activity = people_.other[one.person];
    --at[place(activity)];
    ++at[place(activity - one.times)];
  }
  quantile_cuts cuts{};
  const bool is_counted = find_cuts(at, people_.other.size(), cuts);
  const levels reached(least_);
  strata_outcomes others{};
  by_outcome before{};
  for (std::size_t i = 0; i < quintiles; ++i) {
    const by_outcome& until = i < cuts.size() ? below_[cuts[i] + 1] : all_;
    for (std::size_t outcome = 0; outcome < 2; ++outcome)
      others[i][outcome] = until[outcome] - before[outcome];
    before = until;
  }
  const std::size_t reaches = least_.size() + 1;
  std::vector<std::uint32_t> counts(quintiles * reaches * groups);
  for (const doer& one : doers) {
    const std::uint32_t activity = people_.other[one.person];
    const std::uint8_t group = group_[one.person];
    --others[stratum_of(cuts, activity)][group % 2];
    const std::size_t cell = stratum_of(cuts, activity - one.times) * reaches + reached.of(one.times);
    ++counts[cell * groups + group];
  }
  tables out = tables_of(others, in_half_, counts, least_.size());
  if (is_counted) return out;
  std::vector<std::uint32_t> exposure(people_.other.size());
  std::vector<std::uint32_t> other(people_.other.begin(), people_.other.end());
  for (std::size_t i = 0; i < who.size(); ++i) other[who[i]] -= exposure[who[i]] = did[i * step];
  out.all = stratify({exposure, other, people_.outcome}, least_);
  return out;
}

}  // namespace payoff
