// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does SQL say of how an account is doing, at any instant? Figures of the days before it; which flags and
 * which stage they make is for the test. Over the tables events and attributes.
 */

import { latest } from './attributes_sql.js';
import type { Query } from './engagement_sql.js';
import type { Row } from './expenses_sql.js';

export interface Names {
  /** Conditions over name. */
  active: string;
  value: string;
  login: string;
  support: string;
  failed: string;
  paid: string;
}

const GAP_MS = 30 * 60_000;

/** A day of 24 hours before the instant `at`. */
const days = (n: number): string => `t.at_ms - ${n * 86_400_000}`;
const within = (of: string, from: number, to: number): string =>
  `count(*) FILTER ((${of}) AND e.at_ms >= ${days(from)} AND e.at_ms < ${days(to)})`;
const people = (of: string, from: number, to: number): string =>
  `count(DISTINCT person) FILTER ((${of}) AND e.at_ms >= ${days(from)} AND e.at_ms < ${days(to)})`;

/**
 * One row an account and instant of `instants` (at_ms). Nulls where nothing was active before. `card_days` are local
 * days to the date that was last said.
 */
export async function statesOf(query: Query, instants: string, names: Names): Promise<Row[]> {
  return query(`
    WITH t AS (SELECT * FROM (SELECT DISTINCT account FROM events) CROSS JOIN (${instants})),
    counts AS (
      SELECT t.account, t.at_ms,
             ${within(names.active, 28, 0)} AS active_now, ${within(names.active, 56, 28)} AS active_before,
             ${within(names.value, 28, 0)} AS value_now, ${within(names.value, 56, 28)} AS value_before,
             ${within(names.login, 28, 0)} AS login_now, ${within(names.login, 56, 28)} AS login_before,
             ${within(names.support, 28, 0)} AS support_now, ${within(names.support, 56, 28)} AS support_before,
             ${people(names.active, 28, 0)} AS people_now, ${people(names.active, 56, 28)} AS people_before,
             ${people(names.active, 90, 0)} AS people_90d
      FROM t LEFT JOIN events AS e ON e.account = t.account AND e.at_ms < t.at_ms AND e.at_ms >= ${days(90)} GROUP BY ALL),
    firsts AS (SELECT account, min(at_ms) AS seen_ms, min(at_ms) FILTER (${names.active}) AS active_ms FROM events GROUP BY account),
    figures AS (
      SELECT c.*, CASE WHEN f.active_ms < c.at_ms THEN f.active_ms END AS first_ms, f.seen_ms < c.at_ms AS is_seen,
             l.at_ms AS last_ms, p.at_ms AS paid_ms
      FROM counts AS c JOIN firsts AS f USING (account)
      ASOF LEFT JOIN (SELECT account, at_ms FROM events WHERE ${names.active}) AS l ON c.account = l.account AND c.at_ms > l.at_ms
      ASOF LEFT JOIN (SELECT account, at_ms FROM events WHERE ${names.paid}) AS p ON c.account = p.account AND c.at_ms > p.at_ms),
    failures AS (
      SELECT f.account, f.at_ms, count(*) AS failures, min(e.at_ms) AS failed_ms
      FROM figures AS f JOIN events AS e ON e.account = f.account AND e.at_ms < f.at_ms AND (${names.failed})
      WHERE paid_ms IS NULL OR e.at_ms > paid_ms GROUP BY ALL),
    cards AS (SELECT id AS account, before_ms AS at_ms, trim(value, '"')::DATE AS card
              FROM (${latest('account', 'card', 'SELECT account AS id, at_ms AS before_ms FROM t')})),
    plans AS (SELECT id AS account, before_ms AS at_ms, value AS plan
              FROM (${latest('account', 'plan', 'SELECT account AS id, at_ms AS before_ms FROM t')})),
    said AS (SELECT t.account, t.at_ms, count(*) AS attributes FROM t JOIN attributes AS a
               ON a.kind = 'account' AND a.id = t.account AND a.at_ms < t.at_ms GROUP BY ALL)
    SELECT figures.*, coalesce(failures, 0) AS failures, failed_ms, card::VARCHAR AS card, plan, coalesce(attributes, 0) AS attributes,
           date_diff('day', ${localDate('figures.at_ms')}, card) AS card_days
    FROM figures LEFT JOIN failures USING (account, at_ms) LEFT JOIN cards USING (account, at_ms)
    LEFT JOIN plans USING (account, at_ms) LEFT JOIN said USING (account, at_ms)
    ORDER BY account, at_ms`);
}

/** Of an instant; the clocks are those of the table zone. */
export const localDate = (ms: string): string =>
  `(make_timestamp((${ms}) * 1000) + (SELECT arg_max(ahead, since) FROM zone WHERE since <= make_timestamp((${ms}) * 1000)))::DATE`;

/** How often people came within 28 days: events of theirs with less than half an hour between them are one visit. */
export async function visits(
  query: Query,
  atMs: number,
  daysBack: number,
  active: string,
): Promise<Map<string, number>> {
  const to = atMs - daysBack * 86_400_000;
  const rows = await query(`
    WITH seen AS (
      SELECT account, at_ms - lag(at_ms) OVER (PARTITION BY account, person ORDER BY at_ms) AS gap FROM events
      WHERE (${active}) AND at_ms >= ${to - 28 * 86_400_000} AND at_ms < ${to})
    SELECT account, count(*) FILTER (gap IS NULL OR gap > ${GAP_MS}) AS n FROM seen GROUP BY account`);
  return new Map(rows.map((row) => [String(row['account']), Number(row['n'])]));
}

/** Who made how much of the value of 90 days, the first first, and when each was last active. */
export async function makersOf(
  query: Query,
  atMs: number,
  { value, active }: Names,
): Promise<Map<string, { person: string; made: number; lastMs: number }[]>> {
  const rows = await query(`
    SELECT account, person, count(*) FILTER ((${value}) AND at_ms >= ${atMs - 90 * 86_400_000}) AS made,
           max(at_ms) FILTER (${active}) AS last_ms
    FROM events WHERE at_ms < ${atMs} GROUP BY ALL HAVING made > 0 ORDER BY account, made DESC, person`);
  const found = new Map<string, { person: string; made: number; lastMs: number }[]>();
  for (const row of rows) {
    const list = found.get(String(row['account'])) ?? [];
    list.push({ person: String(row['person']), made: Number(row['made']), lastMs: Number(row['last_ms']) });
    found.set(String(row['account']), list);
  }
  return found;
}

/** Of one capability's event: uses in the last 28 days, in the 28 before, and the last one before those. */
export async function usesOf(
  query: Query,
  atMs: number,
  name: string,
): Promise<Map<string, { now: number; before: number; lastMs: number }>> {
  const edge = atMs - 28 * 86_400_000;
  const rows = await query(`
    SELECT account, count(*) FILTER (at_ms >= ${edge}) AS now,
           count(*) FILTER (at_ms < ${edge} AND at_ms >= ${edge - 28 * 86_400_000}) AS before,
           max(at_ms) FILTER (at_ms < ${edge}) AS last_ms
    FROM events WHERE name = '${name}' AND at_ms < ${atMs} GROUP BY account`);
  return new Map(
    rows.map((row) => [
      String(row['account']),
      { now: Number(row['now']), before: Number(row['before']), lastMs: Number(row['last_ms']) },
    ]),
  );
}

/** Instants (at_ms) at which the `n` local days up to that of `atMs` begin, and `atMs` itself. */
export const dayStarts = (atMs: number, n: number): string => `
  SELECT ${atMs} AS at_ms UNION
  SELECT epoch_ms(day::TIMESTAMP - ahead) FROM (
    SELECT unnest(generate_series(${localDate(`${atMs} - 1`)} - ${n - 1}, ${localDate(`${atMs} - 1`)}, INTERVAL 1 DAY))::DATE AS day)
  ASOF JOIN zone ON day::TIMESTAMP - INTERVAL 2 HOUR >= since`;
