// How mangled ids become the names that a player reads: `Drawer_bar__plus_01_dot_5…` is "drawer 3". The rule is ALFWorld's
// demangler (agents/environment/alfred_tw_env.py) with shuffling off: ids in code-point order, the text before the first
// `_bar_` is the name, and the numbers of a name are handed out from the highest downwards. Both engines use it.

/**
 * Names of all entities of a game.
 * @param ids lower-case ids of everything that occurs in an initial fact; repetitions do not matter.
 * @returns id to name. Ids without `_bar_` keep their own text and a trailing space, as in the reference.
 */
export function nameEntities(ids: Iterable<string>): Map<string, string> {
  const sorted = [...new Set(ids)].sort()
  const remaining = new Map<string, number>()
  for (const id of sorted) {
    const kind = kindOf(id)
    if (kind !== undefined) remaining.set(kind, (remaining.get(kind) ?? 0) + 1)
  }
  const names = new Map<string, string>()
  for (const id of sorted) {
    const kind = kindOf(id)
    if (kind === undefined) {
      names.set(id, `${demangle(id)} `)
    } else {
      const number = remaining.get(kind)!
      remaining.set(kind, number - 1)
      names.set(id, `${kind} ${number}`)
    }
  }
  return names
}

/** The name without number, undefined for ids without `_bar_`. Sinks and bathtubs have basins of the same id. */
function kindOf(id: string): string | undefined {
  const end = id.indexOf('_bar_')
  if (end < 0) return undefined
  return demangle(id.slice(0, end)) + (id.includes('basin') ? 'basin' : '')
}

const demangle = (text: string): string =>
  text.includes('_')
    ? text.replaceAll('_minus_', '-').replaceAll('_plus_', '+').replaceAll('_dot_', '.').replaceAll('_comma_', ',')
    : text
