// SPDX-License-Identifier: Apache-2.0
/** @file survey_answers.h  Which rows are answers to a survey, and where are their score and comment? */
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "questions/shared/frame.h"
#include "questions/shared/selection.h"

namespace payoff {

struct survey_answers {
  selection rows;
  std::size_t score{event_store::npos};   /**< npos: the playbook names none, as below. */
  std::size_t comment{event_store::npos}; /**< A column of the store. */

  /** Of a survey with an event. Errors: needs_reload, those of selectors. */
  [[nodiscard]] static result<survey_answers> of(const frame& in, const survey& source);
  /** Nothing where the playbook has no such survey, or none with an event. Errors: needs_reload, those of
   * selectors. */
  [[nodiscard]] static result<std::optional<survey_answers>> find(const frame& in, std::string_view name);

  /** Nothing where it is no number. */
  [[nodiscard]] std::optional<double> score_of(const event_store& store, row_id row) const;
  /** What was said beside the score, "" where nothing was or only blanks. */
  [[nodiscard]] std::string_view comment_of(const event_store& store, row_id row) const;
};

}  // namespace payoff
