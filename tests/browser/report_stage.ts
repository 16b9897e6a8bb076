// SPDX-License-Identifier: Apache-2.0
/** @file How does a test get an element with made-up figures onto a page of a strict host, and look at it? */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { type BrowserName, complaintsOf, servePage, withBrowsers } from './harness.js';
import type { ElementPage } from './report.page.js';

declare global {
  var page: ElementPage;
}

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A host</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
<body><main></main><script type="module" src="/payoff/checklist.js"></script>
<script type="module" src="/payoff/report.js"></script><script type="module" src="/page.js"></script></body></html>`;

export interface Stage {
  page: Page;
  browser: BrowserName;
  /** Puts the element there and waits until it says that it is in this state. */
  show(fixture: string, state: string, attributes?: Record<string, string>): Promise<void>;
  text(selector: string): Promise<string>;
  texts(selector: string): Promise<string[]>;
  focused(): Promise<string>;
  settled(state: string): Promise<void>;
  events(): Promise<{ name: string; detail: unknown; trusted: boolean }[]>;
  asked(): Promise<Record<string, unknown>[]>;
  /** What axe finds wrong, as "rule: selector". */
  axe(): Promise<string[]>;
}

let axeSource: Promise<string> | undefined;

/** Runs the steps in each browser; at the end the page must have nothing to complain of. */
export async function onStage(
  tag: 'payoff-checklist' | 'payoff-report',
  steps: (stage: Stage) => Promise<void>,
  only?: readonly BrowserName[],
): Promise<void> {
  const script = await readFile('build/tests/browser/report.page.js');
  const served = await servePage({ html: HTML, files: { '/page.js': script } });
  try {
    await withBrowsers(async (page, browser, opened) => {
      await page.goto(served.url);
      await page.waitForFunction(
        (name) => 'page' in globalThis && customElements.get(name) !== undefined,
        {},
        tag,
      );
      await steps(stageOf(page, browser, tag));
      assert.deepEqual(await complaintsOf(opened, served), []);
    }, only);
  } finally {
    await served.close();
  }
}

function stageOf(page: Page, browser: BrowserName, tag: string): Stage {
  const stage: Stage = {
    page,
    browser,
    async show(fixture, state, attributes = {}) {
      await page.evaluate((...args) => globalThis.page.show(...args), tag, fixture, attributes);
      await stage.settled(state);
    },
    async settled(state) {
      await page.waitForSelector(`${tag}[state="${state}"]`);
      await page.evaluate(async () => {
        const { element } = globalThis.page;
        // Once for the state, once for what its drawing asked for.
        await element.updateComplete;
        await element.updateComplete;
      });
    },
    text: (selector) => page.evaluate((inside) => globalThis.page.text(inside), selector),
    texts: (selector) => page.evaluate((inside) => globalThis.page.texts(inside), selector),
    focused: () => page.evaluate(() => globalThis.page.focused()),
    events: () => page.evaluate(() => globalThis.page.seen),
    asked: () => page.evaluate(() => globalThis.page.element.payoff.asked),
    async axe() {
      axeSource ??= readFile(createRequire(`${process.cwd()}/`).resolve('axe-core/axe.min.js'), 'utf8');
      if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await axeSource);
      return page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        // The host's page has no heading of its own, which is not the element's to mend.
        const found = await axe.run('main', { rules: { 'page-has-heading-one': { enabled: false } } });
        return found.violations.flatMap((rule) =>
          rule.nodes.map((node) => `${rule.id}: ${String(node.target)}`),
        );
      });
    },
  };
  return stage;
}
