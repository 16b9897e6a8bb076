// SPDX-License-Identifier: Apache-2.0
/** @file Who returns by what was known of them, and who uses what of what their plan has? SQL over attributes of its own making. */

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Engine, Playbook } from '../../web/engine/index.js';
import { addAttributes, adoptionByPlan, type Capability, retentionByAttribute } from './attributes_sql.js';
import { assertClose } from './engagement_checks.js';
import type { Query } from './engagement_sql.js';
import { AFTER_ALL, EVENTS, LOCAL, MIDWAY, skip } from './expenses_data.js';
import { ExpensesSql } from './expenses_sql.js';
import { openEngine } from './open_engine.js';

const PAID = 'Payment Handled';
const CAPABILITIES: readonly Capability[] = [
  { id: 'payments', name: PAID },
  { id: 'approvals', name: 'Declaration FINAL_APPROVED by SUPERVISOR', plans: ['basic', 'team'] },
  { id: 'budget', name: 'Declaration APPROVED by BUDGET OWNER', plans: ['team', 'pro'] },
  { id: 'reminders', name: 'Send Reminder', plans: ['pro'] },
  { id: 'rejections', name: 'Declaration REJECTED by MISSING', plans: ['gone'] },
];
const ACTIVE = "name NOT IN ('Start trip', 'End trip')";
const playbook: Playbook = {
  payoff: 1,
  version: '1',
  time: { zone: 'Europe/Amsterdam' },
  data: { columns: ['user.band', 'account.plan', 'account.seats', 'account.card'] },
  sets: { active: ['*', { not: ['Start trip', 'End trip'] }], value: PAID },
  capabilities: CAPABILITIES.map(({ id, name, plans }) => ({
    id,
    label: id,
    events: name,
    ...(plans && { plans }),
  })),
  subscription: { plan: 'account.plan', seats: 'account.seats' },
};

let opening: Promise<{ engine: Engine; query: Query; accounts: string[] }> | undefined;
function open(): Promise<{ engine: Engine; query: Query; accounts: string[] }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    const sql = await ExpensesSql.open(EVENTS, playbook);
    const query = (text: string) => sql.query(text);
    await addAttributes(engine, query);
    return { engine, query, accounts: await sql.accounts() };
  })();
  return opening;
}

test('who returns, by an attribute of theirs or of their account as it was known at the start', {
  skip,
}, async () => {
  const { engine, query } = await open();
  const kinds = new Set<string>();
  for (const [from, to, asOf] of [
    ['2017-01-01', '2019-03-01', AFTER_ALL],
    ['2018-02-14', '2018-07-20', MIDWAY],
  ] as const) {
    for (const [attribute, grain, isOnOrAfter] of [
      [{ kind: 'user', name: 'band' }, 'week', false],
      [{ kind: 'user', name: 'band' }, 'month', true],
      [{ kind: 'account', name: 'plan' }, 'week', true],
      [{ kind: 'account', name: 'seats' }, 'week', false],
    ] as const) {
      const where = `${attribute.kind}.${attribute.name} by ${grain} from ${from}`;
      const answer = await engine.ask({
        ask: 'retention',
        ...{ from, to, as_of: asOf, grain, periods: 6, return: PAID },
        start: 'Declaration SUBMITTED by EMPLOYEE',
        cohort: `attribute:${attribute.kind}.${attribute.name}`,
        mode: isOnOrAfter ? 'on_or_after' : 'on',
      });
      const known = await retentionByAttribute(query, {
        ...{ from, to, asOf: asOf.replace('Z', ''), asOfLocal: LOCAL[asOf] ?? '' },
        ...{ attribute, returning: PAID, grain, periods: 6, isOnOrAfter },
      });
      let returned = 0;
      for (const cohort of answer.cohorts) {
        const value = JSON.stringify(cohort.value);
        const group = known.get(value);
        const at = `${where}: ${value}`;
        assert.ok(group, at);
        assert.equal(cohort.people, group.people, at);
        assert.deepEqual(cohort.known?.slice(1), group.known, at);
        const cells = group.returned.map((n, k) => (group.known[k] === 0 ? null : n));
        assert.deepEqual(cohort.returned.slice(1), cells, at);
        assert.deepEqual(
          cohort.rate.slice(1),
          cells.map((n, k) => (n === null ? null : n / (group.known[k] ?? 0))),
          at,
        );
        returned += group.returned.reduce((all, n) => all + n, 0);
        kinds.add(cohort.value === null ? 'null' : typeof cohort.value);
      }
      assert.equal(answer.cohorts.length, known.size, where);
      assert.ok(answer.cohorts.length > 3 && returned > 500, `${where}: ${returned}`);
    }
  }
  assert.deepEqual([...kinds].sort(), ['boolean', 'null', 'number', 'string']);
});

test('how much is used of what a plan has, and by how many of the seats', { skip }, async () => {
  const { engine, query, accounts } = await open();
  for (const [from, to, asOf, end] of [
    // Before the plans change, after it, and with plans taken back and more seats.
    ['2018-02-01', '2018-03-01', AFTER_ALL, '2018-02-28T23:00:00Z'],
    ['2018-03-01', '2018-04-01', AFTER_ALL, '2018-03-31T22:00:00Z'],
    ['2018-07-01', '2018-08-01', MIDWAY, MIDWAY],
  ] as const) {
    for (const [per, who] of [
      ['user', 'person'],
      ['account', 'account'],
    ] as const) {
      const where = `per ${per} from ${from}`;
      const answer = await engine.ask({ ask: 'adoption', from, to, as_of: asOf, per });
      const known = await adoptionByPlan(
        query,
        { from, to, endMs: Date.parse(end), who, active: ACTIVE },
        CAPABILITIES,
      );
      assertClose(answer.utilisation.median, known.median, `${where}: median`);
      for (const one of answer.capabilities) {
        assert.equal(
          one.available,
          (known.open.get(one.id) ?? 0) > 0 ? undefined : false,
          `${where}: ${one.id}`,
        );
        if (per === 'user') continue;
        assertClose(one.share_of_seats, known.shares.get(one.id) ?? null, `${where}: seats of ${one.id}`);
      }
      if (per === 'account') assert.ok(known.median > 0 && known.median < 1, where);
      assert.ok(
        [...known.open.values()].some((n) => n < (known.open.get('payments') ?? 0)),
        where,
      );
    }
    let withSeats = 0;
    const utilisations = new Set<number>();
    for (const account of accounts) {
      const where = `${account} from ${from}`;
      const answer = await engine.ask({ ask: 'adoption', from, to, as_of: asOf, per: 'account', account });
      const uses = await query(`
        SELECT capability, count(DISTINCT person) AS people, count(o.who) > 0 AS is_open,
               (SELECT value::INTEGER FROM seats_known WHERE id = '${account}') AS seats
        FROM offered LEFT JOIN ranged ON offered.name = ranged.name AND account = '${account}'
        LEFT JOIN (SELECT * FROM open_to WHERE who = '${account}') AS o USING (capability) GROUP BY capability`);
      const [seen] = await query(`SELECT count(*) AS n FROM ranged WHERE account = '${account}'`);
      if (Number(seen?.['n']) === 0) continue;
      const open = uses.filter((one) => one['is_open']);
      const used = open.filter((one) => Number(one['people']) > 0).length;
      assert.equal(answer.utilisation.value, used / open.length, where);
      utilisations.add(used / open.length);
      for (const { capability, people, is_open, seats } of uses) {
        const found = answer.capabilities.find(({ id }) => id === capability);
        assert.equal(found?.available, is_open ? undefined : false, `${where}: ${capability}`);
        // Who may not use it fills no seat of it.
        const share = seats === null || !is_open ? null : Number(people) / Number(seats);
        withSeats += share === null ? 0 : 1;
        assertClose(found?.share_of_seats, share, `${where}: ${capability}`);
      }
    }
    assert.ok(withSeats > 20 && utilisations.size > 3, `${from}: ${withSeats}, ${utilisations.size}`);
  }
});
