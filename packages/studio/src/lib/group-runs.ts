// Runs as groups that are averaged over: runs of one configuration with different seeds, or all that share the value of one
// key, or each run alone.
import { type Config, configDifferences, flattenConfig } from './config-differences.ts'

export interface GroupedRun {
  readonly id: string
  /** Of the configuration without its seed. */
  readonly digest: string
  readonly config: Config
}

export interface RunGroup<Run extends GroupedRun> {
  readonly label: string
  readonly runs: readonly Run[]
}

/**
 * Groups in the order in which the first run of each occurs. `by` is `configuration`, `run`, or a dotted key of the
 * configuration. A configuration is called by the fewest keys that tell it from the others.
 */
export function groupRuns<Run extends GroupedRun>(runs: readonly Run[], by: string): RunGroup<Run>[] {
  if (by === 'run') return runs.map((run) => ({ label: run.id, runs: [run] }))
  const groups = new Map<string, Run[]>()
  const keyOf = (run: Run): string =>
    by === 'configuration' ? run.digest : (flattenConfig(run.config).get(by) ?? 'none')
  for (const run of runs) groups.set(keyOf(run), [...(groups.get(keyOf(run)) ?? []), run])
  const labels =
    by === 'configuration' ? configurationLabels([...groups.values()].map(([first]) => first!)) : [...groups.keys()]
  return [...groups.values()].map((members, index) => ({ label: labels[index]!, runs: members }))
}

/** Keys in which the runs differ, without the seed: what one can group by. */
export function groupKeys(runs: readonly GroupedRun[]): string[] {
  return configDifferences(runs.map((run) => run.config)).flatMap(({ key }) => (key === 'seed' ? [] : [key]))
}

/** One label for each of runs with different configurations: the algorithm, then values after the last part of their key. */
function configurationLabels(runs: readonly GroupedRun[]): string[] {
  const algorithm = runs.map((run) => flattenConfig(run.config).get('algorithm.name') ?? 'run')
  let labels = algorithm
  for (const { key, values } of configDifferences(runs.map((run) => run.config))) {
    if (new Set(labels).size === runs.length) break
    if (key === 'seed') continue
    const longer = labels.map((label, index) => {
      const value = values[index] ?? null
      return value === null ? label : `${label}, ${key.split('.').at(-1)} ${value}`
    })
    if (new Set(longer).size > new Set(labels).size) labels = longer
  }
  return labels
}
