// What an OpenEnv server says of itself: JSON Schemas of actions, observations and states, and the OpenAPI description.
import { version } from '../cli/version.ts'

type Schema = Readonly<Record<string, unknown>>

const text = { type: 'string' }

const actionSchema: Schema = {
  title: 'Action',
  type: 'object',
  properties: { action: { ...text, description: 'What to do, as the environment reads it.' } },
  required: ['action'],
  additionalProperties: false,
}
const observationSchema: Schema = {
  title: 'Observation',
  type: 'object',
  properties: {
    text: { ...text, description: 'What the agent reads.' },
    actions: { type: 'array', items: text, description: 'The admissible actions, where the environment knows them.' },
    truncated: { type: 'boolean', description: 'Whether the episode was cut.' },
    info: { type: 'object', description: 'Facts about the transition that are not for the agent.' },
  },
  required: ['text', 'truncated', 'info'],
}
const stateSchema: Schema = {
  title: 'State',
  type: 'object',
  properties: {
    episode_id: { type: ['string', 'null'] },
    step_count: { type: 'integer', minimum: 0 },
    anchor: { ...text, description: 'Equal keys are the same state.' },
  },
  required: ['episode_id', 'step_count'],
}
const resetSchema: Schema = {
  title: 'Reset',
  type: 'object',
  properties: { seed: { type: ['integer', 'null'], minimum: 0 }, episode_id: { type: ['string', 'null'] } },
  additionalProperties: false,
}
const stepSchema: Schema = {
  title: 'Step',
  type: 'object',
  properties: {
    action: actionSchema,
    timeout_s: { type: ['number', 'null'] },
    request_id: { type: ['string', 'null'] },
  },
  required: ['action'],
  additionalProperties: false,
}
const resultSchema: Schema = {
  title: 'Result',
  type: 'object',
  properties: {
    observation: observationSchema,
    reward: { type: ['number', 'boolean', 'null'] },
    done: { type: 'boolean' },
  },
  required: ['observation', 'reward', 'done'],
}

/** GET /schema. */
export const schemas: Schema = { action: actionSchema, observation: observationSchema, state: stateSchema }

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } })
const get = (summary: string, schema: Schema) => ({
  get: { summary, responses: { 200: { description: summary, ...json(schema) } } },
})
const post = (summary: string, body: Schema, schema: Schema) => ({
  post: {
    summary,
    requestBody: json(body),
    responses: { 200: { description: summary, ...json(schema) }, 422: { description: 'The body is not valid.' } },
  },
})
const anything: Schema = { type: 'object' }

/** GET /openapi.json. */
export const openapi: Schema = {
  openapi: '3.1.0',
  info: { title: 'gigpo environment', version: `1.0.0+gigpo.${version}` },
  paths: {
    '/health': get('Whether the server is there', anything),
    '/metadata': get('What is served', anything),
    '/schema': get('JSON Schemas of actions, observations and states', anything),
    '/reset': post('The first observation of a fresh environment', resetSchema, resultSchema),
    '/step': post('One step of a fresh environment', stepSchema, resultSchema),
    '/state': get('The state of a fresh environment', stateSchema),
    '/mcp': post('JSON-RPC 2.0', anything, anything),
  },
}
