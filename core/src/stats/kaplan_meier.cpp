// SPDX-License-Identifier: Apache-2.0
/** @file kaplan_meier.cpp  See kaplan_meier.h. */
#include "stats/kaplan_meier.h"

#include <cmath>

#include "stats/order.h"
#include "stats/wilson.h"

namespace payoff {
namespace {

std::vector<lifetime> by_time(const std::vector<lifetime>& lives) {
  std::vector<double> times;
  times.reserve(lives.size());
  for (const lifetime& one : lives) times.push_back(one.time);
  return in_order(lives, order_of(times));
}

void set_interval(survival_row& row, double greenwood) {
  if (row.survival <= 0 || row.survival >= 1) return;
  const double log_s = std::log(row.survival);
  const double factor = std::exp(z_95 * std::sqrt(greenwood) / -log_s);
  row.low = std::exp(log_s * factor);
  row.high = std::exp(log_s / factor);
}

bool is_half(double survival) { return survival <= 0.5 + 1e-12; }

/** Time of the first row whose figure is known and at most a half. */
template <class Figure>
std::optional<double> first_half(const std::vector<survival_row>& curve, const Figure& figure) {
  for (const survival_row& row : curve) {
    const std::optional<double> known = figure(row);
    if (known && is_half(*known)) return row.time;
  }
  return std::nullopt;
}

}  // namespace

kaplan_meier::kaplan_meier(const std::vector<lifetime>& unordered) : n_(unordered.size()) {
  const std::vector<lifetime> lives = by_time(unordered);
  double survival = 1;
  double greenwood = 0;
  for (std::size_t i = 0; i < lives.size();) {
    survival_row row;
    row.time = lives[i].time;
    row.at_risk = n_ - i;
    for (; i < lives.size() && lives[i].time == row.time; ++i)
      ++(lives[i].is_observed ? row.events : row.censored);
    const auto at_risk = static_cast<double>(row.at_risk);
    const auto left = static_cast<double>(row.at_risk - row.events);
    survival *= left / at_risk;
    if (left > 0) greenwood += static_cast<double>(row.events) / (at_risk * left);
    row.survival = survival;
    set_interval(row, greenwood);
    events_ += row.events;
    curve_.push_back(row);
  }
}

std::optional<double> kaplan_meier::median() const {
  return first_half(curve_, [](const survival_row& row) { return std::optional<double>(row.survival); });
}
std::optional<double> kaplan_meier::median_low() const {
  return first_half(curve_, [](const survival_row& row) { return row.low; });
}
std::optional<double> kaplan_meier::median_high() const {
  return first_half(curve_, [](const survival_row& row) { return row.high; });
}

std::optional<double> kaplan_meier::last_time() const {
  if (curve_.empty()) return std::nullopt;
  return curve_.back().time;
}

double kaplan_meier::mean_to(double horizon) const {
  double area = 0;
  double since = 0;
  double survival = 1;
  for (const survival_row& row : curve_) {
    if (row.time >= horizon) break;
    area += survival * (row.time - since);
    since = row.time;
    survival = row.survival;
  }
  return area + survival * (horizon - since);
}

}  // namespace payoff
