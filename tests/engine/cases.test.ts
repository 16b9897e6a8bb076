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

/** What servers export of themselves; a customer's page is given its own events by its host. */
const isOfServers = ({ name }: { name: string }) => /^export_/.test(name);

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

for (const one of cases) {
  test(`in Node: ${one.name}`, async () => {
    const texts = await runInNode(scriptOf(one), WASM);
    one.asks.forEach(({ answer }, index) => {
      if (answer !== undefined) assert.deepEqual(JSON.parse(texts[index] ?? ''), answer);
    });
  });

  if (!isOfServers(one)) {
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
