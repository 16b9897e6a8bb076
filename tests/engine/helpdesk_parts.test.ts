// SPDX-License-Identifier: Apache-2.0
/** @file Are the sample's chance and its clocks right, against a reference and against Intl? */

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  afterOfficeMinutes,
  dateOf,
  dayOf,
  instantOf,
  isWorkday,
  lastOfMonth,
  monthsAfter,
  weekday,
  ZONES,
} from '../../demo/helpdesk/calendar.js';
import { Random } from '../../demo/helpdesk/random.js';

test('the generator is xoshiro128** as its authors publish it', () => {
  const random = Random.from([1, 2, 3, 4]);
  // The reference implementation's first words from this state.
  const words = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  assert.deepEqual(
    words.map(() => random.word()),
    words,
  );
});

test('draws have the means that they are asked for', () => {
  const random = new Random(7);
  const mean = (draw: () => number): number => {
    let all = 0;
    for (let i = 0; i < 20_000; i++) all += draw();
    return all / 20_000;
  };
  assert.ok(Math.abs(mean(() => random.share()) - 0.5) < 0.01);
  assert.ok(Math.abs(mean(() => random.count(3.5)) - 3.5) < 0.06);
  assert.ok(Math.abs(mean(() => random.whole(1, 6)) - 3.5) < 0.05);
  assert.ok(Math.abs(mean(() => random.weighted([1, 0, 3])) - 1.5) < 0.03);
  assert.ok(Math.abs(mean(() => random.quantile([0, 10, 40])) - 15) < 0.3);
});

test('noon is noon by Intl in every zone on every day of five years', () => {
  for (const zone of ZONES) {
    const clock = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone.name,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    });
    for (let day = dayOf('2023-01-01'); day < dayOf('2028-01-01'); day++) {
      const instant = instantOf(zone, day * 1440 + 12 * 60);
      assert.equal(clock.format(instant), `${dateOf(day)}, 12:00`, zone.name);
    }
  }
});

test('days of the calendar are counted as one counts them by hand', () => {
  assert.equal(weekday(dayOf('2026-11-01')), 0);
  assert.equal(dateOf(monthsAfter(dayOf('2025-08-31'), 6)), '2026-02-28');
  assert.equal(dateOf(lastOfMonth(dayOf('2026-11-01'))), '2026-11-30');
  assert.equal(isWorkday(dayOf('2025-12-25')), false);
  assert.equal(isWorkday(dayOf('2025-12-29')), true);
});

test('what is asked on Friday evening is answered on Monday', () => {
  const friday = dayOf('2026-10-09') * 1440;
  const monday = dayOf('2026-10-12') * 1440;
  assert.equal(afterOfficeMinutes(friday + 17 * 60, 30), friday + 17 * 60 + 30);
  assert.equal(afterOfficeMinutes(friday + 17 * 60, 90), monday + 9 * 60 + 30);
  assert.equal(afterOfficeMinutes(friday + 20 * 60, 5), monday + 9 * 60 + 5);
  assert.equal(afterOfficeMinutes(friday - 60, 0), friday + 9 * 60);
});
