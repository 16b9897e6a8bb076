// SPDX-License-Identifier: Apache-2.0
/** @file Which flags do SQL's figures of an account make, by the rules that flags.h tells? */

import type { Flag } from '../../web/engine/index.js';
import type { Row } from './expenses_sql.js';

const DAY_MS = 86_400_000;
export const CAPABILITIES = [
  { id: 'budget', name: 'Declaration APPROVED by BUDGET OWNER' },
  { id: 'reminders', name: 'Send Reminder' },
  { id: 'rejections', name: 'Declaration REJECTED by MISSING', plans: ['basic', 'pro'] },
] as const;

const LOGARITHMS = [0];
/** Of n!. */
function logFactorial(n: number): number {
  for (let k = LOGARITHMS.length; k <= n; ++k) LOGARITHMS.push((LOGARITHMS[k - 1] ?? 0) + Math.log(k));
  return LOGARITHMS[n] ?? Number.NaN;
}

/** Two-sided: all splits of a + b that are as unlikely as this one, if a's share were `share`. */
function binomialP(a: number, b: number, share: number): number {
  const n = a + b;
  const weight = (k: number): number =>
    Math.exp(
      logFactorial(n) -
        logFactorial(k) -
        logFactorial(n - k) +
        k * Math.log(share) +
        (n - k) * Math.log(1 - share),
    );
  const seen = weight(a) * (1 + 1e-7);
  let p = 0;
  for (let k = 0; k <= n; ++k) if (weight(k) <= seen) p += weight(k);
  return Math.min(1, p);
}

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });
export const dateOf = (ms: number): string => AMSTERDAM.format(ms);

/** Without p, which is compared apart; and what cannot be judged. */
export interface Expected {
  flags: (Flag & { p?: number })[];
  unknown: string[];
}

export interface Extras {
  visitsNow: number;
  visitsBefore: number;
  makers: { person: string; made: number; lastMs: number }[];
  uses: { now: number; before: number; lastMs: number }[];
}

export function flagsOf(row: Row, { visitsNow, visitsBefore, makers, uses }: Extras): Expected {
  const at = Number(row['at_ms']);
  const figure = (name: string): number => Number(row[name]);
  const flags: Flag[] = [];
  const unknown: string[] = [];
  const monthAgo = dateOf(at - 28 * DAY_MS);
  const fall = (id: Flag['id'], now: number, before: number): void => {
    if (before === 0) return void unknown.push(id);
    const share = (before - now) / before;
    const threshold = share >= 0.5 ? 0.5 : 0.2;
    const p = binomialP(now, before, 0.5);
    if (share < 0.2 || p >= 0.05) return;
    const severity = threshold === 0.5 ? 'high' : 'medium';
    flags.push({ id, severity, since: monthAgo, value: now, baseline: before, threshold, p });
  };

  if (row['last_ms'] === null) {
    unknown.push('silent');
  } else {
    const days = Math.floor((at - figure('last_ms')) / DAY_MS);
    const threshold = days >= 14 ? 14 : 7;
    const severity = days >= 14 ? 'high' : 'medium';
    const since = dateOf(figure('last_ms'));
    if (days >= 7) flags.push({ id: 'silent', severity, since, value: days, baseline: null, threshold });
  }
  fall('usage_drop', figure('active_now'), figure('active_before'));
  if (figure('value_before') * figure('people_before') * figure('people_now') === 0) {
    unknown.push('engagement_drop');
  } else {
    const each = figure('value_now') / figure('people_now');
    const before = figure('value_before') / figure('people_before');
    if ((before - each) / before >= 0.2 && figure('people_now') >= figure('people_before')) {
      const share = figure('people_now') / (figure('people_now') + figure('people_before'));
      const p = binomialP(figure('value_now'), figure('value_before'), share);
      flags.push({
        id: 'engagement_drop',
        severity: 'medium',
        since: monthAgo,
        value: each,
        baseline: before,
        threshold: 0.2,
        p,
      });
    }
  }
  fall('logins_drop', figure('login_now'), figure('login_before'));
  fall('session_drop', visitsNow, visitsBefore);
  const plan = row['plan'];
  for (const [i, one] of CAPABILITIES.entries()) {
    const use = uses[i];
    const has = !('plans' in one) || plan === null || one.plans.some((name) => `"${name}"` === plan);
    if (!use || use.now > 0 || use.before === 0 || !has) continue;
    const since = dateOf(use.lastMs);
    flags.push({
      id: 'capability_dropped',
      severity: 'medium',
      since,
      value: 0,
      baseline: use.before,
      threshold: 28,
      capability: one.id,
    });
  }
  const [first] = makers;
  if (figure('people_90d') < 3 || !first) {
    unknown.push('champion_risk', 'champion_left');
  } else {
    const total = makers.reduce((sum, { made }) => sum + made, 0);
    let bus_factor = 0;
    for (let made = 0; made * 2 < total; ++bus_factor) made += makers[bus_factor]?.made ?? 0;
    if (first.made >= 0.2 * total) {
      const since = dateOf(at - 90 * DAY_MS);
      const user = first.person;
      flags.push({
        id: 'champion_risk',
        severity: 'medium',
        since,
        value: first.made / total,
        baseline: null,
        threshold: 0.2,
        user,
        bus_factor,
      });
      const days = Math.floor((at - first.lastMs) / DAY_MS);
      if (days >= 14) {
        flags.push({
          id: 'champion_left',
          severity: 'high',
          since: dateOf(first.lastMs),
          value: days,
          baseline: null,
          threshold: 14,
          user,
        });
      }
    }
  }
  if (figure('failures') > 0) {
    const since = dateOf(figure('failed_ms'));
    flags.push({
      id: 'payment_failed',
      severity: 'high',
      since,
      value: figure('failures'),
      baseline: null,
      threshold: null,
    });
  }
  if (row['card'] === null) {
    unknown.push('card_expiring');
  } else if (figure('card_days') <= 30) {
    const since = new Date(Date.parse(String(row['card'])) - 30 * DAY_MS).toISOString().slice(0, 10);
    flags.push({
      id: 'card_expiring',
      severity: 'medium',
      since,
      value: figure('card_days'),
      baseline: null,
      threshold: 30,
    });
  }
  unknown.push('renewal_near');
  if (figure('support_before') === 0) {
    unknown.push('support_load');
  } else if (figure('support_now') >= 2 * figure('support_before')) {
    const p = binomialP(figure('support_now'), figure('support_before'), 0.5);
    const counts = { value: figure('support_now'), baseline: figure('support_before') };
    if (p < 0.05)
      flags.push({ id: 'support_load', severity: 'medium', since: monthAgo, ...counts, threshold: 2, p });
  }
  unknown.push('detractor', 'onboarding_stalled');
  const gravest = (one: Flag): number => ['high', 'medium', 'low'].indexOf(one.severity);
  return { flags: flags.sort((a, b) => gravest(a) - gravest(b)), unknown };
}
