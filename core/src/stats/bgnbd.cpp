// SPDX-License-Identifier: Apache-2.0
#include "stats/bgnbd.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/order.h"

namespace payoff {
namespace {

/** log(exp A4 / exp A3): how much likelier it is to be gone than to be alive. Of frequency > 0. */
double log_odds_gone(const bgnbd_parameters& of, const buying& who) {
  return std::log(of.a) - std::log(of.b + who.frequency - 1) +
         (of.r + who.frequency) * (std::log(of.alpha + who.t) - std::log(of.alpha + who.recency));
}

/** log(1 + exp x) */
double soft_plus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

std::vector<buying> ordered(std::span<const buying> people) {
  std::vector<buying> out(people.begin(), people.end());
  for (double buying::*const by : {&buying::t, &buying::recency, &buying::frequency}) {
    std::vector<double> keys;
    keys.reserve(out.size());
    for (const buying& one : out) keys.push_back(one.*by);
    out = in_order(out, order_of(keys));
  }
  return out;
}

}  // namespace

bgnbd_likelihood::bgnbd_likelihood(std::span<const buying> people) {
  for (const buying& one : ordered(people)) {
    mean_t_ += one.t / static_cast<double>(people.size());
    const bool is_known = !all_.empty() && all_.back().of.frequency == one.frequency &&
                          all_.back().of.recency == one.recency && all_.back().of.t == one.t;
    if (!is_known) all_.push_back({one, 0});
    all_.back().people += 1;
  }
}

double bgnbd_likelihood::at(const parameters& point, parameters& gradient) const {
  const bgnbd_parameters of{point[0], point[1], point[2], point[3]};
  const auto [r, alpha, a, b] = of;
  const double log_alpha = std::log(alpha);
  gradient = {};
  double sum = 0;
  // What hangs on the frequency alone: those of one frequency follow each other.
  double frequency = -1, log_counts = 0, slope_r = 0, slope_a = 0, slope_b = 0;
  for (const alike& one : all_) {
    const double x = one.of.frequency;
    if (x != frequency) {
      frequency = x;
      log_counts = log_gamma(r + x) - log_gamma(r) + log_gamma(a + b) - log_gamma(a + b + x) +
                   log_gamma(b + x) - log_gamma(b);
      slope_r = digamma(r + x) - digamma(r);
      slope_a = digamma(a + b) - digamma(a + b + x);
      slope_b = slope_a + digamma(b + x) - digamma(b);
    }
    const double log_t = std::log(alpha + one.of.t);
    double value = log_counts + r * log_alpha - (r + x) * log_t;
    double by_r = slope_r + log_alpha - log_t;
    double by_alpha = r / alpha - (r + x) / (alpha + one.of.t);
    double by_a = slope_a, by_b = slope_b;
    if (x > 0) {
      const double odds = log_odds_gone(of, one.of);
      const double gone = 1 / (1 + std::exp(-odds));
      value += soft_plus(odds);
      by_r += gone * (log_t - std::log(alpha + one.of.recency));
      by_alpha += gone * (r + x) * (1 / (alpha + one.of.t) - 1 / (alpha + one.of.recency));
      by_a += gone / a;
      by_b -= gone / (b + x - 1);
    }
    sum += one.people * value;
    gradient[0] += one.people * by_r;
    gradient[1] += one.people * by_alpha;
    gradient[2] += one.people * by_a;
    gradient[3] += one.people * by_b;
  }
  return sum;
}

std::optional<bgnbd_parameters> bgnbd_likelihood::fit() const {
  if (!(mean_t_ > 0)) return std::nullopt;
  std::optional<bgnbd_parameters> best;
  double highest = 0;
  for (const parameters& start : {parameters{1, 1, 1, 1}, {0.25, 0.15, 0.8, 2.5}, {3, 2, 0.5, 8}}) {
    const auto found = maximum_near(*this, {start[0], start[1] * mean_t_, start[2], start[3]});
    if (!found) continue;
    parameters slope{};
    const double height = at(*found, slope);
    // Only a maximum that is really another one counts, or the last digits would choose.
    if (best && height <= highest + 1e-6) continue;
    best = {(*found)[0], (*found)[1], (*found)[2], (*found)[3]};
    highest = height;
  }
  return best;
}

double bgnbd_alive(const bgnbd_parameters& of, const buying& who) {
  return who.frequency > 0 ? 1 / (1 + std::exp(log_odds_gone(of, who))) : 1;
}

std::optional<double> bgnbd_expected(const bgnbd_parameters& of, const buying& who, double horizon) {
  constexpr double max_terms = 1e7;
  const double x = who.frequency;
  const double share = horizon / (of.alpha + who.t + horizon);
  // Beyond the mean number a term is `share` of the one before, in the end: 40 times to e^-40.
  if (!((of.r + x + 40) * horizon / (of.alpha + who.t) < max_terms)) return std::nullopt;
  double weight = 1, weights = 1, made = 0, next_made = 1, sum = 0;
  for (double n = 0;; n += 1) {
    const double ratio = (of.r + x + n) / (n + 1) * share;
    weight *= ratio;
    made += next_made;
    next_made *= (of.b + x + n) / (of.a + of.b + x + n);
    weights += weight;
    sum += weight * made;
    if (ratio < 1 && weight * made <= 1e-17 * (1 - ratio) * sum) break;
    if (weights > 1e250) {
      weight *= 1e-250;
      weights *= 1e-250;
      sum *= 1e-250;
    }
  }
  return bgnbd_alive(of, who) * sum / weights;
}

}  // namespace payoff
