// SPDX-License-Identifier: Apache-2.0
/** @file Do both programs write the same snapshot, read each other's, and answer from it as from the events? */

import assert from 'node:assert/strict';
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { natively, overWasm, type Program } from './programs.js';
import { row } from './real_core.js';

const folder = await mkdtemp(join(tmpdir(), 'payoff-convert-'));
after(() => rm(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

const text = (rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('');
const EVENTS = text([
  row('resolved', '2026-03-01T10:00:00Z', { messageId: 'one', properties: { minutes: 4.5 } }),
  row('resolved', '2026-03-02T10:00:00Z', { messageId: 'two', userId: '\u00fcser' }),
  { type: 'track', event: 'resolved' },
]);
const MORE = text([
  row('resolved', '2026-03-02T10:00:00Z', { messageId: 'two' }),
  row('resolved', '2026-03-03T10:00:00Z', { messageId: 'three' }),
]);
const PLAYBOOK = '{"payoff":1,"version":"7","data":{"columns":["minutes"]}}';
const QUESTION =
  '{"ask":"usage","as_of":"2026-05-01","from":"2026-03-01","to":"2026-04-01","grain":"month","metrics":[{"id":"n","of":"resolved"},{"id":"minutes","of":"resolved","stat":"sum","prop":"minutes"}]}';

await writeFile(path('events.ndjson'), EVENTS);
await writeFile(path('more.ndjson'), MORE);
await writeFile(path('playbook.json'), PLAYBOOK);
await writeFile(path('other.json'), PLAYBOOK.replace('"7"', '"8"'));

/** In each program that there is, with names of its own for what it writes. */
async function inEach(t: TestContext, check: (payoff: Program, out: string) => Promise<void>): Promise<void> {
  await check(overWasm, path('wasm.payoff'));
  if (natively === undefined) return t.diagnostic('the native program is not built');
  await check(natively, path('native.payoff'));
}

const playbook = ['--playbook', path('playbook.json')];
const convertTo = (out: string, ...events: string[]): string[] => [
  ...['convert', '--events', ...events, '--out', out, ...playbook],
];
const askOf = (...events: string[]): string[] => [
  ...['ask', '--events', ...events, ...playbook, '--question', QUESTION],
];

interface Told {
  rows: number;
  metrics: { total: number }[];
  quality: { rows: number; accepted: number; duplicates: number };
  error: { code: string; message: string };
}
const read = ({ text: told }: { text: string }): Told => JSON.parse(told) as Told;

test('convert prints what it loaded, and its file answers as the events do', async (t) => {
  await inEach(t, async (payoff, out) => {
    const converted = await payoff(convertTo(out, path('events.ndjson')));
    assert.equal(converted.status, 0, converted.text);
    assert.equal(read(converted).quality.accepted, 2);
    const fromEvents = await payoff(askOf(path('events.ndjson')));
    assert.deepEqual(
      read(fromEvents).metrics.map(({ total }) => total),
      [2, 4.5],
    );
    assert.deepEqual(await payoff(askOf(out)), fromEvents);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});

test('both programs write the same bytes, and each reads those of the other', async (t) => {
  if (natively === undefined) return t.skip('the native program is not built');
  const [ours, theirs] = [path('same.wasm.payoff'), path('same.native.payoff')];
  const summaries = [
    await overWasm(convertTo(ours, path('events.ndjson'))),
    await natively(convertTo(theirs, path('events.ndjson'))),
  ];
  assert.deepEqual(summaries[0], summaries[1]);
  assert.ok((await readFile(ours)).equals(await readFile(theirs)), 'other bytes');
  assert.deepEqual(await overWasm(askOf(theirs)), await natively(askOf(ours)));
});

test('more events may follow, and what was seen before is a duplicate', async (t) => {
  await inEach(t, async (payoff, out) => {
    await payoff(convertTo(out, path('events.ndjson')));
    const both = await payoff(askOf(out, path('more.ndjson')));
    assert.deepEqual(both, await payoff(askOf(path('events.ndjson'), path('more.ndjson'))));
    assert.equal(read(both).metrics[0]?.total, 3);
  });
});

test('it may be packed, come by stdin, or lie in a directory', async (t) => {
  await inEach(t, async (payoff, out) => {
    await payoff(convertTo(out, path('events.ndjson')));
    const block = await readFile(out);
    const answer = await payoff(askOf(path('events.ndjson')));
    await mkdir(path('directory'), { recursive: true });
    await writeFile(path('directory/all.gz'), gzipSync(block));
    assert.deepEqual(await payoff(askOf(path('directory'))), answer);
    assert.deepEqual(await payoff(askOf('-'), block), answer);
  });
});

test('what cannot be is refused by name, in the same words', async (t) => {
  await writeFile(path('good.payoff'), '');
  assert.equal((await overWasm(convertTo(path('good.payoff'), path('events.ndjson')))).status, 0);
  const good = await readFile(path('good.payoff'));
  await writeFile(path('cut.payoff'), good.subarray(0, 500));
  await mkdir(path('taken'), { recursive: true });
  await mkdir(path('mixed'), { recursive: true });
  await writeFile(path('mixed/all.payoff'), good);
  await writeFile(path('mixed/events.ndjson'), EVENTS);
  const other = askOf(path('good.payoff')).map((one) => (one === playbook[1] ? path('other.json') : one));
  const cases: [string[], string, RegExp][] = [
    [askOf(path('more.ndjson'), path('good.payoff')), 'bad_option', /good\.payoff .*name it first/],
    [askOf(path('good.payoff'), path('good.payoff')), 'bad_option', /good\.payoff .*name it first/],
    [askOf(path('cut.payoff')), 'bad_value', /cut\.payoff: /],
    [other, 'bad_value', /good\.payoff: .*another playbook/],
    [['convert', '--events', path('events.ndjson')], 'bad_option', /--out is missing/],
    [['convert', '--out', path('x')], 'bad_option', /--events is missing/],
    [[...convertTo(path('x'), path('events.ndjson')), '--question', '{}'], 'bad_option', /--question of convert/],
    [[...convertTo(path('x'), path('events.ndjson')), '--as-of', '2026-01-01'], 'bad_option', /--as-of of convert/],
    [[...askOf(path('events.ndjson')), '--out', path('x')], 'bad_option', /--out of ask/],
    [convertTo(path('none/x'), path('events.ndjson')), 'bad_option', /none\/x cannot be written \(ENOENT\)/],
    [convertTo(path('taken'), path('events.ndjson')), 'bad_option', /taken cannot be written \(EISDIR\)/],
    [convertTo(path('more.ndjson/x'), path('events.ndjson')), 'bad_option', /x cannot be written \(ENOTDIR\)/],
    [askOf(path('mixed')), 'bad_option', /all\.payoff .*not among the files of a directory/],
  ]; // biome-ignore format: a table
  await inEach(t, async (payoff) => {
    for (const [args, code, message] of cases) {
      const told = await payoff(args);
      assert.equal(told.status, 2, args.join(' '));
      assert.deepEqual(told, await overWasm(args));
      assert.deepEqual(
        [read(told).error.code, message.test(read(told).error.message)],
        [code, true],
        told.text,
      );
    }
  });
  assert.ok(!(await readdir(folder)).some((name) => name.endsWith('.part') || name === 'x'));
});

test('a snapshot within a stream of rows is a broken row in both programs', async (t) => {
  const block = Buffer.from('\x89PAYOFF\n', 'latin1');
  const rows = Buffer.from(`${EVENTS}${' '.repeat((1 << 20) - 1 - Buffer.byteLength(EVENTS))}\n`);
  await inEach(t, async (payoff) => {
    const told = await payoff(askOf('-'), Buffer.concat([rows, block]));
    assert.equal(told.status, 0, told.text);
    assert.equal(read(told).metrics[0]?.total, 2);
    assert.deepEqual(told, await overWasm(askOf('-'), Buffer.concat([rows, block])));
  });
});

test('a file is replaced whole or not at all', async (t) => {
  await inEach(t, async (payoff) => {
    const out = path('kept.payoff');
    await writeFile(out, 'before');
    assert.equal((await payoff(convertTo(out, path('cut.payoff')))).status, 2);
    assert.equal(await readFile(out, 'utf8'), 'before');
    // Another name of the file: what replaces it is a new one, so that this one keeps what was there.
    await rm(path('other-name'), { force: true });
    await link(out, path('other-name'));
    assert.equal((await payoff(convertTo(out, path('events.ndjson')))).status, 0);
    assert.equal(await readFile(path('other-name'), 'utf8'), 'before');
    assert.notEqual(await readFile(out, 'utf8'), 'before');
  });
});

test('schema is a question of its own name', async (t) => {
  await inEach(t, async (payoff) => {
    const schema = ['--events', path('events.ndjson'), ...playbook, '--as-of', '2026-05-01'];
    const told = await payoff(['schema', ...schema]);
    assert.equal(told.status, 0);
    assert.deepEqual(told, await payoff(['ask', ...schema, '--question', '{"ask":"schema"}']));
  });
});
