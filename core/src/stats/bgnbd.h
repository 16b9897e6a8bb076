// SPDX-License-Identifier: Apache-2.0
/** @file bgnbd.h  Will somebody buy again, who buys without a contract and leaves without a word? */
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/maximum.h"

namespace payoff {

/** Repeat purchases in a time of `t` since the first one, the last of them at `recency`; all in one unit. */
struct buying {
  double frequency{0}, recency{0}, t{0};
};

struct bgnbd_parameters {
  double r{0}, alpha{0}, a{0}, b{0};
};

/**
 * BG/NBD (Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way): while alive somebody buys as a
 * Poisson process of rate lambda, after each repeat purchase they leave with probability p; lambda is
 * Gamma(r, rate alpha) over people and p Beta(a, b). The likelihood is the note's of the same authors that
 * does not overflow: log A1 + log A2 + log(exp A3 + exp A4).
 */
class bgnbd_likelihood final : public log_likelihood {
 public:
  explicit bgnbd_likelihood(std::span<const buying> people);

  [[nodiscard]] std::size_t count() const override { return 4; }
  [[nodiscard]] double at(const parameters& point, parameters& gradient) const override;

  /** The best maximum that is reached from three fixed starts; nothing where there is none. */
  [[nodiscard]] std::optional<bgnbd_parameters> fit() const;

 private:
  /** Those who are alike are reckoned once, and in one order, whoever came first. */
  struct alike {
    buying of;
    double people;
  };
  std::vector<alike> all_;
  double mean_t_{0};
};

/** P(not gone at t | frequency, recency, t); 1 without a repeat purchase. */
[[nodiscard]] double bgnbd_alive(const bgnbd_parameters& of, const buying& who);

/**
 * E(purchases in (t, t + horizon] | frequency, recency, t), the paper's equation 10 with its Gauss
 * hypergeometric function written out: alive, somebody would be about to buy n times if nobody ever left,
 * with negative binomial probabilities (r + x, horizon / (alpha + t + horizon)), and of n they make
 * sum over i < n of (b + x)_i / (a + b + x)_i. All terms are positive, there is no pole at a = 1, and nothing
 * but + - * / is used beside bgnbd_alive(). Nothing where it would take more than ten million terms.
 */
[[nodiscard]] std::optional<double> bgnbd_expected(const bgnbd_parameters& of, const buying& who,
                                                   double horizon);

}  // namespace payoff
