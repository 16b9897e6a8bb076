// SPDX-License-Identifier: Apache-2.0
#include "questions/health.h"

#include <algorithm>
#include <cmath>

#include "questions/shared/readings.h"
#include "questions/shared/rounded.h"

namespace payoff {
namespace {

struct part {
  std::string_view id;
  double measure, points, weight;
  double contribution{0}, versus_50{0};
};

struct health {
  std::vector<part> parts;
  std::vector<std::string_view> missing;
  std::optional<double> score;
};

/** To a multiple of 2^-44: sums of such numbers below 256 are exact. */
double in_steps(double value) { return std::ldexp(std::round(std::ldexp(value, 44)), -44); }

void weigh(health& of) {
  double total = 0;
  for (const part& one : of.parts) total += one.weight;
  if (total <= 0) {
    of.parts.clear();
    return;
  }
  double half_left = 50;
  double score = 0;
  for (part& one : of.parts) {
    one.weight /= total;
    one.contribution = in_steps(one.weight * one.points);
    const bool is_last = &one == &of.parts.back();
    const double half = is_last ? half_left : in_steps(one.weight * 50);
    half_left -= half;
    one.versus_50 = one.contribution - half;
    score += one.contribution;
  }
  of.score = score;
}

result<health> health_of(const customer& who) {
  health out;
  const json& measures = who.book().health;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const json& one = measures[i];
    problem wrong;
    const reading what =
        parse_reading(*one.find("measure")->text_if(), join_path("/health", i) + "/measure", {}, wrong);
    PAYOFF_TRY(wrong.as_result());
    PAYOFF_ASSIGN(found, read(who, what));
    const std::string_view id = *one.find("id")->text_if();
    if (!found) {
      out.missing.push_back(id);
      continue;
    }
    const double bad = one.find("bad")->number();
    const double points = (*found - bad) / (one.find("good")->number() - bad) * 100;
    out.parts.push_back({id, *found, std::clamp(points, 0.0, 100.0), one.find("weight")->number()});
  }
  weigh(out);
  return out;
}

}  // namespace

std::string_view health_band(double score) {
  return score >= 80 ? "strong" : score >= 60 ? "healthy" : score >= 40 ? "watch" : "at_risk";
}

result<std::optional<double>> health_score(const customer& who) {
  PAYOFF_ASSIGN(found, health_of(who));
  return found.score;
}

result<json> health_of_one(const frame& in) {
  PAYOFF_ASSIGN(now, health_of(customer(in)));
  const frame earlier = frame_at(in, in.as_of_ms() - 28 * day_ms);
  PAYOFF_ASSIGN(before, health_score(customer(earlier)));

  json out;
  out["score"] = plain(now.score);
  out["band"] = now.score ? json(health_band(*now.score)) : json(nullptr);
  out["trend"] = now.score && before ? plain(*now.score - *before) : json(nullptr);
  json& contributions = out["contributions"] = json::array();
  for (const part& one : now.parts) {
    json entry;
    entry["id"] = one.id;
    entry["measure"] = plain(one.measure);
    entry["points"] = plain(one.points);
    entry["weight"] = plain(one.weight);
    entry["contribution"] = plain(one.contribution);
    entry["versus_50"] = plain(one.versus_50);
    contributions.push_back(std::move(entry));
  }
  json& missing = out["missing"] = json::array();
  for (const std::string_view id : now.missing) missing.push_back(id);
  return out;
}

void need_health(const playbook& book, problem& wrong) {
  if (!book.health.empty()) return;
  wrong.report(error_code::missing_field, "", "the playbook has no `health`: add its measures there");
}

result<json> answer_health(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context);
  if (from.find("backtest") != nullptr) {
    from.bad_value("backtest", "a backtest is of all customers: leave `account` and `user` out");
  }
  from.finish();
  need_health(context.book, wrong);
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, health_of_one(in));
  json out;
  out["ask"] = "health";
  in.add_customer(out);
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
