// What a reader sets for all charts of a page, as it stands in the address.
import { type Axis, parseAxis } from './metric-axis.ts'

export interface ChartSettings {
  readonly axis: Axis
  /** Weight of the past in [0, 0.99]. */
  readonly smoothing: number
  readonly log: boolean
  /** On the axis; null for all of it. */
  readonly zoom: readonly [from: number, to: number] | null
}

/** From the entries `x`, `smooth`, `log`, `from` and `to`; what makes no sense is as if it were absent, and absent is what the page prefers. */
export function chartSettings(
  query: URLSearchParams,
  { axis = 'iteration', smoothing = 0 }: Partial<Pick<ChartSettings, 'axis' | 'smoothing'>> = {},
): ChartSettings {
  const number = (name: string): number | undefined => {
    const text = query.get(name)
    const value = Number(text)
    return text === null || text === '' || !Number.isFinite(value) ? undefined : value
  }
  const [from, to] = [number('from'), number('to')]
  return {
    axis: query.has('x') ? parseAxis(query.get('x')) : axis,
    smoothing: Math.min(0.99, Math.max(0, number('smooth') ?? smoothing)),
    log: query.get('log') === '1',
    zoom: from === undefined || to === undefined || from >= to ? null : [from, to],
  }
}

/** The entries of a zoom, in few digits: an address is read by people too. */
export function zoomQuery(zoom: readonly [from: number, to: number] | null): {
  from: string | null
  to: string | null
} {
  if (zoom === null) return { from: null, to: null }
  const digits = Math.max(0, 2 - Math.floor(Math.log10(zoom[1] - zoom[0])))
  return { from: zoom[0].toFixed(Math.min(digits, 12)), to: zoom[1].toFixed(Math.min(digits, 12)) }
}
