// SPDX-License-Identifier: Apache-2.0
/**
 * @file Who are the customers, and what becomes of each? Drawn before anything happens.
 *
 * This is the truth behind the rows, and the whole of its causal structure:
 *
 *     busyness ---> tickets in the first weeks
 *     busyness ---> three colleagues within ten days ---> staying
 *     busyness ---------------------------------------> staying
 *     busyness ---> lessons and webinars                 (which do nothing for staying)
 */

import { dateOf, lastOfMonth, monthsAfter, nextWorkday, weekday, ZONES, type Zone } from './calendar.js';
import { Random } from './random.js';
import { SHOWCASES, type ShowcaseKind } from './showcase.js';

/** How an account's days end. */
export type Ending =
  /** In its first four weeks, before it got going. */
  | 'lapsed'
  /** Uses less and less for six weeks, then cancels. */
  | 'faded'
  /** Cancels out of full use. */
  | 'sudden'
  /** The card fails, and nobody mends it. */
  | 'unpaid';

export interface Account {
  id: string;
  number: number;
  zone: Zone;
  /** On the office's wall. */
  signup_day: number;
  signup_minute: number;
  /** Latent, 0 to 1: how much there is to do, and how eagerly they set to work. */
  busyness: number;
  /** Three colleagues or more join within ten days of signing up. */
  is_aha: boolean;
  /** Still at work in weeks five to eight, and until something else ends it. */
  stays: boolean;
  ending: Ending | null;
  /** The first day without them; null: they are there to the end. */
  end_day: number | null;
  connect_day: number;
  /** Days after signing up on which the first colleagues join, and invitations that nobody takes. */
  early_joins: readonly number[];
  open_invites: number;
  /** People in the end, if there is time. */
  team: number;
  /** What the most active person does, against all others together. */
  champion_share: number;
  tickets_a_day: { early: number; mature: number };
  /** Times the usual time to answer. */
  pace: number;
  automation_day: number | null;
  uses_reports: boolean;
  uses_chat: boolean;
  is_annual: boolean;
  /** The day of the month on which the price is due. */
  billing_day: number;
  card_expires_day: number;
  /** From this day on no payment succeeds. */
  failing_from_day: number | null;
  industry: string;
  showcase: ShowcaseKind | null;
}

/** Staying is a sum of three terms, so what each of them does can be read off. */
export const STAY = { base: 0.1, busyness: 0.5, aha: 0.35 } as const;
/** Three early colleagues: busier teams invite more. */
export const AHA = { base: 0.05, busyness: 0.85 } as const;

const TEAM_SIZES = [2, 4, 6, 8, 10, 13, 17, 24, 44];
const INDUSTRIES = ['retail', 'software', 'travel', 'education', 'logistics', 'health', 'energy'];
const PURPOSE = 1;

export interface Span {
  seed: number;
  accounts: number;
  /** The first day, and the first one after the last. */
  from_day: number;
  to_day: number;
}

/** In the order in which they signed up, save some of the showcases. */
export function drawAccounts(span: Span): Account[] {
  const accounts = Array.from({ length: span.accounts }, (_, index) => drawAccount(span, index));
  for (const { at, kind, changes } of SHOWCASES) {
    const index = at < 0 ? span.accounts + at : at;
    const account = accounts[index];
    if (account) Object.assign(account, changes(account, span), { showcase: kind });
  }
  return accounts;
}

function drawAccount({ seed, accounts, from_day, to_day }: Span, index: number): Account {
  const random = new Random(seed, PURPOSE, index);
  const zone = ZONES[random.weighted(ZONES.map(({ weight }) => weight))] as Zone;
  const signup_day = signupDay(random, (index + random.share()) / accounts, from_day, to_day);
  const busyness = random.share();
  const is_aha = random.chance(AHA.base + AHA.busyness * busyness);
  const stays = random.chance(STAY.base + STAY.busyness * busyness + (is_aha ? STAY.aha : 0));
  const team = Math.round(random.quantile(TEAM_SIZES) * (0.85 + 0.6 * busyness));
  const joins = is_aha ? 3 + Math.floor(3.5 * random.share() * random.share()) : random.weighted([5, 3, 2]);
  const end = stays
    ? laterEnd(random, busyness, signup_day, to_day)
    : { ending: 'lapsed' as const, end_day: signup_day + random.whole(14, 27) };
  return {
    id: `acct_${index + 1}`,
    number: index + 1,
    zone,
    signup_day,
    signup_minute: signup_day * 1440 + random.whole(8 * 60, 17 * 60),
    busyness,
    is_aha,
    stays,
    ...end,
    connect_day: signup_day + (random.chance(0.85) ? random.whole(0, 2) : random.whole(4, 11)),
    early_joins: Array.from({ length: joins }, () => random.whole(0, 7)),
    open_invites: random.weighted([6, 3, 1]),
    team: Math.max(team, joins + 1),
    champion_share: random.between(0.22, 0.42),
    tickets_a_day: {
      early: (0.5 + 4 * busyness) * random.between(0.85, 1.15),
      mature: 0.6 + team * 0.08 * (0.4 + busyness) * random.between(0.6, 1.4),
    },
    pace: random.between(0.6, 1.7),
    automation_day: team >= 5 && random.chance(0.62) ? signup_day + random.whole(45, 260) : null,
    uses_reports: random.chance(0.6),
    uses_chat: random.chance(0.45),
    is_annual: random.chance(0.3),
    billing_day: random.whole(1, 28),
    card_expires_day: lastOfMonth(signup_day, random.whole(3, 40)),
    failing_from_day: end.ending === 'unpaid' && end.end_day !== null ? end.end_day - 31 : null,
    industry: random.pick(INDUSTRIES),
    showcase: null,
  };
}

/** Three times as many sign up in the end as in the beginning; hardly anyone at weekends or over Christmas. */
function signupDay(random: Random, share: number, from_day: number, to_day: number): number {
  const drawn = from_day + Math.floor(((Math.sqrt(1 + 8 * share) - 1) / 2) * (to_day - from_day));
  const date = dateOf(drawn).slice(5);
  const isQuiet = date >= '12-23' || date <= '01-01' || weekday(drawn) % 6 === 0;
  const day = isQuiet && !random.chance(0.15) ? nextWorkday(drawn) : drawn;
  return Math.min(day, to_day - 1);
}

/** After a hundred days, a small risk each month, smaller for the busy. */
function laterEnd(
  random: Random,
  busyness: number,
  signup_day: number,
  to_day: number,
): Pick<Account, 'ending' | 'end_day'> {
  const risk = 0.07 - 0.045 * busyness;
  for (let day = signup_day + 100; day < to_day; day += 30) {
    const isLost = random.chance(risk);
    const ending = (['faded', 'sudden', 'unpaid'] as const)[random.weighted([50, 24, 26])] as Ending;
    const end_day = nextWorkday(day + random.whole(0, 29));
    if (isLost) return end_day < to_day ? { ending, end_day } : { ending: null, end_day: null };
  }
  return { ending: null, end_day: null };
}

/** How much is still done, against what would be without an end in sight; 0 from the last day on. */
export function fate({ ending, end_day, signup_day }: Account, day: number): number {
  if (end_day === null) return 1;
  if (day >= end_day) return 0;
  // In the first ten days those who will lapse do as all others do.
  const decline_day = ending === 'lapsed' ? signup_day + 11 : ending === 'faded' ? end_day - 42 : end_day;
  if (day < decline_day) return 1;
  return 1 - (0.9 * (day - decline_day)) / (end_day - decline_day);
}

/** What is due next on the contract. */
export function renewalDay({ signup_day, is_annual }: Account, day: number): number {
  const step = is_annual ? 12 : 1;
  let months = step;
  while (monthsAfter(signup_day, months) <= day) months += step;
  return monthsAfter(signup_day, months);
}
