// SPDX-License-Identifier: Apache-2.0
/**
 * @file schema.h  What is in these data?
 *
 * Ask:
 * {"ask":"schema","account"?,"user"?,"as_of"?}
 *
 * No playbook is needed. Of one account or user its events are counted; `rows`, the samples and `quality`
 * are those of all.
 *
 * Answer: `format` as it was recognised, `rows` accepted (identify and group rows included), `people`,
 * `accounts` and `first` and `last` of the events. Per event its `name`, `count`, `people`, `first`, `last`
 * (instants in UTC) and `properties`, from the first 1,000 rows of that event in the order of their arrival,
 * with `"sampled": true` where there were more: `name`, `types` (of "boolean", "null", "number", "object",
 * "array", "string"; in that order), `share` of those rows that have it, and `examples`, the first five
 * different values that are neither null nor nested, texts cut to 80 bytes. `attributes` likewise, from the
 * first 1,000 identify and group rows (or events, in formats whose events bring attributes).
 *
 * Rules: Order: events by count, properties by share, both largest first, then by name. With `as_of` events
 * at or after it count nowhere but in `quality` and in the samples.
 *
 * Formula: share = rows that have the property / rows that were looked at.
 *
 * Limits: Properties are those of the first rows of each event: what came into use later is not seen, where
 * there were more than 1,000. It says what is there, not what it means.
 *
 * Source: Of our own.
 *
 * Cost: One pass over all rows, and parsing the sampled rows.
 *
 * Errors: Those of the fields.
 *
 * Example: tests/cases/export_rudderstack.json, question 2.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_schema(const ask_context& context, const json& question);

}  // namespace payoff
