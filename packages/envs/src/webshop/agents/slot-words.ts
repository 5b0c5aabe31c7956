// Actions as words over slots and back. The wish list of one episode has slots: `type`, attributes `a1` …, options `o1` …;
// a command names slots and ranks, never product words, so that a small vocabulary speaks about any catalogue:
//   search all · search type a1 o2 · open 3 · pick o1 · features · description · reviews · back · next · home · buy
// Both directions read the memory of what was shown (`SeenShop`) at the moment of the decision, and are exact inverses there.
// An action that no command can say (a query of other words, an unwanted option) stays as it is.
import type { SeenGoal } from './read-goal.ts'
import type { SeenShop } from './seen-shop.ts'

export const MOST_ATTRIBUTES = 8
export const MOST_OPTIONS = 4

const clicks = new Map([
  ['features', 'features'],
  ['description', 'description'],
  ['reviews', 'reviews'],
  ['back', '< prev'],
  ['next', 'next >'],
  ['home', 'back to search'],
  ['buy', 'buy now'],
])
const wordOfClick = new Map([...clicks].map(([word, click]) => [click, word]))

/** The slots a wish list has, in order. */
export function slotsOf(goal: SeenGoal): string[] {
  return [
    ...(goal.type === '' ? [] : ['type']),
    ...goal.attributes.slice(0, MOST_ATTRIBUTES).map((_, i) => `a${i + 1}`),
    ...goal.options.slice(0, MOST_OPTIONS).map((_, i) => `o${i + 1}`),
  ]
}

function slotText(goal: SeenGoal, slot: string): string | undefined {
  if (slot === 'type') return goal.type === '' ? undefined : goal.type.toLowerCase()
  if (!/^[ao][1-9]$/.test(slot)) return undefined
  const index = Number(slot[1]) - 1
  return (slot[0] === 'a' ? goal.attributes[index] : goal.options[index]?.value)?.toLowerCase()
}

/** The query that some slots stand for; `all` is everything wished for. Undefined where a slot does not exist. */
export function queryOf(goal: SeenGoal, slots: readonly string[]): string | undefined {
  if (slots.length === 1 && slots[0] === 'all') {
    const texts = [goal.type, ...goal.attributes, ...goal.options.map(({ value }) => value)]
    return (
      texts
        .filter((text) => text !== '')
        .join(' ')
        .toLowerCase() || undefined
    )
  }
  const texts = slots.map((slot) => slotText(goal, slot))
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join(' ')
}

/** The action that a command stands for now; undefined when it stands for none. */
export function toAction(command: string, shop: SeenShop): string | undefined {
  const [verb, ...rest] = command.trim().toLowerCase().split(/\s+/)
  if (verb === undefined) return undefined
  if (verb === 'search') {
    if (new Set(rest).size < rest.length) return undefined
    const query = queryOf(shop.goal, rest)
    return query === undefined ? undefined : `search[${query}]`
  }
  const click = clicks.get(verb)
  if (click !== undefined) return rest.length === 0 ? `click[${click}]` : undefined
  if (rest.length !== 1) return undefined
  if (verb === 'open' && shop.page.kind === 'results' && /^\d+$/.test(rest[0]!)) {
    const asin = shop.results[Number(rest[0]) - 1]
    return asin === undefined ? undefined : `click[${asin}]`
  }
  return verb === 'pick' ? pickAction(rest[0]!, shop) : undefined
}

function pickAction(slot: string, shop: SeenShop): string | undefined {
  if (shop.page.kind !== 'item' || shop.current === undefined || !/^o[1-9]$/.test(slot)) return undefined
  const index = Number(slot[1]) - 1
  const verdict = shop.optionVerdict(shop.current, index)
  if (verdict === 'none' || verdict === 'unknown') return undefined
  return `click[${shop.bestValue(shop.current, index)!.value.toLowerCase()}]`
}

/** The command for an action; the action itself where there is none. */
export function toWords(action: string, shop: SeenShop): string {
  const [, verb, argument] = /^(search|click)\[(.*)\]$/s.exec(action) ?? []
  if (argument === undefined) return action
  if (verb === 'search') {
    const slots = slotsOfQuery(argument, shop.goal)
    return slots === undefined ? action : `search ${slots.join(' ')}`
  }
  const rank = shop.page.kind === 'results' ? shop.rank(argument) : 0
  if (rank > 0) return `open ${rank}`
  for (let i = 0; i < Math.min(MOST_OPTIONS, shop.goal.options.length); i++)
    if (pickAction(`o${i + 1}`, shop) === action) return `pick o${i + 1}`
  return wordOfClick.get(argument) ?? action
}

/** The slots whose texts, joined, are the query. */
function slotsOfQuery(query: string, goal: SeenGoal): string[] | undefined {
  if (queryOf(goal, ['all']) === query) return ['all']
  const slots = slotsOf(goal)
  const follow = (rest: string, used: readonly string[]): string[] | undefined => {
    for (const slot of slots) {
      const text = slotText(goal, slot)!
      if (used.includes(slot) || !rest.startsWith(text)) continue
      if (rest.length === text.length) return [...used, slot]
      if (used.length >= 6 || rest[text.length] !== ' ') continue
      const found = follow(rest.slice(text.length + 1), [...used, slot])
      if (found !== undefined) return found
    }
    return undefined
  }
  return follow(query, [])
}
