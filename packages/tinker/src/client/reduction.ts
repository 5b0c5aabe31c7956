// How a server makes one gradient of many rows. Two equal rows have twice the gradient of one where it sums, and the same where
// it takes means; asked on a model of its own, because even a step of size 0 moves an optimiser's averages.
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import type { Connection } from './connection.ts'
import { json, parse } from './futures.ts'
import type { RemoteModel } from './remote-model.ts'
import { sendPass } from './send-pass.ts'
import { toWireDatum } from './to-wire.ts'

/** `sum` over tokens and rows, or the mean over rows of the mean over each row's targets. */
export type Reduction = 'sum' | 'seq-mean'

const steppedSchema = z.object({ metrics: z.record(z.string(), z.number()).nullish() })

/** Names under which servers report ‖g‖. */
const GRADIENT_NORMS = ['skyrl.ai/grad_norm', 'grad_norm', 'grad_norm:mean'] as const

/** @param create Makes a model that may be trained and is unloaded afterwards. @throws GigpoError `config` if it cannot tell. */
export async function probeReduction(connection: Connection, create: () => Promise<RemoteModel>): Promise<Reduction> {
  const { url } = connection.transport
  const cannotTell = (why: string, cause?: unknown): GigpoError =>
    new GigpoError('config', `cannot find out how this server sums losses: ${why}`, {
      where: url,
      remedy: 'say it: engine.options.reduction: sum (hosted, FSDP, Megatron) or seq-mean (SkyRL on JAX)',
      ...(cause === undefined ? {} : { cause }),
    })
  const model = await create().catch((error: unknown) => {
    throw cannotTell('it makes no second model', error)
  })
  try {
    const norms: number[] = []
    for (const copies of [1, 2]) {
      const row = toWireDatum({ prompt: [1, 2], completion: [3, 4] }, { weights: [1, 1] })
      await sendPass(connection, model, 'forward_backward', Array(copies).fill(row), { loss_fn: 'cross_entropy' })
      const adam_params = { learning_rate: 0, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0, grad_clip_norm: 0 }
      const answer = await model.run('optim_step', (numbered) => json({ ...numbered, adam_params }))
      norms.push(gradientNormOf(parse(steppedSchema, answer, 'optim_step').metrics ?? {}))
    }
    const factor = norms[1]! / norms[0]!
    if (Math.abs(factor - 2) < 0.1) return 'sum'
    if (Math.abs(factor - 1) < 0.1) return 'seq-mean'
    throw cannotTell(`two rows have ${factor} times the gradient norm of one`)
  } finally {
    await model.unload()
  }
}

/** NaN where the server does not say it. */
export function gradientNormOf(metrics: Readonly<Record<string, number>>): number {
  const name = GRADIENT_NORMS.find((candidate) => candidate in metrics)
  return name === undefined ? Number.NaN : metrics[name]!
}
