// SPDX-License-Identifier: Apache-2.0
/** @file The question how near one customer is to the moment from which on customers stay, and its answer. Types only. */

import type { AhaRule } from '../playbook.js';
import type { Common, Told } from './shared.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface AhaProgressQuestion extends Common {
  ask: 'aha_progress';
  /** So many events within so many days of the start. @default the playbook's `aha`, else the model's goal */
  rule?: AhaRule;
}

export type AhaStatus = 'reached' | 'on_track' | 'behind' | 'missed' | 'not_started';

/** Of one account or user, also as a part of reports; what hangs on a start is null without one. */
export interface AhaProgress {
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The rule's. @null where it has none */
  label: string | null;
  /** Whether the target is reached, or can be at this pace. */
  status: AhaStatus;
  /** Matching events inside the window, also beyond `target`. @unit events */
  count: number;
  /** How many it takes. @unit events */
  target: number;
  /** Instant at which the window opened. @null without a start */
  started_at: string | null;
  /** Instant: start + within_days x 24 h. @null without a start */
  deadline: string | null;
  /** Not rounded; 0 from the deadline on. @unit days of 24 hours @null without a start */
  days_left: number | null;
  /** (target - count) / days_left; 0 once reached. @unit events a day @null once missed, and without a start */
  pace_needed_per_day: number | null;
  /** Instant of the event that reached the target. @null until then */
  reached_at: string | null;
}

export interface AhaProgressAnswer extends Told, AhaProgress {
  ask: 'aha_progress';
}
