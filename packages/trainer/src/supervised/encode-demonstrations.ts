// Demonstrations as training rows: prompt → completion with its stop token, all completion tokens with weight 1.
import type { Datum, Tokenizer } from '@gigpo/core'
import { encodePrompt } from '../rollout/encode-prompt.ts'
import type { DemonstrationRow } from './collect-demonstrations.ts'

export interface EncodedRows {
  readonly rows: readonly Datum[]
  /** Rows longer than the context, left out. */
  readonly tooLong: number
}

export function encodeDemonstrations(
  episodes: readonly (readonly DemonstrationRow[])[],
  tokenizer: Tokenizer,
  contextLength: number,
): EncodedRows {
  const rows: Datum[] = []
  let tooLong = 0
  for (const { prompt, completion } of episodes.flat()) {
    const context = encodePrompt(prompt, tokenizer)
    const tokens = [...tokenizer.encode(completion), ...tokenizer.stop.slice(0, 1)]
    if (context.length + tokens.length > contextLength) tooLong++
    else rows.push({ prompt: context, completion: tokens, weights: tokens.map(() => 1) })
  }
  return { rows, tooLong }
}
