// SPDX-License-Identifier: Apache-2.0
/** @file The questions of whether one customer is all right, and their answers. Types only. */

import type { FlagThresholds, Stage } from './playbook.js';
import type { Common, Told } from './protocol.js';

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
  /** Of `champion_risk`: the fewest people who made half of the value. */
  bus_factor?: number;
}

export interface FlagsAnswer extends Told {
  ask: 'flags';
  account?: string;
  user?: string;
  /** The gravest first. */
  flags: readonly Flag[];
  /** What could not be judged from these data and this playbook. */
  unknown: readonly FlagId[];
}

/** Of one, as flags are. */
export interface HealthQuestion extends Common {
  ask: 'health';
}

/** strong from 80, healthy from 60, watch from 40. */
export type HealthBand = 'strong' | 'healthy' | 'watch' | 'at_risk';

export interface HealthAnswer extends Told {
  ask: 'health';
  account?: string;
  user?: string;
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

/** Of one, as flags are. */
export interface StageQuestion extends Common {
  ask: 'stage';
}

export interface StageAnswer extends Told {
  ask: 'stage';
  account?: string;
  user?: string;
  /** null where no rule holds. */
  stage: Stage | null;
  /** A local date; null where the stage has held for longer than a year. */
  since: string | null;
  /** The id of the rule that holds. */
  rule: string | null;
}
