// SPDX-License-Identifier: Apache-2.0
#include "stats/maximum.h"

#include <algorithm>
#include <cmath>

namespace payoff {
namespace {

constexpr double farthest = 23.02585092994046;  // log 1e10
constexpr int max_steps = 200;

using matrix = std::array<parameters, 4>;

/** A likelihood by the logarithms of its parameters. */
class by_logarithm {
 public:
  explicit by_logarithm(const log_likelihood& of) : n(of.count()), of_(of) {}

  double at(const parameters& logs, parameters& gradient) const {
    parameters point{};
    for (std::size_t i = 0; i < n; ++i) point[i] = std::exp(logs[i]);
    const double out = of_.at(point, gradient);
    for (std::size_t i = 0; i < n; ++i) gradient[i] *= point[i];
    return out;
  }

  /** Of minus the likelihood: positive definite near a maximum. */
  [[nodiscard]] matrix curvature(const parameters& logs) const {
    constexpr double apart = 1e-4;
    matrix out{};
    for (std::size_t i = 0; i < n; ++i) {
      parameters low = logs, high = logs, before{}, after{};
      low[i] -= apart;
      high[i] += apart;
      static_cast<void>(at(low, before));
      static_cast<void>(at(high, after));
      for (std::size_t j = 0; j < n; ++j) {
        const double half = (before[j] - after[j]) / (4 * apart);
        out[i][j] += half;
        out[j][i] += half;
      }
    }
    return out;
  }

  const std::size_t n;

 private:
  const log_likelihood& of_;
};

/** Solves (of + damping x its diagonal) step = right by Cholesky's factors; false if it is not positive. */
bool solve(matrix of, double damping, const parameters& right, std::size_t n, parameters& step) {
  for (std::size_t i = 0; i < n; ++i) of[i][i] += damping * (std::fabs(of[i][i]) + 1e-9);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = of[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= of[i][k] * of[j][k];
      if (i == j && !(sum > 0)) return false;
      of[i][j] = i == j ? std::sqrt(sum) : sum / of[j][j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    step[i] = right[i];
    for (std::size_t k = 0; k < i; ++k) step[i] -= of[i][k] * step[k];
    step[i] /= of[i][i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) step[i] -= of[k][i] * step[k];
    step[i] /= of[i][i];
  }
  return true;
}

}  // namespace

std::optional<parameters> maximum_near(const log_likelihood& likelihood, const parameters& start) {
  const by_logarithm of(likelihood);
  parameters first{}, gradient{};
  for (std::size_t i = 0; i < of.n; ++i) first[i] = std::log(start[i]);
  parameters logs = first;
  double height = of.at(logs, gradient);
  double damping = 0;
  for (int i = 0; i < max_steps && std::isfinite(height); ++i) {
    const matrix curvature = of.curvature(logs);
    double longest = 0;
    for (bool is_higher = false; !is_higher;) {
      if (damping > 1e12) return std::nullopt;
      parameters step{}, next = logs, slope{};
      if (solve(curvature, damping, gradient, of.n, step)) {
        longest = 0;
        for (std::size_t k = 0; k < of.n; ++k) longest = std::max(longest, std::fabs(step[k]));
        const double part = longest > 2 ? 2 / longest : 1;
        for (std::size_t k = 0; k < of.n; ++k) next[k] += part * step[k];
        const double reached = of.at(next, slope);
        // A step so small that the height's last digits hide whether it went up is taken on trust.
        if (reached >= height - (longest < 1e-5 ? 1e-10 * std::fabs(height) : 0)) {
          is_higher = true;
          logs = next;
          height = reached;
          gradient = slope;
          damping = damping < 1e-6 ? 0 : damping / 10;
        }
      }
      if (!is_higher) damping = std::max(damping * 10, 1e-3);
    }
    for (std::size_t k = 0; k < of.n; ++k) {
      if (std::fabs(logs[k] - first[k]) > farthest) return std::nullopt;
    }
    if (longest > 1e-9 || damping > 0) continue;
    parameters out{};
    for (std::size_t k = 0; k < of.n; ++k) out[k] = std::exp(logs[k]);
    return out;
  }
  return std::nullopt;
}

}  // namespace payoff
