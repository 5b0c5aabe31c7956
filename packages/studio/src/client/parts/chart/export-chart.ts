// A chart to take away: as a picture with its title and legend, or as a table of what it shows.
import { toCsv } from '../../../lib/csv.ts'
import { alignColumns } from '../../../lib/series.ts'
import type { ChartLine } from './chart-types.ts'
import type { ChartColors } from './plot-options.ts'

export function saveCsv(title: string, xTitle: string, lines: readonly ChartLine[]): void {
  const parts = lines.flatMap((line) => [
    { label: line.label, x: line.x, y: line.y },
    ...(line.raw === undefined ? [] : [{ label: `${line.label} before smoothing`, x: line.x, y: line.raw }]),
    ...(line.low === undefined ? [] : [{ label: `${line.label} low`, x: line.x, y: line.low }]),
    ...(line.high === undefined ? [] : [{ label: `${line.label} high`, x: line.x, y: line.high }]),
  ])
  const { x, columns } = alignColumns(parts)
  const rows = x.map((at, index) => [at, ...columns.map((column) => column[index])])
  const header = [xTitle, ...parts.map(({ label }) => label)]
  saveFile(`${fileName(title)}.csv`, new Blob([toCsv(header, rows)], { type: 'text/csv' }))
}

/** The canvas as it is, under the title and above the names of its lines. */
export function savePng(
  canvas: HTMLCanvasElement,
  title: string,
  lines: readonly ChartLine[],
  colors: ChartColors & { readonly panel: string },
): void {
  const pixel = devicePixelRatio
  const [top, row] = [34 * pixel, 20 * pixel]
  const picture = document.createElement('canvas')
  picture.width = canvas.width
  picture.height = canvas.height + top + row * (lines.length + 0.5)
  const context = picture.getContext('2d')!
  context.fillStyle = colors.panel
  context.fillRect(0, 0, picture.width, picture.height)
  context.fillStyle = colors.ink
  context.font = `600 ${14 * pixel}px sans-serif`
  context.fillText(title, 12 * pixel, 22 * pixel)
  context.drawImage(canvas, 0, top)
  context.font = `${12 * pixel}px sans-serif`
  for (const [index, line] of lines.entries()) {
    const y = top + canvas.height + row * (index + 0.75)
    context.fillStyle = line.color
    context.fillRect(14 * pixel, y - 8 * pixel, 14 * pixel, 8 * pixel)
    context.fillStyle = colors.ink
    context.fillText(line.label, 36 * pixel, y)
  }
  picture.toBlob((blob) => {
    if (blob !== null) saveFile(`${fileName(title)}.png`, blob)
  })
}

function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/g, '')
}

function saveFile(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken the data over once the click is handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
