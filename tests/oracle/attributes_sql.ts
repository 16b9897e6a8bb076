// SPDX-License-Identifier: Apache-2.0
/**
 * @file What would the expenses' accounts and people say of themselves? The real events carry no attributes, so SQL
 * makes some of them, in a table attributes (kind, id, name, at_ms, value) whose rows go to the engine as well.
 * `value` is JSON. And what SQL says of cohorts and of capabilities by them.
 */

import type { Engine, Per } from '../../web/engine/index.js';
import type { Query } from './engagement_sql.js';

const DAY_MS = 86_400_000;
const START = 'Declaration SUBMITTED by EMPLOYEE';

/** Every kind of value, said early, late, again, at the very instant of the start, or never; some are taken back. */
const ATTRIBUTES = `
  CREATE TABLE attributes AS
  WITH units AS (
    SELECT account AS id, count(DISTINCT person) AS people, row_number() OVER (ORDER BY account) AS rank
    FROM events GROUP BY account),
  people AS (
    SELECT person AS id, max(amount) AS amount, min(at_ms) FILTER (name = '${START}') AS start_ms,
           row_number() OVER (ORDER BY person) AS rank
    FROM events GROUP BY person HAVING start_ms IS NOT NULL),
  first AS (SELECT epoch_ms(TIMESTAMP '2017-01-01') AS at_ms)
  SELECT 'account' AS kind, id, 'plan' AS name, at_ms, ['"basic"', '"team"', '"pro"'][rank % 4] AS value
    FROM units, first WHERE rank % 4 > 0
  UNION ALL SELECT 'account', id, 'plan', epoch_ms(TIMESTAMP '2018-03-10 12:00:00'), '"pro"' FROM units WHERE rank % 5 = 0
  UNION ALL SELECT 'account', id, 'plan', epoch_ms(TIMESTAMP '2018-06-20'), 'null' FROM units WHERE rank % 7 = 0
  UNION ALL SELECT 'account', id, 'seats', at_ms, (people // 3 + 1)::VARCHAR FROM units, first WHERE rank % 3 > 0
  UNION ALL SELECT 'account', id, 'seats', epoch_ms(TIMESTAMP '2018-07-10'), (people + 2)::VARCHAR FROM units WHERE rank % 2 = 0
  UNION ALL SELECT 'account', id, 'card', at_ms, '"' || (DATE '2018-02-01' + (rank * 9)::INTEGER)::VARCHAR || '"' FROM units, first WHERE rank % 6 > 0
  UNION ALL SELECT 'account', id, 'card', epoch_ms(TIMESTAMP '2018-07-01'), '"2019-02-20"' FROM units WHERE rank % 4 = 0
  UNION ALL SELECT 'user', id, 'band', start_ms - (rank % 3) * ${DAY_MS},
                   CASE rank % 5 WHEN 0 THEN (amount // 500)::INTEGER::VARCHAR WHEN 1 THEN (amount > 900)::VARCHAR
                     ELSE CASE WHEN amount < 300 THEN '"small"' WHEN amount < 900 THEN '"medium"' ELSE '"large"' END END
    FROM people WHERE rank % 8 > 0
  UNION ALL SELECT 'user', id, 'band', start_ms + 1, '"later"' FROM people WHERE rank % 4 < 2
  UNION ALL SELECT 'user', id, 'band', start_ms - 2 * ${DAY_MS}, 'null' FROM people WHERE rank % 16 = 0`;

/** Makes the table and tells the engine of it. */
export async function addAttributes(engine: Engine, query: Query): Promise<void> {
  await query(ATTRIBUTES);
  const rows = await query('SELECT kind, id, name, at_ms, value FROM attributes');
  const lines = rows.map(({ kind, id, name, at_ms, value }) =>
    JSON.stringify({
      ...(kind === 'user' ? { type: 'identify', userId: id } : { type: 'group', groupId: id }),
      timestamp: new Date(Number(at_ms)).toISOString(),
      traits: { [String(name)]: JSON.parse(String(value)) as unknown },
    }),
  );
  await engine.append(`${lines.join('\n')}\n`);
  await engine.end();
}

/** The latest value of an attribute of each id before `before_ms` of the rows of `of` (id, before_ms). */
export const latest = (kind: Per, name: string, of: string): string => `
  SELECT o.*, a.value FROM (${of}) AS o
  ASOF LEFT JOIN (SELECT id, at_ms, nullif(value, 'null') AS value FROM attributes
                  WHERE kind = '${kind}' AND name = '${name}') AS a ON o.id = a.id AND o.before_ms > a.at_ms`;

export interface Group {
  people: number;
  /** k = 1 ...: of how many the k-th bucket has ended, and how many of these returned. */
  known: number[];
  returned: number[];
}

interface Cohorts {
  from: string;
  to: string;
  asOf: string;
  /** The same on the local clock. */
  asOfLocal: string;
  attribute: { kind: Per; name: string };
  returning: string;
  grain: 'week' | 'month';
  periods: number;
  isOnOrAfter: boolean;
}

/** By the value as JSON, `null` of those of whom it was not known when they first submitted. */
export async function retentionByAttribute(
  query: Query,
  { from, to, asOf, asOfLocal, attribute, returning, grain, periods, isOnOrAfter }: Cohorts,
): Promise<Map<string, Group>> {
  const step = `INTERVAL 1 ${grain.toUpperCase()}`;
  const id = attribute.kind === 'user' ? 'person' : 'account';
  const rows = await query(`
    WITH known AS (SELECT * FROM events WHERE utc_at < '${asOf}'),
    starts AS (SELECT person, min(at_ms) AS start_ms, min(local_at) AS start_at FROM known WHERE name = '${START}' GROUP BY person),
    told AS (${latest(
      attribute.kind,
      attribute.name,
      `
      SELECT DISTINCT s.person AS who, k.${id} AS id, start_ms + 1 AS before_ms
      FROM starts AS s JOIN known AS k ON s.person = k.person AND k.at_ms = start_ms AND k.name = '${START}'`,
    )}),
    groups AS (SELECT who AS person, max(value) AS value FROM told GROUP BY who),
    people AS (SELECT person, value, date_trunc('${grain}', start_at) AS bucket FROM starts JOIN groups USING (person)
               WHERE start_at >= '${from}' AND start_at < '${to}'),
    cells AS (
      SELECT p.person, p.value, k, p.bucket + k * ${step} AS bucket, p.bucket + (k + 1) * ${step} <= '${asOfLocal}' AS is_known
      FROM people AS p CROSS JOIN range(1, ${periods + 1}) AS t(k)),
    returns AS (SELECT DISTINCT person, date_trunc('${grain}', local_at) AS bucket FROM known WHERE name = '${returning}'),
    met AS (SELECT c.*, EXISTS (SELECT 1 FROM returns AS r WHERE r.person = c.person
                                AND r.bucket ${isOnOrAfter ? '>=' : '='} c.bucket) AS is_back FROM cells AS c)
    SELECT coalesce(value, 'null') AS value, k, count(*) AS people, count(*) FILTER (is_known) AS known,
           count(*) FILTER (is_known AND is_back) AS returned
    FROM met GROUP BY ALL ORDER BY ALL`);
  const found = new Map<string, Group>();
  for (const row of rows) {
    const key = String(row['value']);
    const group = found.get(key) ?? { people: Number(row['people']), known: [], returned: [] };
    group.known.push(Number(row['known']));
    group.returned.push(Number(row['returned']));
    found.set(key, group);
  }
  return found;
}

export interface Capability {
  id: string;
  name: string;
  plans?: readonly string[];
}

export interface PlanFigures {
  median: number;
  /** By capability: people who use it over the seats of the accounts that could; null without such. */
  shares: Map<string, number | null>;
  /** Accounts that have it, of those with an event. */
  open: Map<string, number>;
}

/** Of accounts or of people, with the plans and seats that are known at the end. */
export async function adoptionByPlan(
  query: Query,
  {
    from,
    to,
    endMs,
    who,
    active,
  }: { from: string; to: string; endMs: number; who: 'person' | 'account'; active: string },
  capabilities: readonly Capability[],
): Promise<PlanFigures> {
  const list = capabilities.map(
    ({ id, name, plans }) =>
      `('${id}', '${name}', ${plans ? `[${plans.map((plan) => `'"${plan}"'`)}]` : 'NULL'})`,
  );
  await query(`
    CREATE OR REPLACE TEMP TABLE ranged AS
      SELECT account, person, name FROM events WHERE local_at >= '${from}' AND local_at < '${to}' AND at_ms < ${endMs};
    CREATE OR REPLACE TEMP TABLE offered AS
      SELECT * FROM (VALUES ${list}) AS t(capability, name, plans);
    CREATE OR REPLACE TEMP TABLE plans_known AS
      ${latest('account', 'plan', `SELECT DISTINCT account AS id, ${endMs} AS before_ms FROM ranged`)};
    CREATE OR REPLACE TEMP TABLE seats_known AS
      ${latest('account', 'seats', `SELECT DISTINCT account AS id, ${endMs} AS before_ms FROM ranged`)};
    CREATE OR REPLACE TEMP TABLE open_to AS
      SELECT DISTINCT r.${who} AS who, capability
      FROM (SELECT DISTINCT ${who}, account FROM ranged) AS r JOIN plans_known AS p ON p.id = r.account CROSS JOIN offered AS o
      WHERE o.plans IS NULL OR p.value IS NULL OR list_contains(o.plans, p.value)`);
  const [row] = await query(`
    WITH actives AS (SELECT DISTINCT ${who} AS who FROM ranged WHERE ${active}),
    uses AS (SELECT DISTINCT ${who} AS who, capability FROM ranged JOIN offered USING (name)),
    each_one AS (
      SELECT a.who, count(u.capability) / count(*)::DOUBLE AS share
      FROM actives AS a JOIN open_to AS o USING (who) LEFT JOIN uses AS u ON u.who = o.who AND u.capability = o.capability
      GROUP BY a.who)
    SELECT quantile_cont(share, 0.5) AS median FROM each_one`);
  const shares = await query(`
    WITH actives AS (SELECT DISTINCT account FROM ranged WHERE ${active}),
    could AS (
      SELECT capability, account, s.value::INTEGER AS seats
      FROM open_to AS o JOIN actives AS a ON a.account = o.who JOIN seats_known AS s ON s.id = o.who WHERE s.value IS NOT NULL),
    users AS (SELECT account, capability, count(DISTINCT person) AS people FROM ranged JOIN offered USING (name) GROUP BY ALL)
    SELECT capability, sum(coalesce(people, 0))::DOUBLE / sum(seats)::DOUBLE AS share
    FROM could LEFT JOIN users USING (account, capability) GROUP BY capability`);
  const open = await query('SELECT capability, count(*) AS n FROM open_to GROUP BY capability');
  const of = (rows: typeof shares, column: string): Map<string, number> =>
    new Map(rows.map((one) => [String(one['capability']), Number(one[column])]));
  const known = of(shares, 'share');
  return {
    median: Number(row?.['median']),
    shares: new Map(capabilities.map(({ id }) => [id, known.get(id) ?? null])),
    open: of(open, 'n'),
  };
}
