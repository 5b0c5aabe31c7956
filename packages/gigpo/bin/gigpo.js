#!/usr/bin/env node
// Starts the compiled command line. It is a file of its own so that `npm ci` can link it before anything is built.
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  process.stderr.write('gigpo: not built yet\n  run: npm run build\n')
  process.exitCode = 1
}
