// Imported data under $GIGPO_HOME (default ~/.gigpo): data/<dataset>/ holds one index and one data file a split. When what
// is asked for is not there, the error says how to import it and how to do without.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { GigpoError, nearest } from '@gigpo/core'
import { listSplits, openSplit, type StoreSource } from './split-store.ts'

export interface Store {
  readonly splits: readonly string[]
  /** @throws GigpoError `missing-data` or `data`. */
  source(split: string): StoreSource
}

/** Where gigpo keeps imported data. */
export function gigpoHome(variables: Readonly<Record<string, string | undefined>> = process.env): string {
  return variables.GIGPO_HOME || join(homedir(), '.gigpo')
}

export function datasetDirectory(home: string, dataset: string): string {
  return join(home, 'data', dataset)
}

/** @throws GigpoError `missing-data` when nothing of this data set was imported. */
export function openStore(home: string, dataset: string): Store {
  const directory = datasetDirectory(home, dataset)
  const splits = listSplits(directory)
  const remedy = `Run gigpo data import ${dataset} PATH with the original files, or set source: generated, which needs no data.`
  if (splits.length === 0) {
    throw new GigpoError('missing-data', `no ${dataset} data has been imported`, { where: directory, remedy })
  }
  return {
    splits,
    source: (split) => {
      if (splits.includes(split)) return openSplit(directory, split)
      const suggestion = nearest(split, splits)
      const hint =
        suggestion === undefined ? `there are: ${splits.join(', ')}` : `did you mean ${JSON.stringify(suggestion)}?`
      throw new GigpoError(
        'missing-data',
        `the imported ${dataset} data has no split ${JSON.stringify(split)}; ${hint}`,
        {
          where: directory,
          remedy,
        },
      )
    },
  }
}
