// SPDX-License-Identifier: Apache-2.0
/** @file The question of all that is known of one account or user, and its answer. Types only. */

import type { AdoptionFigures, AhaProgress } from './engagement.js';
import type { FlagFigures, HealthFigures, StageFigures } from './health.js';
import type { ActivationOfOne, Common, Told } from './protocol.js';

/** Of one, as flags are. */
export interface ProfileQuestion extends Common {
  ask: 'profile';
}

export type AttributeValue = string | number | boolean | null;

export interface ProfileAnswer extends Told {
  ask: 'profile';
  account?: string;
  user?: string;
  /** Instants. */
  first_seen: string | null;
  last_seen: string | null;
  /** The latest values of the attributes that the playbook keeps. */
  attributes: {
    account?: Readonly<Record<string, AttributeValue>>;
    user?: Readonly<Record<string, AttributeValue>>;
  };
  /** These two are of accounts. */
  people: { total: number; active_28d: number | null } | null;
  seats: { bought: number | null; active_28d: number | null; share: number | null } | null;
  stage: StageFigures;
  health: HealthFigures | null;
  flags: FlagFigures;
  activation: ActivationOfOne | null;
  aha: AhaProgress | null;
  /** Of the last 28 days. */
  adoption: AdoptionFigures | null;
  subscription: {
    plan: AttributeValue;
    mrr: AttributeValue;
    renews_on: AttributeValue;
    card_expires_on: AttributeValue;
    days_to_renewal: number | null;
    /** Instants of the last such event. */
    canceled_at: string | null;
    payment_failed_at: string | null;
    payment_succeeded_at: string | null;
  };
  /** Of the set `support`. */
  conversations: { total: number; last_28d: number; last_at: string | null } | null;
  surveys: readonly {
    id: string;
    answers: number;
    last_at: string | null;
    /** Of the last answer. */
    score: number | null;
    comment: string | null;
  }[];
  /** Ten at most, the newest first. */
  last_events: readonly { event: string; at: string; user: string | null; account: string | null }[];
}
