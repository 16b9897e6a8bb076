// SPDX-License-Identifier: Apache-2.0
/** @file The question what parts of the base teach together; it is answered as `learn` is. Types only. */

import type { ModelPart } from './learn.js';
import type { Common } from './shared.js';

/** Neither the engine's rows nor its playbook are looked at. */
export interface MergeQuestion extends Common {
  ask: 'merge';
  /** Of customers that are in no other part: each as an object or as its text. */
  parts: readonly (ModelPart | string)[];
  /** True: the sum of the parts, to be merged again. @default false */
  part?: boolean;
}
