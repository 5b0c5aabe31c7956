// Arrow keys in a grid of which not every place is filled: the nearest one in the direction of the key.

export interface GridPlace {
  readonly line: number
  readonly column: number
}

/** Where a key leads from a place; the place itself where there is nothing that way. */
export function moveInGrid<P extends GridPlace>(places: readonly P[], from: P, key: string): P {
  const ahead = places.filter((place) => isAhead(place, from, key))
  const distance = ({ line, column }: P): number => {
    const [down, across] = [Math.abs(line - from.line), Math.abs(column - from.column)]
    return key === 'ArrowUp' || key === 'ArrowDown' ? down + 1000 * across : across + 1000 * down
  }
  return ahead.reduce((best, place) => (distance(place) < distance(best) ? place : best), ahead[0] ?? from)
}

function isAhead(place: GridPlace, from: GridPlace, key: string): boolean {
  if (key === 'ArrowUp') return place.line < from.line && place.column === from.column
  if (key === 'ArrowDown') return place.line > from.line && place.column === from.column
  if (key === 'ArrowLeft') return place.column < from.column
  if (key === 'ArrowRight') return place.column > from.column
  return false
}
