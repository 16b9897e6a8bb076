// SPDX-License-Identifier: Apache-2.0
/** @file bucket_finder.h  Which bucket does an instant lie in? */
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "store/calendar.h"

namespace payoff {

/** Rows of one person ascend, so the answer is mostly the last one or the next. The instant must lie in one.
 */
class bucket_finder {
 public:
  /** The buckets must live on. */
  explicit bucket_finder(const std::vector<bucket>& by) : by_(by) {}

  [[nodiscard]] std::size_t operator()(std::int64_t time_ms) {
    if (time_ms >= by_[last_].start_ms && time_ms < by_[last_].end_ms) return last_;
    const auto after =
        std::upper_bound(by_.begin(), by_.end(), time_ms,
                         [](std::int64_t time, const bucket& one) { return time < one.start_ms; });
    return last_ = static_cast<std::size_t>(after - by_.begin()) - 1;
  }

 private:
  const std::vector<bucket>& by_;
  std::size_t last_{0};
};

}  // namespace payoff
