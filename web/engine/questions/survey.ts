// SPDX-License-Identifier: Apache-2.0
/** @file The question of what customers say, and its answer. Types only. */

import type { Grain } from '../playbook.js';
import type { Common, Moment, Range, Told } from './shared.js';

export interface SurveyQuestion extends Common {
  ask: 'survey';
  /** Where the range begins; it is in it. */
  from: Moment;
  /** Where the range ends; it is not in it. */
  to: Moment;
  /** The length of a period of the series. @default "month" */
  grain?: Grain;
  /** The period of the trend. @default "previous" */
  compare?: 'previous' | 'none' | { from: Moment; to: Moment };
  /** Different people who must have said a word; at least 2. @default 3 @unit people */
  min_people?: number;
  /** Words of each survey at most. @default 50 @unit words */
  words?: number;
  /** Words to leave out, such as "the". @default none */
  exclude?: readonly string[];
}

/** NPS of some time. */
export interface NpsFigures {
  /** 100 x (promoters - detractors) / n, -100 to 100. @unit points @null of no answer */
  score: number | null;
  /** Of 95%, to both sides. @unit points @null of fewer than two answers */
  margin: number | null;
  /** Scores of 9 and 10. @unit answers @null of a period that has not begun */
  promoters: number | null;
  /** Scores between. @unit answers @null of a period that has not begun */
  passives: number | null;
  /** Scores up to 6. @unit answers @null of a period that has not begun */
  detractors: number | null;
  /** All three together. @unit answers @null of a period that has not begun */
  n: number | null;
  /** Answers whose score is no number from 0 to 10. @unit answers @null of a period that has not begun */
  invalid: number | null;
}

/** NPS of the range. */
export interface Nps extends NpsFigures {
  /** One entry for each period of the range. */
  series: readonly (NpsFigures & {
    /** Local start of the period. */
    start: string;
    /** The period had not ended at `as_of`: so far. */
    partial?: true;
  })[];
  /** Of the period compared with. @null where nothing is compared */
  previous: NpsFigures | null;
  /** What became of it. @null where nothing is compared */
  trend: {
    /** score - previous score. @unit points @null where either is unknown */
    change: number | null;
    /** Root of the sum of both margins' squares. @unit points @null where either is unknown */
    margin: number | null;
    /** Other than `cannot_tell` where the change is larger than its margin. */
    verdict: 'better' | 'worse' | 'cannot_tell';
  } | null;
}

export interface SurveyAnswer extends Told {
  ask: 'survey';
  /** The range that was answered. */
  range: Range;
  /** What `previous` is of; absent without a comparison. Local dates or instants. */
  compared_with?: { from: string; to: string };
  /** The account asked for. */
  account?: string;
  /** The user asked for. */
  user?: string;
  /** Of the playbook's survey `nps`. @null where there is none with a `score_prop` */
  nps: Nps | null;
  /** Those of the playbook, by their ids. */
  surveys: readonly {
    /** The survey's. */
    id: string;
    /** What was asked. @null where the playbook does not say */
    question: string | null;
    /** How many there are. @unit answers */
    answers: number;
    /** Known people who answered. @unit people */
    people: number;
    /** Answers with a number as score. @unit answers */
    scored: number;
    /** Mean of those. @unit that of the score @null without one */
    mean_score: number | null;
    /** Answers with a text. @unit answers */
    written: number;
    /** The most frequent first, then by word. */
    words: readonly {
      /** In small letters. */
      word: string;
      /** Answers that hold it. @unit answers */
      count: number;
      /** Different people who said it. @unit people */
      people: number;
    }[];
  }[];
}
