// The built pages: the files of one folder, listed once at the start, so that an address is looked up and never becomes a path.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GigpoError } from '@gigpo/core'

export interface ClientFile {
  readonly type: string
  read(): Buffer
}

/** Addresses below `/`, `/index.html` included. */
export type ClientFiles = ReadonlyMap<string, ClientFile>

/** Beside the compiled server in dist; from source the same folder. */
export const builtClient: string = fileURLToPath(new URL('../../../dist/client', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/** @throws GigpoError `missing-data` where the pages are not built. */
export function clientFiles(directory: string = builtClient): ClientFiles {
  if (!existsSync(join(directory, 'index.html')))
    throw new GigpoError('missing-data', 'the pages of the studio are not built', {
      where: directory,
      remedy: 'Run npm run build once.',
    })
  const files = new Map<string, ClientFile>()
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const address = path.slice(directory.length).replaceAll('\\', '/').replace(/^\/*/, '/')
    files.set(address, { type, read: () => readFileSync(path) })
  }
  return files
}
