// The evidence of a folder of runs, read from their files. A run that cannot be read is no evidence and no reason to fail:
// it is left out and counted.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { GigpoError, nearest } from '@gigpo/core'
import type { Evidence, ProjectEvidence } from '@gigpo/studio/roadmap'
import { configDigest, readEvaluations, readRunConfig } from '@gigpo/trainer'

const DEPTH = 4

export interface FolderEvidence {
  readonly evidence: Evidence
  /** Ids of runs whose files could not be read. */
  readonly unread: readonly string[]
}

/**
 * `run` is the id of the project's run; null: the only run there is, if it is the only one.
 * @throws GigpoError `missing-data` when the run is not in the folder; `data` when the project's run is damaged.
 */
export function readEvidence(folder: string, run: string | null): FolderEvidence {
  const ids = findRuns(folder)
  const chosen = run ?? (ids.length === 1 ? ids[0]! : null)
  if (chosen !== null && !ids.includes(chosen)) {
    const near = nearest(chosen, ids)
    throw new GigpoError('missing-data', `there is no run "${chosen}"${near === undefined ? '' : `; ${near}?`}`, {
      where: folder,
      remedy: '--run takes the path of a run below the folder.',
    })
  }
  const unread: string[] = []
  const others = ids.flatMap((id) => {
    if (id === chosen) return []
    try {
      return [readRun(folder, id)]
    } catch (error) {
      if (!GigpoError.isInstance(error)) throw error
      unread.push(id)
      return []
    }
  })
  return { evidence: { project: chosen === null ? null : readRun(folder, chosen), others }, unread }
}

function readRun(folder: string, run: string): ProjectEvidence {
  const directory = join(folder, run)
  const { config, facts } = readRunConfig(directory)
  return {
    run,
    seed: config.seed,
    digest: configDigest(config, ['seed']),
    config: { ...config, recorded: { facts } },
    panels: readEvaluations(directory).flatMap(({ iteration, panels }) =>
      panels.map(({ tasks, ...facts }) => ({ ...facts, iteration, tasks: tasks.length })),
    ),
  }
}

/** Paths below the folder, with `/`, of directories that have a config.yaml. Runs do not nest. */
function findRuns(folder: string, below = '', depth = 0): string[] {
  if (!existsSync(folder)) {
    throw new GigpoError('missing-data', 'there is no such folder', {
      where: folder,
      remedy: 'Name the folder that holds the runs, usually runs.',
    })
  }
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
  if (below !== '' && entries.some((entry) => entry.name === 'config.yaml')) return [below]
  if (depth === DEPTH) return []
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => (below === '' ? entry.name : `${below}/${entry.name}`))
    .sort()
    .flatMap((path) => findRuns(folder, path, depth + 1))
}
