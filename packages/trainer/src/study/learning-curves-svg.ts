// Learning curves as one SVG without scripts or fonts: success of the rollouts and on every panel over environment steps, a
// line a variant and a band for the interval over seeds. It has no background and its colours follow the reader's scheme, so
// it can be read on white and on black; variants differ in dashes too, not in colour alone.
import type { CurvePoint, StudyReport } from './report-data.ts'

/** After Okabe and Ito, each for a light and a dark page. */
const COLORS = [
  ['#0072b2', '#56b4e9'],
  ['#c25400', '#ff9a4d'],
  ['#007a58', '#2fd6a3'],
  ['#a8488a', '#f0a3d3'],
  ['#7a5f00', '#f0d64a'],
  ['#5b3fb5', '#b6a4ff'],
  ['#8c1d18', '#ff8a80'],
  ['#4d5560', '#b9c2cc'],
] as const
const DASHES = ['none', '7 4', '2 3', '9 3 2 3'] as const
const [WIDTH, COLUMNS, LEFT, BOTTOM, TOP, GAP, PLOT_HEIGHT] = [920, 2, 46, 42, 30, 22, 190] as const
const [LEGEND_ROW, RIGHT] = [20, 20] as const

interface Chart {
  readonly title: string
  readonly lines: readonly { readonly variant: number; readonly points: readonly CurvePoint[] }[]
}

export function learningCurvesSvg({ study, variants, panels }: StudyReport): string {
  const names = variants.map((variant) => variant.name)
  const charts: Chart[] = [
    {
      title: 'training success',
      lines: variants.flatMap(({ training }, variant) =>
        training === null ? [] : [{ variant, points: training.curve }],
      ),
    },
    ...panels.map((panel) => ({
      title: `${panel.panel}, temperature ${panel.temperature}`,
      lines: Object.entries(panel.variants).map(([name, { curve }]) => ({
        variant: names.indexOf(name),
        points: curve,
      })),
    })),
  ]
  const legend = legendOf(names)
  const cell = TOP + PLOT_HEIGHT + BOTTOM
  const height = legend.height + Math.ceil(charts.length / COLUMNS) * (cell + GAP)
  const width = (WIDTH - GAP) / COLUMNS
  const drawn = charts.map((chart, index) => {
    const x = (index % COLUMNS) * (width + GAP)
    const y = legend.height + Math.floor(index / COLUMNS) * (cell + GAP)
    return `<g transform="translate(${x} ${y})">${drawChart(chart, width, study.budget)}</g>`
  })
  const seeds = variants.map(({ name, seeds }) => `${name} ${seeds.length}`).join(', ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(`Learning curves of ${study.name}`)}</title>`,
    `<desc>${escapeXml(`Success in percent over environment steps; lines are means over seeds, bands 95 % intervals. Seeds: ${seeds}.`)}</desc>`,
    `<style>${style(names.length)}</style>`,
    legend.text,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function style(variants: number): string {
  const rules = (scheme: 0 | 1): string =>
    Array.from({ length: variants }, (_, index) => {
      const color = COLORS[index % COLORS.length]![scheme]
      return `.v${index} { stroke: ${color} } .b${index} { fill: ${color} }`
    }).join(' ')
  const dashes = Array.from(
    { length: variants },
    (_, index) => `.v${index} { stroke-dasharray: ${DASHES[index % DASHES.length]} }`,
  )
  return [
    'text { fill: #333c47 } .axis { stroke: #8a939e } .grid { stroke: #8a939e; stroke-opacity: .28 }',
    '.line { fill: none; stroke-width: 2; stroke-linejoin: round } .band { stroke: none; fill-opacity: .16 }',
    dashes.join(' '),
    rules(0),
    `@media (prefers-color-scheme: dark) { text { fill: #d5dbe3 } ${rules(1)} }`,
  ].join('\n')
}

function legendOf(names: readonly string[]): { text: string; height: number } {
  let [x, y] = [0, LEGEND_ROW - 6]
  const entries = names.map((name, index) => {
    const width = 40 + name.length * 7.2 + 14
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + LEGEND_ROW]
    const entry = `<line class="line v${index}" x1="${x}" x2="${x + 30}" y1="${y - 4}" y2="${y - 4}"/><text x="${x + 36}" y="${y}">${escapeXml(name)}</text>`
    x += width
    return entry
  })
  return { text: `<g>${entries.join('')}</g>`, height: y + LEGEND_ROW }
}

function drawChart({ title, lines }: Chart, width: number, budget: number): string {
  const inner = width - LEFT - RIGHT
  const top = Math.min(1, Math.max(0.1, Math.ceil(12.5 * highest(lines) - 1e-9) / 10))
  const x = (steps: number): string => (LEFT + (steps / budget) * inner).toFixed(1)
  const y = (rate: number): string => (TOP + (1 - Math.min(rate, top) / top) * PLOT_HEIGHT).toFixed(1)
  const rateStep = top <= 0.4 ? 0.1 : 0.2
  const rates = Array.from({ length: Math.floor(top / rateStep + 1e-9) + 1 }, (_, index) => index * rateStep)
  const grid = rates.map(
    (rate) =>
      `<line class="grid" x1="${LEFT}" x2="${width - RIGHT}" y1="${y(rate)}" y2="${y(rate)}"/><text x="${LEFT - 6}" y="${Number(y(rate)) + 4}" text-anchor="end">${Math.round(100 * rate)}</text>`,
  )
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      `<text x="${x(part * budget)}" y="${TOP + PLOT_HEIGHT + 16}" text-anchor="middle">${thousands(part * budget)}</text>`,
  )
  const bands = lines.flatMap(({ variant, points }) => {
    const inside = points.filter((point) => point.interval !== null)
    if (inside.length < 2) return []
    const upper = inside.map((point) => `${x(point.environmentSteps)},${y(point.interval![1])}`)
    const lower = inside.map((point) => `${x(point.environmentSteps)},${y(point.interval![0])}`).reverse()
    return [`<polygon class="band b${variant}" points="${[...upper, ...lower].join(' ')}"/>`]
  })
  const curves = lines.map(
    ({ variant, points }) =>
      `<polyline class="line v${variant}" points="${points.map((point) => `${x(point.environmentSteps)},${y(point.mean)}`).join(' ')}"/>`,
  )
  const base = TOP + PLOT_HEIGHT
  return [
    `<text x="${LEFT}" y="${TOP - 12}" font-weight="600">${escapeXml(title)}, %</text>`,
    ...grid,
    `<line class="axis" x1="${LEFT}" x2="${width - RIGHT}" y1="${base}" y2="${base}"/>`,
    ...ticks,
    `<text x="${LEFT + inner / 2}" y="${base + 34}" text-anchor="middle">environment steps</text>`,
    ...bands,
    ...curves,
  ].join('')
}

/** The axis is made for the means: a band of two or three seeds, which may be wider than everything, is cut at its end. */
function highest(lines: Chart['lines']): number {
  return Math.max(0, ...lines.flatMap(({ points }) => points.map((point) => point.mean)))
}

function thousands(steps: number): string {
  if (steps < 10_000) return String(Math.round(steps))
  return `${Number((steps / 1000).toFixed(1))}k`
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
