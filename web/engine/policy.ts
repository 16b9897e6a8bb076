// SPDX-License-Identifier: Apache-2.0
/** @file How do our own URLs and templates pass a page that demands Trusted Types? */

/** At run time the values are TrustedHTML and TrustedScriptURL where the browser has them. */
export interface PayoffPolicy {
  /** For lit's static templates only; data reach the page as text. */
  createHTML(text: string): string;
  /** Throws for any URL that was not resolved by us (`trustedUrl`). */
  createScriptURL(url: string): string;
}

interface Slot {
  readonly policy: PayoffPolicy;
  /** Grows as two Payoffs on one page resolve their own scripts. */
  readonly ours: Set<string>;
}

interface TrustedTypes {
  createPolicy(name: string, rules: PayoffPolicy): PayoffPolicy;
}

const KEY = Symbol.for('payoff.policy');

function make(): Slot {
  const ours = new Set<string>();
  const rules: PayoffPolicy = {
    createHTML: (text) => text,
    createScriptURL: (url) => {
      if (ours.has(url)) return url;
      throw new TypeError(`Payoff did not resolve this script URL itself: ${url}`);
    },
  };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    return { policy: trustedTypes?.createPolicy('payoff', rules) ?? rules, ours };
  } catch {
    // The page's policy does not name `payoff`. Where Trusted Types are also required, the worker is refused and
    // the engine runs on the page's own thread.
    return { policy: rules, ours };
  }
}

function slot(): Slot {
  const home = globalThis as { [KEY]?: Slot };
  home[KEY] ??= make();
  return home[KEY];
}

/** The page's one policy `payoff`: a second one of that name would throw, so all copies of Payoff share it. */
export function policy(): PayoffPolicy {
  return slot().policy;
}

/** A script URL that we made ourselves, in the form that `new Worker` takes. */
export function trustedUrl(url: string): string {
  const { policy, ours } = slot();
  ours.add(url);
  return policy.createScriptURL(url);
}
