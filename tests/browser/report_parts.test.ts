// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { onStage } from './report_stage.js';

const TAG = 'payoff-report';

test('what is paid for is a strip in the order used, tried, unused, and every name stands in a list below', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('whole', 'ready');
    assert.equal(await text('[part="adoption"] .tile-n'), '7 of 10');
    const strip = await page.evaluate(() => ({
      name: globalThis.page.find('.adopt-fig svg').getAttribute('aria-label'),
      cells: globalThis.page.all('.adopt-fig svg > rect').map((each) => each.getAttribute('class')),
    }));
    assert.equal(strip.name, '10 capabilities: 7 used, 1 tried, 2 not used.');
    assert.deepEqual(strip.cells, [...Array(7).fill('c-used'), 'c-tried', 'c-unused', 'c-unused']);
    assert.deepEqual(await texts('.cap-h'), ['Used: 7', 'Tried: 1', 'Not used yet: 2']);
    const rows = await texts('.caps li');
    assert.deepEqual(
      [rows[1], rows[2], ...rows.slice(7)],
      [
        'Macros11 of 12 people',
        'Auto-routingWhole workspace',
        'Reports1 person, once',
        'Reply targetsIncluded in your plan',
        'Custom rolesIncluded in your plan',
      ],
    );
    await show('withGoal', 'ready');
    assert.equal((await texts('.cap-h')).at(-1), 'Not used in this period: 2');
    assert.match((await texts('.caps li'))[8] ?? '', /^Reply targetsLast used on 3 August 2026$/);
  });
});

test('the next step is a real link; set aside it stays out of the way and can be taken up again', async () => {
  await onStage(TAG, async ({ page, show, text, focused, events }) => {
    await show('whole', 'ready');
    assert.equal(
      await text('.next'),
      'Next best stepReply targets It is part of your plan, and nobody has used it yet. 52% of comparable customers use it. ' +
        'Whether it helps you too, a trial will show. Open Reply targets Not for us: Reply targets',
    );
    assert.equal(
      await page.evaluate(() => globalThis.page.find('.next a').getAttribute('href')),
      '/settings/targets',
    );
    await page.evaluate(() => globalThis.page.find('.next button').focus());
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('.next.aside').length === 1);
    assert.equal(await focused(), 'Show it again: Reply targets');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('.next.aside').length === 0);
    assert.equal(await focused(), 'Open Reply targets');
    assert.deepEqual(
      (await events()).map(({ name, detail }) => [name, detail]),
      [
        ['payoff-step', { action: 'skip', step: 'targets' }],
        ['payoff-step', { action: 'unskip', step: 'targets' }],
      ],
    );
    const before = page.url();
    await page.evaluate(() => {
      globalThis.page.refuse = true;
      globalThis.page.find('.next a').click();
      globalThis.page.find('.next button').click();
    });
    assert.equal(page.url(), before);
    assert.equal(await page.evaluate(() => globalThis.page.all('.next.aside').length), 0);
  });
});

test('a next step with a hostile label and link is text without a link', async () => {
  await onStage(TAG, async ({ page, show, texts }) => {
    await show('whole', 'ready');
    await page.evaluate(async () => {
      const { payoff } = globalThis.page.element;
      const answer = payoff.data.answers[0]?.answer as { adoption: { capabilities: object[] } };
      for (const each of answer.adoption.capabilities)
        Object.assign(each, { label: '<img src=x onerror=alert(1)>', href: 'java\tscript:alert(1)' });
      payoff.load('loading');
      payoff.load('ready');
      await new Promise((done) => setTimeout(done, 100));
    });
    assert.deepEqual(await texts('.next a, img'), []);
    assert.deepEqual(await texts('.next .h'), ['<img src=x onerror=alert(1)>']);
  });
});

test('a goal that is still open stands in the report, one that is long behind does not', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('withGoal', 'ready');
    assert.match(
      await text('[part="goal"]'),
      /^Your first payoff 4 of 10 .conversations solved with a macro., by 11 November Behind the plan so far\. One a day gets you there in time\.$/,
    );
    await page.evaluate(async () => {
      const { payoff } = globalThis.page.element;
      const answer = payoff.data.answers[0]?.answer as { aha: object };
      Object.assign(answer.aha, { status: 'reached', reached_at: '2026-09-30T10:00:00Z' });
      payoff.load('loading');
      payoff.load('ready');
      await new Promise((done) => setTimeout(done, 100));
    });
    assert.deepEqual(await texts('[part="goal"]'), []);
  });
});

test('parts in a shape that nobody knows are told so in their place, and the others stand', async () => {
  await onStage(TAG, async ({ show, texts }) => {
    await show('broken', 'ready');
    assert.equal(
      (await texts('.note-bar')).filter(
        (each) => each === 'This part could not be shown. The rest is not affected.',
      ).length,
      3,
    );
    assert.equal((await texts('.kpi')).length, 4);
    assert.equal((await texts('.fold tbody tr')).length, 4);
  });
});

test('the tab key walks through the report in reading order and out of it again', async () => {
  await onStage(TAG, async ({ page, show, focused }) => {
    await show('whole', 'ready');
    const walked = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const here = await focused();
      if (here === 'BODY' || here === 'HTML' || walked.length > 30) break;
      walked.push(here);
    }
    assert.deepEqual(walked, [
      'September',
      'November',
      'Print',
      'Show as table: Hours saved, running total',
      'Show as table: Return on your plan',
      'Show as table: This period in numbers',
      'Change minutes or hourly cost',
      'Open Reply targets',
      'Not for us: Reply targets',
    ]);
    const order = await page.evaluate(() => {
      const all = globalThis.page.all('button, a, summary').filter((each) => each.checkVisibility());
      const tops = all.map((each) => each.getBoundingClientRect().top);
      // Side by side counts as in order; what is above what came before does not.
      return tops.filter((top, at) => top < (tops[at - 1] ?? top) - 60).length;
    });
    assert.equal(order, 0);
  });
});

test('at 400% zoom and 320 px nothing sticks out, also with the form and every table open', async () => {
  await onStage(TAG, async ({ page, show }) => {
    await page.setViewport({ width: 320, height: 256 });
    for (const [fixture, locale] of [
      ['withGoal', 'en'],
      ['inMehr', 'fa'],
      ['withoutCost', 'en'],
    ] as const) {
      await show(fixture, 'ready', { locale });
      await page.evaluate(async () => {
        globalThis.page.find('.change').click();
        for (const each of globalThis.page.all('details')) (each as HTMLDetailsElement).open = true;
        await globalThis.page.element.updateComplete;
      });
      assert.deepEqual(await page.evaluate(() => globalThis.page.overflow()), [], fixture);
    }
  });
});

test('the report with all its parts prints on one page of A4, in English and in Persian', async () => {
  await onStage(
    TAG,
    async ({ page, show }) => {
      const margin = { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' };
      for (const [fixture, locale] of [
        ['withGoal', 'en'],
        ['inMehr', 'fa'],
      ] as const) {
        await show(fixture, 'ready', { locale });
        await page.evaluate(() => globalThis.page.find('.change').click());
        const paper = Buffer.from(await page.pdf({ format: 'A4', printBackground: true, margin }));
        assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length, 1, locale);
      }
      await page.emulateMediaType('print');
      const shown = await page.evaluate(() =>
        globalThis.page.all('button, summary, input, a').filter((each) => each.checkVisibility()),
      );
      assert.equal(shown.length, 0);
      // White paper, whatever the page chose for the screen.
      const scheme = await page.evaluate((tag) => {
        const element = document.querySelector<HTMLElement>(tag);
        if (element) element.dataset['theme'] = 'dark';
        return element && getComputedStyle(element).colorScheme;
      }, TAG);
      assert.equal(scheme, 'light');
    },
    ['chromium'],
  );
});
