// SPDX-License-Identifier: Apache-2.0
/** @file What is `npx payoff`? The native program's twin over wasm, for Node. */

import { run } from './cli/run.js';

process.exitCode = await run(process.argv.slice(2), process);
