import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addresses } from '../../api/addresses.ts'
import type { EpisodePage, RunDetail } from '../../api/contract.ts'
import { selectEpisodes } from '../../api/select-episodes.ts'
import { type StaticExport, staticDataFile } from '../../api/static-site.ts'
import { temporaryFolder, writeSmallRun } from '../small-run.test-support.ts'
import { openStudio } from '../studio.ts'
import { type ExportSiteOptions, exportSite } from './export-site.ts'

const clientDirectory = temporaryFolder()
mkdirSync(join(clientDirectory, 'assets'))
writeFileSync(join(clientDirectory, 'index.html'), '<!doctype html><script defer src="./assets/studio.js"></script>')
writeFileSync(join(clientDirectory, 'assets', 'studio.js'), 'start()')

function exporting(more: Partial<ExportSiteOptions> = {}) {
  const folder = temporaryFolder()
  const run = writeSmallRun(folder, 'a', { iterations: 7 })
  return { folder, run, options: { run, out: join(folder, 'site'), clientDirectory, ...more } }
}

/** What a page sees: the globals after the scripts were loaded. */
function load(site: string, address?: string) {
  const page = {} as { gigpoStudioExport: StaticExport; gigpoStudioData: Record<string, unknown> }
  const files = ['data/index.js', ...(address === undefined ? [] : [staticDataFile(address)])]
  for (const file of files) new Function('globalThis', readFileSync(join(site, file), 'utf8'))(page)
  return { facts: page.gigpoStudioExport, answer: address === undefined ? undefined : page.gigpoStudioData[address] }
}

describe('an exported site', () => {
  it('holds what the server answers', async () => {
    const { run, options } = exporting({ iterations: [6, 2] })
    const seen: number[] = []
    const done = await exportSite({ ...options, onProgress: (count) => seen.push(count) })
    expect(done).toMatchObject({ out: options.out, iterations: [2, 6], episodes: 12 })
    expect(seen).toEqual([0, 1, 2])
    expect(load(options.out).facts).toMatchObject({ format: 1, run: 'a', iterations: [2, 6] })
    const studio = openStudio(run)
    const same: [string, unknown][] = [
      [addresses.runs, studio.runs()],
      [addresses.roadmap, null],
      [addresses.metrics('a'), studio.metrics('a')],
      [addresses.metrics('a', { file: 'supervised' }), studio.metrics('a', undefined, { file: 'supervised' })],
      [addresses.evaluations('a'), studio.evaluations('a')],
      [addresses.groups('a', 6), await studio.groups('a', 6)],
      [addresses.group('a', 6, '6-1'), await studio.group('a', 6, '6-1')],
      [addresses.episode('a', 2, 5), await studio.episode('a', 2, 5)],
    ]
    for (const [address, expected] of same) expect(load(options.out, address).answer, address).toEqual(expected)
    expect((load(options.out, addresses.run('a')).answer as RunDetail).episodeIterations).toEqual([2, 6])
    const page = load(options.out, addresses.episodes('a')).answer as EpisodePage
    expect(selectEpisodes(page.rows, { iteration: 6 })).toMatchObject(
      selectEpisodes((await studio.episodes('a', { iteration: 6 })).rows, {}),
    )
    studio.close()
  })

  it('loads its data before the pages’ script, and takes the newest iterations by itself', async () => {
    const { options } = exporting()
    expect((await exportSite(options)).iterations).toEqual([3, 4, 5, 6, 7])
    expect(readFileSync(join(options.out, 'index.html'), 'utf8')).toBe(
      '<!doctype html><script src="./data/index.js"></script><script defer src="./assets/studio.js"></script>',
    )
    expect(readFileSync(join(options.out, 'assets', 'studio.js'), 'utf8')).toBe('start()')
    expect((await exportSite({ ...options, iterations: 'all' })).iterations).toHaveLength(7)
    rmSync(join(options.run, 'episodes'), { recursive: true })
    expect((await exportSite(options)).iterations).toEqual([])
  })

  it('refuses what it cannot do, and leaves nothing behind', async () => {
    const { folder, run, options } = exporting()
    writeFileSync(join(folder, 'file'), '')
    const before = readdirSync(folder)
    const refused: [Partial<ExportSiteOptions>, object][] = [
      [{ run: join(folder, 'nothing') }, { code: 'missing-data' }],
      [{ run: clientDirectory }, { code: 'missing-data', remedy: expect.stringContaining('runs/NAME') }],
      [{ iterations: [99] }, { code: 'missing-data', remedy: 'Choose from 1 to 7, or all.' }],
      [{ out: folder }, { code: 'usage', remedy: expect.stringContaining('--out') }],
      [{ out: join(run, 'site') }, { code: 'usage' }],
      [{ out: join(folder, 'file', 'site') }, { code: 'storage' }],
      [{ clientDirectory: folder }, { code: 'missing-data', remedy: 'Run npm run build once.' }],
    ]
    for (const [more, error] of refused) await expect(exportSite({ ...options, ...more })).rejects.toMatchObject(error)
    expect(readdirSync(folder)).toEqual(before)
  })
})
