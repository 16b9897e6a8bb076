// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { onStage } from './report_stage.js';

const TAG = 'payoff-checklist';

const STATES = [
  ['notStarted', 'empty'],
  ['noSteps', 'empty'],
  ['waiting', 'loading'],
  ['inProgress', 'ready'],
  ['withGoal', 'ready'],
  ['behind', 'ready'],
  ['missed', 'ready'],
  ['goalFailed', 'ready'],
  ['late', 'ready'],
  ['finished', 'ready'],
  ['failing', 'failed'],
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
    await page.setViewport({ width: 320, height: 256 });
    for (const theme of themes) {
      for (const locale of locales) {
        for (const [fixture, state] of STATES) {
          await show(fixture, state, { locale, 'data-theme': theme });
          if (state === 'loading')
            await page.waitForFunction(() => globalThis.page.all('.loading').length === 1);
          const what = `${fixture} ${theme} ${locale}`;
          assert.deepEqual(await page.evaluate(() => globalThis.page.overflow()), [], `${what} sticks out`);
          assert.deepEqual(await axe(), [], what);
        }
        await show('inProgress', 'ready', { locale, 'data-theme': theme, minimized: '' });
        assert.deepEqual(await axe(), [], `launcher ${theme} ${locale}`);
      }
    }
  });
});

test('steps are an ordered list with one current step and a progress bar that says its value in words', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('inProgress', 'ready');
    assert.equal((await texts('ol > li')).length, 5);
    assert.match(
      await text('ol > li[aria-current="step"]'),
      /Write 3 macros \(In progress\) 2 of 3 One more to go\. Continue: Write 3 macros/,
    );
    assert.equal(await text('.sub'), '3 of 5 steps done. Plan to finish by 15 November.');
    assert.deepEqual(await texts('.done .meta'), ['1 Nov', '1 Nov', '2 Nov']);
    const bar = await page.evaluate(() => {
      const each = globalThis.page.find('[role="progressbar"]');
      return ['aria-valuemin', 'aria-valuenow', 'aria-valuemax', 'aria-valuetext'].map((name) =>
        each.getAttribute(name),
      );
    });
    assert.deepEqual(bar, ['0', '3', '5', '3 of 5 steps done.']);
  });
});

test('the title and the headings of steps follow heading-level', async () => {
  await onStage(TAG, async ({ show, texts }) => {
    await show('inProgress', 'ready');
    assert.deepEqual(await texts('h2'), ['Set up Fernhill Desk']);
    assert.equal((await texts('h3')).length, 5);
    await show('inProgress', 'ready', { 'heading-level': '4' });
    assert.deepEqual(await texts('h4'), ['Set up Fernhill Desk']);
    assert.equal((await texts('h5')).length, 5);
  });
});

test('an account that has not begun sees one action and no invented progress', async () => {
  await onStage(TAG, async ({ page, show, text, texts }) => {
    await show('notStarted', 'empty');
    assert.deepEqual(await texts('a, button'), ['Connect your support address']);
    assert.equal(await page.evaluate(() => globalThis.page.find('a').getAttribute('href')), '/settings/mail');
    assert.doesNotMatch(await text('.state'), /\d+ ?%|0 of/);
  });
});

test('a late account reads the date and that nothing is lost, and a finished one stays on the page', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    await show('late', 'ready');
    assert.match(await text('.note-bar'), /^The planned date, 16 October, has passed with 2 steps to go\./);
    await show('finished', 'ready');
    assert.equal(await text('.title'), 'Fernhill Desk is set up');
    assert.equal(await text('.sub'), '5 of 5 steps done. Finished on 5 November.');
    assert.deepEqual(await texts('[aria-current]'), []);
  });
});

test('the goal says how many by when, the pace that is enough, and plainly what was reached or missed', async () => {
  await onStage(TAG, async ({ show, text, texts }) => {
    const lines = async () => (await texts('.goal > p')).map((each) => each.replace(/[\u2068\u2069]/g, ''));
    await show('inProgress', 'ready');
    assert.deepEqual(await texts('.goal'), []);
    await show('withGoal', 'ready');
    assert.deepEqual(await lines(), [
      '4 of 10',
      'conversations solved with a macro, by 11 November',
      'On course. One a day gets you there in time.',
    ]);
    await show('behind', 'ready');
    assert.equal((await lines())[2], 'Behind the plan so far. 2 a day get you there in time.');
    await show('missed', 'ready');
    assert.equal((await lines())[2], 'That date has passed. Everything you do still counts.');
    await show('finished', 'ready');
    assert.deepEqual(await lines(), ['10 of 10', 'conversations solved with a macro, on 5 November']);
    await show('goalFailed', 'ready');
    assert.match(await text('.goal'), /could not be shown.*Code: limit_exceeded/);
    assert.equal((await texts('ol > li')).length, 5);
  });
});

test('the goal stands beside the steps from 620 px on, and below them before', async () => {
  await onStage(TAG, async ({ page, show }) => {
    await show('withGoal', 'ready');
    const beside = async (width: number) => {
      await page.setViewport({ width, height: 700 });
      return page.evaluate(() => {
        globalThis.page.element.style.display = 'block';
        const [steps, goal] = ['.steps', '.goal'].map((each) =>
          globalThis.page.find(each).getBoundingClientRect(),
        );
        return (goal?.top ?? 0) < (steps?.bottom ?? 0);
      });
    };
    // The body of the page has 8 px to each side, the card a line of 1 px.
    assert.equal(await beside(620 + 16), true);
    assert.equal(await beside(619 + 16), false);
  });
});

test('a step that is done stays done, whatever else is said of it', async () => {
  await onStage(TAG, async ({ page, show, texts }) => {
    await show('inProgress', 'ready');
    await page.evaluate(async () => {
      const { element } = globalThis.page;
      const answer = element.payoff.data.answers[0]?.answer as { steps: object[] };
      Object.assign(answer.steps[0] ?? {}, { progress: 0 });
      Object.assign(element, { skipped: ['mail'] });
      element.payoff.load('loading');
      element.payoff.load('ready');
      await new Promise((done) => setTimeout(done, 100));
    });
    assert.equal((await texts('.done')).length, 3);
    assert.match((await texts('.done'))[0] ?? '', /^Connect your support address \(Done\)/);
    assert.deepEqual(await texts('.skip'), []);
  });
});

test('the tab key walks through the checklist in reading order and out of it again', async () => {
  await onStage(TAG, async ({ page, show, focused }) => {
    await page.setViewport({ width: 900, height: 700 });
    await show('withGoal', 'ready');
    const walked = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const here = await focused();
      if (here === 'BODY' || here === 'HTML' || walked.length > 9) break;
      walked.push(here);
    }
    assert.deepEqual(walked, ['Continue: Write 3 macros', 'Skip this step', 'Hide checklist']);
  });
});

test('skipping by keyboard sends an event, moves on to the next step and keeps the focus in the list', async () => {
  await onStage(TAG, async ({ page, show, text, focused, events }) => {
    await show('inProgress', 'ready');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Continue: Write 3 macros');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip this step');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('.skip').length === 1);
    assert.deepEqual(await events(), [
      { name: 'payoff-step', detail: { action: 'skip', step: 'macros' }, trusted: true },
    ]);
    assert.equal(await focused(), 'Continue: Solve 10 conversations with a macro');
    assert.equal(await text('.sub'), '3 of 5 steps done, 1 skipped. Plan to finish by 15 November.');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    assert.equal(await focused(), 'Take it up again: Write 3 macros');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('.skip').length === 0);
    assert.equal(await focused(), 'Continue: Write 3 macros');
  });
});

test('a host that prevents the event keeps the step, the link and the list where they are', async () => {
  await onStage(TAG, async ({ page, show, texts, events }) => {
    await show('inProgress', 'ready');
    const before = page.url();
    await page.evaluate(() => {
      globalThis.page.refuse = true;
      for (const each of globalThis.page.all('a, button')) each.click();
    });
    assert.deepEqual(await texts('.skip, .pill'), []);
    assert.equal(page.url(), before);
    const actions = (await events()).map(({ detail }) => (detail as { action: string }).action);
    assert.deepEqual(actions, ['open', 'skip', 'hide']);
  });
});

test('hidden it is a launcher that keeps the focus, and comes back with the focus on its title', async () => {
  await onStage(TAG, async ({ page, show, texts, focused }) => {
    await show('inProgress', 'ready');
    await page.evaluate(() => globalThis.page.find('.foot button').click());
    await page.waitForFunction(() => globalThis.page.all('.pill').length === 1);
    assert.match(await focused(), /^Set up Fernhill Desk.*3 of 5 steps done/);
    assert.deepEqual(await texts('ol'), []);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.all('ol').length === 1);
    assert.equal(await focused(), 'Set up Fernhill Desk');
  });
});

test('no event is sent for what the host does', async () => {
  await onStage(TAG, async ({ page, show, events }) => {
    await show('inProgress', 'ready');
    await page.evaluate(async () => {
      Object.assign(globalThis.page.element, { skipped: ['macros'], minimized: true, heading: 'x' });
      await globalThis.page.element.updateComplete;
    });
    assert.deepEqual(await events(), []);
  });
});

test('hostile labels stay text, and links that are not http, https, mailto or relative are dropped', async () => {
  await onStage(TAG, async ({ page, show, texts }) => {
    await show('inProgress', 'ready');
    for (const href of [
      'javascript:alert(1)',
      ' java\tscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'blob:x',
    ]) {
      await page.evaluate(async (bad) => {
        const { payoff } = globalThis.page.element;
        const answer = payoff.data.answers[0]?.answer as { steps: { label: string; href: string }[] };
        for (const step of answer.steps)
          Object.assign(step, { href: bad, label: '<img src=x onerror=alert(1)>{{x}}' });
        payoff.load('loading');
        payoff.load('ready');
        await new Promise((done) => setTimeout(done, 50));
      }, href);
      assert.deepEqual(await texts('a'), [], href);
    }
    assert.equal((await texts('img')).length, 0);
    assert.equal((await texts('.done .name bdi'))[0], '<img src=x onerror=alert(1)>{{x}}');
  });
});

test('trying again after a failure asks anew, and the focus does not fall out of the element', async () => {
  await onStage(TAG, async ({ page, show, text, settled, focused }) => {
    await show('failing', 'failed');
    assert.match(
      await text('[role="alert"]'),
      /The checklist did not load.*Your progress is safe.*could not be fetched/,
    );
    assert.match(await text('.state'), /Code: http_error/);
    await page.evaluate(() => {
      const { payoff } = globalThis.page.element;
      globalThis.page.find('button').focus();
      payoff.data.answers = [{ when: {}, error: { code: 'out_of_memory', path: '', message: '' } }];
    });
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.page.text('.state').includes('out_of_memory'));
    await settled('failed');
    assert.equal(await focused(), 'Try again');
    await page.evaluate(() => {
      const { payoff } = globalThis.page.element;
      const steps = [{ id: 'a', label: 'A', count: 1, progress: 0, done_at: null }];
      const answer = {
        ask: 'activation',
        status: 'in_progress',
        started_at: null,
        deadline: null,
        percent: 0,
        steps,
        next_step: 'a',
      };
      payoff.data.answers = [{ when: {}, answer }];
    });
    await page.keyboard.press('Enter');
    await settled('ready');
    assert.equal(await page.evaluate(() => globalThis.page.element.payoff.retries), 2);
    assert.equal(await focused(), 'Set up Fernhill Desk');
  });
});

test('loading is drawn only after 200 ms, and an answer to an older Payoff is dropped', async () => {
  await onStage(TAG, async ({ page, show, text, settled }) => {
    const waited = await page.evaluate(async () => {
      const start = performance.now();
      globalThis.page.show('payoff-checklist', 'waiting');
      while (globalThis.page.all('.pf').length === 0) await new Promise(requestAnimationFrame);
      return performance.now() - start;
    });
    assert.ok(waited >= 199, `drawn after ${waited} ms`);
    await page.waitForFunction(() => globalThis.page.all('.loading .sk').length > 0);
    assert.equal(await text('.cl-head .cap'), 'Reading events: 3.4 MB of 12.1 MB');
    await show('inProgress', 'ready');
    await page.evaluate(() => {
      const { element } = globalThis.page;
      const slow = Object.create(element.payoff) as typeof element.payoff;
      slow.ask = (() =>
        new Promise((_, fail) => setTimeout(() => fail(new Error('late')), 100))) as typeof slow.ask;
      const first = element.payoff;
      element.payoff = slow;
      setTimeout(() => {
        element.payoff = first;
      }, 20);
    });
    await new Promise((done) => setTimeout(done, 300));
    await settled('ready');
  });
});

test('new events redraw the list in place: what has the focus keeps it', async () => {
  await onStage(TAG, async ({ page, show, text, focused }) => {
    await show('inProgress', 'ready');
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      const { payoff } = globalThis.page.element;
      const answer = payoff.data.answers[0]?.answer as { steps: { progress: number }[] };
      Object.assign(answer.steps[4] ?? {}, { progress: 7 });
      payoff.load('loading');
      payoff.load('ready');
    });
    await page.waitForFunction(() => globalThis.page.texts('.meta').includes('7 of 10'));
    assert.equal(await focused(), 'Continue: Write 3 macros');
    assert.equal(await text('.title'), 'Set up Fernhill Desk');
  });
});

test('in Persian it runs from right to left, with Persian digits, months and its own file of words', async () => {
  await onStage(TAG, async ({ page, show, text, axe }) => {
    await show('inProgress', 'ready', { locale: 'fa' });
    assert.equal(await page.evaluate(() => globalThis.page.find('.pf').dir), 'rtl');
    assert.equal(await text('.step.now .meta'), '\u06f2 \u0627\u0632 \u06f3');
    assert.equal(await text('.step.done .meta'), '\u06f1\u06f0 \u0622\u0628\u0627\u0646');
    assert.deepEqual(await axe(), []);
  });
});
