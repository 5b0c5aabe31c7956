// What an action touches on a page: the search bar, or the segment its click lands on. For showing an action to a person.
import { parseAction } from '../action-grammar.ts'
import type { Compat } from '../goals/goal.ts'
import { clicked } from './clickables.ts'
import type { Page, Segment } from './page.ts'

/** Undefined where the action touches nothing. */
export function actedOn(page: Page, action: string, compat: Compat): Segment | undefined {
  const parsed = parseAction(action, compat)
  if (parsed?.name === 'search') return page.segments.find(({ kind }) => kind === 'input')
  return parsed?.name === 'click' ? clicked(page, parsed.argument) : undefined
}
