// All of WebShop's figures one after another: the environment (half a minute), then search over 1.18 million products (about five
// minutes, most of it building the index). Each is a program of its own, so that none measures the other's memory:
//   gigpo bench webshop             both
//   gigpo bench webshop engine      one of engine, search, demonstrator, catalogue
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

for (const part of ['engine', 'search']) {
  const script = fileURLToPath(new URL(`./${part}.ts`, import.meta.url))
  const { status } = spawnSync(process.execPath, [...process.execArgv, script, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
