// SPDX-License-Identifier: Apache-2.0
/** @file The question of what customers say, and its answer. Types only. */

import type { Common, Grain, Moment, Range, Told } from './protocol.js';

export interface SurveyQuestion extends Common {
  ask: 'survey';
  from: Moment;
  to: Moment;
  /** Of the series: `month` unless given. */
  grain?: Grain;
  /** The period of the trend: `previous` unless given. */
  compare?: 'previous' | 'none' | { from: Moment; to: Moment };
  /** Different people who must have said a word: 3 unless given, at least 2. */
  min_people?: number;
  /** Words of each survey at most: 50 unless given. */
  words?: number;
  /** Words to leave out, such as "the". */
  exclude?: readonly string[];
}

export interface NpsFigures {
  /** Promoters less detractors in percent, -100 to 100; null of no answer. */
  score: number | null;
  /** Of 95%; null of fewer than two answers. */
  margin: number | null;
  /** Counts are null of a period that has not begun. */
  promoters: number | null;
  passives: number | null;
  detractors: number | null;
  n: number | null;
  /** Answers whose score is no number from 0 to 10. */
  invalid: number | null;
}

export interface Nps extends NpsFigures {
  series: readonly (NpsFigures & { start: string; partial?: true })[];
  /** These two are null where nothing is compared. */
  previous: NpsFigures | null;
  trend: { change: number | null; margin: number | null; verdict: 'better' | 'worse' | 'cannot_tell' } | null;
}

export interface SurveyAnswer extends Told {
  ask: 'survey';
  range: Range;
  compared_with?: { from: string; to: string };
  account?: string;
  user?: string;
  /** null where the playbook has no survey `nps` with a `score_prop`. */
  nps: Nps | null;
  /** Those of the playbook, by their ids. */
  surveys: readonly {
    id: string;
    /** What was asked. */
    question: string | null;
    answers: number;
    /** Known people who answered. */
    people: number;
    scored: number;
    mean_score: number | null;
    /** Answers with a text. */
    written: number;
    /** The most frequent first: how many answers hold it, from how many people. */
    words: readonly { word: string; count: number; people: number }[];
  }[];
}
