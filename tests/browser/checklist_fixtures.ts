// SPDX-License-Identifier: Apache-2.0
/** @file What does the core answer about the onboarding of fictional accounts? */

import type { AhaProgress } from '../../web/components/shared/answers.js';
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

const NO_GOAL = { code: 'missing_field', path: '/aha', message: 'the playbook has no aha' } as const;

export function fake(answer: ActivationAnswer = activation(), aha?: Partial<AhaProgress>): FakePayoff {
  return {
    answers: [
      { when: { ask: 'activation' }, answer },
      aha
        ? { when: { ask: 'aha_progress' }, answer: { ...ahaProgress, ...aha } }
        : { when: { ask: 'aha_progress' }, error: NO_GOAL },
    ],
    playbook,
    asOf: '2026-11-05T09:00:00Z',
    zone: 'Europe/London',
  };
}

export const inProgress = (): FakePayoff => fake();

export const ahaProgress: AhaProgress & Record<string, unknown> = {
  ask: 'aha_progress',
  label: 'conversations solved with a macro',
  count: 4,
  target: 10,
  status: 'on_track',
  started_at: '2026-11-01T08:00:00Z',
  deadline: '2026-11-11T08:00:00Z',
  days_left: 6,
  pace_needed_per_day: 1,
  reached_at: null,
};

export const withGoal = (): FakePayoff => fake(activation(), {});

export const behind = (): FakePayoff =>
  fake(activation(), { status: 'behind', count: 1, pace_needed_per_day: 1.5 });

export const missed = (): FakePayoff =>
  fake(activation(), { status: 'missed', deadline: '2026-11-04T08:00:00Z', pace_needed_per_day: null });

/** The list is there; what was asked beside it is not. */
export function goalFailed(): FakePayoff {
  const made = fake();
  const error = { code: 'limit_exceeded', path: '', message: 'too many rows' } as const;
  return { ...made, answers: [...made.answers.slice(0, 1), { when: { ask: 'aha_progress' }, error }] };
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
  return fake(activation({ status: 'done', percent: 100, steps: done, next_step: null }), {
    status: 'reached',
    count: 10,
    pace_needed_per_day: null,
    reached_at: '2026-11-05T10:00:00Z',
  });
}

export function noSteps(): FakePayoff {
  return fake(activation({ status: 'not_started', steps: [], next_step: null, percent: 0 }));
}

export const failing = failingReport;
export const waiting = waitingReport;
