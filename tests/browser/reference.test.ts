// SPDX-License-Identifier: Apache-2.0
/** @file Is the reference beside the demo readable by everybody, on any screen, under the demo's policy? */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { withBrowsers } from './harness.js';

interface Server {
  origin: string;
  close(): Promise<void>;
}

const { serveDemo } = (await import(pathToFileURL(resolve('scripts/demo_server.mjs')).href)) as {
  serveDemo(): Promise<Server>;
};
const axeSource = await readFile(createRequire(`${process.cwd()}/`).resolve('axe-core/axe.min.js'), 'utf8');

/** What reaches beyond the page's width, but in a box that scrolls. */
function tooWide(): string[] {
  const { clientWidth } = document.documentElement;
  const all = [...document.querySelectorAll('body *')].filter(
    (element) => !element.closest('pre code, .skip'),
  );
  const wide = all.filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  return wide.map((element) => element.outerHTML.slice(0, 100));
}

async function violations(): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
  const found = await axe.run();
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${String(node.target)}`));
}

test('each page fits a phone, and axe finds nothing in it, light or dark', async (t) => {
  const server = await serveDemo();
  t.after(() => server.close());
  const pages = (await readdir('build/demo/reference')).map((file) => `/reference/${file}`);
  assert.ok(pages.length > 30);
  await withBrowsers(async (page, browser, opened) => {
    await page.setViewport({ width: 360, height: 800 });
    for (const path of pages) {
      await page.goto(`${server.origin}${path}`);
      assert.deepEqual(await page.evaluate(tooWide), [], `${browser} ${path}`);
      // axe takes a second a page; these have every kind of part.
      if (!/index|rules|health\.|association/.test(path)) continue;
      await page.evaluate(axeSource);
      for (const theme of ['light', 'dark']) {
        await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
        assert.deepEqual(await page.evaluate(violations), [], `${browser} ${path} ${theme}`);
      }
    }
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('the playground leads to the reference, and that to each question and back', async (t) => {
  const server = await serveDemo();
  t.after(() => server.close());
  await withBrowsers(async (page) => {
    await page.goto(`${server.origin}/`);
    const followed = async (name: string): Promise<string> => {
      const selector = `::-p-aria([name="${name}"][role="link"])`;
      await Promise.all([page.waitForNavigation(), page.locator(selector).click()]);
      return page.$eval('h1', (heading) => heading.textContent ?? '');
    };
    assert.equal(await followed('Reference'), 'Reference');
    assert.equal(await followed('retention'), 'retention');
    assert.equal(await followed('Your events'), 'What a product is worth to each of its customers');
  });
});
