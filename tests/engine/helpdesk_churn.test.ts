// SPDX-License-Identifier: Apache-2.0
/** @file Do churn, customer_value and survey say of the sample help desk what its rows say, gone through one by one? */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { helpdeskChunks, helpdeskRows } from '../../demo/helpdesk/helpdesk.js';
import { createEngine } from '../../web/engine/index.js';
import type { ContractValueAnswer } from '../../web/engine/protocol.js';
import { WASM } from './real_core.js';

const playbook = JSON.parse(await readFile('demo/helpdesk.playbook.json', 'utf8'));
const engine = await createEngine({ ...WASM, playbook, asOf: '2026-11-01T00:00:00Z' });
for (const chunk of helpdeskChunks()) await engine.append(chunk);
await engine.end();
test.after(() => engine.close());

const RANGE = { from: '2025-01-01', to: '2026-11-01', zone: 'UTC' } as const;
const MONTHS = Array.from({ length: 23 }, (_, i) => new Date(Date.UTC(2025, i, 1)).toISOString());
const DAY_MS = 86_400_000;

interface Desk {
  prices: { at: string; mrr: number; plan: string }[];
  canceled?: { at: string; reason?: unknown; feedback?: unknown };
}
const desks = new Map<string, Desk>();
const scores: { at: string; score: number }[] = [];
for (const row of helpdeskRows()) {
  const id = row.type === 'group' ? row.groupId : row.context?.groupId;
  const at = row.timestamp;
  if (row.event === 'nps_submitted') scores.push({ at, score: Number(row.properties?.['score']) });
  if (!id || (row.type !== 'group' && row.event !== 'subscription_canceled')) continue;
  if (!desks.has(id)) desks.set(id, { prices: [] });
  const desk = desks.get(id) as Desk;
  if (row.type === 'group') {
    desk.prices.push({ at, mrr: Number(row.traits?.['mrr']), plan: String(row.traits?.['plan']) });
  } else {
    desk.canceled = { at, ...row.properties };
  }
}

/** What an account pays just before an instant; accounts of the sample never come back. */
function paidBefore(desk: Desk, at: string): number {
  if (desk.canceled && desk.canceled.at < at) return 0;
  return desk.prices.filter((price) => price.at < at).at(-1)?.mrr ?? 0;
}

test('customers, losses and revenue of each month are those of the rows', async () => {
  const got = await engine.ask({ ...RANGE, ask: 'churn' });
  assert.equal(got.series.length, 22);
  let [all, unpaid] = [0, 0];
  for (const [i, month] of got.series.entries()) {
    const [from, to] = [MONTHS[i] as string, MONTHS[i + 1] as string];
    const wanted = {
      customers: 0,
      lost: 0,
      new: 0,
      customers_end: 0,
      mrr_start: 0,
      mrr_lost: 0,
      mrr_expansion: 0,
    };
    for (const desk of desks.values()) {
      const [before, after] = [paidBefore(desk, from), paidBefore(desk, to)];
      if (before > 0) wanted.customers += 1;
      if (after > 0) wanted.customers_end += 1;
      if (before > 0 && after === 0) wanted.lost += 1;
      if (before === 0 && after > 0) wanted.new += 1;
      wanted.mrr_start += before;
      wanted.mrr_lost += Math.max(0, before - after);
      if (before > 0) wanted.mrr_expansion += Math.max(0, after - before);
    }
    for (const [name, figure] of Object.entries(wanted)) {
      assert.equal(month[name as keyof typeof wanted], figure, `${name} of ${month.start}`);
    }
    assert.equal(month.won_back, 0);
    all += month.lost ?? 0;
    unpaid += month.involuntary ?? 0;
  }
  // A quarter of the later losses lose their card; few are lost, so it may well be a third.
  const losers = [...desks.values()].filter(
    (desk) => desk.canceled && paidBefore(desk, desk.canceled.at) > 0,
  );
  assert.equal(all, losers.length);
  assert.equal(unpaid, losers.filter((desk) => desk.canceled?.reason === 'payment_failed').length);
  assert.ok(unpaid > 0.15 * all && unpaid < 0.45 * all, `${unpaid} of ${all}`);
  const reasons = new Map<unknown, number>();
  for (const { canceled } of losers)
    reasons.set(canceled?.feedback, (reasons.get(canceled?.feedback) ?? 0) + 1);
  assert.equal(got.without_reason, reasons.get(undefined));
  reasons.delete(undefined);
  assert.deepEqual(new Map<unknown, number>(got.reasons.map(({ id, count }) => [id, count])), reasons);
});

test('who is prone is counted month by month, with the plan of that time', async () => {
  const got = await engine.ask({ ...RANGE, ask: 'churn', attributes: ['plan'] });
  for (const value of got.prone) {
    let [n, lost] = [0, 0];
    for (const [i, from] of MONTHS.slice(0, 22).entries()) {
      for (const desk of desks.values()) {
        if (paidBefore(desk, from) === 0) continue;
        if (desk.prices.filter((price) => price.at < from).at(-1)?.plan !== value.value) continue;
        n += 1;
        if (paidBefore(desk, MONTHS[i + 1] as string) === 0) lost += 1;
      }
    }
    assert.deepEqual([value.n, value.lost], [n, lost], value.id);
  }
  assert.ok(got.prone.length > 0);
  assert.ok(got.notes?.includes('not_causal'));
});

test('what a customer is worth is price, margin and the area under the curve', async () => {
  const got = (await engine.ask({ ...RANGE, ask: 'customer_value', margin: 0.8 })) as ContractValueAnswer;
  const end = MONTHS[22] as string;
  const paying = [...desks.values()].map((desk) => paidBefore(desk, end)).filter((mrr) => mrr > 0);
  const arpa = paying.reduce((sum, mrr) => sum + mrr, 0) / paying.length;
  assert.equal(got.arpa, Math.round(100 * arpa) / 100);
  const dayOf = (at: string) => Math.floor(Date.parse(at) / DAY_MS);
  const lives: { days: number; isOver: boolean }[] = [];
  for (const { prices, canceled } of desks.values()) {
    const first = prices.find(({ mrr }) => mrr > 0);
    if (!first || first.at < RANGE.from) continue;
    lives.push({ days: dayOf(canceled?.at ?? '2026-10-31T23:59:59Z') - dayOf(first.at), isOver: !!canceled });
  }
  let [survival, area] = [1, 0];
  for (let day = 0; day < Math.max(...lives.map(({ days }) => days)); day += 1) {
    const atRisk = lives.filter(({ days }) => days >= day).length;
    survival *= 1 - lives.filter(({ days, isOver }) => isOver && days === day).length / atRisk;
    area += survival / 30.4375;
  }
  assert.equal(got.lifetime_months.n, lives.length);
  assert.ok(Math.abs((got.lifetime_months.restricted_mean ?? 0) - area) < 1e-9);
  assert.ok(Math.abs((got.value ?? 0) - (got.arpa ?? 0) * 0.8 * area) < 0.006);
});

test("NPS by quarter is that of the rows, and no word is one person's own", async () => {
  const got = await engine.ask({ ...RANGE, ask: 'survey', grain: 'quarter', min_people: 5 });
  for (const quarter of got.nps?.series ?? []) {
    const start = Date.parse(quarter.start);
    const to = new Date(start);
    to.setUTCMonth(to.getUTCMonth() + 3);
    const within = scores.filter(({ at }) => Date.parse(at) >= start && Date.parse(at) < to.getTime());
    const promoters = within.filter(({ score }) => score >= 9).length;
    const detractors = within.filter(({ score }) => score <= 6).length;
    assert.deepEqual(
      [quarter.n, quarter.promoters, quarter.detractors],
      [within.length, promoters, detractors],
    );
    assert.ok(Math.abs((quarter.score ?? 0) - (100 * (promoters - detractors)) / within.length) < 1e-9);
  }
  assert.equal(got.nps?.series.length, 8);
  const words = got.surveys[0]?.words ?? [];
  assert.ok(words.length > 10);
  assert.ok(words.every(({ people, count }) => people >= 5 && count >= people));
});
