// SPDX-License-Identifier: Apache-2.0
/** @file What does SQL say about who leaves and who speaks up? Over the table `events` of contributors_sql.ts. */

import type { Query } from './engagement_sql.js';
import type { Row } from './expenses_sql.js';

const DAY_MS = 86_400_000;

export interface Backtest {
  /** UTC, in milliseconds. */
  at_ms: number;
  days: number;
  /** So many events in 28 days are a score of 100. */
  good: number;
}

/** Score at the instant and whether anything was done in the days after, of those active in as many days before. */
function scored({ at_ms, days, good }: Backtest): string {
  return `SELECT person, count(*) FILTER (at_ms < ${at_ms} AND at_ms >= ${at_ms - 28 * DAY_MS}) AS n,
      least(100.0, n / ${good} * 100) AS score, count(*) FILTER (at_ms >= ${at_ms}) = 0 AS lost
    FROM events WHERE at_ms >= ${at_ms - days * DAY_MS} AND at_ms < ${at_ms + days * DAY_MS} GROUP BY person
    HAVING count(*) FILTER (at_ms < ${at_ms}) > 0 AND max(at_ms) FILTER (at_ms < ${at_ms}) > ${at_ms - days * DAY_MS}`;
}

/** The area by a count of all pairs, and of whom. */
export async function areaOf(query: Query, test: Backtest): Promise<Row> {
  const [row] = await query(`
    WITH people AS (${scored(test)}),
    kinds AS (SELECT score, lost, count(*) AS n FROM people GROUP BY ALL)
    SELECT (SELECT count(*) FROM people) AS customers, (SELECT count(*) FROM people WHERE lost) AS churned,
      sum(a.n * b.n * CASE WHEN a.score > b.score THEN 1 WHEN a.score = b.score THEN 0.5 ELSE 0 END) / sum(a.n * b.n) AS area
    FROM kinds a, kinds b WHERE NOT a.lost AND b.lost`);
  return row as Row;
}

/** By the bands of health. */
export async function bandsOf(query: Query, test: Backtest): Promise<Row[]> {
  return await query(`
    SELECT CASE WHEN score >= 80 THEN 'strong' WHEN score >= 60 THEN 'healthy' WHEN score >= 40 THEN 'watch'
             ELSE 'at_risk' END AS band, count(*) AS customers, count(*) FILTER (lost) AS churned
    FROM (${scored(test)}) GROUP BY band`);
}

/** Lovers, likers and lurkers by days since the first event; `value` and `act` are SQL over `name`. */
export async function loversOf(query: Query, asOfMs: number, value: string, act: string): Promise<Row[]> {
  const since = (days: number): string => `at_ms >= ${asOfMs - days * DAY_MS}`;
  return await query(`
    WITH people AS (
      SELECT person, (${asOfMs} - min(at_ms)) // ${DAY_MS} AS age, count(*) FILTER (${act} AND ${since(180)}) > 0 AS loves,
        count(DISTINCT (${asOfMs} - 1 - at_ms) // ${7 * DAY_MS}) FILTER (${value} AND ${since(84)}) >= 6 AS likes,
        count(*) FILTER (${since(180)}) > 0 AS looks
      FROM events WHERE at_ms < ${asOfMs} GROUP BY person)
    SELECT CASE WHEN age < 30 THEN 0 WHEN age < 90 THEN 30 WHEN age < 365 THEN 90 ELSE 365 END AS from_days,
      count(*) FILTER (loves) AS lovers, count(*) FILTER (likes AND NOT loves) AS likers,
      count(*) FILTER (looks AND NOT likes AND NOT loves) AS lurkers
    FROM people WHERE loves OR likes OR looks GROUP BY from_days`);
}
