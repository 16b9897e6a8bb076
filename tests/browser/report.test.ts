// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { onStage } from './report_stage.js';

const TAG = 'payoff-report';

const STATES = [
  ['fake', 'ready', {}],
  ['whole', 'ready', {}],
  ['withGoal', 'ready', {}],
  ['unfinished', 'ready', { period: 'this-month' }],
  ['cutShort', 'ready', {}],
  ['belowCost', 'ready', {}],
  ['withoutCost', 'ready', {}],
  ['broken', 'ready', {}],
  ['firstMonth', 'empty', {}],
  ['nothing', 'empty', {}],
  ['waiting', 'loading', {}],
  ['failing', 'failed', {}],
] as const;

test('every state is reflected, breaks no policy, fits 320 px, and axe finds nothing in it, light or dark, in both directions', async () => {
  await onStage(TAG, async ({ page, browser, show, axe }) => {
    const [themes, locales] =
      browser === 'chromium'
        ? [
            ['light', 'dark'],
            ['en', 'fa'],
          ]
        : [['light'], ['en']];
    await page.setViewport({ width: 320, height: 700 });
    for (const theme of themes) {
      for (const locale of locales) {
        for (const [fixture, state, attributes] of STATES) {
          const period = locale === 'fa' && state !== 'empty' ? { period: '2026-10' } : {};
          await show(fixture, state, { ...period, ...attributes, locale, 'data-theme': theme });
          if (state === 'loading')
            await page.waitForFunction(() => globalThis.page.all('.loading').length === 1);
          await page.evaluate(async () => {
            for (const each of globalThis.page.all('details')) (each as HTMLDetailsElement).open = true;
            for (const each of globalThis.page.all('.change')) each.click();
            await globalThis.page.element.updateComplete;
          });
          const what = `${fixture} ${theme} ${locale}`;
          assert.deepEqual(await page.evaluate(() => globalThis.page.overflow()), [], `${what} sticks out`);
          assert.deepEqual(await axe(), [], what);
        }
      }
    }
  });
});

test('time saved leads, with its change and both periods in the key of the chart', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('fake', 'ready');
    assert.equal(await text('.hero section:first-child .figure'), '116.8hours');
    assert.equal(await text('.hero section:first-child .lede'), '+12.9 h against September (+12.4%)');
    assert.deepEqual(await texts('.chart-top .key'), ['October 116.8', 'September 103.9']);
    assert.deepEqual((await texts('.hero section:first-child tbody tr')).at(-1), 'End116.8103.9');
  });
});

test('words beside a large figure stay whole: they go below it where there is no room', async () => {
  await onStage(TAG, async ({ page, show }) => {
    await show('withoutCost', 'ready');
    for (const width of [320, 700, 760, 820]) {
      await page.setViewport({ width, height: 700 });
      const lines = await page.evaluate(() =>
        globalThis.page.all('.figure .unit').map((unit) => {
          const words = document.createRange();
          words.selectNodeContents(unit);
          return new Set([...words.getClientRects()].map(({ top }) => top)).size;
        }),
      );
      assert.deepEqual(lines, [1, 1], `${width} px`);
    }
  });
});

test('the return is told with cost, low and high; below the cost in the same words and without red', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('fake', 'ready');
    assert.equal(await text('.hero section:last-child .figure'), '3.7\u00d7the cost');
    assert.match(
      await text('.hero section:last-child .lede'),
      /^\$3,504 of work saved for \$948 paid\. That is \$2,556 ahead\. Even the low estimate is 2\.3 times/,
    );
    assert.deepEqual(await texts('.range-key b'), ['$2,220', '$3,504', '$4,788']);
    await show('belowCost', 'ready');
    assert.equal(await text('.hero section:last-child .figure'), '0.6\u00d7the cost');
    assert.match(await text('.hero section:last-child .lede'), /the plan cost \$378 more/);
    assert.equal(await page.evaluate(() => globalThis.page.all('.hero .bad').length), 0);
  });
});

test('without a subscription the value stands alone, with the currency of the answer and its cents', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('withoutCost', 'ready');
    assert.equal(await text('.hero section:last-child .figure'), '\u20ac2,010.75estimated');
    assert.doesNotMatch(await text('.hero'), /paid|the cost/);
    assert.match(await text('.hero section:last-child .lede'), /What the plan costs is not known here\.$/);
    await show('withoutPrice', 'ready');
    assert.match(await text('.hero section:last-child .lede'), /Nothing was paid for it in this period\.$/);
    await show('withoutCost', 'ready');
    assert.deepEqual(await texts('.sources-check, .fold tfoot td.r'), ['37 h 01 m', '\u20ac2,010.75']);
  });
});

test('the rows of the audit add up to the totals as they are written', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('fake', 'ready');
    const number = (text: string) => Number(text.replace(/[^\d.]/g, ''));
    for (const column of [3, 4]) {
      const rows = (await texts(`.fold tbody tr > :nth-child(${column + 1})`)).map(number);
      const [total] = (await texts(`.fold tfoot tr > :nth-child(${column + 1})`)).map(number);
      assert.equal(Math.round(rows.reduce((sum, row) => sum + row, 0) * 10) / 10, total);
    }
    const sources = await texts('.fold .calc:not(.fold-only)');
    assert.deepEqual(sources, ['Minutes measured']);
    assert.match(
      await text('[part="sources"] .gap'),
      /at \$30 an hour\. You set this figure\. Figures without a note are assumed by Fernhill Desk\./,
    );
  });
});

test('tiles write each figure in its unit, its change in words, and what is not known as a dash', async () => {
  await onStage(TAG, async ({ page, show, texts }) => {
    await show('fake', 'ready');
    assert.deepEqual(await texts('.tile-n'), ['2,486', '1 h 24 m', '412', '94%']);
    assert.deepEqual(await texts('.kpi .delta'), [
      'Better: +4.0%',
      'Better: 28 min faster',
      'Better: +18.1%',
      'Small change: About the same',
    ]);
    await show('withoutCost', 'ready');
    assert.deepEqual(await texts('.tile-n'), ['2,486', '\u2013not known', '12.4 days']);
    assert.deepEqual(await texts('.kpi .delta'), ['Better: +4.0%', 'Better: 1.4 days faster']);
    await show('belowCost', 'ready');
    assert.deepEqual(await texts('.kpi .delta'), ['Small change: About the same', 'Worse: 1 h 41 m slower']);
    assert.equal(await page.evaluate(() => globalThis.page.all('.kpi .bad').length), 1);
  });
});

test('an unfinished month says so, counts so far, and compares the same days', async () => {
  await onStage(TAG, async ({ show, text }) => {
    await show('unfinished', 'ready', { period: 'this-month' });
    assert.match(await text('.note-bar'), /^November 2026 is not over: figures count up to 14 November/);
    assert.match(await text('.hero section:first-child'), /so far.*against 1 . 14 October/);
    assert.match(await text('.kpi .cap'), /^1 . 14 October: 2,391$/);
  });
});

test('after a file that ended early totals are at least so much, and nothing is compared', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('cutShort', 'ready');
    assert.equal(await text('.hero section:first-child .figure'), 'at least116.8hours');
    assert.match(await text('.note-bar'), /^The event file ended early\./);
    assert.deepEqual(await texts('.kpi .delta, .kpi .cap'), []);
    assert.equal(await text('.hero section:last-child .figure'), 'at least3.7\u00d7the cost');
    assert.equal(
      await text('.hero section:last-child .lede'),
      'At least $3,504 of value for $948 paid, as far as the events go.',
    );
    assert.match(await text('.method'), /1 row of 48,212 could not be read/);
  });
});

test('a new account reads when its first report comes and what is counted so far; an idle month is an idle month', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('firstMonth', 'empty');
    assert.equal(await text('.title'), 'Your first report comes on 1 December');
    assert.match(await text('.sub'), /counting since 21 November/);
    assert.deepEqual(await texts('.facts dd'), ['2,486', '1 h 24 m', '412', '94%']);
    await show('nothing', 'empty');
    assert.match(await text('.sect'), /^Nothing was recorded in October 2026/);
    assert.equal((await texts('[part="toolbar"] button')).length, 3);
  });
});

test('the period before and the next are asked by a button that keeps the focus, unless the host prevents it', async () => {
  await onStage(TAG, async ({ page, show, text, texts, focused, events, asked, settled }) => {
    await show('fake', 'ready');
    assert.equal(await text('.title'), 'October 2026');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'September');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.text('.title') === 'September 2026');
    await settled('ready');
    assert.equal(await focused(), 'August');
    const reports = (await asked()).filter((question) => question['ask'] === 'report');
    assert.deepEqual(reports.at(-1), { ask: 'report', from: '2026-09-01', to: '2026-10-01', grain: 'day' });
    assert.deepEqual((await events()).at(-1), {
      name: 'payoff-period',
      detail: { from: '2026-09-01', to: '2026-10-01' },
      trusted: true,
    });
    await page.evaluate(() => {
      globalThis.page.refuse = true;
    });
    await page.keyboard.press('Enter');
    assert.equal(await text('.title'), 'September 2026');
    // On 5 November there is no later month than November.
    await show('fake', 'ready', { period: 'this-month' });
    assert.deepEqual(await texts('[part="toolbar"] button'), ['October', 'Print']);
  });
});

test('the attributes say which days are asked, and a change of them asks anew', async () => {
  await onStage(TAG, async ({ page, show, text, asked, settled }) => {
    await show('fake', 'ready', { period: '2018-07' });
    assert.deepEqual((await asked())[0], {
      ask: 'report',
      from: '2018-07-01',
      to: '2018-08-01',
      grain: 'day',
    });
    assert.equal(await text('.title'), 'July 2018');
    await page.evaluate(() => globalThis.page.element.setAttribute('period', '2018-12'));
    await page.waitForFunction(() => globalThis.page.text('.title') === 'December 2018');
    await page.evaluate(() => {
      globalThis.page.element.setAttribute('from', '2026-10-05');
      globalThis.page.element.setAttribute('to', '2026-10-12');
    });
    await page.waitForFunction(() => globalThis.page.text('.title').startsWith('5'));
    await settled('ready');
    assert.match(await text('.title'), /^5 . 11 October 2026$/);
  });
});

test('in Persian a month is a Persian month, asked as such with the one before it', async () => {
  await onStage(TAG, async ({ page, show, text, asked, axe }) => {
    await show('fake', 'ready', { locale: 'fa' });
    const asOf = '2026-11-05';
    // 14 Aban 1405: last month is Mehr, 23 September to 22 October.
    assert.deepEqual((await asked())[0], {
      ask: 'report',
      from: '2026-09-23',
      to: '2026-10-23',
      grain: 'day',
      compare: { from: '2026-08-23', to: '2026-09-23' },
    });
    assert.ok(asOf > '2026-10-23');
    assert.equal(await text('.title'), '\u0645\u0647\u0631 \u06f1\u06f4\u06f0\u06f5');
    assert.equal(await page.evaluate(() => globalThis.page.find('.pf').dir), 'rtl');
    assert.match(await text('.tile-n'), /^\u06f2\u066c\u06f4\u06f8\u06f6$/);
    assert.deepEqual(await axe(), []);
  });
});

test('the text of the playbook is filled and stays text; a sentence with an unknown figure is left out', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('fake', 'ready');
    assert.equal(
      await text('.text'),
      'Your team solved 2,486 conversations, +4.0% on the month before. First replies took 1 h 24 m.',
    );
    await page.evaluate(async () => {
      const { payoff } = globalThis.page.element;
      const answer = payoff.data.answers[0]?.answer as {
        texts: object;
        metrics: { label: string }[];
        roi: { audit: { label: string }[] };
      };
      answer.texts = { en: '<b onclick=x>{{ product.name }}</b> {{ constructor.name }}' };
      for (const each of [...answer.metrics, ...answer.roi.audit]) each.label = '<script>alert(1)</script>';
      payoff.load('loading');
      payoff.load('ready');
      await new Promise((done) => setTimeout(done, 100));
    });
    assert.deepEqual(await texts('script, b[onclick]'), []);
    assert.deepEqual(await texts('.text'), []);
    assert.equal((await texts('.kpi h3'))[0], '<script>alert(1)</script>');
  });
});

test('a failure names the period, what to do and a code, and trying again brings the report', async () => {
  await onStage(TAG, async ({ page, show, text, focused, settled }) => {
    await show('failing', 'failed');
    assert.match(
      await text('.state'),
      /The report for October 2026 did not load.*Try again.*Code: http_error/,
    );
    await page.evaluate(() => {
      globalThis.page.find('button').focus();
      globalThis.page.element.payoff.data.answers = [{ when: {}, never: true }];
    });
    await page.keyboard.press('Enter');
    await settled('loading');
    await page.waitForFunction(() => globalThis.page.all('.loading').length === 1);
    const fresh = await page.evaluate(() => globalThis.page.element.payoff.retries);
    assert.equal(fresh, 1);
    await page.evaluate(() => {
      const old = globalThis.page.element;
      globalThis.page.show('payoff-report', 'fake');
      const { data } = globalThis.page.element.payoff;
      old.payoff.data.answers = data.answers;
      document.querySelector('main')?.replaceChildren(old);
      globalThis.page.element = old;
    });
    await settled('ready');
    assert.equal(await text('.title'), 'October 2026');
    assert.notEqual(await focused(), 'Try again');
  });
});

test('every chart is a picture with a sentence for a name, and has its figures in a table', async () => {
  await onStage(TAG, async ({ page, show }) => {
    await show('fake', 'ready');
    const names = await page.evaluate(() =>
      globalThis.page.all('svg[role="img"]').map((each) => each.getAttribute('aria-label')),
    );
    assert.equal(names.length, 5);
    assert.equal(
      names[0],
      'Hours saved, running total. October 2026 ends at 116.8; September, the dashed line, ended at 103.9.',
    );
    assert.equal(
      names[1],
      'You paid $948. It was worth an estimated $3,504; the low estimate is $2,220 and the high estimate $4,788.',
    );
    assert.equal(await page.evaluate(() => globalThis.page.all('details.more table').length), 3);
    const unnamed = await page.evaluate(
      () => globalThis.page.all('svg:not([aria-label]):not([aria-hidden])').length,
    );
    assert.equal(unnamed, 0);
    const inline = await page.evaluate(() => globalThis.page.all('[style]').length);
    assert.equal(inline, 0);
  });
});
