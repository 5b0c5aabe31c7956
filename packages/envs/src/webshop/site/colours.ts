// Colours for drawn pictures: the colour words that products use, and the tones a drawing is made of.

/** `#rrggbb` by colour word, longer words first where one contains another. */
const named: readonly (readonly [string, string])[] = [
  ['multicolor', '#c05fa8'],
  ['burgundy', '#7b2237'],
  ['champagne', '#e3cfa4'],
  ['charcoal', '#3f4750'],
  ['chocolate', '#6b4226'],
  ['espresso', '#4b3225'],
  ['lavender', '#a99bd6'],
  ['sapphire', '#2456a6'],
  ['turquoise', '#2fb5b0'],
  ['graphite', '#4c5157'],
  ['mahogany', '#6a2e22'],
  ['stainless', '#a7afb8'],
  ['natural', '#d2b48c'],
  ['emerald', '#1f8f5f'],
  ['apricot', '#f2b183'],
  ['fuchsia', '#cf3f93'],
  ['magenta', '#c23b91'],
  ['mustard', '#d3a22c'],
  ['crimson', '#b3203a'],
  ['caramel', '#b8793d'],
  ['walnut', '#6f4e37'],
  ['violet', '#7a52b3'],
  ['indigo', '#40489c'],
  ['purple', '#7c4bab'],
  ['yellow', '#e8c23a'],
  ['orange', '#e4842f'],
  ['silver', '#b4bcc4'],
  ['copper', '#b87145'],
  ['bronze', '#9a7140'],
  ['maroon', '#6f1f31'],
  ['salmon', '#ef9481'],
  ['coffee', '#6b4a35'],
  ['cherry', '#93283c'],
  ['marble', '#d9d7d3'],
  ['brown', '#805a3d'],
  ['black', '#30343b'],
  ['white', '#eef0f2'],
  ['green', '#4a9558'],
  ['olive', '#7b7b3a'],
  ['khaki', '#b7a878'],
  ['beige', '#d9c8a9'],
  ['ivory', '#efe8d6'],
  ['cream', '#efe3c8'],
  ['peach', '#f3b596'],
  ['coral', '#ec7762'],
  ['mauve', '#a67c97'],
  ['lilac', '#b79cd0'],
  ['denim', '#4a6a94'],
  ['amber', '#d99225'],
  ['azure', '#4f9fdb'],
  ['slate', '#5f6d7c'],
  ['stone', '#a39d93'],
  ['taupe', '#8d7f73'],
  ['blush', '#e9b3b1'],
  ['lemon', '#ecd94d'],
  ['mocha', '#7f5f4c'],
  ['linen', '#e4dccb'],
  ['navy', '#26365f'],
  ['blue', '#3f78c5'],
  ['pink', '#e58fac'],
  ['rose', '#d3788a'],
  ['gold', '#cfa644'],
  ['gray', '#858d96'],
  ['grey', '#858d96'],
  ['teal', '#2b8585'],
  ['aqua', '#52bfc6'],
  ['mint', '#93d1b3'],
  ['lime', '#98c644'],
  ['plum', '#70406c'],
  ['rust', '#a9512d'],
  ['sage', '#94a78a'],
  ['sand', '#d6c29b'],
  ['wine', '#6f2339'],
  ['oak', '#b98d58'],
  ['red', '#c53a3f'],
  ['tan', '#c8a476'],
]

/** For products that name no colour. */
export const palette: readonly string[] = [
  '#5b7fb4',
  '#c9785a',
  '#5f9a83',
  '#b4688c',
  '#c7a14a',
  '#6f6bab',
  '#4c98a5',
  '#a3745b',
  '#7f9a55',
  '#9a6273',
]

/** The colour a text names as whole words (`dark | navy blue` is navy), undefined where it names none. */
export function namedColour(text: string): string | undefined {
  const words = new Set(text.toLowerCase().split(/[^a-z]+/))
  return named.find(([word]) => words.has(word))?.[1]
}

/** The tones of a drawing, from one `#rrggbb`. */
export interface Tones {
  readonly main: string
  readonly dark: string
  readonly light: string
  /** Thin lines and soles: near black on light colours, deeper than `dark` on others. */
  readonly line: string
  /** Behind the drawing. */
  readonly ground: string
}

export function tonesOf(colour: string): Tones {
  return {
    main: colour,
    dark: mix(colour, '#10131a', 0.28),
    light: mix(colour, '#ffffff', 0.42),
    line: mix(colour, '#10131a', 0.55),
    ground: mix(mix(colour, '#8d99a8', 0.35), '#ffffff', 0.84),
  }
}

function mix(from: string, to: string, share: number): string {
  const channel = (at: number): string => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round(a! + (b! - a!) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
