// SPDX-License-Identifier: Apache-2.0
/**
 * @file How do the sources become what npm publishes (dist/) and the native program?
 *
 * `npm run build` makes both. The other scripts take the parts that they need from here.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { cores, Failure, files, isMain, main, root, run, say } from './lib.mjs';
import { buildSample, SAMPLE_AS_OF } from './sample.mjs';
import { setup } from './setup.mjs';

/** What a page loads. They share chunks, so two of them on one page bring lit once. */
export const PAGE_ENTRIES = {
  payoff: 'web/loader.ts',
  index: 'web/index.ts',
  engine: 'web/engine/index.ts',
  checklist: 'web/components/checklist/checklist.define.ts',
  report: 'web/components/report/report.define.ts',
};

/** What the elements ask, and every question. */
export const WASM_MODULES = ['payoff.wasm', 'payoff-full.wasm'];

export const META_FILE = join(root, 'build/dist.meta.json');

/** Configures and builds one CMake preset into build/<preset>; `targets` limits what is built. */
export async function cmake(preset, ...targets) {
  say(`building ${preset}`);
  // What goes wrong stands on stderr; the rest of a configuration nobody reads.
  await run('cmake', ['--preset', preset], { stdio: ['ignore', 'ignore', 'inherit'] });
  const only = targets.length > 0 ? ['--target', ...targets] : [];
  await run('cmake', ['--build', `build/${preset}`, '--parallel', String(cores), ...only]);
}

/** dist/ from web/ and the wasm-release build, which must be there. */
export async function bundle() {
  say('bundling dist');
  const { build } = await import('esbuild');
  const dist = join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });

  const common = {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    sourcemap: 'linked',
    legalComments: 'none', // THIRD_PARTY_NOTICES holds them, and lies beside
    logLevel: 'warning',
    metafile: true,
  };
  const [pages] = await Promise.all([
    build({
      ...common,
      entryPoints: PAGE_ENTRIES,
      splitting: true,
      // Flat: the engine looks for worker.js and payoff.wasm beside itself, in whichever chunk it ends up.
      chunkNames: '[name]-[hash]',
      plugins: [ourLit],
    }),
    // A worker imports nothing at run time: pages of other origins start it from a blob.
    build({ ...common, entryPoints: { worker: 'web/engine/worker.ts' } }),
    build({
      ...common,
      entryPoints: { cli: 'web/cli.ts' },
      platform: 'node',
      target: 'node20',
      banner: { js: '#!/usr/bin/env node' },
    }),
    ...WASM_MODULES.map((name) => copyFile(join(root, 'build/wasm-release', name), join(dist, name))),
    oneGlue(),
    copyFile(join(root, 'web/playbook.schema.json'), join(dist, 'playbook.schema.json')),
    copyFile(join(root, 'THIRD_PARTY_NOTICES'), join(dist, 'THIRD_PARTY_NOTICES')),
    types(),
    import('./reference.mjs').then(({ writeReference }) => writeReference()),
  ]);
  await chmod(join(dist, 'cli.js'), 0o755);
  await writeFile(META_FILE, JSON.stringify(pages.metafile));
}

/** The glue of one module is bundled and starts both: it must not differ but in the file's name. */
async function oneGlue() {
  const [small, full] = await Promise.all(
    ['payoff.mjs', 'payoff-full.mjs'].map((name) => readFile(join(root, 'build/wasm-release', name), 'utf8')),
  );
  if (small !== full.replaceAll('payoff-full.wasm', 'payoff.wasm'))
    throw new Failure('payoff.mjs and payoff-full.mjs differ: one glue cannot start both modules');
}

/** dist/types, with our words for lit's types in place of lit. */
export async function types() {
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json']);
  await copyFile(join(root, 'scripts/lit.d.ts'), join(root, 'dist/types/lit.d.ts'));
  for (const file of await files('dist/types', (name) => name.endsWith('.d.ts') && name !== 'lit.d.ts')) {
    const text = await readFile(join(root, file), 'utf8');
    const up = posix.relative(posix.dirname(file), 'dist/types/lit.js');
    const changed = text.replace(
      /(from |import\()(['"])lit\2/g,
      `$1$2${up.startsWith('.') ? up : `./${up}`}$2`,
    );
    if (/['"]lit[-/'"]/.test(changed))
      throw new Failure(`${file} names a part of lit that scripts/lit.d.ts lacks`);
    if (changed !== text) await writeFile(join(root, file), changed);
  }
}

/** build/demo from demo/: scripts are bundled, everything else is copied, the sample is generated and learned from,
 * the reference is made. dist must be there. */
export async function bundleDemo() {
  say('bundling the demo');
  const { build } = await import('esbuild');
  const outdir = join(root, 'build/demo');
  await rm(outdir, { recursive: true, force: true });
  const copied = await files('demo', (name) => !/\.ts$|\.md$/.test(name));
  // Somebody's events stay where they are; the server gives them out from there.
  for (const file of copied.filter((path) => !path.startsWith('demo/data/'))) {
    const target = join(outdir, file.slice('demo/'.length));
    await mkdir(join(target, '..'), { recursive: true });
    await copyFile(join(root, file), target);
  }
  const sample = await buildSample();
  await copyFile(sample, join(outdir, 'helpdesk.ndjson.gz'));
  await learn(sample, 'demo/helpdesk.playbook.json', join(outdir, 'helpdesk.model.json'));
  await (await import('./reference.mjs')).writeReferenceHtml();
  await build({
    absWorkingDir: root,
    entryPoints: ['demo/main.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/** The model of a sample, as `npx payoff learn` prints it. */
async function learn(events, playbook, target) {
  const args = ['learn', '--events', events, '--playbook', playbook, '--as-of', SAMPLE_AS_OF];
  const output = createWriteStream(target);
  await once(output, 'open');
  await run(process.execPath, [join(root, 'dist/cli.js'), ...args], { stdio: ['ignore', output, 'inherit'] });
}

/** Bundles TypeScript that Node 20 could not run as it is, keeping the folders below tests/; gives the paths. */
export async function bundleTests(sources, options = {}) {
  if (sources.length === 0) return [];
  const { build } = await import('esbuild');
  const outdir = join(root, 'build/tests');
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outbase: 'tests',
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    ...options,
  });
  return sources.map((source) => source.replace(/^tests\/(.*)\.ts$/, 'build/tests/$1.js'));
}

/**
 * What we change in lit, and fail over should a new version read otherwise.
 * - A page's policy may name each Trusted Types policy once. A host with a lit of its own has taken "lit-html",
 *   so ours asks for the one policy of Payoff, and only when it first renders.
 * - An import must not need a document: servers import what they render.
 */
const LIT_CHANGES = [
  {
    file: /[\\/]lit-html[\\/]lit-html\.js$/,
    from: /(\w+)=(\w+)\?\2\.createPolicy\("lit-html",\{createHTML:(\w+)=>\3\}\):void 0/,
    to: '$1={createHTML:t=>payoffPolicy().createHTML(t)}',
    prologue: `import{policy as payoffPolicy}from${JSON.stringify(join(root, 'web/engine/policy.ts'))};`,
  },
  {
    file: /[\\/]lit-html[\\/]lit-html\.js$/,
    from: /(\w+)=document,(.*?=)\1\.createTreeWalker\(\1,129\)/s,
    to: '$1=globalThis.document,$2$1?.createTreeWalker($1,129)',
  },
  {
    file: /[\\/]reactive-element[\\/]reactive-element\.js$/,
    from: /extends HTMLElement\b/,
    to: 'extends(globalThis.HTMLElement??class{})',
  },
];

const ourLit = {
  name: 'our-lit',
  setup(build) {
    const unused = new Set(LIT_CHANGES);
    build.onLoad({ filter: /[\\/](lit-html|reactive-element)\.js$/ }, async ({ path }) => {
      const changes = LIT_CHANGES.filter(({ file }) => file.test(path));
      if (changes.length === 0) return undefined;
      let contents = await readFile(path, 'utf8');
      for (const change of changes) {
        const changed = contents.replace(change.from, change.to);
        if (changed === contents) return { errors: [{ text: `our-lit: ${change.from} is not in ${path}` }] };
        contents = (change.prologue ?? '') + changed;
        unused.delete(change);
      }
      return { contents, loader: 'js' };
    });
    build.onEnd(() => {
      if (unused.size === 0) return undefined;
      return { errors: [...unused].map(({ file }) => ({ text: `our-lit: no file ${file} was bundled` })) };
    });
  },
};

if (isMain(import.meta)) {
  await main(async () => {
    await setup('build');
    await cmake('native-release');
    await cmake('wasm-release');
    await bundle();
    say('done: dist/ and build/native-release/payoff');
  });
}
