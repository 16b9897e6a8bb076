// SPDX-License-Identifier: Apache-2.0
/**
 * @file association.h  What goes with success? The figures of a table of two by two, for any two groups.
 *
 * Ask:
 * {"ask":"association","from","to","success":Selector|Funnel,"start"?:Selector,
 *  "candidates"?:"events"| ["events","attributes:plan",...],"exclude"?:[id,...],"min_people"?:25,"prior"?,
 *  "correction"?:false,"per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 * {"ask","range","per","people","successes","base_rate","rows":[{"id","table","n","base_rate","ppv","npv",
 *  "sensitivity","specificity","reach","lift","phi","odds_ratio","risk_ratio","risk_difference",
 *  "chi_square","fisher_p","q","adjusted"}]}
 *
 * Rules:
 *  - A person enters with their first `start` inside [from, to); any event, unless `start` is given.
 *    Success is their first `success` strictly after that and before as_of. What they did strictly between
 *    the two, or else up to as_of, is their exposure. An occurrence that `start` picks is none (where
 *    `start` is given), nor is one that `success` picks.
 *  - A funnel, {"steps":[Selector,...],"order"?,"window"?,"exclude"?}, may stand as `success`: its people
 *    are those of the try that counts (funnel.h). They enter with its first step, success is its last one,
 *    exposure lies strictly between, or else up to the window's end or `to`; what any of the steps picks
 *    is none.
 *  - A row for each event name, `id`: exposed are those who did it at least once. For "attributes:plan"
 *    one for each value that was known of somebody at the entry, "plan=pro": exposed are those who had it.
 *    The attribute is the person's own or, where there is none of that name, their account's at the entry
 *    ("attributes:account.plan" says which), of two accounts entered at one instant the greatest value; who
 *    has none is not exposed, and makes no row.
 *  - Left out are the rows that `exclude` names by id, and those with fewer than `min_people` exposed.
 *    Order: phi, the largest first, unknown last, then id. `q` is Benjamini-Hochberg's over the rows that
 *    are shown.
 *  - `table` and `n` are as counted. `prior` is added to all four cells before anything is computed from
 *    them, but not to the strata of `adjusted`. fisher_p is unknown where the prior is no whole number.
 *  - `adjusted`: Mantel-Haenszel over fifths of the person's other events in the same time
 *    (shared/strata.h).
 *  - The note is `not_causal`.
 *
 * Questions that bring their own figures need no events and no as_of; "prior" and "correction" as above:
 *  - {"table":{"tp","fp","fn","tn"}}: tp exposed with the outcome, fp exposed without, fn and tn not
 *    exposed. One row, `id` "table", adjusted null.
 *  - {"strata":[table,...]}: the row is their sum, `adjusted` is over them.
 *  - {"p_values":[p or null,...]} gives {"q_values":[...]}.
 *  - {"successes","trials"} gives {"rate","low","high"} by Wilson, null of no trials.
 *  - {"counts":[a,b],"exposures":[s,t]} gives {"ratio":(a/s)/(b/t),"p"}: the exact conditional test of two
 *    Poisson rates (stats/exact_tests.h); p is null when both counts are 0 or an exposure is 0, the ratio
 *    also when b is 0.
 *
 * Formula: Of stats/contingency.h (phi, odds ratio, risk ratio, risk difference, chi-square, with
 * intervals), stats/mantel_haenszel.h (adjusted), stats/exact_tests.h (Fisher; two Poisson rates),
 * stats/false_discovery.h (q) and stats/wilson.h (rate).
 *
 * Limits: Goes with, not causes: who was going to succeed may do more of everything, which `adjusted` takes
 * account of for busyness and for nothing else. Rows of few people have wide intervals; read `low` and
 * `high` before `phi`. Of many rows some must look good by chance, which `q` allows for.
 *
 * Source: Fisher's z; Woolf (1955), Haldane and Anscombe (1956), Katz et al. (1978), Newcombe (1998, method
 * 10), Mantel & Haenszel (1959), Robins, Breslow & Greenland (1986), Greenland & Robins (1985), Benjamini &
 * Hochberg (1995), Wilson (1927), Przyborowski & Wilenski (1940). The form is that of PostHog's correlation
 * analysis, whose prior of 1 has to be asked for here.
 *
 * Cost: A pass over the rows, then a step for each person and row of the answer.
 *
 * Errors: Those of fields and selectors, needs_reload (an attribute that was not kept).
 *
 * Example: tests/cases/association.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_association(const ask_context& context, const json& question);

}  // namespace payoff
