// SPDX-License-Identifier: Apache-2.0
/**
 * As much of lit as the elements' published types name. lit itself is bundled, so whoever installs Payoff need not
 * have it; without this their compiler would not even know that the elements are HTMLElements.
 */

export declare class LitElement extends HTMLElement {
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
  connectedCallback(): void;
  disconnectedCallback(): void;
  protected createRenderRoot(): HTMLElement | DocumentFragment;
  protected render(): unknown;
  protected willUpdate(changed: PropertyValues): void;
  protected firstUpdated(changed: PropertyValues): void;
  protected updated(changed: PropertyValues): void;
}
export type PropertyDeclarations = Record<string, object>;
export type PropertyValues<_Of = unknown> = Map<PropertyKey, unknown>;
export type TemplateResult<_Kind = 1> = object;
export type CSSResult = object;
