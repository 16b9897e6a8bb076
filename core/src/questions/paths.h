// SPDX-License-Identifier: Apache-2.0
/**
 * @file paths.h  What do people do next (or what did they do before), within the same visit?
 *
 * Ask:
 * {"ask":"paths","from","to","after":Selector | "before":Selector,"of"?:Selector,"steps"?:3,"top"?:10,
 *  "session_gap_minutes"?,"account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 * {"direction":"after"|"before","paths","people","nodes":[{"id","step","event","events"?,"count","people",
 *  "share","ends"}],"edges":[{"from","to","count","people","share"}]}
 *
 * Rules: A session is a user's events inside [from, to) with no gap over `session_gap_minutes` (the
 * playbook's, else 30) between neighbours. Each session with a matching event is one path: with `after` it
 * begins at the first match and goes on to the next `steps` events of the session; with `before` it begins
 * at the last match and goes back. Only events that `of` matches ("*" unless given) are steps; the match
 * itself always is, and all events hold a session together. An event that repeats is a step of its own each
 * time. Events without a user are in no session.
 *
 * Of events at one instant none comes first: so that the answer does not depend on the order of arrival, the
 * match stands before the others (with `before`: behind them), and these go by name, bytewise.
 *  - `step` is 0 for the match, then 1, 2, ... away from it, so -1, -2, ... with `before`.
 *  - A node is an event name at a step: the `top` most frequent names of that step, most frequent first,
 *    then by name; all other names of the step together are one more node, the rest, whose `event` is null
 *    and whose `events` says how many names that are. `id` is "<step>:<rank from 0>" or "<step>:rest".
 *  - `count`: paths through the node; `share` = count / `paths`; `people`: distinct users of them. `ends`:
 *    paths that the session ends (begins) with; null at the last step, beyond which nobody looked. So a
 *    node's count = its `ends` + the counts of its edges to the next step.
 *  - An edge goes from the earlier event to the later one, with `before` too. `share` is of the node that
 *    is nearer to the match: of those who were there, how many went on there (had come from there). Edges
 *    are ordered by step, then by count, largest first, then by the ranks of their nodes, the rest last.
 *
 * `paths` is the number of paths, `people` who took one. Steps 1 to 20, top 1 to 100.
 *
 * Formula: share of a node = count / paths; share of an edge = count / count of the node that is nearer to
 * the match.
 *
 * Limits: The most frequent next step is not the reason for anything. Events that machines send stand among
 * those that people make, unless `of` leaves them out. What happens in another session, an hour later, is on
 * no path.
 *
 * Source: Of our own; a session is what analysts mean by it, a run of events without a gap of 30 minutes.
 *
 * Cost: Two passes over the rows in range, and a table of steps x names.
 *
 * Errors: Those of the fields and of selectors, missing_field (neither `after` nor `before`), bad_value
 * (both), out_of_memory.
 *
 * Example: tests/cases/paths.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_paths(const ask_context& context, const json& question);

}  // namespace payoff
