// Two maps, method by kind of problem, as one SVG: how well one group's gradient points (noise and bias), and what is
// wrong even in expectation (bias alone). Colours follow the reader's light or dark setting.
import { taskKinds } from '@gigpo/algorithms/testing'
import type { Measurement } from './measure.ts'
import { type Measure, mean, ranking } from './summary.ts'

const CELL = { width: 46, height: 21 }
const LABELS = 178
const HEAD = 132
const GAP = 36

const style = `
  svg { --paper: #ffffff; --ink: #1a1a1a; --quiet: #5c5c5c; --good: #4a9be0; --bad: #f08a24 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14171a; --ink: #f2f2f2; --quiet: #a8a8a8; --good: #1f66ab; --bad: #a8540c }
  }
  text { font: 12px system-ui, sans-serif; fill: var(--ink) }
  .title { font-weight: 600 } .quiet { fill: var(--quiet) } .number { text-anchor: middle; font-size: 11px }
  .good { fill: var(--good) } .bad { fill: var(--bad) }`

export function plot(measurements: readonly Measurement[]): string {
  const at = { members: 8, gamma: 1 }
  const order = ranking(measurements, at)
  const panelWidth = (taskKinds.length + 1) * CELL.width
  const width = LABELS + 2 * panelWidth + GAP + 60
  const height = HEAD + order.length * CELL.height + 16
  const cell = (measure: Measure, method: string, column: number): number => {
    const kind = taskKinds[column]
    return mean(measurements, measure, { ...at, method, ...(kind === undefined ? {} : { kind }) })
  }
  const panel = (x: number, title: string, measure: Measure, tone: (value: number) => readonly [string, number]) => {
    const heads = [...taskKinds, 'mean'].map((name, c) => {
      const place = `${x + (c + 0.5) * CELL.width},${HEAD - 8}`
      return `<text class="quiet" transform="translate(${place}) rotate(-40)">${name}</text>`
    })
    const cells = order.flatMap((method, r) =>
      Array.from({ length: taskKinds.length + 1 }, (_, c) => {
        const value = cell(measure, method, c)
        const [name, opacity] = tone(value)
        const left = x + c * CELL.width
        const top = HEAD + r * CELL.height
        return (
          `<rect class="${name}" fill-opacity="${opacity.toFixed(2)}" x="${left}" y="${top}" ` +
          `width="${CELL.width - 2}" height="${CELL.height - 2}" rx="2"/>` +
          `<text class="number" x="${left + CELL.width / 2 - 1}" y="${top + 14}">${value.toFixed(2)}</text>`
        )
      }),
    )
    return [`<text class="title" x="${x}" y="22">${title}</text>`, ...heads, ...cells].join('\n')
  }
  const labels = order.map(
    (method, r) =>
      `<text x="${LABELS - 8}" y="${HEAD + r * CELL.height + 14}" text-anchor="end">${method.replaceAll('&', '&amp;')}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Cosine of estimated and true policy gradients, by method and kind of problem">
<style>${style}
</style>
<rect width="${width}" height="${height}" fill="var(--paper)"/>
${labels.join('\n')}
${panel(LABELS, 'One group of 8 episodes: cosine with the true gradient', 'gradientCosine', (v) => ['good', clamp((v - 0.1) / 0.9) ** 1.5])}
${panel(LABELS + panelWidth + GAP, 'In expectation: cosine with the true gradient (1: unbiased)', 'meanGradientCosine', (v) => ['bad', clamp(2.5 * (1 - v))])}
</svg>
`
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
