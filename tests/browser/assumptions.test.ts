// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'puppeteer-core';
import { onStage } from './report_stage.js';

const TAG = 'payoff-report';
const THREE = { low: 3, expected: 3, high: 3 };
const MACRO_THREE = { rules: { macro: { minutes_saved: THREE } } };

/** Opens the form by keyboard and writes into the field at a place, counted from 0; does not send it. */
async function write(page: Page, at: number, text: string): Promise<void> {
  await page.evaluate(() => globalThis.page.find('.change').focus());
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.page.all('.own').length === 1);
  for (let each = 0; each < at; each++) await page.keyboard.press('Tab');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type(text);
}

const closed = (page: Page) => page.waitForFunction(() => globalThis.page.all('.own').length === 0);

test('by keyboard alone a customer puts in minutes of their own: the report is asked again and says whose they are', async () => {
  await onStage(TAG, async ({ page, show, text, texts, focused, events, asked }) => {
    await show('withOwn', 'ready');
    assert.equal(await text('.change'), 'Change minutes or hourly cost');
    await write(page, 1, '3');
    assert.deepEqual(await texts('.field label'), [
      'Auto-reply solved the conversation',
      'Macro used in a reply',
      'Routed to the right person',
      'Duplicate conversations merged',
      'One hour of work costs you',
    ]);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.text('.hero .figure').startsWith('163.3'));
    await closed(page);
    assert.deepEqual(await events(), [
      { name: 'payoff-assumptions', detail: { overrides: MACRO_THREE }, trusted: true },
    ]);
    assert.deepEqual((await asked()).at(-1)?.['overrides'], MACRO_THREE);
    assert.equal((await asked())[0]?.['overrides'], undefined);
    assert.match((await texts('.fold tbody tr'))[1] ?? '', /^Macro used in a reply ?Minutes set by you/);
    assert.match(await text('.method'), /Some assumptions are your own\./);
    assert.equal(
      await text('.card > [role="status"]'),
      'Value report for October 2026, with figures of your own',
    );
    assert.equal(await focused(), 'Change minutes or hourly cost');
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });
});

test('what is no figure is said in words at its field, which gets the focus; nothing is asked', async () => {
  await onStage(TAG, async ({ page, show, text, texts, events, axe }) => {
    await show('withOwn', 'ready');
    await write(page, 2, 'six');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('[aria-invalid]').length === 1);
    assert.deepEqual(
      (await texts('.say')).filter((each) => each),
      ['Write a number from 0 to 1,440, such as 1.5.'],
    );
    const field = await page.evaluate(() => {
      const input = globalThis.page.element.shadowRoot?.activeElement as HTMLInputElement;
      const say = globalThis.page.find(`#${input.getAttribute('aria-describedby')?.split(' ')[1]}`);
      return { value: input.value, says: say.textContent?.trim() };
    });
    assert.deepEqual(field, { value: 'six', says: 'Write a number from 0 to 1,440, such as 1.5.' });
    assert.deepEqual(await axe(), []);
    for (const bad of ['-1', '1441', '']) {
      await page.evaluate((value) => {
        (globalThis.page.all('.own input')[2] as HTMLInputElement).value = value;
      }, bad);
      await page.keyboard.press('Enter');
      await page.evaluate(() => globalThis.page.element.updateComplete);
      assert.match(await text('.say.bad'), /^Write a number/, bad);
    }
    assert.deepEqual(await events(), []);
    await page.keyboard.press('Escape');
    await closed(page);
    assert.equal(await text('.hero .figure'), '116.8hours');
  });
});

test('a form sent as it was asks nothing, and cancelling brings the focus back', async () => {
  await onStage(TAG, async ({ page, show, focused, events, asked }) => {
    await show('withOwn', 'ready');
    await write(page, 0, '6');
    await page.keyboard.press('Enter');
    await closed(page);
    assert.equal(await focused(), 'Change minutes or hourly cost');
    await write(page, 0, '9');
    for (let each = 0; each < 6; each++) await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Cancel');
    await page.keyboard.press('Enter');
    await closed(page);
    assert.equal(await focused(), 'Change minutes or hourly cost');
    assert.deepEqual(await events(), []);
    assert.equal((await asked()).filter((question) => question['ask'] === 'report').length, 1);
  });
});

test('a host that prevents the event keeps the figures as they are', async () => {
  await onStage(TAG, async ({ page, show, text, asked, events }) => {
    await show('withOwn', 'ready', { remember: 'local' });
    await page.evaluate(() => {
      globalThis.page.refuse = true;
    });
    await write(page, 1, '3');
    await page.keyboard.press('Enter');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    assert.equal((await events()).length, 1);
    assert.equal((await asked()).length, 1);
    assert.equal(await text('.hero .figure'), '116.8hours');
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });
});

test('with remember="local" the figures survive a reload until they are taken back; for one account, and without it not at all', async () => {
  await onStage(TAG, async ({ page, show, text, asked, focused, settled }) => {
    const reload = async (attributes: Record<string, string>) => {
      await page.reload();
      await page.waitForFunction(
        () => 'page' in globalThis && customElements.get('payoff-report') !== undefined,
      );
      await show('withOwn', 'ready', attributes);
    };
    await show('withOwn', 'ready', { remember: 'local' });
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await write(page, 1, '3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => localStorage.length === 1);
    const stored = await page.evaluate(() => Object.entries(localStorage));
    assert.deepEqual(stored, [['payoff.own.account.acct_3', JSON.stringify(MACRO_THREE)]]);

    await reload({ remember: 'local' });
    assert.deepEqual((await asked())[0]?.['overrides'], MACRO_THREE);
    assert.equal(await text('.hero .figure'), '163.3hours');
    await reload({});
    assert.equal((await asked())[0]?.['overrides'], undefined);
    assert.equal(await text('.hero .figure'), '116.8hours');

    // The account is the fake's; another one has nothing.
    await page.evaluate(() => {
      localStorage.setItem(
        'payoff.own.account.other',
        localStorage.getItem('payoff.own.account.acct_3') ?? '',
      );
      localStorage.removeItem('payoff.own.account.acct_3');
    });
    await reload({ remember: 'local' });
    assert.equal((await asked())[0]?.['overrides'], undefined);
    await page.evaluate(() => localStorage.clear());

    await write(page, 1, '3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => localStorage.length === 1);
    await settled('ready');
    assert.equal(await text('.own-acts button'), 'Back to the figures of Fernhill Desk');
    await page.evaluate(() => globalThis.page.find('.own-acts button').focus());
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => localStorage.length === 0);
    await page.waitForFunction(() => globalThis.page.text('.hero .figure') === '116.8hours');
    assert.equal((await asked()).at(-1)?.['overrides'], undefined);
    assert.equal(await focused(), 'Change minutes or hourly cost');
  });
});

test('storage that holds rubbish or throws is as good as none', async () => {
  await onStage(TAG, async ({ page, show, text, asked }) => {
    const rubbish = [
      'not json',
      'null',
      '7',
      '{"rules":7,"hourly_cost":"<b>"}',
      '{"rules":{"gone":{"minutes_saved":{"low":1,"expected":1,"high":1}}}}',
      '{"rules":{"macro":{"value":{"low":1,"expected":1,"high":1}}}}',
      '{"rules":{"macro":{"minutes_saved":{"low":3,"expected":2,"high":1}}}}',
      '{"hourly_cost":{"low":-1,"expected":2,"high":3}}',
      '{"hourly_cost":{"low":1,"expected":2,"high":1e300}}',
      '{"__proto__":{"hourly_cost":{"low":1,"expected":2}}}',
    ];
    for (const each of rubbish) {
      await page.evaluate((value) => localStorage.setItem('payoff.own.account.acct_3', value), each);
      await show('withOwn', 'ready', { remember: 'local' });
      assert.equal((await asked())[0]?.['overrides'], undefined, each);
    }
    // What is good in it is taken; a rule that the playbook has no more would fail the whole report.
    await page.evaluate(
      (value) => localStorage.setItem('payoff.own.account.acct_3', value),
      JSON.stringify({ rules: { ...MACRO_THREE.rules, gone: { minutes_saved: THREE } } }),
    );
    await show('withOwn', 'ready', { remember: 'local' });
    assert.deepEqual((await asked())[0]?.['overrides'], MACRO_THREE);

    await page.evaluate(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('no storage here', 'SecurityError');
        },
      });
    });
    await show('withOwn', 'ready', { remember: 'local' });
    assert.equal(await text('.hero .figure'), '116.8hours');
    await write(page, 1, '3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.text('.hero .figure') === '163.3hours');
  });
});

test('a host gives overrides as a property, they are the first choice, and setting them is no event', async () => {
  await onStage(TAG, async ({ page, show, text, asked, events }) => {
    await page.evaluate(() =>
      localStorage.setItem('payoff.own.account.acct_3', '{"hourly_cost":{"low":1,"expected":1,"high":1}}'),
    );
    await show('withOwn', 'ready', { remember: 'local' });
    const set = (overrides: object) =>
      page.evaluate(async (value) => {
        Object.assign(globalThis.page.element, { overrides: value });
        await new Promise((done) => setTimeout(done, 100));
      }, overrides);
    await set(MACRO_THREE);
    assert.deepEqual((await asked()).at(-1)?.['overrides'], MACRO_THREE);
    const before = (await asked()).length;
    await set(structuredClone(MACRO_THREE));
    assert.equal((await asked()).length, before);
    // A person's own change is laid over the host's, and told whole.
    await write(page, 4, '45');
    await page.keyboard.press('Enter');
    await page.waitForFunction((count) => globalThis.page.element.payoff.asked.length > count, {}, before);
    const rate = { low: 45, expected: 45, high: 45 };
    assert.deepEqual((await events()).at(-1)?.detail, { overrides: { hourly_cost: rate, ...MACRO_THREE } });
    await set({});
    assert.equal((await asked()).at(-1)?.['overrides'], undefined);
    assert.equal(await text('.hero .figure'), '116.8hours');
    assert.equal((await events()).length, 1);
  });
});

test('in Persian a figure is written and read in Persian digits', async () => {
  await onStage(TAG, async ({ page, show, asked, axe }) => {
    await show('withOwn', 'ready', { locale: 'fa', period: '2026-10' });
    await write(page, 1, '\u06f2\u066b\u06f5');
    const shown = await page.evaluate(() => (globalThis.page.all('.own input')[0] as HTMLInputElement).value);
    assert.equal(shown, '\u06f6');
    assert.deepEqual(await axe(), []);
    await page.keyboard.press('Enter');
    await closed(page);
    const each = { low: 2.5, expected: 2.5, high: 2.5 };
    assert.deepEqual((await asked()).at(-1)?.['overrides'], { rules: { macro: { minutes_saved: each } } });
  });
});
