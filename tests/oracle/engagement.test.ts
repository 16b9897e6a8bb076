// SPDX-License-Identifier: Apache-2.0
/** @file Who is active, returns, uses what and is near the aha among the expenses: does SQL count the same? */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { Engine, Per, Playbook } from '../../web/engine/index.js';
import {
  assertAdoption,
  assertAha,
  assertClose,
  assertRetention,
  assertSeries,
} from './engagement_checks.js';
import {
  adoption,
  ahaOf,
  calendarActives,
  type Query,
  retentionCells,
  rollingActives,
  type Who,
} from './engagement_sql.js';
import { AFTER_ALL, EVENTS, LOCAL, MIDWAY, skip } from './expenses_data.js';
import { ExpensesSql } from './expenses_sql.js';
import { openEngine } from './open_engine.js';

const UNIT = 'organizational unit 65458';
const ACTIVE = "name NOT IN ('Start trip', 'End trip')";
const SUBMITTED = "name = 'Declaration SUBMITTED by EMPLOYEE'";
const PAID = "name = 'Payment Handled'";

const playbook = JSON.parse(readFileSync('demo/expenses.playbook.json', 'utf8')) as Playbook;
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');
const WHO: readonly [Per, Who][] = [
  ['user', 'person'],
  ['account', 'account'],
];

let opening: Promise<{ engine: Engine; sql: ExpensesSql; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; sql: ExpensesSql; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    const sql = await ExpensesSql.open(EVENTS, playbook);
    return { engine, sql, query: (text: string) => sql.query(text) };
  })();
  return opening;
}

for (const [per, who] of WHO) {
  test(`active ${per}s by day and week, rolling and by the calendar`, { skip }, async () => {
    const { engine, query } = await open();
    for (const [from, to, asOf] of [
      // Over both changes of the clock, and up to a day that has not ended.
      ['2018-03-01', '2018-11-15', AFTER_ALL],
      ['2018-06-14', '2018-08-01', MIDWAY],
    ] as const) {
      const within = { from, to, asOf: sqlTime(asOf), who, where: ACTIVE };
      const asked = { ask: 'active_users', from, to, as_of: asOf, per } as const;
      const where = `${per} ${from}`;
      const dau = await engine.ask({ ...asked });
      assert.ok(assertSeries(dau, await calendarActives(query, within, 'day'), `${where} dau`) > 100);
      const by = async (metric: 'dau' | 'wau' | 'mau', grain: 'day' | 'week' | 'month') =>
        engine.ask({ ...asked, metric, grain });
      assertSeries(
        await by('dau', 'week'),
        await calendarActives(query, within, 'week'),
        `${where} dau week`,
      );
      const week = await rollingActives(query, within, 'day', 7);
      const month = await rollingActives(query, within, 'day', 30);
      const wau = await by('wau', 'day');
      const mau = await by('mau', 'day');
      assertSeries(wau, week, `${where} wau`);
      assertSeries(mau, month, `${where} mau`);
      assertSeries(
        await by('mau', 'week'),
        await rollingActives(query, within, 'week', 30),
        `${where} mau week`,
      );
      // wau by week and mau by month are the calendar's, whole also where `from` cuts the first one.
      const weeks = { ...within, from: mondayOf(from) };
      assertSeries(await by('wau', 'week'), await calendarActives(query, weeks, 'week'), `${where} wau week`);
      const months = { ...within, from: `${from.slice(0, 7)}-01` };
      assertSeries(
        await by('mau', 'month'),
        await calendarActives(query, months, 'month'),
        `${where} mau month`,
      );
      assert.equal(wau.total, wau.series.at(-1)?.value, `${where} wau`);
      assert.equal(mau.total, mau.series.at(-1)?.value, `${where} mau`);
      const ended = dau.series.filter(({ partial }) => !partial);
      const mean = ended.reduce((sum, { value }) => sum + (value ?? 0), 0) / ended.length;
      assertClose(dau.stickiness, mean / (mau.total || Number.NaN), `${where} stickiness`);
    }
  });
}

for (const [per, who] of WHO) {
  for (const cohort of ['first_time', 'every'] as const) {
    test(`weekly retention of ${per}s, ${cohort}`, { skip }, async () => {
      const { engine, query } = await open();
      for (const [from, to, asOf] of [
        ['2017-01-02', '2019-01-07', AFTER_ALL],
        // Weeks cut at both ends, the last one not over.
        ['2017-02-08', '2018-07-20', MIDWAY],
      ] as const) {
        const answer = await engine.ask({
          ask: 'retention',
          from,
          to,
          as_of: asOf,
          per,
          cohort,
          start: 'Declaration SUBMITTED by EMPLOYEE',
          return: 'Payment Handled',
          grain: 'week',
          periods: 8,
        });
        const cells = await retentionCells(
          query,
          { from, to, asOf: sqlTime(asOf), who },
          { start: SUBMITTED, return: PAID, grain: 'week', cohort, periods: 8, asOfLocal: LOCAL[asOf] ?? '' },
        );
        assert.ok(assertRetention(answer, cells, `${per} ${cohort} ${from}`) > 20);
      }
    });
  }
}

test('adoption of the whole base and of each unit', { skip }, async () => {
  const { engine, sql, query } = await open();
  const capabilities = new Map(
    (playbook.capabilities ?? []).map(({ id, events }) => [
      id,
      `name IN (${[events].flat().map((name) => `'${String(name).replace(/'/g, "''")}'`)})`,
    ]),
  );
  assert.equal(capabilities.size, 4);
  for (const [from, to, asOf] of [
    ['2018-03-01', '2018-04-01', AFTER_ALL],
    ['2018-07-01', '2018-08-01', MIDWAY],
  ] as const) {
    for (const account of [undefined, ...(await sql.accounts())]) {
      for (const [per, who] of WHO) {
        const answer = await engine.ask({
          ask: 'adoption',
          from,
          to,
          as_of: asOf,
          per,
          ...(account !== undefined && { account }),
        });
        const expected = await adoption(
          query,
          { from, to, asOf: sqlTime(asOf), who, where: ACTIVE },
          capabilities,
          account === undefined ? 'true' : `account = '${account}'`,
        );
        const where = `${account ?? 'all'} per ${per} ${from}`;
        assertAdoption(answer, expected, where);
        const used = answer.capabilities.filter((one) => one.used).length;
        assert.equal(answer.utilisation.value, account === undefined ? null : used / 4, where);
        assert.equal(answer.next_best, answer.unused[0] ?? null, where);
      }
    }
  }
  const { adopters } = (
    await engine.ask({ ask: 'adoption', from: '2018-01-01', to: '2019-01-01', as_of: AFTER_ALL })
  ).capabilities[0] ?? { adopters: 0 };
  assert.ok(adopters > 1000);
});

test('how near each unit is to ten payments', { skip }, async () => {
  const { engine, sql, query } = await open();
  const { aha } = playbook;
  assert.ok(aha);
  const rule = { start: ACTIVE, event: PAID, target: aha.count ?? 1, days: aha.within_days ?? 14 };
  const seen = new Set<string>();
  const accounts = await sql.accounts();
  assert.equal(accounts.length, 27);
  for (const asOf of [
    '2017-02-01T12:00:00Z',
    '2017-03-01T12:00:00Z',
    '2017-03-20T12:00:00Z',
    '2017-08-01T00:00:00Z',
    AFTER_ALL,
  ]) {
    const known = await ahaOf(query, 'account', sqlTime(asOf), rule);
    for (const account of accounts) {
      const answer = await engine.ask({ ask: 'aha_progress', account, as_of: asOf });
      assertAha(answer, known.get(account), rule, Date.parse(asOf), `${account} at ${asOf}`);
      seen.add(answer.status);
    }
  }
  assert.deepEqual([...seen].sort(), ['behind', 'missed', 'not_started', 'on_track', 'reached']);
});

test('a report carries what these questions answer', { skip }, async () => {
  const { engine } = await open();
  const when = { account: UNIT, from: '2018-07-01', to: '2018-08-01', as_of: AFTER_ALL };
  const report = await engine.ask({ ask: 'report', ...when });
  const { capabilities, next_best } = await engine.ask({ ask: 'adoption', ...when });
  assert.deepEqual(report.adoption?.capabilities, capabilities);
  assert.equal(report.next_best, next_best);
  assert.equal(
    report.aha?.reached_at,
    (await engine.ask({ ask: 'aha_progress', account: UNIT, as_of: AFTER_ALL })).reached_at,
  );
});

function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
