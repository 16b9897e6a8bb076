// SPDX-License-Identifier: Apache-2.0
/**
 * @file What of a customer's own assumptions stays between visits, if the host lets them?
 *
 * In this browser, under a key of the account. Storage may be missing, full, forbidden or hold anything at all: none
 * of that is an error, and what is read is checked before it is asked.
 */

import type { PayoffContext } from '../../engine/context.js';
import { ownFiguresKey } from '../../engine/own_figures.js';
import type { Estimate, Playbook, RoiOverrides } from '../../engine/protocol.js';

/** Far above what an hour costs in any currency; amounts stay well inside what the core can add up. */
export const MOST = 10_000_000;
export const MOST_MINUTES = 1440;

export function keepOwnFigures(whose: PayoffContext, overrides: RoiOverrides): void {
  try {
    if (isEmpty(overrides)) localStorage.removeItem(ownFiguresKey(whose));
    else localStorage.setItem(ownFiguresKey(whose), JSON.stringify(overrides));
  } catch {}
}

export function ownFigures(whose: PayoffContext, playbook: Playbook): RoiOverrides | undefined {
  try {
    return usable(JSON.parse(localStorage.getItem(ownFiguresKey(whose)) ?? ''), playbook);
  } catch {
    return undefined;
  }
}

export function isEmpty(overrides: RoiOverrides): boolean {
  return !overrides.hourly_cost && Object.keys(overrides.rules ?? {}).length === 0;
}

/** What of it is an estimate of a rule that the playbook still has. */
function usable(raw: unknown, playbook: Playbook): RoiOverrides {
  const { hourly_cost, rules } = Object(raw) as { hourly_cost?: unknown; rules?: unknown };
  const given = new Map(Object.entries(Object(rules) as Record<string, unknown>));
  const kept = (playbook.roi?.rules ?? []).flatMap(({ id, value }) => {
    const name = value === undefined ? 'minutes_saved' : 'value';
    const each = estimate((Object(given.get(id)) as Record<string, unknown>)[name]);
    return each ? [[id, { [name]: each }]] : [];
  });
  const rate = estimate(hourly_cost);
  return { ...(rate && { hourly_cost: rate }), rules: Object.fromEntries(kept) };
}

function estimate(raw: unknown): Estimate | undefined {
  const { low, expected, high } = Object(raw) as Partial<Estimate>;
  const inOrder = [0, low, expected, high, MOST].every(
    (each, at, all) => typeof each === 'number' && (at === 0 || each >= Number(all[at - 1])),
  );
  return inOrder ? ({ low, expected, high } as Estimate) : undefined;
}
