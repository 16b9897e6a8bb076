// SPDX-License-Identifier: Apache-2.0
/** @file Who stays with a repository over twenty years: do the engine and SQL count the same? */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import type { Engine, Playbook } from '../../web/engine/index.js';
import { openContributors } from './contributors_sql.js';
import { assertAdoption, assertAha, assertRetention, assertSeries } from './engagement_checks.js';
import {
  adoption,
  ahaOf,
  calendarActives,
  type Query,
  retentionCells,
  rollingActives,
} from './engagement_sql.js';
import { openEngine } from './open_engine.js';

const EVENTS = '../shared/data/contributors.mixpanel.ndjson.gz';
const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
/** In the middle of a month; later events are left out. */
const AS_OF = '2026-05-20T12:00:00Z';
const COMMIT = "name = 'commit'";

const playbook = JSON.parse(readFileSync('demo/contributors.playbook.json', 'utf8')) as Playbook;
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

let opening: Promise<{ engine: Engine; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    return { engine, query: await openContributors(EVENTS) };
  })();
  return opening;
}

test('usage of every month', { skip }, async () => {
  const { engine, query } = await open();
  const rows = await query(`
    SELECT date_trunc('month', local_at)::DATE::VARCHAR AS month, count(*) FILTER (${COMMIT}) AS commits,
           count(DISTINCT person) FILTER (${COMMIT}) AS people, sum(files) FILTER (${COMMIT})::BIGINT AS files,
           count(*) FILTER (name = 'merge') AS merges
    FROM events WHERE utc_at < '${sqlTime(AS_OF)}' GROUP BY ALL ORDER BY month`);
  assert.ok(rows.length > 240);
  const known = new Map(rows.map((row) => [row['month'], row]));
  const { metrics, quality } = await engine.ask({
    ask: 'usage',
    from: '2004-11-01',
    to: '2026-06-01',
    grain: 'month',
    as_of: AS_OF,
  });
  for (const { id, series } of metrics) {
    assert.equal(series.length, 259);
    for (const { start, value } of series) assert.equal(value, known.get(start)?.[id] ?? 0, `${id} ${start}`);
  }
  const [all] =
    await query(`SELECT count(*) AS n, count(DISTINCT person) FILTER (${COMMIT}) AS people FROM events
    WHERE utc_at < '${sqlTime(AS_OF)}'`);
  assert.equal(quality?.accepted, all?.['n']);
  assert.equal(metrics.find(({ id }) => id === 'people')?.total, all?.['people']);
});

test('active contributors by day, week and month', { skip }, async () => {
  const { engine, query } = await open();
  for (const [from, to] of [
    ['2014-11-05', '2015-03-20'],
    ['2026-04-10', '2026-05-25'],
  ] as const) {
    const within = { from, to, asOf: sqlTime(AS_OF), who: 'person', where: COMMIT } as const;
    const by = (metric: 'dau' | 'wau' | 'mau', grain: 'day' | 'week') =>
      engine.ask({ ask: 'active_users', from, to, as_of: AS_OF, metric, grain, of: 'commit' });
    assert.ok(assertSeries(await by('dau', 'day'), await calendarActives(query, within, 'day'), 'dau') > 50);
    assertSeries(await by('wau', 'day'), await rollingActives(query, within, 'day', 7), 'wau');
    assertSeries(await by('mau', 'day'), await rollingActives(query, within, 'day', 30), 'mau');
    assertSeries(await by('mau', 'week'), await rollingActives(query, within, 'week', 30), 'mau by week');
  }
});

test('first-time retention of every month: who stays?', { skip }, async () => {
  const { engine, query } = await open();
  const [from, to] = ['2004-11-01', '2026-06-01'];
  const answer = await engine.ask({ ask: 'retention', from, to, as_of: AS_OF });
  const cells = await retentionCells(
    query,
    { from, to, asOf: sqlTime(AS_OF), who: 'person' },
    {
      start: COMMIT,
      return: COMMIT,
      grain: 'month',
      cohort: 'first_time',
      periods: 12,
      asOfLocal: sqlTime(AS_OF),
    },
  );
  assert.ok(assertRetention(answer, cells, 'by month') > 1000);
  assert.equal(answer.cohorts.length, 259);
});

test('activation and the aha of one contributor in a hundred', { skip }, async () => {
  const { engine, query } = await open();
  const people = (await query('SELECT DISTINCT person FROM events ORDER BY person')).map((row) =>
    String(row['person']),
  );
  assert.equal(people.length, 6837);
  const steps = playbook.activation?.steps ?? [];
  const done = new Map<string, number>();
  for (const { id, event, count = 1 } of steps) {
    const names = [event].flat().map((name) => `'${String(name)}'`);
    const rows = await query(`
      WITH known AS (SELECT * FROM events WHERE utc_at < '${sqlTime(AS_OF)}'),
      starts AS (SELECT person, min(at_ms) AS started FROM known WHERE ${COMMIT} GROUP BY person),
      hits AS (SELECT person, at_ms, row_number() OVER (PARTITION BY person ORDER BY at_ms) AS nth
               FROM known JOIN starts USING (person) WHERE name IN (${names}) AND at_ms >= started)
      SELECT person, at_ms FROM hits WHERE nth = ${count}`);
    for (const row of rows) done.set(`${row['person']} ${id}`, Number(row['at_ms']));
  }
  const rule = { start: COMMIT, event: COMMIT, target: 3, days: 30 };
  const aha = await ahaOf(query, 'person', sqlTime(AS_OF), rule);
  const statuses = new Set<string>();
  for (const user of people.filter((_, index) => index % 100 === 0)) {
    const answer = await engine.ask({ ask: 'activation', user, as_of: AS_OF });
    for (const step of answer.steps) {
      const at = done.get(`${user} ${step.id}`);
      assert.equal(step.done_at === null ? undefined : Date.parse(step.done_at), at, `${user} ${step.id}`);
    }
    const count = answer.steps.filter(({ done_at }) => done_at !== null).length;
    assert.equal(answer.percent, Math.round((Math.min(3, count) / 3) * 100), user);
    statuses.add(answer.status);
    const progress = await engine.ask({ ask: 'aha_progress', user, as_of: AS_OF });
    assertAha(progress, aha.get(user), rule, Date.parse(AS_OF), user);
  }
  assert.ok(statuses.has('done') && statuses.has('late'));
});

test('which parts of the repository contributors touch', { skip }, async () => {
  const { engine, query } = await open();
  const capabilities = new Map(
    (playbook.capabilities ?? []).map(({ id, events }) => [
      id,
      `name IN (${[events].flat().map((name) => `'${String(name)}'`)})`,
    ]),
  );
  for (const [from, to] of [
    ['2015-01-01', '2016-01-01'],
    ['2026-05-01', '2026-06-01'],
  ] as const) {
    const expected = await adoption(
      query,
      { from, to, asOf: sqlTime(AS_OF), who: 'person', where: 'true' },
      capabilities,
      'true',
    );
    assertAdoption(await engine.ask({ ask: 'adoption', from, to, as_of: AS_OF }), expected, from);
  }
});
