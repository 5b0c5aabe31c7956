// The side panel: what the shopper wants, what buying now would score and why, and the way so far. On narrow screens it folds
// to the bottom, by a check box, so that it works without script.
import {
  type Goal,
  parseShopUrl,
  type RewardBreakdown,
  type Shop,
  type ShopState,
  scoreIfBought,
} from '@gigpo/envs/webshop'
import { html } from 'hono/html'
import { capOf, type Html } from './frame.ts'

export interface GoalPanelOptions {
  readonly shop: Shop
  readonly goal: Goal
  readonly state: ShopState
  /** Under the reward: the way so far, further links. */
  readonly more: Html
}

export function goalPanel({ shop, goal, state, more }: GoalPanelOptions): Html {
  const breakdown = scoreIfBought(shop, goal, state)
  const bought = state.page === 'done'
  const summary =
    breakdown === undefined ? 'no product yet' : `${bought ? 'scored' : 'if bought now'} ${shortScore(breakdown.score)}`
  return html`<aside class="panel" aria-label="Your task">
<input class="fold" type="checkbox" id="fold" aria-label="Show the task and the reward"><label class="fold-label" for="fold">Task and reward: ${summary}</label>
<div class="panel-body">
<h2>Your task</h2>
<p class="wish">${goal.instruction}</p>
${breakdown === undefined ? wishes(goal) : verdict(breakdown, bought)}
${more}
</div>
</aside>`
}

/** What will count, before a product is looked at. */
function wishes(goal: Goal): Html {
  const options = goal.options.map((option) =>
    typeof option === 'string' ? option : `${option.name}: ${option.value}`,
  )
  const cap = capOf(goal)
  return html`<h2>What counts</h2>
<ul class="why">
${goal.attributes.map((attribute) => html`<li class="open"><span>${attribute}</span></li>`)}
${options.map((option) => html`<li class="open"><span>${option}</span><small>option</small></li>`)}
<li class="open"><span>${cap === undefined ? 'any price' : `at most ${cap}`}</span></li>
</ul>`
}

function verdict(reward: RewardBreakdown, bought: boolean): Html {
  const { score, r_type, attributes, options, price } = reward
  const found = attributes.filter(({ why }) => why !== 'missing').length
  const chosen = options.filter(({ counts }) => counts).length
  const parts = attributes.length + options.length + 1
  return html`<h2>${bought ? 'Your score' : 'Reward if bought now'}</h2>
<p class="score"><b>${shortScore(score)}</b> ${score === 1 ? 'a perfect purchase' : 'of 1'}</p>
<meter min="0" max="1" low="0.5" high="0.999" optimum="1" value="${score}" aria-label="Reward"></meter>
<ul class="why">
${row(r_type === 1, 'the right kind of product', typeReason(reward))}
${attributes.map(({ wanted, got, why }) => row(why !== 'missing', wanted, why === 'missing' ? 'not found' : `in its ${why === 'attribute' ? 'attributes' : why}${got === undefined || got === wanted ? '' : `: ${got}`}`))}
${options.map(({ wanted, got, counts, why }) => row(counts, wanted, got === undefined ? why : `${why}: ${got}`))}
${row(reward.r_price, price.cap >= 1_000_000 ? 'any price' : `at most $${price.cap.toFixed(2)}`, `costs $${price.paid.toFixed(2)}`)}
</ul>
<p class="formula">${r_type} × (${found} attributes + ${chosen} options + ${reward.r_price ? 1 : 0} price) / ${parts} = ${shortScore(score)}</p>`
}

const row = (met: boolean, wanted: string, reason: string): Html =>
  html`<li class="${met ? 'yes' : 'no'}"><span>${wanted}</span><small>${reason}</small></li>`

function typeReason({ r_type, query_match, category_match, title_score }: RewardBreakdown): string {
  const reasons = [
    query_match ? 'same search term' : '',
    category_match ? 'same category' : '',
    `${Math.round(title_score * 100)} % of the nouns of its name`,
  ]
  return `${reasons.filter((reason) => reason !== '').join(', ')}: counts ${r_type}`
}

/** Up to three digits, and never 1 for less. */
export function shortScore(score: number): string {
  return String(score < 1 ? Math.min(0.999, Number(score.toFixed(3))) : score)
}

/** The address of a shopper's index page, from any address of hers. */
export const homeOf = (url: string): string => `/${encodeURIComponent(parseShopUrl(url)?.session ?? '')}`
