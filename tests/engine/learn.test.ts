// SPDX-License-Identifier: Apache-2.0
/** @file Is a model learned on the command line, in parts or at once, by wasm as natively, and does a page use it? */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { helpdeskChunks } from '../../demo/helpdesk/helpdesk.js';
import { createEngine } from '../../web/engine/index.js';
import type { Model } from '../../web/engine/protocol.js';
import { overWasm } from './programs.js';
import { nativeProgram, SMALL_WASM } from './real_core.js';

const folder = await mkdtemp(join(tmpdir(), 'payoff-learn-'));
after(() => rm(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);

const PLAYBOOK = 'demo/helpdesk.playbook.json';
const AS_OF = '2026-11-01T00:00:00Z';
const AFTER_EVENTS = ['--playbook', PLAYBOOK, '--as-of', AS_OF];

/** The sample help desk whole, and in three files by account. */
const shares: string[][] = [[], [], []];
{
  const decoder = new TextDecoder();
  let text = '';
  for (const chunk of helpdeskChunks()) text += decoder.decode(chunk, { stream: true });
  for (const line of text.split('\n')) {
    const account = /"groupId":"acct_(\d+)"/.exec(line)?.[1];
    if (line !== '') shares[Number(account ?? 0) % 3]?.push(`${line}\n`);
  }
  await writeFile(file('all.ndjson'), text);
  for (const [index, lines] of shares.entries()) await writeFile(file(`${index}.ndjson`), lines.join(''));
}

const payoff = async (...args: string[]): Promise<string> => (await overWasm(args)).text;

const learned = await payoff('learn', '--events', file('all.ndjson'), ...AFTER_EVENTS);
const model = JSON.parse(learned) as Model;
await writeFile(file('model.json'), learned);

test('three colleagues are the rule that is learned, with figures of accounts that did not choose it', () => {
  assert.deepEqual(model.goal, { event: 'teammate_joined', count: 3, within_days: 14 });
  const [best] = model.rules;
  assert.equal(best?.label, 'high');
  assert.deepEqual([best?.chosen_on, best?.held_out.n], [133, 133]);
  assert.ok((best?.held_out.adjusted?.risk_difference.low ?? -1) > 0.2);
  assert.equal(model.learned_from.accounts, 300);
  assert.deepEqual(
    [model.learned_from.peers_from, model.learned_from.peers_to],
    ['2026-08-01', '2026-11-01'],
  );
});

test('nothing in the model names a customer, and it is small enough for a page', () => {
  assert.doesNotMatch(learned, /acct_|"u_?\d|@/);
  assert.ok(learned.length < 20_000, `${learned.length} bytes`);
  for (const cell of [model.peers.all, ...Object.values(model.peers.plans)]) {
    assert.ok((cell?.n ?? 0) >= 10);
    for (const { n } of Object.values(cell?.metrics ?? {})) assert.ok(n >= 10);
  }
});

test('parts of disjoint accounts make the model of all, byte for byte, and parts of parts too', async () => {
  const parts: string[] = [];
  for (const index of shares.keys()) {
    const part = await payoff('learn', '--part', '--events', file(`${index}.ndjson`), ...AFTER_EVENTS);
    await writeFile(file(`${index}.part.json`), part);
    parts.push(file(`${index}.part.json`));
  }
  assert.equal(await payoff('merge', ...parts), learned);
  const [first = '', second = '', third = ''] = parts;
  await writeFile(file('two.part.json'), await payoff('merge', '--part', third, first));
  assert.equal(await payoff('merge', second, file('two.part.json')), learned);
});

const native = nativeProgram();
test('the native program prints the same bytes', { skip: native === undefined && 'it is not built' }, () => {
  const program = (...args: string[]): string =>
    execFileSync(native ?? '', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(program('learn', '--events', file('all.ndjson'), ...AFTER_EVENTS), learned);
  const parts = [...shares.keys()].map((index) => file(`${index}.part.json`));
  assert.equal(program('merge', ...parts), learned);
});

test('on the page of one account the model tells of its peers, from its own events alone', async () => {
  const playbook = JSON.parse(await readFile(PLAYBOOK, 'utf8'));
  const own = (await readFile(file('all.ndjson'), 'utf8'))
    .split('\n')
    .filter((line) => line.includes('"groupId":"acct_3"'))
    .join('\n');
  const engine = await createEngine({ ...SMALL_WASM, playbook, model, asOf: AS_OF });
  await engine.append(own);
  await engine.end();
  const month = { from: '2026-09-01', to: '2026-10-01', account: 'acct_3' } as const;
  const usage = await engine.ask({ ask: 'usage', ...month });
  const peers = model.peers.plans['business'] ?? model.peers.all;
  const { quarter, ...quartiles } = usage.metrics[0]?.benchmark ?? {};
  assert.ok(
    Object.values({ ...model.peers.plans, all: model.peers.all }).some(
      (cell) => JSON.stringify(cell?.metrics['resolved']) === JSON.stringify(quartiles),
    ),
  );
  assert.ok(quarter !== undefined && quarter !== null);
  const adoption = await engine.ask({ ask: 'adoption', ...month });
  assert.ok(adoption.capabilities.some(({ peer_rate }) => peer_rate !== null && peer_rate > 0));
  assert.ok(peers);
  engine.close();
});

test('a model that cannot be is refused with a pointer, wherever it comes from', async () => {
  const broken = { ...model, per: 'acount' } as unknown as Model;
  await assert.rejects(createEngine({ ...SMALL_WASM, model: broken }), {
    code: 'bad_value',
    path: '/model/per',
  });
  await assert.rejects(createEngine({ ...SMALL_WASM, model: '{' }), { code: 'bad_json', path: '' });
  await writeFile(file('broken.json'), JSON.stringify(broken));
  const options = ['--events', file('0.ndjson'), '--model', file('broken.json'), '--question', '{}'];
  assert.match(await payoff('ask', ...options), /"bad_value","path":"\/model\/per"/);
});

test('what is wrong with a command is one line, natively too', async () => {
  const cases: [string[], RegExp][] = [
    [['merge'], /merge needs the files/],
    [['merge', '--playbook', 'x'], /there is no option --playbook of merge/],
    [['merge', '-', '-'], /once only/],
    [['learn'], /--events is missing/],
    [['learn', '--events', 'x', '--question', '{}'], /there is no option --question of learn/],
    [['learn', '--events', 'x', '--model', 'y'], /there is no option --model of learn/],
    [['ask', '--part', '--events', 'x'], /there is no option --part of ask/],
    [['merge', file('none.json')], /there is no file/],
    [['merge', file('model.json')], /"\/parts\/0\/part"/],
  ];
  for (const [args, message] of cases) {
    const text = await payoff(...args);
    assert.match(text, message, args.join(' '));
    if (native === undefined) continue;
    let printed = '';
    try {
      printed = execFileSync(native, args, { encoding: 'utf8' });
    } catch (failure) {
      printed = (failure as { stdout: string }).stdout;
    }
    assert.equal(printed, text, args.join(' '));
  }
});
