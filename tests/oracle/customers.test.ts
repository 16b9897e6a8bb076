// SPDX-License-Identifier: Apache-2.0
/** @file Who leaves a repository, and who does more than commit: do the engine and SQL count the same? */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import type { Engine, Playbook } from '../../web/engine/index.js';
import { openContributors } from './contributors_sql.js';
import { areaOf, bandsOf, loversOf } from './customers_sql.js';
import type { Query } from './engagement_sql.js';
import { openEngine } from './open_engine.js';

const EVENTS = '../shared/data/contributors.mixpanel.ndjson.gz';
const skip = existsSync(EVENTS) ? false : `${EVENTS} is not there`;
const AS_OF = '2026-05-20T12:00:00Z';

const playbook: Playbook = {
  ...(JSON.parse(readFileSync('demo/contributors.playbook.json', 'utf8')) as Playbook),
  sets: { active: '*', value: 'commit', advocacy: 'merge' },
  health: [{ id: 'use', weight: 1, measure: 'events_28d', bad: 0, good: 8 }],
};

let opening: Promise<{ engine: Engine; query: Query }> | undefined;
function open(): Promise<{ engine: Engine; query: Query }> {
  opening ??= (async () => {
    const engine = await openEngine(EVENTS, playbook);
    return { engine, query: await openContributors(EVENTS) };
  })();
  return opening;
}

test('events of four weeks against silence in the ninety days after', { skip }, async () => {
  const { engine, query } = await open();
  for (const at of ['2014-06-01', '2020-01-01']) {
    const { backtest } = await engine.ask({
      ask: 'health',
      per: 'user',
      backtest: { at },
      zone: 'UTC',
      as_of: AS_OF,
    });
    const asked = { at_ms: Date.parse(`${at}T00:00:00Z`), days: 90, good: 8 };
    const sql = await areaOf(query, asked);
    assert.deepEqual(
      { customers: backtest.customers, churned: backtest.churned },
      { customers: sql['customers'], churned: sql['churned'] },
    );
    assert.ok(backtest.churned > 30, at);
    assert.ok(Math.abs((backtest.auc.value ?? 9) - Number(sql['area'])) < 1e-12, at);
    const bands = new Map((await bandsOf(query, asked)).map((row) => [row['band'], row]));
    for (const { band, customers, churned } of backtest.calibration) {
      const row = bands.get(band);
      assert.deepEqual(
        [customers, churned],
        [row?.['customers'] ?? 0, row?.['churned'] ?? 0],
        `${at} ${band}`,
      );
    }
  }
});

test('who merges, who commits week by week, and who looks in', { skip }, async () => {
  const { engine, query } = await open();
  for (const asOf of ['2012-03-01T00:00:00Z', AS_OF]) {
    const { people, by_tenure } = await engine.ask({ ask: 'advocacy', as_of: asOf });
    const sql = await loversOf(query, Date.parse(asOf), "name = 'commit'", "name = 'merge'");
    const rows = new Map(sql.map((row) => [row['from_days'], row]));
    assert.ok(people > 50);
    for (const { from_days, lovers, likers, lurkers } of by_tenure) {
      const row = rows.get(from_days);
      assert.deepEqual(
        [lovers, likers, lurkers],
        [row?.['lovers'] ?? 0, row?.['likers'] ?? 0, row?.['lurkers'] ?? 0],
        `${asOf} ${from_days}`,
      );
    }
  }
});
