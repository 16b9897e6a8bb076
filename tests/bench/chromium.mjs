// SPDX-License-Identifier: Apache-2.0
/** @file How does a bench get a page of Chromium, with Payoff's dist and what else it names? */

import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from 'puppeteer-core';
import { serve } from '../../scripts/serve.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const EMPTY_PAGE = '<!doctype html><html lang="en"><title>A host</title><body></body></html>';

/** Runs the steps with `open(files)`: a fresh page whose server gives out dist and these paths, each a text or a `{ file }`. */
export async function inChromium(steps) {
  const browser = await launch({
    browser: 'chrome',
    executablePath: process.env.PAYOFF_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  });
  const servers = [];
  const open = async (files) => {
    const server = await serve({
      roots: { '/payoff/': dist },
      routes: routesOf({ '/': EMPTY_PAGE, ...files }),
    });
    servers.push(server);
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(`${server.origin}/`);
    return page;
  };
  try {
    return await steps(open, await browser.version());
  } finally {
    await browser.close();
    for (const server of servers) await server.close();
  }
}

function routesOf(files) {
  return Object.entries(files).map(([path, content]) => [
    new RegExp(`^${path.replace('.', '\\.')}$`),
    (response) => {
      const type =
        path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
      response.setHeader('content-type', type);
      if (typeof content === 'string') response.end(content);
      else createReadStream(content.file).pipe(response);
    },
  ]);
}
