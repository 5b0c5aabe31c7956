// The few signs of TeX in which equations are written here, read into a tree that a page shows as MathML:
//   x_{i}   x^{2}   x_{i}^{2}   \frac{a}{b}   \sqrt{a}
// A script of one character needs no braces. Everything else stands for itself; words, numbers and operators are told apart.

export type Notation =
  | { readonly kind: 'row'; readonly items: readonly Notation[] }
  | { readonly kind: 'word' | 'number' | 'operator'; readonly text: string }
  | { readonly kind: 'script'; readonly base: Notation; readonly below?: Notation; readonly above?: Notation }
  | { readonly kind: 'fraction'; readonly over: Notation; readonly under: Notation }
  | { readonly kind: 'root'; readonly of: Notation }

const tokens = /\\frac|\\sqrt|[{}_^]|\d+(?:\.\d+)?|[\p{L}′]+|\s+|./gu

/** Unbalanced braces end where the text ends. */
export function parseNotation(text: string): Notation {
  const list = (text.match(tokens) ?? []).filter((token) => token.trim() !== '')
  let at = 0
  const parseRow = (): Notation => {
    const items: Notation[] = []
    while (at < list.length && list[at] !== '}') items.push(parseScripts())
    return items.length === 1 ? items[0]! : { kind: 'row', items }
  }
  const parseArgument = (): Notation => {
    if (list[at] !== '{') return parseAtom()
    at++
    const inside = parseRow()
    at++
    return inside
  }
  const parseAtom = (): Notation => {
    const token = list[at++] ?? ''
    if (token === '\\frac') return { kind: 'fraction', over: parseArgument(), under: parseArgument() }
    if (token === '\\sqrt') return { kind: 'root', of: parseArgument() }
    if (token === '{') {
      at--
      return parseArgument()
    }
    if (/^\d/.test(token)) return { kind: 'number', text: token }
    return { kind: /^[\p{L}′]/u.test(token) ? 'word' : 'operator', text: token }
  }
  const parseScripts = (): Notation => {
    const base = parseAtom()
    let below: Notation | undefined
    let above: Notation | undefined
    while (list[at] === '_' || list[at] === '^') {
      const sign = list[at++]
      if (sign === '_') below = parseArgument()
      else above = parseArgument()
    }
    if (below === undefined && above === undefined) return base
    return {
      kind: 'script',
      base,
      ...(below === undefined ? {} : { below }),
      ...(above === undefined ? {} : { above }),
    }
  }
  return parseRow()
}

/** As plain text, for readers that do not see and for lists: `A_E`, `(a) / (b)`. */
export function speakNotation(notation: Notation): string {
  switch (notation.kind) {
    case 'row':
      return notation.items.map(speakNotation).join(' ')
    case 'script': {
      const below = notation.below === undefined ? '' : ` sub ${speakNotation(notation.below)}`
      const above = notation.above === undefined ? '' : ` to the ${speakNotation(notation.above)}`
      return `${speakNotation(notation.base)}${below}${above}`
    }
    case 'fraction':
      return `( ${speakNotation(notation.over)} ) / ( ${speakNotation(notation.under)} )`
    case 'root':
      return `root of ( ${speakNotation(notation.of)} )`
    default:
      return notation.text
  }
}
