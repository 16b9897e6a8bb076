// SPDX-License-Identifier: Apache-2.0
/** @file measure.h  What is one metric over a range, in total and by bucket? Shared by usage and report. */
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "playbook/playbook.h"
#include "questions/shared/frame.h"
#include "questions/shared/selection.h"

namespace payoff {

/** A figure that prints as a whole number where it counts, as a decimal where it measures; null where
 * unknown. */
struct figure {
  std::optional<double> value;
  bool is_whole{false};

  [[nodiscard]] json to_json() const;
};

struct measured {
  figure total;
  std::uint64_t open_pairs{
      0}; /**< Of a duration: starts without an end before as_of. They are in no figure. */
  std::vector<figure> series;  // [buckets]
};

/** Milliseconds in each duration_unit. */
inline constexpr std::array<double, 5> duration_unit_ms{1'000, 60'000, 3'600'000, 86'400'000, 604'800'000};

/** A metric checked against the store, ready to be measured over several ranges. */
class measure {
 public:
  /** The metric and frame must live on. Errors: as selection::compile. */
  [[nodiscard]] static result<measure> compile(const metric& source, const std::string& path,
                                               const frame& in);

  /**
   * `in.from_ms` and `in.to_ms` bound what counts; `by` must be ascending and cover them. O(matching rows),
   * for medians and p90 with one double a match, for durations with a sort of the end events.
   */
  [[nodiscard]] measured over(const scope& in, const std::vector<bucket>& by, std::int64_t as_of_ms) const;

 private:
  class tally;
  void add_events(const scope& in, tally& to) const;
  void add_sessions(const scope& in, tally& to) const;
  void add_durations(const scope& in, tally& to, std::int64_t as_of_ms) const;

  const metric* source_{nullptr};
  const frame* in_{nullptr};
  selection of_, end_;
  std::size_t property_{event_store::npos};
  std::size_t key_{event_store::npos};
};

}  // namespace payoff
