// SPDX-License-Identifier: Apache-2.0
#include "stats/gamma_gamma.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/order.h"

namespace payoff {

gamma_gamma_likelihood::gamma_gamma_likelihood(std::span<const spending> people)
    : all_(people.begin(), people.end()) {
  // One order, whoever came first.
  for (double spending::*const by : {&spending::mean, &spending::purchases}) {
    std::vector<double> keys;
    keys.reserve(all_.size());
    for (const spending& one : all_) keys.push_back(one.*by);
    all_ = in_order(all_, order_of(keys));
  }
  for (const spending& one : all_) mean_ += one.mean / static_cast<double>(all_.size());
}

double gamma_gamma_likelihood::at(const parameters& point, parameters& gradient) const {
  const double p = point[0], q = point[1], v = point[2];
  const double log_v = std::log(v), log_gamma_q = log_gamma(q), digamma_q = digamma(q);
  gradient = {};
  double sum = 0;
  // What hangs on the number of purchases alone: those of one number follow each other.
  double purchases = 0, log_x = 0, log_gammas = 0, digamma_px = 0, digamma_pxq = 0;
  for (const auto& [x, mean] : all_) {
    const double px = p * x;
    if (x != purchases) {
      purchases = x;
      log_x = std::log(x);
      log_gammas = log_gamma(px + q) - log_gamma(px) - log_gamma_q;
      digamma_px = digamma(px);
      digamma_pxq = digamma(px + q);
    }
    const double log_mean = std::log(mean), rest = v + mean * x, log_rest = std::log(rest);
    sum += log_gammas + q * log_v + (px - 1) * log_mean + px * log_x - (px + q) * log_rest;
    gradient[0] += x * (digamma_pxq - digamma_px + log_mean + log_x - log_rest);
    gradient[1] += digamma_pxq - digamma_q + log_v - log_rest;
    gradient[2] += q / v - (px + q) / rest;
  }
  return sum;
}

std::optional<gamma_gamma_parameters> gamma_gamma_likelihood::fit() const {
  std::optional<gamma_gamma_parameters> best;
  double highest = 0;
  if (all_.empty()) return best;
  for (const parameters& start : {parameters{2, 3, 1}, {6, 4, 0.5}, {1, 10, 9}}) {
    const auto found = maximum_near(*this, {start[0], start[1], start[2] * mean_});
    if (!found) continue;
    parameters slope{};
    const double height = at(*found, slope);
    if (best && height <= highest + 1e-6) continue;
    best = {(*found)[0], (*found)[1], (*found)[2]};
    highest = height;
  }
  return best;
}

std::optional<double> gamma_gamma_mean(const gamma_gamma_parameters& of, const spending& who) {
  const double below = of.p * who.purchases + of.q - 1;
  if (!(below > 0)) return std::nullopt;
  return of.p * (of.v + who.purchases * who.mean) / below;
}

}  // namespace payoff
