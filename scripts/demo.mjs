// SPDX-License-Identifier: Apache-2.0
/** @file How does one see Payoff at work? Builds it and serves the demo: `npm run demo [-- --port=8080]`. */

import { parseArgs } from 'node:util';
import { bundle, bundleDemo, cmake } from './build.mjs';
import { serveDemo } from './demo_server.mjs';
import { main, say } from './lib.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
  await setup('build');
  await cmake('wasm-release');
  await bundle();
  await bundleDemo();
  const { origin } = await serveDemo({ port: Number(values.port) });
  say(`the demo is at ${origin}/ (Ctrl-C ends it)`);
});
