// ALFWorld in `gigpo data`: games by split.
import { parseGameFile, parseGameRecord } from '@gigpo/envs/alfworld'
import { createProgress, gigpoHome, importAlfworld, openStore, silentProgress } from '@gigpo/trainer'
import type { DataSet } from './data-set.ts'

export const alfworldData: DataSet = {
  import: async (path, { json }) => {
    const progress = json ? silentProgress : createProgress({ label: 'games', total: null })
    const report = importAlfworld(path, {
      home: gigpoHome(),
      parsers: { parseGameFile, parseGameRecord },
      onProgress: ({ done }) => progress.update(done),
    })
    progress.finish()
    const { unsupported, unsolvable, duplicate } = report.skipped
    return {
      value: report,
      lines: [
        ...report.splits.map(splitLine),
        `skipped: ${unsupported} movable or sliced, ${unsolvable} not solvable, ${duplicate} duplicates`,
        report.directory,
      ],
    }
  },
  list: () => {
    const store = openStore(gigpoHome(), 'alfworld')
    const splits = store.splits.map((split) => {
      const { size, digest } = store.source(split)
      return { split, games: size, digest }
    })
    return { value: { dataset: 'alfworld', splits }, lines: splits.map(splitLine) }
  },
}

interface SplitFacts {
  readonly split: string
  readonly games: number
  readonly digest: string
}

const splitLine = ({ split, games, digest }: SplitFacts): string =>
  `${split.padEnd(14)} ${String(games).padStart(5)} games  ${digest.slice(0, 16)}`
