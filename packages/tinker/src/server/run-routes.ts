// What was trained here and what is kept of it.
import type { Hono } from 'hono'
import { weightsInfoSchema } from '../wire/requests.ts'
import type { CheckpointKind } from './checkpoint-store.ts'
import { post } from './endpoint.ts'
import { HttpError } from './http-error.ts'
import { adapterFacts } from './session-routes.ts'
import type { ServerState } from './state.ts'

export function runRoutes(app: Hono, state: ServerState): void {
  const { checkpoints, models } = state
  const runOf = (id: string): object => {
    const stored = checkpoints.list(id)
    const { baseModel = state.baseModel, adapter } = checkpoints.modelFacts(id)
    const last = (kind: CheckpointKind): object | null => {
      const [latest] = stored.filter((one) => one.kind === kind).sort((a, b) => b.time.getTime() - a.time.getTime())
      return latest === undefined ? null : describe(latest)
    }
    return {
      training_run_id: id,
      base_model: baseModel,
      model_owner: 'local',
      ...adapterFacts(adapter),
      corrupted: false,
      last_request_time: new Date(Math.max(0, ...stored.map(({ time }) => time.getTime()))).toISOString(),
      last_checkpoint: last('weights'),
      last_sampler_checkpoint: last('sampler_weights'),
      user_metadata: null,
    }
  }
  const known = (id: string): string => {
    if (checkpoints.models().includes(id)) return id
    throw new HttpError(404, `no training run "${id}" has saved anything here`)
  }

  app.get('/training_runs', (c) => {
    const limit = Number(c.req.query('limit') ?? 20)
    const offset = Number(c.req.query('offset') ?? 0)
    if (!Number.isInteger(limit) || !Number.isInteger(offset) || limit < 0 || offset < 0)
      throw new HttpError(422, 'limit and offset must be whole numbers')
    const all = checkpoints.models()
    return c.json({
      training_runs: all.slice(offset, offset + limit).map(runOf),
      cursor: { offset, limit, total_count: all.length },
    })
  })
  app.get('/training_runs/:id', (c) => c.json(runOf(known(c.req.param('id')))))
  for (const owner of ['training_runs', 'models']) {
    app.get(`/${owner}/:id/checkpoints`, (c) =>
      c.json({ checkpoints: checkpoints.list(known(c.req.param('id'))).map(describe) }),
    )
    app.delete(`/${owner}/:id/checkpoints/:kind/:name`, (c) => {
      const { id, kind, name } = c.req.param()
      const path = `tinker://${id}/${kind}/${name}`
      models.retire(checkpoints.find(path))
      checkpoints.remove(path)
      return c.body(null, 204)
    })
    app.delete(`/${owner}/:id/checkpoints/:name`, () => {
      throw new HttpError(400, 'name a checkpoint as weights/NAME or sampler_weights/NAME')
    })
  }
  post(app, '/weights_info', weightsInfoSchema, ({ body }) => {
    const { baseModel = state.baseModel, adapter } = checkpoints.factsOf(body.tinker_path)
    return { base_model: baseModel, ...adapterFacts(adapter) }
  })
}

function describe(stored: { readonly kind: CheckpointKind; readonly name: string; path: string; time: Date }): object {
  return {
    checkpoint_id: `${stored.kind}/${stored.name}`,
    checkpoint_type: stored.kind === 'weights' ? 'training' : 'sampler',
    time: stored.time.toISOString(),
    tinker_path: stored.path,
  }
}
