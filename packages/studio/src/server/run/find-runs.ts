// Finds the run directories below the studio's folder. A run is a directory with config.yaml, metrics.jsonl or episodes/
// (a damaged one may lack some of them); nothing inside a run is searched, nor are hidden directories.
import { basename, join } from 'node:path'
import type { Fence } from '../files/fence.ts'

export interface FoundRun {
  /** Path below the folder with `/`; the folder's own name where it is itself a run. */
  readonly id: string
  readonly directory: string
}

const DEEPEST = 5
/** Directories looked into; a studio opened on a whole disk must still answer. */
const MOST_DIRECTORIES = 5000
const SIGNS = ['config.yaml', 'metrics.jsonl', 'episodes']
const SKIPPED = new Set(['node_modules', 'checkpoints', 'dist'])

/** In order of their ids. */
export function findRuns(fence: Fence): FoundRun[] {
  if (isRun(fence, fence.root, fence.list(fence.root))) {
    return [{ id: basename(fence.root) || 'run', directory: fence.root }]
  }
  const found: FoundRun[] = []
  let visited = 0
  const visit = (id: string, directory: string, above: readonly number[]): void => {
    const depth = above.length
    const ino = fence.state(directory)?.ino
    // A link may lead back to where we came from.
    if (ino === undefined || above.includes(ino) || ++visited > MOST_DIRECTORIES) return
    const names = fence.list(directory)
    if (depth > 0 && isRun(fence, directory, names)) {
      found.push({ id, directory })
      return
    }
    if (depth === DEEPEST) return
    for (const name of names) {
      if (name.startsWith('.') || SKIPPED.has(name)) continue
      visit(id === '' ? name : `${id}/${name}`, join(directory, name), [...above, ino])
    }
  }
  visit('', fence.root, [])
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function isRun(fence: Fence, directory: string, names: readonly string[]): boolean {
  return SIGNS.some((sign) => names.includes(sign) && fence.state(join(directory, sign)) !== undefined)
}
