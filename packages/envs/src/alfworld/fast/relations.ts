// Facts as the grammar and the goal ask for them: one Relation a signature, over ranks. Changing predicates read the state,
// all others a table of the initial facts. What the fast state does not keep (what was looked at, most "not_" facts of the
// text layer) is refused, so no query can get a wrong answer.
import { HELD, hasBit, type Layout, LOCATION, type State } from './state.ts'
import { Unsupported } from './unsupported.ts'
import { kin, signature, type World } from './world.ts'

export interface Relation {
  /** True if no action can change it. */
  readonly fixed: boolean
  /** Number of entities of each argument's type. */
  readonly sizes: readonly number[]
  /** `y` is ignored where there is one argument. */
  holds(state: State, x: number, y: number): boolean
  /** Where the first argument decides the second: that one, or -1. */
  second?(state: State, x: number): number
  /** Where facts are bit rows of first arguments: the offset of the row of a second argument. */
  row?(y: number): number
}

/** Facts that actions delete: the text layer then holds `not_…`, which this engine keeps only for `inreceptacle`. */
const DELETED = ['atlocation', 'opened', 'objectatlocation', 'holds', 'holdsany', 'ishot', 'iscool', 'ison']
const UNKEPT = new Set(['checked', 'ison', ...DELETED.map((name) => `not_${name}`)])

export function createRelation(world: World, layout: Layout, predicate: string, types: readonly string[]): Relation {
  if (UNKEPT.has(predicate) || types.length < 1 || types.length > 2) throw new Unsupported(`predicate ${predicate}`)
  const sizes = types.map((type) => kin(world, type).ids.length)
  const key = signature(predicate, types)
  return changing(key, sizes, layout) ?? fixed(world, key, sizes)
}

function changing(key: string, sizes: readonly number[], layout: Layout): Relation | undefined {
  const flag = (offset: number): Relation => ({
    fixed: false,
    sizes,
    holds: (state, x) => hasBit(state, offset, x),
  })
  const rows = (offset: number): Relation => ({
    fixed: false,
    sizes,
    holds: (state, x, y) => hasBit(state, offset + y * layout.rowWords, x),
    row: (y) => offset + y * layout.rowWords,
  })
  // There is one agent, rank 0.
  const register = (word: number): Relation => ({
    fixed: false,
    sizes,
    holds: (state, _agent, y) => state[word] === y,
    second: (state) => state[word]!,
  })
  switch (key) {
    case 'atlocation(agent,location)':
      return register(LOCATION)
    case 'holds(agent,object)':
      return register(HELD)
    case 'holdsany(agent)':
      return { fixed: false, sizes, holds: (state) => state[HELD]! >= 0 }
    case 'opened(receptacle)':
      return flag(layout.opened)
    case 'isclean(object)':
      return flag(layout.clean)
    case 'ishot(object)':
      return flag(layout.hot)
    case 'iscool(object)':
      return flag(layout.cool)
    case 'issliced(object)':
      return flag(layout.sliced)
    case 'istoggled(object)':
      return flag(layout.toggled)
    case 'inreceptacle(object,receptacle)':
      return rows(layout.contents)
    case 'not_inreceptacle(object,receptacle)':
      return rows(layout.notIn)
    case 'objectatlocation(object,location)':
      return rows(layout.present)
    default:
      return undefined
  }
}

function fixed(world: World, key: string, sizes: readonly number[]): Relation {
  const facts = world.facts.get(key) ?? []
  if (sizes.length === 1) {
    const marks = new Uint8Array(sizes[0]!)
    for (const [x] of facts) marks[x!] = 1
    return { fixed: true, sizes, holds: (_state, x) => marks[x] === 1 }
  }
  const width = sizes[1]!
  const marks = new Uint8Array(sizes[0]! * width)
  const seconds = new Int32Array(sizes[0]!).fill(-1)
  let functional = true
  for (const [x, y] of facts) {
    if (seconds[x!] !== -1 && seconds[x!] !== y) functional = false
    seconds[x!] = y!
    marks[x! * width + y!] = 1
  }
  return {
    fixed: true,
    sizes,
    holds: (_state, x, y) => marks[x * width + y] === 1,
    ...(functional ? { second: (_state: State, x: number): number => seconds[x]! } : {}),
  }
}
