// SPDX-License-Identifier: Apache-2.0
/**
 * @file What would two years of a help desk's customers look like? The sample behind the demo, from a seed.
 *
 * 300 accounts of an invented product, some 2,200 users and 345,000 rows, from 1 November 2024, when it opened, to
 * 31 October 2026. `{ accounts: 1400, from: '2025-05-01' }` makes about 1.1 million events of 10,000 people.
 * The same options give the same bytes everywhere: no clock, no locale, no Math.random, no exp or log.
 *
 * What is planted in it, so that an analysis can be held against the truth:
 *
 * - The aha moment: three colleagues who join within ten days of signing up. Staying means an event of value in
 *   weeks five to eight (days 28 to 55 after signing up). Its probability is
 *       0.10 + 0.50 x busyness + 0.35 if there was the aha moment,
 *   and that of the aha moment is 0.05 + 0.85 x busyness. Busyness is latent, uniform from 0 to 1, and also drives
 *   how many tickets come in. So of two accounts that are equally busy the one with three early colleagues stays
 *   more often by 35 points; compared as they come, it is about 49 points, of which 14 are busyness alone. In this
 *   sample 80% of 120 accounts with it stayed, 29% of 146 without: 51 points, and 31 to 44 within thirds of busyness.
 * - Those who will not stay do as all others do for ten days, and are gone by the end of week four: their last
 *   days say how it ends, not why.
 * - Lessons and webinars are taken by busy accounts and do nothing for staying: some 20 points more of those who
 *   learnt in their first two weeks stay, and about none within thirds of busyness.
 * - Replies come faster after automation: the median first reply of the accounts that adopt it goes from 68 minutes to
 *   24, and it falls in every one of them.
 * - A year's seasons: a third of the work over Christmas, three quarters in late summer, more in November.
 *   Offices work from nine to six on their own clocks; tickets come from seven in the morning to eight in the evening.
 * - Later losses, from the hundredth day on 2.5 to 7% a month, less for the busy: half of them fade for six weeks
 *   before they cancel, a quarter cancel out of full use, a quarter lose their card and never mend it.
 * - Prices rise for everybody on 1 January 2026.
 * - In every account one person, the champion, does more than any other: where there are five or more, a fifth to
 *   two thirds of the work, save in acct_12.
 *
 * Accounts to look at, as the demo lists them (showcase.ts):
 *   acct_3    thriving for two years, automated, value well above its price
 *   acct_12   a lone champion: of its seven people one does five sixths of the work
 *   acct_21   its card expires on 30 November 2026
 *   acct_33   in its last 28 days uses less than half of what it used in the 28 before
 *   acct_48   its payment of 28 October 2026 failed, and none has succeeded since
 *   acct_287  late: signed up on 9 October, one colleague instead of two invited, no ticket yet
 *   acct_297  fresh: signed up on 26 October, two of three steps done, one of three colleagues there
 */

import { type Account, drawAccounts, type Span } from './accounts.js';
import { bill, cancel } from './billing.js';
import { DAY_MS, dayOf } from './calendar.js';
import { Desk } from './desk.js';
import { goAbout } from './habits.js';
import { Random } from './random.js';
import { Queue, type SegmentRow, segmentRow } from './rows.js';
import { browseBefore, foundTeam, PUBLIC_PAGES, welcome } from './team.js';
import { handleTickets } from './tickets.js';

export interface HelpdeskOptions {
  seed?: number;
  accounts?: number;
  /** Dates in UTC: the first day, and the first after the last. */
  from?: string;
  to?: string;
}

export const DEFAULTS = { seed: 20_261_101, accounts: 300, from: '2024-11-01', to: '2026-11-01' } as const;

const LIFE = 2;
const VISITORS = 3;
/** Long before a lapsed account is forgotten nobody can be in it any more. */
const BROWSING_DAYS = 8;

function spanOf(options: HelpdeskOptions): Span {
  const { seed, accounts, from, to } = { ...DEFAULTS, ...options };
  return { seed, accounts, from_day: dayOf(from), to_day: dayOf(to) };
}

/** The truth behind the rows, for those who check an analysis against it. */
export function helpdeskAccounts(options: HelpdeskOptions = {}): Account[] {
  return drawAccounts(spanOf(options));
}

/** In the order of time. Holds a few days of rows at once, whatever the span. */
export function* helpdeskRows(options: HelpdeskOptions = {}): Generator<SegmentRow> {
  const span = spanOf(options);
  const queue = new Queue();
  const visitors = new Random(span.seed, VISITORS);
  // The last to sign up first, so that those whose time has come are taken from the end.
  const waiting = drawAccounts(span).sort((a, b) => b.signup_day - a.signup_day || b.number - a.number);
  let lives: Generator<void>[] = [];
  let number = 0;
  // What happens on a wall's day may be yesterday in UTC.
  for (let day = span.from_day; day <= span.to_day; day++) {
    while ((waiting.at(-1)?.signup_day ?? Number.POSITIVE_INFINITY) <= day + BROWSING_DAYS) {
      const account = waiting.pop() as Account;
      lives.push(
        life(new Desk(account, new Random(span.seed, LIFE, account.number), queue), day, span.to_day),
      );
    }
    visit(visitors, queue, day);
    lives = lives.filter((each) => !each.next().done);
    const due = queue.take(day - 1);
    if (day > span.from_day) for (const row of due) yield segmentRow(row, ++number);
  }
}

/** NDJSON, each line with its end. */
export function* helpdeskLines(options: HelpdeskOptions = {}): Generator<string> {
  for (const row of helpdeskRows(options)) yield `${JSON.stringify(row)}\n`;
}

/** The same as bytes, some of them at a time. */
export function* helpdeskChunks(
  options: HelpdeskOptions = {},
  chunk_characters = 1 << 18,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (const line of helpdeskLines(options)) {
    text += line;
    if (text.length < chunk_characters) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

/** One account, a day at a time, from `from_day` on. */
function* life(desk: Desk, from_day: number, to_day: number): Generator<void> {
  const { account } = desk;
  browseBefore(desk);
  for (let day = from_day; day < account.signup_day; day++) yield;
  const joins = foundTeam(desk);
  const end_day = account.end_day ?? Number.POSITIVE_INFINITY;
  for (let day = account.signup_day; day < end_day; day++) {
    if (day === account.connect_day) connect(desk, day);
    for (const join of joins.get(day) ?? []) welcome(desk, join);
    bill(desk, day);
    const staff = desk.at(day);
    const halved = account.showcase === 'halved' && day >= to_day - 28 ? 0.38 : 1;
    handleTickets(desk, day, staff, halved);
    goAbout(desk, day, staff);
    if (day === end_day - 1) cancel(desk, day);
    yield;
  }
}

function connect(desk: Desk, day: number): void {
  const { account, random } = desk;
  const minute = Math.max(account.signup_minute + 10, day * 1440 + random.whole(9 * 60, 12 * 60));
  const kind = account.uses_chat ? 'chat' : 'mailbox';
  desk.track(minute, 'integration_connected', desk.owner, { kind: 'mailbox' });
  if (kind === 'chat') desk.track(minute + 25, 'integration_connected', desk.owner, { kind });
}

/** Those who look and never sign up. */
function visit(random: Random, queue: Queue, day: number): void {
  for (let left = random.count(2.5); left > 0; left--) {
    const anonymous = `b_${day}_${left}v`;
    const at_ms = day * DAY_MS + random.whole(7 * 3_600_000, 21 * 3_600_000);
    const pages = random.whole(1, 3);
    for (let page = 0; page < pages; page++) {
      const data = { path: random.pick(PUBLIC_PAGES) };
      queue.add({
        at_ms: at_ms + page * random.whole(5_000, 60_000),
        type: 'track',
        event: 'page_viewed',
        anonymous,
        data,
      });
    }
  }
}
