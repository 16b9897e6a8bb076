// SPDX-License-Identifier: Apache-2.0
/** @file Which accounts are worth a look, and why? Their lives are set, not drawn; ids are those of 300 accounts. */

import type { Account, Span } from './accounts.js';
import { BERLIN, lastOfMonth } from './calendar.js';

export type ShowcaseKind =
  | 'thriving'
  | 'lone_champion'
  | 'card_expiring'
  | 'halved'
  | 'payment_failed'
  | 'late'
  | 'fresh';

export interface Showcase {
  /** In the list of all; below 0 counted from its end, where the newest are. */
  at: number;
  id: string;
  kind: ShowcaseKind;
  story: string;
  changes(account: Account, span: Span): Partial<Account>;
}

const staying = { stays: true, ending: null, end_day: null, failing_from_day: null, zone: BERLIN } as const;

export const SHOWCASES: readonly Showcase[] = [
  {
    at: 2,
    id: 'acct_3',
    kind: 'thriving',
    story: 'thriving for two years',
    changes: ({ signup_day }) => ({
      ...staying,
      busyness: 0.85,
      is_aha: true,
      connect_day: signup_day,
      early_joins: [1, 2, 4, 6],
      team: 16,
      tickets_a_day: { early: 4, mature: 14 },
      pace: 0.9,
      automation_day: signup_day + 210,
      uses_reports: true,
      uses_chat: true,
    }),
  },
  {
    at: 11,
    id: 'acct_12',
    kind: 'lone_champion',
    story: 'one person does nearly everything',
    changes: () => ({
      ...staying,
      is_aha: true,
      early_joins: [2, 3, 6],
      team: 7,
      champion_share: 0.84,
      tickets_a_day: { early: 3, mature: 5 },
      automation_day: null,
    }),
  },
  {
    at: 20,
    id: 'acct_21',
    kind: 'card_expiring',
    story: 'the card expires this month',
    changes: (_, { to_day }) => ({
      ...staying,
      team: 9,
      tickets_a_day: { early: 3, mature: 6 },
      card_expires_day: lastOfMonth(to_day),
    }),
  },
  {
    at: 32,
    id: 'acct_33',
    kind: 'halved',
    story: 'uses half of what it used a month ago',
    changes: () => ({
      ...staying,
      team: 11,
      tickets_a_day: { early: 3, mature: 9 },
    }),
  },
  {
    at: 47,
    id: 'acct_48',
    kind: 'payment_failed',
    story: 'the last payment failed',
    changes: (_, { to_day }) => ({
      ...staying,
      team: 8,
      tickets_a_day: { early: 3, mature: 5 },
      is_annual: false,
      billing_day: 28,
      card_expires_day: lastOfMonth(to_day, 14),
      failing_from_day: to_day - 20,
    }),
  },
  {
    at: -14,
    id: 'acct_287',
    kind: 'late',
    story: 'late with getting started',
    changes: (_, { to_day }) => ({
      ...staying,
      ...beginner(to_day - 23),
      connect_day: to_day - 23,
      tickets_a_day: { early: 0, mature: 0 },
    }),
  },
  {
    at: -4,
    id: 'acct_297',
    kind: 'fresh',
    story: 'signed up six days ago',
    changes: (_, { to_day }) => ({
      ...staying,
      ...beginner(to_day - 6),
      connect_day: to_day - 6,
      tickets_a_day: { early: 3.5, mature: 6 },
    }),
  },
];

/** One colleague has been invited, and has come. */
function beginner(signup_day: number): Partial<Account> {
  return {
    signup_day,
    signup_minute: signup_day * 1440 + 9 * 60 + 40,
    is_aha: false,
    early_joins: [1],
    team: 2,
    open_invites: 0,
    automation_day: null,
    uses_reports: false,
    uses_chat: false,
  };
}
