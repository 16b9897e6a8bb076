// SPDX-License-Identifier: Apache-2.0
/** @file How do all sources get their format? C++ by clang-format, the rest by Biome, which also mends what is safe. */

import { CPP_FOLDERS } from './check.mjs';
import { files, main, root, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  await setup('check');
  say('formatting');
  const cpp = (
    await Promise.all(CPP_FOLDERS.map((folder) => files(folder, (name) => /\.(h|cpp)$/.test(name))))
  ).flat();
  if (cpp.length > 0) await run('clang-format', ['-i', ...cpp]);
  await run(`${root}/node_modules/.bin/biome`, ['check', '--write']);
});
