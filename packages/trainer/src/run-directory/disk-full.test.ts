// Training on a disk that fills up, and going on when there is room again. Needs a small file system of its own, so it
// runs where the tests may mount one (root on Linux) and is skipped elsewhere.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GigpoError } from '@gigpo/core'
import { afterAll, describe, expect, it } from 'vitest'
import { createRun, openRun, readEvaluations, readMetrics } from './index.ts'
import { toyConfig, trainToy } from './toy-training.test-support.ts'

const root = mkdtempSync(join(tmpdir(), 'gigpo-full-'))
const disk = join(root, 'disk')
mkdirSync(disk)

const program = { mount: 'mount', unmount: 'umount' }

function mount(options: string): boolean {
  try {
    execFileSync(program.mount, ['-t', 'tmpfs', '-o', options, 'none', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const canMount = mount('size=4k')
afterAll(() => {
  if (canMount) execFileSync(program.unmount, ['-l', disk])
  rmSync(root, { recursive: true, force: true })
})

describe.skipIf(!canMount)('a full disk (skipped where the tests may not mount a tmpfs)', () => {
  it('stops training with the remedy, half-writes nothing, and loses nothing that a checkpoint holds', async () => {
    const whole = join(root, 'whole')
    const reference = createRun(whole, toyConfig)
    await trainToy(reference)
    reference.close()
    let failures = 0
    let started = 0
    // Sizes are in pages of 4 kB; each file takes at least one, so the disk fills up at a different write each time.
    for (let kilobytes = 4; kilobytes <= 160; kilobytes += 8) {
      mount(`remount,size=${kilobytes}k`)
      const directory = join(disk, 'run')
      const failure = await attempt(directory)
      if (failure !== null) {
        failures++
        expect(failure).toMatchObject({ code: 'storage' })
        expect(failure.remedy).toContain('free some space')
        expect(readdirSync(disk, { recursive: true }).filter((name) => String(name).includes('.tmp-'))).toEqual([])
        readMetrics(directory)
        readEvaluations(directory)
        mount('remount,size=16m')
        if (readdirSync(disk).includes('run') && readdirSync(directory).includes('config.yaml')) {
          started++
          const run = openRun(directory)
          await trainToy(run)
          run.close()
          for (const file of ['episodes/7.jsonl', 'eval/7.json', 'checkpoints/7/state.json', 'supervised.jsonl']) {
            expect(readFileSync(join(directory, file))).toEqual(readFileSync(join(whole, file)))
          }
        }
      }
      rmSync(directory, { recursive: true, force: true })
    }
    expect(failures).toBeGreaterThan(6)
    expect(started).toBeGreaterThan(4)
  })
})

async function attempt(directory: string): Promise<GigpoError | null> {
  let close = (): void => {}
  try {
    const run = createRun(directory, toyConfig)
    close = () => run.close()
    await trainToy(run)
    return null
  } catch (error) {
    if (GigpoError.isInstance(error)) return error
    throw error
  } finally {
    close()
  }
}
