// SPDX-License-Identifier: Apache-2.0
/** @file Does the demo show the sample as plain counting has it, a real unit's month as SQL does, and say what is wrong with a file? */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ElementHandle, Page } from 'puppeteer-core';
import { helpdeskRows } from '../../demo/helpdesk/helpdesk.js';
import type { SegmentRow } from '../../demo/helpdesk/rows.js';
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
async function figuresUnder(page: Page, title: string, first: string): Promise<Record<string, string[]>> {
  const read = (wanted: string, label: string): Record<string, string[]> | undefined => {
    const root = document.querySelector('payoff-report')?.shadowRoot;
    if (root?.querySelector('#title')?.textContent?.trim() !== wanted) return undefined;
    const tables = [...root.querySelectorAll('table')].map((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
      ),
    );
    const rows = tables.find((table) => table.some(([name]) => name === label));
    return rows && Object.fromEntries(rows.map(([name = '', ...values]) => [name, values]));
  };
  const handle = await page.waitForFunction(read, { polling: 50 }, title, first);
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

/** Switches to the expense data and reads a month of them. */
async function openExpenses(page: Page, url: string): Promise<Record<string, string[]>> {
  await page.goto(url);
  await page.$eval('#source-expenses', (radio) => (radio as HTMLInputElement).click());
  return figuresUnder(page, 'July 2018', 'Declarations paid');
}

// ---- the sample, counted by hand ----------------------------------------------------------------------------

const sample = [...helpdeskRows()];

/** Of one account in [from, to), instants in UTC. */
function sampleOf(account: string, event: string, from: string, to: string): SegmentRow[] {
  return sample.filter(
    (row) =>
      row.event === event && row.context?.groupId === account && row.timestamp >= from && row.timestamp < to,
  );
}

/** Months of Berlin: summer time ended on 25 October 2026. */
const SEPTEMBER = '2026-08-31T22:00:00.000Z';
const OCTOBER = '2026-09-30T22:00:00.000Z';
const NOVEMBER = '2026-10-31T23:00:00.000Z';

function monthOf(account: string, from: string, to: string): Record<string, string> {
  const count = (event: string): string => sampleOf(account, event, from, to).length.toLocaleString('en');
  const sales = sampleOf(account, 'chat_sale', from, to).map(({ properties }) =>
    Math.round(100 * Number(properties?.['amount'])),
  );
  const replied = new Map<unknown, number>();
  for (const { properties, timestamp } of sampleOf(account, 'ticket_replied', from, '9')) {
    const id = properties?.['ticket_id'];
    if (!replied.has(id)) replied.set(id, Date.parse(timestamp));
  }
  const waits = sampleOf(account, 'ticket_created', from, to)
    .flatMap(({ properties, timestamp }) => {
      const until = replied.get(properties?.['ticket_id']);
      return until === undefined ? [] : [(until - Date.parse(timestamp)) / 60_000];
    })
    .sort((a, b) => a - b);
  const middle = (waits.length - 1) / 2;
  const wait = ((waits[Math.floor(middle)] as number) + (waits[Math.ceil(middle)] as number)) / 2;
  const money = sales.reduce((all, cents) => all + cents, 0) / 100;
  return {
    'Tickets resolved': count('ticket_resolved'),
    'Median first reply': `${Math.round(wait)} min`,
    'Automation runs': count('automation_run'),
    'Sales from chat': money.toLocaleString('en', { style: 'currency', currency: 'EUR' }),
  };
}

function checklistText(page: Page, pattern: RegExp): Promise<unknown> {
  return page.waitForFunction(
    (source) =>
      new RegExp(source).test(document.querySelector('payoff-checklist')?.shadowRoot?.textContent ?? ''),
    { polling: 50 },
    pattern.source,
  );
}

test('the demo opens the sample help desk and shows what counting its rows gives', async (t) => {
  const url = await serveDemo(t, await emptyFolder(t));
  const [september, october] = [monthOf('acct_3', SEPTEMBER, OCTOBER), monthOf('acct_3', OCTOBER, NOVEMBER)];
  await withBrowsers(async (page, _, opened) => {
    await page.goto(url);
    const figures = await figuresUnder(page, 'October 2026', 'Tickets resolved');
    for (const [label, value] of Object.entries(october)) {
      assert.deepEqual(figures[label], [value, september[label]], label);
    }
    // The build learned a model from all 300: what it says of customers on the same plan stands under each figure.
    const captions = await page.$eval('payoff-report', ({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll('.kpi .cap') ?? [])].map(({ textContent }) => textContent ?? ''),
    );
    const peers = captions.filter((text) => /^Middle half of comparable customers: .+ to .+/.test(text));
    assert.equal(peers.length, 4);
    // The first tile counts tickets: its quartiles are written as counts are.
    assert.match(peers[0] ?? '', /: [\d,]+ to [\d,]+$/);
    await checklistText(page, /3 of 3 steps done/);
    assert.equal(await page.$eval('#account', (list) => (list as HTMLSelectElement).value), 'acct_3');
    assert.equal(await page.$$eval('#account option', (options) => options.length), 300);
    const rows = sample.length.toLocaleString('en');
    assert.match(
      await textOf(page, '#facts'),
      new RegExp(`Rows\\s*${rows}[\\s\\S]*Duplicates left out\\s*0`),
    );
    assert.match(await textOf(page, '#credit'), /invented/);

    await page.select('#account', 'acct_297');
    await checklistText(page, /2 of 3 steps done[\s\S]*1 of 2/);
    await page.select('#account', 'acct_287');
    await checklistText(page, /1 of 3 steps done[\s\S]*23 October/);
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('the switch leads from the sample to the expenses and back, and each keeps what was looked at', {
  skip,
}, async (t) => {
  const url = await serveDemo(t, DATA);
  await withBrowsers(async (page, _, opened) => {
    assert.deepEqual(await openExpenses(page, url), JULY);
    await page.select('#month', '2018-06');
    await figuresUnder(page, 'June 2018', 'Declarations paid');
    await page.$eval('#source-helpdesk', (radio) => (radio as HTMLInputElement).click());
    await figuresUnder(page, 'October 2026', 'Tickets resolved');
    assert.equal(await page.$eval('#account', (list) => (list as HTMLSelectElement).value), 'acct_3');
    await page.$eval('#source-expenses', (radio) => (radio as HTMLInputElement).click());
    await figuresUnder(page, 'June 2018', 'Declarations paid');
    assert.match(await textOf(page, '#credit'), /BPI Challenge 2020/);
    await page.$eval('#source-own', (radio) => (radio as HTMLInputElement).click());
    await visibleText(page, '#drop-here', /Drop an event export/);
    assert.equal(await page.$eval('#widgets', (widgets) => (widgets as HTMLElement).hidden), true);
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('the demo shows of the expense data what SQL says', { skip }, async (t) => {
  const url = await serveDemo(t, DATA);
  await withBrowsers(async (page, _, opened) => {
    assert.deepEqual(await openExpenses(page, url), JULY);
    assert.equal(await page.$eval('#account', (list) => (list as HTMLSelectElement).value), UNIT);
    assert.equal(await page.$$eval('#account option', (options) => options.length), 27);
    assert.equal(await page.$$eval('#month option', (options) => options.length), 25);
    assert.match(await textOf(page, '#facts'), /Rows\s*70,727\s*Events counted\s*70,727/);
    const steps = await page.$eval('payoff-checklist', (list) => list.shadowRoot?.textContent ?? '');
    assert.match(steps, /5 of 5 steps done/);

    await page.select('#account', 'organizational unit 65455');
    await page.select('#month', '2017-11');
    const other = await figuresUnder(page, 'November 2017', 'Declarations paid');
    assert.deepEqual(other['Declarations paid'], ['55', '73']);
    assert.deepEqual(await opened.complaints(), []);
  });
});

test('the report turns to Persian and its calendar, and back', { skip }, async (t) => {
  const url = await serveDemo(t, DATA);
  await withBrowsers(async (page) => {
    await openExpenses(page, url);
    await page.$eval('#language-fa', (radio) => (radio as HTMLInputElement).click());
    // The month of which most lies in July.
    const title = '\u062a\u06cc\u0631 \u06f1\u06f3\u06f9\u06f7';
    const tir = await figuresUnder(page, title, 'Declarations paid');
    assert.equal(tir['Declarations paid']?.[0], '\u06f8\u06f8');
    await page.$eval('#language-en', (radio) => (radio as HTMLInputElement).click());
    assert.deepEqual(await figuresUnder(page, 'July 2018', 'Declarations paid'), JULY);
  });
});

test("the sample app gives one account its own events and nobody else's", async (t) => {
  const url = await serveDemo(t, await emptyFolder(t));
  const given = (await (await fetch(`${url}data/acct_3.ndjson`)).text()).trimEnd().split('\n');
  assert.deepEqual(
    given,
    sample.filter(({ context }) => context?.groupId === 'acct_3').map((row) => JSON.stringify(row)),
  );
  await withBrowsers(async (page, _, opened) => {
    await page.goto(`${url}sample-app/`);
    const figures = await figuresUnder(page, 'October 2026', 'Tickets resolved');
    assert.equal(figures['Tickets resolved']?.[0], monthOf('acct_3', OCTOBER, NOVEMBER)['Tickets resolved']);
    await page.goto(`${url}sample-app/new.html`);
    await checklistText(page, /2 of 3 steps done/);
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
    await figuresUnder(page, 'October 2026', 'Tickets resolved');
    await page.$eval('#source-expenses', (radio) => (radio as HTMLInputElement).click());
    await visibleText(page, '#no-data', /expenses\.segment\.ndjson\.gz/);
    assert.equal(await page.$eval('#source-helpdesk', (radio) => (radio as HTMLInputElement).checked), true);
    await dragIn(page, 'letter.ndjson', files['letter.ndjson']);
    assert.match(await visibleText(page, '#error', /letter/), /none is an event[\s\S]*Code not_events/);

    await drop('good.ndjson');
    // No playbook came with it, and the sample's knows none of these events.
    const figures = await figuresUnder(page, 'July 2018', 'Events');
    assert.equal(figures['Events']?.[0], '40');
    assert.equal(await page.$$eval('#month option', (options) => options.length), 1);
    await visibleText(page, '#no-steps', /no first steps/);
    assert.equal(await page.$eval('#source-own', (radio) => (radio as HTMLInputElement).checked), true);
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
    assert.deepEqual(await figuresUnder(page, 'July 2018', 'Events'), figures);
  });
});
