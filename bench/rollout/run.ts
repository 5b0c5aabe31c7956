// How long the sampler stands idle during a rollout, and what that costs: generated ALFWorld games and the shipped starting
// checkpoint, by lockstep, lanes and refilling, with environments that answer at once and with slow ones. Interleaved, median
// of the rounds; ratios are against lockstep in the same run.
//   node --import tsx --conditions=gigpo-source bench/rollout/run.ts [rounds]
import { fold, RandomStream, rootKey } from '@gigpo/core'
import { createEmbeddedEngine } from '@gigpo/engine'
import { alfworldAgents, createAlfworldTaskSet, generatedSource } from '@gigpo/envs/alfworld'
import type { EpisodeRequest } from '@gigpo/trainer'
import { createInProcessExecutor } from '../../packages/trainer/src/rollout/in-process.ts'
import { meterSampler } from '../../packages/trainer/src/rollout/sampler-meter.ts'

const rounds = Number(process.argv[2] ?? 3)
const EPISODES = 64

const engine = await createEmbeddedEngine({
  model: { path: new URL('../../packages/gigpo/checkpoints/alfworld-start', import.meta.url).pathname },
  key: rootKey(1),
  workers: 2,
  batchInvariant: true,
})
const games = generatedSource({ split: 'train', count: 200 })
const taskSet = createAlfworldTaskSet(games, { name: 'bench', split: 'train', anchor: 'text', maxSteps: 12, reward: 1 })
const createAgent = alfworldAgents.compact!({})
const requests = Array.from({ length: EPISODES }, (_, i): EpisodeRequest => {
  const key = fold(rootKey(2), i)
  return { id: String(i), task: taskSet.task(i), member: 0, seed: new RandomStream(key).uint32(), key }
})

const ways = {
  lockstep: {},
  'lockstep, 16 at once': { live: 16 },
  '2 lanes': { lanes: 2 },
  '4 lanes': { lanes: 4 },
  '2 lanes, 16 at once': { lanes: 2, live: 16 },
}
const none = { failureRate: 0, hangRate: 0, blockRate: 0 }
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

for (const latencyMs of [0, 50]) {
  const seen = new Map(Object.keys(ways).map((name) => [name, { wall: [] as number[], idle: [] as number[], rows: 0 }]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, options] of Object.entries(ways)) {
      const meter = meterSampler(engine)
      const faults = latencyMs === 0 ? {} : { faults: { ...none, latencyMs } }
      const settings = { temperature: 1, topP: 1, maxTokens: 12, ...faults }
      await createInProcessExecutor(options).play(requests, { ...settings, taskSet, createAgent, engine: meter.engine })
      if (round < 0) continue // compiles
      const { wallMs, busyMs, rows, calls } = meter.read()
      const own = seen.get(name)!
      own.wall.push(wallMs)
      own.idle.push(1 - busyMs / wallMs)
      own.rows = rows / calls
    }
  }
  const base = median(seen.get('lockstep')!.wall)
  console.log(`\nenvironments that take ${latencyMs} ms a call, ${EPISODES} episodes of at most 12 steps`)
  for (const [name, { wall, idle, rows }] of seen) {
    const cells = [`${(median(wall) / 1000).toFixed(2)} s`, `${(median(wall) / base).toFixed(2)}×`]
    console.log(
      `  ${name.padEnd(22)} ${cells.join('  ')}  idle ${(100 * median(idle)).toFixed(0)} %  rows a call ${rows.toFixed(1)}`,
    )
  }
}
await engine.close()
