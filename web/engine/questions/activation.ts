// SPDX-License-Identifier: Apache-2.0
/** @file The question how far one customer is with getting started, or how far all are, and its answers. Types only. */

import type { Common, Per, Told } from './shared.js';

/** Of one, if `account` or `user` is there or is filled in by the Payoff that is asked; else of the whole base. */
export interface ActivationQuestion extends Common {
  ask: 'activation';
}

/** One step of the checklist. */
export interface ActivationStepAnswer {
  /** The step's. */
  id: string;
  /** What it is called where people see it. */
  label: string;
  /** How often it was done, up to `count`. @unit events */
  progress: number;
  /** How often it takes. @unit events */
  count: number;
  /** Instant of the event that completed it. @null while it is not done */
  done_at: string | null;
  /** Instant; of steps with a deadline of their own, once started. */
  deadline?: string;
  /** Where to do it, as the playbook says. */
  href?: string;
}

export type ActivationStatus = 'done' | 'in_progress' | 'late' | 'not_started';

/** Of one account or user, also as a part of reports. */
export interface ActivationOfOne {
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** `late` from the deadline on, unless `done`. */
  status: ActivationStatus;
  /** Instant of the first event that `start` picks. @null without one */
  started_at: string | null;
  /** Instant: start + within_days x 24 h. @null without a start */
  deadline: string | null;
  /** Done steps of those needed; a whole number, 0 to 100. @unit percent */
  percent: number;
  /** The playbook's: which steps these are. */
  version: string;
  /** In the playbook's order. */
  steps: readonly ActivationStepAnswer[];
  /** Id of the step to do next. @null when all is done */
  next_step: string | null;
}

/** Of one account or user. */
export interface ActivationAnswer extends Told, ActivationOfOne {
  ask: 'activation';
}

/** Of the whole base, where neither account nor user was named. */
export interface ActivationBaseAnswer extends Told {
  ask: 'activation';
  /** What activation is per, as the playbook has it. */
  per: Per;
  /** With a start before `as_of`. @unit people, or accounts */
  started: number;
  /** Whose window has closed; the next three and the steps are of these, up to the deadline. @unit people, or accounts */
  eligible: number;
  /** With the rule's number of steps by the deadline. @unit people, or accounts */
  activated: number;
  /** Activated too, but after the deadline. @unit people, or accounts */
  activated_late: number;
  /** activated / eligible. @unit share, 0 to 1 @null with nobody eligible */
  rate: number | null;
  /** Kaplan-Meier over all who started. */
  days_to_activate: {
    /** Half were activated by then; 0 is the day of the start. @unit local days @null where the curve does not reach a half */
    median: number | null;
    /** Lower end of its 95% interval. @unit local days @null where it does not reach a half */
    low: number | null;
    /** Upper end of its 95% interval. @unit local days @null where it does not reach a half */
    high: number | null;
  };
  /** In the playbook's order. */
  steps: readonly {
    /** The step's. */
    id: string;
    /** Those of the eligible who did it by the deadline. @unit people, or accounts */
    done: number;
    /** done / eligible. @unit share, 0 to 1 @null with nobody eligible */
    rate: number | null;
    /** From the start to its doing, of those counted in `done`. */
    days: {
      /** Half did it by then. @unit local days @null where nobody did */
      median: number | null;
    };
  }[];
  /** Of those not activated by the deadline: how many had that step as the first undone, by its id. @unit people, or accounts */
  stuck_at: Readonly<Record<string, number>>;
  /** The playbook's. */
  version: string;
}

/** A question that names its customer is answered for one; others by what the asking Payoff fills in. */
export type ActivationAnswerTo<Q extends object> = Q extends { account: string } | { user: string }
  ? ActivationAnswer
  : ActivationAnswer | ActivationBaseAnswer;
