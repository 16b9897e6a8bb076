// SPDX-License-Identifier: Apache-2.0
/**
 * @file question.h  What is a question made of, and which ones does this build know?
 *
 * A question is a header, a source, a test and one name in core/questions.cmake: its header declares
 * `result<json> answer_<name>(const ask_context&, const json& question)` and documents inputs, units,
 * formula, source, edge rules and cost. The table below is generated from that list, so nothing else knows
 * its name, and a smaller module is a shorter list.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/quality.h"
#include "ingest/row_sample.h"
#include "json/json.h"
#include "payoff/result.h"
#include "playbook/model.h"
#include "playbook/playbook.h"
#include "store/event_store.h"
#include "store/zone.h"

namespace payoff {

/** What a question does not say itself, as the host or the command line gave it. */
struct ask_defaults {
  std::optional<std::string> zone;
  std::optional<weekday> week_start;
  std::optional<std::string> as_of;
};

/** All that a question may look at. Nothing in it changes while it is answered. */
struct ask_context {
  const event_store& store;
  const playbook& book;
  const quality_report& quality;
  const row_samples& samples;
  std::string_view format; /**< Of the export, as it was recognised; "" without a row. */
  const ask_defaults& defaults;
  const learned_model* model; /**< nullptr without one. */
  bool has_other_model;       /**< There is one, but it was learned under another playbook. */
  std::span<const zone> zones;
};

struct question_entry {
  std::string_view name;
  result<json> (*answer)(const ask_context&, const json& question);
  /** The same where neither `account` nor `user` is named; nullptr: answer() says what it makes of that. */
  result<json> (*answer_base)(const ask_context&, const json& question);
  /** Looks at ask_context::samples; where no question does, none are kept. */
  bool reads_samples;
};

/** In the order of core/questions.cmake. Generated: build/<preset>/core/question_table.cpp. */
[[nodiscard]] std::span<const question_entry> question_table();

}  // namespace payoff
