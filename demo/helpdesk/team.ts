// SPDX-License-Identifier: Apache-2.0
/** @file Who comes to an account, who leaves it, and who carries it? */

import { dateOf, nextWorkday } from './calendar.js';
import type { Desk, Person } from './desk.js';

export const PUBLIC_PAGES = ['/', '/features', '/pricing', '/docs/getting-started', '/customers'];

interface Join {
  minute: number;
  person: Person;
}

/** The owner signs up; gives those who will follow, by day. */
export function foundTeam(desk: Desk): Map<number, Join[]> {
  const { account, random } = desk;
  const owner = newPerson(desk, 'owner', account.signup_day);
  desk.people.push(owner);
  const at_ms = desk.track(account.signup_minute, 'signed_up', owner, { source: sourceOf(desk) });
  // The same instant: the browser and its user become one here.
  desk.identify(at_ms, owner, browserOf(owner));

  const joins = new Map<number, Join[]>();
  const days = [...account.early_joins.map((after) => account.signup_day + after), ...laterDays(desk)];
  for (const wanted of days.sort((a, b) => a - b)) {
    const day = nextWorkday(wanted);
    const from = day === account.signup_day ? account.signup_minute + 15 : day * 1440 + 9 * 60;
    const person = newPerson(desk, roleOf(desk), day);
    desk.people.push(person);
    const join = { minute: random.whole(from, Math.max(from + 20, day * 1440 + 17 * 60)), person };
    joins.set(day, [...(joins.get(day) ?? []), join]);
    // The invitation goes out before, and never before there is an account.
    const invited = Math.max(account.signup_minute + 5, join.minute - random.whole(10, 90));
    desk.track(invited, 'invite_sent', owner, { role: person.role });
  }
  for (let i = 0; i < account.open_invites; i++) {
    const day = nextWorkday(account.signup_day + random.whole(1, 5));
    desk.track(day * 1440 + random.whole(9 * 60, 17 * 60), 'invite_sent', owner, { role: 'agent' });
  }
  shareWork(desk);
  return joins;
}

export function welcome(desk: Desk, { minute, person }: Join): void {
  const browser = browserOf(person);
  const at_ms = desk.track(minute, 'teammate_joined', person, { role: person.role });
  desk.visit(minute - 2, browser, '/invitation');
  desk.identify(at_ms, person, browser);
}

/** Those who stay grow for a year, most of it in the first months; never again within the first ten days. */
function laterDays({ account, random }: Desk): number[] {
  if (!account.stays) return [];
  const missing = Math.max(0, account.team - account.early_joins.length - 1);
  return Array.from({ length: missing }, () => {
    const share = random.share();
    return account.signup_day + 13 + Math.floor(400 * share * share);
  });
}

function newPerson({ account, people, random }: Desk, role: Person['role'], joined_day: number): Person {
  // One in eight leaves each year; the owner stays.
  const leaves = role !== 'owner' && random.chance(0.2);
  return {
    id: `u_${account.number}_${people.length + 1}`,
    role,
    joined_day,
    left_day: leaves ? joined_day + random.whole(60, 700) : Number.POSITIVE_INFINITY,
    weight: role === 'viewer' ? 0.06 : random.between(0.5, 1.5),
  };
}

function roleOf({ people, random }: Desk): Person['role'] {
  if (people.length === 2) return 'lead';
  return random.chance(0.14) ? 'viewer' : 'agent';
}

/** One person carries more than all others: in two accounts of three the owner, else the first colleague. */
function shareWork({ account, people, random }: Desk): void {
  const champion = people[people.length > 1 && random.chance(0.33) ? 1 : 0] as Person;
  champion.left_day = Number.POSITIVE_INFINITY;
  const others = people.reduce((all, { weight }) => all + weight, 0) - champion.weight;
  const share = account.champion_share;
  champion.weight = Math.max(1, (others * share) / (1 - share));
}

/** Some pages, on some days before signing up, by a browser that is nobody yet. */
export function browseBefore(desk: Desk): void {
  const { account, random } = desk;
  for (let visits = random.whole(1, 3); visits > 0; visits--) {
    const day = account.signup_day - random.whole(0, 6);
    const begin = Math.min(day * 1440 + random.whole(8 * 60, 20 * 60), account.signup_minute - 10);
    const pages = random.whole(1, 3);
    for (let page = 0; page < pages; page++) {
      desk.visit(begin + page, `b_${account.number}_1`, random.pick(PUBLIC_PAGES));
    }
  }
}

/** u_3_1 uses b_3_1. */
function browserOf({ id }: Person): string {
  return `b_${id.slice(2)}`;
}

function sourceOf({ account, random }: Desk): string {
  const sources = ['search', 'recommendation', 'advertisement', 'marketplace'];
  // The marketplace opened a year in.
  return dateOf(account.signup_day) < '2025-10-01' ? random.pick(sources.slice(0, 3)) : random.pick(sources);
}
