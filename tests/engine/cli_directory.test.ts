// SPDX-License-Identifier: Apache-2.0
/** @file Does a directory of events stand for the same files, in the same order, in both programs? */

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import { natively, overWasm } from './programs.js';
import { row } from './real_core.js';

const folder = await mkdtemp(join(tmpdir(), 'payoff-directory-'));
after(() => rm(folder, { recursive: true }));

const QUESTION =
  '{"ask":"usage","as_of":"2026-05-01","from":"2026-03-01","to":"2026-04-01","grain":"month","metrics":[{"id":"n","of":"*","stat":"sum","prop":"part"}]}';
const PLAYBOOK = '{"payoff":1,"version":"1","data":{"columns":["part"]}}';

/** One row whose id is always the same: the part that is read first is the one that stays. */
const part = (number: number): string =>
  `${JSON.stringify({ ...row('a', '2026-03-05T10:00:00Z'), messageId: 'same', properties: { part: number } })}\n`;

interface Told {
  metrics?: { total: number }[];
  quality?: { rows: number; accepted: number; duplicates: number };
  error?: { code: string; message: string };
}

const playbook = join(folder, 'playbook.json');
await writeFile(playbook, PLAYBOOK);
const argsOf = (...events: string[]): string[] => [
  ...['ask', '--events', ...events, '--playbook', playbook, '--question', QUESTION],
];

/** What both programs say, which must be the same; the native one only where it is built. */
async function told(...events: string[]): Promise<Told> {
  const told = await overWasm(argsOf(...events));
  if (natively !== undefined) assert.deepEqual(await natively(argsOf(...events)), told);
  return JSON.parse(told.text) as Told;
}

async function directory(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(path, file, '..'), { recursive: true });
    await writeFile(join(path, file), content);
  }
  return path;
}

test('a directory is all files below it, plain and packed, but what is hidden', async () => {
  const path = await directory('all', {
    'a.ndjson': part(1),
    '2026/03/05/10.gz': gzipSync(part(2)),
    '2026/empty.ndjson': '',
    '.hidden.ndjson': part(3),
    '.git/x.ndjson': part(4),
    '2026/.DS_Store': 'not JSON',
  });
  const { quality } = await told(path);
  assert.deepEqual([quality?.rows, quality?.accepted, quality?.duplicates], [2, 1, 1]);
  // One that is named itself may be hidden, and its last slash does not matter.
  assert.equal((await told(join(path, '.git/'))).metrics?.[0]?.total, 4);
  assert.equal((await told(join(path, '.hidden.ndjson'), path)).metrics?.[0]?.total, 3);
});

test('files come by the bytes of their paths, not by letters, nor folder by folder', async () => {
  const firstOf = async (name: string, ...names: string[]): Promise<number | undefined> => {
    const path = await directory(name, Object.fromEntries(names.map((file, at) => [file, part(at + 1)])));
    return (await told(path)).metrics?.[0]?.total;
  };
  assert.equal(await firstOf('case', 'a', 'B'), 2);
  assert.equal(await firstOf('digits', '9', '10'), 2);
  assert.equal(await firstOf('deeper', 'a/z', 'a-b'), 2); // '-' is before '/'
  assert.equal(await firstOf('shallow', 'b', 'a/z'), 2);
  // In UTF-8 the second is less, in UTF-16 the first.
  assert.equal(await firstOf('unicode', '\u{1F600}', '\uFF5E'), 2);
});

test('names need not be UTF-8', {
  skip: process.platform === 'darwin' && 'no such names there',
}, async () => {
  const path = await directory('bytes', {});
  await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0x61, 0xff])]), part(7));
  assert.equal((await told(path)).metrics?.[0]?.total, 7);
});

test('links to files are followed, links to folders and to nothing are not', async () => {
  const path = await directory('links', { 'b.ndjson': part(1) });
  const elsewhere = await directory('elsewhere', { 'one.ndjson': part(2) });
  await symlink(join(elsewhere, 'one.ndjson'), join(path, 'a.ndjson'));
  await symlink(path, join(path, 'circle'));
  await symlink(join(path, 'none'), join(path, 'broken'));
  const { metrics, quality } = await told(path);
  assert.equal(metrics?.[0]?.total, 2);
  assert.equal(quality?.rows, 2);
});

test('what is wrong names the directory or the file', async () => {
  const empty = await directory('empty', { '.hidden': part(1), 'folder/.hidden': part(1) });
  const broken = await directory('broken', { 'x/a.gz': gzipSync(part(1)).subarray(0, 20) });
  assert.deepEqual((await told(empty)).error, {
    code: 'bad_option',
    path: '',
    message: `there are no files in the directory ${empty}`,
  });
  assert.match(
    (await told(broken)).error?.message ?? '',
    /broken\/x\/a\.gz ends or breaks within its gzip data$/,
  );
  const none = join(folder, 'none');
  assert.equal((await told(none, empty)).error?.message, `there is no file ${none}`);
});

test('a folder that may not be read is an error', {
  skip: process.getuid?.() === 0 && 'root reads all',
}, async () => {
  const path = await directory('closed', { 'a.ndjson': part(1), 'x/b.ndjson': part(2) });
  await chmod(join(path, 'x'), 0);
  const { error } = await told(path);
  await chmod(join(path, 'x'), 0o700);
  assert.equal(error?.message, `${join(path, 'x')} cannot be read (EACCES)`);
});

test('a playbook is no directory', async () => {
  const args = ['ask', '--events', playbook, '--playbook', folder, '--question', QUESTION];
  const { text } = await overWasm(args);
  assert.match(text, /is a directory; a file is needed/);
  if (natively !== undefined) assert.equal((await natively(args)).text, text);
});
