// SPDX-License-Identifier: Apache-2.0
/** @file What goes with staying with a repository: do the engine and SQL count the same? */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import type { Engine, Playbook } from '../../web/engine/index.js';
import { openContributors } from './contributors_sql.js';
import type { Query } from './engagement_sql.js';
import { openEngine } from './open_engine.js';
import { cellOf, lifetimesOf, peopleOf, type Study } from './staying_sql.js';

const EVENTS = '../shared/data/contributors.mixpanel.ndjson.gz';
const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
const COMMIT = "name = 'commit'";
const MERGE = "name = 'merge'";

const playbook = JSON.parse(readFileSync('demo/contributors.playbook.json', 'utf8')) as Playbook;

let opening: Promise<{ engine: Engine; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    return { engine, query: await openContributors(EVENTS) };
  })();
  return opening;
}

const RANGE = { from: '2012-01-01', to: '2026-04-01', as_of: '2026-05-20T12:00:00Z', zone: 'UTC' } as const;
const STUDY: Study = {
  from_ms: Date.parse('2012-01-01T00:00:00Z'),
  to_ms: Date.parse('2026-04-01T00:00:00Z'),
  as_of_ms: Date.parse(RANGE.as_of),
  start: COMMIT,
  return: COMMIT,
  outcome_days: [28, 84],
};

test('early commits and merges against coming back', { skip }, async () => {
  const { engine, query } = await open();
  const got = await engine.ask({
    ...RANGE,
    ask: 'aha_discovery',
    start: 'commit',
    return: 'commit',
    events: ['commit', 'merge'],
    counts: [1, 2, 5],
    windows_days: [3, 14],
    outcome_days: STUDY.outcome_days,
  });
  assert.deepEqual({ people: got.people, censored: got.censored }, await peopleOf(query, STUDY));
  assert.ok(got.people > 1000);
  assert.equal(got.cells.length, 12);
  for (const { event, count, within_days, table, adjusted } of got.cells) {
    const sql = await cellOf(query, STUDY, {
      event: event === 'commit' ? COMMIT : MERGE,
      count,
      within_days,
    });
    const what = `${event} ${count} ${within_days}`;
    const { tp, fp, fn, tn } = sql;
    assert.deepEqual(table, { tp, fp, fn, tn }, what);
    assert.equal(adjusted?.strata, sql['strata'], what);
    const value = adjusted?.risk_difference.value ?? null;
    if (sql['difference'] === null) assert.equal(value, null, what);
    else assert.ok(Math.abs((value ?? 9) - Number(sql['difference'])) < 1e-12, what);
  }
});

test('time from the first commit to the first merge', { skip }, async () => {
  const { engine, query } = await open();
  const got = await engine.ask({ ...RANGE, ask: 'survival', start: 'commit', end: 'merge' });
  const wanted = await lifetimesOf(query, STUDY, MERGE);
  assert.ok(wanted.length > 100);
  assert.deepEqual(
    got.groups[0]?.curve.map(({ time, at_risk, events, censored }) => ({ time, at_risk, events, censored })),
    wanted,
  );
});
