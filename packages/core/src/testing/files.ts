// The only file of this package that touches Node, and only when called: save and load need a disk. Everything else here
// can be imported in a browser.

/** A fresh empty directory under the system's temporary directory. */
export async function temporaryDirectory(): Promise<string> {
  const { mkdtemp } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  const { join } = await import('node:path')
  return mkdtemp(join(tmpdir(), 'gigpo-testing-'))
}

export async function removeDirectory(path: string): Promise<void> {
  const { rm } = await import('node:fs/promises')
  await rm(path, { recursive: true, force: true })
}

/** Writes the files of a new directory. */
export async function writeFiles(path: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const { mkdir, writeFile } = await import('node:fs/promises')
  await mkdir(path, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) await writeFile(`${path}/${name}`, bytes)
}

export async function readBytes(path: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises')
  return new Uint8Array(await readFile(path))
}

/** Every file below a directory as [relative name, bytes], sorted by name. */
export async function readTree(path: string): Promise<[string, Uint8Array][]> {
  const { readdir } = await import('node:fs/promises')
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`)
  const tree: [string, Uint8Array][] = []
  for (const name of names.sort()) tree.push([name.slice(path.length + 1), await readBytes(name)])
  return tree
}
