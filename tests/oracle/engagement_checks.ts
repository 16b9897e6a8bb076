// SPDX-License-Identifier: Apache-2.0
/** @file Does an answer say what SQL says? Shared by the tests of both data sets. */

import assert from 'node:assert/strict';
import type {
  ActiveUsersAnswer,
  AdoptionAnswer,
  AhaProgressAnswer,
  RetentionAnswer,
} from '../../web/engine/protocol.js';
import type { Adoption, Aha, RetentionCell } from './engagement_sql.js';

const Z = 1.959963984540054;

/** SQL leaves out buckets of nobody. @return how many people the series holds, so that a test can see it is not empty. */
export function assertSeries(
  answer: ActiveUsersAnswer,
  expected: ReadonlyMap<string, number>,
  where: string,
): number {
  for (const { start, value } of answer.series)
    assert.equal(value, expected.get(start) ?? 0, `${where} ${start}`);
  const starts = new Set(answer.series.map(({ start }) => start));
  for (const key of expected.keys()) assert.ok(starts.has(key), `${where}: no bucket ${key}`);
  return answer.series.reduce((sum, { value }) => sum + (value ?? 0), 0);
}

/** @return how many returns were compared. */
export function assertRetention(
  answer: RetentionAnswer,
  cells: ReadonlyMap<string, RetentionCell>,
  where: string,
): number {
  let compared = 0;
  let seen = 0;
  const pooled = answer.pooled.map(() => ({ returned: 0, people: 0 }));
  for (const cohort of answer.cohorts) {
    assert.equal(cohort.returned.length, answer.pooled.length + 1, where);
    assert.equal(cohort.returned[0], cohort.people, where);
    for (const [index, sum] of pooled.entries()) {
      const cell = cells.get(`${cohort.start} ${index + 1}`);
      const at = `${where} ${cohort.start} + ${index + 1}`;
      const returned = cohort.returned[index + 1];
      assert.equal(cohort.people, cell?.people ?? 0, `${at}: people`);
      if (!cell) {
        assert.ok(returned === 0 || returned === null, at);
        continue;
      }
      seen += 1;
      assert.equal(returned, cell.known ? cell.returned : null, at);
      assert.equal(cohort.rate[index + 1], cell.known ? cell.returned / cell.people : null, `${at}: rate`);
      if (!cell.known) continue;
      sum.returned += cell.returned;
      sum.people += cell.people;
      compared += cell.returned;
    }
  }
  assert.equal(seen, cells.size, `${where}: cohorts that SQL has and the answer has not`);
  for (const [index, { k, returned, people, rate, low, high }] of answer.pooled.entries()) {
    assert.deepEqual({ k, returned, people }, { k: index + 1, ...pooled[index] }, where);
    if (rate === null || low === null || high === null) {
      assert.equal(people, 0, where);
      continue;
    }
    assert.equal(rate, returned / people, where);
    // Wilson's bounds are where the seen rate is 1.96 standard errors of the bound itself away.
    for (const bound of [low, high]) {
      const away = (rate - bound) ** 2 - (Z ** 2 * bound * (1 - bound)) / people;
      assert.ok(Math.abs(away) < 1e-12 && (bound === low) === bound <= rate, `${where}: bound of ${k}`);
    }
  }
  return compared;
}

export function assertAdoption(answer: AdoptionAnswer, expected: Adoption, where: string): void {
  assert.equal(answer.people, expected.people, `${where}: people`);
  assert.deepEqual(
    answer.capabilities.map(({ id }) => id),
    [...expected.uses.keys()],
    where,
  );
  const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  for (const one of answer.capabilities) {
    const use = expected.uses.get(one.id);
    assert.ok(use);
    assert.deepEqual(
      {
        adopters: one.adopters,
        rate: one.rate,
        depth: one.depth,
        first: one.first_used,
        last: one.last_used,
        used: one.used,
      },
      {
        adopters: use.adopters,
        rate: ratio(use.adopters, expected.people),
        depth: ratio(use.events, use.adopters),
        first: use.first,
        last: use.last,
        used: use.first !== null,
      },
      `${where}: ${one.id}`,
    );
  }
  assertClose(answer.utilisation.median, expected.median, `${where}: median`);
  const unused = [...expected.uses].filter(([, use]) => use.first === null).map(([id]) => id);
  assert.deepEqual([...answer.unused].sort(), unused.sort(), `${where}: unused`);
}

export function assertAha(
  answer: AhaProgressAnswer,
  known: Aha | undefined,
  rule: { target: number; days: number },
  asOfMs: number,
  where: string,
): void {
  const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));
  assert.equal(answer.status, known?.status ?? 'not_started', `${where}: status`);
  assert.equal(answer.count, known?.count ?? 0, `${where}: count`);
  assert.equal(answer.target, rule.target, where);
  assert.equal(instant(answer.started_at), known?.started ?? null, `${where}: started`);
  assert.equal(instant(answer.reached_at), known?.reached ?? null, `${where}: reached`);
  const deadline = known ? known.started + rule.days * 86_400_000 : null;
  assert.equal(instant(answer.deadline), deadline, `${where}: deadline`);
  const left = deadline === null ? null : Math.max(0, deadline - asOfMs) / 86_400_000;
  assertClose(answer.days_left, left, `${where}: days left`);
  const isOpen = known?.status === 'on_track' || known?.status === 'behind';
  const pace =
    known?.status === 'reached' ? 0 : isOpen ? (rule.target - known.count) / (left ?? Number.NaN) : null;
  assertClose(answer.pace_needed_per_day, pace, `${where}: pace`);
}

export function assertClose(value: number | null | undefined, expected: number | null, where: string): void {
  if (expected === null || value === null || value === undefined) {
    assert.equal(value, expected, where);
    return;
  }
  assert.ok(
    Math.abs(value - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${where}: ${value} and not ${expected}`,
  );
}
