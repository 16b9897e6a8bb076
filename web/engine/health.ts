// SPDX-License-Identifier: Apache-2.0
/** @file The questions of whether one customer is all right, and their answers. Types only. */

import type { FlagThresholds } from './playbook.js';
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
