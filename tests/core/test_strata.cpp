// SPDX-License-Identifier: Apache-2.0
/** @file test_strata.cpp  Tables by how busy people are: one exposure at a time, and many of a few people
 * each. */
#include "questions/shared/strata.h"

#include <catch2/catch_test_macros.hpp>
#include <random>

using namespace payoff;

namespace {

std::array<double, 4> cells(const table_2x2& of) { return {of.tp, of.fp, of.fn, of.tn}; }

}  // namespace

TEST_CASE("fifths are cut at the quantiles of what else people did") {
  const std::vector<std::uint32_t> did{2, 0, 1, 0, 3};
  const std::vector<std::uint32_t> other{10, 20, 30, 40, 50};
  const std::vector<std::uint8_t> outcome{1, 0, 1, 1, 0};
  constexpr std::array<std::uint32_t, 2> least{1, 3};
  const auto tables = stratify({did, other, outcome}, least);
  // The cuts are 18, 26, 34 and 42, so each is alone in a fifth.
  CHECK(cells(tables[0][0]) == std::array<double, 4>{1, 0, 0, 0});
  CHECK(cells(tables[0][1]) == std::array<double, 4>{0, 0, 0, 1});
  CHECK(cells(tables[0][3]) == std::array<double, 4>{0, 0, 1, 0});
  CHECK(cells(tables[1][0]) == std::array<double, 4>{0, 0, 1, 0});
  CHECK(cells(tables[1][4]) == std::array<double, 4>{0, 1, 0, 0});
}

TEST_CASE("counting only those who did it gives the tables that counting all gives") {
  std::mt19937 random(20261101);
  const auto draw = [&] { return static_cast<std::uint32_t>(random()); };
  constexpr std::array<std::uint32_t, 3> least{1, 2, 5};
  constexpr std::size_t windows = 2;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t people = draw() % 40;
    // Now and then so much that values are too many to be counted one by one.
    const std::uint32_t most = round % 5 == 0 ? 5000 : 1 + draw() % 30;
    std::vector<std::uint32_t> did(people), activity(people), other(people), who, times;
    std::vector<std::uint8_t> outcome(people), half(people);
    std::array<std::array<double, 4>, least.size()> of_half{};
    for (std::uint32_t i = 0; i < people; ++i) {
      other[i] = draw() % most;
      outcome[i] = static_cast<std::uint8_t>(draw() % 2);
      half[i] = static_cast<std::uint8_t>(draw() % 2);
      if (draw() % 3 == 0) {
        did[i] = draw() % 8;  // 0: in another window only
        who.push_back(i);
        times.insert(times.end(), {did[i], 99});
      }
      activity[i] = other[i] + did[i];
      for (std::size_t k = 0; k < least.size() && half[i] == 1; ++k)
        of_half[k][(did[i] >= least[k] ? 0U : 2U) + (1U - outcome[i])] += 1;
    }
    const auto expected = stratify({did, other, outcome}, least);
    const doer_tables made({{}, activity, outcome}, half, least);
    const auto found = made.of(who, times.data(), windows);
    CAPTURE(round, people, most);
    for (std::size_t k = 0; k < least.size(); ++k) {
      for (std::size_t stratum = 0; stratum < quintiles; ++stratum)
        CHECK(cells(found.all[k][stratum]) == cells(expected[k][stratum]));
      CHECK(cells(found.half[k]) == of_half[k]);
    }
  }
}
