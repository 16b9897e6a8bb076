// SPDX-License-Identifier: Apache-2.0
/** @file test_gamma_gamma.cpp  The model of what a purchase is worth: published figures, integrals, a fit. */
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "stats/gamma_gamma.h"

using namespace payoff;

namespace {

bool is_near(double got, double wanted, double relative) {
  return std::fabs(got - wanted) <= relative * std::fabs(wanted);
}

double gamma_density(double x, double shape, double rate) {
  return std::exp(shape * std::log(rate) + (shape - 1) * std::log(x) - rate * x - std::lgamma(shape));
}

double likelihood_of(const gamma_gamma_parameters& of, const std::vector<spending>& people) {
  parameters slope{};
  return gamma_gamma_likelihood(people).at({of.p, of.q, of.v}, slope);
}

}  // namespace

TEST_CASE("means of purchases under the published parameters of CDNOW") {
  // Fader & Hardie (2013): the population's mean is 35.2; a customer of two purchases of 22.35 on average.
  const gamma_gamma_parameters published{6.25, 3.74, 15.44};
  CHECK(std::fabs(*gamma_gamma_mean(published, {}) - 35.2) < 0.05);
  CHECK(is_near(*gamma_gamma_mean(published, {2, 22.35}), 6.25 * (15.44 + 44.7) / 15.24, 1e-14));
  // q below 1: a customer has a mean before the population has.
  CHECK_FALSE(gamma_gamma_mean({2, 0.9, 5}, {}));
  CHECK(is_near(*gamma_gamma_mean({2, 0.9, 5}, {1, 10}), 2 * 15 / 1.9, 1e-14));
}

TEST_CASE("the likelihood is the integral over people, and so is the mean") {
  const gamma_gamma_parameters of{2.5, 3.5, 12};
  const spending who{3, 9};
  double likelihood = 0, mean = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double s = (i + 0.5) / 20'000, nu = s / (1 - s);
    const double weight = gamma_density(nu, of.q, of.v) / ((1 - s) * (1 - s)) / 20'000 *
                          gamma_density(who.mean, of.p * who.purchases, nu * who.purchases);
    likelihood += weight;
    mean += weight * of.p / nu;
  }
  CHECK(is_near(likelihood_of(of, {who}), std::log(likelihood), 1e-7));
  CHECK(is_near(*gamma_gamma_mean(of, who), mean / likelihood, 1e-6));
}

TEST_CASE("a fit finds again what purchases were made of, and it is a maximum") {
  const gamma_gamma_parameters truth{6, 4, 15};
  std::mt19937 random(11);
  std::vector<spending> people;
  for (int i = 0; i < 1500; ++i) {
    const double nu = std::gamma_distribution<>(truth.q, 1 / truth.v)(random), n = 1 + i % 4;
    people.push_back({n, std::gamma_distribution<>(truth.p * n, 1 / (nu * n))(random)});
  }
  const gamma_gamma_likelihood likelihood(people);
  const auto found = likelihood.fit();
  REQUIRE(found);
  CHECK(is_near(found->p, truth.p, 0.2));
  CHECK(is_near(found->q, truth.q, 0.2));
  CHECK(is_near(found->v, truth.v, 0.3));
  parameters slope{}, under{}, over{};
  const parameters point{found->p, found->q, found->v};
  const double height = likelihood.at(point, slope);
  CHECK(height > likelihood_of(truth, people));
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(std::fabs(slope[i]) < 1e-5);
    parameters low = point, high = point;
    low[i] *= 0.9;
    high[i] *= 1.1;
    const double below = likelihood.at(low, under), above = likelihood.at(high, over);
    CHECK((below < height && above < height));
    CHECK((under[i] > 0 && over[i] < 0));
  }
}

TEST_CASE("where all spend alike, or nobody spends, there is no fit") {
  CHECK_FALSE(gamma_gamma_likelihood({}).fit());
  const std::vector<spending> alike{{1, 10}, {2, 10}, {3, 10}, {4, 10}};
  CHECK_FALSE(gamma_gamma_likelihood(alike).fit());
}
