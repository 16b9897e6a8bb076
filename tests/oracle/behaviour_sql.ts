// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does SQL say about how often people come, who is new or gone, and how far they get through steps? Over
 * the table events that engagement_sql.ts describes; steps are conditions over name that no event meets two of.
 */

import type { Query, Who } from './engagement_sql.js';
import type { Row } from './expenses_sql.js';

const NEVER_MS = 9_000_000_000_000_000;

interface Window {
  from: string;
  to: string;
  asOf: string;
  who: Who;
}

/** How many were active in exactly so many buckets; only those that somebody was. */
export async function bucketsActive(
  query: Query,
  { from, to, asOf, who }: Window,
  where: string,
  grain: 'day' | 'week' | 'month',
): Promise<Map<number, number>> {
  const rows = await query(`
    WITH each_one AS (
      SELECT ${who} AS who, count(DISTINCT date_trunc('${grain}', local_at)) AS buckets FROM events
      WHERE utc_at < '${asOf}' AND local_at >= '${from}' AND local_at < '${to}' AND (${where}) AND ${who} IS NOT NULL
      GROUP BY ALL)
    SELECT buckets, count(*) AS n FROM each_one GROUP BY ALL`);
  return new Map(rows.map((row) => [Number(row['buckets']), Number(row['n'])]));
}

/** new, returning, resurrected, dormant by the bucket's first day; `from` and `to` must begin buckets. */
export async function lifecycleCounts(
  query: Query,
  { from, to, asOf, who }: Window,
  where: string,
  grain: 'day' | 'week' | 'month',
): Promise<Map<string, [number, number, number, number]>> {
  const step = `INTERVAL 1 ${grain.toUpperCase()}`;
  const rows = await query(`
    WITH seen AS (
      SELECT DISTINCT ${who} AS who, date_trunc('${grain}', local_at) AS bucket FROM events
      WHERE utc_at < '${asOf}' AND local_at < '${to}' AND (${where}) AND ${who} IS NOT NULL),
    told AS (
      SELECT bucket, lag(bucket) OVER one AS before, lead(bucket) OVER one AS after
      FROM seen WINDOW one AS (PARTITION BY who ORDER BY bucket)),
    counted AS (
      SELECT bucket, CASE WHEN before IS NULL THEN 0 WHEN before = bucket - ${step} THEN 1 ELSE 2 END AS kind FROM told
      UNION ALL SELECT bucket + ${step}, 3 FROM told WHERE after IS NULL OR after > bucket + ${step})
    SELECT bucket::DATE::VARCHAR AS key, ${[0, 1, 2, 3].map((kind) => `count(*) FILTER (kind = ${kind}) AS k${kind}`)}
    FROM counted WHERE bucket >= '${from}' AND bucket < '${to}' GROUP BY ALL`);
  return new Map(
    rows.map((row) => [
      String(row['key']),
      [Number(row['k0']), Number(row['k1']), Number(row['k2']), Number(row['k3'])],
    ]),
  );
}

export interface FunnelCounts {
  counts: number[];
  /** By step, from the second on: mean and quantiles of the seconds from the one before; null of nobody. */
  seconds: (Times | null)[];
  whole: Times | null;
}

export interface Times {
  mean: number;
  median: number;
  p90: number;
}

/** Every event of the first step begins a try, each further step is the next event of its kind. */
export async function orderedFunnel(
  query: Query,
  window: Window,
  steps: readonly string[],
  windowMs: number,
  exclude?: string,
): Promise<FunnelCounts> {
  let tries = `SELECT DISTINCT who, at_ms AS t0 FROM seen WHERE ${steps[0]}`;
  for (let k = 1; k < steps.length; k++) {
    // What comes too late was not reached, and nothing after it. (DuckDB 1.5 finds partners for some keys that are
    // null, so these are put beyond all times.)
    tries = `SELECT b.*, CASE WHEN e.at_ms - b.t0 <= ${windowMs} THEN e.at_ms END AS t${k} FROM (${tries}) AS b
      ASOF LEFT JOIN (SELECT who, at_ms FROM seen WHERE ${steps[k]}) AS e ON b.who = e.who AND coalesce(b.t${k - 1}, ${NEVER_MS}) <= e.at_ms`;
  }
  return best(query, window, tries, steps.length, windowMs, exclude);
}

/** Every event of a step begins a try, which the next event of each step belongs to. */
export async function anyFunnel(
  query: Query,
  window: Window,
  steps: readonly string[],
  windowMs: number,
): Promise<FunnelCounts> {
  let tries = `SELECT DISTINCT who, at_ms AS began FROM seen WHERE ${steps.join(' OR ')}`;
  for (const [k, step] of steps.entries()) {
    tries = `SELECT b.*, CASE WHEN e.at_ms - b.began <= ${windowMs} THEN e.at_ms END AS u${k} FROM (${tries}) AS b
      ASOF LEFT JOIN (SELECT who, at_ms FROM seen WHERE ${step}) AS e ON b.who = e.who AND b.began <= e.at_ms`;
  }
  const sorted = `list_sort(list_filter([${steps.map((_, k) => `u${k}`)}], t -> t IS NOT NULL))`;
  tries = `SELECT who, ${steps.map((_, k) => `list_extract(${sorted}, ${k + 1}) AS t${k}`)} FROM (${tries})`;
  return best(query, window, tries, steps.length, windowMs);
}

/** Two steps: the second must come at the same instant or at the person's next one. */
export async function strictPair(
  query: Query,
  window: Window,
  [first, second]: readonly [string, string],
  windowMs: number,
): Promise<FunnelCounts> {
  const tries = `
    WITH instants AS (
      SELECT who, at_ms, bool_or(${first}) AS is_first, bool_or(${second}) AS is_second FROM seen GROUP BY ALL),
    told AS (SELECT *, lead(at_ms) OVER one AS next_ms, lead(is_second) OVER one AS next_is
             FROM instants WINDOW one AS (PARTITION BY who ORDER BY at_ms))
    SELECT who, at_ms AS t0,
           CASE WHEN is_second THEN at_ms WHEN next_is AND next_ms - at_ms <= ${windowMs} THEN next_ms END AS t1
    FROM told WHERE is_first`;
  return best(query, window, tries, 2, windowMs);
}

/** Of everybody's tries (who, t0, t1, ...; null where a step was not reached) the one that counts. */
async function best(
  query: Query,
  { from, to, asOf, who }: Window,
  tries: string,
  steps: number,
  windowMs: number,
  exclude = 'false',
): Promise<FunnelCounts> {
  const ks = Array.from({ length: steps }, (_, k) => k);
  const depth = ks.map((k) => `(t${k} IS NOT NULL)::INTEGER`).join(' + ');
  const times = (ms: string, id: string): string =>
    `sum(${ms})::BIGINT / 1000.0::DOUBLE / count(${ms}) AS mean${id}, quantile_cont((${ms}) / 1000.0::DOUBLE, 0.5) AS median${id},
     quantile_cont((${ms}) / 1000.0::DOUBLE, 0.9) AS p90${id}`;
  const [row] = await query(`
    WITH seen AS (SELECT ${who} AS who, name, at_ms FROM events
                  WHERE utc_at < '${asOf}' AND local_at >= '${from}' AND local_at < '${to}' AND ${who} IS NOT NULL),
    tries AS (${tries}),
    known AS (SELECT *, ${depth} AS depth, greatest(${ks.map((k) => `t${k}`)}) AS last FROM tries),
    valid AS (
      SELECT k.* FROM known AS k ASOF LEFT JOIN (SELECT who, at_ms FROM seen WHERE ${exclude}) AS x
        ON k.who = x.who AND k.t0 < x.at_ms
      WHERE x.at_ms IS NULL OR x.at_ms - k.t0 > ${windowMs} OR (k.depth = ${steps} AND k.last <= x.at_ms)),
    chosen AS (SELECT *, row_number() OVER (PARTITION BY who ORDER BY depth DESC, last, t0 DESC) AS place FROM valid)
    SELECT ${ks.map((k) => `count(*) FILTER (depth > ${k}) AS n${k}`)},
           ${ks.slice(1).map((k) => times(`t${k} - t${k - 1}`, String(k)))},
           ${times(`t${steps - 1} - t0`, '_all')}
    FROM chosen WHERE place = 1`);
  const timesOf = (id: string): Times | null => {
    const found = row as Row;
    if (found[`median${id}`] === null) return null;
    return {
      mean: Number(found[`mean${id}`]),
      median: Number(found[`median${id}`]),
      p90: Number(found[`p90${id}`]),
    };
  };
  return {
    counts: ks.map((k) => Number(row?.[`n${k}`])),
    seconds: ks.slice(1).map((k) => timesOf(String(k))),
    whole: timesOf('_all'),
  };
}
