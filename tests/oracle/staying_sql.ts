// SPDX-License-Identifier: Apache-2.0
/** @file What does SQL say about early behaviour, staying and lifetimes? Over the table `events` of contributors_sql.ts. */

import type { Query } from './engagement_sql.js';
import type { Row } from './expenses_sql.js';

const DAY_MS = 86_400_000;

export interface Study {
  /** UTC, in milliseconds. */
  from_ms: number;
  to_ms: number;
  as_of_ms: number;
  /** SQL over `name`. */
  start: string;
  /** The outcome. */
  return: string;
  outcome_days: readonly [number, number];
}

/** People whose first start lies in the range; `is_old` if their outcome is known. */
function base({ from_ms, to_ms, as_of_ms, start, outcome_days }: Study): string {
  return `SELECT person, min(at_ms) AS s, min(at_ms) + ${outcome_days[1] * DAY_MS} <= ${as_of_ms} AS is_old FROM events
    WHERE at_ms < ${as_of_ms} AND ${start} GROUP BY person HAVING s >= ${from_ms} AND s < ${to_ms}`;
}

export async function peopleOf(query: Query, study: Study): Promise<{ people: number; censored: number }> {
  const [row] =
    await query(`SELECT count(*) FILTER (is_old) AS people, count(*) FILTER (NOT is_old) AS censored
    FROM (${base(study)})`);
  return { people: Number(row?.['people']), censored: Number(row?.['censored']) };
}

/** One cell: tp, fp, fn, tn, and the Mantel-Haenszel risk difference over fifths of the other events. */
export async function cellOf(
  query: Query,
  study: Study,
  cell: { event: string; count: number; within_days: number },
): Promise<Row> {
  const [o1, o2] = study.outcome_days;
  const inWindow = `at_ms < s + ${cell.within_days * DAY_MS}`;
  const [row] = await query(`
    WITH people AS (
      SELECT person, count(*) FILTER (${inWindow} AND ${cell.event}) AS own, count(*) FILTER (${inWindow}) - own AS other,
             count(*) FILTER (${study.return} AND at_ms >= s + ${o1 * DAY_MS} AND at_ms < s + ${o2 * DAY_MS}) > 0 AS stayed
      FROM (${base(study)}) JOIN events USING (person)
      WHERE is_old AND at_ms >= s AND at_ms < ${study.as_of_ms} GROUP BY person),
    cut AS (SELECT quantile_cont(other, [0.2, 0.4, 0.6, 0.8]) AS levels FROM people),
    strata AS (
      SELECT len(list_filter(levels, lambda one: other > one)) AS stratum,
             count(*) FILTER (own >= ${cell.count} AND stayed) AS a, count(*) FILTER (own >= ${cell.count} AND NOT stayed) AS b,
             count(*) FILTER (own < ${cell.count} AND stayed) AS c, count(*) FILTER (own < ${cell.count} AND NOT stayed) AS d
      FROM people, cut GROUP BY stratum)
    SELECT sum(a) AS tp, sum(b) AS fp, sum(c) AS fn, sum(d) AS tn, count(*) AS strata,
           sum((a * (c + d) - c * (a + b)) / (a + b + c + d)) / nullif(sum((a + b) * (c + d) / (a + b + c + d)), 0) AS difference
    FROM strata`);
  return row as Row;
}

/** At each time in whole UTC days: who was at risk, had the event, was censored. */
export async function lifetimesOf(query: Query, study: Study, end: string): Promise<Row[]> {
  return await query(`
    WITH ends AS (
      SELECT person, s, min(at_ms) FILTER (${end}) AS e FROM (${base(study)}) JOIN events USING (person)
      WHERE at_ms >= s AND at_ms < ${study.as_of_ms} GROUP BY person, s),
    lives AS (SELECT coalesce(e, ${study.as_of_ms - 1}) // ${DAY_MS} - s // ${DAY_MS} AS time, e IS NOT NULL AS seen FROM ends)
    SELECT time, sum(count(*)) OVER (ORDER BY time DESC) AS at_risk, count(*) FILTER (seen) AS events,
           count(*) FILTER (NOT seen) AS censored
    FROM lives GROUP BY time ORDER BY time`);
}
