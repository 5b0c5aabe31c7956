// Makes a run directory of any size through the trainer's own writer: a household of thirty rooms and a few hundred words,
// episodes of one to twelve steps, tokens and log-probabilities as a small model has them. Flushing each file to the disk is
// part of the writer, so making the run takes longer than writing its bytes.
import { type Episode, type Group, type RandomStream, rootKey, stream } from '@gigpo/core'
import { createRun, resolveConfig } from '@gigpo/trainer'

export interface MakeRunOptions {
  readonly iterations: number
  readonly tasks: number
  readonly members: number
}

const objects = [
  'apple',
  'mug',
  'knife',
  'plate',
  'cloth',
  'soapbar',
  'newspaper',
  'candle',
  'vase',
  'book',
  'pen',
  'egg',
]
const places = ['shelf', 'cabinet', 'drawer', 'fridge', 'microwave', 'table', 'sofa', 'desk', 'sink', 'bed']
const METRICS = 100

export function makeRun(directory: string, options: MakeRunOptions): void {
  const { iterations, tasks, members } = options
  const config = resolveConfig(
    `name: large\niterations: ${iterations}\nrollout: { tasks: ${tasks}, members: ${members} }`,
  )
  const run = createRun(directory, config)
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const random = stream(rootKey(1), 'bench', 'studio', iteration)
    const groups = Array.from({ length: tasks }, (_, index) => group(iteration, index, members, random))
    const rows = groups.reduce((sum, { episodes }) => sum + episodes.reduce((n, { steps }) => n + steps.length, 0), 0)
    const column = Float64Array.from({ length: rows }, () => random.uniform() - 0.5)
    run.writeEpisodes(iteration, groups, {
      episode: column,
      step: column,
      total: column,
      stepReturn: column,
      stepGroup: column.map((_, row) => row),
    })
    const names = Array.from({ length: METRICS }, (_, i) => [`group${i % 10}/metric_${i}`, random.uniform()] as const)
    run.appendMetrics({ ...Object.fromEntries(names), 'time/step': 1, 'perf/tokens_per_s': 1e4, iteration })
    if (iteration % 20 === 0) run.writeEvaluation(evaluation(iteration, random))
  }
  run.close()
}

function group(iteration: number, index: number, members: number, random: RandomStream): Group {
  const type = ['pick_and_place', 'pick_heat_then_place', 'look_at_obj'][index % 3]!
  const task = { id: `generated/train/${type}-${random.integer(1000)}`, index, type }
  const episodes = Array.from({ length: members }, (_, member) => episode(task, member, iteration, random))
  return { id: `${iteration}-${index}`, task, episodes }
}

function episode(task: Episode['task'], member: number, iteration: number, random: RandomStream): Episode {
  const success = random.integer(3) === 0
  const length = 1 + random.integer(12)
  const pick = (list: readonly string[]): string => list[random.integer(list.length)]!
  const steps = Array.from({ length }, (_, t) => {
    const place = `${pick(places)} ${1 + random.integer(9)}`
    const observation = `You arrive at ${place}. On it you see a ${pick(objects)} ${1 + random.integer(4)} and a ${pick(objects)} 1.`
    const completion = Array.from({ length: 6 }, () => random.integer(400))
    return {
      t,
      prompt: Array.from({ length: 60 + 4 * t }, () => random.integer(400)),
      completion,
      logprobs: completion.map(() => -random.uniform()),
      policyVersion: iteration - 1,
      observation,
      anchor: observation,
      action: t % 2 === 0 ? `go to ${place}` : `take ${pick(objects)} 1 from ${place}`,
      valid: random.integer(20) !== 0,
      reward: success && t === length - 1 ? 10 : 0,
      info: { won: success && t === length - 1 },
    }
  })
  const stop = success ? ('terminated' as const) : ('truncated' as const)
  return { task, member, seed: 1, steps, return: success ? 10 : 0, success, stop, finalAnchor: 'the end' }
}

function evaluation(
  iteration: number,
  random: RandomStream,
): Parameters<ReturnType<typeof createRun>['writeEvaluation']>[0] {
  const tasks = Array.from({ length: 140 }, (_, index) => ({
    id: `generated/valid/${index}`,
    type: 'pick_and_place',
    success: random.integer(2) === 0,
    return: 0,
    steps: 9,
    stop: 'terminated' as const,
  }))
  const success = tasks.filter((task) => task.success).length / tasks.length
  const panel = { panel: 'held_out', temperature: 1, source: 'generated', split: 'valid', digest: 'bench', success }
  return { iteration, environmentSteps: 800 * iteration, panels: [{ ...panel, interval: [0.4, 0.6], tasks }] }
}
