// What can be done on a page, read off its segments: this list is what an agent is offered and what a step accepts. Order as
// in the original: buttons, then products, then options, each text once.
import type { Page, Segment } from './page.ts'

/** The texts that can be clicked, lower case, in the original's order. */
export function clickables(page: Page): string[] {
  const texts = new Set<string>()
  for (const segment of page.segments)
    if (segment.kind === 'button' && segment.clickable) texts.add(segment.label.toLowerCase())
  for (const segment of page.segments) if (segment.kind === 'link') texts.add(segment.asin.toLowerCase())
  for (const segment of page.segments) if (segment.kind === 'option') texts.add(segment.value)
  return [...texts]
}

/** Whether the page has the search bar. */
export const hasSearchBar = (page: Page): boolean => page.segments.some(({ kind }) => kind === 'input')

/** The actions of a page as an agent sends them: `search[<your query>]` where there is a search bar, then `click[…]`. */
export function admissibleActions(page: Page): string[] {
  const clicks = clickables(page).map((text) => `click[${text}]`)
  return hasSearchBar(page) ? ['search[<your query>]', ...clicks] : clicks
}

/**
 * The segment a click lands on, undefined where nothing has that text. The shop's own buttons win over an option of the same
 * text; of equal values in two option groups the later group's wins.
 */
export function clicked(page: Page, text: string): Exclude<Segment, { kind: 'text' | 'input' }> | undefined {
  let found: Exclude<Segment, { kind: 'text' | 'input' }> | undefined
  for (const segment of page.segments) {
    if (segment.kind === 'button') {
      if (segment.clickable && segment.label.toLowerCase() === text) return segment
    } else if (segment.kind === 'link') {
      if (segment.asin.toLowerCase() === text) found = segment
    } else if (segment.kind === 'option' && segment.value === text) found = segment
  }
  return found
}
