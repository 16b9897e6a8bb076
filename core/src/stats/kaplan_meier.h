// SPDX-License-Identifier: Apache-2.0
/** @file kaplan_meier.h  What share has not had the event by then, when some were watched for a while only?
 */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace payoff {

/** Somebody was watched for `time` >= 0; at its end the event was observed, or only the watching ended. */
struct lifetime {
  double time{0};
  bool is_observed{false};
};

/** What happened at one of the distinct times. */
struct survival_row {
  double time{0};
  std::uint64_t at_risk{0}; /**< Watched until here, or longer. */
  std::uint64_t events{0};
  std::uint64_t censored{0}; /**< After the events of that time. */
  double survival{1};        /**< Share without the event after this time. */
  std::optional<double> low, high;
};

/**
 * Kaplan & Meier (1958): S = product of (at_risk - events) / at_risk. Greenwood's variance (1926), and the
 * 95% interval on the scale of log(-log S): S^exp(-+ z se), se = sqrt(sum of events / (at_risk (at_risk -
 * events))) / |log S|, as R's survfit(conf.type = "log-log") and lifelines have it; unknown where S is 1 or
 * 0.
 */
class kaplan_meier {
 public:
  /** O(n log n). */
  explicit kaplan_meier(const std::vector<lifetime>& lives);

  [[nodiscard]] const std::vector<survival_row>& curve() const { return curve_; }
  [[nodiscard]] std::uint64_t n() const { return n_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

  /** Smallest time with S <= 1/2, and the same of the interval's ends; 1e-12 too much still counts as 1/2. */
  [[nodiscard]] std::optional<double> median() const;
  [[nodiscard]] std::optional<double> median_low() const;
  [[nodiscard]] std::optional<double> median_high() const;

  /** The largest time; nothing of nobody. */
  [[nodiscard]] std::optional<double> last_time() const;
  /** Area under S from 0 to the horizon; beyond the largest time S stays where it is. */
  [[nodiscard]] double mean_to(double horizon) const;

 private:
  std::vector<survival_row> curve_;
  std::uint64_t n_{0};
  std::uint64_t events_{0};
};

struct log_rank_result {
  double statistic{0};
  std::uint32_t df{0};
  double p{1};
};

/**
 * Do these groups have one curve in common? (Mantel 1966, Peto & Peto 1972; R's survdiff.) Observed less
 * expected events by group, with the covariance of the multivariate hypergeometric distribution at each time.
 * Groups in which no event was to be expected are left out. Nothing with fewer than two others, or where they
 * were never at risk together. O(n log n + times * groups^2).
 */
[[nodiscard]] std::optional<log_rank_result> log_rank(const std::vector<std::vector<lifetime>>& groups);

}  // namespace payoff
