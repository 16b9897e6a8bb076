// SPDX-License-Identifier: Apache-2.0
/** @file What is learned from everybody who contributed to a repository: do parts and model hold what SQL counts? */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import type { Model, ModelPart, Playbook } from '../../web/engine/index.js';
import { openContributors } from './contributors_sql.js';
import type { Query } from './engagement_sql.js';
import { openEngine } from './open_engine.js';

const EVENTS = '../shared/data/contributors.mixpanel.ndjson.gz';
const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
const AS_OF = '2019-05-20T12:00:00Z';
/** The whole quarters of a year before. */
const [FROM, TO] = ['2018-04-01', '2019-04-01'];

const book = JSON.parse(readFileSync('demo/contributors.playbook.json', 'utf8')) as Playbook;
const playbook = { ...book, report: { ...book.report, period: 'quarter' } } as Playbook;
const names = (of: { events: unknown }): string =>
  `name IN (${[of.events]
    .flat()
    .map((name) => `'${String(name)}'`)
    .join(', ')})`;

interface Counts {
  people: number;
  events: number;
  lifts: Record<'capabilities' | 'steps', Record<string, number[]>>;
  peers: Record<
    string,
    { units: number; periods: number } & Record<'has' | 'used' | 'open' | 'open_units' | 'together', number[]>
  >;
}

let opening: Promise<{ counts: Counts; model: Model; query: Query }> | undefined;
function open(): NonNullable<typeof opening> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook, AS_OF);
    const part = (await engine.ask({ ask: 'learn', part: true, periods: 4 })) as ModelPart;
    const model = (await engine.ask({ ask: 'learn', periods: 4 })) as Model;
    engine.close();
    return { counts: part.counts as unknown as Counts, model, query: await openContributors(EVENTS) };
  })();
  return opening;
}

/** [key, count, ...] as a look-up. */
function listOf(list: readonly number[]): (key: number) => number {
  const counts = new Map<number, number>();
  for (let at = 0; at < list.length; at += 2) counts.set(list[at] ?? 0, list[at + 1] ?? 0);
  return (key) => counts.get(key) ?? 0;
}

const CAPABILITIES = playbook.capabilities ?? [];
const before = `utc_at < '${AS_OF.replace('T', ' ').replace('Z', '')}'`;
/** One row for each person and quarter that counts: active in it, and seen before it. */
const QUARTERS = `
  firsts AS (SELECT person, min(utc_at) AS first_at FROM events GROUP BY person),
  quarters AS (
    SELECT person, date_trunc('quarter', utc_at) AS quarter, count(*) FILTER (name = 'commit') AS commits,
           coalesce(sum(files) FILTER (name = 'commit'), 0) AS files,
           ${CAPABILITIES.map((one, i) => `count(*) FILTER (${names(one)}) > 0 AS c${i}`).join(', ')}
    FROM events JOIN firsts USING (person)
    WHERE utc_at >= '${FROM}' AND utc_at < '${TO}' AND first_at < date_trunc('quarter', utc_at)
    GROUP BY 1, 2)`;

test('who was there', { skip }, async () => {
  const { counts, model, query } = await open();
  const [all] = await query(
    `SELECT count(*) AS events, count(DISTINCT person) AS people FROM events WHERE ${before}`,
  );
  assert.deepEqual([counts.events, counts.people], [all?.['events'], all?.['people']]);
  assert.deepEqual([model.learned_from.peers_from, model.learned_from.peers_to], [FROM, TO]);
});

test('peers: who uses what, and what together', { skip }, async () => {
  const { counts, model, query } = await open();
  const peers = counts.peers[''];
  assert.ok(peers);
  const each = (text: (i: number) => string): string => CAPABILITIES.map((_, i) => text(i)).join(', ');
  const [sql = {}] = await query(`WITH ${QUARTERS},
    people AS (SELECT person, count(*) AS n, ${each((i) => `bool_or(c${i}) AS c${i}, count(*) FILTER (c${i}) AS u${i}`)}
               FROM quarters GROUP BY person)
    SELECT count(*) AS units, sum(n)::BIGINT AS periods,
           ${each((i) => `count(*) FILTER (c${i}) AS has${i}, sum(u${i})::BIGINT AS used${i}`)},
           ${each((i) => CAPABILITIES.map((_, j) => `count(*) FILTER (c${i} AND c${j}) AS both${i}_${j}`).join(', '))}
    FROM people`);
  assert.ok((sql['units'] as number) > 200);
  assert.deepEqual([peers.units, peers.periods], [sql['units'], sql['periods']]);
  CAPABILITIES.forEach(({ id }, i) => {
    assert.equal(listOf(peers.has)(i), sql[`has${i}`], id);
    assert.equal(listOf(peers.used)(i), sql[`used${i}`], id);
    assert.equal(listOf(peers.open)(i), sql['periods'], id);
    assert.equal(model.peers.all?.capabilities[id], (sql[`used${i}`] as number) / (sql['periods'] as number));
    for (let j = i + 1; j < CAPABILITIES.length; ++j) {
      assert.equal(listOf(peers.together)(i * CAPABILITIES.length + j), sql[`both${i}_${j}`], `${id} ${j}`);
    }
  });
});

test('peers: quartiles of the mean quarter, to 0.4%', { skip }, async () => {
  const { model, query } = await open();
  for (const id of ['commits', 'files'] as const) {
    const [sql] =
      await query(`WITH ${QUARTERS}, means AS (SELECT avg(${id}) AS mean FROM quarters GROUP BY person)
      SELECT count(*) AS n, quantile_cont(mean, 0.25) AS p25, quantile_cont(mean, 0.5) AS p50,
             quantile_cont(mean, 0.75) AS p75 FROM means`);
    const told = model.peers.all?.metrics[id];
    assert.equal(told?.n, sql?.['n']);
    for (const name of ['p25', 'p50', 'p75'] as const) {
      const exact = sql?.[name] as number;
      assert.ok(
        Math.abs((told?.[name] ?? Number.NaN) - exact) <= exact * 0.004,
        `${id} ${name}: ${told?.[name]}, ${exact}`,
      );
    }
  }
});

test('lifts: tables of early use, and of staying', { skip }, async () => {
  const { counts, model, query } = await open();
  const tableOf = async (where: string, least: number, days: number): Promise<unknown[]> => {
    const [row] = await query(`WITH
      starts AS (SELECT person, min(utc_at) AS start_at FROM events WHERE name = 'commit' GROUP BY person),
      known AS (SELECT * FROM starts WHERE start_at + INTERVAL 56 DAY <= '${AS_OF.replace('T', ' ').replace('Z', '')}'),
      facts AS (
        SELECT person,
               count(*) FILTER (${where} AND utc_at >= start_at AND utc_at < start_at + INTERVAL ${days} DAY) >= ${least} AS did,
               count(*) FILTER (name = 'commit' AND utc_at >= start_at + INTERVAL 28 DAY
                                AND utc_at < start_at + INTERVAL 56 DAY) > 0 AS stayed
        FROM events JOIN known USING (person) GROUP BY person)
      SELECT count(*) FILTER (did AND stayed) AS tp, count(*) FILTER (did AND NOT stayed) AS fp,
             count(*) FILTER (NOT did AND stayed) AS fn, count(*) FILTER (NOT did AND NOT stayed) AS tn FROM facts`);
    return [row?.['tp'], row?.['fp'], row?.['fn'], row?.['tn']];
  };
  const sums = (list: readonly number[] = []): number[] => {
    const table = [0, 0, 0, 0];
    for (let at = 0; at < list.length; at += 2) {
      const cell = (list[at] ?? 0) % 4;
      table[cell] = (table[cell] ?? 0) + (list[at + 1] ?? 0);
    }
    return table;
  };
  for (const one of CAPABILITIES) {
    const table = await tableOf(names(one), 1, 14);
    assert.deepEqual(sums(counts.lifts.capabilities[one.id]), table, one.id);
    const [tp = 0, fp = 0, fn = 0, tn = 0] = table as number[];
    const told = model.lifts.capabilities.find(({ id }) => id === one.id)?.lift ?? null;
    const lift = tp / (tp + fp) / ((tp + fn) / (tp + fp + fn + tn));
    if (tp + fp < 10) assert.equal(told, null);
    else assert.ok(Math.abs((told ?? Number.NaN) - lift) < 1e-12, one.id);
  }
  for (const step of playbook.activation?.steps ?? []) {
    const table = await tableOf(names({ events: step.event }), step.count ?? 1, 28);
    assert.deepEqual(sums(counts.lifts.steps[step.id]), table, step.id);
  }
});
