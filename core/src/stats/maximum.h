// SPDX-License-Identifier: Apache-2.0
/** @file maximum.h  Which parameters, all above 0, make a likelihood largest? */
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace payoff {

/** Of those that a model has; the rest are 0. */
using parameters = std::array<double, 4>;

class log_likelihood {
 public:
  [[nodiscard]] virtual std::size_t count() const = 0;
  /** @param gradient by each parameter, filled in. */
  [[nodiscard]] virtual double at(const parameters& point, parameters& gradient) const = 0;

 protected:
  ~log_likelihood() = default;
};

/**
 * Newton's method in the logarithms of the parameters, damped as Levenberg and Marquardt do it, until a step
 * changes no parameter by more than 1e-9 of itself. Second derivatives are differences of the gradient. The
 * same on every platform but for the last digits of log and exp. Nothing where there is no maximum to be
 * found: a parameter runs beyond 1e10 times its start, either way. About 10 evaluations a step.
 */
[[nodiscard]] std::optional<parameters> maximum_near(const log_likelihood& of, const parameters& start);

}  // namespace payoff
