// The browser that pages are tested in: Debian's chromium, where it is installed.
import { execFileSync } from 'node:child_process'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export function installedChromium(): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

const FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Needs `installedChromium`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: installedChromium()!, args: [...FLAGS] })
}

/** A page in a context of its own; what goes wrong in it, refused scripts included, is added to `problems`. */
export async function watchedPage(browser: Browser, problems: string[], options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return page
}
