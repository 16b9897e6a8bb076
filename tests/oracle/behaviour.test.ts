// SPDX-License-Identifier: Apache-2.0
/** @file How often people come, who is new or gone, and how far declarations get: does SQL count the same? */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { Engine, FunnelAnswer, FunnelQuestion, Per, Playbook } from '../../web/engine/index.js';
import {
  anyFunnel,
  bucketsActive,
  type FunnelCounts,
  lifecycleCounts,
  orderedFunnel,
  strictPair,
} from './behaviour_sql.js';
import { assertClose } from './engagement_checks.js';
import type { Query, Who } from './engagement_sql.js';
import { AFTER_ALL, EVENTS, MIDWAY, skip } from './expenses_data.js';
import { ExpensesSql } from './expenses_sql.js';
import { openEngine } from './open_engine.js';

const HOUR_MS = 3_600_000;
const ACTIVE = "name NOT IN ('Start trip', 'End trip')";
const SUBMITTED = 'Declaration SUBMITTED by EMPLOYEE';
const APPROVED = 'Declaration FINAL_APPROVED by SUPERVISOR';
const PAID = 'Payment Handled';
const ASKED = 'Request Payment';
const BUDGET = 'Declaration APPROVED by BUDGET OWNER';
const is = (name: string): string => `name = '${name}'`;

const playbook = JSON.parse(readFileSync('demo/expenses.playbook.json', 'utf8')) as Playbook;
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');
const WHO: readonly [Per, Who][] = [
  ['user', 'person'],
  ['account', 'account'],
];

let opening: Promise<{ engine: Engine; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    const sql = await ExpensesSql.open(EVENTS, playbook);
    return { engine, query: (text: string) => sql.query(text) };
  })();
  return opening;
}

for (const [per, who] of WHO) {
  test(`in how many days, weeks and months ${per}s come`, { skip }, async () => {
    const { engine, query } = await open();
    for (const [grain, from, to, asOf] of [
      ['day', '2018-03-05', '2018-04-20', AFTER_ALL],
      ['week', '2018-01-03', '2019-01-31', AFTER_ALL],
      ['month', '2018-01-01', '2019-01-01', MIDWAY],
    ] as const) {
      const answer = await engine.ask({ ask: 'stickiness', from, to, as_of: asOf, grain, per });
      const known = await bucketsActive(query, { from, to, asOf: sqlTime(asOf), who }, ACTIVE, grain);
      const where = `${per} by ${grain}`;
      assert.deepEqual(
        answer.data,
        answer.data.map((_, index) => known.get(index + 1) ?? 0),
        where,
      );
      const sum = (from: number): number => answer.data.slice(from).reduce((all, one) => all + one, 0);
      assert.deepEqual(
        answer.cumulative,
        answer.data.map((_, index) => sum(index)),
        where,
      );
      assert.equal(answer.people, sum(0), where);
      assert.ok(answer.people > 20 && Math.max(...known.keys()) <= answer.data.length, where);
    }
  });

  test(`which ${per}s are new, stay, come back and are gone`, { skip }, async () => {
    const { engine, query } = await open();
    for (const [grain, from, to, asOf] of [
      ['day', '2018-03-05', '2018-04-20', AFTER_ALL],
      ['week', '2017-01-02', '2019-01-28', AFTER_ALL],
      ['month', '2017-06-01', '2018-08-01', MIDWAY],
    ] as const) {
      const answer = await engine.ask({ ask: 'lifecycle', from, to, as_of: asOf, grain, per });
      const known = await lifecycleCounts(query, { from, to, asOf: sqlTime(asOf), who }, ACTIVE, grain);
      let gained = 0;
      let lost = 0;
      for (const point of answer.series) {
        const expected = known.get(point.start) ?? [0, 0, 0, 0];
        const { new: fresh, returning, resurrected, dormant } = point;
        assert.deepEqual(
          [fresh, returning, resurrected, dormant],
          expected,
          `${per} by ${grain}, ${point.start}`,
        );
        known.delete(point.start);
        if (point.partial) continue;
        gained += expected[0] + expected[2];
        lost += expected[3];
      }
      assert.equal(known.size, 0);
      assert.ok(gained > 0 && lost > 0);
      assert.equal(answer.quick_ratio, gained / lost);
    }
  });

  test(`how far ${per}s get from a declaration to its payment`, { skip }, async () => {
    const { engine, query } = await open();
    for (const [from, to, asOf, hours] of [
      ['2017-01-01', '2019-03-01', AFTER_ALL, 14 * 24],
      ['2018-06-01', '2018-09-01', MIDWAY, 72],
    ] as const) {
      const within = { from, to, asOf: sqlTime(asOf), who };
      const windowMs = hours * HOUR_MS;
      const asked = (steps: readonly string[], more: Partial<FunnelQuestion>): Promise<FunnelAnswer> =>
        engine.ask({
          ask: 'funnel',
          from,
          to,
          as_of: asOf,
          per,
          steps,
          window: { value: hours, unit: 'hour' },
          ...more,
        });
      const steps = [SUBMITTED, APPROVED, PAID];
      const conditions = steps.map(is);
      const where = `${per} ${from}`;
      assertFunnel(
        await asked(steps, {}),
        await orderedFunnel(query, within, conditions, windowMs),
        `${where} ordered`,
      );
      assertFunnel(
        await asked(steps, { exclude: BUDGET }),
        await orderedFunnel(query, within, conditions, windowMs, is(BUDGET)),
        `${where} with an exclusion`,
      );
      assertFunnel(
        await asked(steps, { order: 'any' }),
        await anyFunnel(query, within, conditions, windowMs),
        `${where} any`,
      );
      assertFunnel(
        await asked([APPROVED, ASKED], { order: 'strict' }),
        await strictPair(query, within, [is(APPROVED), is(ASKED)], windowMs),
        `${where} strict`,
      );
    }
  });
}

test('an exclusion and strictness leave fewer', { skip }, async () => {
  const { engine } = await open();
  const asked = (more: Partial<FunnelQuestion>): Promise<FunnelAnswer> =>
    engine.ask({
      ask: 'funnel',
      from: '2017-01-01',
      to: '2019-03-01',
      as_of: AFTER_ALL,
      steps: [SUBMITTED, APPROVED],
      ...more,
    });
  const [all, excluded, strict] = [
    await asked({}),
    await asked({ exclude: BUDGET }),
    await asked({ order: 'strict' }),
  ].map(({ steps }) => steps[1]?.count ?? 0);
  assert.ok(all && excluded && strict && excluded < all && strict < all, `${all} ${excluded} ${strict}`);
});

function assertFunnel(answer: FunnelAnswer, expected: FunnelCounts, where: string): void {
  assert.deepEqual(
    answer.steps.map(({ count }) => count),
    expected.counts,
    where,
  );
  assert.equal(answer.people, expected.counts[0], where);
  assert.ok((expected.counts.at(-1) ?? 0) > 5, where);
  const told = [
    ...answer.steps.slice(1).map((step) => step.seconds_from_previous),
    answer.seconds_to_convert,
  ];
  for (const [index, times] of [...expected.seconds, expected.whole].entries()) {
    for (const figure of ['mean', 'median', 'p90'] as const)
      assertClose(told[index]?.[figure], times?.[figure] ?? null, `${where}: ${figure} of step ${index + 1}`);
  }
}
