// Sampling over all workers of a pool: requests are put into an order of their own and dealt out by what they cost, so the
// order in which they came changes nothing. Whoever calls has validated them.
import type { SampleRequest } from '@gigpo/core'
import { deal, gather } from '../worker/deal.ts'
import type { DrawnCompletion } from '../worker/generate.ts'
import { compareRequests, groupByPrompt } from '../worker/request-order.ts'
import type { WorkerPool } from '../worker/worker-pool.ts'

/** What decoding a row costs beside prefilling one token of its prompt; balances the workers. */
const ROW_COST = 64

/** In the order of the requests; completions end where the context does. */
export async function drawCompletions(
  requests: readonly SampleRequest[],
  pool: WorkerPool,
  contextLength: number,
): Promise<DrawnCompletion[]> {
  const sorted = requests
    .map((request, place) => {
      const room = contextLength - request.prompt.length
      return { place, request: { ...request, maxTokens: Math.min(request.maxTokens, room) } }
    })
    .sort((a, b) => compareRequests(a.request, b.request) || a.place - b.place)
  // Equal prompts stay together where that leaves enough pieces to balance.
  const pieces = groupByPrompt(sorted, Math.max(1, Math.ceil(sorted.length / (4 * pool.size))))
  const cost = (piece: typeof sorted): number => piece[0]!.request.prompt.length + ROW_COST * piece.length
  const hands = deal(pieces, pool.size, cost).map((hand) => hand.flatMap((piece) => pieces[piece]!))
  const drawn = await pool.all('sample', (w) => hands[w]!.map(({ request }) => request))
  return gather(
    hands.map((hand) => hand.map(({ place }) => place)),
    drawn,
  )
}
