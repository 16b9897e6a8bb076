// SPDX-License-Identifier: Apache-2.0
/** @file The question of all that is known of one account or user, and its answer. Types only. */

import type { ActivationOfOne } from './activation.js';
import type { AdoptionFigures } from './adoption.js';
import type { AhaProgress } from './aha_progress.js';
import type { FlagFigures } from './flags.js';
import type { HealthFigures } from './health.js';
import type { Common, Told } from './shared.js';
import type { StageFigures } from './stage.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface ProfileQuestion extends Common {
  ask: 'profile';
}

/** As the rows have it. @unit none: the value itself @null where it is not known, or is nested */
export type AttributeValue = string | number | boolean | null;

export interface ProfileAnswer extends Told {
  ask: 'profile';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** Instant of the first event. @null without one */
  first_seen: string | null;
  /** Instant of the last event. @null without one */
  last_seen: string | null;
  /** The latest values of the attributes that the playbook keeps, by name. */
  attributes: {
    /** Of the account. */
    account?: Readonly<Record<string, AttributeValue>>;
    /** Of the user. */
    user?: Readonly<Record<string, AttributeValue>>;
  };
  /** Of an account. @null of a user */
  people: {
    /** Users with an event. @unit people */
    total: number;
    /** Users with an "@active" event in 28 days. @unit people @null where it cannot be told */
    active_28d: number | null;
  } | null;
  /** Of an account. @null of a user */
  seats: {
    /** By subscription.seats. @unit seats @null where it is unknown */
    bought: number | null;
    /** As in `people`. @unit people @null where it cannot be told */
    active_28d: number | null;
    /** active_28d / bought. @unit share @null where seats are unknown or 0 */
    share: number | null;
  } | null;
  /** As `stage` answers. */
  stage: StageFigures;
  /** As `health` answers. @null where the playbook has no `health` */
  health: HealthFigures | null;
  /** As `flags` answers. */
  flags: FlagFigures;
  /** As `activation` answers. @null where the playbook has none */
  activation: ActivationOfOne | null;
  /** As `aha_progress` answers. @null without a rule or goal */
  aha: AhaProgress | null;
  /** As `adoption` answers, of the last 28 days, per user. @null where the playbook has no capabilities */
  adoption: AdoptionFigures | null;
  /** What the playbook's `subscription` names. */
  subscription: {
    /** As it is known. @null where it is not, or has no place in the playbook */
    plan: AttributeValue;
    /** Recurring revenue of a month, as it is known. @null where it is not, or has no place in the playbook */
    mrr: AttributeValue;
    /** As it is known. @null where it is not, or has no place in the playbook */
    renews_on: AttributeValue;
    /** As it is known. @null where it is not, or has no place in the playbook */
    card_expires_on: AttributeValue;
    /** Below 0 when it is past. @unit local days @null where `renews_on` is not known */
    days_to_renewal: number | null;
    /** Instant of the last such event. @null without one */
    canceled_at: string | null;
    /** Instant of the last such event. @null without one */
    payment_failed_at: string | null;
    /** Instant of the last such event. @null without one */
    payment_succeeded_at: string | null;
  };
  /** Of the set `support`. @null without the set */
  conversations: {
    /** Ever. @unit events */
    total: number;
    /** In 28 days. @unit events */
    last_28d: number;
    /** Instant of the last. @null without one */
    last_at: string | null;
  } | null;
  /** Those of the playbook that have an event, in its order. */
  surveys: readonly {
    /** The survey's. */
    id: string;
    /** How many there are. @unit answers */
    answers: number;
    /** Instant of the last. @null without one */
    last_at: string | null;
    /** Of the last answer. @unit that of the score @null where it has none */
    score: number | null;
    /** Of the last answer. @null where it has none */
    comment: string | null;
  }[];
  /** Ten at most, the newest first. */
  last_events: readonly {
    /** Its name. */
    event: string;
    /** Instant. */
    at: string;
    /** Who it was. @null where the event names none */
    user: string | null;
    /** Whose it was. @null where the event names none */
    account: string | null;
  }[];
}
