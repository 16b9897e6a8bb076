// SPDX-License-Identifier: Apache-2.0
/**
 * @file What must a machine have before a script can do its work, and how does it get there?
 *
 * On Debian and its kin missing packages are installed with apt; elsewhere they are named. A script asks only
 * for the groups it needs. `node scripts/setup.mjs [group ...]` does the same by hand; no group means all.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, isMain, main, root, run, say } from './lib.mjs';

const GROUPS = {
  build: [
    'g++',
    'cmake',
    'ninja-build',
    'emscripten',
    'libexpected-dev',
    'libhowardhinnant-date-dev',
    'tzdata', // the native program reads its zones from it
    'zlib1g-dev',
  ],
  test: ['libcatch2-dev', 'nlohmann-json3-dev'],
  bench: ['libbenchmark-dev'],
  check: ['clang-format', 'clang-tidy'],
  long: ['clang', 'libclang-rt-dev'], // libFuzzer
  browsers: ['chromium', 'firefox-esr', 'fonts-inter', 'fonts-noto-core'], // Noto: Persian in the screenshots
};

/** Catch2 2 has other headers; Debian 12 holds 3 in its backports only. */
const OLDEST_MAJOR = { 'libcatch2-dev': 3 };
const BACKPORTS_FILE = '/etc/apt/sources.list.d/payoff-backports.sources';

/** Where there is no apt we look for the programs and leave the libraries to CMake, which names what it misses. */
const PROGRAMS = {
  build: ['c++', 'cmake', 'ninja', 'emcc'],
  check: ['clang-format', 'clang-tidy'],
  long: ['clang++'],
};

export async function setup(...groups) {
  if (process.platform === 'win32') throw new Failure('Windows is not supported; use WSL with Debian 12.');
  if (succeeds('dpkg-query', ['--version'])) installPackages(groups);
  else askForPrograms(groups);
  await installModules();
}

// ---- Debian and its kin -----------------------------------------------------------------------------------

function installPackages(groups) {
  const missing = missingPackages(groups.flatMap((group) => GROUPS[group]));
  if (missing.length === 0) return;

  say('reading the package lists');
  asRoot('apt-get', ['update'], `install these packages: ${missing.join(' ')}`);
  const wanted = missing.map((name) => (name in OLDEST_MAJOR ? recentEnough(name) : name));
  const unknown = wanted.filter((name) => !isInstallable(name));
  if (unknown.length > 0) {
    throw new Failure(
      `this system has no package ${unknown.join(', ')}. Debian 12 has all that Payoff needs. Elsewhere put the ` +
        'programs on the PATH by other means; browsers may be named by PAYOFF_CHROMIUM and PAYOFF_FIREFOX.',
    );
  }
  if (wanted.includes('emscripten')) standInForAcorn();

  say(`installing ${wanted.join(' ')} (the first time this takes minutes)`);
  // --no-remove: rather fail than take away or swap something of this machine, its Node above all.
  const options = ['-y', '--no-install-recommends', '--no-remove', '-o', 'Acquire::Retries=3'];
  asRoot('apt-get', ['install', ...options, ...wanted], `install these packages: ${wanted.join(' ')}`);
}

function missingPackages(names) {
  const format = '${db:Status-Status} ${binary:Package} ${Version}\n';
  const lines = output('dpkg-query', ['-W', '-f', format, ...names]).split('\n');
  const installed = new Map();
  for (const line of lines) {
    const [status, name = '', version = ''] = line.split(' ');
    if (status === 'installed') installed.set(name.replace(/:.*/, ''), version);
  }
  const overridden = { chromium: 'PAYOFF_CHROMIUM', 'firefox-esr': 'PAYOFF_FIREFOX' };
  return names.filter((name) => {
    if (process.env[overridden[name]]) return false;
    return !installed.has(name) || major(installed.get(name)) < (OLDEST_MAJOR[name] ?? 0);
  });
}

const major = (version) => Number.parseInt(version.replace(/^\d+:/, ''), 10);
const isInstallable = (name) =>
  /Candidate: \d/.test(output('apt-cache', ['policy', name.replace(/=.*/, '')]));

/** `name=version` of a version that is new enough, from the backports if need be. */
function recentEnough(name) {
  const find = () => {
    const versions = output('apt-cache', ['madison', name])
      .split('\n')
      .map((line) => line.split('|')[1]?.trim() ?? '');
    return versions.find((version) => major(version) >= OLDEST_MAJOR[name]);
  };
  if (!find()) addBackports(name);
  const version = find();
  if (!version) throw new Failure(`this system has no ${name} of version ${OLDEST_MAJOR[name]} or newer.`);
  return `${name}=${version}`;
}

function addBackports(name) {
  const system = readFileSync('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(system)?.[1];
  if (!/^ID=debian$/m.test(system) || !codename) return;
  // The mirror that this machine already trusts for the release itself.
  const targets = output('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE)',
    'Created-By: Packages',
  ]);
  const mirror = targets
    .split('\n')
    .find((line) => line.endsWith(` ${codename}`))
    ?.split(' ')[0];
  if (!mirror) return;

  say(`adding ${codename}-backports for ${name}: ${BACKPORTS_FILE}`);
  const source = `# Added by Payoff's scripts/setup.mjs for ${name}. Nothing else is taken from here unasked.
Types: deb
URIs: ${mirror}
Suites: ${codename}-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;
  asRoot('tee', [BACKPORTS_FILE], `write ${BACKPORTS_FILE}`, source);
  asRoot('apt-get', ['update'], 'read the package lists again');
}

/**
 * Debian's node-acorn, which emscripten depends on, asks for `nodejs:any`; the nodejs packages of NodeSource do
 * not offer that, so apt would have to swap them for Debian's older Node. An empty package named in its place
 * keeps the machine's Node; emcc gets npm's acorn through NODE_PATH (lib.mjs).
 */
function standInForAcorn() {
  const node = output('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Multi-Arch}', 'nodejs']);
  if (
    !node.startsWith('installed') ||
    node.endsWith('allowed') ||
    missingPackages(['node-acorn']).length === 0
  )
    return;

  say('keeping this nodejs package: an empty payoff-node-acorn stands in for node-acorn');
  const folder = mkdtempSync(join(tmpdir(), 'payoff-'));
  const control = `Package: payoff-node-acorn
Version: 1
Architecture: all
Maintainer: Payoff's scripts/setup.mjs <root@localhost>
Provides: node-acorn
Description: stands in for node-acorn where nodejs does not come from Debian
`;
  try {
    quietly('mkdir', ['-p', join(folder, 'package/DEBIAN')]);
    writeFileSync(join(folder, 'package/DEBIAN/control'), control);
    quietly('dpkg-deb', [
      '--build',
      '--root-owner-group',
      join(folder, 'package'),
      join(folder, 'stand-in.deb'),
    ]);
    asRoot(
      'dpkg',
      ['--install', join(folder, 'stand-in.deb')],
      'install an empty package providing node-acorn',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a program as root, quietly; `otherwise` says what a person must do where we cannot. */
function asRoot(command, args, otherwise, input) {
  // apt waits for another apt instead of failing; dpkg asks no questions.
  if (command === 'apt-get') args = ['-o', 'DPkg::Lock::Timeout=600', ...args];
  const full = ['env', 'DEBIAN_FRONTEND=noninteractive', command, ...args];
  if (process.getuid() !== 0) {
    if (!succeeds('sudo', ['--version']))
      throw new Failure(`neither root nor sudo here. As root, ${otherwise}`);
    full.unshift('sudo');
  }
  quietly(full[0], full.slice(1), input);
}

// ---- elsewhere --------------------------------------------------------------------------------------------

function askForPrograms(groups) {
  const missing = groups
    .flatMap((group) => PROGRAMS[group] ?? [])
    .filter((name) => !succeeds(name, ['--version']));
  if (missing.length === 0) return;
  throw new Failure(
    `not found: ${missing.join(', ')}. Without apt the set-up cannot install them. On macOS: brew install cmake ` +
      'ninja emscripten nlohmann-json zlib howard-hinnant-date catch2 google-benchmark llvm, and tl-expected from ' +
      'its sources. Browsers are named by PAYOFF_CHROMIUM and PAYOFF_FIREFOX.',
  );
}

// ---- npm --------------------------------------------------------------------------------------------------

async function installModules() {
  const stamp = join(root, 'node_modules/.payoff-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the npm packages of package-lock.json');
  // None of them needs an install script.
  await run('npm', ['ci', '--ignore-scripts', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

// ---- programs ---------------------------------------------------------------------------------------------

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What a program printed, whatever its exit code: dpkg-query fails when one of many is unknown. */
function output(command, args) {
  const env = { ...process.env, LC_ALL: 'C' };
  return (
    spawnSync(command, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).stdout ?? ''
  );
}

function quietly(command, args, input = '') {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  const tail = `${stdout ?? ''}${stderr ?? ''}${error ?? ''}`.trimEnd().split('\n').slice(-20).join('\n');
  throw new Failure(`failed: ${[command, ...args].join(' ')}\n${tail}`);
}

if (isMain(import.meta)) {
  const groups = process.argv.slice(2);
  await main(async () => {
    const unknown = groups.find((group) => !(group in GROUPS));
    if (unknown) throw new Failure(`no group ${unknown}; there are ${Object.keys(GROUPS).join(', ')}`);
    await setup(...(groups.length > 0 ? groups : Object.keys(GROUPS)));
  });
}
