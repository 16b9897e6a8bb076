// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { offsetReader, zoneChanges } from '../../web/engine/zone.js';

const at = (iso: string): number => Date.parse(iso);

/** Changes as `instant offset`, in hours where whole. */
function shown(zone: string, from: string, to: string): string[] {
  return zoneChanges(zone, at(from), at(to)).map(
    ({ at_ms, offset_seconds }) => `${new Date(at_ms).toISOString().replace('.000', '')} ${offset_seconds}`,
  );
}

test('Berlin changes at one in the morning, UTC', () => {
  assert.deepEqual(shown('Europe/Berlin', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), [
    '2026-01-01T00:00:00Z 3600',
    '2026-03-29T01:00:00Z 7200',
    '2026-10-25T01:00:00Z 3600',
  ]);
});

test('New York changes at two in the morning, local', () => {
  assert.deepEqual(shown('America/New_York', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), [
    '2026-01-01T00:00:00Z -18000',
    '2026-03-08T07:00:00Z -14400',
    '2026-11-01T06:00:00Z -18000',
  ]);
});

test('Lord Howe changes by half an hour', () => {
  assert.deepEqual(shown('Australia/Lord_Howe', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), [
    '2026-01-01T00:00:00Z 39600',
    '2026-04-04T15:00:00Z 37800',
    '2026-10-03T15:30:00Z 39600',
  ]);
});

test('Kathmandu went from half past to a quarter to', () => {
  assert.deepEqual(shown('Asia/Kathmandu', '1985-01-01T00:00:00Z', '1987-01-01T00:00:00Z'), [
    '1985-01-01T00:00:00Z 19800',
    '1985-12-31T18:30:00Z 20700',
  ]);
});

test('Apia skipped the 30th of December 2011', () => {
  assert.deepEqual(shown('Pacific/Apia', '2011-12-01T00:00:00Z', '2012-01-15T00:00:00Z'), [
    '2011-12-01T00:00:00Z -36000',
    '2011-12-30T10:00:00Z 50400',
  ]);
});

test('Cairo paused its summer for Ramadan in 2010', () => {
  assert.deepEqual(shown('Africa/Cairo', '2010-01-01T00:00:00Z', '2011-01-01T00:00:00Z'), [
    '2010-01-01T00:00:00Z 7200',
    '2010-04-29T22:00:00Z 10800',
    '2010-08-10T21:00:00Z 7200',
    '2010-09-09T22:00:00Z 10800',
    '2010-09-30T21:00:00Z 7200',
  ]);
});

test('Monrovia kept a local mean time with seconds until 1972', () => {
  assert.deepEqual(shown('Africa/Monrovia', '1971-06-01T00:00:00Z', '1972-06-01T00:00:00Z'), [
    '1971-06-01T00:00:00Z -2670',
    '1972-01-07T00:44:30Z 0',
  ]);
});

test('the table gives at every instant the offset that Intl gives', () => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const from = at('1970-01-01T00:00:00Z');
  const to = at('2037-12-31T00:00:00Z');
  const zones = [
    'Europe/Berlin', 'Europe/Dublin', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'America/Caracas',
    'Asia/Tehran', 'Asia/Kathmandu', 'Asia/Gaza', 'Asia/Pyongyang', 'Africa/Cairo', 'Africa/Casablanca',
    'Africa/Monrovia', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kwajalein', 'Antarctica/Troll', 'Etc/GMT+5',
  ]; // biome-ignore format: a list
  for (const zone of zones) {
    const changes = zoneChanges(zone, from, to);
    const offsetAt = offsetReader(zone);
    for (let i = 0; i < 2000; i++) {
      const ms = Math.floor(from + random() * (to - from));
      const held = changes.filter(({ at_ms }) => at_ms <= ms).at(-1)?.offset_seconds;
      assert.equal(held, offsetAt(ms), `${zone} at ${new Date(ms).toISOString()}`);
    }
    for (const { at_ms, offset_seconds } of changes.slice(1)) {
      assert.equal(offsetAt(at_ms), offset_seconds);
      assert.notEqual(offsetAt(at_ms - 1), offset_seconds);
    }
  }
});

test('only names of the zone database are zones, in their own spelling', () => {
  for (const name of ['Europe/Berln', 'europe/berlin', '+02:00', '', 'UTC+1', 'Europe/Berlin ']) {
    assert.throws(() => zoneChanges(name, 0, 1), { code: 'unknown_zone', path: '/zone' }, name);
  }
});
