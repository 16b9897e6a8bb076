// SPDX-License-Identifier: Apache-2.0
/** @file test_bgnbd.cpp  The model of repeat purchases: published figures, slow integrals, simulated people.
 */
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "stats/bgnbd.h"

using namespace payoff;

namespace {

/** Fader, Hardie & Lee (2005), table 2. */
constexpr bgnbd_parameters published{0.243, 4.414, 0.793, 2.426};

bool is_near(double got, double wanted, double relative) {
  return std::fabs(got - wanted) <= relative * std::fabs(wanted);
}

double gamma_density(double x, double shape, double rate) {
  return std::exp(shape * std::log(rate) + (shape - 1) * std::log(x) - rate * x - std::lgamma(shape));
}

double beta_density(double x, double a, double b) {
  return std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + (a - 1) * std::log(x) +
                  (b - 1) * std::log(1 - x));
}

struct integrals {
  double likelihood, alive, made;
};

/** Over rates and chances to leave: what they make likely, alive at t, and purchases in the horizon. */
integrals integrate(const bgnbd_parameters& of, const buying& who, double horizon) {
  constexpr int steps = 300;
  integrals sum{};
  for (int i = 0; i < steps; ++i) {
    const double s = (i + 0.5) / steps, rate = 4 * s / (1 - s) / of.alpha;
    const double of_rate = gamma_density(rate, of.r, of.alpha) * 4 / of.alpha / ((1 - s) * (1 - s)) / steps;
    for (int j = 0; j < steps; ++j) {
      const double angle = std::acos(-1.0) * (j + 0.5) / steps, p = (1 - std::cos(angle)) / 2;
      const double weight =
          of_rate * beta_density(p, of.a, of.b) * std::sin(angle) * std::acos(-1.0) / 2 / steps;
      const double bought = weight * std::pow(rate, who.frequency);
      const double alive = bought * std::pow(1 - p, who.frequency) * std::exp(-rate * who.t);
      const double gone =
          who.frequency > 0 ? bought * p * std::pow(1 - p, who.frequency - 1) * std::exp(-rate * who.recency)
                            : 0;
      sum.likelihood += alive + gone;
      sum.alive += alive;
      sum.made += alive * (1 - std::exp(-rate * p * horizon)) / p;
    }
  }
  return {sum.likelihood, sum.alive / sum.likelihood, sum.made / sum.likelihood};
}

/** Equation 10 as it is printed. */
double printed_formula(const bgnbd_parameters& of, const buying& who, double horizon) {
  const double x = who.frequency, z = horizon / (of.alpha + who.t + horizon);
  double term = 1, hypergeometric = 1;
  for (int n = 0; n < 10'000; ++n) {
    term *= (of.r + x + n) * (of.b + x + n) / ((of.a + of.b + x - 1 + n) * (n + 1)) * z;
    hypergeometric += term;
  }
  const double above =
      (of.a + of.b + x - 1) / (of.a - 1) *
      (1 - std::pow((of.alpha + who.t) / (of.alpha + who.t + horizon), of.r + x) * hypergeometric);
  const double odds =
      x > 0 ? of.a / (of.b + x - 1) * std::pow((of.alpha + who.t) / (of.alpha + who.recency), of.r + x) : 0;
  return above / (1 + odds);
}

double likelihood_of(const bgnbd_parameters& of, const std::vector<buying>& people) {
  parameters slope{};
  return bgnbd_likelihood(people).at({of.r, of.alpha, of.a, of.b}, slope);
}

std::vector<buying> simulated(const bgnbd_parameters& of, int people) {
  std::mt19937 random(7);
  std::vector<buying> out;
  for (int i = 0; i < people; ++i) {
    const double rate = std::gamma_distribution<>(of.r, 1 / of.alpha)(random);
    const double x = std::gamma_distribution<>(of.a)(random), y = std::gamma_distribution<>(of.b)(random);
    buying one{0, 0, 30.0 + i % 10};
    for (double time = 0;;) {
      time += std::exponential_distribution<>(rate)(random);
      if (!(time < one.t)) break;
      one.frequency += 1;
      one.recency = time;
      if (std::bernoulli_distribution(x / (x + y))(random)) break;
    }
    out.push_back(one);
  }
  return out;
}

}  // namespace

TEST_CASE("the published customer of CDNOW: 1.226 purchases in the next 39 weeks") {
  const buying first{2, 30.43, 38.86};
  CHECK(std::fabs(*bgnbd_expected(published, first, 39) - 1.226) < 0.0005);
  // 1 / (1 + 0.793 / 3.426 x (43.274 / 34.844)^2.243)
  CHECK(std::fabs(bgnbd_alive(published, first) - 0.7266) < 0.00005);
  CHECK(bgnbd_alive(published, {0, 0, 38.86}) == 1);
}

TEST_CASE("expected purchases are the printed formula's, also where that has a pole") {
  for (const buying& who : {buying{0, 0, 10}, {1, 4, 10}, {7, 9.5, 10}, {60, 8, 12}}) {
    for (const double horizon : {0.5, 39.0, 400.0}) {
      for (const bgnbd_parameters& of : {published, bgnbd_parameters{2, 3, 1.5, 2.5}}) {
        CHECK(is_near(*bgnbd_expected(of, who, horizon), printed_formula(of, who, horizon), 1e-9));
      }
      const double below = *bgnbd_expected({2, 3, 1 - 1e-7, 2.5}, who, horizon);
      const double above = *bgnbd_expected({2, 3, 1 + 1e-7, 2.5}, who, horizon);
      const double at_pole = *bgnbd_expected({2, 3, 1, 2.5}, who, horizon);
      CHECK(below > at_pole);
      CHECK(at_pole > above);
      CHECK(is_near(below, above, 1e-6));
    }
  }
}

TEST_CASE("likelihood, aliveness and expectation are the integrals that they stand for") {
  const bgnbd_parameters of{2, 3, 1.5, 2.5};
  for (const buying& who : {buying{0, 0, 5}, {1, 2, 5}, {3, 4.5, 5}}) {
    const integrals slow = integrate(of, who, 8);
    CHECK(is_near(likelihood_of(of, {who}), std::log(slow.likelihood), 1e-4));
    CHECK(is_near(bgnbd_alive(of, who), slow.alive, 1e-4));
    CHECK(is_near(*bgnbd_expected(of, who, 8), slow.made, 1e-4));
  }
}

TEST_CASE("what would take too long is not reckoned, and long sums neither overflow nor vanish") {
  CHECK_FALSE(bgnbd_expected({1, 1e-6, 1, 1}, {0, 0, 0}, 100));
  // A purchase a day for ten years, hardly anybody leaves: nearly as many in the next ten.
  const double many = *bgnbd_expected({3650, 3650, 1e-6, 1}, {3650, 3650, 3650}, 3650);
  CHECK(is_near(many, 3650, 1e-3));
  CHECK(*bgnbd_expected(published, {50, 1, 3000}, 39) < 1e-9);
}

TEST_CASE("the gradient is that of the likelihood") {
  const std::vector<buying> people{{0, 0, 8}, {1, 3, 8}, {1, 3, 8}, {4, 7, 9}, {25, 6.5, 7}};
  const bgnbd_likelihood likelihood(people);
  const parameters point{0.7, 2.2, 0.9, 1.8};
  parameters slope{}, unused{};
  const double height = likelihood.at(point, slope);
  double one_by_one = 0;
  for (const buying& one : people) one_by_one += bgnbd_likelihood({&one, 1}).at(point, unused);
  CHECK(is_near(height, one_by_one, 1e-13));
  for (std::size_t i = 0; i < 4; ++i) {
    parameters low = point, high = point;
    low[i] -= 1e-5;
    high[i] += 1e-5;
    CHECK(is_near((likelihood.at(high, unused) - likelihood.at(low, unused)) / 2e-5, slope[i], 1e-6));
  }
}

TEST_CASE("a fit finds again what people were made of, and it is a maximum, whoever came first") {
  const bgnbd_parameters truth{0.6, 4, 0.9, 2.4};
  std::vector<buying> people = simulated(truth, 1500);
  const auto found = bgnbd_likelihood(people).fit();
  REQUIRE(found);
  CHECK(is_near(found->r, truth.r, 0.2));
  CHECK(is_near(found->alpha, truth.alpha, 0.2));
  CHECK(is_near(found->a / (found->a + found->b), truth.a / (truth.a + truth.b), 0.2));
  const double height = likelihood_of(*found, people);
  CHECK(height > likelihood_of(truth, people));
  parameters slope{};
  static_cast<void>(bgnbd_likelihood(people).at({found->r, found->alpha, found->a, found->b}, slope));
  for (const double one : slope) CHECK(std::fabs(one) < 1e-5);
  for (double bgnbd_parameters::*const by :
       {&bgnbd_parameters::r, &bgnbd_parameters::alpha, &bgnbd_parameters::a, &bgnbd_parameters::b}) {
    for (const double factor : {0.99, 1.01}) {
      bgnbd_parameters beside = *found;
      beside.*by *= factor;
      CHECK(likelihood_of(beside, people) < height);
    }
  }
  std::reverse(people.begin(), people.end());
  const auto again = bgnbd_likelihood(people).fit();
  CHECK((again->r == found->r && again->alpha == found->alpha && again->b == found->b));
  // Weeks or days: alpha alone is in them.
  for (buying& one : people) one = {one.frequency, one.recency * 7, one.t * 7};
  const auto days = bgnbd_likelihood(people).fit();
  CHECK(is_near(days->alpha, found->alpha * 7, 1e-7));
  CHECK(is_near(days->r, found->r, 1e-7));
}

TEST_CASE("where the likelihood has no maximum there is no fit") {
  CHECK_FALSE(bgnbd_likelihood({}).fit());
  const std::vector<buying> nobody_again{{0, 0, 5}, {0, 0, 8}, {0, 0, 13}};
  CHECK_FALSE(bgnbd_likelihood(nobody_again).fit());
  const std::vector<buying> no_time{{0, 0, 0}, {0, 0, 0}};
  CHECK_FALSE(bgnbd_likelihood(no_time).fit());
  const std::vector<buying> nobody_leaves{{5, 9.9, 10}, {6, 9.8, 10}, {9, 10, 10}, {2, 10, 10}};
  CHECK_FALSE(bgnbd_likelihood(nobody_leaves).fit());
}
