// Which wanted options a buyer chose. The original compares texts after reducing them to a colour, so that "dark green" is
// "dark" and "xx-large" is like "x-large"; the strict verdict beside it wants the same words under the same name.
// Official `get_option_reward` (web_agent_site/engine/goal.py).
import type { GoalOption } from '../goals/goal.ts'
import { pythonRepr } from '../python/python-text.ts'
import { isColor, normalColor } from './normal-color.ts'
import { comparedWords, wordSetRatio } from './token-set-ratio.ts'

const ALIKE = 85

export interface ChosenOption {
  readonly name: string
  readonly value: string
}

export interface OptionVerdict {
  /** `color: red` or, of a human goal, `red`. */
  readonly wanted: string
  /** The chosen value it is compared with: the one that counts, else the one of the same name. */
  readonly got: string | undefined
  /** Whether the original counts it. */
  readonly counts: boolean
  /** Whether the very value was chosen. */
  readonly strict: boolean
  /** `misread`: the very value, but the original reads a colour inside it ("tan" in "rectangular") and misses it. */
  readonly why: 'same' | 'similar' | 'misread' | 'different' | 'not chosen'
}

/** Judges choices against one goal's options; repeated choices are remembered. */
export function optionMatcher(
  goalOptions: readonly GoalOption[],
): (chosen: readonly ChosenOption[]) => OptionVerdict[] {
  const wanted = goalOptions.map((option) => ({
    text: typeof option === 'string' ? option : `${option.name}: ${option.value}`,
    name: typeof option === 'string' ? undefined : option.name,
    words: comparedWords(comparedText(option)),
    very: exactText(typeof option === 'string' ? option : option.value),
  }))
  const known = new Map<string, { alike: boolean; exact: boolean }[]>()
  const judge = (value: string): { alike: boolean; exact: boolean }[] => {
    const before = known.get(value)
    if (before !== undefined) return before
    const words = comparedWords(normalColor(value))
    const very = exactText(value)
    const verdicts = wanted.map((one) => ({
      alike: wordSetRatio(words, one.words, ALIKE) > ALIKE,
      exact: very === one.very,
    }))
    known.set(value, verdicts)
    return verdicts
  }
  return (chosen) =>
    wanted.map(({ text, name }, i) => {
      const very = chosen.find((one) => judge(one.value)[i]!.exact && (name === undefined || one.name === name))
      const alike = chosen.filter((one) => judge(one.value)[i]!.alike)
      const counts = alike.length > 0
      const strict = very !== undefined
      if (strict) return { wanted: text, got: very.value, counts, strict, why: counts ? 'same' : 'misread' }
      if (counts) return { wanted: text, got: alike[0]!.value, counts, strict, why: 'similar' }
      const other = chosen.find((one) => one.name === name)
      return { wanted: text, got: other?.value, counts, strict, why: other === undefined ? 'not chosen' : 'different' }
    })
}

/** What makes a value this value: its words, or itself where it has none ("★"). */
function exactText(value: string): string {
  return comparedWords(value).join(' ') || value
}

/** A synthetic option is a Python tuple in the original: a colour where name or value is one, else the tuple as it prints. */
function comparedText(option: GoalOption): string {
  if (typeof option === 'string') return normalColor(option)
  const color = [option.name, option.value].filter(isColor).sort()[0]
  return color ?? `${pythonRepr(option.name)} ${pythonRepr(option.value)}`
}
