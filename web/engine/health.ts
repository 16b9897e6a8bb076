// SPDX-License-Identifier: Apache-2.0
/** @file The questions of whether customers are all right, and their answers. Types only. */

import type { Per } from './engagement.js';
import type { FlagThresholds, Grain, Stage, Weekday } from './playbook.js';
import type { Common, Moment, Range, Told } from './protocol.js';

/** Of one: `account` or `user` must be there, or be filled in by the Payoff that is asked. */
export interface FlagsQuestion extends Common {
  ask: 'flags';
}

export type FlagId = keyof FlagThresholds;
export type Severity = 'high' | 'medium' | 'low';

export interface Flag {
  id: FlagId;
  severity: Severity;
  /** A local date. */
  since: string;
  value: number;
  /** What it is compared with; null where it is measured against the threshold alone. */
  baseline: number | null;
  threshold: number | null;
  /** Of falls and rises: how likely chance alone makes one as unlikely. */
  p?: number;
  /** Of `capability_dropped`: its id. */
  capability?: string;
  /** Of `champion_risk` and `champion_left`: who it is. */
  user?: string;
  /** Of `renewal_near`: the score of the same instant. */
  health?: number;
  /** Of `champion_risk`: the fewest people who made half of the value. */
  bus_factor?: number;
}

export interface FlagFigures {
  /** The gravest first. */
  flags: readonly Flag[];
  /** What could not be judged from these data and this playbook. */
  unknown: readonly FlagId[];
}

export interface FlagsAnswer extends Told, FlagFigures {
  ask: 'flags';
  account?: string;
  user?: string;
}

/** Of one, as flags are. */
export interface HealthQuestion extends Common {
  ask: 'health';
}

/** strong from 80, healthy from 60, watch from 40. */
export type HealthBand = 'strong' | 'healthy' | 'watch' | 'at_risk';

/** Of all customers: how well the score foretold who would leave. */
export interface HealthBacktestQuestion {
  ask: 'health';
  backtest: {
    /** When the score was taken; without it as many days before `as_of`. */
    at?: Moment;
    /** 90 unless given; they must have ended by `as_of`. */
    days?: number;
  };
  /** `account` unless given. */
  per?: Per;
  account?: undefined;
  user?: undefined;
  zone?: string;
  week_start?: Weekday;
  as_of?: string;
}

export interface HealthBacktestAnswer extends Told {
  ask: 'health';
  per: Per;
  backtest: {
    /** An instant. */
    at: string;
    days: number;
    /** What counts as lost: an event of canceling, or silence for all of the days. */
    churn: 'canceled' | 'inactive';
    customers: number;
    churned: number;
    /** Could have been lost, but had no score. */
    unscored: number;
    /** How likely one who stayed had the higher score; the interval is DeLong's. */
    auc: { value: number | null; low: number | null; high: number | null };
    /** By band, the lowest first. */
    calibration: readonly {
      band: HealthBand;
      from: number;
      to: number;
      customers: number;
      churned: number;
      /** With Wilson's interval; null with nobody, as is the mean. */
      rate: number | null;
      low: number | null;
      high: number | null;
      mean_score: number | null;
    }[];
  };
}

export type HealthAnswerTo<Q extends object> = Q extends { backtest: object }
  ? HealthBacktestAnswer
  : HealthAnswer;

/** All but whose it is. */
export interface HealthFigures {
  /** 0 to 100; null where nothing is known. */
  score: number | null;
  band: HealthBand | null;
  /** Against 28 days before. */
  trend: number | null;
  /** They add up to the score, and `versus_50` to the score less 50, exactly. */
  contributions: readonly {
    id: string;
    measure: number;
    /** 0 at `bad` to 100 at `good`. */
    points: number;
    /** Of those that are known; together 1. */
    weight: number;
    contribution: number;
    versus_50: number;
  }[];
  /** Measures that are unknown; their weight went to the others. */
  missing: readonly string[];
}

export interface HealthAnswer extends Told, HealthFigures {
  ask: 'health';
  account?: string;
  user?: string;
}

/** Of one, as flags are. */
export interface StageQuestion extends Common {
  ask: 'stage';
}

/** Of all customers: how many move from stage to stage. */
export interface StageMovesQuestion {
  ask: 'stage';
  from: Moment;
  to: Moment;
  /** `month` unless given. */
  grain?: Grain;
  /** `account` unless given. */
  per?: Per;
  account?: undefined;
  user?: undefined;
  zone?: string;
  week_start?: Weekday;
  as_of?: string;
}

export interface StageMovesAnswer extends Told {
  ask: 'stage';
  range: Range;
  per: Per;
  series: readonly {
    start: string;
    /** Whose stage at the end is another than at the start; null before anything is known. */
    moves: readonly { from: Stage | null; to: Stage | null; customers: number }[] | null;
    /** Who stands where at the end. Both are null of a bucket that has not begun. */
    stages: readonly { stage: Stage | null; customers: number }[] | null;
    partial?: true;
  }[];
}

export type StageAnswerTo<Q extends object> = Q extends { from: Moment } ? StageMovesAnswer : StageAnswer;

export interface StageFigures {
  /** null where no rule holds. */
  stage: Stage | null;
  /** A local date; null where the stage has held for longer than a year. */
  since: string | null;
  /** The id of the rule that holds. */
  rule: string | null;
}

export interface StageAnswer extends Told, StageFigures {
  ask: 'stage';
  account?: string;
  user?: string;
}
