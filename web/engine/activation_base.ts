// SPDX-License-Identifier: Apache-2.0
/** @file How far all customers are with getting started, and how far one is. Types only. */

import type { Per } from './engagement.js';
import type { ActivationAnswer, Question, Told } from './protocol.js';

/** Of the whole base, where neither account nor user was named. */
export interface ActivationBaseAnswer extends Told {
  ask: 'activation';
  per: Per;
  started: number;
  /** Whose window has closed; the next three and the steps are of these, up to the deadline. */
  eligible: number;
  activated: number;
  /** Activated too, but after the deadline. */
  activated_late: number;
  rate: number | null;
  /** Kaplan-Meier over all who started; null where the curve, or an end of its interval, does not reach a half. */
  days_to_activate: { median: number | null; low: number | null; high: number | null };
  steps: readonly { id: string; done: number; rate: number | null; days: { median: number | null } }[];
  /** By the first step that those who were not activated had not done. */
  stuck_at: Readonly<Record<string, number>>;
  version: string;
}

/** A question that names its customer is answered for one; others by what the asking Payoff fills in. */
export type ActivationAnswerTo<Q extends Question> = Q extends { account: string } | { user: string }
  ? ActivationAnswer
  : ActivationAnswer | ActivationBaseAnswer;
