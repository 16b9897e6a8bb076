// SPDX-License-Identifier: Apache-2.0
/** @file What does one account's help desk know of itself while its days go by? */

import type { Account } from './accounts.js';
import { instantOf } from './calendar.js';
import type { Random } from './random.js';
import type { Data, Queue } from './rows.js';

export type Plan = 'trial' | 'starter' | 'team' | 'business';

export interface Person {
  id: string;
  role: 'owner' | 'lead' | 'agent' | 'viewer';
  joined_day: number;
  /** The first day without them. */
  left_day: number;
  /** How much of the work they take, against the others. */
  weight: number;
}

export class Desk {
  readonly people: Person[] = [];
  plan: Plan = 'trial';
  mrr = 0;
  seats = 0;
  card_expires_day: number;
  card_last4: string;
  ticket_count = 0;
  /** The next day on which the contract is renewed. */
  renewal_day = 0;
  /** The group's traits as they were last sent. */
  sent_traits = '';

  readonly account: Account;
  readonly random: Random;
  readonly #queue: Queue;
  /** Nothing happens after the end. */
  readonly #end_ms: number;

  constructor(account: Account, random: Random, queue: Queue) {
    this.account = account;
    this.random = random;
    this.#queue = queue;
    this.card_expires_day = account.card_expires_day;
    this.card_last4 = String(random.whole(0, 9999)).padStart(4, '0');
    this.#end_ms =
      account.end_day === null ? Number.POSITIVE_INFINITY : instantOf(account.zone, account.end_day * 1440);
  }

  /** Those who are there. */
  at(day: number): Person[] {
    return this.people.filter(({ joined_day, left_day }) => joined_day <= day && day < left_day);
  }

  get owner(): Person {
    return this.people[0] as Person;
  }

  /** Who takes the next piece of work. */
  worker(staff: readonly Person[]): Person {
    return staff[this.random.weighted(staff.map(({ weight }) => weight))] as Person;
  }

  /** Something happens; `minute` is on the office's wall, the seconds are drawn. Gives the instant. */
  track(minute: number, event: string, by: Pick<Person, 'id'> | string, data?: Data): number {
    const at_ms = this.instant(minute);
    const who = typeof by === 'string' ? { anonymous: by } : { user: by.id };
    this.#add({ at_ms, event, type: 'track', ...who, account: this.account.id, ...(data && { data }) });
    return at_ms;
  }

  /** Before somebody is known the account is not known either. */
  visit(minute: number, anonymous: string, path: string): void {
    this.#add({
      at_ms: this.instant(minute),
      event: 'page_viewed',
      type: 'track',
      anonymous,
      data: { path },
    });
  }

  identify(at_ms: number, person: Person, anonymous: string): void {
    const { id, role } = person;
    const data = { role, plan: this.plan, timezone: this.account.zone.name };
    this.#add({ at_ms, type: 'identify', user: id, anonymous, account: this.account.id, data });
  }

  group(at_ms: number, data: Data): void {
    this.#add({ at_ms, type: 'group', user: this.owner.id, account: this.account.id, data });
  }

  instant(minute: number): number {
    return instantOf(this.account.zone, minute) + this.random.whole(0, 59_999);
  }

  #add(row: Parameters<Queue['add']>[0]): void {
    if (row.at_ms < this.#end_ms) this.#queue.add(row);
  }
}
