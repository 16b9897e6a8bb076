// SPDX-License-Identifier: Apache-2.0
/** @file The question whether learning changed staying, and its answer. Types only. */

import type { Grain, Selector } from '../playbook.js';
import type { Adjusted, TableFigures, TableOptions } from './figures.js';
import type { Common, Moment, Per, Range, Told } from './shared.js';

export interface EducationQuestion extends Common, TableOptions {
  ask: 'education';
  /** Where the range of the starts begins; it is in it. */
  from: Moment;
  /** Where the range of the starts ends; it is not in it. */
  to: Moment;
  /** The events that are learning: a webinar, a course, a guide. */
  learning: Selector;
  /** The event from which days run. @default activation's start, else any event */
  start?: Selector;
  /** The event that is staying. @default "@value" */
  return?: Selector;
  /** By when who learns has learned; who is gone by then is in neither group. @default 14 @unit days of 24 hours */
  landmark_days?: number;
  /** Days [first, second) after the start; not before the landmark. @default [28, 56] @unit days of 24 hours */
  outcome_days?: readonly [number, number];
  /** Of the cohorts. @default "month" */
  grain?: Grain;
  /** Whether people or accounts are counted. @default "user" */
  per?: Per;
}

/** How active a group was in the outcome window. */
export interface GroupActivity {
  /** Who is in it. @unit people, or accounts */
  people: number;
  /** Active on a day, mean over the window's days. @unit people, or accounts @null with nobody */
  dau: number | null;
  /** Active in a week, mean over the window's whole weeks. @unit people, or accounts @null without a whole week */
  wau: number | null;
  /** dau / wau. @unit share, 0 to 1 @null where either is unknown or `wau` is 0 */
  stickiness: number | null;
}

/** Those of a group who started in one bucket. */
export interface CohortReturn {
  /** Who is in it. @unit people, or accounts */
  people: number;
  /** Of these, who stayed. @unit people, or accounts */
  returned: number;
  /** returned / people. @unit share, 0 to 1 @null with nobody */
  rate: number | null;
}

export interface EducationAnswer extends Told {
  ask: 'education';
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** The range that was answered. */
  range: Range;
  /** What is counted. */
  per: Per;
  /** Those of both groups. @unit people, or accounts */
  people: number;
  /** Left out: their outcome window has not ended. @unit people, or accounts */
  censored: number;
  /** Left out: they had left before the landmark. @unit people, or accounts */
  gone: number;
  /** Those who learned before the landmark. @unit people, or accounts */
  exposed: number;
  /** Those who did not. @unit people, or accounts */
  unexposed: number;
  /** The table as it is. */
  crude: TableFigures;
  /** The same among those who were equally busy before the landmark. */
  adjusted: Adjusted;
  /** By the interval of the adjusted risk difference. */
  verdict: 'helps' | 'hurts' | 'cannot_tell';
  /** Of both groups, in the outcome window. */
  activity: {
    /** Of those who learned. */
    exposed: GroupActivity;
    /** Of those who did not. */
    unexposed: GroupActivity;
  };
  /** By the bucket of the start. */
  cohorts: readonly {
    /** Local start of the bucket. */
    start: string;
    /** Of those who learned. */
    exposed: CohortReturn;
    /** Of those who did not. */
    unexposed: CohortReturn;
    /** The bucket had not ended at `as_of`. */
    partial?: true;
  }[];
  /** Says nothing of an effect. */
  vanity: {
    /** With a learning event inside the range, whoever they are. @unit people, or accounts */
    attendees: number;
    /** Such events. @unit events */
    views: number;
  };
}
