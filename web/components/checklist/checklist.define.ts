// SPDX-License-Identifier: Apache-2.0
/** @file Defines <payoff-checklist>, and nothing else. On a server, where there are no elements, it does nothing. */

import { PayoffChecklist } from './checklist.js';

export { PayoffChecklist } from './checklist.js';

const registry: CustomElementRegistry | undefined = globalThis.customElements;
// A second copy of this module on the page is no error: the first definition stays.
if (registry && !registry.get('payoff-checklist')) registry.define('payoff-checklist', PayoffChecklist);
