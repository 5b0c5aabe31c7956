// One moment of a replayed episode: the strip of all steps, the page as it then was with the next action marked, and the
// panel. Links of the page lead into the shop, so that a person can go on from there.
import { printHtml, type Shop } from '@gigpo/envs/webshop'
import { html, raw } from 'hono/html'
import { frame, type Html, queryOf } from '../frame.ts'
import { goalPanel, homeOf, shortScore } from '../goal-panel.ts'
import type { Replay, ReplayAct, ReplayTurn } from './replay.ts'

export interface ReplayPlace {
  /** Place of the episode in the file, and how many there are. */
  readonly episode: number
  readonly episodes: number
  readonly turn: number
}

export function replayPage(shop: Shop, replay: Replay, place: ReplayPlace): Html {
  const { page, state, act } = replay.turns[place.turn]!
  const { products } = shop.catalogue
  const product = (asin: string) => {
    const index = products.indexOf(asin)
    return index < 0 ? undefined : products.product(index)
  }
  const main = printHtml(page, { product, marked: act?.target })
  return frame({
    title: `Step ${place.turn} of ${replay.turns.length - 1} · replay`,
    home: homeOf(page.url),
    products: products.size,
    query: queryOf(page),
    who: html`<span>Replay of ${replay.recording.name}</span>${otherEpisodes(place)}`,
    className: 'replay',
    body: html`${reel(replay, place)}
${raw(main)}
${goalPanel({ shop, goal: replay.goal, state, more: more(page.url) })}`,
  })
}

const address = (episode: number, turn: number): string => `/replay/${episode}/${turn}`

function otherEpisodes({ episode, episodes }: ReplayPlace): Html | string {
  if (episodes < 2) return ''
  const link = (to: number, label: string): Html | string =>
    to < 0 || to >= episodes ? '' : html`<a href="${address(to, 0)}">${label}</a>`
  return html`${link(episode - 1, 'previous episode')}<span>${episode + 1} of ${episodes}</span>${link(episode + 1, 'next episode')}`
}

function reel({ turns }: Replay, { episode, turn }: ReplayPlace): Html {
  const last = turns.length - 1
  const { act } = turns[turn]!
  const step = (to: number, label: string, name: string): Html =>
    to < 0 || to > last
      ? html`<span class="plain" aria-disabled="true">${label}</span>`
      : html`<a class="plain ${name}" href="${address(episode, to)}">${label}</a>`
  return html`<section class="reel" aria-label="Replay">
<div class="turn">${step(turn - 1, '← Previous', 'replay-prev')}<strong>${act === undefined ? 'End of the episode' : html`${turn + 1}. ${act.action}`}</strong>${step(turn + 1, 'Next →', 'replay-next')}</div>
<nav class="strip" aria-label="Steps">
${turns.map((each, index) => strip(each, index, turn, address(episode, index)))}
</nav>
${act === undefined ? '' : facts(act)}
</section>`
}

function strip({ act, score }: ReplayTurn, index: number, now: number, href: string): Html {
  const names = [
    index < now ? 'passed' : '',
    act?.valid === false ? 'refused' : '',
    act?.differs === undefined ? '' : 'differs',
  ]
  const rewarded = act?.reward === undefined || act.reward === 0 ? '' : ` reward ${round(act.reward)}`
  return html`<a class="${names.join(' ').trim()}" href="${href}"${index === now ? raw(' aria-current="step"') : ''}><span>${act?.action ?? 'end'}</span><span>${score === undefined ? '' : `now ${shortScore(score)}`}${rewarded} ${act?.advantage === undefined ? '' : signed('A', act.advantage.total)}</span></a>`
}

function facts({ valid, action, reward, advantage, thought, differs, observation }: ReplayAct): Html {
  return html`<p>${reward === undefined ? '' : `Reward ${round(reward)}. `}${
    advantage === undefined
      ? ''
      : html`Advantage ${signed('', advantage.total)} (episode ${signed('', advantage.episode)}, step ${signed('', advantage.step)}).`
  }</p>
${valid ? '' : html`<div class="warning" role="alert">The shop cannot do <code>${action}</code> here: nothing happens.</div>`}
${differs === undefined ? '' : html`<div class="warning" role="alert"><strong>The recorded observation is not this page.</strong><span>Recorded:</span><pre>${observation}</pre><span>This shop shows:</span><pre>${differs}</pre></div>`}
${thought === undefined || thought === '' ? '' : html`<details open><summary>Thought</summary><p class="thought">${thought}</p></details>`}`
}

const round = (value: number): string => String(Number(value.toFixed(3)))

const signed = (name: string, value: number): Html =>
  html`<span class="${value < 0 ? 'down' : 'up'}">${name} ${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}</span>`

const more = (url: string): Html => html`<p class="again"><a href="${url}">Go on shopping from here</a></p>
<h2 class="keys-head">Keyboard</h2>
<p class="keys"><span><kbd>←</kbd> <kbd>→</kbd></span><span>previous, next step</span></p>`
