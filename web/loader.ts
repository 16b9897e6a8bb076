// SPDX-License-Identifier: Apache-2.0
/** @file What does the script tag do? Makes the page's default Payoff and brings in the elements that are there. */

import { type PayoffContext, setDefaultPayoff } from './engine/context.js';
import { PayoffError } from './engine/error.js';

/** Each element's script is fetched when the first such element is on the page. */
const ELEMENTS: Record<string, () => Promise<unknown>> = {
  'payoff-checklist': () => import('./components/checklist/checklist.define.js'),
  'payoff-report': () => import('./components/report/report.define.js'),
};

/** `document.currentScript` is null in a module script. */
function ownScript(): HTMLScriptElement | undefined {
  return [...document.scripts].find(({ src }) => src === import.meta.url);
}

async function makeDefault({ dataset }: HTMLScriptElement): Promise<PayoffContext> {
  const { playbook, events, account, user, zone, asOf, locale, model, worker, wasm, questions } = dataset;
  if (events === undefined) {
    throw new PayoffError('bad_option', 'The script tag needs data-events: the address of the events.');
  }
  const { createPayoff } = await import('./index.js');
  return createPayoff({
    playbook,
    events: new URL(events, document.baseURI),
    account,
    user,
    zone,
    asOf,
    locale,
    model,
    questions: questions === 'all' ? 'all' : 'elements',
    workerUrl: worker,
    ...(wasm !== undefined && { wasmUrl: wasm }),
  });
}

/** Elements that wait for a Payoff which cannot be made show why, and their "try again" tries again. */
function failedContext(error: PayoffError, retry: () => void): PayoffContext {
  const fail = (): Promise<never> => Promise.reject(error);
  return {
    ask: fail,
    playbook: fail,
    asOf: new Date().toISOString(),
    zone: undefined,
    locale: undefined,
    account: undefined,
    user: undefined,
    state: { phase: 'failed', loadedBytes: 0, error },
    subscribe: () => () => {},
    retry,
  };
}

function provide(script: HTMLScriptElement): void {
  makeDefault(script).then(setDefaultPayoff, (thrown: unknown) => {
    const error = PayoffError.of(thrown);
    console.error(error);
    setDefaultPayoff(failedContext(error, () => provide(script)));
  });
}

/** Elements may come with the page, later, or never. */
function bringElements(): void {
  const waiting = new Map(
    Object.entries(ELEMENTS).map(([name, bring]) => [document.getElementsByTagName(name), bring]),
  );
  const look = (): void => {
    for (const [found, bring] of waiting) {
      if (found.length === 0) continue;
      waiting.delete(found);
      bring().catch((error: unknown) => console.error(error));
    }
    if (waiting.size === 0) observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
}

if (typeof document !== 'undefined') {
  const script = ownScript();
  if (script) provide(script);
  bringElements();
}
