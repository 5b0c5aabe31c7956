// The tokenizer of a run: tokenizer.json of its newest checkpoint that has one. A large vocabulary takes a moment to read, so
// the last one is kept until the file changes.
import { join } from 'node:path'
import { type Fence, type FileState, readWithin, sameState } from '../files/fence.ts'
import { numbered } from '../files/numbered.ts'
import { createTokenDecoder, type TokenDecoder } from './token-decoder.ts'

export interface TokenizerFinder {
  /** undefined where no checkpoint has a tokenizer that can be read. */
  find(): TokenDecoder | undefined
}

export function createTokenizerFinder(fence: Fence, run: string): TokenizerFinder {
  let kept: { readonly path: string; readonly state: FileState; readonly decoder: TokenDecoder | undefined } | undefined
  return {
    find: () => {
      const checkpoints = join(run, 'checkpoints')
      for (const iteration of numbered(fence.list(checkpoints), '').reverse()) {
        const path = join(checkpoints, String(iteration), 'tokenizer.json')
        const state = fence.state(path)
        if (state === undefined) continue
        if (kept?.path !== path || !sameState(kept.state, state)) kept = { path, state, decoder: read(fence, path) }
        if (kept.decoder !== undefined) return kept.decoder
      }
      return undefined
    },
  }
}

function read(fence: Fence, path: string): TokenDecoder | undefined {
  try {
    return createTokenDecoder(readWithin(fence, path) ?? '')
  } catch {
    return undefined
  }
}
