// SPDX-License-Identifier: Apache-2.0
/** @file Which flags does each unit raise, and where does it stand? Told from SQL's figures by the rules as documented. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test from 'node:test';
import type { Engine, Flag, Playbook, Stage } from '../../web/engine/index.js';
import { addAttributes } from './attributes_sql.js';
import type { Query } from './engagement_sql.js';
import { ExpensesSql, type Row } from './expenses_sql.js';
import { openEngine } from './open_engine.js';
import { CAPABILITIES, dateOf, flagsOf } from './states_flags.js';
import { dayStarts, makersOf, type Names, statesOf, usesOf, visits } from './states_sql.js';

const EVENTS = '../shared/data/expenses.segment.ndjson.gz';
const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
const DAY_MS = 86_400_000;
const is = (name: string): string => `name = '${name}'`;
const NAMED = {
  value: 'Payment Handled',
  login: 'Permit SUBMITTED by EMPLOYEE',
  support: 'Declaration REJECTED by EMPLOYEE',
  failed: 'Declaration REJECTED by ADMINISTRATION',
  paid: 'Declaration FINAL_APPROVED by SUPERVISOR',
};
const NAMES: Names = {
  active: "name NOT IN ('Start trip', 'End trip')",
  value: is(NAMED.value),
  login: is(NAMED.login),
  support: is(NAMED.support),
  failed: is(NAMED.failed),
  paid: is(NAMED.paid),
};
const playbook: Playbook = {
  payoff: 1,
  version: '1',
  time: { zone: 'Europe/Amsterdam' },
  data: { columns: ['account.plan', 'account.seats', 'account.card', 'user.band'] },
  sets: {
    active: ['*', { not: ['Start trip', 'End trip'] }],
    value: NAMED.value,
    login: NAMED.login,
    support: NAMED.support,
  },
  capabilities: CAPABILITIES.map((one) => ({
    ...{ id: one.id, label: one.id, events: one.name },
    ...('plans' in one && { plans: one.plans }),
  })),
  subscription: {
    ...{ plan: 'account.plan', seats: 'account.seats', card_expires_on: 'account.card' },
    ...{ payment_failed: NAMED.failed, payment_succeeded: NAMED.paid },
  },
  // Of an account of thousands of declarations nobody makes much: so the flag is seen at all.
  flags: { champion_risk: { medium: 0.2 } },
  stages: [
    {
      id: 'busy',
      stage: 'retained',
      when: [
        { measure: 'value_events_28d', gte: 20 },
        { measure: 'active_users_28d', gte: 30 },
      ],
    },
    { id: 'fallen', stage: 'at_risk', when: [{ measure: 'events_change_28d', lt: -0.5 }] },
    { id: 'quiet', stage: 'churned', when: [{ measure: 'days_since_active', gte: 45 }] },
    { id: 'some', stage: 'adopting', when: [{ measure: 'events_28d', gte: 10 }] },
    { id: 'begun', stage: 'onboarding', when: [{ measure: 'days_since_start', gte: 0 }] },
    { id: 'known', stage: 'acquired', when: [{ measure: 'is_present', gte: 1 }] },
  ],
};

let opening: Promise<{ engine: Engine; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    const sql = await ExpensesSql.open(EVENTS, playbook);
    const query = (text: string) => sql.query(text);
    await addAttributes(engine, query);
    return { engine, query };
  })();
  return opening;
}

test('the flags of each unit at several instants', { skip }, async () => {
  const { engine, query } = await open();
  const seen = new Set<string>();
  for (const asOf of [
    '2017-02-20T00:00:00Z',
    '2018-03-26T12:34:56Z',
    '2018-07-19T08:30:00Z',
    '2018-09-10T00:00:00Z',
    '2019-01-17T06:00:00Z',
  ]) {
    const at = Date.parse(asOf);
    const states = await statesOf(query, `SELECT ${at} AS at_ms`, NAMES);
    const now = await visits(query, at, 0, NAMES.active);
    const before = await visits(query, at, 28, NAMES.active);
    const makers = await makersOf(query, at, NAMES);
    const uses = await Promise.all(CAPABILITIES.map(({ name }) => usesOf(query, at, name)));
    assert.equal(states.length, 27);
    for (const row of states) {
      const account = String(row['account']);
      const answer = await engine.ask({ ask: 'flags', account, as_of: asOf });
      const expected = flagsOf(row, {
        visitsNow: now.get(account) ?? 0,
        visitsBefore: before.get(account) ?? 0,
        makers: makers.get(account) ?? [],
        uses: uses.map((all) => all.get(account) ?? { now: 0, before: 0, lastMs: 0 }),
      });
      const where = `${account} at ${asOf}`;
      const withoutP = ({ p, ...flag }: Flag): Omit<Flag, 'p'> => flag;
      assert.deepEqual(answer.flags.map(withoutP), expected.flags.map(withoutP), where);
      assert.deepEqual(answer.unknown, expected.unknown, where);
      for (const [i, { id, p }] of answer.flags.entries()) {
        seen.add(id);
        const known = expected.flags[i]?.p;
        assert.equal(p === undefined, known === undefined, `${where}: p of ${id}`);
        if (p !== undefined)
          assert.ok(Math.abs(p / (known ?? 0) - 1) < 1e-7, `${where}: ${id} has ${p}, not ${known}`);
      }
    }
  }
  assert.deepEqual([...seen].sort(), [
    'capability_dropped',
    'card_expiring',
    'champion_left',
    'champion_risk',
    'engagement_drop',
    'logins_drop',
    'payment_failed',
    'session_drop',
    'silent',
    'support_load',
    'usage_drop',
  ]);
});

/** Index of the rule of the playbook that holds; -1: none. */
function ruleOf(row: Row): number {
  const figure = (name: string): number => Number(row[name]);
  const isBegun = row['first_ms'] !== null;
  const now = figure('active_now');
  const before = figure('active_before');
  const rules = [
    isBegun && figure('value_now') >= 20 && figure('people_now') >= 30,
    isBegun && before > 0 && (now - before) / before < -0.5,
    isBegun && Math.floor((figure('at_ms') - figure('last_ms')) / DAY_MS) >= 45,
    isBegun && now >= 10,
    isBegun,
    figure('attributes') > 0 || row['is_seen'] === true,
  ];
  return rules.indexOf(true);
}

const stageOf = (rule: number): Stage | null => playbook.stages?.[rule]?.stage ?? null;

test('the stage of each unit, its rule, and since when, over the changes of the clock', {
  skip,
}, async () => {
  const { engine, query } = await open();
  const seen = new Set<string | null>();
  const kinds = new Set<boolean>();
  for (const asOf of ['2017-02-03T10:00:00Z', '2018-07-19T08:30:00Z', '2019-01-06T23:00:00Z']) {
    const byAccount = new Map<string, Row[]>();
    for (const row of await statesOf(query, dayStarts(Date.parse(asOf), 366), NAMES)) {
      const account = String(row['account']);
      byAccount.set(account, [...(byAccount.get(account) ?? []), row]);
    }
    for (const [account, rows] of byAccount) {
      const answer = await engine.ask({ ask: 'stage', account, as_of: asOf });
      const [last, ...earlier] = rows.reverse();
      assert.ok(last && Number(last['at_ms']) === Date.parse(asOf));
      const rule = ruleOf(last);
      // An as_of at midnight is the end of the day before, whose start is the first to look at.
      const other = earlier.findIndex((row) => ruleOf(row) !== rule);
      const since = rule < 0 || other < 0 ? null : dateOf(Number(earlier[other]?.['at_ms']));
      const { stage, rule: id, since: told } = answer;
      const expected = { stage: stageOf(rule), id: playbook.stages?.[rule]?.id ?? null, told: since };
      assert.deepEqual({ stage, id, told }, expected, `${account} at ${asOf}`);
      seen.add(id);
      kinds.add(told === null);
    }
  }
  assert.ok(seen.size >= 6 && kinds.size === 2, [...seen].join());
});

test('how units move from stage to stage by month', { skip }, async () => {
  const { engine, query } = await open();
  const answer = await engine.ask({
    ask: 'stage',
    from: '2016-12-01',
    to: '2019-01-01',
    as_of: '2019-03-01T00:00:00Z',
  });
  const starts = `SELECT epoch_ms(month - ahead) AS at_ms FROM (
      SELECT unnest(generate_series(TIMESTAMP '2016-12-01', TIMESTAMP '2019-01-01', INTERVAL 1 MONTH)) AS month)
    ASOF JOIN zone ON month - INTERVAL 2 HOUR >= since`;
  const byAccount = new Map<string, (Stage | null)[]>();
  for (const row of await statesOf(query, starts, NAMES)) {
    const account = String(row['account']);
    byAccount.set(account, [...(byAccount.get(account) ?? []), stageOf(ruleOf(row))]);
  }
  let moved = 0;
  for (const [i, { start, moves, stages }] of answer.series.entries()) {
    const expected = new Map<string, number>();
    const standing = new Map<string, number>();
    const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
    for (const list of byAccount.values()) {
      const [from, to] = [list[i] ?? null, list[i + 1] ?? null];
      if (from !== to) count(expected, `${from} > ${to}`);
      if (to !== null) count(standing, to);
    }
    assert.deepEqual(
      new Map(moves?.map(({ from, to, customers }) => [`${from} > ${to}`, customers])),
      expected,
      start,
    );
    const told = stages
      ?.filter(({ customers }) => customers > 0)
      .map(({ stage, customers }) => [String(stage), customers] as const);
    assert.deepEqual(new Map(told), standing, start);
    moved += moves?.length ?? 0;
  }
  assert.equal(answer.series.length, 25);
  assert.ok(moved > 50, `${moved}`);
});
