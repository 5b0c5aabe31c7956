// A deterministic stand-in for training that drives a Run exactly as the loop does, without a model: its "weights" are a
// number that each iteration moves by keyed draws. Crash tests stop it anywhere; run as a program it is the process that
// they kill.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Group, rootKey, stream } from '@gigpo/core'
import { resolveConfig } from '../config/index.ts'
import { createRun, openRun, type Run, summarizePanel } from './index.ts'

export const toyConfig: ReturnType<typeof resolveConfig> = resolveConfig(
  'iterations: 7\ncheckpoint: { every: 2, keep: 2 }\nrollout: { tasks: 2, members: 2 }',
)

interface ToyState {
  readonly weight: number
  readonly environmentSteps: number
}

/** Goes on from the run's latest checkpoint to its end; `after` is called after each write, and may throw. */
export async function trainToy(run: Run, after: (stage: string) => void = () => {}): Promise<void> {
  const checkpoint = run.latestCheckpoint()
  let state: ToyState = { weight: 1, environmentSteps: 0 }
  let best: number | null = null
  if (checkpoint === null) {
    for (let step = 1; step <= 3; step++) run.appendSupervised({ iteration: step, 'supervised/loss': 1 / step })
    after('supervised')
    run.writeEvaluation(evaluate(0, state))
    after('evaluate 0')
    await save(run, state, null)
    after('checkpoint 0')
  } else {
    state = checkpoint.state as ToyState
    best = checkpoint.best
    const weight = Number(readFileSync(join(checkpoint.directory, 'sub', 'weight.txt'), 'utf8'))
    if (weight !== state.weight) throw new Error('weights and state disagree')
  }
  while (run.iteration < run.config.iterations) {
    const iteration = run.iteration + 1
    const groups = rollout(iteration, state)
    const rewards = groups.flatMap((group) => group.episodes.map((episode) => episode.return))
    run.writeEpisodes(iteration, groups, {
      episode: rewards,
      step: rewards,
      total: rewards,
      stepReturn: rewards,
      stepGroup: rewards.map(() => -1),
    })
    after(`episodes ${iteration}`)
    const mean = rewards.reduce((sum, value) => sum + value, 0) / rewards.length
    state = { weight: state.weight + mean, environmentSteps: state.environmentSteps + rewards.length }
    run.appendMetrics({
      iteration,
      'reward/mean': mean,
      'progress/environment_steps': state.environmentSteps,
      'time/step': performance.now(),
    })
    after(`metrics ${iteration}`)
    run.event({ kind: 'iteration-end', severity: 'info', message: 'done', iteration })
    if (iteration % 2 !== 0 && iteration !== run.config.iterations) continue
    run.writeEvaluation(evaluate(iteration, state))
    after(`evaluate ${iteration}`)
    if (iteration === 2) best = iteration
    await save(run, state, best)
    after(`checkpoint ${iteration}`)
  }
}

async function save(run: Run, state: ToyState, best: number | null): Promise<void> {
  const write = async (directory: string): Promise<void> => {
    mkdirSync(join(directory, 'sub'), { recursive: true })
    writeFileSync(join(directory, 'model.bin'), new Float64Array(64).fill(state.weight))
    writeFileSync(join(directory, 'sub', 'weight.txt'), String(state.weight))
  }
  await run.checkpoint(run.iteration, write, state, { best })
}

function rollout(iteration: number, state: ToyState): Group[] {
  return [0, 1].map((index) => {
    const task = { id: `task-${index}`, index, type: 'toy' }
    const episodes = [0, 1].map((member) => {
      const reward = stream(rootKey(1), 'rollout', iteration, index, member).uniform() * state.weight
      const step = {
        t: 0,
        prompt: [1, 2, 3],
        completion: [4],
        logprobs: [-0.25],
        policyVersion: iteration,
        observation: 'a room',
        anchor: 'a room',
        action: 'look',
        valid: true,
        reward,
      }
      const stop = 'terminated' as const
      return { task, member, seed: 1, steps: [step], return: reward, success: true, stop, finalAnchor: 'end' }
    })
    return { id: `${iteration}/${index}`, task, episodes }
  })
}

function evaluate(iteration: number, state: ToyState): Parameters<Run['writeEvaluation']>[0] {
  const tasks = [0, 1, 2].map((index) => {
    const success = stream(rootKey(2), iteration, index).uniform() < state.weight / 4
    return {
      id: `held-out-${index}`,
      type: 'toy',
      success,
      return: Number(success),
      steps: 3,
      stop: 'terminated' as const,
    }
  })
  const facts = { panel: 'toy', temperature: 1, source: 'generated', split: 'valid', digest: 'toy', tasks }
  return { iteration, environmentSteps: state.environmentSteps, panels: [summarizePanel(facts)] }
}

if (process.argv[2] === 'toy-training') {
  const directory = process.argv[3]!
  const run = process.argv[4] === 'resume' ? openRun(directory) : createRun(directory, toyConfig)
  console.log('started')
  await trainToy(run)
  run.close()
}
