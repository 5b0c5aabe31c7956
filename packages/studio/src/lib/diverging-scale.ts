// One colour scale for credit: orange for worse than the others, blue for better, nothing at 0. Orange and blue stay apart
// for all common kinds of colour blindness, and a sign is never told by colour alone: the pages print the number too.
// Colours are mixed in OKLab (Björn Ottosson, 2020), where equal steps look equal.

export type Theme = 'light' | 'dark'

type Rgb = readonly [red: number, green: number, blue: number]

/** The two ends and the middle, which is close to the theme's own background. */
const stops: Readonly<Record<Theme, { readonly negative: Rgb; readonly zero: Rgb; readonly positive: Rgb }>> = {
  light: { negative: [190, 82, 0], zero: [244, 244, 245], positive: [20, 98, 173] },
  dark: { negative: [242, 146, 68], zero: [38, 40, 44], positive: [104, 180, 240] },
}

/** The smallest amount that differs from 0 already shows its sign. */
const LEAST = 0.12

/** `#rrggbb` of a value between −limit and limit; values beyond are held to it. A limit of 0, and NaN, give the middle. */
export function divergingColor(value: number, limit: number, theme: Theme): string {
  const { negative, zero, positive } = stops[theme]
  if (!(limit > 0) || !(Math.abs(value) > 0)) return hex(zero)
  const share = LEAST + (1 - LEAST) * Math.min(1, Math.abs(value) / limit)
  const from = toLab(zero)
  const to = toLab(value < 0 ? negative : positive)
  return hex(fromLab(from.map((start, i) => start + share * (to[i]! - start)) as unknown as Rgb))
}

/** Black or white, whichever reads better on a colour: the contrast is then at least 4.58. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(color)
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

/** Contrast of two colours by WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** The largest absolute value, for a scale that is symmetric about 0; 0 without values. */
export function symmetricLimit(values: Iterable<number>): number {
  let limit = 0
  for (const value of values) limit = Math.max(limit, Math.abs(value) || 0)
  return limit
}

function relativeLuminance(color: string): number {
  const [red, green, blue] = linear(parse(color))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function parse(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb
}

function hex(rgb: Rgb): string {
  return `#${rgb
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function linear(rgb: Rgb): Rgb {
  return rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
}

function gamma(part: number): number {
  return 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)
}

function toLab(rgb: Rgb): Rgb {
  const [red, green, blue] = linear(rgb)
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function fromLab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}
