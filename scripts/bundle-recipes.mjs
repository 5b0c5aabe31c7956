// Copies recipes and studies into the published package, which has no folders beside it to read them from.
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
for (const folder of ['recipes', 'studies']) {
  const target = at(`../packages/gigpo/${folder}`)
  rmSync(target, { recursive: true, force: true })
  cpSync(at(`../${folder}`), target, { recursive: true, filter: (path) => !path.endsWith('.ts') })
}
