// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/strata.h"

#include <algorithm>
#include <cstddef>

namespace payoff {
namespace {

/** The largest whole numbers that are not above the quantiles: the values are whole, so no more is needed. */
std::array<std::uint32_t, quintiles - 1> cuts_of(std::vector<std::uint32_t> values) {
  std::array<std::uint32_t, quintiles - 1> out{};
  if (values.empty()) return out;
  std::ptrdiff_t sorted = 0;  // the values before are in place
  for (std::size_t q = 1; q < quintiles; ++q) {
    const std::size_t fifths = (values.size() - 1) * q;
    const auto at = static_cast<std::ptrdiff_t>(fifths / quintiles);
    std::nth_element(values.begin() + sorted, values.begin() + at, values.end());
    sorted = at;
    const std::uint64_t value = values[static_cast<std::size_t>(at)];
    std::uint64_t cut = value;
    if (const std::uint64_t rest = fifths % quintiles; rest > 0) {
      const std::uint64_t next = *std::min_element(values.begin() + at + 1, values.end());
      cut += (next - value) * rest / quintiles;
    }
    out[q - 1] = static_cast<std::uint32_t>(cut);
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
  void add(std::size_t reached, std::uint8_t outcome) { ++counts_[2 * reached + outcome]; }

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
    std::size_t stratum = 0;
    for (const std::uint32_t cut : cuts) stratum += people.other[i] > cut ? std::size_t{1} : 0;
    tallies[stratum].add(reached.of(people.exposure[i]), people.outcome[i]);
  }
  std::vector<strata_tables> out(least.size());
  for (std::size_t stratum = 0; stratum < quintiles; ++stratum) {
    const auto tables = tallies[stratum].finish();
    for (std::size_t k = 0; k < least.size(); ++k) out[k][stratum] = tables[k];
  }
  return out;
}

std::vector<table_2x2> tables_of(const people_facts& people, std::span<const std::uint32_t> who,
                                 std::span<const std::uint32_t> least) {
  const levels reached(least);
  tally counts(least.size());
  for (const std::uint32_t i : who) counts.add(reached.of(people.exposure[i]), people.outcome[i]);
  return counts.finish();
}

}  // namespace payoff
