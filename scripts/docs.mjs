// SPDX-License-Identifier: Apache-2.0
/**
 * @file How is the reference written alone? `npm run docs`: dist/reference (Markdown, as published) and
 * build/demo/reference (HTML, as the demo shows it).
 */

import { main, say } from './lib.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  await setup();
  const { referencePages, writeReference, writeReferenceHtml } = await import('./reference.mjs');
  await writeReference();
  await writeReferenceHtml();
  const { length } = await referencePages();
  say(`${length} pages in dist/reference and, as the demo shows them, in build/demo/reference`);
});
