// Writes the files of an exported site and counts them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { staticDataFile, staticDataScript } from '../../api/static-site.ts'

export interface SiteWriter {
  /** `path` is relative to the site. */
  write(path: string, content: string): void
  /** The answer at an address. */
  answer(address: string, value: unknown): void
  readonly files: number
  readonly bytes: number
}

export function createSiteWriter(folder: string): SiteWriter {
  mkdirSync(join(folder, 'data'), { recursive: true })
  let files = 0
  let bytes = 0
  const write = (path: string, content: string): void => {
    writeFileSync(join(folder, path), content)
    files++
    bytes += Buffer.byteLength(content)
  }
  return {
    write,
    answer: (address, value) => write(staticDataFile(address), staticDataScript(address, value)),
    get files() {
      return files
    },
    get bytes() {
      return bytes
    },
  }
}
