// SPDX-License-Identifier: Apache-2.0
#include "questions/report.h"

#include "questions/activation.h"
#include "questions/adoption.h"
#include "questions/aha_progress.h"
#include "questions/roi.h"
#include "questions/shared/peers.h"
#include "questions/usage.h"

namespace payoff {
namespace {

std::vector<metric> headline_metrics(const playbook& book) {
  if (book.report.headline.empty()) return book.metrics;
  std::vector<metric> out;
  for (const std::string& id : book.report.headline) {
    for (const metric& one : book.metrics) {
      if (one.id == id) out.push_back(one);
    }
  }
  return out;
}

}  // namespace

result<json> answer_report(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const auto previous = read_compare(from, in);
  const playbook& book = context.book;
  std::optional<roi_assumptions> assumed;
  if (book.roi) {
    assumed = read_assumptions(from, book);
  } else if (from.find("overrides") != nullptr) {
    from.bad_value("overrides", "the playbook has no `roi` whose assumptions could be changed");
  }
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  json out = in.begin_answer("report");
  out["product"] = {{"name", book.product_name},
                    {"currency", book.currency.empty() ? json(nullptr) : json(book.currency)}};
  out["period"] = grain_name(book.report.period);
  const std::vector<metric> metrics = headline_metrics(book);
  json& headline = out["headline"] = json::array();
  for (const metric& one : metrics) headline.push_back(one.id);
  if (previous) {
    out["compared_with"] = {{"from", moment_name(previous->from_ms, in.place())},
                            {"to", moment_name(previous->to_ms, in.place())}};
  }
  PAYOFF_ASSIGN(figures, usage_metrics(in, metrics, "/metrics", previous, true, peers_of_period(in)));
  out["metrics"] = std::move(figures);
  out["roi"] = nullptr;
  if (assumed) {
    PAYOFF_ASSIGN(roi, roi_of(in, *assumed, previous));
    out["roi"] = std::move(roi);
  }
  out["activation"] = nullptr;
  if (book.activation && (in.account() || in.user())) {
    PAYOFF_ASSIGN(activation, activation_of_one(in));
    out["activation"] = std::move(activation);
  }
  out["aha"] = nullptr;
  const aha_rule* const goal = goal_of(context);
  if (goal != nullptr && (in.account() || in.user())) {
    if (!book.aha) in.note("learned_goal");
    PAYOFF_ASSIGN(aha, aha_of_one(in, *goal, "/aha"));
    out["aha"] = std::move(aha);
  }
  out["adoption"] = nullptr;
  out["next_best"] = nullptr;
  if (!book.capabilities.empty()) {
    PAYOFF_ASSIGN(adoption, adoption_of(in, counted::users));
    out["next_best"] = adoption["next_best"];
    out["adoption"] = std::move(adoption);
  }
  // No question answers `new`, and `flags` is no part of what customers download: the element leaves both
  // out.
  for (const char* part : {"new", "flags"}) out[part] = nullptr;
  in.note("not_available");
  out["texts"] = book.report.texts.is_null() ? json::object() : book.report.texts;
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
