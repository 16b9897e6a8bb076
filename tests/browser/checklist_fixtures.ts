// SPDX-License-Identifier: Apache-2.0
/** @file What does the core answer about the onboarding of fictional accounts? */

import type { ActivationAnswer, ActivationStepAnswer } from '../../web/engine/protocol.js';
import {
  type FakePayoff,
  failing as failingReport,
  playbook,
  quality,
  waiting as waitingReport,
} from './report_fixtures.js';

const step = (
  id: string,
  label: string,
  count: number,
  progress: number,
  done: string | null,
): ActivationStepAnswer => ({
  id,
  label,
  count,
  progress,
  done_at: done,
  href: `/settings/${id}`,
});

export const steps: readonly ActivationStepAnswer[] = [
  step('mail', 'Connect your support address', 1, 1, '2026-11-01T10:00:00Z'),
  step('team', 'Invite your team', 3, 3, '2026-11-01T11:00:00Z'),
  step('solve', 'Solve your first conversation', 1, 1, '2026-11-02T08:00:00Z'),
  step('macros', 'Write 3 macros', 3, 2, null),
  step('use', 'Solve 10 conversations with a macro', 10, 4, null),
];

export function activation(change: Partial<ActivationAnswer> = {}): ActivationAnswer {
  return {
    ask: 'activation',
    account: 'acct_3',
    status: 'in_progress',
    started_at: '2026-11-01T08:00:00Z',
    deadline: '2026-11-15T08:00:00Z',
    percent: 60,
    version: '2026-10-01',
    steps,
    next_step: 'macros',
    quality,
    ...change,
  };
}

export function fake(answer: ActivationAnswer = activation()): FakePayoff {
  return {
    answers: [{ when: { ask: 'activation' }, answer }],
    playbook,
    asOf: '2026-11-05T09:00:00Z',
    zone: 'Europe/London',
  };
}

export const inProgress = (): FakePayoff => fake();

/** With an answer of `aha_progress` beside it, as the engine will give later. */
export function withGoal(): FakePayoff {
  const aha = {
    label: 'conversations solved with a macro',
    count: 4,
    target: 10,
    deadline: '2026-11-11T08:00:00Z',
    reached_at: null,
  };
  return fake({ ...activation(), aha } as ActivationAnswer);
}

export function late(): FakePayoff {
  return fake(activation({ status: 'late', deadline: '2026-10-16T08:00:00Z' }));
}

export function notStarted(): FakePayoff {
  const fresh = steps.map((each) => ({ ...each, progress: 0, done_at: null }));
  return fake(
    activation({
      status: 'not_started',
      started_at: null,
      deadline: null,
      percent: 0,
      steps: fresh,
      next_step: 'mail',
    }),
  );
}

export function finished(): FakePayoff {
  const done = steps.map((each, at) => ({
    ...each,
    progress: each.count,
    done_at: `2026-11-0${at + 1}T10:00:00Z`,
  }));
  return fake(activation({ status: 'done', percent: 100, steps: done, next_step: null }));
}

export function noSteps(): FakePayoff {
  return fake(activation({ status: 'not_started', steps: [], next_step: null, percent: 0 }));
}

export const failing = failingReport;
export const waiting = waitingReport;
