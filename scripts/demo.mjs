// SPDX-License-Identifier: Apache-2.0
/** @file How does one see Payoff at work? Builds it and serves the demo: `npm run demo [-- --port=8080]`. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, bundleDemo, cmake } from './build.mjs';
import { main, root, say } from './lib.mjs';
import { serve } from './serve.mjs';
import { setup } from './setup.mjs';

/** The policy of a strict host: the demo shows that Payoff lives under it. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; img-src 'self'; font-src 'self'; require-trusted-types-for 'script'; trusted-types payoff";

await main(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
  await setup('build');
  await cmake('wasm-release');
  await bundle();
  await bundleDemo();

  const data = ['demo/data', '../shared/data']
    .map((folder) => join(root, folder))
    .find((folder) => existsSync(folder));
  const { origin } = await serve({
    roots: {
      '/': join(root, 'build/demo'),
      '/payoff/': join(root, 'dist'),
      '/data/': data ?? join(root, 'demo/data'),
    },
    port: Number(values.port),
    headers: { 'Content-Security-Policy': POLICY },
  });
  say(`the demo is at ${origin}/ (Ctrl-C ends it)`);
});
