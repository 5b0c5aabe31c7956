// The options of uPlot for one chart. Colours come resolved, because a canvas knows no stylesheet.
import type uPlot from 'uplot'
import { formatNumber, formatShare } from '../../../lib/format.ts'
import type { PlotColumns } from '../../../lib/plot-columns.ts'
import type { ChartLine, ChartMarker, Zoom } from './chart-types.ts'

export interface ChartColors {
  readonly ink: string
  readonly inkSoft: string
  readonly line: string
  readonly warn: string
  readonly bad: string
}

export interface PlotSettings {
  readonly width: number
  readonly height: number
  readonly plot: PlotColumns
  readonly lines: readonly ChartLine[]
  readonly colors: ChartColors
  readonly log: boolean
  readonly stacked: boolean
  /** Charts of one key share their cursor. */
  readonly sync: string
  readonly font: string
  /** Whether the values are shares of 1. */
  readonly share: boolean
  /** Read whenever the x axis is laid out. */
  readonly zoom: () => Zoom | null
  readonly markers: () => readonly ChartMarker[]
  readonly onCursor: (place: number | null) => void
  readonly onZoom: (zoom: Zoom | null) => void
}

/** Iterations and counts have no halves. */
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat()

export function plotOptions(settings: PlotSettings): uPlot.Options {
  const { width, height, colors, log, font, plot, share } = settings
  const label = (value: number): string => (share ? formatShare(value).replace('.0 %', ' %') : formatNumber(value, 3))
  const axis: uPlot.Axis = {
    stroke: colors.inkSoft,
    font,
    grid: { stroke: colors.line, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? '' : formatNumber(value, 3))),
  }
  const whole = plot.x.every(Number.isInteger)
  return {
    width,
    height,
    padding: [8, 10, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, min, max) => spread(settings.zoom() ?? [min, max]) },
      y: log ? { distr: 3 } : { range: (_, min, max) => roomy(min, max, share) },
    },
    axes: [
      { ...axis, size: 26, gap: 4, space: 60, ...(whole ? { incrs: wholeSteps } : {}) },
      { ...axis, size: 54, gap: 6, space: 28, values: (_, splits) => splits.map(label) },
    ],
    series: [{}, ...plotSeries(settings)],
    bands: plotBands(settings),
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 4 },
      sync: {
        key: settings.sync,
        scales: ['x', null],
        filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
      },
      bind: {
        dblclick: () => () => {
          settings.onZoom(null)
          return null
        },
      },
    },
    hooks: {
      setCursor: [(plot) => settings.onCursor(plot.cursor.idx ?? null)],
      setSelect: [(plot) => select(plot, settings.onZoom)],
      draw: [(plot) => drawMarkers(plot, settings)],
    },
  }
}

/** A single point still gets an axis around it. */
function spread([min, max]: Zoom): [number, number] {
  return min === max ? [min - 0.5, max + 0.5] : [min, max]
}

/** A tenth of room above and below; a constant gets an axis around it, and what is never negative none below 0. */
function roomy(min: number, max: number, share: boolean): [number, number] {
  const room = max > min ? 0.1 * (max - min) : 0.1 * Math.abs(max) || 1
  if (share) return [Math.max(0, min - room), Math.min(1, max + room)]
  return [min >= 0 ? Math.max(0, min - room) : min - room, max + room]
}

function plotSeries({ plot, lines, stacked }: PlotSettings): uPlot.Series[] {
  return plot.columns.map(({ line, role }, index) => {
    const { color, dashed } = lines[line]!
    // A line of few points would be invisible where its neighbours are gaps: those are drawn as dots.
    const points = plot.data[index]!.filter((value) => value !== null && value !== undefined).length
    if (role === 'low' || role === 'high') return { stroke: 'transparent', width: 0, points: { show: false } }
    return {
      stroke: color,
      width: role === 'raw' || stacked ? 1 : 1.75,
      alpha: role === 'raw' ? 0.3 : 1,
      points: { show: role === 'main' && !stacked && points <= 40, size: points === 1 ? 7 : 4, fill: color },
      ...(dashed === true ? { dash: [6, 4] } : {}),
    }
  })
}

function plotBands({ plot, lines, stacked }: PlotSettings): uPlot.Band[] {
  const place = (line: number, role: string): number =>
    1 + plot.columns.findIndex((column) => column.line === line && column.role === role)
  return lines.flatMap(({ color }, line) => {
    const [low, high] = [place(line, 'low'), place(line, stacked ? 'main' : 'high')]
    return low === 0
      ? []
      : [
          {
            series: [high, low] as uPlot.Band.Bounds,
            fill: withAlpha(color, stacked ? 0.75 : lines.length > 3 ? 0.1 : 0.16),
          },
        ]
  })
}

function select(plot: uPlot, onZoom: (zoom: Zoom) => void): void {
  const { left, width } = plot.select
  if (width < 4) return
  onZoom([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')])
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}

function drawMarkers(plot: uPlot, { markers, colors }: PlotSettings): void {
  const { ctx, bbox } = plot
  const pixel = devicePixelRatio
  ctx.save()
  for (const { x, severity } of markers()) {
    const at = plot.valToPos(x, 'x', true)
    if (at < bbox.left || at > bbox.left + bbox.width) continue
    ctx.strokeStyle = severity === 'error' ? colors.bad : severity === 'warning' ? colors.warn : colors.inkSoft
    ctx.fillStyle = ctx.strokeStyle
    ctx.lineWidth = pixel
    ctx.setLineDash([3 * pixel, 3 * pixel])
    ctx.beginPath()
    ctx.moveTo(at, bbox.top)
    ctx.lineTo(at, bbox.top + bbox.height)
    ctx.stroke()
    ctx.beginPath()
    ctx.moveTo(at - 4 * pixel, bbox.top)
    ctx.lineTo(at + 4 * pixel, bbox.top)
    ctx.lineTo(at, bbox.top + 6 * pixel)
    ctx.fill()
  }
  ctx.restore()
}

/** `#rrggbb` with a share of opacity. */
function withAlpha(color: string, alpha: number): string {
  return (
    color +
    Math.round(alpha * 255)
      .toString(16)
      .padStart(2, '0')
  )
}
