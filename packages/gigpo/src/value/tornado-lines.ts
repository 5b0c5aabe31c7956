// A tornado chart in characters: one line an input, its bar from the net at one end of the range to the net at the other,
// on one scale, with a mark where the net is without a change.
import { describeSwing, money, type Swing, tornadoScale } from '@gigpo/studio/value'

/** `width` is the characters that the scale takes. */
export function tornadoLines(swings: readonly Swing[], base: number, width = 36): string[] {
  const scale = tornadoScale(swings, base)
  const column = (net: number): number => Math.round(scale.place(net) * (width - 1))
  const texts = swings.map(describeSwing)
  const widest = (part: 'label' | 'range'): number => Math.max(...texts.map((text) => text[part].length))
  return swings.map((swing, row) => {
    const [from, to] = [column(swing.netAtLow), column(swing.netAtHigh)].sort((a, b) => a - b) as [number, number]
    const bar = Array.from({ length: width }, (_, at) =>
      at === column(base) ? '|' : at >= from && at <= to ? '=' : ' ',
    ).join('')
    const { label, range } = texts[row]!
    const nets = `${money(swing.netAtLow)} to ${money(swing.netAtHigh)}`
    return `  ${label.padEnd(widest('label'))}  ${range.padEnd(widest('range'))}  ${bar}  ${nets}`
  })
}
