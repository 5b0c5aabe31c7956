// `gigpo engine serve`: the embedded engine behind the Tinker protocol, for trainers on this machine or another.
import { join } from 'node:path'
import { rootKey } from '@gigpo/core'
import { createEmbeddedEngine, readTokenizer } from '@gigpo/engine'
import { createTinkerServer } from '@gigpo/tinker'
import { gigpoHome } from '@gigpo/trainer'
import type { Command } from 'commander'
import { modelDirectory } from '../../models/model-directory.ts'
import { interruptSignal, untilInterrupted } from '../interrupt.ts'
import { isLoopback } from '../loopback.ts'
import { portNumber, wholeNumber } from '../whole-number.ts'

interface ServeFlags {
  readonly model: string
  readonly host: string
  readonly port: string
  readonly workers: string
  readonly threadsPerWorker: string
  readonly maxBatch?: string
  readonly batchInvariant?: boolean
  readonly contextLength?: string
  readonly maxModels: string
  readonly sessionTimeout: string
  readonly checkpoints?: string
  readonly plain?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  const engine = program.command('engine').description('the engine that samples and learns')
  engine
    .command('serve')
    .description('serve the embedded engine by the Tinker protocol')
    .option('--model <path>', 'folder of the model that trainers start from, or builtin:NAME', 'builtin:alfworld-start')
    .option('--host <address>', 'where to listen; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--port <n>', 'where to listen; 0: any free port', '8000')
    .option('--workers <n>', 'worker threads of each model, as engine.workers of a recipe', '2')
    .option('--threads-per-worker <n>', 'threads of one worker, as engine.threadsPerWorker', '1')
    .option('--max-batch <n>', 'rows a worker decodes together (default: the engine’s)')
    .option('--context-length <n>', 'longest prompt and completion together (default: the model’s)')
    .option('--batch-invariant', 'sample to the same bits whatever shares a batch, for trainers with executors')
    .option('--max-models <n>', 'models held at the same time, each with its own weights', '4')
    .option('--session-timeout <s>', 'seconds without a heartbeat after which a trainer’s models are unloaded', '300')
    .option(
      '--checkpoints <folder>',
      'where trainers’ checkpoints are kept (default: engine-checkpoints in GIGPO_HOME)',
    )
    .option('--plain', 'offer the protocol alone, as other servers do')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `
Clients must send the key in GIGPO_ENGINE_KEY, where that is set here, as TINKER_API_KEY.

Example:
  gigpo engine serve --port 8000
  gigpo train quickstart --set engine.tinker=http://127.0.0.1:8000
`,
    )
    .action(async (flags: ServeFlags) => {
      const path = modelDirectory(flags.model)
      const maxBatch = flags.maxBatch === undefined ? undefined : wholeNumber('--max-batch', flags.maxBatch)
      const contextLength =
        flags.contextLength === undefined ? undefined : wholeNumber('--context-length', flags.contextLength)
      const workers = wholeNumber('--workers', flags.workers)
      const threadsPerWorker = wholeNumber('--threads-per-worker', flags.threadsPerWorker)
      const apiKey = process.env.GIGPO_ENGINE_KEY || undefined
      const signal = interruptSignal()
      const server = await createTinkerServer({
        createEngine: ({ adapter, seed }) =>
          createEmbeddedEngine({
            model: { path },
            key: rootKey(seed),
            cacheDirectory: join(gigpoHome(), 'cache', 'engine'),
            batchInvariant: flags.batchInvariant === true,
            workers,
            threadsPerWorker,
            ...(maxBatch === undefined ? {} : { maxBatch }),
            ...(contextLength === undefined ? {} : { contextLength }),
            ...(adapter === undefined ? {} : { lora: adapter }),
          }),
        baseModel: flags.model,
        tokenizerFiles: (await readTokenizer(path)).files,
        checkpoints: flags.checkpoints ?? join(gigpoHome(), 'engine-checkpoints'),
        host: flags.host,
        port: portNumber('--port', flags.port),
        maxModels: wholeNumber('--max-models', flags.maxModels),
        sessionTimeoutMs: 1000 * wholeNumber('--session-timeout', flags.sessionTimeout),
        extensions: flags.plain !== true,
        ...(apiKey === undefined ? {} : { apiKey }),
      })
      if (flags.json) process.stdout.write(`${JSON.stringify({ url: server.url, model: flags.model })}\n`)
      else process.stdout.write(`serving ${flags.model} at ${server.url}; Ctrl-C stops\n`)
      if (apiKey === undefined && !isLoopback(flags.host))
        process.stderr.write(
          'anyone who can reach this address can use the engine; set GIGPO_ENGINE_KEY to ask for a key\n',
        )
      await untilInterrupted(signal)
      await server.close()
    })
}
