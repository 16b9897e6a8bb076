// SPDX-License-Identifier: Apache-2.0
/**
 * @file How long is a page's thread held while Payoff loads events, answers and shows a report? Runs in the page, from its
 * own text, so it can see nothing of this file. The page serves /payoff/, /playbook.json and /events.
 */

/**
 * Gives `longest_ms`, the longest stretch in which the page got no turn (a timer measures it, in every browser), and the
 * browser's own `tasks` of 50 ms and more (Chromium only), each with what had last happened when it began; and `first_date_ms`, what the
 * browser itself needed before all this for the first date in its process.
 */
export async function watchPage({ account, asOf, period, worker }) {
  // The first date that anybody formats in a new process of the browser makes it read its own tables, 40 to 200 ms in one
  // task. Hosts have shown a date before a report is asked for; here somebody must.
  const before_ms = performance.now();
  new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin' }).format(0);
  const first_date_ms = performance.now() - before_ms;
  const { createPayoff } = await import('/payoff/index.js');
  await import('/payoff/report.js');
  await new Promise((done) => requestIdleCallback(done));

  const tasks = [];
  const steps = [{ name: 'the start', at_ms: performance.now() }];
  const step = (name) => steps.push({ name, at_ms: performance.now() });
  const stepAt = (at_ms) => steps.findLast((each) => each.at_ms <= at_ms)?.name ?? 'before the start';
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration]);
  });
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) observer.observe({ type: 'longtask' });

  // Timers that follow one another come every 4 ms at the soonest.
  const TURN_MS = 4;
  let longest_ms = 0;
  let last_ms = performance.now();
  const beat = () => {
    const now_ms = performance.now();
    longest_ms = Math.max(longest_ms, now_ms - last_ms - TURN_MS);
    last_ms = now_ms;
    timer = setTimeout(beat, 0);
  };
  let timer = setTimeout(beat, 0);

  const payoff = createPayoff({ playbook: '/playbook.json', events: '/events', account, asOf, worker });
  const report = document.createElement('payoff-report');
  report.payoff = payoff;
  report.setAttribute('period', period);
  document.body.append(report);
  const { rows } = await payoff.ready;
  step('the events were there');
  const from = `${period}-01`;
  await payoff.ask({ ask: 'usage', from, to: asOf.slice(0, 10), grain: 'day' });
  step('a question was answered');
  while (report.getAttribute('state') === 'loading') await new Promise((done) => setTimeout(done, 5));
  step('the report was there');
  // A frame to draw it in, and a turn for what the observer has not told yet.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));

  clearTimeout(timer);
  observer.disconnect();
  const state = report.getAttribute('state');
  payoff.close();
  report.remove();
  return {
    rows,
    state,
    first_date_ms,
    took_ms: steps.at(-1).at_ms - steps[0].at_ms,
    longest_ms,
    tasks: tasks.map(([at_ms, ms]) => ({ ms, after: stepAt(at_ms) })),
  };
}
