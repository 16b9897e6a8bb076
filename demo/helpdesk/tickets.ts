// SPDX-License-Identifier: Apache-2.0
/** @file What becomes of a day's tickets? Asked by mail, chat, form or telephone; answered, and mostly resolved. */

import { fate } from './accounts.js';
import { afterOfficeMinutes, season } from './calendar.js';
import type { Desk, Person } from './desk.js';

/** Office minutes to the first answer, and from it to the end, where people answer. */
const REPLY_MINUTES = [1, 9, 19, 32, 48, 72, 110, 190, 430];
const RESOLVE_MINUTES = [2, 12, 30, 75, 160, 320, 620, 1100, 2900];
/** What automation does once it has been learnt: it answers this share itself, and people answer sooner. */
const AUTOMATED_SHARE = 0.28;
const RELIEF = 0.7;
const LEARNING_DAYS = 45;

/** How much a day brings, were it an ordinary one. */
export function ticketsADay({ account }: Desk, day: number): number {
  const age = day - account.signup_day;
  const { early, mature } = account.tickets_a_day;
  const grown = Math.min(1, Math.max(0, age - 14) / 120);
  const later = 1 + (0.22 * Math.max(0, age - 134)) / 365;
  return (early + (mature - early) * grown) * later;
}

/** From 0 to 1: how far the account has come with automating. */
function automation({ account: { automation_day } }: Desk, day: number): number {
  if (automation_day === null || day < automation_day) return 0;
  return Math.min(1, 0.25 + (day - automation_day) / LEARNING_DAYS);
}

export function handleTickets(desk: Desk, day: number, staff: readonly Person[], halved: number): void {
  const { account, random } = desk;
  if (day < account.connect_day) return;
  const mean = ticketsADay(desk, day) * season(day) * fate(account, day) * halved;
  const earliest = day === account.connect_day ? desk.account.signup_minute + 60 : day * 1440 + 7 * 60;
  const latest = day * 1440 + 20 * 60;
  for (let left = random.count(mean); left > 0; left--) {
    // Most of them in the middle of the day.
    const middle = (random.share() + random.share()) / 2;
    if (earliest < latest)
      handleTicket(desk, Math.floor(earliest + (latest - earliest) * middle), day, staff);
  }
}

function handleTicket(desk: Desk, created: number, day: number, staff: readonly Person[]): void {
  const { account, random } = desk;
  const ticket_id = `t_${account.number}_${++desk.ticket_count}`;
  const agent = desk.worker(staff);
  const channel = ['mail', 'form', 'chat', 'phone'][
    random.weighted(account.uses_chat ? [6, 2, 3, 1] : [7, 2, 0, 1])
  ];
  // A call is written down by whoever takes it; all else comes in by itself.
  const author = channel === 'phone' ? agent : `in_${account.number}`;
  desk.track(created, 'ticket_created', author, { ticket_id, channel: channel as string });

  const automated = automation(desk, day);
  let replied: number;
  if (random.chance(automated * AUTOMATED_SHARE) && channel !== 'phone') {
    replied = created + random.whole(1, 3);
    desk.track(replied - 1, 'automation_run', agent, { ticket_id, rule: 'answer' });
  } else {
    if (random.chance(automated * 0.55))
      desk.track(created + 1, 'automation_run', agent, { ticket_id, rule: 'route' });
    if (random.chance(0.03)) return;
    const minutes = random.quantile(REPLY_MINUTES) * account.pace * (1 - (1 - RELIEF) * automated);
    replied = Math.max(created + 2, Math.floor(afterOfficeMinutes(created, minutes)));
  }
  desk.track(replied, 'ticket_replied', agent, { ticket_id });

  const resolved = Math.floor(afterOfficeMinutes(replied, random.quantile(RESOLVE_MINUTES) * account.pace));
  if (random.chance(0.24) && resolved > replied + 4) {
    desk.track(random.whole(replied + 2, resolved - 1), 'ticket_replied', agent, { ticket_id });
  }
  if (random.chance(0.05)) return;
  // Somebody else closes one in seven.
  const closer = random.chance(0.14) ? desk.worker(staff) : agent;
  desk.track(Math.max(replied + 1, resolved), 'ticket_resolved', closer, { ticket_id });
  if (channel === 'chat' && random.chance(0.16)) {
    const amount = Math.round(100 * random.quantile([9, 19, 29, 45, 79, 260])) / 100;
    desk.track(replied + 1, 'chat_sale', agent, { ticket_id, amount, currency: 'EUR' });
  }
}
