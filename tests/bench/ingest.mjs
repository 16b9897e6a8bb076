// SPDX-License-Identifier: Apache-2.0
/** @file How do bytes become rows, by Payoff and by what every page could do by itself? */

import { checked, feed, openEngine } from './payoff.mjs';

/** Decode, split, JSON.parse: rows, and nothing is kept. Runs in browsers too, from its own text. */
export function parseAll(bytes) {
  let rows = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) if (line !== '' && JSON.parse(line)) rows++;
  return rows;
}

/** Everything validated, duplicates removed, rows grouped and ready to ask. */
export function ingest(module, bytes, playbookText) {
  const engine = openEngine(module, playbookText);
  feed(module, engine, bytes);
  const { rows } = checked(engine.end());
  engine.delete();
  return rows;
}
