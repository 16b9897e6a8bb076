// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { createEngine } from '../../web/engine/index.js';
import type { QuestionName } from '../../web/engine/protocol.js';
import { readCases, runInNode, runProgram, sameText, scriptOf } from './cases.js';
import { NATIVE_PROGRAMS, SMALL_WASM, WASM } from './real_core.js';

const cases = await readCases();
const small = await createEngine(SMALL_WASM);
/** Unknown fields and names are answered with a list of what is known: of all questions, or of the small module's. */
function isOfElements(question: string): boolean {
  const { ask, account, user } = JSON.parse(question) as { ask?: string; account?: string; user?: string };
  // No element asks how all customers get started.
  const isOfBase = ask === 'activation' && account === undefined && user === undefined;
  return !isOfBase && small.info.questions.includes(ask as QuestionName);
}

/** Tables and what servers export of themselves: a page that meets them takes the full module. */
const isForFullModule = ({ name }: { name: string }) => /^(export_|csv\.)/.test(name);

test('there are cases', () => assert.ok(cases.length > 0));

test('the small module answers what the elements ask', () => {
  const asked = ['activation', 'adoption', 'aha_progress', 'report', 'roi', 'usage'];
  assert.deepEqual([...small.info.questions].sort(), asked);
});

test('the small module names the formats that it reads where a playbook wants another', async () => {
  const book = { payoff: 1, version: '1', data: { format: 'ga4' } } as const;
  await createEngine({ ...WASM, playbook: JSON.stringify(book) }).then((engine) => engine.close());
  await assert.rejects(createEngine({ ...SMALL_WASM, playbook: JSON.stringify(book) }), /ga4.*segment/);
});

test('the small module refuses a table, and a playbook that promises one', async () => {
  const engine = await createEngine(SMALL_WASM);
  await assert.rejects(
    engine.append('event,time\na,2026-01-02T00:00:00Z\n').then(() => engine.end()),
    {
      code: 'not_supported',
      message: /only payoff-full\.wasm reads tables/,
    },
  );
  await assert.rejects(engine.end(), { code: 'not_supported' });
  engine.close();
  const playbook = '{"payoff":1,"version":"1","data":{"format":"csv"}}';
  await assert.rejects(createEngine({ ...SMALL_WASM, playbook }), {
    code: 'unknown_name',
    path: '/data/format',
  });
});

test('the small module leaves the parts that none of its questions reads to those who read them', async () => {
  const parts = {
    retention: { grain: 'fortnight' },
    survey: { nps: { event: '@nowhere' } },
    flags: { silents: {} },
    health: [{ id: 'x', weight: -1 }],
    stages: [{}],
    nudges: 5,
    cancel: { reasons: ['boredom'] },
    subscription: { mrr: 'mrr', started: 5 },
  };
  for (const [name, part] of Object.entries(parts)) {
    const playbook = JSON.stringify({ payoff: 1, version: '1', [name]: part });
    await createEngine({ ...SMALL_WASM, playbook }).then((engine) => engine.close());
    await assert.rejects(createEngine({ ...WASM, playbook }), (error: { path: string }) =>
      error.path.startsWith(`/${name}`),
    );
  }
  for (const subscription of [{ plan: 'plan' }, { plans: 'account.plan' }]) {
    const playbook = JSON.stringify({ payoff: 1, version: '1', subscription });
    await assert.rejects(createEngine({ ...SMALL_WASM, playbook }), { path: /^\/subscription\/plans?$/ });
  }
  await assert.rejects(createEngine({ ...SMALL_WASM, playbook: '{"payoff":1,"version":"1","flag":{}}' }), {
    code: 'unknown_field',
  });
});

for (const one of cases) {
  test(`in Node: ${one.name}`, async () => {
    const texts = await runInNode(scriptOf(one), WASM);
    one.asks.forEach(({ answer }, index) => {
      if (answer !== undefined) assert.deepEqual(JSON.parse(texts[index] ?? ''), answer);
    });
  });

  if (!isForFullModule(one)) {
    test(`by the small module, the same bytes: ${one.name}`, async () => {
      const script = scriptOf(one);
      const asked = { ...script, questions: script.questions.filter(isOfElements) };
      const expected = await runInNode(asked, WASM);
      const texts = await runInNode(asked, SMALL_WASM);
      expected.forEach((text, index) => {
        sameText(texts[index], text, asked.questions[index] ?? '');
      });
    });
  }

  const skip = NATIVE_PROGRAMS.length === 0 && 'the native program is not built (npm run build)';
  test(`natively, the same bytes: ${one.name}`, { skip }, async () => {
    const script = scriptOf(one);
    const expected = await runInNode(script, WASM);
    for (const program of NATIVE_PROGRAMS) {
      const texts = await runProgram([program], script);
      expected.forEach((text, index) => {
        sameText(texts[index], text, script.questions[index] ?? '');
      });
    }
  });
}
