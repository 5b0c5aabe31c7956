// A whole engine behind the Tinker protocol: Sampler and Learner over one remote model. What only the wire needs is hidden:
// sessions and heartbeats, numbers and polls, saving for the sampler after each step, and a new model for each load, because
// the protocol loads weights only into a model of which nothing was asked yet.
import type { AdamStep, Engine, OptimReport } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import { z } from 'zod'
import { type AdapterSpec, ALL_TARGETS, PROTOCOL_ALPHA } from '../wire/adapter.ts'
import { type CheckpointPointer, readPointer, writePointer } from './checkpoint-pointer.ts'
import { type Connection, type ConnectionOptions, connect } from './connection.ts'
import { contextLengthOf } from './context-length.ts'
import { draw } from './draw.ts'
import { expectOk, json, parse } from './futures.ts'
import { createExtensionPasses, type Passes } from './passes.ts'
import { createPlainPasses } from './plain-passes.ts'
import { gradientNormOf, probeReduction, type Reduction } from './reduction.ts'
import { createRemoteModel, openSession, type RemoteModel, type RemoteSession } from './remote-model.ts'
import { createRemoteReplica } from './remote-replica.ts'
import { type TokenizerOptions, tokenizerOf } from './tokenizer.ts'
import { Turns } from './turns.ts'

export interface TinkerEngineOptions extends ConnectionOptions, TokenizerOptions {
  /** Default: `preferredModel` if the server names it, else the first it names. */
  readonly baseModel?: string
  readonly preferredModel?: string
  /** Default: what the server says. */
  readonly contextLength?: number
  /** The adapter that is trained; null asks for all weights (default null at our own server, else one of rank 32). */
  readonly adapter?: AdapterSpec | null
  /** Of the adapter's first weights; default: the server's choice. */
  readonly seed?: number
  /**
   * Whether the server samples saved weights while it learns others, as `rollout.staleness` needs; default: known of our own
   * server, else false.
   */
  readonly replicas?: boolean
  /** How the server's losses become one number; default: known of our own server, found out at any other. */
  readonly reduction?: Reduction
}

export interface TinkerEngine extends Engine {
  /** The sampling session that holds the present weights, for samplers in other processes. */
  samplingSession(): Promise<string>
}

/** That of the official client. */
const DEFAULT_RANK = 32

const samplerSchema = z.object({ sampling_session_id: z.string() })
const savedSchema = z.object({ path: z.string() })
const loadedSchema = z.object({ gigpo_policy_version: z.int().optional() })
const steppedSchema = z.object({ metrics: z.record(z.string(), z.number()).nullish() })
const infoSchema = z.object({ gigpo_engine: z.record(z.string(), z.union([z.string(), z.number()])).optional() })

/** @throws GigpoError `engine`, `usage` or `config`. */
export async function createTinkerEngine(options: TinkerEngineOptions): Promise<TinkerEngine> {
  const connection = await connect(options)
  const session = await openSession(connection)
  try {
    return await createEngineOf(connection, session, options)
  } catch (error) {
    session.close()
    throw error
  }
}

async function createEngineOf(
  connection: Connection,
  session: RemoteSession,
  options: TinkerEngineOptions,
): Promise<TinkerEngine> {
  const { transport } = connection
  const { url } = transport
  const preferred = connection.models.find(({ name }) => name === options.preferredModel) ?? connection.models[0]
  const baseModel = options.baseModel ?? preferred?.name
  if (baseModel === undefined)
    throw new GigpoError('config', 'the server names no model', { where: url, remedy: 'engine.options.baseModel' })
  const tokenizer = await tokenizerOf(connection, options)
  const contextLength = contextLengthOf(options.contextLength, connection, baseModel)
  const create = (): Promise<RemoteModel> =>
    createRemoteModel(connection, session, {
      baseModel,
      seed: options.seed,
      ...adapterRequest(connection, options.adapter),
    })
  const { passes, reduction } = await passesOf(connection, options.reduction, create)
  let model = await create()
  const facts = await factsOf(connection, model)
  let policyVersion = 0
  let saves = 0
  let sampling: Promise<string> | undefined
  const turns = new Turns()

  const samplingSession = (): Promise<string> => {
    if (sampling === undefined) {
      const path = 'save_weights_for_sampler'
      const saved = model.run(path, (numbered) => json({ ...numbered, sampling_session_seq_id: ++saves }))
      sampling = saved.then((answer) => parse(samplerSchema, answer, path).sampling_session_id)
      sampling.catch(() => {
        sampling = undefined
      })
    }
    return sampling
  }

  const optimStep = async (step: AdamStep): Promise<OptimReport> => {
    await passes.flush(model)
    const answer = await model.run('optim_step', (numbered) => json({ ...numbered, adam_params: toAdamParams(step) }))
    sampling = undefined
    const metrics = parse(steppedSchema, answer, 'optim_step').metrics ?? {}
    policyVersion = metrics['gigpo/policy_version'] ?? policyVersion + 1
    return { gradientNorm: gradientNormOf(metrics), policyVersion }
  }

  const saveForReplica = async (): Promise<CheckpointPointer> => {
    const asked = 'save_weights_for_sampler'
    const named = `gigpo-sampler-${policyVersion}-${++saves}`
    const answer = await model.run(asked, (numbered) => json({ ...numbered, path: named }))
    return { path: parse(savedSchema, answer, asked).path, baseModel, policyVersion }
  }

  const save = async (directory: string): Promise<void> => {
    const name = `gigpo-${policyVersion}-${++saves}`
    const answer = await model.run('save_weights', (numbered) => json({ ...numbered, path: name }))
    await writePointer(directory, { path: parse(savedSchema, answer, 'save_weights').path, baseModel, policyVersion })
  }

  const load = async (directory: string, weightsOnly: boolean): Promise<void> => {
    const pointer = await readPointer(directory)
    const info = await transport.post('weights_info', { tinker_path: pointer.path })
    if (info.status === 404)
      throw new GigpoError('checkpoint', `the server has no ${pointer.path}`, {
        where: directory,
        remedy: 'start the server with the --checkpoints folder it had when the run was saved',
      })
    expectOk(info, 'weights_info', url)
    passes.reset()
    sampling = undefined
    if (!model.isFresh) {
      await model.unload()
      model = await create()
    }
    const answer = await model.run('load_weights', (numbered) =>
      json({ ...numbered, path: pointer.path, optimizer: !weightsOnly }),
    )
    const reported = parse(loadedSchema, answer, 'load_weights').gigpo_policy_version
    policyVersion = reported ?? (weightsOnly ? 0 : pointer.policyVersion)
  }

  return {
    tokenizer,
    contextLength,
    get policyVersion() {
      return policyVersion
    },
    sample: (requests) =>
      turns.shared(async () =>
        draw(connection, { sampling_session_id: await samplingSession() }, requests, policyVersion),
      ),
    samplingSession: () => turns.shared(samplingSession),
    ...((options.replicas ?? connection.extension !== undefined)
      ? { createReplica: () => createRemoteReplica(connection, () => turns.shared(saveForReplica)) }
      : {}),
    forward: (data, { temperature = 1 } = {}) => turns.exclusive(() => passes.forward(model, data, temperature)),
    forwardBackward: (data, loss) => turns.exclusive(() => passes.forwardBackward(model, data, loss)),
    optimStep: (step) => turns.exclusive(() => optimStep(step)),
    save: (path) => turns.exclusive(() => save(path)),
    load: (path, { weightsOnly = false } = {}) => turns.exclusive(() => load(path, weightsOnly)),
    describe: () => ({ engine: 'tinker', url, baseModel, contextLength, reduction, ...facts }),
    close: () =>
      turns.exclusive(async () => {
        session.close()
        await model.abandon()
      }),
  }
}

/** @throws GigpoError `config` for an adapter that the protocol cannot ask for. */
function adapterRequest({ extension, transport }: Connection, adapter: AdapterSpec | null | undefined) {
  if (adapter === null) return { loraRank: 0 }
  if (extension !== undefined) return adapter === undefined ? { loraRank: 0 } : { loraRank: adapter.rank, adapter }
  if (adapter === undefined) return { loraRank: DEFAULT_RANK }
  const isUsual = adapter.alpha === PROTOCOL_ALPHA && ALL_TARGETS.every((name) => adapter.targetModules.includes(name))
  if (isUsual) return { loraRank: adapter.rank }
  throw new GigpoError('config', `the protocol has adapters of all layers with alpha ${PROTOCOL_ALPHA} alone`, {
    where: transport.url,
    remedy: `set model.lora to { rank: ${adapter.rank}, alpha: ${PROTOCOL_ALPHA} }`,
  })
}

async function passesOf(
  connection: Connection,
  given: Reduction | undefined,
  create: () => Promise<RemoteModel>,
): Promise<{ readonly passes: Passes; readonly reduction: Reduction }> {
  if (connection.extension !== undefined) return { passes: createExtensionPasses(connection), reduction: 'sum' }
  const reduction = given ?? (await probeReduction(connection, create))
  return { passes: createPlainPasses(connection, reduction), reduction }
}

function toAdamParams(step: AdamStep): object {
  return {
    learning_rate: step.learningRate,
    beta1: step.beta1,
    beta2: step.beta2,
    eps: step.epsilon,
    weight_decay: step.weightDecay,
    grad_clip_norm: step.gradientClip ?? 0,
  }
}

/** What our own server says of the engine behind it, but for the weights, which change. */
async function factsOf({ transport, extension }: Connection, { id }: RemoteModel) {
  if (extension === undefined) return {}
  const reply = await transport.post('get_info', { model_id: id })
  const { gigpo_engine = {} } = parse(infoSchema, expectOk(reply, 'get_info', transport.url), 'get_info')
  const kept = Object.entries(gigpo_engine).filter(([name]) => name !== 'weights')
  return Object.fromEntries(kept.map(([name, value]) => [`remote/${name}`, value]))
}
