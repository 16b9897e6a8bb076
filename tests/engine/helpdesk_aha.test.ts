// SPDX-License-Identifier: Apache-2.0
/** @file Is the aha moment in the sample, as strong as its header says, and still there among the equally busy? */

import assert from 'node:assert/strict';
import test from 'node:test';
import { helpdeskAccounts, helpdeskRows } from '../../demo/helpdesk/helpdesk.js';

const DAY_MS = 86_400_000;
const VALUE = new Set(['ticket_resolved', 'automation_run', 'report_shared']);
const LEARNING = new Set(['lesson_completed', 'webinar_attended']);

interface Seen {
  aha: boolean;
  learnt: boolean;
  /** Events of the first ten days but for those that make the aha moment. */
  activity: number;
  /** The truth, which no analysis of the rows can see. */
  busyness: number;
  stayed: boolean;
}

/** From the rows alone, save `busyness`. Accounts whose eight weeks are not over are left out. */
function look(): Seen[] {
  const starts = new Map<string, number>();
  const seen = new Map<string, Seen>();
  const joins = new Map<string, number>();
  const truth = new Map(helpdeskAccounts().map(({ id, busyness }) => [id, busyness]));
  for (const { type, event = '', timestamp, context } of helpdeskRows()) {
    const account = context?.groupId;
    if (type !== 'track' || account === undefined) continue;
    const at_ms = Date.parse(timestamp);
    if (event === 'signed_up') {
      if (at_ms + 56 * DAY_MS > Date.parse('2026-11-01')) continue;
      starts.set(account, at_ms);
      const busyness = truth.get(account) as number;
      seen.set(account, { aha: false, learnt: false, activity: 0, busyness, stayed: false });
    }
    const one = seen.get(account);
    if (!one) continue;
    const age_days = (at_ms - (starts.get(account) as number)) / DAY_MS;
    if (event === 'teammate_joined' && age_days < 10) joins.set(account, (joins.get(account) ?? 0) + 1);
    else if (age_days < 10) one.activity++;
    if (LEARNING.has(event) && age_days < 14) one.learnt = true;
    if (VALUE.has(event) && age_days >= 28 && age_days < 56) one.stayed = true;
    one.aha = (joins.get(account) ?? 0) >= 3;
  }
  return [...seen.values()];
}

const accounts = look();

function rate(list: readonly Seen[]): number {
  return list.filter(({ stayed }) => stayed).length / list.length;
}

function contrast(list: readonly Seen[], exposure: 'aha' | 'learnt'): number {
  return rate(list.filter((one) => one[exposure])) - rate(list.filter((one) => !one[exposure]));
}

function thirds(by: 'activity' | 'busyness'): Seen[][] {
  const sorted = [...accounts].sort((a, b) => a[by] - b[by]);
  return [0, 1, 2].map((n) => sorted.slice((n * sorted.length) / 3, ((n + 1) * sorted.length) / 3));
}

function mean(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0) / values.length;
}

test('accounts with three early colleagues stay as much more often as the header says', () => {
  const [with_aha, without] = [accounts.filter(({ aha }) => aha), accounts.filter(({ aha }) => !aha)];
  assert.deepEqual([with_aha.length, without.length], [120, 146]);
  assert.equal(rate(with_aha).toFixed(2), '0.80');
  assert.equal(rate(without).toFixed(2), '0.29');
});

test('within thirds of busyness, seen or true, the contrast is there, and smaller on the whole', () => {
  const true_thirds = thirds('busyness').map((third) => contrast(third, 'aha'));
  assert.deepEqual(
    true_thirds.map((one) => one.toFixed(2)),
    ['0.44', '0.34', '0.31'],
  );
  for (const third of thirds('activity'))
    assert.ok(contrast(third, 'aha') > 0.2, `${contrast(third, 'aha')}`);
  assert.ok(mean(true_thirds) < contrast(accounts, 'aha') - 0.1);
});

test('learning goes with staying until one compares the equally busy', () => {
  assert.ok(contrast(accounts, 'learnt') > 0.15, `${contrast(accounts, 'learnt')}`);
  assert.ok(Math.abs(mean(thirds('busyness').map((third) => contrast(third, 'learnt')))) < 0.08);
});

test('over many accounts the truth is the sum that the header states', () => {
  const many = helpdeskAccounts({ accounts: 40_000 }).filter(({ showcase }) => showcase === null);
  for (const low of [0, 0.2, 0.4, 0.6, 0.8]) {
    const equals = many.filter(({ busyness }) => busyness >= low && busyness < low + 0.2);
    const share = (is_aha: boolean): number => {
      const some = equals.filter((one) => one.is_aha === is_aha);
      return some.filter(({ stays }) => stays).length / some.length;
    };
    assert.ok(Math.abs(share(false) - (0.1 + 0.5 * (low + 0.1))) < 0.03, `without, from ${low}`);
    assert.ok(Math.abs(share(true) - share(false) - 0.35) < 0.04, `with, from ${low}`);
    const reached = equals.filter(({ is_aha }) => is_aha).length / equals.length;
    assert.ok(Math.abs(reached - (0.05 + 0.85 * (low + 0.1))) < 0.03, `reached, from ${low}`);
  }
});
