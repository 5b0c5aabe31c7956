// What the grid worlds share: four moves by name, and a board as text, one row a line with a blank between cells so that a
// word-level tokenizer sees cells.

export const MOVES = ['up', 'down', 'left', 'right'] as const
export type Move = (typeof MOVES)[number]

/** The move a text names, or undefined; case and surrounding blanks do not matter. */
export function readMove(action: string): Move | undefined {
  if (action.length > 32) return undefined
  const word = action.trim().toLowerCase()
  return MOVES.find((move) => move === word)
}

/** The cell one step on in a board of this width; undefined across an edge. */
export function neighbour(cell: number, move: Move, width: number, height: number): number | undefined {
  const x = (cell % width) + (move === 'left' ? -1 : move === 'right' ? 1 : 0)
  const y = Math.floor(cell / width) + (move === 'up' ? -1 : move === 'down' ? 1 : 0)
  return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : undefined
}

export function printBoard(cells: readonly string[], width: number): string {
  const rows: string[] = []
  for (let start = 0; start < cells.length; start += width) rows.push(cells.slice(start, start + width).join(' '))
  return rows.join('\n')
}

/** The board of an observation, or undefined where the text holds none. */
export function readBoard(text: string): { readonly cells: readonly string[]; readonly width: number } | undefined {
  const rows = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row.length > 1 && row.every((cell) => cell.length === 1))
  const width = rows[0]?.length ?? 0
  if (width < 2 || rows.some((row) => row.length !== width)) return undefined
  return { cells: rows.flat(), width }
}
