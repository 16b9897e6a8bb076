// SPDX-License-Identifier: Apache-2.0
/**
 * @file aha_discovery.h  Which early behaviour goes with staying, and does it still on people it was not
 * chosen by?
 *
 * Ask:
 * {"ask":"aha_discovery","from","to","start"?:Selector,"return"?:"@value","events"?:"*"|[Selector,...],
 *  "counts"?:[1,...,10],"windows_days"?:[1,...,14],"outcome_days"?:[28,56],"min_people"?:30,"pairs"?:5,
 *  "prior"?,"correction"?,"per"?:"user"|"account","account"?,"user"?,"zone"?,"week_start"?,"as_of"?}
 *
 * Answer:
 * {"ask","range","per","people","censored","base_rate","cells":[{"event","count","within_days", figures}],
 *  "best":{"rule","chosen_on","held_out":{figures},"label","too_good"}|null,"pairs":[{"rules":[rule,rule],
 *  figures}]}
 *
 * The figures are those of association's rows, "table" to "adjusted".
 *
 * Rules:
 *  - Base: people whose first `start` in the data (else activation's start, else any event) lies in [from,
 *    to) and whose outcome window has ended by as_of. `censored` is the number of those who are not old
 *    enough; they are in no figure.
 *  - Exposure: E at least n times in days [0, d) after the start, the starting event included. Outcome: a
 *    `return` event in days [o1, o2). o1 >= d for every window, else an error: the two never overlap. Days
 *    are 24 hours.
 *  - Cells: events x counts x windows, over all people of the base, in this order: events as listed, of
 *    "*" (each name that somebody of the base did in time) by name; counts and windows ascending. `q` is
 *    Benjamini-Hochberg's over all of them. `adjusted` is Mantel-Haenszel over fifths of the number of the
 *    person's other events in days [0, d) (shared/strata.h): does it still hold among equally busy people?
 *  - `best`: the largest phi among the half of the people whose FNV-1a-64 hash of the id is even
 *    (`chosen_on` of them), of cells with at least min_people exposed and not exposed there; the first one
 *    of equals. Its figures are those of the other half, its fifths too: they owe nothing to the choice.
 *    null where no cell qualifies.
 *  - `label`, by phi of the other half: from .4 on `high`, .3 `moderate`, .2 `slight`, else `none`; null
 *    where the interval holds 0 or is unknown, or fewer than min_people are exposed or not exposed.
 *  - `too_good`: ppv and sensitivity above .95, most often the outcome in disguise.
 *  - `rule` can stand as the playbook's `aha`; it names the `start` where that is not the playbook's
 *    activation's.
 *  - `pairs`: each event's best cell on the even half; of the first `pairs` events by phi, any two
 *    together (exposed: who did both, each within its window), told by the other half, largest phi first;
 *    fifths by all other events in the longer window; `q` over these rows.
 *  - The note `not_causal` is always there. `small_sample`: there is no best, or fewer than min_people of
 *    the other half are exposed or not.
 *
 * Formula: phi = (tp tn - fp fn) / sqrt of the product of the margins; lift = ppv / base_rate; all others as
 * stats/contingency.h and stats/mantel_haenszel.h have them.
 *
 * Limits: It goes with staying, which is not to say that it makes people stay: busy people do more of
 * everything, and stay. `adjusted` compares the equally busy and nothing else. The figures of `cells` are
 * flattered by having been searched; those of `held_out` are not. A rule of this year need not hold next
 * year.
 *
 * Source: The question is that of Amplitude's Compass and Mixpanel's Signal, with the window before the
 * outcome, a held-out half, intervals and q added. Statistics as in `association`.
 *
 * Cost: A pass over the rows; then a few steps for each person, event and window, whatever the counts. 4
 * bytes for each person, event they did and window.
 *
 * Errors: Those of fields and selectors, limit_exceeded (50,000 cells), out_of_memory.
 *
 * Example: tests/cases/aha_discovery.json, question 1.
 */
#pragma once

#include "questions/question.h"

namespace payoff {

[[nodiscard]] result<json> answer_aha_discovery(const ask_context& context, const json& question);

}  // namespace payoff
