// `gigpo data import` and `gigpo play` end to end: the recorded play of the real engine comes out of our command line.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, sharedData, temporaryDirectory } from './support/cli.ts'

interface RecordedStep {
  readonly cmd: string | null
  readonly obs: string
  readonly won: boolean
  readonly done: boolean
  readonly admissible: readonly string[]
}

interface PlayedStep {
  readonly task: string
  readonly action: string | null
  readonly observation: string
  readonly actions: readonly string[]
  readonly won: boolean
  readonly done: boolean
  readonly anchor: string
}

const golden = join(sharedData, 'alfworld', 'golden', 'real-engine.jsonl.gz')
const linesOf = <T>(text: string): T[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

describe.skipIf(!existsSync(golden))('real games (needs ../shared/data/alfworld, which a clone does not have)', () => {
  const home = temporaryDirectory()

  beforeAll(async () => {
    const imported = await runCli(['data', 'import', 'alfworld', join(sharedData, 'alfworld'), '--json'], { home })
    expect(imported.code, imported.stderr).toBe(0)
    const { splits } = JSON.parse(imported.stdout) as { splits: { split: string; games: number }[] }
    expect(splits.map(({ split, games }) => [split, games])).toEqual([
      ['train', 3553],
      ['valid_seen', 140],
      ['valid_train', 200],
      ['valid_unseen', 134],
    ])
  }, 120_000)

  it('replays every recorded transcript to the same observations, outcomes and lists', async () => {
    const transcripts = linesOf<{ game: string; random: RecordedStep[]; walkthrough: RecordedStep[] }>(
      gunzipSync(readFileSync(golden)).toString('utf8'),
    ).flatMap(({ game, random, walkthrough }) => [random, walkthrough].map((steps) => ({ game, steps })))
    const script = transcripts
      .map(({ game, steps }) => JSON.stringify({ task: game, actions: steps.slice(1).map((step) => step.cmd) }))
      .join('\n')
    const played = await runCli(['play', 'alfworld', '--script', '-', '--json'], { home, input: script })
    expect(played.code, played.stderr).toBe(0)
    const recorded = transcripts.flatMap(({ steps }) => steps)
    const steps = linesOf<PlayedStep>(played.stdout)
    expect(steps.length).toBe(recorded.length)
    for (const [i, step] of steps.entries()) {
      const { cmd, obs, won, admissible } = recorded[i]!
      expect({ action: step.action, text: step.observation, won: step.won, actions: step.actions }).toEqual({
        action: cmd,
        text: obs,
        won,
        actions: admissible,
      })
    }
  }, 120_000)

  it('plays an original file by its path', async () => {
    const file = join(
      sharedData,
      'alfworld/raw-samples/train/look_at_obj_in_light-CD-None-DeskLamp-323/trial_T20190908_051103_156741/game.tw-pddl',
    )
    const { walkthrough } = JSON.parse(readFileSync(file, 'utf8')) as { walkthrough: string[] }
    const input = JSON.stringify({ task: file, actions: walkthrough })
    const played = await runCli(['play', 'alfworld', '--script', '-', '--json'], { home, input })
    expect(linesOf<PlayedStep>(played.stdout).at(-1)).toMatchObject({ won: true, done: true })
  })
})

describe('generated games', () => {
  const home = temporaryDirectory()

  it('need no data and repeat', async () => {
    const input = '{"task":"3","actions":["look","inventory","fly to the moon"]}'
    const args = ['play', 'alfworld', '--split', 'valid_unseen', '--script', '-', '--json']
    const [first, second] = await Promise.all([runCli(args, { home, input }), runCli(args, { home, input })])
    const steps = linesOf<PlayedStep>(first.stdout)
    expect(steps.map((step) => step.action)).toEqual([null, 'look', 'inventory', 'fly to the moon'])
    expect(steps[3]!.observation).toBe('Nothing happens.')
    expect(steps[0]!.task).toBe('3')
    expect(second.stdout).toBe(first.stdout)
  })

  it('can be played by hand', async () => {
    const { code, stdout, stderr } = await runCli(['play', 'alfworld', '--source', 'generated'], {
      home,
      input: 'loook\n?\nlook\n',
    })
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('Your task is to:')
    expect(stdout).toContain('go to ')
    expect(stderr).toContain('did you mean: look?')
  })
})
