// Whoever plays a run's episodes, by the real command line: this process, threads, or workers on a queue that are killed. The
// runs agree to the same bits, whatever was slow, failed, hung, blocked or died on the way.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isWallClockMetric, readMetrics } from '@gigpo/trainer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcome, runCli, startCli, temporaryDirectory } from './support/cli.ts'
import { noRedis, startRedis } from './support/redis.ts'

const recipe = `
name: workers
environment: { name: frozen-lake, maxSteps: 8, options: { side: 4, slip: 0.2 } }
agent: { name: compact }
model: { layers: 1, hidden: 32, heads: 2, kvHeads: 1, ffn: 32, contextLength: 64 }
engine: { workers: 1 }
supervised: { demonstrations: 60, steps: 20, batch: 16, validation: null }
rollout: { tasks: 6, members: 4, maxTokens: 3 }
optimizer: { updatesPerIteration: 2 }
iterations: 4
evaluation: { every: 4, panels: [{ name: valid, split: valid, games: 10, temperature: [1] }] }
checkpoint: { every: 2 }
`

const cwd = temporaryDirectory()
const directory = (run: string): string => join(cwd, 'runs', run)
const FILES = ['episodes/1.jsonl', 'episodes/4.jsonl', 'eval/4.json', 'checkpoints/4/model.safetensors'] as const

async function train(run: string, ...set: string[]): Promise<void> {
  const { code, stderr } = await runCli(['train', 'recipe.yaml', '--run', run, '--set', ...set], { cwd })
  expect(code, stderr).toBe(0)
}

function expectSame(run: string, other: string): void {
  for (const file of FILES) {
    const same = readFileSync(join(directory(run), file)).equals(readFileSync(join(directory(other), file)))
    expect(same, `${file} of ${run} and ${other}`).toBe(true)
  }
  const metrics = (name: string) =>
    readMetrics(directory(name)).map((line) => Object.entries(line).filter(([key]) => !isWallClockMetric(key)))
  expect(metrics(run)).toEqual(metrics(other))
}

const total = (run: string, metric: string): number =>
  readMetrics(directory(run)).reduce((sum, line) => sum + (line[metric] ?? 0), 0)

beforeAll(async () => {
  writeFileSync(join(cwd, 'recipe.yaml'), recipe)
  await train('here', 'executor.name=in-process')
}, 120_000)

describe('executors', { timeout: 240_000 }, () => {
  it('in this process: so many at once in lanes, and faults that are tried again', async () => {
    await train(
      'lanes',
      'executor={lanes: 2, live: 10, retries: 9, environmentSeconds: 0.2}',
      'executor.faults={failureRate: 0.1, hangRate: 0.05}',
    )
    expectSame('lanes', 'here')
    expect(total('lanes', 'executor/retries')).toBeGreaterThan(0)
  })

  it('threads: slow, failing, hanging and blocking environments', async () => {
    await train(
      'faulty',
      'executor={name: threads, retries: 9, environmentSeconds: 1}',
      'executor.faults={latencyMs: 2, failureRate: 0.1, hangRate: 0.05, blockRate: 0.02}',
    )
    expectSame('faulty', 'here')
    expect(total('faulty', 'executor/retries')).toBeGreaterThan(0)
    expect(total('faulty', 'executor/lost')).toBeGreaterThan(0)
  })

  it('threads: batches sampled ahead are the same too, and go on after a kill', async () => {
    const ahead = 'rollout.staleness=2'
    await train('ahead', 'executor.name=in-process', ahead)
    const ages = readMetrics(directory('ahead')).map((line) => line['staleness/mean'])
    expect(ages).toEqual([0, 2, 4, 4])
    const flags = ['--set', 'executor={name: threads}', 'executor.faults.latencyMs=20', ahead]
    const dying = startCli(['train', 'recipe.yaml', '--run', 'ahead-killed', ...flags], { cwd })
    const ended = outcome(dying)
    while (!existsSync(join(directory('ahead-killed'), 'checkpoints', '2', 'state.json'))) await wait(20)
    dying.kill('SIGKILL')
    await ended
    const { code, stderr } = await runCli(['train', '--run', 'ahead-killed', '--resume'], { cwd })
    expect(code, stderr).toBe(0)
    expectSame('ahead-killed', 'ahead')
  })
})

describe.skipIf(noRedis)(
  `workers on a queue${noRedis === undefined ? '' : ` (skipped: ${noRedis})`}`,
  { timeout: 300_000 },
  () => {
    let redis: Awaited<ReturnType<typeof startRedis>>
    beforeAll(async () => {
      redis = await startRedis()
    })
    afterAll(() => redis.stop())

    const startWorker = (...flags: string[]) => {
      const child = startCli(['worker', '--redis', redis.url, '--turn-seconds', '1', '--json', ...flags], { cwd })
      return { child, ended: outcome(child) }
    }

    it('play the same bits while they are killed, and no episode is lost or counted twice', async () => {
      const steady = startWorker('--concurrency', '8')
      let doomed = startWorker('--concurrency', '8')
      let isTraining = true
      const training = train(
        'queue',
        `executor={name: bullmq, redis: "${redis.url}", live: 20}`,
        'executor.faults={latencyMs: 30}',
      ).finally(() => {
        isTraining = false
      })
      const metrics = join(directory('queue'), 'metrics.jsonl')
      const iterations = (): number => (existsSync(metrics) ? readFileSync(metrics, 'utf8').split('\n').length - 1 : 0)
      let kills = 0
      for (let done = 1; isTraining && done < 4; done++) {
        while (isTraining && iterations() < done) await wait(20)
        await wait(150) // into the rollout of the next iteration
        doomed.child.kill('SIGKILL')
        kills++
        doomed = startWorker('--concurrency', '8')
      }
      await training
      doomed.child.kill('SIGKILL')
      expect(kills).toBe(3)
      expectSame('queue', 'here')
      steady.child.kill('SIGTERM')
      const { code, stdout, stderr } = await steady.ended
      expect(code, stderr).toBe(0)
      expect((JSON.parse(stdout) as { played: number }).played).toBeGreaterThan(0)
    })

    it('failing and hanging environments are tried again, and a trainer that is killed goes on with the same run', async () => {
      const workers = [startWorker('--concurrency', '32'), startWorker('--concurrency', '32')]
      const executor = `executor={name: bullmq, redis: "${redis.url}", retries: 9, environmentSeconds: 1}`
      const set = ['--set', executor, 'executor.faults={failureRate: 0.1, hangRate: 0.03, latencyMs: 20}']
      const dying = startCli(['train', 'recipe.yaml', '--run', 'killed', ...set], { cwd })
      const ended = outcome(dying)
      const checkpoint = join(directory('killed'), 'checkpoints', '2', 'state.json')
      while (!existsSync(checkpoint)) await wait(50)
      await wait(300)
      dying.kill('SIGKILL')
      await ended
      const { code, stderr } = await runCli(['train', '--run', 'killed', '--resume'], { cwd })
      expect(code, stderr).toBe(0)
      expectSame('killed', 'here')
      for (const { child } of workers) child.kill('SIGKILL')
    })

    it('play batches ahead under several policies at once', async () => {
      const worker = startWorker('--concurrency', '32')
      await train('queue-ahead', `executor={name: bullmq, redis: "${redis.url}"}`, 'rollout.staleness=2')
      expectSame('queue-ahead', 'ahead')
      worker.child.kill('SIGKILL')
    })

    it('says what is wrong with the queue', async () => {
      const none = await runCli(['worker', '--redis', 'redis://127.0.0.1:1'], { cwd })
      expect(none.code).toBe(1)
      expect(none.stderr).toContain('no Redis answers')
      const secret = 'executor={name: bullmq, redis: "redis://:secret@127.0.0.1:6379"}'
      const refused = await runCli(['train', 'recipe.yaml', '--run', 'refused', '--set', secret, 'supervised=null'], {
        cwd,
      })
      expect(refused.code, refused.stderr).toBe(2)
      expect(refused.stderr).toContain('REDIS_URL')
      expect(refused.stderr).not.toContain('secret')
    })
  },
)
