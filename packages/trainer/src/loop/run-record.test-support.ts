// What two runs are compared by, bit for bit.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isWallClockMetric, readMetrics } from '../run-directory/index.ts'

/** Everything a run leaves that does not depend on the clock. */
export function record(directory: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const folder of ['episodes', 'eval', 'checkpoints']) {
    for (const entry of readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile()) files[path.slice(directory.length)] = readFileSync(path, 'latin1')
    }
  }
  files.metrics = readMetrics(directory)
    .map((line) => JSON.stringify(Object.entries(line).filter(([name]) => !isWallClockMetric(name))))
    .join('\n')
  return files
}
