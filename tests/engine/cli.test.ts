// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import { natively, overWasm } from './programs.js';
import { countOf, row } from './real_core.js';

const folder = await mkdtemp(join(tmpdir(), 'payoff-cli-'));
after(() => rm(folder, { recursive: true }));

const NDJSON = `${JSON.stringify(row('a', '2026-03-31T23:30:00Z'))}\n${JSON.stringify(row('b', '2026-03-02T10:00:00Z'))}\n`;
const plain = join(folder, 'events.ndjson');
const packed = join(folder, 'more.gz');
await writeFile(plain, NDJSON);
await writeFile(packed, gzipSync(`${JSON.stringify(row('a', '2026-03-05T10:00:00Z'))}\n`));

const QUESTION = JSON.stringify(countOf('a'));
const AS_OF = ['--as-of', '2026-05-01T00:00:00Z'];

async function payoff(
  args: string[],
  stdin = '',
): Promise<{ status: number; text: string; json: Record<string, never> }> {
  const { status, text } = await overWasm(args, stdin);
  const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {};
  return { status, text, json };
}

const totalOf = ({ json }: { json: object }): unknown =>
  (json as { metrics?: { total: unknown }[] }).metrics?.[0]?.total;

test('an answer is one line on stdout and status 0', async () => {
  const done = await payoff(['ask', '--events', plain, ...AS_OF, '--question', QUESTION]);
  assert.equal(done.status, 0);
  assert.match(done.text, /^\{"ask":"usage".*\}\n$/);
  assert.equal(totalOf(done), 1);
});

test('files may be several, packed, and stdin', async () => {
  assert.equal(
    totalOf(await payoff(['ask', '--events', plain, packed, ...AS_OF, '--question', QUESTION])),
    2,
  );
  const twice = ['ask', '--events', plain, '--events', packed, ...AS_OF, '--question', QUESTION];
  assert.equal(totalOf(await payoff(twice)), 2);
  assert.equal(totalOf(await payoff(['ask', '--events', '-', ...AS_OF, '--question', QUESTION], NDJSON)), 1);
  assert.equal(totalOf(await payoff(['ask', '--events', plain, ...AS_OF, '--question', '-'], QUESTION)), 1);
});

for (const [where, program] of Object.entries({ 'over WebAssembly': overWasm, natively })) {
  const skip = program === undefined && 'the native program is not built';
  test(`an empty playbook or model is no playbook and no model: it is refused, ${where}`, {
    skip,
  }, async () => {
    const empty = join(folder, 'empty.json');
    await writeFile(empty, '');
    for (const option of ['--playbook', '--model']) {
      const args = ['ask', '--events', plain, ...AS_OF, '--question', QUESTION, option, empty];
      const { status, text } = (await program?.(args)) ?? { status: 0, text: '' };
      assert.equal(status, 2);
      assert.deepEqual(JSON.parse(text), {
        error: { code: 'bad_json', path: '', message: `${empty} is empty` },
      });
    }
  });
}

test('zone, week start and as_of are what the question does not say', async () => {
  const options = [...AS_OF, '--zone', 'Europe/Berlin', '--week-start', 'sunday'];
  const done = await payoff(['ask', '--events', plain, ...options, '--question', QUESTION]);
  assert.equal(totalOf(done), 0);
  const { range } = done.json as unknown as { range: { zone: string; week_start: string } };
  assert.deepEqual([range.zone, range.week_start], ['Europe/Berlin', 'sunday']);
});

test('errors are JSON on stdout and status 2', async () => {
  const cases: [string[], string, RegExp][] = [
    [[], 'bad_option', /command/],
    [['lern'], 'bad_option', /lern/],
    [['ask', '--question', QUESTION], 'bad_option', /--events/],
    [['ask', '--events', plain], 'bad_option', /--question/],
    [['ask', '--events', plain, '--frm', 'x'], 'bad_option', /--frm/],
    [['ask', '--events', '-', '--question', '-'], 'bad_option', /once/],
    [['ask', '--events', join(folder, 'none.ndjson'), '--question', QUESTION], 'bad_option', /none\.ndjson/],
    [['ask', '--events', plain, '--playbook', join(folder, 'none.json'), '--question', QUESTION], 'bad_option', /none\.json/],
    [['ask', '--events', plain, '--question', '{'], 'bad_json', /./],
    [['ask', '--events', plain, '--question', QUESTION], 'missing_as_of', /./],
  ]; // biome-ignore format: a table
  for (const [args, code, message] of cases) {
    const { status, json } = await payoff(args);
    const { error } = json as unknown as { error: { code: string; message: string } };
    assert.equal(status, 2, args.join(' '));
    assert.equal(error.code, code, args.join(' '));
    assert.match(error.message, message);
  }
});

test('of an array each question is answered or has its error; one failure is status 2', async () => {
  const array = `[${QUESTION},{"ask":"usagge"}]`;
  const { status, text } = await payoff(['ask', '--events', plain, ...AS_OF, '--question', array]);
  assert.equal(status, 2);
  const [fine, failed] = JSON.parse(text) as [{ ask: string }, { error: { code: string } }];
  assert.equal(fine.ask, 'usage');
  assert.equal(failed.error.code, 'unknown_question');
});

test('help and version are plain text', async () => {
  assert.match((await payoff(['--help'])).text, /^Usage: payoff ask/);
  assert.match((await payoff(['--version'])).text, /^payoff \d+\.\d+\.\d+\n$/);
});
