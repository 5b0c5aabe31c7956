// `gigpo worker`: plays episodes for the trainers on a queue, on this or any other host.
import type { Command } from 'commander'
import { loadBullmq, withoutPassword } from '../../executors/bullmq/load-bullmq.ts'
import { startQueueWorker } from '../../executors/bullmq/run-worker.ts'
import { interruptSignal, untilInterrupted } from '../interrupt.ts'
import { wholeNumber } from '../whole-number.ts'

interface WorkerFlags {
  readonly redis?: string
  readonly queue: string
  readonly concurrency: string
  readonly turnSeconds: string
  readonly json?: boolean
}

/** Between lines about what was played, milliseconds. */
const REPORT_MS = 10_000

export function register(program: Command): void {
  program
    .command('worker')
    .description('play episodes for trainers that use executor: { name: bullmq }')
    .option('--redis <url>', 'the Redis of the queue (default: REDIS_URL)')
    .option('--queue <name>', 'name of the queue', 'gigpo')
    .option(
      '--concurrency <n>',
      'episodes at once; 1 for environments that compute, 64 and more for those that wait',
      '16',
    )
    .option('--turn-seconds <n>', 'the longest one call of an environment keeps the process busy', '15')
    .option('--json', 'print one JSON object at the end')
    .addHelpText(
      'after',
      `
Examples:
  gigpo worker --redis redis://127.0.0.1:6379
  gigpo train alfworld --set 'executor={name: bullmq, redis: "redis://127.0.0.1:6379"}'
`,
    )
    .action(async (flags: WorkerFlags) => {
      const client = await loadBullmq(flags.redis)
      const counts = { played: 0, failed: 0, lost: 0, stale: 0 }
      const worker = startQueueWorker({
        client,
        queue: flags.queue,
        concurrency: wholeNumber('--concurrency', flags.concurrency),
        turnMs: 1000 * wholeNumber('--turn-seconds', flags.turnSeconds),
        onResult: (_job, outcome) => {
          if (outcome === 'stale') counts.stale++
          else if (outcome.kind === 'lost') {
            counts.lost++
            process.stderr.write(`an episode was given back: ${outcome.message}\n`)
          } else counts[outcome.failure === undefined ? 'played' : 'failed']++
        },
      })
      const where = withoutPassword(flags.redis ?? process.env.REDIS_URL ?? '')
      process.stderr.write(`working at ${where}, queue ${flags.queue}\n`)
      await reportUntilInterrupted(() => {
        if (!flags.json)
          process.stderr.write(`${counts.played} played, ${counts.failed} failed, ${counts.lost} given back\n`)
      })
      await worker.close()
      if (flags.json) process.stdout.write(`${JSON.stringify(counts)}\n`)
      // Connections to trainers are kept open for a while; nothing is left to wait for.
      process.exit(0)
    })
}

async function reportUntilInterrupted(report: () => void): Promise<void> {
  const timer = setInterval(report, REPORT_MS)
  await untilInterrupted(interruptSignal())
  clearInterval(timer)
}
