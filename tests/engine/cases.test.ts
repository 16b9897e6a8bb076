// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { readCases, runInNode, runProgram, sameText, scriptOf } from './cases.js';
import { nativeProgram, WASM } from './real_core.js';

const cases = await readCases();
const native = nativeProgram();

test('there are cases', () => assert.ok(cases.length > 0));

for (const one of cases) {
  test(`in Node: ${one.name}`, async () => {
    const texts = await runInNode(scriptOf(one), WASM);
    one.asks.forEach(({ answer }, index) => {
      if (answer !== undefined) assert.deepEqual(JSON.parse(texts[index] ?? ''), answer);
    });
  });

  const skip = native === undefined && 'the native program is not built (npm run build)';
  test(`natively, the same bytes: ${one.name}`, { skip }, async () => {
    const script = scriptOf(one);
    const expected = await runInNode(script, WASM);
    const texts = await runProgram([native ?? ''], script);
    expected.forEach((text, index) => {
      sameText(texts[index], text, script.questions[index] ?? '');
    });
  });
}
