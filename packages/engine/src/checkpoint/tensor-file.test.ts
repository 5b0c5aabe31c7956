// Files beyond 2 and 4 GiB, where a buffer or a 32-bit offset would end. The files are sparse: only their ends are written.
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type ByteSource, openFile, openTensorFile } from './tensor-file.ts'

const scratch = mkdtempSync(join(tmpdir(), 'gigpo-tensors-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const GIANT = 5 * 2 ** 30
const header = new TextEncoder().encode(
  JSON.stringify({
    giant: { dtype: 'F32', shape: [GIANT / 4], data_offsets: [0, GIANT] },
    half: { dtype: 'BF16', shape: [3], data_offsets: [GIANT, GIANT + 6] },
    last: { dtype: 'F32', shape: [1, 2], data_offsets: [GIANT + 6, GIANT + 14] },
  }),
)
const size = 8 + header.length + GIANT + 14

it('reads what lies beyond 4 GiB', async () => {
  const path = join(scratch, 'sparse.safetensors')
  const handle = await open(path, 'w')
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true)
  await handle.write(length, 0, 8, 0)
  await handle.write(header, 0, header.length, 8)
  await handle.write(new Uint8Array(Uint16Array.of(0x3f80, 0xc040, 0).buffer), 0, 6, size - 14)
  await handle.write(new Uint8Array(Float32Array.of(0.1, -2).buffer), 0, 8, size - 8)
  await handle.close()

  const file = await openTensorFile(path, (await openFile(path))!)
  const [giant, half, last] = file.entries
  expect(giant!.end).toBe(GIANT)
  expect([...(await file.read(half!))]).toEqual([1, -3, 0])
  expect([...(await file.read(last!))]).toEqual([Math.fround(0.1), -2])
  await file.close()
})

it('asks for each tensor at its place, and for nothing else', async () => {
  const asked: [number, number][] = []
  const source: ByteSource = {
    size,
    read: async (into, position) => {
      asked.push([position, into.length])
      if (position === 0) new DataView(into.buffer).setBigUint64(0, BigInt(header.length), true)
      if (position === 8) into.set(header)
    },
    close: async () => {},
  }
  const file = await openTensorFile('made up', source)
  await file.read(file.entries[2]!)
  expect(asked).toEqual([
    [0, 8],
    [8, header.length],
    [size - 8, 8],
  ])
})

it('says which file is damaged, and closes it', async () => {
  let closed = false
  const source: ByteSource = {
    size: 20,
    read: async (into) => {
      into.fill(255)
    },
    close: async () => {
      closed = true
    },
  }
  await expect(openTensorFile('x.safetensors', source)).rejects.toMatchObject({ where: 'x.safetensors' })
  expect(closed).toBe(true)
  expect(await openFile(join(scratch, 'nothing'))).toBeUndefined()
})
