// SPDX-License-Identifier: Apache-2.0
/** @file What do the elements read of the answers about the goal and about what is used? Anything may be missing. */

import type { PayoffContext } from '../../engine/context.js';
import type { PayoffError } from '../../engine/error.js';
import { errorOf } from './error_of.js';

/** As the question `aha_progress` answers, and the report's part `aha`. */
export interface AhaProgress {
  label?: string | null;
  count: number;
  target: number;
  status: 'reached' | 'on_track' | 'behind' | 'missed' | 'not_started';
  deadline: string | null;
  pace_needed_per_day?: number | null;
  reached_at: string | null;
}

export interface CapabilityUse {
  id: string;
  label?: string | null;
  href?: string;
  used: boolean;
  /** Absent, or not in the customer's plan. */
  available?: false;
  adopters: number;
  people: number;
  /** Events by adopter. */
  depth: number | null;
  last_used?: string | null;
  peer_rate?: number | null;
}

/** As the question `adoption` answers, and the report's part of that name. */
export interface Adoption {
  capabilities: readonly CapabilityUse[];
}

/** Codes of a playbook without a goal, and of an engine that does not know the question. */
const NO_GOAL = new Set(['missing_field', 'unknown_question', 'not_supported']);

/** Null: there is no goal. An error: there may be one, and what stands around it is shown all the same. */
export async function askAha(payoff: PayoffContext): Promise<AhaProgress | PayoffError | null> {
  const asker = payoff as unknown as { ask(question: { ask: 'aha_progress' }): Promise<AhaProgress> };
  try {
    const answer = await asker.ask({ ask: 'aha_progress' });
    return answer.target > 0 ? answer : null;
  } catch (thrown) {
    const error = errorOf(thrown);
    return NO_GOAL.has(error.code) ? null : error;
  }
}
