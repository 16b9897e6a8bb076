// SPDX-License-Identifier: Apache-2.0
/** @file Which of the capabilities that are paid for are used? Drawn only where the core has an answer. */

import { html, type TemplateResult } from 'lit';
import { adoptionKey, adoptionStrip, type Use } from '../../charts/adoption_strip.js';
import type { Texts } from '../../i18n/index.js';
import { heading } from '../shared/parts.js';

/** As the question `adoption` answers. */
export interface Adoption {
  capabilities: readonly {
    id: string;
    label?: string;
    adopters: number;
    people: number;
    depth: number | null;
    used: boolean;
  }[];
}

const ORDER: readonly Use[] = ['used', 'tried', 'unused'];

export function adoption(texts: Texts, answer: Adoption | null, level: number): TemplateResult | '' {
  if (!answer || answer.capabilities.length === 0) return '';
  const all = answer.capabilities.map((capability) => ({ ...capability, use: useOf(capability) }));
  const of = (use: Use) => all.filter((capability) => capability.use === use);
  const counts = { used: of('used').length, tried: of('tried').length, unused: of('unused').length };
  const group = (use: Use) =>
    counts[use] === 0
      ? ''
      : html`<div>${heading(level + 1, { class: 'cap-h' }, html`${adoptionKey(use)}${texts.t(`adoption_${use}`, { count: counts[use] })}`)}
        <ul>${of(use).map((each) => html`<li><bdi>${each.label || each.id}</bdi><span>${use === 'unused' ? texts.t('adoption_none') : texts.t('adoption_people', { adopters: each.adopters, count: each.people })}</span></li>`)}</ul></div>`;
  return html`<section class="sect" part="adoption">${heading(level, { class: 'h' }, texts.t('adoption_title'))}
    <p class="row"><span class="tile-n">${texts.t('adoption_count', { used: counts.used, total: all.length })}</span> <span class="sub">${texts.t('adoption_unit', { count: counts.used })}</span></p>
    <figure class="adopt-fig">${adoptionStrip(
      ORDER.flatMap((use) => of(use).map(() => use)),
      texts.t('adoption_alt', { count: all.length, ...counts }),
    )}</figure>
    <div class="caps">${group('used')}<div class="group">${group('tried')}${group('unused')}</div></div></section>`;
}

/** One person once is a try, not a use. */
function useOf({ used, adopters, depth }: Adoption['capabilities'][number]): Use {
  if (!used || adopters === 0) return 'unused';
  return adopters === 1 && (depth ?? 0) <= 1 ? 'tried' : 'used';
}
