// The part of the learner and critic suites that touches the disk: what `save` wrote, `load` restores bit for bit, optimiser
// included.
import type { Critic } from '../critic.ts'
import type { AdamStep, Engine } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { ensure, ensureEqual, ensureFails } from './check.ts'
import { randomData } from './engine-data.ts'
import { readTree, removeDirectory, temporaryDirectory } from './files.ts'

export const STEP: AdamStep = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 }

/** What the rules do with a model besides saving and loading it. */
export interface Training<M> {
  /** Some optimiser steps, equal at every call; the version after them. */
  readonly train: (model: M, steps: number) => Promise<number>
  /** Numbers that tell weights apart. */
  readonly probe: (model: M) => Promise<unknown>
}

export const engineTraining: Training<Engine> = {
  train: async (engine, steps) => {
    for (let i = 0; i < steps; i++) {
      await engine.forwardBackward(randomData(engine, 4 + i), { kind: 'cross-entropy' })
      await engine.optimStep(STEP)
    }
    return engine.policyVersion
  },
  probe: (engine) => engine.forward(randomData(engine, 6)),
}

export function checkpointRules<M extends Pick<Critic, 'save' | 'load' | 'close'>>(
  make: () => MaybePromise<M>,
  { train, probe }: Training<M>,
): Record<string, (model: M) => Promise<void>> {
  /** Runs with a directory and a second model, and removes both afterwards. */
  const using = (run: (model: M, other: M, directory: string) => Promise<void>) => async (model: M) => {
    const directory = await temporaryDirectory()
    const other = await make()
    try {
      await run(model, other, directory)
    } finally {
      await other.close()
      await removeDirectory(directory)
    }
  }
  return {
    'load restores what save wrote, optimiser included, bit for bit': using(async (model, other, directory) => {
      await train(model, 2)
      await model.save(`${directory}/a`)
      await other.load(`${directory}/a`)
      ensureEqual(await probe(other), await probe(model), 'right after load')
      ensureEqual(await train(other, 2), await train(model, 2), 'policy version')
      ensureEqual(await probe(other), await probe(model), 'two steps after load')
    }),
    'equal state writes equal bytes': using(async (model, other, directory) => {
      await train(model, 1)
      await model.save(`${directory}/a`)
      await other.load(`${directory}/a`)
      await other.save(`${directory}/b`)
      const [a, b] = [await readTree(`${directory}/a`), await readTree(`${directory}/b`)]
      ensureEqual(
        b.map(([name]) => name),
        a.map(([name]) => name),
        'files',
      )
      for (const [i, [name, bytes]] of a.entries()) {
        const same = bytes.length === b[i]![1].length && bytes.every((byte, at) => byte === b[i]![1][at])
        ensure(same, `${name} differs after load and save`)
      }
    }),
    'weightsOnly starts the optimiser afresh': using(async (model, other, directory) => {
      await train(model, 3)
      await model.save(`${directory}/a`)
      await other.load(`${directory}/a`, { weightsOnly: true })
      ensureEqual(await probe(other), await probe(model), 'weights')
      await train(model, 1)
      await train(other, 1)
      const [kept, fresh] = [await probe(model), await probe(other)]
      ensure(JSON.stringify(kept) !== JSON.stringify(fresh), 'the next step is the same with and without moments')
    }),
    'a missing checkpoint is refused': using(async (model, _other, directory) => {
      await ensureFails(() => model.load(`${directory}/none`), ['checkpoint'], 'load of a missing directory')
    }),
  }
}
