// SPDX-License-Identifier: Apache-2.0
/** @file What is a row, and when is its turn? Segment's shapes, in the order of time. */

import { DAY_MS } from './calendar.js';

export type Data = Readonly<Record<string, string | number | boolean | null>>;

/** Before it has its number. */
export interface Row {
  at_ms: number;
  type: 'track' | 'identify' | 'group';
  /** Of a track row. */
  event?: string;
  user?: string;
  /** The browser, or the machine, of which no user is known. */
  anonymous?: string;
  account?: string;
  /** Properties, or traits. */
  data?: Data;
}

export interface SegmentRow {
  type: Row['type'];
  messageId: string;
  timestamp: string;
  userId?: string;
  anonymousId?: string;
  groupId?: string;
  event?: string;
  context?: { groupId: string };
  properties?: Data;
  traits?: Data;
}

/** Rows by the day (of UTC) on which they are due. */
export class Queue {
  readonly #days = new Map<number, Row[]>();

  add(row: Row): void {
    const day = Math.floor(row.at_ms / DAY_MS);
    const due = this.#days.get(day);
    if (due) due.push(row);
    else this.#days.set(day, [row]);
  }

  /** The day's rows, the earliest first; of one instant in the order in which they were added. */
  take(day: number): Row[] {
    const due = this.#days.get(day) ?? [];
    this.#days.delete(day);
    return due.sort((a, b) => a.at_ms - b.at_ms);
  }
}

/** Keys stand where Segment's own libraries put them; those of which nothing is known are absent. */
export function segmentRow(row: Row, number: number): SegmentRow {
  const { type, user, anonymous, account, event, data } = row;
  const made: SegmentRow = {
    type,
    messageId: `m${String(number).padStart(7, '0')}`,
    timestamp: new Date(row.at_ms).toISOString(),
  };
  if (user !== undefined) made.userId = user;
  if (anonymous !== undefined) made.anonymousId = anonymous;
  if (type === 'group' && account !== undefined) made.groupId = account;
  if (event !== undefined) made.event = event;
  if (account !== undefined) made.context = { groupId: account };
  if (data !== undefined) made[type === 'track' ? 'properties' : 'traits'] = data;
  return made;
}
