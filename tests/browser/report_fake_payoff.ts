// SPDX-License-Identifier: Apache-2.0
/** @file How does data become a Payoff in a page? Runs in the page: everything it needs is inside the function. */

import type { PayoffContext } from '../../web/engine/context.js';
import type { FakePayoff } from './report_fixtures.js';

/** What a test can do with a fake: look at what was asked, change what is answered, tell of a load. */
export interface PageFake extends PayoffContext {
  data: FakePayoff;
  asked: Record<string, unknown>[];
  retries: number;
  load(phase: 'loading' | 'ready' | 'failed'): void;
}

export function makePayoff(data: FakePayoff): PageFake {
  const listeners = new Set<(state: PayoffContext['state']) => void>();
  const fake = {
    data,
    asked: [] as Record<string, unknown>[],
    retries: 0,
    get asOf() {
      return fake.data.asOf;
    },
    get zone() {
      return fake.data.zone;
    },
    get locale() {
      return fake.data.locale;
    },
    account: 'acct_3',
    user: undefined,
    state: {
      phase: data.loading ? 'loading' : 'ready',
      loadedBytes: 0,
      ...data.loading,
    } as PayoffContext['state'],
    playbook: async () => fake.data.playbook,
    async ask(question: Record<string, unknown>) {
      fake.asked.push(question);
      const found = fake.data.answers.find(
        ({ when, whenOverridden }) =>
          Object.entries(when).every(([name, value]) => question[name] === value) &&
          (!whenOverridden || question['overrides'] !== undefined),
      );
      if (!found) throw new Error(`nothing to answer ${JSON.stringify(question)}`);
      if (found.never) return new Promise(() => undefined);
      if (found.error) throw Object.assign(new Error(found.error.message), found.error);
      return structuredClone(found.answer);
    },
    subscribe(listener: (state: PayoffContext['state']) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry() {
      fake.retries += 1;
    },
    load(phase: PayoffContext['state']['phase']) {
      fake.state = { ...fake.state, phase };
      for (const listener of listeners) listener(fake.state);
    },
  };
  return fake as unknown as PageFake;
}
