// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does SQL say about the expense events? DuckDB's answers, from the file itself and nothing of Payoff.
 *
 * DuckDB's own JSON and ICU extensions would have to be downloaded, so rows are parsed by JSON.parse, and the zone is
 * the table of Amsterdam's clock changes below.
 */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Assumption, Estimate, Playbook, Selector } from '../../web/engine/protocol.js';

/** Stands for all accounts together. */
export const WHOLE_BASE = '';
/** The month before the events begin, and the one after they end. */
export const FIRST_MONTH = '2016-12-01';
export const LAST_MONTH = '2019-02-01';

/** Summer time begins and ends at 01:00 UTC on the last Sundays of March and October. */
const AMSTERDAM = `VALUES
  (TIMESTAMP '1970-01-01 00:00:00', INTERVAL 1 HOUR),
  (TIMESTAMP '2016-03-27 01:00:00', INTERVAL 2 HOUR), (TIMESTAMP '2016-10-30 01:00:00', INTERVAL 1 HOUR),
  (TIMESTAMP '2017-03-26 01:00:00', INTERVAL 2 HOUR), (TIMESTAMP '2017-10-29 01:00:00', INTERVAL 1 HOUR),
  (TIMESTAMP '2018-03-25 01:00:00', INTERVAL 2 HOUR), (TIMESTAMP '2018-10-28 01:00:00', INTERVAL 1 HOUR),
  (TIMESTAMP '2019-03-31 01:00:00', INTERVAL 2 HOUR), (TIMESTAMP '2019-10-27 01:00:00', INTERVAL 1 HOUR)`;

const SENT_BACK = ['ADMINISTRATION', 'SUPERVISOR', 'PRE_APPROVER', 'BUDGET OWNER', 'DIRECTOR', 'MISSING']
  .map((by) => `'Declaration REJECTED by ${by}'`)
  .join(', ');

const SCHEMA = `
  CREATE TABLE rows (account VARCHAR, person VARCHAR, name VARCHAR, at_ms BIGINT, declaration VARCHAR, amount VARCHAR);
  CREATE TABLE rule_events (rule INTEGER, name VARCHAR);
  CREATE TABLE rules (rule INTEGER, low INTEGER, expected INTEGER, high INTEGER);
  CREATE TABLE step_events (step INTEGER, name VARCHAR);
  CREATE TABLE steps (step INTEGER, wanted INTEGER);`;

/** `events`: each row with its local time; `told`: the same for its account and once more for the whole base. */
const TABLES = `
  CREATE TABLE zone AS SELECT * FROM (${AMSTERDAM}) AS t (since, ahead);
  CREATE TABLE events AS
    SELECT account, person, name, declaration, amount::DECIMAL(18, 2) AS amount, at_ms,
           make_timestamp(at_ms * 1000) AS utc_at, make_timestamp(at_ms * 1000) + ahead AS local_at
    FROM rows ASOF JOIN zone ON make_timestamp(at_ms * 1000) >= since;
  CREATE TABLE told AS SELECT * FROM events UNION ALL SELECT * REPLACE ('${WHOLE_BASE}' AS account) FROM events;`;

/** The zone changes are literals, so they must reach over the data; amounts must be whole cents for DECIMAL to be exact. */
const ASSUMPTIONS = `
  SELECT min(utc_at) >= '2017-01-01' AND max(utc_at) < '2019-10-27' AS zone_covers,
         (SELECT bool_and(regexp_full_match(amount, '[0-9]+([.][0-9]{1,2})?')) FROM rows) AS whole_cents
  FROM events`;

export type Row = Record<string, number | string | boolean | null>;

export interface Expected {
  paid: number;
  cents: number | null;
  days_to_payment: number | null;
  rejected: number;
  people: number;
}

/** Of one rule; minutes and cents as low, expected, high. */
export interface ExpectedRule {
  count: number;
  minutes: [number, number, number];
  cents: [number, number, number];
}

export class ExpensesSql {
  readonly #db: DuckDBConnection;
  readonly rules: number;

  private constructor(db: DuckDBConnection, rules: number) {
    this.#db = db;
    this.rules = rules;
  }

  static async open(path: string, playbook: Playbook): Promise<ExpensesSql> {
    const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
    await db.run(SCHEMA);
    await fill(db, path);
    await fillPlaybook(db, playbook);
    await db.run(TABLES);
    const sql = new ExpensesSql(db, playbook.roi?.rules?.length ?? 0);
    const [known] = await sql.query(ASSUMPTIONS);
    if (!known?.['zone_covers'] || !known['whole_cents'])
      throw new Error(`assumptions of this test: ${JSON.stringify(known)}`);
    return sql;
  }

  /** BIGINT, DOUBLE and BOOLEAN come as they are; everything else the query must make one of these or text. */
  async query(text: string): Promise<Row[]> {
    const reader = await this.#db.runAndReadAll(text);
    return reader
      .getRowObjectsJS()
      .map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : value,
            ]),
          ) as Row,
      );
  }

  async accounts(): Promise<string[]> {
    return (await this.query('SELECT DISTINCT account FROM events ORDER BY account')).map((row) =>
      String(row['account']),
    );
  }

  /**
   * Headline figures by account and bucket. `bucket` is an expression over `local_at`; `where` limits which events
   * count. Of a pair it limits the submission; the payment may come at any time before `asOf`.
   */
  async headline(asOf: string, bucket: string, where = 'true'): Promise<Map<string, Expected>> {
    const rows = await this.query(`
      WITH counted AS (
        SELECT account, ${bucket} AS bucket,
               count(*) FILTER (name = 'Payment Handled') AS paid,
               (sum(amount) FILTER (name = 'Payment Handled') * 100)::BIGINT AS cents,
               count(*) FILTER (name IN (${SENT_BACK})) AS rejected,
               count(DISTINCT person) FILTER (name NOT IN ('Start trip', 'End trip')) AS people
        FROM told WHERE utc_at < '${asOf}' AND (${where}) GROUP BY ALL),
      pairs AS (
        SELECT s.account, s.bucket, (e.at_ms - s.at_ms) / 86400000.0::DOUBLE AS days
        FROM (SELECT account, declaration, at_ms, ${bucket} AS bucket FROM told
              WHERE name = 'Declaration SUBMITTED by EMPLOYEE' AND utc_at < '${asOf}' AND (${where})) AS s
        ASOF JOIN (SELECT DISTINCT account, declaration, at_ms FROM told
                   WHERE name = 'Payment Handled' AND utc_at < '${asOf}') AS e
          ON s.account = e.account AND s.declaration = e.declaration AND s.at_ms <= e.at_ms),
      medians AS (SELECT account, bucket, quantile_cont(days, 0.5) AS days FROM pairs GROUP BY ALL)
      SELECT account, bucket::VARCHAR AS bucket, paid, cents, rejected, people, days
      FROM counted LEFT JOIN medians USING (account, bucket)`);
    return new Map(
      rows.map((row) => [
        keyOf(row['account'], row['bucket']),
        {
          paid: Number(row['paid']),
          cents: row['cents'] as number | null,
          days_to_payment: row['days'] as number | null,
          rejected: Number(row['rejected']),
          people: Number(row['people']),
        },
      ]),
    );
  }

  /** What each rule of the playbook comes to; `hourly` in whole units of the currency. */
  async roi(
    asOf: string,
    bucket: string,
    hourly: { low: number; expected: number; high: number },
    where = 'true',
  ): Promise<Map<string, ExpectedRule[]>> {
    // minutes x hourly / 60 in cents is minutes x hourly x 5 / 3: a third is never a half, so any rounding will do.
    const cents = (guess: 'low' | 'expected' | 'high'): string =>
      `round(count(*) * ${guess} * ${hourly[guess]} * 5 / 3.0::DOUBLE)::BIGINT AS cents_${guess}`;
    const rows = await this.query(`
      SELECT account, ${bucket}::VARCHAR AS bucket, rule, count(*) AS count,
             count(*) * low AS low, count(*) * expected AS expected, count(*) * high AS high,
             ${cents('low')}, ${cents('expected')}, ${cents('high')}
      FROM told JOIN rule_events USING (name) JOIN rules USING (rule)
      WHERE utc_at < '${asOf}' AND (${where}) GROUP BY account, ${bucket}, rule, low, expected, high`);
    const found = new Map<string, ExpectedRule[]>();
    for (const row of rows) {
      const key = keyOf(row['account'], row['bucket']);
      const list = found.get(key) ?? noRules(this.rules);
      const of = (prefix: string): [number, number, number] => [
        Number(row[`${prefix}low`]),
        Number(row[`${prefix}expected`]),
        Number(row[`${prefix}high`]),
      ];
      list[Number(row['rule'])] = { count: Number(row['count']), minutes: of(''), cents: of('cents_') };
      found.set(key, list);
    }
    return found;
  }

  /** When each account began, and when it had done each step, in milliseconds; null for not by `asOf`. */
  async activation(
    asOf: string,
  ): Promise<Map<string, { started: number; done: (number | null)[]; seen: number[] }>> {
    const rows = await this.query(`
      WITH known AS (SELECT * FROM events WHERE utc_at < '${asOf}'),
      starts AS (SELECT account, min(at_ms) AS started FROM known
                 WHERE name NOT IN ('Start trip', 'End trip') GROUP BY account),
      hits AS (
        SELECT account, started, step, wanted, at_ms,
               row_number() OVER (PARTITION BY account, step ORDER BY at_ms) AS nth
        FROM known JOIN starts USING (account) JOIN step_events USING (name) JOIN steps USING (step)
        WHERE at_ms >= started)
      SELECT account, started, step, least(coalesce(max(nth), 0), wanted) AS seen,
             min(at_ms) FILTER (nth = wanted) AS done
      FROM starts CROSS JOIN steps LEFT JOIN hits USING (account, started, step, wanted)
      GROUP BY account, started, step, wanted ORDER BY account, step`);
    const found = new Map<string, { started: number; done: (number | null)[]; seen: number[] }>();
    for (const row of rows) {
      const account = String(row['account']);
      const one = found.get(account) ?? { started: Number(row['started']), done: [], seen: [] };
      one.done.push(row['done'] as number | null);
      one.seen.push(Number(row['seen']));
      found.set(account, one);
    }
    return found;
  }
}

export const keyOf = (account: unknown, bucket: unknown): string => `${account} ${bucket}`;

export const noFigures = (): Expected => ({
  paid: 0,
  cents: null,
  days_to_payment: null,
  rejected: 0,
  people: 0,
});

export function noRules(count: number): ExpectedRule[] {
  return Array.from({ length: count }, () => ({ count: 0, minutes: [0, 0, 0], cents: [0, 0, 0] }));
}

interface FileRow {
  userId: string;
  event: string;
  timestamp: string;
  context: { groupId: string };
  properties: { amount: number; declaration: string };
}

async function fill(db: DuckDBConnection, path: string): Promise<void> {
  const appender = await db.createAppender('rows');
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const { userId, event, timestamp, context, properties } = JSON.parse(line) as FileRow;
    appender.appendVarchar(context.groupId);
    appender.appendVarchar(userId);
    appender.appendVarchar(event);
    appender.appendBigInt(BigInt(Date.parse(timestamp)));
    appender.appendVarchar(properties.declaration);
    appender.appendVarchar(String(properties.amount));
    appender.endRow();
  }
  appender.closeSync();
}

/** Assumptions and names come from the playbook, so that editing it does not break the test; what is made of them is SQL's. */
async function fillPlaybook(db: DuckDBConnection, playbook: Playbook): Promise<void> {
  const insert = (table: string, ...values: (string | number)[]): Promise<unknown> =>
    db.run(
      `INSERT INTO ${table} VALUES (${values.map((value) => (typeof value === 'number' ? value : `'${value}'`))})`,
    );
  for (const [at, rule] of (playbook.roi?.rules ?? []).entries()) {
    for (const name of namesIn(rule.of)) await insert('rule_events', at, name);
    const each = rule.minutes_saved;
    if (each === undefined || (typeof each === 'object' && 'prop' in each)) {
      throw new Error(`rule ${rule.id}: this test knows minutes only`);
    }
    const { low, expected, high } = estimateOf(each);
    await insert('rules', at, low, expected, high);
  }
  for (const [at, step] of (playbook.activation?.steps ?? []).entries()) {
    for (const name of namesIn(step.event)) await insert('step_events', at, name);
    await insert('steps', at, step.count ?? 1);
  }
}

/** As the playbook's reference says: one number is all three, and what is left out is as expected. */
export function estimateOf(assumed: Assumption): Estimate {
  if (typeof assumed === 'number') return { low: assumed, expected: assumed, high: assumed };
  const { expected, low = expected, high = expected } = assumed;
  return { low, expected, high };
}

function namesIn(selector: Selector): string[] {
  return [selector].flat().map((name) => {
    if (typeof name !== 'string' || /^[@*]/.test(name)) throw new Error('this test knows plain names only');
    return name;
  });
}
