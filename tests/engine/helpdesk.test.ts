// SPDX-License-Identifier: Apache-2.0
/** @file Is the sample help desk what its header says: the same bytes each time, rows that the core accepts, planted facts that are there? */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { helpdeskChunks, helpdeskLines, helpdeskRows } from '../../demo/helpdesk/helpdesk.js';
import type { SegmentRow } from '../../demo/helpdesk/rows.js';
import { createEngine } from '../../web/engine/index.js';
import { WASM } from './real_core.js';

const DAY_MS = 86_400_000;
const SMALL = { accounts: 40, from: '2026-01-01', to: '2026-05-01' };

const rows = [...helpdeskRows()];
const byAccount = groups(rows, (row) => row.context?.groupId);

function groups(
  list: readonly SegmentRow[],
  key: (row: SegmentRow) => string | undefined,
): Map<string, SegmentRow[]> {
  const found = new Map<string, SegmentRow[]>();
  for (const row of list) {
    const name = key(row);
    if (name === undefined) continue;
    const group = found.get(name);
    if (group) group.push(row);
    else found.set(name, [row]);
  }
  return found;
}

function of(account: string, event: string, from = '', to = '9'): SegmentRow[] {
  const all = byAccount.get(account) ?? [];
  return all.filter((row) => row.event === event && row.timestamp >= from && row.timestamp < to);
}

function traitsOf(account: string): Record<string, unknown> {
  return (byAccount.get(account) ?? []).filter(({ type }) => type === 'group').at(-1)?.traits ?? {};
}

function digest(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return hash.digest('hex');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

test('the default sample is the same bytes on every machine', () => {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  assert.equal(digest(lines), '6c323ea1a54759ae321d54f0aad46744b50b42d39a0d76732cc6957652f157bc');
});

test('another seed makes other rows, and the same seed the same', () => {
  const one = digest(helpdeskLines({ ...SMALL, seed: 1 }));
  assert.equal(digest(helpdeskLines({ ...SMALL, seed: 1 })), one);
  assert.notEqual(digest(helpdeskLines({ ...SMALL, seed: 2 })), one);
});

test('chunks of bytes join to the lines', () => {
  const text = [...helpdeskLines(SMALL)].join('');
  const chunks = [...helpdeskChunks(SMALL, 1000)];
  assert.ok(chunks.length > 100);
  assert.equal(Buffer.concat(chunks).toString(), text);
});

test('rows come in the order of time, inside the span, each with an id of its own', () => {
  assert.ok(rows.every((row, at) => at === 0 || row.timestamp >= (rows[at - 1]?.timestamp ?? '')));
  assert.ok((rows[0]?.timestamp ?? '') >= '2024-11-01T00:00:00.000Z');
  assert.ok((rows.at(-1)?.timestamp ?? '') < '2026-11-01T00:00:00.000Z');
  assert.equal(new Set(rows.map(({ messageId }) => messageId)).size, rows.length);
  const some = [...helpdeskRows(SMALL)];
  assert.ok((some[0]?.timestamp ?? '') >= '2026-01-01' && (some.at(-1)?.timestamp ?? '') < '2026-05-01');
});

test('there are as many rows of each kind as the header leads one to expect', () => {
  const counts = new Map<string, number>();
  for (const { event, type } of rows) counts.set(event ?? type, (counts.get(event ?? type) ?? 0) + 1);
  const ranges: Record<string, [number, number]> = {
    signed_up: [300, 300],
    identify: [2000, 3500],
    group: [1000, 4000],
    integration_connected: [280, 600],
    invite_sent: [1700, 3500],
    teammate_joined: [1700, 3200],
    ticket_created: [60_000, 110_000],
    ticket_replied: [70_000, 130_000],
    ticket_resolved: [55_000, 105_000],
    automation_run: [10_000, 40_000],
    page_viewed: [20_000, 60_000],
    report_viewed: [4000, 12_000],
    report_shared: [800, 3000],
    chat_sale: [800, 3000],
    lesson_completed: [500, 2000],
    webinar_attended: [150, 800],
    nps_submitted: [300, 1000],
    referral_sent: [15, 100],
    review_posted: [8, 60],
    case_study_agreed: [1, 20],
    payment_succeeded: [800, 2500],
    payment_failed: [30, 200],
    subscription_canceled: [60, 150],
  };
  assert.deepEqual([...counts.keys()].sort(), Object.keys(ranges).sort());
  for (const [event, [least, most]] of Object.entries(ranges)) {
    const count = counts.get(event) ?? 0;
    assert.ok(count >= least && count <= most, `${count} of ${event}`);
  }
  const users = new Set(rows.flatMap(({ userId }) => userId ?? []));
  assert.ok(users.size >= 2000 && users.size <= 3500, `${users.size} users`);
  assert.ok(rows.length >= 250_000 && rows.length <= 400_000, `${rows.length} rows`);
});

test('the core accepts every row, and reads from it what plain counting finds', async () => {
  const playbook = await readFile('demo/helpdesk.playbook.json', 'utf8');
  const engine = await createEngine({ ...WASM, playbook, asOf: '2026-11-01T00:00:00Z' });
  for (const chunk of helpdeskChunks()) await engine.append(chunk);
  const { format, quality } = await engine.end();
  assert.equal(format, 'segment');
  assert.deepEqual(quality.rejected, {});
  assert.equal(quality.accepted, rows.length);
  assert.equal(quality.duplicates, 0);
  const answer = await engine.ask({
    ask: 'report',
    from: '2026-10-01T00:00:00Z',
    to: '2026-11-01T00:00:00Z',
    account: 'acct_3',
  });
  const total = (id: string) => answer.metrics.find((metric) => metric.id === id)?.total;
  assert.equal(total('resolved'), of('acct_3', 'ticket_resolved', '2026-10').length);
  assert.equal(total('automated'), of('acct_3', 'automation_run', '2026-10').length);
  const cents = of('acct_3', 'chat_sale', '2026-10').map((row) =>
    Math.round(100 * Number(row.properties?.['amount'])),
  );
  assert.equal(total('chat_sales'), cents.reduce((all, each) => all + each, 0) / 100);
  engine.close();
});

test('a browser is nobody until it signs up, and its user from then on', () => {
  const signups = rows.filter(({ event }) => event === 'signed_up');
  assert.equal(signups.length, 300);
  const identified = new Map(rows.filter(({ type }) => type === 'identify').map((row) => [row.userId, row]));
  const byBrowser = groups(
    rows.filter(({ type }) => type === 'track'),
    (row) => row.anonymousId,
  );
  let browsed = 0;
  for (const { userId = '', timestamp } of signups) {
    const { anonymousId } = identified.get(userId) ?? {};
    const before = byBrowser.get(anonymousId ?? '') ?? [];
    assert.ok(before.every((row) => row.timestamp < timestamp && row.userId === undefined && !row.context));
    if (before.length > 0) browsed++;
  }
  assert.ok(browsed > 250, `${browsed} looked around before`);
  const users = new Set(rows.flatMap(({ userId }) => userId ?? []));
  assert.deepEqual(users, new Set(identified.keys()));
});

test('nothing happens in an account before it signs up or after it cancels', () => {
  for (const [account, list] of byAccount) {
    const signup = of(account, 'signed_up')[0]?.timestamp ?? '';
    assert.equal(list[0]?.event, 'signed_up', account);
    const cancel = of(account, 'subscription_canceled')[0]?.timestamp ?? '9';
    assert.ok(signup < cancel && (list.at(-1)?.timestamp ?? '') <= cancel, account);
  }
});

test('people work by day and on weekdays, less over Christmas and in summer', () => {
  const berlin = rows.filter(
    ({ event, context }) => event === 'ticket_resolved' && context?.groupId === 'acct_3',
  );
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  for (const { timestamp } of berlin) {
    const hour = Number(clock.format(new Date(timestamp)));
    assert.ok(hour >= 9 && hour < 20, timestamp);
  }
  const created = rows.filter(({ event }) => event === 'ticket_created');
  const days = Array.from({ length: 7 }, () => 0);
  for (const { timestamp } of created) (days[new Date(timestamp).getUTCDay()] as number)++;
  assert.ok((days[0] as number) < 0.25 * (days[2] as number));
  const per = (from: string, to: string): number =>
    created.filter(({ timestamp }) => timestamp >= from && timestamp < to).length /
    ((Date.parse(to) - Date.parse(from)) / DAY_MS);
  assert.ok(per('2025-12-22', '2026-01-02') < 0.5 * per('2025-12-01', '2025-12-12'));
  assert.ok(per('2026-08-01', '2026-09-01') < 0.92 * per('2026-06-01', '2026-07-01'));
  assert.ok(per('2026-10-01', '2026-11-01') > 3 * per('2025-04-01', '2025-05-01'));
});

test('replies come faster in every account after it has learnt to automate', () => {
  const before: number[] = [];
  const after: number[] = [];
  for (const account of byAccount.keys()) {
    const first = of(account, 'automation_run')[0];
    if (!first) continue;
    const learnt = new Date(Date.parse(first.timestamp) + 45 * DAY_MS).toISOString();
    const created = new Map(
      of(account, 'ticket_created').map((row) => [row.properties?.['ticket_id'], row.timestamp]),
    );
    const minutes = (from: string, to: string): number[] => {
      const first_replies = new Map<unknown, string>();
      for (const { properties, timestamp } of of(account, 'ticket_replied')) {
        const id = properties?.['ticket_id'];
        if (!first_replies.has(id)) first_replies.set(id, timestamp);
      }
      return [...first_replies].flatMap(([id, replied]) => {
        const asked = created.get(id as string) as string;
        return asked >= from && asked < to ? [(Date.parse(replied) - Date.parse(asked)) / 60_000] : [];
      });
    };
    const [slow, fast] = [minutes('', first.timestamp), minutes(learnt, '9')];
    if (slow.length < 30 || fast.length < 30) continue;
    before.push(median(slow));
    after.push(median(fast));
    assert.ok(median(fast) < median(slow), account);
  }
  assert.ok(before.length >= 30, `${before.length} accounts`);
  assert.ok(median(before) > 50 && median(before) < 90, `${median(before)} minutes before`);
  assert.ok(median(after) > 15 && median(after) < 35, `${median(after)} minutes after`);
});

test('plans and prices change with time, and prices rise on one day', () => {
  const plans = new Set(rows.filter(({ type }) => type === 'group').map((row) => row.traits?.['plan']));
  assert.deepEqual([...plans].sort(), ['business', 'starter', 'team', 'trial']);
  const seats = { starter: [15, 16], team: [29, 32], business: [49, 54] } as Record<string, number[]>;
  for (const { type, timestamp, traits } of rows) {
    if (type !== 'group' || traits?.['plan'] === 'trial') continue;
    const price = seats[String(traits?.['plan'])]?.[timestamp < '2026-01-01' ? 0 : 1] ?? 0;
    assert.equal(traits?.['mrr'], price * Number(traits?.['seats']));
  }
});

test('who leaves says why in one of eight words, unless it was the card', () => {
  const reasons = new Set<unknown>();
  const faded: string[] = [];
  for (const { properties, context } of rows.filter(({ event }) => event === 'subscription_canceled')) {
    const account = context?.groupId ?? '';
    if (properties?.['reason'] === 'payment_failed') {
      const failures = of(account, 'payment_failed');
      assert.ok(failures.length > 0 && !('feedback' in properties), account);
      assert.ok(
        (of(account, 'payment_succeeded').at(-1)?.timestamp ?? '') < (failures.at(-1)?.timestamp ?? ''),
      );
    } else {
      reasons.add(properties?.['feedback']);
      faded.push(account);
    }
  }
  const stripe =
    'customer_service low_quality missing_features other switched_service too_complex too_expensive unused';
  assert.deepEqual([...reasons].sort(), stripe.split(' '));
  // Some of those who stayed a while went quietly before they said so.
  const quiet = faded.filter((account) => {
    const end = Date.parse(of(account, 'subscription_canceled')[0]?.timestamp ?? '');
    const days = (from: number, to: number): number =>
      of(
        account,
        'ticket_created',
        new Date(end - from * DAY_MS).toISOString(),
        new Date(end - to * DAY_MS).toISOString(),
      ).length;
    return days(84, 42) > 20 && days(14, 0) * 3 < days(84, 42) / 3;
  });
  assert.ok(quiet.length >= 5, `${quiet.length} went quietly`);
});

test('acct_3 thrives: automated, with more work than a year before and the card good', () => {
  assert.ok(
    of('acct_3', 'ticket_resolved', '2026-10').length >
      1.1 * of('acct_3', 'ticket_resolved', '2025-10', '2025-11').length,
  );
  assert.ok(of('acct_3', 'automation_run', '2026-10').length > 200);
  assert.ok(String(traitsOf('acct_3')['card_expires']) > '2027');
});

test('every account of some size has a champion, and only one lives by its champion alone', () => {
  const alone: string[] = [];
  let checked = 0;
  for (const account of byAccount.keys()) {
    const resolved = of(account, 'ticket_resolved');
    const people = groups(resolved, ({ userId }) => userId);
    if (people.size < 5 || resolved.length < 200) continue;
    const most = Math.max(...[...people.values()].map((list) => list.length)) / resolved.length;
    assert.ok(most > 0.2 && most > 1.25 / people.size, `${account}: ${most}`);
    checked++;
    if (most > 0.7) alone.push(account);
  }
  assert.ok(checked > 60, `${checked} accounts`);
  assert.deepEqual(alone, ['acct_12']);
});

test('acct_12 has a champion without whom nothing is done', () => {
  const people = new Map<string, number>();
  const recent = of('acct_12', 'ticket_resolved', '2026-08-03');
  for (const { userId = '' } of recent) people.set(userId, (people.get(userId) ?? 0) + 1);
  assert.ok(people.size >= 3);
  assert.ok(Math.max(...people.values()) / recent.length >= 0.75);
});

test('acct_21 has a card that ends within 30 days', () => {
  assert.equal(traitsOf('acct_21')['card_expires'], '2026-11-30');
  assert.match(String(traitsOf('acct_21')['card_last4']), /^\d{4}$/);
});

test('acct_33 uses less than half of what it used four weeks before', () => {
  const created = (from: string, to: string): number => of('acct_33', 'ticket_created', from, to).length;
  const [last, before] = [created('2026-10-04', '2026-11-01'), created('2026-09-06', '2026-10-04')];
  assert.ok(before > 150 && last < 0.5 * before, `${last} after ${before}`);
});

test('acct_48 has not paid since its card was declined', () => {
  assert.match(of('acct_48', 'payment_failed').at(-1)?.timestamp ?? '', /^2026-10-28/);
  assert.match(of('acct_48', 'payment_succeeded').at(-1)?.timestamp ?? '', /^2026-09-28/);
});

test('acct_287 is late and acct_297 in the middle of its checklist', () => {
  const steps = ['signed_up', 'integration_connected', 'invite_sent', 'ticket_resolved', 'teammate_joined'];
  const done = (account: string): number[] => steps.map((event) => of(account, event).length);
  assert.deepEqual(done('acct_287'), [1, 1, 1, 0, 1]);
  assert.match(of('acct_287', 'signed_up')[0]?.timestamp ?? '', /^2026-10-09/);
  const [signups, connected, invited, resolved, joined] = done('acct_297');
  assert.deepEqual([signups, connected, invited, joined], [1, 1, 1, 1]);
  assert.ok((resolved ?? 0) > 0);
  assert.match(of('acct_297', 'signed_up')[0]?.timestamp ?? '', /^2026-10-26/);
});
