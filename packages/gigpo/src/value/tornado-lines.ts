// A tornado chart in characters: one line an input, its bar from the net at one end of the range to the net at the other,
// on one scale, with a mark where the net is without a change.
import type { Swing } from '@gigpo/studio/value'

export interface TornadoText {
  readonly label: (swing: Swing) => string
  /** An end of an input's range, as text. */
  readonly end: (swing: Swing, value: number) => string
  readonly money: (value: number) => string
  /** Characters of the widest bar's scale. */
  readonly width?: number
}

export function tornadoLines(swings: readonly Swing[], base: number, text: TornadoText): string[] {
  const width = text.width ?? 36
  const ends = swings.flatMap(({ netAtLow, netAtHigh }) => [netAtLow, netAtHigh])
  const [least, most] = [Math.min(base, ...ends), Math.max(base, ...ends)]
  const place = (net: number): number =>
    most === least ? 0 : Math.round(((net - least) / (most - least)) * (width - 1))
  const labels = swings.map(text.label)
  const ranges = swings.map((swing) => `${text.end(swing, swing.low)} to ${text.end(swing, swing.high)}`)
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((line) => line.length))
  return swings.map((swing, row) => {
    const [from, to] = [place(swing.netAtLow), place(swing.netAtHigh)].sort((a, b) => a - b) as [number, number]
    const bar = Array.from({ length: width }, (_, column) =>
      column === place(base) ? '|' : column >= from && column <= to ? '=' : ' ',
    ).join('')
    const nets = `${text.money(swing.netAtLow)} to ${text.money(swing.netAtHigh)}`
    return `  ${labels[row]!.padEnd(widest(labels))}  ${ranges[row]!.padEnd(widest(ranges))}  ${bar}  ${nets}`
  })
}
