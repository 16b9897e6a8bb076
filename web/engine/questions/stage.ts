// SPDX-License-Identifier: Apache-2.0
/** @file The question where one customer stands, and how all move, and its answers. Types only. */

import type { Grain, Stage } from '../playbook.js';
import type { Common, Moment, Per, Range, Timed, Told } from './shared.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface StageQuestion extends Common {
  ask: 'stage';
}

/** Of all customers: how many move from stage to stage. */
export interface StageMovesQuestion extends Timed {
  ask: 'stage';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a bucket. @default "month" */
  grain?: Grain;
  /** Who the customers are. @default "account" */
  per?: Per;
  account?: undefined;
  user?: undefined;
}

/** Of all customers. */
export interface StageMovesAnswer extends Told {
  ask: 'stage';
  /** The range that was answered. */
  range: Range;
  /** Who the customers are. */
  per: Per;
  /** One entry for each bucket of the range. */
  series: readonly {
    /** Local start of the bucket. */
    start: string;
    /** Whose stage at the end is another than at the start. @null in a bucket that has not begun */
    moves:
      | readonly {
          /** Stage at the start. @null before anything is known of them, and where no rule holds */
          from: Stage | null;
          /** Stage at the end. @null where no rule holds */
          to: Stage | null;
          /** So many moved. @unit customers */
          customers: number;
        }[]
      | null;
    /** Who stands where at the end; all nine. @null in a bucket that has not begun */
    stages:
      | readonly {
          /** Which stage. @null of those who are known and in none */
          stage: Stage | null;
          /** So many stand there. @unit customers */
          customers: number;
        }[]
      | null;
    /** The bucket had not ended at `as_of`: so far. */
    partial?: true;
  }[];
}

export type StageAnswerTo<Q extends object> = Q extends { from: Moment } ? StageMovesAnswer : StageAnswer;

/** What stage says, also as a part of a profile. */
export interface StageFigures {
  /** Where the customer stands. @null where no rule holds */
  stage: Stage | null;
  /** A local date. @null where it has held on all of the 366 days that are looked at, and without a stage */
  since: string | null;
  /** The id of the rule that holds. @null where none does */
  rule: string | null;
}

/** Of one account or user. */
export interface StageAnswer extends Told, StageFigures {
  ask: 'stage';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
}
