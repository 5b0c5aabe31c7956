// What every replica must keep: it samples as its engine did when it was last refreshed, whatever the engine has learned since.
import type { Engine, Replica } from '../engine.ts'
import type { MaybePromise } from '../environment.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, toChecks } from './check.ts'
import { engineTraining } from './checkpoint-rules.ts'
import { requests } from './engine-data.ts'
import { removeDirectory, temporaryDirectory } from './files.ts'
import { withModel } from './sampler-checks.ts'

const learn = (engine: Engine): Promise<number> => engineTraining.train(engine, 1)

/** @param make An engine with `createReplica`. Every check closes the one it made. */
export function replicaChecks(make: () => MaybePromise<Engine>, options: CheckOptions = {}): Check[] {
  const using = async (engine: Engine, rule: (replica: Replica) => Promise<void>): Promise<void> => {
    ensure(engine.createReplica !== undefined, 'the engine has no replica')
    const replica = await engine.createReplica()
    try {
      await rule(replica)
    } finally {
      await replica.close()
    }
  }
  const rules: Record<string, (engine: Engine) => Promise<void>> = {
    'samples as the engine did, until it is refreshed': (engine) =>
      using(engine, async (replica) => {
        const asked = requests(engine, 12)
        const before = await engine.sample(asked)
        ensureEqual(await replica.sample(asked), before, 'a new replica')
        await learn(engine)
        const after = await engine.sample(asked)
        ensure(JSON.stringify(after) !== JSON.stringify(before), 'learning changed nothing')
        ensureEqual(await replica.sample(asked), before, 'after the engine has learned')
        ensureEqual(replica.policyVersion, before[0]!.policyVersion, 'its version')
        await replica.refresh()
        ensureEqual(await replica.sample(asked), after, 'after refresh')
        ensureEqual(replica.policyVersion, engine.policyVersion, 'its version after refresh')
      }),
    'save and load keep weights and version': (engine) =>
      using(engine, async (replica) => {
        await learn(engine)
        await replica.refresh()
        const asked = requests(engine, 6)
        const before = await replica.sample(asked)
        const directory = await temporaryDirectory()
        try {
          await replica.save(`${directory}/replica`)
          await learn(engine)
          await replica.refresh()
          await replica.load(`${directory}/replica`)
        } finally {
          await removeDirectory(directory)
        }
        ensureEqual(await replica.sample(asked), before, 'after load')
      }),
  }
  return toChecks('replica', withModel(make, rules), options)
}
