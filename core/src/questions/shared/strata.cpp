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

}  // namespace

table_2x2 sum_of(const strata_tables& strata) {
  table_2x2 out;
  for (const table_2x2& one : strata) out += one;
  return out;
}

std::vector<strata_tables> stratify(const people_facts& people, std::span<const std::uint32_t> least) {
  const auto cuts = cuts_of({people.other.begin(), people.other.end()});
  // counts[stratum][outcome][k]: people who reach just the first k of `least`.
  const std::size_t width = least.size() + 1;
  std::vector<std::uint32_t> counts(quintiles * 2 * width);
  for (std::size_t i = 0; i < people.exposure.size(); ++i) {
    std::size_t stratum = 0;
    for (const std::uint32_t cut : cuts) stratum += people.other[i] > cut ? std::size_t{1} : 0;
    const auto reached = std::upper_bound(least.begin(), least.end(), people.exposure[i]) - least.begin();
    ++counts[(stratum * 2 + people.outcome[i]) * width + static_cast<std::size_t>(reached)];
  }
  std::vector<strata_tables> out(least.size());
  for (std::size_t stratum = 0; stratum < quintiles; ++stratum) {
    for (std::size_t outcome = 0; outcome < 2; ++outcome) {
      const std::uint32_t* const of = counts.data() + (stratum * 2 + outcome) * width;
      std::uint32_t all = 0;
      for (std::size_t k = 0; k < width; ++k) all += of[k];
      std::uint32_t below = 0;
      for (std::size_t k = 0; k < least.size(); ++k) {
        below += of[k];
        table_2x2& table = out[k][stratum];
        (outcome == 1 ? table.tp : table.fp) = all - below;
        (outcome == 1 ? table.fn : table.tn) = below;
      }
    }
  }
  return out;
}

}  // namespace payoff
