// SPDX-License-Identifier: Apache-2.0
/** @file What do people do beside their tickets? Look around, read reports, learn, say what they think. */

import { fate } from './accounts.js';
import { dayOfMonth, isWorkday, weekday } from './calendar.js';
import type { Desk, Person } from './desk.js';

const PAGES = ['/tickets', '/tickets', '/tickets', '/reports', '/settings', '/automations', '/help'];
const LESSONS = ['first-ticket', 'saved-replies', 'views', 'rules', 'reports'];
const OFFICE_FROM = 9 * 60;
const OFFICE_TO = 18 * 60 - 1;

const COMMENTS: readonly (readonly string[])[] = [
  ['Too many clicks for a simple reply.', 'Slow in the afternoon.', 'We hardly use it any more.'],
  ['Does the job.', 'Good, but the reports could say more.', 'The mobile view needs work.'],
  ['We answer twice as fast as before.', 'My team likes it.', 'Set up in a morning, no training needed.'],
];

export function goAbout(desk: Desk, day: number, staff: readonly Person[]): void {
  if (!isWorkday(day)) return;
  const { account, random } = desk;
  const zeal = fate(account, day);
  for (const person of staff) {
    if (random.chance(0.055 * zeal)) lookAround(desk, day, person);
  }
  if (account.uses_reports) readReports(desk, day, staff, zeal);
  learn(desk, day, staff);
  speak(desk, day, staff, zeal);
}

function minuteOf({ random, account }: Desk, day: number): number {
  const minute = day * 1440 + random.whole(OFFICE_FROM, OFFICE_TO);
  // On the first day not before there is an account.
  return day === account.signup_day ? Math.max(minute, account.signup_minute + random.whole(5, 60)) : minute;
}

function lookAround(desk: Desk, day: number, person: Person): void {
  const { random } = desk;
  const minute = minuteOf(desk, day);
  const pages = random.whole(1, 3);
  for (let page = 0; page < pages; page++) {
    desk.track(minute + page, 'page_viewed', person, { path: random.pick(PAGES) });
  }
}

/** On Mondays by those who lead, now and then by others; one in five is passed on. */
function readReports(desk: Desk, day: number, staff: readonly Person[], zeal: number): void {
  const { random } = desk;
  for (const person of staff) {
    const leads = person.role === 'owner' || person.role === 'lead';
    const chance = leads && weekday(day) === 1 ? 0.6 : person.role === 'viewer' ? 0.12 : 0.015;
    if (!random.chance(chance * zeal)) continue;
    const minute = minuteOf(desk, day);
    desk.track(minute, 'report_viewed', person, { report: random.pick(['volume', 'speed', 'satisfaction']) });
    if (random.chance(0.2))
      desk.track(minute + random.whole(2, 9), 'report_shared', person, { to: 'management' });
  }
}

/** The busier the account, the more it learns, however many they are; nothing comes of that but the knowledge. */
function learn(desk: Desk, day: number, staff: readonly Person[]): void {
  const { account, random } = desk;
  const age = day - account.signup_day;
  if (random.chance(age < 30 ? 0.03 + 0.15 * account.busyness : 0.02)) {
    desk.track(minuteOf(desk, day), 'lesson_completed', random.pick(staff), { lesson: random.pick(LESSONS) });
  }
  // The first Wednesday of each month, at five in the afternoon.
  const isWebinarDay = weekday(day) === 3 && dayOfMonth(day) <= 7 && age > 0;
  if (isWebinarDay && random.chance(0.1 + 0.3 * account.busyness)) {
    const minute = day * 1440 + 17 * 60 + random.whole(0, 9);
    desk.track(minute, 'webinar_attended', random.pick(staff), { topic: 'monthly' });
  }
}

/** Each is asked once a quarter from the second month on; one in five answers. Those who are glad tell others. */
function speak(desk: Desk, day: number, staff: readonly Person[], zeal: number): void {
  const { account, random } = desk;
  for (const [index, person] of staff.entries()) {
    const age = day - person.joined_day;
    if (age < 40 || (age + index) % 91 !== 0 || !random.chance(0.22)) continue;
    const glad = 5.4 + 2.2 * account.busyness + (account.automation_day !== null ? 0.9 : 0) - 5 * (1 - zeal);
    const score = Math.max(0, Math.min(10, Math.round(glad + random.quantile([-5, -2, 0, 1, 2, 4]))));
    const minute = minuteOf(desk, day);
    const said = random.chance(0.3)
      ? random.pick(COMMENTS[score <= 6 ? 0 : score <= 8 ? 1 : 2] as string[])
      : null;
    desk.track(minute, 'nps_submitted', person, { score, comment: said });
    if (score < 9) continue;
    if (random.chance(0.16)) desk.track(minute + 3, 'referral_sent', person);
    if (random.chance(0.1)) desk.track(minute + 6, 'review_posted', person, { stars: random.whole(4, 5) });
    if (person.role === 'owner' && random.chance(0.1)) desk.track(minute + 9, 'case_study_agreed', person);
  }
}
