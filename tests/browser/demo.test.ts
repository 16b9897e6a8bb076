// SPDX-License-Identifier: Apache-2.0
/** @file Does the demo show a real unit's month as SQL counts it, and say what to do with a file that it cannot read? */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ElementHandle, Page } from 'puppeteer-core';
import { withBrowsers } from './harness.js';

const DATA = '../shared/data';
const skip = existsSync(join(DATA, 'expenses.segment.ndjson.gz')) ? false : `no expense data in ${DATA}`;
const UNIT = 'organizational unit 65458';

interface Server {
  origin: string;
  close(): Promise<void>;
}

/** The server of `npm run demo`, with its policy. */
async function serveDemo(t: TestContext, data: string): Promise<string> {
  const script = pathToFileURL(resolve('scripts/demo_server.mjs')).href;
  const { serveDemo } = (await import(script)) as { serveDemo(options: object): Promise<Server> };
  const server = await serveDemo({ data: resolve(data) });
  t.after(() => server.close());
  return `${server.origin}/`;
}

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'payoff-demo-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** Label to figure, from the tiles' table of the report, once that shows the title. */
async function figuresUnder(page: Page, title: string): Promise<Record<string, string[]>> {
  const read = (wanted: string): Record<string, string[]> | undefined => {
    const root = document.querySelector('payoff-report')?.shadowRoot;
    if (root?.querySelector('#title')?.textContent?.trim() !== wanted) return undefined;
    const tables = [...root.querySelectorAll('table')].map((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
      ),
    );
    const rows = tables.find((table) => table.some(([label]) => label === 'Declarations paid'));
    return rows && Object.fromEntries(rows.map(([label = '', ...values]) => [label, values]));
  };
  const handle = await page.waitForFunction(read, { polling: 50 }, title);
  return (await handle.jsonValue()) as Record<string, string[]>;
}

function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

async function choose(page: Page, ...files: string[]): Promise<void> {
  const input = (await page.$('#choose')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files);
}

/** As from the desktop. */
async function dragIn(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(
    (fileName, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], fileName));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    name,
    content,
  );
}

async function visibleText(page: Page, selector: string, pattern: RegExp): Promise<string> {
  await page.waitForFunction(
    (where, source) => {
      const element = document.querySelector<HTMLElement>(where);
      return element?.offsetParent && new RegExp(source).test(element.textContent ?? '');
    },
    { polling: 50 },
    selector,
    pattern.source,
  );
  return textOf(page, selector);
}

/** July 2018 of the unit, as tests/oracle has it from SQL. */
const JULY = {
  'Declarations paid': ['96', '74'],
  'Money paid out': ['\u20ac92,233.01', '\u20ac57,650.15'],
  'Median days to payment': ['8.3 days', '7.2 days'],
  'Declarations sent back': ['28', '26'],
};

test('the demo opens the expense data and shows what SQL says', { skip }, async (t) => {
  const url = await serveDemo(t, DATA);
  await withBrowsers(async (page, _, opened) => {
    await page.goto(url);
    assert.deepEqual(await figuresUnder(page, 'July 2018'), JULY);
    assert.equal(await page.$eval('#account', (list) => (list as HTMLSelectElement).value), UNIT);
    assert.equal(await page.$$eval('#account option', (options) => options.length), 27);
    assert.equal(await page.$$eval('#month option', (options) => options.length), 25);
    assert.match(await textOf(page, '#facts'), /Rows\s*70,727\s*Events counted\s*70,727/);
    const steps = await page.$eval('payoff-checklist', (list) => list.shadowRoot?.textContent ?? '');
    assert.match(steps, /5 of 5 steps done/);

    await page.select('#account', 'organizational unit 65455');
    await page.select('#month', '2017-11');
    const other = await figuresUnder(page, 'November 2017');
    assert.deepEqual(other['Declarations paid'], ['55', '73']);
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('the report turns to Persian and its calendar, and back', { skip }, async (t) => {
  const url = await serveDemo(t, DATA);
  await withBrowsers(async (page) => {
    await page.goto(url);
    await figuresUnder(page, 'July 2018');
    await page.$eval('#language-fa', (radio) => (radio as HTMLInputElement).click());
    // The month of which most lies in July.
    const title = '\u062a\u06cc\u0631 \u06f1\u06f3\u06f9\u06f7';
    const tir = await figuresUnder(page, title);
    assert.equal(tir['Declarations paid']?.[0], '\u06f8\u06f8');
    await page.$eval('#language-en', (radio) => (radio as HTMLInputElement).click());
    assert.deepEqual(await figuresUnder(page, 'July 2018'), JULY);
  });
});

test('the sample app shows one account from its own events', { skip }, async (t) => {
  const url = await serveDemo(t, DATA);
  const rows = (await (await fetch(`${url}data/unit-65458.ndjson`)).text()).trimEnd().split('\n');
  assert.equal(rows.length, 15_444);
  assert.ok(rows.every((row) => JSON.parse(row).context.groupId === UNIT));
  await withBrowsers(async (page, _, opened) => {
    await page.goto(`${url}sample-app/`);
    const figures = await figuresUnder(page, 'July 2018');
    assert.deepEqual(figures['Declarations paid'], JULY['Declarations paid']);
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('files that cannot be opened say why, and what was open stays', async (t) => {
  const folder = await emptyFolder(t);
  const rows = [...Array(40).keys()].map((at) =>
    JSON.stringify({
      type: 'track',
      event: 'Payment Handled',
      timestamp: `2018-07-${String((at % 28) + 1).padStart(2, '0')}T10:00:00Z`,
      userId: `d${at}`,
      context: { groupId: 'unit "one"' },
    }),
  );
  const files = {
    'good.ndjson': `${rows.slice(0, 20).join('\n')}\nno row\n${rows.slice(20).join('\n')}\n`,
    'letter.ndjson': 'Dear all,\nthese are no events.\n',
    'half.ndjson.gz': gzipSync(rows.join('\n')).subarray(0, 150),
    'playbook.json': '{"payoff":1,"version":"1","metrix":[]}',
    'torn.playbook.json': '{"payoff":1,',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const url = await serveDemo(t, folder);

  await withBrowsers(async (page) => {
    const drop = (name: string) => choose(page, join(folder, name));
    await page.goto(url);
    await visibleText(page, '#no-data', /expenses\.segment\.ndjson\.gz/);
    await dragIn(page, 'letter.ndjson', files['letter.ndjson']);
    assert.match(await visibleText(page, '#error', /letter/), /none is an event[\s\S]*Code not_events/);

    await drop('good.ndjson');
    const figures = await figuresUnder(page, 'July 2018');
    assert.equal(figures['Declarations paid']?.[0], '40');
    assert.match(await textOf(page, '#facts'), /Rows\s*41\s*Events counted\s*40[\s\S]*Rows not readable\s*1/);
    assert.equal(await page.$eval('#account', (list) => (list as HTMLSelectElement).value), 'unit "one"');
    await page.click('#skipped summary');
    assert.match(await textOf(page, '#examples'), /^\s*21\s*not valid JSON/);
    assert.equal(await page.$eval('#error', (box) => (box as HTMLElement).hidden), true);

    await drop('half.ndjson.gz');
    assert.match(
      await visibleText(page, '#error', /half/),
      /Code stream_broken[\s\S]*Still shown: good\.ndjson/,
    );
    await drop('playbook.json');
    assert.match(await visibleText(page, '#error', /metrix/), /metrics[\s\S]*Code unknown_field at \/metrix/);
    await drop('torn.playbook.json');
    assert.match(await visibleText(page, '#error', /torn/), /is no JSON/);
    assert.deepEqual(await figuresUnder(page, 'July 2018'), figures);
  });
});
