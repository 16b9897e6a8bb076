// SPDX-License-Identifier: Apache-2.0
/** @file Defines <payoff-report>, and nothing else. On a server, where there are no elements, it does nothing. */

import { PayoffReport } from './report.js';

export { PayoffReport } from './report.js';

const registry: CustomElementRegistry | undefined = globalThis.customElements;
// A second copy of this module on the page is no error: the first definition stays.
if (registry && !registry.get('payoff-report')) registry.define('payoff-report', PayoffReport);
