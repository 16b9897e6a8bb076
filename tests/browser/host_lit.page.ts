// SPDX-License-Identifier: Apache-2.0
/** @file A host that is itself built with lit: the real one, as npm gives it, which takes the policy `lit-html`. */

import { html, LitElement, render } from 'lit';

class HostNote extends LitElement {
  override render() {
    return html`<p>A note of the host</p>`;
  }
}

customElements.define('host-note', HostNote);
render(html`<h1>A host</h1><host-note></host-note>`, document.querySelector('header') as HTMLElement);
Object.assign(globalThis, { hostLit: true });
