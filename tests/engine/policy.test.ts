// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { policy, trustedUrl } from '../../web/engine/policy.js';

test('without Trusted Types text passes as it is, and only our own script URLs pass', () => {
  assert.equal(policy().createHTML('<b>'), '<b>');
  assert.throws(() => policy().createScriptURL('https://evil.example/x.js'), TypeError);
  assert.equal(trustedUrl('https://cdn.example/worker.js'), 'https://cdn.example/worker.js');
  assert.equal(policy().createScriptURL('https://cdn.example/worker.js'), 'https://cdn.example/worker.js');
});

test('there is one policy a page, whichever copy of Payoff asks', () => {
  assert.equal(policy(), policy());
  assert.ok(Symbol.for('payoff.policy') in globalThis);
});
