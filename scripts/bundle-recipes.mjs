// Copies the recipes into the published package, which has no folder beside it to read them from.
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const target = at('../packages/gigpo/recipes')
rmSync(target, { recursive: true, force: true })
cpSync(at('../recipes'), target, { recursive: true, filter: (path) => !path.endsWith('.ts') })
