// Metrics by the part of their name before the slash, in the order in which one looks at a run: does it succeed, does it get a
// signal, is it stable, how fast is it.

const order = [
  'success',
  'reward',
  'score',
  'adv',
  'group',
  'anchor',
  'policy',
  'critic',
  'drift',
  'guard',
  'greedy',
  'episode',
  'action',
  'stop',
  'errors',
  'time',
  'perf',
  'total',
]

export interface MetricGroup {
  readonly prefix: string
  readonly names: readonly string[]
}

/** Prefixes that are not known come last, in alphabetical order; names keep theirs. */
export function groupMetrics(names: readonly string[]): MetricGroup[] {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const prefix = name.split('/')[0]!
    groups.set(prefix, [...(groups.get(prefix) ?? []), name])
  }
  const rank = (prefix: string): number => (order.indexOf(prefix) + order.length + 1) % (order.length + 1)
  return [...groups]
    .map(([prefix, members]) => ({ prefix, names: members }))
    .sort((a, b) => rank(a.prefix) - rank(b.prefix) || a.prefix.localeCompare(b.prefix))
}

/** Names that hold every word of a search, whatever their case. */
export function searchMetrics(names: readonly string[], search: string): string[] {
  const words = search.toLowerCase().split(/\s+/)
  return names.filter((name) => words.every((word) => name.toLowerCase().includes(word)))
}

/** Whether a metric is a share of 1, by its name. */
export function isShare(name: string): boolean {
  return name === 'success/rate' || /frac_|_rate$/.test(name)
}
