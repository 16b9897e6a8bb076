// SPDX-License-Identifier: Apache-2.0
/** @file What comes after a declaration, and what before its payment, within one stretch of work? As SQL tells it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { PathEdge, PathNode, Playbook } from '../../web/engine/index.js';
import type { Query } from './engagement_sql.js';
import { AFTER_ALL, EVENTS, MIDWAY, skip } from './expenses_data.js';
import { ExpensesSql } from './expenses_sql.js';
import { openEngine } from './open_engine.js';

const SUBMITTED = 'Declaration SUBMITTED by EMPLOYEE';
const ADMINISTRATION = 'Declaration APPROVED by ADMINISTRATION';
const playbook = JSON.parse(readFileSync('demo/expenses.playbook.json', 'utf8')) as Playbook;

interface Asked {
  from: string;
  to: string;
  asOf: string;
  direction: 'after' | 'before';
  /** The event's name. */
  match: string;
  steps: number;
  top: number;
  gapMinutes: number;
  account?: string;
  /** A name that is no step. */
  without?: string;
}

test('paths after a declaration and before its approval, by steps, with the rest', { skip }, async () => {
  const engine = await openEngine(EVENTS, playbook);
  const sql = await ExpensesSql.open(EVENTS, playbook);
  const query = (text: string) => sql.query(text);
  const whole = { from: '2017-01-01', to: '2019-03-01', asOf: AFTER_ALL };
  const cases: Asked[] = [
    { ...whole, direction: 'after', match: SUBMITTED, steps: 4, top: 3, gapMinutes: 1440 },
    { ...whole, direction: 'before', match: ADMINISTRATION, steps: 5, top: 2, gapMinutes: 1440 },
    { ...whole, direction: 'after', match: SUBMITTED, steps: 3, top: 10, gapMinutes: 30 },
    {
      ...whole,
      direction: 'before',
      match: 'Payment Handled',
      steps: 2,
      top: 1,
      gapMinutes: 1440,
      without: 'Request Payment',
    },
    {
      // Cut by both ends of the range and by as_of, over a change of the clock, of one unit.
      ...{ from: '2018-03-20', to: '2018-09-01', asOf: MIDWAY, account: 'organizational unit 65458' },
      ...{ direction: 'after', match: SUBMITTED, steps: 20, top: 2, gapMinutes: 720 },
    },
  ];
  let rests = 0;
  for (const asked of cases) {
    const { from, to, asOf, direction, match, steps, top, gapMinutes, account, without } = asked;
    const where = `${direction} ${match}, ${gapMinutes} minutes`;
    const answer = await engine.ask({
      ask: 'paths',
      ...{ from, to, as_of: asOf, steps, top, session_gap_minutes: gapMinutes },
      ...(direction === 'after' ? { after: match } : { before: match }),
      ...(account !== undefined && { account }),
      ...(without !== undefined && { of: ['*', { not: without }] }),
    });
    const known = await pathsOf(query, asked);
    assert.deepEqual({ paths: answer.paths, people: answer.people }, known.whole, where);
    assert.deepEqual(answer.nodes, known.nodes, where);
    assert.deepEqual(answer.edges, known.edges, where);
    assert.ok(answer.paths > 100 && answer.edges.length >= steps, `${where}: ${answer.paths} paths`);
    rests += answer.nodes.filter(({ event }) => event === null).length;
  }
  assert.ok(rests > 5);
  engine.close();
});

/** Of a session the events from the first match on, or from the last one back; those of one instant by name. */
async function pathsOf(
  query: Query,
  { from, to, asOf, direction, match, steps, top, gapMinutes, account, without }: Asked,
): Promise<{ whole: { paths: number; people: number }; nodes: PathNode[]; edges: PathEdge[] }> {
  const [way, side] = direction === 'after' ? (['ASC', '>='] as const) : (['DESC', '<='] as const);
  const sign = direction === 'after' ? 1 : -1;
  await query(`
    CREATE OR REPLACE TEMP TABLE taken AS
    WITH seen AS (
      SELECT person, name, at_ms, row_number() OVER () AS id,
             at_ms - lag(at_ms) OVER (PARTITION BY person ORDER BY at_ms) > ${gapMinutes * 60_000} AS is_new
      FROM events WHERE utc_at < '${asOf.replace('Z', '')}' AND local_at >= '${from}' AND local_at < '${to}'
        AND ${account === undefined ? 'true' : `account = '${account}'`}),
    told AS (SELECT *, sum(coalesce(is_new, false)::INTEGER) OVER (PARTITION BY person ORDER BY at_ms) AS session FROM seen),
    begun AS (
      SELECT person, session, ${direction === 'after' ? 'min' : 'max'}(at_ms) AS t0,
             arg_${direction === 'after' ? 'min' : 'max'}(id, at_ms) AS match_id
      FROM told WHERE name = '${match}' GROUP BY ALL),
    steps AS (
      SELECT person, session, name,
             row_number() OVER (PARTITION BY person, session ORDER BY at_ms ${way}, id <> match_id, name) - 1 AS step
      FROM told JOIN begun USING (person, session)
      WHERE at_ms ${side} t0 AND (id = match_id OR name <> '${without ?? ''}'))
    SELECT *, lead(name) OVER (PARTITION BY person, session ORDER BY step) IS NULL AS is_last
    FROM steps WHERE step <= ${steps + 1}`);
  await query(`
    CREATE OR REPLACE TEMP TABLE ranked AS
    SELECT step, name, row_number() OVER (PARTITION BY step ORDER BY count(*) DESC, name) - 1 AS rank
    FROM taken WHERE step <= ${steps} GROUP BY step, name`);
  await query(`
    CREATE OR REPLACE TEMP TABLE placed AS
    SELECT person, session, step, is_last, least(rank, ${top}) AS place, CASE WHEN rank < ${top} THEN name END AS event, name
    FROM taken JOIN ranked USING (step, name)`);
  const [whole] = await query(
    'SELECT count(*) AS paths, count(DISTINCT person) AS people FROM placed WHERE step = 0',
  );
  const paths = Number(whole?.['paths']);
  const idOf = (step: unknown, place: unknown): string =>
    `${sign * Number(step)}:${Number(place) === top ? 'rest' : Number(place)}`;
  const nodes = await query(`
    SELECT step, place, event, count(*) AS count, count(DISTINCT person) AS people, count(DISTINCT name) AS names,
           count(*) FILTER (is_last) AS ends
    FROM placed GROUP BY step, place, event ORDER BY step, place`);
  const edges = await query(`
    WITH pairs AS (
      SELECT a.person, a.step, a.place, b.place AS next
      FROM placed AS a JOIN placed AS b ON a.person = b.person AND a.session = b.session AND b.step = a.step + 1),
    nears AS (SELECT step, place, count(*) AS near FROM placed GROUP BY ALL)
    SELECT step, place, next, count(*) AS count, count(DISTINCT person) AS people, any_value(near) AS near
    FROM pairs JOIN nears USING (step, place) GROUP BY step, place, next
    ORDER BY step, count DESC, ${direction === 'after' ? 'place, next' : 'next, place'}`);
  return {
    whole: { paths, people: Number(whole?.['people']) },
    nodes: nodes.map((row) => ({
      id: idOf(row['step'], row['place']),
      step: sign * Number(row['step']) + 0,
      event: row['event'] as string | null,
      ...(row['event'] === null && { events: Number(row['names']) }),
      count: Number(row['count']),
      people: Number(row['people']),
      share: Number(row['count']) / paths,
      ends: Number(row['step']) === steps ? null : Number(row['ends']),
    })),
    edges: edges.map((row) => {
      const near = idOf(row['step'], row['place']);
      const far = idOf(Number(row['step']) + 1, row['next']);
      const [start, end] = direction === 'after' ? [near, far] : [far, near];
      const count = Number(row['count']);
      return {
        from: start,
        to: end,
        count,
        people: Number(row['people']),
        share: count / Number(row['near']),
      };
    }),
  };
}
