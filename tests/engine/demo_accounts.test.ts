// SPDX-License-Identifier: Apache-2.0
/** @file Which accounts does the playground offer, whatever the shape of the file? */

import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { accountsIn } from '../../demo/accounts.js';
import type { Playbook } from '../../web/index.js';

const PLAIN: Playbook = { payoff: 1, version: '1' };
const at = (account: string): Playbook => ({ ...PLAIN, data: { fields: { account } } });

const inFile = (text: string | Buffer, playbook = PLAIN): Promise<string[]> =>
  accountsIn(new Blob([new Uint8Array(Buffer.from(text))]), playbook);

const CSV = [
  'Event,Timestamp,user_id,Account ID,note',
  'opened,2026-10-01,u1,north,"a, b"',
  'opened,2026-10-01,u2,"so ""uth""","two',
  'lines, of which one looks so: x,y,z,wrong,w"',
  'opened,2026-10-02,u2,"so ""uth""",',
  'opened,2026-10-02,u3,,',
].join('\r\n');

test('accounts of rows of JSON are those of the first usual key that is there, the busiest first', async () => {
  const rows = ['a', 'b', 'b'].map((id) => `{"event":"x","context":{"groupId":"${id}"},"company":"no"}\n`);
  assert.deepEqual(await inFile(rows.join('')), ['b', 'a']);
  assert.deepEqual(await inFile(gzipSync(rows.join(''))), ['b', 'a']);
  assert.deepEqual(await inFile('[{"properties":{"company":"c \\"1\\""}},{"properties":{"company":7}}]'), [
    '7',
    'c "1"',
  ]);
});

test('accounts of a table are those of its column, whatever is quoted', async () => {
  assert.deepEqual(await inFile(CSV), ['so "uth"', 'north']);
  assert.deepEqual(await inFile(`\uFEFF${CSV.replaceAll(',', ';')}`), ['so "uth"', 'north']);
  assert.deepEqual(await inFile('event\ttime\torganization_id\nx\t2026-10-01\t9'), ['9']);
  assert.deepEqual(await inFile('event,time\nx,2026-10-01\n'), []);
});

test('a playbook says where the account is', async () => {
  assert.deepEqual(await inFile(CSV, at('/user_id')), ['u2', 'u1', 'u3']);
  assert.deepEqual(await inFile('{"team":"t","groupId":"g"}\n', at('/team')), ['t']);
});

test('a table is read the same however it is cut', async () => {
  const bytes = new TextEncoder().encode(CSV.replaceAll(',', ';'));
  for (const size of [1, 2, 7, 64]) {
    const stream = (): ReadableStream =>
      new ReadableStream({
        start(to) {
          for (let from = 0; from < bytes.length; from += size) to.enqueue(bytes.slice(from, from + size));
          to.close();
        },
      });
    const file = { slice: () => new Blob([bytes.slice(0, 2)]), stream } as unknown as Blob;
    assert.deepEqual(await accountsIn(file, PLAIN), ['so "uth"', 'north']);
  }
});
