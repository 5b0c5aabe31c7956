// What a checkpoint holds of the models: the policy's files in its folder, the critic's in `critic/` below it. A critic
// begins where RL begins, with the body of the policy after its supervised start or with one of its own.
import { join } from 'node:path'
import type { LoopContext } from './options.ts'

export const CRITIC_FOLDER = 'critic'

type Models = Pick<LoopContext, 'engine' | 'critic' | 'config'>

export async function saveModels({ engine, critic }: Models, directory: string): Promise<void> {
  await engine.save(directory)
  await critic?.save(join(directory, CRITIC_FOLDER))
}

/** Checkpoint 0. */
export async function saveStart({ engine, critic, config }: Models, directory: string): Promise<void> {
  await engine.save(directory)
  if (critic === undefined) return
  if (config.critic?.start === 'policy') await critic.load(directory, { weightsOnly: true })
  await critic.save(join(directory, CRITIC_FOLDER))
}

/** With `weightsOnly` the optimisers start afresh. */
export async function loadModels({ engine, critic }: Models, directory: string, weightsOnly: boolean): Promise<void> {
  await engine.load(directory, { weightsOnly })
  await critic?.load(join(directory, CRITIC_FOLDER), { weightsOnly })
}
