// What a chart is given.
import type { Line } from '../../../lib/series.ts'

export interface ChartLine extends Line {
  readonly color: string
  readonly dashed?: boolean
}

/** A vertical line where something happened. */
export interface ChartMarker {
  readonly x: number
  readonly label: string
  readonly severity: 'info' | 'warning' | 'error'
}

export type Zoom = readonly [from: number, to: number]
