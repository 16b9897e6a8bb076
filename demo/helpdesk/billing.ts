// SPDX-License-Identifier: Apache-2.0
/** @file What does an account pay, by which card, and how does it leave? */

import { renewalDay } from './accounts.js';
import { dateOf, dayOf, dayOfMonth, lastOfMonth } from './calendar.js';
import type { Desk, Plan } from './desk.js';

export const TRIAL_DAYS = 14;
/** Euros a seat and month; the second prices from the day on which they rose for everybody. */
export const PRICES: Record<Plan, readonly [number, number]> = {
  trial: [0, 0],
  starter: [15, 16],
  team: [29, 32],
  business: [49, 54],
};
export const PRICE_RISE = '2026-01-01';
const PRICE_RISE_DAY = dayOf(PRICE_RISE);
const RETRY_DAYS = [0, 4, 8];

/** Stripe's eight, as often as each kind of leaving gives them. */
const REASONS = {
  lapsed: ['too_complex', 'unused', 'unused', 'missing_features', 'customer_service', 'other'],
  faded: ['unused', 'unused', 'too_expensive', 'too_complex', 'switched_service', 'low_quality'],
  sudden: [
    'switched_service',
    'missing_features',
    'too_expensive',
    'customer_service',
    'low_quality',
    'other',
  ],
};

export function bill(desk: Desk, day: number): void {
  const { account } = desk;
  const minute = Math.max(day * 1440 + 10 * 60, account.signup_minute + 1);
  const isDue = dayOfMonth(day) === account.billing_day;
  const isEnd = day === account.signup_day + TRIAL_DAYS;
  if (isEnd && account.stays) desk.plan = planFor(desk, day);
  if (desk.plan !== 'trial' && (isDue || day === account.automation_day)) desk.plan = planFor(desk, day);
  replaceCard(desk, day);
  if (
    day === account.signup_day ||
    isEnd ||
    isDue ||
    day === PRICE_RISE_DAY ||
    day === account.automation_day
  )
    count(desk, day);
  tell(desk, minute, day);
  if (isDue) pay(desk, day, minute);
}

/** Sends the account's traits if any of them has changed. */
export function tell(desk: Desk, minute: number, day: number): void {
  const { account, plan, mrr, seats, card_last4 } = desk;
  if (day >= desk.renewal_day) {
    desk.renewal_day = plan === 'trial' ? account.signup_day + TRIAL_DAYS : renewalDay(account, day);
  }
  const data = {
    plan,
    mrr,
    seats,
    renewal_date: dateOf(desk.renewal_day),
    card_expires: plan === 'trial' ? null : dateOf(desk.card_expires_day),
    card_last4: plan === 'trial' ? null : card_last4,
    industry: account.industry,
  };
  const text = JSON.stringify(data);
  if (text === desk.sent_traits) return;
  desk.sent_traits = text;
  desk.group(desk.instant(minute), data);
}

/** On the last evening before the end, so that all else comes before it. */
export function cancel(desk: Desk, day: number): void {
  const { account, random, owner } = desk;
  const { ending } = account;
  const minute = day * 1440 + 21 * 60;
  if (ending === 'unpaid') {
    desk.track(minute, 'subscription_canceled', `billing_${account.number}`, { reason: 'payment_failed' });
  } else if (ending === 'faded' || ending === 'sudden' || (ending === 'lapsed' && random.chance(0.5))) {
    const feedback = random.pick(REASONS[ending]);
    desk.track(minute, 'subscription_canceled', owner, { reason: 'cancellation_requested', feedback });
  }
}

function planFor({ account, plan }: Desk, day: number): Plan {
  const team = account.team;
  const isAutomated = account.automation_day !== null && day >= account.automation_day;
  if (team >= 15 && (isAutomated || plan === 'business')) return 'business';
  return team >= 6 || isAutomated ? 'team' : 'starter';
}

function count(desk: Desk, day: number): void {
  desk.seats = Math.max(desk.plan === 'trial' ? 1 : 2, desk.at(day).length);
  desk.mrr = desk.seats * PRICES[desk.plan][day < PRICE_RISE_DAY ? 0 : 1];
}

/** A new card before the old one ends, unless the account is one of those that let it lapse. */
function replaceCard(desk: Desk, day: number): void {
  const { account, random } = desk;
  const isLetLapse = account.failing_from_day !== null && day > account.failing_from_day - 30;
  if (day !== desk.card_expires_day - 9 || isLetLapse) return;
  desk.card_expires_day = lastOfMonth(day, 36);
  desk.card_last4 = String(random.whole(0, 9999)).padStart(4, '0');
}

function pay(desk: Desk, day: number, minute: number): void {
  const { account, random, mrr } = desk;
  if (mrr === 0) return;
  const data = { amount: mrr, currency: 'EUR' };
  const by = `billing_${account.number}`;
  if (account.failing_from_day !== null && day >= account.failing_from_day) {
    for (const after of RETRY_DAYS) desk.track(minute + after * 1440, 'payment_failed', by, data);
  } else if (random.chance(0.035)) {
    desk.track(minute, 'payment_failed', by, data);
    desk.track(minute + random.whole(1, 3) * 1440, 'payment_succeeded', by, data);
  } else {
    desk.track(minute, 'payment_succeeded', by, data);
  }
}
