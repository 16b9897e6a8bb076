// SPDX-License-Identifier: Apache-2.0
/** @file What is told when a person does something with a step, in the checklist or in the report? */

/** What a person did with a step; `step` is null for the list as a whole, and a capability's id in the report. */
export interface StepEventDetail {
  action: 'open' | 'skip' | 'unskip' | 'hide' | 'show';
  step: string | null;
  href?: string;
}

declare global {
  interface HTMLElementEventMap {
    'payoff-step': CustomEvent<StepEventDetail>;
  }
}
