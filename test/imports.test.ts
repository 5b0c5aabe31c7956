// The direction of imports: every package imports only what its package.json declares, core, algorithms and envs use no
// Node API, and nobody imports the command line.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './support/cli.ts'

const packages = readdirSync(join(root, 'packages'))
const browserReady = new Set(['core', 'algorithms', 'envs'])

function sources(name: string): string[] {
  return readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test(-support)?\.ts$/.test(file),
  )
}

function imports(name: string, file: string): string[] {
  const text = readFileSync(join(root, 'packages', name, 'src', file), 'utf8')
  const statements = /^(?:import|export)[^'"=(]*from '([^']+)'|^import '([^']+)'|await import\('([^']+)'\)/gm
  return [...text.matchAll(statements)].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe.each(packages)('package %s', (name) => {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    name: string
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
    peerDependencies?: Record<string, string>
  }
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  // What the pages are bundled from is in their bundle, so nobody who installs the package needs it.
  const bundled = Object.keys(manifest.devDependencies ?? {})

  it('imports only what it declares', () => {
    for (const file of sources(name)) {
      for (const specifier of imports(name, file)) {
        if (specifier.startsWith('.')) continue
        if (specifier.startsWith('node:')) {
          const allowed = !browserReady.has(name) || (name === 'core' && file.startsWith('testing'))
          expect(allowed, `${name}/${file} imports ${specifier}`).toBe(true)
        } else {
          const allowed = file.startsWith('client/') ? [...declared, ...bundled] : declared
          expect(allowed, `${name}/${file}`).toContain(packageOf(specifier))
        }
      }
    }
  })

  it('leaves no relative import outside its own folder', () => {
    for (const file of sources(name)) {
      for (const specifier of imports(name, file)) {
        const depth = file.split('/').length - 1
        const up = specifier.split('/').filter((part) => part === '..').length
        expect(up, `${name}/${file} imports ${specifier}`).toBeLessThanOrEqual(depth)
      }
    }
  })
})
