// The studio's pages in a real browser: built from source, served by the real server, looked at by chromium.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type StudioServer, serveStudio } from '@gigpo/studio'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium, watchedPage } from './chromium.ts'
import { root, temporaryDirectory } from './cli.ts'

/** Builds the pages into a folder of their own, so that no test runs a stale build. */
export function buildPages(): string {
  const folder = temporaryDirectory()
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const config = join(root, 'packages', 'studio', 'vite.config.ts')
  execFileSync(process.execPath, [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir'], {
    cwd: root,
    stdio: 'pipe',
  })
  return folder
}

export interface StudioInBrowser {
  readonly browser: Browser
  readonly server: StudioServer
  /** What any page has reported as an error. */
  readonly problems: string[]
  /** A page of its own at an address of the studio, signed in. */
  open(hash: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** Serves a folder of runs and starts the browser; needs `installedChromium`. */
export async function openStudioInBrowser(
  directory: string,
  clientDirectory: string = buildPages(),
): Promise<StudioInBrowser> {
  const server = await serveStudio({ directory, port: 0, clientDirectory })
  const browser = await launchChromium()
  const problems: string[] = []
  return {
    browser,
    server,
    problems,
    open: async (hash, options = {}) => {
      const page = await watchedPage(browser, problems, { viewport: { width: 1280, height: 900 }, ...options })
      await page.goto(server.url)
      await page.goto(`http://127.0.0.1:${server.port}/${hash}`)
      return page
    },
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Waits until the page has drawn what it was told and has left its elements alone for a quarter of a second. */
const settled = `new Promise((resolve) => {
  const rest = () => { observer.disconnect(); requestAnimationFrame(() => requestAnimationFrame(resolve)) }
  let timer = setTimeout(rest, 250)
  const observer = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(rest, 250) })
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
})`

/** What axe-core finds on the page once it is at rest, one line a rule with the elements; none is good. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(settled)
  await page.evaluate(axe)
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  )
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
