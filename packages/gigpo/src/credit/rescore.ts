// Re-scores the episodes of a run directory with any algorithm and prints each step's credit beside the stored one, so
// that "what if" needs no training.
import { type CreditOptions, createCredit, toStepRows } from '@gigpo/algorithms'
import { groupsFromEpisodes, parseEpisodes } from '@gigpo/trainer'

export interface RescoreOutput {
  readonly json: boolean
  /** Most rows to print as text. */
  readonly limit: number
}

/** @throws GigpoError `data` for a file that holds no episodes, `config` for unknown options. */
export function rescoreFile(
  text: string,
  where: string,
  options: Readonly<Record<string, unknown>>,
  output: RescoreOutput,
): void {
  const credit = createCredit(options as CreditOptions)
  const lines = parseEpisodes(text, where)
  const usable = lines.filter((line) => line.stop !== 'error')
  const groups = groupsFromEpisodes(usable)
  const advantages = credit(toStepRows(groups))
  const stored = new Map(usable.map((line) => [`${line.group}\n${line.member}`, line]))
  if (!output.json) process.stdout.write(`${header}\n`)
  let row = 0
  for (const group of groups) {
    for (const episode of group.episodes) {
      const before = stored.get(`${group.id}\n${episode.member}`)
      for (const [t, step] of episode.steps.entries()) {
        const now = {
          episode: advantages.episode[row]!,
          step: advantages.step[row]!,
          total: advantages.total[row]!,
          return: advantages.stepReturn[row]!,
          stepGroup: advantages.stepGroup[row]!,
        }
        const old = before?.steps[t]?.advantage?.total ?? null
        if (output.json) {
          const line = {
            group: group.id,
            member: episode.member,
            t: step.t,
            action: step.action,
            reward: step.reward,
            ...now,
            stored: old,
          }
          process.stdout.write(`${JSON.stringify(line)}\n`)
        } else if (row < output.limit)
          process.stdout.write(`${textRow(group.id, episode.member, step.t, step.action, now, old)}\n`)
        row++
      }
    }
  }
  if (!output.json && row > output.limit)
    process.stdout.write(`… ${row - output.limit} more rows (--limit, or --json for all)\n`)
}

const header = `${'group'.padEnd(24)} member   t ${'action'.padEnd(32)} ${['episode', 'step', 'total', 'stored'].map((h) => h.padStart(9)).join(' ')}`

function textRow(
  group: string,
  member: number,
  t: number,
  action: string,
  now: { readonly episode: number; readonly step: number; readonly total: number },
  stored: number | null,
): string {
  const numbers = [now.episode, now.step, now.total].map((x) => x.toFixed(4).padStart(9))
  const old = stored === null ? '-'.padStart(9) : stored.toFixed(4).padStart(9)
  const short = (text: string, width: number) =>
    (text.length > width ? `…${text.slice(1 - width)}` : text).padEnd(width)
  return `${short(group, 24)} ${String(member).padStart(6)} ${String(t).padStart(3)} ${short(action, 32)} ${numbers.join(' ')} ${old}`
}
