// Cuts a run down to what a newcomer can look at without training anything: configuration, metrics, the last evaluation, and
// of one iteration the groups in which a story can be told. Nothing is changed but this: prompts are left out, and so are all
// other groups, the checkpoints and the demonstrations' log. Prints the story's numbers over the whole run first.
//   node scripts/make-example.mjs RUN TARGET next|relook [kilobytes of episodes]
// next    WebShop: `click[next >]` against everything else that was done on the same page
// relook  ALFWorld: going to, opening or examining a place that the episode has already seen empty, against everything else
//         that was done in the same state
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [run, target, story, kilobytes = '230'] = process.argv.slice(2)

/** For each step of an episode, whether it is one the story is about. */
const marks = {
  next: (steps) => steps.map(({ action }) => action === 'click[next >]'),
  relook(steps, finalObservation) {
    const empty = new Set()
    return steps.map(({ action }, t) => {
      const again = empty.has(/^(?:go to|open|examine) (.*)$/.exec(action)?.[1])
      const seen = steps[t + 1]?.observation ?? finalObservation
      const place = /(?:arrive at|open the|The) ([a-z]+ \d+)/.exec(seen)?.[1]
      if (seen.includes('you see nothing') && place !== undefined) empty.add(place)
      return again
    })
  },
}

/** Steps of the story and the other steps of the same states, in one group. */
function compare(episodes) {
  const states = new Map()
  for (const { steps, finalAnchor } of episodes) {
    const own = marks[story](steps, finalAnchor)
    for (const [t, { anchor, advantage }] of steps.entries()) {
      if (!states.has(anchor)) states.set(anchor, { story: [], other: [] })
      states.get(anchor)[own[t] ? 'story' : 'other'].push(advantage.step)
    }
  }
  const both = [...states.values()].filter((state) => state.story.length > 0 && state.other.length > 0)
  return { story: both.flatMap((state) => state.story), other: both.flatMap((state) => state.other) }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const shorten = (episode) => ({ ...episode, steps: episode.steps.map(({ prompt: _, ...step }) => step) })

const groups = readdirSync(join(run, 'episodes')).flatMap((file) => {
  const episodes = readFileSync(join(run, 'episodes', file), 'utf8')
    .trim()
    .split('\n')
    .map(JSON.parse)
  return [...new Set(episodes.map(({ group }) => group))].map((group) => {
    const members = episodes.filter((episode) => episode.group === group)
    const text = members.map((episode) => `${JSON.stringify(shorten(episode))}\n`).join('')
    const wins = members.filter(({ success }) => success).length
    return { file, group, text, wins, mixed: wins > 0 && wins < members.length, ...compare(members) }
  })
})

const told = groups.filter(({ story }) => story.length > 0)
const difference = (sample) => mean(sample.flatMap(({ story }) => story)) - mean(sample.flatMap(({ other }) => other))
let state = 1
const draw = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return told[Math.floor((state / 2 ** 32) * told.length)]
}
const drawn = Array.from({ length: 2000 }, () => difference(told.map(draw))).sort((a, b) => a - b)
console.log(
  `${told.flatMap(({ story }) => story).length} steps of the story in ${told.length} groups: mean step advantage ` +
    `${mean(told.flatMap(({ story }) => story)).toFixed(3)} against ${mean(told.flatMap(({ other }) => other)).toFixed(3)}, ` +
    `difference ${difference(told).toFixed(3)} [${drawn[50].toFixed(3)}, ${drawn[1949].toFixed(3)}] (bootstrap over groups, 95 %)`,
)

/** Of one iteration: mixed groups with most steps of the story, as many as fit. */
function choose(file) {
  const chosen = []
  const candidates = told.filter((group) => group.file === file && group.mixed)
  let room = 1000 * Number(kilobytes)
  for (const group of candidates.sort((a, b) => b.story.length - a.story.length)) {
    if (group.text.length > room) continue
    room -= group.text.length
    chosen.push(group)
  }
  return { file, chosen, steps: chosen.flatMap(({ story }) => story).length }
}
const [best] = [...new Set(told.map(({ file }) => file))]
  .map(choose)
  .sort((a, b) => b.steps - a.steps || b.chosen.length - a.chosen.length)

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, 'episodes'), { recursive: true })
mkdirSync(join(target, 'eval'))
const last = readdirSync(join(run, 'eval')).sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0]
for (const file of ['config.yaml', 'metrics.jsonl', 'events.jsonl', `eval/${last}`])
  if (existsSync(join(run, file))) cpSync(join(run, file), join(target, file))
writeFileSync(join(target, 'episodes', best.file), best.chosen.map(({ text }) => text).join(''))
for (const { group, wins, story: own, other } of best.chosen)
  console.log(
    `${best.file} ${group}: ${wins} wins, ${own.length} steps, ${mean(own).toFixed(3)} against ${mean(other).toFixed(3)}`,
  )
