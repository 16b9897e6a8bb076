// SPDX-License-Identifier: Apache-2.0
/** @file Puts elements with made-up figures on a page: what the tests of the elements (and a person at a screen) look at. */

import * as checklist from './checklist_fixtures.js';
import { makePayoff, type PageFake } from './report_fake_payoff.js';
import type { FakePayoff } from './report_fixtures.js';
import * as report from './report_fixtures.js';
import * as months from './report_months_fixtures.js';

type Element = HTMLElement & { payoff: PageFake; updateComplete: Promise<boolean> };

const FIXTURES: Record<string, Record<string, unknown>> = {
  'payoff-checklist': { ...checklist },
  'payoff-report': { ...report, ...months },
};

const page = {
  /** A fresh element that draws a fixture; `change` edits the fixture's data. It is `page.element` from then on. */
  show(
    tag: string,
    fixture: string,
    attributes: Record<string, string> = {},
    change?: Partial<FakePayoff>,
  ): void {
    const make = FIXTURES[tag]?.[fixture] as () => FakePayoff;
    const element = document.createElement(tag) as Element;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    page.seen = [];
    element.payoff = makePayoff({ ...make(), ...change });
    document.querySelector('main')?.replaceChildren(element);
    page.element = element;
  },
  /** Names and details of the events that the element sent; `refuse` prevents what they would lead to. */
  seen: [] as { name: string; detail: unknown; trusted: boolean }[],
  refuse: false,
  element: undefined as unknown as Element,
  /** The one element inside that matches. */
  find(selector: string): HTMLElement {
    const found = page.element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  },
  all(selector: string): HTMLElement[] {
    return [...(page.element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  },
  /** As it is read, white space as on the screen. */
  text(selector: string): string {
    return (page.find(selector).textContent ?? '').replace(/\s+/g, ' ').trim();
  },
  texts(selector: string): string[] {
    return page.all(selector).map((each) => (each.textContent ?? '').replace(/\s+/g, ' ').trim());
  },
  /** What has the focus: its text, or its tag. */
  focused(): string {
    const inside = page.element.shadowRoot?.activeElement;
    return inside
      ? (inside.textContent ?? '').replace(/\s+/g, ' ').trim()
      : (document.activeElement?.tagName ?? '');
  },
  /** Boxes that stick out of the page to the side; what may scroll by itself does not count. */
  overflow(): string[] {
    const width = document.documentElement.clientWidth;
    return page.all('*').flatMap((each) => {
      if (each.closest('.scroll, .sr') || (each.closest('svg') && each.tagName !== 'svg')) return [];
      const box = each.getBoundingClientRect();
      return box.width > 1 && (box.right > width + 1 || box.left < -1)
        ? [`${each.tagName}.${each.className}`]
        : [];
    });
  },
};

for (const name of ['payoff-step', 'payoff-period', 'payoff-export', 'payoff-assumptions']) {
  document.addEventListener(name, (event) => {
    page.seen.push({
      name,
      detail: (event as CustomEvent).detail,
      trusted: event.composed && event.cancelable,
    });
    if (page.refuse) event.preventDefault();
  });
}

export type ElementPage = typeof page;

Object.assign(globalThis, { page });
