// How an action is read. The original matches the regular expression (.+)\[(.+)\] at the start of the text: both parts are
// greedy and stay on the first line, so the last brackets count and what follows them is ignored. That expression is
// quadratic on hostile text; searching from the end gives the same answer in linear time.
import type { Compat } from './goals/goal.ts'

export interface ShopAction {
  readonly name: string
  /** Lower case, never empty. */
  readonly argument: string
}

/**
 * The action in a text, undefined where there is none. `fixed` takes the first opening bracket instead of the last, so that
 * `click[size [eu]]` reaches the option `size [eu]`, which is listed but out of reach in the original.
 */
export function parseAction(text: string, compat: Compat): ShopAction | undefined {
  const lineEnd = text.indexOf('\n')
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd)
  const close = line.lastIndexOf(']')
  // At least one character between the brackets; lastIndexOf would read a negative place as 0.
  if (close < 3) return undefined
  const open = compat === 'fixed' ? line.indexOf('[', 1) : line.lastIndexOf('[', close - 2)
  if (open < 1 || open > close - 2) return undefined
  return { name: line.slice(0, open), argument: line.slice(open + 1, close).toLowerCase() }
}
