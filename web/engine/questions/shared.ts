// SPDX-License-Identifier: Apache-2.0
/**
 * @file What do questions and answers have in common? Types only; so in this whole folder, one file a question.
 *
 * The reference is made from these comments (scripts/reference.mjs), which refuses a field without one. Tags say what
 * a sentence would hide: `default` what a field that is left out stands for, `unit` what a number counts or measures,
 * `null` when a figure is not known.
 */

import type { REJECT_REASONS } from '../names.js';
import type { Grain, Weekday } from '../playbook.js';

/** A local date, a local date-time or an instant with an offset. */
export type Moment = string;

/** Whom a question counts. */
export type Per = 'user' | 'account';

export type RejectReason = (typeof REJECT_REASONS)[number];

export type Verdict = 'better' | 'worse' | 'same' | 'unknown';

/** What decides where days begin, and up to when the data count. */
export interface Timed {
  /** IANA name of the time zone in which days begin. @default the playbook's zone, else UTC */
  zone?: string;
  /** The day on which weeks begin. @default the playbook's, else "monday" */
  week_start?: Weekday;
  /**
   * The instant up to which the data are complete; events at or after it are left out. There is no clock to take it
   * from. @default what the host or command line gave; without that the error `missing_as_of`
   */
  as_of?: string;
}

export interface Common extends Timed {
  /** Only events of this account, by its id. @default what the host asks for, else all accounts */
  account?: string;
  /** Only events of this user, by their id. @default what the host asks for, else all users */
  user?: string;
}

/** Of a range of time, by buckets, against another one. */
export interface Ranged extends Common {
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a bucket of the series. @default "day", for `roi` "month" */
  grain?: Grain;
  /** What the range is compared with: the equally long calendar period before, nothing, or a range of your own. @default "previous" */
  compare?: 'previous' | 'none' | { from: Moment; to: Moment };
}

/** What was read, and what was not. */
export interface Quality {
  /** All that were read. @unit rows */
  rows: number;
  /** Those that count. @unit rows */
  accepted: number;
  /** Left out: an earlier row had the same event id. @unit rows */
  duplicates: number;
  /** Left out: at or after `as_of`. @unit rows */
  after_as_of: number;
  /** Left out, by what is wrong with them; reasons that did not occur are absent. @unit rows */
  rejected: Partial<Record<RejectReason, number>>;
  /**
   * The first 20 that were rejected. `file` counts from 1 and is there once a second file was read; lines begin at 1
   * in each. @unit `file` and `line` are numbered from 1
   */
  examples: readonly { file?: number; line: number; reason: RejectReason; detail?: string }[];
  /** A file ended where rows may be missing: an array, a string or a bracket was not closed. */
  truncated: boolean;
}

/** The range that was answered, as it was understood. */
export interface Range {
  /** Local date or instant where it begins. */
  from: string;
  /** Where it ends; not in it. */
  to: string;
  /** The zone whose days these are. */
  zone: string;
  /** The length of a bucket. */
  grain: Grain;
  /** The day on which weeks begin. */
  week_start: Weekday;
  /** Up to when the data counted: an instant in UTC. */
  as_of: string;
}

/** What every answer may carry. */
export interface Told {
  /** Codes of what the reader must know; absent without any. */
  notes?: readonly string[];
  /** What was read and what was not; absent where rows play no part. */
  quality?: Quality;
}

/** A bucket of a series. */
export interface Point {
  /** Local start of the bucket: a date, of hours a date-time with its offset. */
  start: string;
  /** The bucket's figure. @unit that of the series @null over nothing, or in a bucket that has not begun */
  value: number | null;
  /** The bucket had not ended at `as_of`: so far. */
  partial?: true;
}
