// SPDX-License-Identifier: Apache-2.0
/**
 * @file question.h  What is a question made of, and what holds for every one?
 *
 * A question is a header, a source, a test and one name in core/questions.cmake: its header declares
 * `result<json> answer_<name>(const ask_context&, const json& question)`. The table below is generated from
 * that list, so nothing else knows its name, and a smaller module is a shorter list.
 *
 * The header's file comment is the question's page of the reference (scripts/reference.mjs), in named
 * sections: Ask, Answer, Rules, Formula, Limits, Source, Cost, Errors, and Example, a question of a case in
 * tests/cases. A part for the whole base has a header x_base.h with the same. What holds for all of them:
 *
 * Time: A question over events needs `as_of`, the instant up to which the data are complete: in the
 * question, or else from the host or command line. There is no clock. Events at or after it are left out and
 * counted in `quality.after_as_of`.
 *  - `from` is in the range, `to` is not. A moment is a local date, a local date-time or an instant with an
 *    offset.
 *  - Zone and the day on which weeks begin: the question's, else the host's, else the playbook's, else UTC
 *    and monday. A day is a local calendar day of 23, 24 or 25 hours. Where days are counted from an instant
 *    they are 24 hours, and the question says so.
 *  - Buckets are named by their local start: a date, of hours a date-time with its offset. One that has not
 *    ended at as_of is so far, and has `"partial": true`.
 *
 * People: `per` is "user" or "account". An event without a user is an event and nobody's. An anonymous id
 * becomes the user's once one event carries both; of several users it meets, the first in time. A blank id
 * is no id.
 *  - Events of one person at one instant have no order.
 *
 * Selectors: Events are picked by a name, a list of names, "*" (any event; identify and group rows are
 * none), a set of the playbook ("@value", "@active", "@capability:reports"), or
 * {"event":...,"where":Filter}; in a list {"not":Selector} takes away.
 *  - An attribute in a filter is the latest one known at the event's time; with {"at":"latest"} the latest
 *    before as_of.
 *
 * Numbers: Counts are whole. What is unknown is null, never 0: a ratio over 0, a mean of nothing, a time
 * that has not come. Shares are from 0 to 1. Money is in units of its currency and rounded to the digits of
 * ISO 4217. Quantiles are R's type 7. Intervals are of 95%.
 *  - The same question gives the same bytes natively, in Node and in every browser, in whatever order the
 *    rows arrived.
 *
 * Errors: {"error":{"code","path","message"}}: `path` is a JSON pointer into the question or playbook.
 * Nothing is answered from half a question: a field that nobody reads is an error, and the message names the
 * nearest known one. Errors of the fields are wrong_type, unknown_field, missing_field, bad_value,
 * missing_as_of, unknown_zone and limit_exceeded (buckets); those of selectors are unknown_name (a set that
 * the playbook does not have) and needs_reload (a property that was not kept at load); any may be
 * out_of_memory.
 *
 * Notes: Codes of what the reader must know, each once, in `notes`:
 *  - `partial_period`: the range had not ended at as_of.
 *  - `censored_excluded`: some are in no figure, because their outcome is not known yet.
 *  - `small_sample`: fewer people than the figure needs.
 *  - `not_causal`: it goes with the outcome, which is not to say that it causes it.
 *  - `not_available`: a part that the playbook, the data or this version does not have.
 *  - `assumption_overridden`: the customer's own figure stands in place of the playbook's.
 *  - `learned_goal`: the rule is the model's.
 *  - `model_of_other_playbook`: there is a model, but of another version of the playbook; it is not used.
 *  - `unknown_group_excluded`: of some the attribute is not known; they are in no group.
 *  - `unknown_price`: of some the price is not known; they are in no amount.
 *  - `unreadable_price`: a price that is neither a number nor nothing.
 *  - `unknown_reason`: a reason that is none of the eight; it counts as `other`.
 *  - `no_fit`, `no_value_fit`: a likelihood without a maximum; what hangs on its parameters is null.
 *  - `not_computed`: an expectation that would take too long is null.
 *  - `no_rule`: no early behaviour holds up as a goal.
 *  - `suppressed_cells`: what would be of fewer than ten customers is left out.
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
};

/** In the order of core/questions.cmake. Generated: build/<preset>/core/question_table.cpp. */
[[nodiscard]] std::span<const question_entry> question_table();

}  // namespace payoff
