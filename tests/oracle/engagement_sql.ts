// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does SQL say about who is active, who returns, who uses what, and who is near the aha? Over a table
 * events (account, person, name, at_ms, utc_at, local_at) that the caller has filled; nothing of Payoff is used.
 * Dates are local, `asOf` is in UTC without its zone.
 */

import type { Row } from './expenses_sql.js';

export type Query = (text: string) => Promise<Row[]>;
export type Who = 'person' | 'account';

interface Window {
  from: string;
  to: string;
  asOf: string;
  who: Who;
  /** A condition over name and account: which events count. */
  where: string;
}

/** Distinct people of each day's (or week's) last `days` days, by the day (or the week's first day). */
export async function rollingActives(
  query: Query,
  { from, to, asOf, who, where }: Window,
  grain: 'day' | 'week',
  days: number,
): Promise<Map<string, number>> {
  return byText(
    await query(`
      WITH days AS (SELECT unnest(generate_series(DATE '${from}', DATE '${to}' - 1, INTERVAL 1 DAY))::DATE AS day),
      ends AS (SELECT date_trunc('${grain}', day)::DATE AS bucket, max(day) AS last_day FROM days GROUP BY ALL)
      SELECT bucket::VARCHAR AS key, count(DISTINCT ${who}) AS n
      FROM ends LEFT JOIN (SELECT * FROM events WHERE utc_at < '${asOf}' AND (${where})) AS e
        ON e.local_at::DATE > last_day - ${days} AND e.local_at::DATE <= last_day
      GROUP BY bucket`),
  );
}

/** Distinct people of each bucket of the calendar, of events in [from, to) only. Buckets of nobody are absent. */
export async function calendarActives(
  query: Query,
  { from, to, asOf, who, where }: Window,
  grain: 'day' | 'week' | 'month',
): Promise<Map<string, number>> {
  return byText(
    await query(`
      SELECT date_trunc('${grain}', local_at)::DATE::VARCHAR AS key, count(DISTINCT ${who}) AS n
      FROM events
      WHERE utc_at < '${asOf}' AND local_at >= '${from}' AND local_at < '${to}' AND (${where})
      GROUP BY ALL`),
  );
}

export interface RetentionCell {
  people: number;
  returned: number;
  known: boolean;
}

/**
 * Of everybody who began in a bucket of [from, to), how many returned in the k-th bucket after it, k = 1 to `periods`.
 * By "<bucket> <k>". A bucket is known when its end has come by `asOfLocal`.
 */
export async function retentionCells(
  query: Query,
  { from, to, asOf, who }: Omit<Window, 'where'>,
  of: {
    start: string;
    return: string;
    grain: 'week' | 'month';
    cohort: 'first_time' | 'every';
    periods: number;
    asOfLocal: string;
  },
): Promise<Map<string, RetentionCell>> {
  const step = `INTERVAL 1 ${of.grain.toUpperCase()}`;
  const began =
    of.cohort === 'first_time'
      ? `SELECT who, date_trunc('${of.grain}', min(local_at)) AS bucket FROM seen WHERE ${of.start}
         GROUP BY who HAVING min(local_at) >= '${from}' AND min(local_at) < '${to}'`
      : `SELECT DISTINCT who, date_trunc('${of.grain}', local_at) AS bucket FROM seen
         WHERE (${of.start}) AND local_at >= '${from}' AND local_at < '${to}'`;
  const rows = await query(`
    WITH seen AS (SELECT ${who} AS who, name, account, local_at FROM events
                  WHERE utc_at < '${asOf}' AND ${who} IS NOT NULL),
    began AS (${began}),
    came AS (SELECT DISTINCT who, date_trunc('${of.grain}', local_at) AS bucket FROM seen WHERE ${of.return}),
    ks AS (SELECT unnest(generate_series(1, ${of.periods})) AS k),
    cells AS (SELECT bucket, k, bucket + k * ${step} AS later, count(*) AS people FROM began CROSS JOIN ks GROUP BY ALL),
    back AS (SELECT b.bucket, k, count(*) AS returned
             FROM began AS b CROSS JOIN ks JOIN came AS c ON c.who = b.who AND c.bucket = b.bucket + k * ${step}
             GROUP BY ALL)
    SELECT bucket::DATE::VARCHAR || ' ' || k AS key, people, coalesce(returned, 0) AS returned,
           later + ${step} <= '${of.asOfLocal}' AS known
    FROM cells LEFT JOIN back USING (bucket, k)`);
  return new Map(
    rows.map((row) => [
      String(row['key']),
      {
        people: Number(row['people']),
        returned: Number(row['returned']),
        known: row['known'] === true,
      },
    ]),
  );
}

export interface CapabilityUse {
  adopters: number;
  events: number;
  first: string | null;
  last: string | null;
}

export interface Adoption {
  people: number;
  median: number | null;
  uses: Map<string, CapabilityUse>;
}

/** `capabilities`: id to a condition over name; `where` is what counts as active. */
export async function adoption(
  query: Query,
  { from, to, asOf, who, where }: Window,
  capabilities: ReadonlyMap<string, string>,
  scope: string,
): Promise<Adoption> {
  const seen = `SELECT ${who} AS who, name, local_at FROM events
    WHERE utc_at < '${asOf}' AND local_at >= '${from}' AND local_at < '${to}' AND (${scope})`;
  const uses = new Map<string, CapabilityUse>();
  for (const [id, condition] of capabilities) {
    const [row] = await query(`
      SELECT count(DISTINCT who) AS adopters, count(who) AS events, min(local_at)::DATE::VARCHAR AS first,
             max(local_at)::DATE::VARCHAR AS last
      FROM (${seen}) WHERE ${condition}`);
    uses.set(id, {
      adopters: Number(row?.['adopters']),
      events: Number(row?.['events']),
      first: row?.['first'] as string | null,
      last: row?.['last'] as string | null,
    });
  }
  const used = [...capabilities.values()]
    .map((condition) => `max(CASE WHEN ${condition} THEN 1 ELSE 0 END)`)
    .join(' + ');
  const [all] = await query(`
    WITH each_one AS (SELECT who, max(CASE WHEN ${where} THEN 1 ELSE 0 END) AS is_active,
                             (${used}) / ${capabilities.size}.0::DOUBLE AS share
                      FROM (${seen}) WHERE who IS NOT NULL GROUP BY who)
    SELECT count(*) AS people, quantile_cont(share, 0.5) AS median FROM each_one WHERE is_active = 1`);
  return { people: Number(all?.['people']), median: all?.['median'] as number | null, uses };
}

export interface Aha {
  started: number;
  count: number;
  reached: number | null;
  status: string;
}

/** Of everybody who has started by `asOf`, how far they are with `target` events within `days` of their start. */
export async function ahaOf(
  query: Query,
  who: Who,
  asOf: string,
  rule: { start: string; event: string; target: number; days: number },
): Promise<Map<string, Aha>> {
  const window = rule.days * 86_400_000;
  const rows = await query(`
    WITH known AS (SELECT ${who} AS who, name, at_ms FROM events WHERE utc_at < '${asOf}' AND ${who} IS NOT NULL),
    starts AS (SELECT who, min(at_ms) AS started FROM known WHERE ${rule.start} GROUP BY who),
    hits AS (SELECT who, at_ms, row_number() OVER (PARTITION BY who ORDER BY at_ms) AS nth
             FROM known JOIN starts USING (who)
             WHERE (${rule.event}) AND at_ms >= started AND at_ms < started + ${window}),
    counted AS (SELECT who, started, count(nth) AS count, min(at_ms) FILTER (nth = ${rule.target}) AS reached,
                       epoch_ms(TIMESTAMP '${asOf}') - started AS elapsed
                FROM starts LEFT JOIN hits USING (who) GROUP BY ALL)
    SELECT who, started, count, reached,
           CASE WHEN reached IS NOT NULL THEN 'reached' WHEN elapsed >= ${window} THEN 'missed'
                WHEN count >= floor(${rule.target} * elapsed / ${window}) THEN 'on_track' ELSE 'behind' END AS status
    FROM counted`);
  return new Map(
    rows.map((row) => [
      String(row['who']),
      {
        started: Number(row['started']),
        count: Number(row['count']),
        reached: row['reached'] as number | null,
        status: String(row['status']),
      },
    ]),
  );
}

function byText(rows: Row[]): Map<string, number> {
  return new Map(rows.map((row) => [String(row['key']), Number(row['n'])]));
}
