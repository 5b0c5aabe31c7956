// `gigpo studio export`: one run as a folder of files that a browser opens without a server. It holds the built pages and, as
// scripts, the answers that the server would give (api/static-site.ts). It is written beside its place and moved there whole.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { GigpoError, messageOf } from '@gigpo/core'
import type { RunDetail } from '../../api/contract.ts'
import type { StaticExport } from '../../api/static-site.ts'
import { builtClient, clientFiles } from '../http/client-files.ts'
import { openStudio } from '../studio.ts'
import { createSiteWriter } from './site-writer.ts'
import { writeAnswers } from './write-answers.ts'

export interface ExportSiteOptions {
  /** A run directory. */
  readonly run: string
  /** The site's folder: new, empty, or an earlier export, which is replaced. */
  readonly out: string
  /** Whose episodes go with it; `all`, or default the newest five. */
  readonly iterations?: readonly number[] | 'all'
  /** The built pages; default those of the package. */
  readonly clientDirectory?: string
  readonly onProgress?: (done: number, total: number) => void
}

export interface ExportedSite {
  readonly out: string
  readonly iterations: readonly number[]
  readonly episodes: number
  readonly files: number
  readonly bytes: number
}

const NEWEST = 5
/** What an exported site has and no other folder. */
const MARK = join('data', 'index.js')

/**
 * @throws GigpoError `missing-data` for a run or an iteration that is not there or pages that are not built, `usage` for a
 * folder that holds something else, `storage`.
 */
export async function exportSite(options: ExportSiteOptions): Promise<ExportedSite> {
  const { clientDirectory = builtClient, onProgress = () => {} } = options
  clientFiles(clientDirectory)
  const studio = openStudio(options.run)
  try {
    const [run, ...others] = studio.runs()
    if (run === undefined || others.length > 0)
      throw new GigpoError('missing-data', 'there is no run in this directory', {
        where: options.run,
        remedy: 'Name one run directory, usually runs/NAME.',
      })
    const out = resolve(options.out)
    if (isInside(studio.directory, out))
      throw new GigpoError('usage', 'a site is not exported into its own run', {
        where: out,
        remedy: 'Give another --out.',
      })
    assertVacant(out)
    const iterations = chosen(studio.run(run.id), options.iterations)
    return await replaceWhole(out, async (folder) => {
      cpSync(clientDirectory, folder, { recursive: true })
      const index = join(folder, 'index.html')
      writeFileSync(index, withData(readFileSync(index, 'utf8')))
      const site = createSiteWriter(folder)
      const episodes = await writeAnswers(studio, run.id, iterations, site, onProgress)
      const facts: StaticExport = { format: 1, run: run.id, iterations, exportedAt: new Date().toISOString() }
      site.write(
        'data/index.js',
        `globalThis.gigpoStudioExport = ${JSON.stringify(facts)}\nglobalThis.gigpoStudioData = {}\n`,
      )
      return { out, iterations, episodes, files: site.files, bytes: site.bytes }
    })
  } finally {
    studio.close()
  }
}

function chosen({ episodeIterations, id }: RunDetail, asked: ExportSiteOptions['iterations']): readonly number[] {
  if (asked === 'all') return episodeIterations
  if (asked === undefined) return episodeIterations.slice(-NEWEST)
  const missing = asked.find((iteration) => !episodeIterations.includes(iteration))
  if (missing === undefined) return [...new Set(asked)].sort((a, b) => a - b)
  const [first, last] = [episodeIterations[0], episodeIterations.at(-1)]
  throw new GigpoError('missing-data', `iteration ${missing} of ${id} has no episodes`, {
    remedy: first === undefined ? 'No iteration of this run has.' : `Choose from ${first} to ${last}, or all.`,
  })
}

/** The page with the data's index before the first of its scripts. */
function withData(html: string): string {
  const at = html.indexOf('<script')
  const script = '<script src="./data/index.js"></script>'
  return at < 0 ? html + script : html.slice(0, at) + script + html.slice(at)
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function assertVacant(out: string): void {
  if (!existsSync(out) || existsSync(join(out, MARK))) return
  if (readdirSync(out).length === 0) return
  throw new GigpoError('usage', 'this folder holds something else than an exported site', {
    where: out,
    remedy: 'Give a new folder by --out.',
  })
}

async function replaceWhole<T>(out: string, write: (folder: string) => Promise<T>): Promise<T> {
  const temporary = join(dirname(out), `.tmp-${basename(out)}-${process.pid}`)
  try {
    rmSync(temporary, { recursive: true, force: true })
    mkdirSync(temporary, { recursive: true })
    const result = await write(temporary)
    rmSync(out, { recursive: true, force: true })
    renameSync(temporary, out)
    return result
  } catch (cause) {
    if (existsSync(temporary)) rmSync(temporary, { recursive: true, force: true })
    if (GigpoError.isInstance(cause) || !(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new GigpoError('storage', `cannot write the site: ${messageOf(cause)}`, { where: out, cause })
  }
}
