// The part of the learner suite that touches the disk: what `save` wrote, `load` restores bit for bit, optimiser included.
import type { AdamStep, Engine } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { ensure, ensureEqual, ensureFails } from './check.ts'
import { randomData } from './engine-data.ts'
import { readTree, removeDirectory, temporaryDirectory } from './files.ts'

const STEP: AdamStep = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 }

async function train(engine: Engine, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await engine.forwardBackward(randomData(engine, 4 + i), { kind: 'cross-entropy' })
    await engine.optimStep(STEP)
  }
}

export function checkpointRules(make: () => MaybePromise<Engine>): Record<string, (engine: Engine) => Promise<void>> {
  /** Runs with a directory and a second engine, and removes both afterwards. */
  const using =
    (run: (engine: Engine, other: Engine, directory: string) => Promise<void>) => async (engine: Engine) => {
      const directory = await temporaryDirectory()
      const other = await make()
      try {
        await run(engine, other, directory)
      } finally {
        await other.close()
        await removeDirectory(directory)
      }
    }
  return {
    'load restores what save wrote, optimiser included, bit for bit': using(async (engine, other, directory) => {
      await train(engine, 2)
      await engine.save(`${directory}/a`)
      await other.load(`${directory}/a`)
      ensureEqual(other.policyVersion, engine.policyVersion, 'policy version')
      await train(engine, 2)
      await train(other, 2)
      const data = randomData(engine, 6)
      ensureEqual(await other.forward(data), await engine.forward(data), 'two steps after load')
    }),
    'equal state writes equal bytes': using(async (engine, other, directory) => {
      await train(engine, 1)
      await engine.save(`${directory}/a`)
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
    'weightsOnly starts the optimiser afresh': using(async (engine, other, directory) => {
      await train(engine, 3)
      await engine.save(`${directory}/a`)
      await other.load(`${directory}/a`, { weightsOnly: true })
      const data = randomData(engine, 6)
      ensureEqual(await other.forward(data), await engine.forward(data), 'weights')
      await train(engine, 1)
      await train(other, 1)
      const [kept, fresh] = [await engine.forward(data), await other.forward(data)]
      ensure(JSON.stringify(kept) !== JSON.stringify(fresh), 'the next step is the same with and without moments')
    }),
    'a missing checkpoint is refused': using(async (engine, _other, directory) => {
      await ensureFails(() => engine.load(`${directory}/none`), ['checkpoint'], 'load of a missing directory')
    }),
  }
}
