// Speed of the ALFWorld engines: steps a second with feedback text and the full list of admissible commands built at every
// step, and the time to load a game. Run from the repository root:
//   npx tsx --conditions=gigpo-source bench/alfworld/run.ts [--json]
// Plays the original games of ../shared/data/alfworld (valid_unseen) where they exist, else generated ones. Both engines
// play the same keyed random episodes; figures are medians of rounds that alternate between them. Rates are given a second
// of wall time and a second of processor time, garbage collection included: on a busy machine only the latter means much.
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { RandomStream, rootKey, type Transition } from '@gigpo/core'
import {
  createAlfworldEnvironment,
  type Game,
  generatedSource,
  type LoadedGame,
  loadFast,
  loadGeneric,
  parseGameRecord,
} from '@gigpo/envs/alfworld'

const EPISODE_STEPS = 50
const ROUNDS = 7
const engines = { fast: loadFast, generic: loadGeneric } as const
type Engine = keyof typeof engines

/** Drawn before, so that drawing is not measured. */
const random = new RandomStream(rootKey(0))
const draws = Uint32Array.from({ length: 1 << 16 }, () => random.uint32())

function readGames(): { source: string; games: Game[] } {
  const data = new URL('../../../shared/data/alfworld/', import.meta.url).pathname
  if (!existsSync(data)) {
    const source = generatedSource({ split: 'valid_unseen', count: 64 })
    return { source: 'generated valid_unseen', games: Array.from({ length: 64 }, (_, index) => source.load(index)) }
  }
  const shared = {
    domain: readFileSync(`${data}logic/domain-as-shipped.pddl`, 'utf8'),
    grammar: readFileSync(`${data}logic/grammar-as-shipped.twl2`, 'utf8'),
  }
  const lines = gunzipSync(readFileSync(`${data}games-valid_unseen.jsonl.gz`))
    .toString('utf8')
    .trim()
    .split('\n')
  return { source: 'original valid_unseen', games: lines.map((line) => parseGameRecord(line, shared)) }
}

function load(engine: Engine, game: Game): LoadedGame {
  const loaded = engines[engine](game)
  if (loaded === undefined) throw new Error(`${game.id} is not of the known structure`)
  return loaded
}

/** Plays one episode of each game; returns the number of steps, and of characters and commands so that none is skipped. */
function playAll(games: readonly LoadedGame[], offset: number): { steps: number; output: number } {
  let draw = offset
  let steps = 0
  let output = 0
  for (const game of games) {
    const play = game.start()
    for (let t = 0; t < EPISODE_STEPS; t++) {
      const commands = play.admissible()
      play.step(commands[draws[draw++ & 0xffff]! % commands.length]!)
      output += play.feedback.length + commands.length + (play.won ? 1 : 0)
      steps++
    }
  }
  return { steps, output }
}

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

function timed(work: () => void): Cost {
  const cpu = process.cpuUsage()
  const wall = performance.now()
  work()
  const wallMs = performance.now() - wall
  const used = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (used.user + used.system) / 1000 }
}

/** Plays for about `seconds` of wall time. */
function measureSteps(games: readonly LoadedGame[], seconds: number, round: number): Cost & { readonly steps: number } {
  let steps = 0
  let output = 0
  const cost = timed(() => {
    const end = performance.now() + seconds * 1000
    for (let pass = 0; performance.now() < end; pass++) {
      const played = playAll(games, round * 7919 + pass * 104729)
      steps += played.steps
      output += played.output
    }
  })
  if (output === 0) throw new Error('nothing was printed')
  return { ...cost, steps }
}

/** What one training iteration needs: 128 environments, 50 steps each, with anchors. */
function playIteration(games: readonly LoadedGame[]): void {
  const environments = Array.from({ length: 128 }, (_, i) => createAlfworldEnvironment(games[i % games.length]!))
  let draw = 0
  for (const environment of environments) {
    let { actions } = environment.reset() as Transition['observation']
    for (let t = 0; t < EPISODE_STEPS; t++) {
      environment.anchor()
      const transition = environment.step(actions![draws[draw++ & 0xffff]! % actions!.length]!) as Transition
      if (transition.terminated || transition.truncated) break
      actions = transition.observation.actions
    }
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

const { source, games } = readGames()
const names = Object.keys(engines) as Engine[]
const loaded = { fast: games.map((game) => load('fast', game)), generic: games.map((game) => load('generic', game)) }
const plays: Record<Engine, ReturnType<typeof measureSteps>[]> = { fast: [], generic: [] }
const loads: Record<Engine, Cost[]> = { fast: [], generic: [] }
const iterations: Cost[] = []
for (const name of names) measureSteps(loaded[name], 1, 0)
for (let round = 1; round <= ROUNDS; round++) {
  for (const name of names) {
    plays[name].push(measureSteps(loaded[name], 0.5, round))
    loads[name].push(timed(() => games.forEach((game) => void load(name, game))))
  }
  iterations.push(timed(() => playIteration(loaded.fast)))
}

const round = (value: number, digits = 0): number => Number(value.toFixed(digits))
const engineReport = (name: Engine) => ({
  stepsPerSecond: round(median(plays[name].map(({ steps, wallMs }) => (1000 * steps) / wallMs))),
  stepsPerCpuSecond: round(median(plays[name].map(({ steps, cpuMs }) => (1000 * steps) / cpuMs))),
  loadMs: round(median(loads[name].map(({ wallMs }) => wallMs / games.length)), 2),
  loadCpuMs: round(median(loads[name].map(({ cpuMs }) => cpuMs / games.length)), 2),
})
const report = {
  games: { source, count: games.length },
  rounds: ROUNDS,
  fast: engineReport('fast'),
  generic: engineReport('generic'),
  iterationMs: round(median(iterations.map(({ wallMs }) => wallMs)), 1),
  iterationCpuMs: round(median(iterations.map(({ cpuMs }) => cpuMs)), 1),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadAverage: round(loadavg()[0]!, 2),
  },
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report))
} else {
  const { machine } = report
  console.log(
    `${report.games.count} games (${source}), medians of ${ROUNDS} rounds, one core; in brackets by processor time`,
  )
  for (const name of names) {
    const { stepsPerSecond, stepsPerCpuSecond, loadMs, loadCpuMs } = report[name]
    const [wall, cpu] = [stepsPerSecond, stepsPerCpuSecond].map((value) => value.toLocaleString('en'))
    console.log(`${name.padEnd(8)} ${wall} steps/s (${cpu}), load ${loadMs} ms (${loadCpuMs})`)
  }
  console.log(`128 environments × ${EPISODE_STEPS} steps, fast: ${report.iterationMs} ms (${report.iterationCpuMs})`)
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${machine.loadAverage}`)
}
