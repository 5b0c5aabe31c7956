// A game as the store keeps it: the same fields as the ALFWorld environment's Game, so that a loaded record can be played
// without conversion. Domain and grammar are shared by nearly all games and are kept once per split; the rest is one
// deflated record, compressed against the problem text of the split's first game, which it resembles.
import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'

export interface SharedTexts {
  /** PDDL domain. */
  readonly domain: string
  /** twl2 grammar with the placeholder for the task sentence. */
  readonly grammar: string
}

export interface StoredGame extends SharedTexts {
  readonly id: string
  readonly split: string
  readonly taskType: string
  readonly task: string
  readonly problem: string
  readonly walkthrough: readonly string[] | null
  readonly solvable: boolean | null
}

/** A game ready to be written. */
export interface EncodedGame {
  readonly id: string
  readonly taskType: string
  /** Of everything the game is, shared texts included. */
  readonly sha256: string
  readonly bytes: Buffer
}

const recordSchema = z.object({
  id: z.string(),
  split: z.string(),
  taskType: z.string(),
  task: z.string(),
  problem: z.string(),
  walkthrough: z.array(z.string()).nullable(),
  solvable: z.boolean().nullable(),
})

/** Longest record that is inflated; real ones are below 100 kB. */
const MAX_RECORD = 1 << 26

export function encodeGame(game: StoredGame, dictionary: Buffer): EncodedGame {
  const { id, split, taskType, task, problem, walkthrough, solvable } = game
  const record = JSON.stringify({ id, split, taskType, task, problem, walkthrough, solvable })
  const bytes = deflateRawSync(record, { level: 6, dictionary })
  return { id, taskType, sha256: gameDigest(record, game), bytes }
}

/** @throws Error when the bytes are not a record, or not the one with this digest. */
export function decodeGame(bytes: Buffer, dictionary: Buffer, texts: SharedTexts, sha256: string): StoredGame {
  const record = inflateRawSync(bytes, { dictionary, maxOutputLength: MAX_RECORD }).toString()
  if (gameDigest(record, texts) !== sha256) throw new Error('its content does not have the digest in the index')
  const { domain, grammar } = texts
  return { ...recordSchema.parse(JSON.parse(record)), domain, grammar }
}

let lastTexts: { readonly texts: SharedTexts; readonly digest: string } | undefined

/** Remembers the last pair, since neighbouring games nearly always share theirs. */
export function textsDigest({ domain, grammar }: SharedTexts): string {
  if (lastTexts?.texts.domain !== domain || lastTexts.texts.grammar !== grammar) {
    lastTexts = { texts: { domain, grammar }, digest: hex(domain, grammar) }
  }
  return lastTexts.digest
}

/** Of a split: ids and digests of its games in order. */
export function splitDigest(games: readonly { readonly id: string; readonly sha256: string }[]): string {
  return hex(...games.flatMap((game) => [game.id, game.sha256]))
}

const gameDigest = (record: string, texts: SharedTexts): string => hex(record, textsDigest(texts))

/** Lengths are hashed too, so that no two lists of parts share a digest by concatenation. */
function hex(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}
