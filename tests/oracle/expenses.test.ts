// SPDX-License-Identifier: Apache-2.0
/** @file Do the figures of every unit and month equal what SQL says of the same file? */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type {
  ActivationAnswer,
  Engine,
  MetricAnswer,
  Playbook,
  ReportAnswer,
  RoiFigures,
} from '../../web/engine/index.js';
import { assertClose } from './engagement_checks.js';
import { AFTER_ALL, EVENTS, MIDWAY, skip } from './expenses_data.js';
import {
  type Expected,
  type ExpectedRule,
  ExpensesSql,
  estimateOf,
  FIRST_MONTH,
  keyOf,
  LAST_MONTH,
  noFigures,
  noRules,
  WHOLE_BASE,
} from './expenses_sql.js';
import { openEngine } from './open_engine.js';

const UNIT = 'organizational unit 65458';
const MONTH = "date_trunc('month', local_at)::DATE";

const playbook = JSON.parse(readFileSync('demo/expenses.playbook.json', 'utf8')) as Playbook;
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

let opening: Promise<{ engine: Engine; sql: ExpensesSql }> | undefined;
/** One load and one import for all tests. */
function open(): Promise<{ engine: Engine; sql: ExpensesSql }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    return { engine, sql: await ExpensesSql.open(EVENTS, playbook) };
  })();
  return opening;
}

test('the engine read every row', { skip }, async () => {
  const { engine, sql } = await open();
  const { quality } = await engine.ask({
    ask: 'report',
    from: '2018-07-01',
    to: '2018-08-01',
    as_of: AFTER_ALL,
  });
  const [rows] = await sql.query('SELECT count(*) AS n FROM rows');
  assert.equal(quality?.accepted, rows?.['n']);
  assert.equal(quality?.rows, rows?.['n']);
});

test('headline, ROI and comparison of every unit and month, and of the whole base', { skip }, async () => {
  const { engine, sql } = await open();
  const figures = await sql.headline(sqlTime(AFTER_ALL), MONTH);
  const rules = await sql.roi(sqlTime(AFTER_ALL), MONTH, hourlyCost());
  const accounts = [WHOLE_BASE, ...(await sql.accounts())];
  assert.equal(accounts.length, 28);
  let compared = 0;
  for (const account of accounts) {
    for (const month of months()) {
      const at = keyOf(account, month);
      const before = keyOf(account, addMonths(month, -1));
      const report = await engine.ask({
        ask: 'report',
        ...(account !== WHOLE_BASE && { account }),
        from: month,
        to: addMonths(month, 1),
        grain: 'month',
        as_of: AFTER_ALL,
      });
      const now = figures.get(at) ?? noFigures();
      const previously = figures.get(before) ?? noFigures();
      assertHeadline(report, now, previously, at);
      assertRoi(report.roi, now, rules.get(at) ?? noRules(sql.rules), at);
      assertPreviousRoi(report.roi, rules.get(before) ?? noRules(sql.rules), at);
      if (figures.has(at)) compared += 1;
    }
  }
  // No month with events was passed over.
  assert.equal(compared, figures.size);
});

test('an unfinished month is compared with as much of the month before', { skip }, async () => {
  const { engine, sql } = await open();
  // 18 days, 10 hours and a half of July, as a clock in Amsterdam shows them; so much of June.
  const july = await sql.headline(sqlTime(MIDWAY), MONTH, "local_at >= '2018-07-01'");
  const june = await sql.headline(
    sqlTime(MIDWAY),
    MONTH,
    "local_at >= '2018-06-01' AND local_at < TIMESTAMP '2018-06-19 10:30:00'",
  );
  const juneRules = await sql.roi(
    sqlTime(MIDWAY),
    MONTH,
    hourlyCost(),
    "local_at >= '2018-06-01' AND local_at < TIMESTAMP '2018-06-19 10:30:00'",
  );
  for (const account of [WHOLE_BASE, ...(await sql.accounts())]) {
    const report = await engine.ask({
      ask: 'report',
      ...(account !== WHOLE_BASE && { account }),
      from: '2018-07-01',
      to: '2018-08-01',
      grain: 'month',
      as_of: MIDWAY,
    });
    const now = july.get(keyOf(account, '2018-07-01')) ?? noFigures();
    const previously = june.get(keyOf(account, '2018-06-01')) ?? noFigures();
    assertHeadline(report, now, previously, `${account} in July so far`);
    for (const metric of report.metrics) assert.equal(metric.partial, true);
    // 19 of 31 days have begun, at 250 a month; of June as many, at 250 for 30.
    assert.equal(report.roi?.cost, 153.23);
    assert.deepEqual(
      Object.values(report.roi?.previous?.minutes_saved ?? {}),
      totalOf(juneRules.get(keyOf(account, '2018-06-01')) ?? noRules(sql.rules)).minutes,
    );
    assert.equal(report.roi?.previous?.cost, 158.33);
  }
});

for (const [when, asOf] of [
  ['after the last event', AFTER_ALL],
  ['midway', MIDWAY],
  ['in the first weeks', '2017-02-20T12:00:00Z'],
] as const) {
  test(`activation of every unit ${when}`, { skip }, async () => {
    const { engine, sql } = await open();
    const known = await sql.activation(sqlTime(asOf));
    for (const account of await sql.accounts()) {
      const answer = await engine.ask({ ask: 'activation', account, as_of: asOf });
      assertActivation(answer, known.get(account), Date.parse(asOf), account);
    }
  });
}

for (const [grain, from, to, bucket] of [
  // Across the change to summer time, which is a day of 23 hours.
  ['day', '2018-03-01', '2018-05-01', 'local_at::DATE'],
  // date_trunc('week') begins on Mondays, as the playbook does.
  ['week', '2018-01-01', '2018-12-31', "date_trunc('week', local_at)::DATE"],
] as const) {
  test(`the series of one unit by ${grain}`, { skip }, async () => {
    const { engine, sql } = await open();
    const where = `local_at >= '${from}' AND local_at < '${to}'`;
    const figures = await sql.headline(sqlTime(AFTER_ALL), bucket, where);
    const rules = await sql.roi(sqlTime(AFTER_ALL), bucket, hourlyCost(), where);
    const report = await engine.ask({ ask: 'report', account: UNIT, from, to, grain, as_of: AFTER_ALL });
    const steps = grain === 'day' ? 61 : 52;
    for (const metric of report.metrics) {
      assert.equal(metric.series.length, steps);
      for (const { start, value } of metric.series) {
        assertFigure(metric.id, value, figures.get(keyOf(UNIT, start)) ?? noFigures(), `${UNIT} ${start}`);
      }
    }
    assert.equal(report.roi?.series.length, steps);
    for (const { start, minutes_saved, value } of report.roi?.series ?? []) {
      const total = totalOf(rules.get(keyOf(UNIT, start)) ?? noRules(sql.rules));
      assert.deepEqual(Object.values(minutes_saved), total.minutes, start);
      assert.deepEqual(Object.values(value).map(centsOf), total.cents, start);
    }
  });
}

test('what the demo and the README tell of July 2018', { skip }, async () => {
  const { sql } = await open();
  const figures = await sql.headline(sqlTime(AFTER_ALL), MONTH);
  const july = figures.get(keyOf(UNIT, '2018-07-01'));
  assert.deepEqual(july && { ...july, days_to_payment: july.days_to_payment?.toFixed(4) }, {
    paid: 96,
    cents: 9_223_301,
    days_to_payment: '8.3171',
    rejected: 28,
    people: 172,
  });
});

// ---- comparing ----------------------------------------------------------------------------------------------

function assertHeadline(report: ReportAnswer, now: Expected, before: Expected, where: string): void {
  assert.deepEqual(
    report.metrics.map(({ id }) => id),
    ['paid', 'paid_amount', 'days_to_payment', 'rejected'],
  );
  for (const metric of report.metrics) {
    assertFigure(metric.id, metric.total, now, where);
    assertFigure(metric.id, metric.previous, before, `${where}, the month before`);
    assertChange(metric, `${where} ${metric.id}`);
  }
}

function assertFigure(id: string, value: number | null, expected: Expected, where: string): void {
  if (id === 'paid_amount') {
    // Amounts are read as doubles, so their exact sum may be a hair from whole cents: not from other cents, though.
    assertClose(value, (expected.cents ?? 0) / 100, `${where} ${id}`);
  } else if (id === 'days_to_payment') {
    assertClose(value, expected.days_to_payment, `${where} ${id}`);
  } else {
    assert.equal(value, expected[id as 'paid' | 'rejected'], `${where} ${id}`);
  }
}

/** Of figures that SQL has confirmed. */
function assertChange({ total, previous, change, verdict, better }: MetricAnswer, where: string): void {
  const relative = total === null || !previous ? null : (total - previous) / previous;
  assertClose(change, relative, `${where}: change`);
  const word =
    relative === null
      ? 'unknown'
      : Math.abs(relative) < 0.02
        ? 'same'
        : relative > 0 === (better === 'up')
          ? 'better'
          : 'worse';
  assert.equal(verdict, word, `${where}: verdict`);
}

function assertRoi(roi: RoiFigures | null, now: Expected, rules: ExpectedRule[], where: string): void {
  assert.ok(roi, where);
  assert.equal(roi.audit.length, rules.length, where);
  for (const [at, row] of roi.audit.entries()) {
    assert.equal(row.count, rules[at]?.count, `${where} ${row.rule}: count`);
    assert.deepEqual(
      Object.values(row.minutes_saved ?? {}),
      rules[at]?.minutes,
      `${where} ${row.rule}: minutes`,
    );
    assert.deepEqual(
      Object.values(row.amount).map(centsOf),
      rules[at]?.cents,
      `${where} ${row.rule}: amount`,
    );
  }
  const total = totalOf(rules);
  assert.deepEqual(Object.values(roi.minutes_saved), total.minutes, `${where}: minutes`);
  assert.deepEqual(Object.values(roi.money_saved).map(centsOf), total.cents, `${where}: money saved`);
  assert.deepEqual(Object.values(roi.value).map(centsOf), total.cents, `${where}: value`);
  assert.equal(roi.cost, 250, `${where}: cost`);
  assert.deepEqual(
    Object.values(roi.net ?? {}).map(centsOf),
    total.cents.map((cents) => cents - 25_000),
    `${where}: net`,
  );
  for (const [at, value] of Object.values(roi.roi ?? {}).entries())
    assertClose(value, ((total.cents[at] ?? 0) - 25_000) / 25_000, `${where}: roi`);
  for (const [at, value] of Object.values(roi.per_active_person ?? {}).entries())
    assertClose(
      value,
      now.people === 0 ? null : (total.cents[at] ?? 0) / 100 / now.people,
      `${where}: each person`,
    );
}

function assertPreviousRoi(roi: RoiFigures | null, rules: ExpectedRule[], where: string): void {
  const total = totalOf(rules);
  const before = roi?.previous;
  assert.deepEqual(Object.values(before?.minutes_saved ?? {}), total.minutes, `${where}: minutes before`);
  assert.deepEqual(Object.values(before?.value ?? {}).map(centsOf), total.cents, `${where}: value before`);
  assert.equal(before?.cost, 250, `${where}: cost before`);
}

function assertActivation(
  answer: ActivationAnswer,
  known: { started: number; done: (number | null)[]; seen: number[] } | undefined,
  asOfMs: number,
  where: string,
): void {
  const steps = playbook.activation?.steps ?? [];
  const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));
  const done = known?.done ?? steps.map(() => null);
  assert.equal(instant(answer.started_at), known?.started ?? null, `${where}: started`);
  assert.deepEqual(
    answer.steps.map((step) => step.id),
    steps.map(({ id }) => id),
    where,
  );
  assert.deepEqual(
    answer.steps.map((step) => instant(step.done_at)),
    done,
    `${where}: done`,
  );
  assert.deepEqual(
    answer.steps.map((step) => step.progress),
    known?.seen ?? steps.map(() => 0),
    `${where}: progress`,
  );
  const deadline = known ? known.started + 90 * 86_400_000 : null;
  assert.equal(instant(answer.deadline), deadline, `${where}: deadline`);
  const open = done.indexOf(null);
  const status =
    deadline === null ? 'not_started' : open < 0 ? 'done' : asOfMs >= deadline ? 'late' : 'in_progress';
  assert.equal(answer.status, status, `${where}: status`);
  assert.equal(answer.next_step, steps[open]?.id ?? null, `${where}: next step`);
  assert.equal(
    answer.percent,
    (done.filter((at) => at !== null).length / steps.length) * 100,
    `${where}: percent`,
  );
}

function totalOf(rules: ExpectedRule[]): { minutes: number[]; cents: number[] } {
  const sum = (of: 'minutes' | 'cents'): number[] =>
    [0, 1, 2].map((at) => rules.reduce((all, rule) => all + (rule[of][at] ?? 0), 0));
  return { minutes: sum('minutes'), cents: sum('cents') };
}

/** An amount of money must be whole cents to the last bit that a double can hold. */
function centsOf(amount: number): number {
  const cents = Math.round(amount * 100);
  assert.equal(amount, cents / 100);
  return cents;
}

function hourlyCost(): { low: number; expected: number; high: number } {
  const cost = playbook.roi?.hourly_cost;
  assert.ok(cost);
  return estimateOf(cost);
}

/** FIRST_MONTH has no events; it is what the first month is compared with. */
function months(): string[] {
  const list: string[] = [];
  for (let month = addMonths(FIRST_MONTH, 1); month < LAST_MONTH; month = addMonths(month, 1))
    list.push(month);
  return list;
}

function addMonths(month: string, count: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 + count, 1)).toISOString().slice(0, 10);
}
