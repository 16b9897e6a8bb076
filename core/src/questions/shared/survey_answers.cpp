// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/survey_answers.h"

#include <utility>

namespace payoff {

result<survey_answers> survey_answers::of(const frame& in, const survey& source) {
  const std::string path = join_path("/survey", source.name);
  PAYOFF_ASSIGN(rows, selection::compile(source.event.front(), path + "/event", in));
  survey_answers out{std::move(rows), event_store::npos, event_store::npos};
  const auto look = [&](const std::string& property, const char* field, std::size_t& to) -> result<void> {
    if (property.empty()) return {};
    to = in.context().store.property_index(property);
    if (to != event_store::npos) return {};
    return fail(error_code::needs_reload, path + field,
                "the property `" + property + "` was not kept; load again with this playbook");
  };
  PAYOFF_TRY(look(source.score_property, "/score_prop", out.score));
  PAYOFF_TRY(look(source.comment_property, "/comment_prop", out.comment));
  return out;
}

result<std::optional<survey_answers>> survey_answers::find(const frame& in, std::string_view name) {
  for (const survey& one : in.context().book.surveys) {
    if (one.name != name || one.event.empty()) continue;
    PAYOFF_ASSIGN(found, of(in, one));
    return std::optional(std::move(found));
  }
  return std::optional<survey_answers>();
}

std::optional<double> survey_answers::score_of(const event_store& store, row_id row) const {
  if (score == event_store::npos) return std::nullopt;
  const cell given = store.property(score, row);
  return given.is_number() ? std::optional(given.number()) : std::nullopt;
}

std::string_view survey_answers::comment_of(const event_store& store, row_id row) const {
  if (comment == event_store::npos) return {};
  const cell given = store.property(comment, row);
  if (given.kind() != cell_kind::text) return {};
  const std::string_view text = store.texts()[given.text_id()];
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos ? std::string_view() : text;
}

}  // namespace payoff
