// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import { readCases, runInNode, type Script, sameText, scriptOf } from '../engine/cases.js';
import { WASM } from '../engine/real_core.js';
import { servePage, withBrowsers } from './harness.js';

/** In the page: the answers' texts of each script. */
async function runInPage(scripts: readonly Script[]): Promise<string[][]> {
  const url = '/payoff/engine.js';
  const { createEngine } = (await import(url)) as typeof import('../../web/engine/index.js');
  const all: string[][] = [];
  for (const { playbook, model, defaults, events, questions } of scripts) {
    const { zone, week_start: weekStart, as_of: asOf } = defaults;
    try {
      const engine = await createEngine({ playbook, model, zone, weekStart, asOf });
      await engine.append(events);
      await engine.end();
      const texts: string[] = [];
      for (const question of questions) texts.push(await engine.askText(question));
      engine.close();
      all.push(texts);
    } catch (error) {
      all.push(questions.map(() => JSON.stringify({ error })));
    }
  }
  return all;
}

test('every case gives in both browsers the bytes that it gives in Node', async () => {
  const cases = await readCases();
  const scripts = cases.map(scriptOf);
  const expected: string[][] = [];
  for (const script of scripts) expected.push(await runInNode(script, WASM));
  const served = await servePage({ html: '<!doctype html><title>Cases</title>' });
  await withBrowsers(async (page) => {
    await page.goto(served.url);
    const texts = await page.evaluate(runInPage, scripts);
    cases.forEach(({ name }, index) => {
      expected[index]?.forEach((text, ask) => {
        sameText(texts[index]?.[ask], text, name);
      });
    });
  });
  await served.close();
});
