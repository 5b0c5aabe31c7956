// The browser that pages are tested in: Debian's chromium, where it is installed.
import { execFileSync } from 'node:child_process'

export function installedChromium(): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
