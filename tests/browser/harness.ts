// SPDX-License-Identifier: Apache-2.0
/** @file How does a test open a page in real browsers, from a real server, and see what the page's policy refused? */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { after } from 'node:test';
import { type Browser, launch, type Page } from 'puppeteer-core';

/** The policy of a strict host: what Payoff must live under, and no word more. */
export const STRICT_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
  "img-src 'self'; require-trusted-types-for 'script'; trusted-types payoff lit-html";

export type BrowserName = 'chromium' | 'firefox';
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

// ---- server -------------------------------------------------------------------------------------------------

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type Served =
  | string
  | Uint8Array
  | { body: string | Uint8Array; headers?: Record<string, string>; status?: number }
  | Handler;

export interface PageOptions {
  /** What `/` answers. */
  html: string;
  /** Sent with every answer (a worker's policy comes with its own script). Default: STRICT_CSP. `''`: none. */
  csp?: string;
  /** Path to content, before what lies in `dist`. */
  files?: Record<string, Served>;
  /** Sent with every answer, beside the policy. */
  headers?: Record<string, string>;
  /** Folder served under `/payoff/`, and as a second copy under `/payoff-copy/`. Default: `dist`. */
  dist?: string;
}

export interface ServedPage {
  origin: string;
  url: string;
  /** Paths asked for so far, in order, with their query. */
  requests: string[];
  /** What browsers reported against the policy, from documents and workers. */
  reports: string[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

function send(response: ServerResponse, served: Served, request: IncomingMessage, type: string): void {
  if (typeof served === 'function') {
    served(request, response);
    return;
  }
  const plain = typeof served === 'string' || served instanceof Uint8Array ? { body: served } : served;
  response.writeHead(plain.status ?? 200, { 'content-type': type, ...plain.headers });
  response.end(plain.body);
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => done(text));
  });
}

/** Serves one page, its files and `dist` on a free port of 127.0.0.1. */
export async function servePage(options: PageOptions): Promise<ServedPage> {
  const dist = resolve(options.dist ?? 'dist');
  const csp = options.csp ?? STRICT_CSP;
  const requests: string[] = [];
  const reports: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/__report') {
      const body = await bodyOf(request);
      const report = (JSON.parse(body) as { 'csp-report'?: Record<string, unknown> })['csp-report'];
      reports.push(
        report
          ? `${report['effective-directive'] ?? report['violated-directive']} ${report['blocked-uri']}`
          : body,
      );
      response.writeHead(204).end();
      return;
    }
    requests.push(request.url ?? '/');
    if (csp !== '') {
      // The twin reports to the server what the enforced policy refuses; that also covers workers, where no test listens.
      response.setHeader('content-security-policy', csp);
      response.setHeader('content-security-policy-report-only', `${csp}; report-uri /__report`);
    }
    response.setHeader('cache-control', 'no-store');
    for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
    const type = TYPES[extname(pathname)] ?? 'application/octet-stream';
    const file = options.files?.[pathname];
    if (file !== undefined) return send(response, file, request, type);
    if (pathname === '/') return send(response, options.html, request, TYPES['.html'] ?? '');
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const inside = /^\/payoff(?:-copy)?\/(.*)/.exec(pathname)?.[1];
    const path = normalize(join(dist, inside ?? ''));
    if (inside === undefined || !path.startsWith(dist + sep))
      return void response.writeHead(404).end('nothing here');
    try {
      send(response, await readFile(path), request, type);
    } catch {
      response.writeHead(404).end('nothing here');
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A test that failed has not closed it: the file must end all the same.
  server.unref();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/`,
    requests,
    reports,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

// ---- browsers -----------------------------------------------------------------------------------------------

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

const running = new Map<BrowserName, Promise<Browser>>();
const profiles: string[] = [];

async function start(name: BrowserName): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), `payoff-${name}-`));
  profiles.push(profile);
  if (name === 'chromium') {
    const executablePath = process.env['PAYOFF_CHROMIUM'] ?? '/usr/bin/chromium';
    return launch({
      browser: 'chrome',
      executablePath,
      headless: true,
      args: CHROMIUM_FLAGS,
      userDataDir: profile,
    });
  }
  return launch({
    browser: 'firefox',
    executablePath: process.env['PAYOFF_FIREFOX'] ?? '/usr/bin/firefox-esr',
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: {
      'app.update.disabledForTesting': true,
      'network.captive-portal-service.enabled': false,
    },
  });
}

after(async () => {
  for (const browser of running.values()) await (await browser).close();
  await Promise.all(profiles.map((profile) => rm(profile, { recursive: true, force: true, maxRetries: 5 })));
});

export interface OpenPage {
  page: Page;
  /** Refused by the policy, uncaught, or logged as an error, as far as the page itself can see. */
  complaints(): Promise<string[]>;
}

/** Listens before any script of the page can run. */
async function listen(page: Page): Promise<OpenPage> {
  const seen: string[] = [];
  page.on('pageerror', (error) =>
    seen.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`),
  );
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()}`);
  });
  await page.evaluateOnNewDocument(() => {
    const list: string[] = [];
    Object.assign(globalThis, { __violations: list });
    addEventListener('securitypolicyviolation', (event) => {
      list.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return {
    page,
    complaints: async () => {
      const violations = await page.evaluate(
        () => (globalThis as { __violations?: string[] }).__violations ?? [],
      );
      return [...violations.map((text) => `violation: ${text}`), ...seen];
    },
  };
}

/**
 * Runs the same steps in Chromium and Firefox, each in a fresh context (own storage, no cache). Browsers are started
 * at first use and closed when the test file ends. `only` limits a test to what one browser can show.
 */
export async function withBrowsers(
  run: (page: Page, name: BrowserName, opened: OpenPage) => Promise<void>,
  only: readonly BrowserName[] = BROWSERS,
): Promise<void> {
  const wanted = process.env['PAYOFF_BROWSERS']?.split(',');
  for (const name of only) {
    if (wanted && !wanted.includes(name)) continue;
    if (!running.has(name)) running.set(name, start(name));
    const browser = await (running.get(name) as Promise<Browser>);
    const context = await browser.createBrowserContext();
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await run(page, name, await listen(page));
    } catch (error) {
      if (error instanceof Error) error.message = `[${name}] ${error.message}`;
      throw error;
    } finally {
      await context.close();
    }
  }
}

/** Everything that went against the policy or wrong on the page; also what workers reported to the server. */
export async function complaintsOf(opened: OpenPage, served: ServedPage): Promise<string[]> {
  // Reports leave the browser after the fact.
  await new Promise((done) => setTimeout(done, 250));
  return [...(await opened.complaints()), ...served.reports.map((text) => `report: ${text}`)];
}
