// SPDX-License-Identifier: Apache-2.0
/** @file gamma_gamma.h  How much will somebody spend a purchase, of whom a few purchases are known? */
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/maximum.h"

namespace payoff {

/** So many purchases, of this value on average. Both above 0. */
struct spending {
  double purchases{0}, mean{0};
};

struct gamma_gamma_parameters {
  double p{0}, q{0}, v{0};
};

/**
 * Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value": a purchase is Gamma(p, rate nu), nu is
 * Gamma(q, rate v) over people (v: the note's gamma).
 */
class gamma_gamma_likelihood final : public log_likelihood {
 public:
  explicit gamma_gamma_likelihood(std::span<const spending> people);

  [[nodiscard]] std::size_t count() const override { return 3; }
  [[nodiscard]] double at(const parameters& point, parameters& gradient) const override;

  /** The best maximum that is reached from three fixed starts; nothing where there is none. */
  [[nodiscard]] std::optional<gamma_gamma_parameters> fit() const;

 private:
  std::vector<spending> all_;
  double mean_{0};
};

/**
 * Mean of a purchase to come: p (v + x m) / (p x + q - 1); of nobody's purchases (0, 0) the population's,
 * p v / (q - 1). Nothing where the model has no mean.
 */
[[nodiscard]] std::optional<double> gamma_gamma_mean(const gamma_gamma_parameters& of, const spending& who);

}  // namespace payoff
