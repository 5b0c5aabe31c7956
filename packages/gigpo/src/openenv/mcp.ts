// The Model Context Protocol's side of an OpenEnv server, as far as an environment without tools has one: JSON-RPC 2.0 that
// says who it is and lists nothing.
import { version } from '../cli/version.ts'
import { isObject } from './messages.ts'

const failed = (id: unknown, code: number, message: string) => ({
  jsonrpc: '2.0',
  id: id ?? null,
  error: { code, message },
})

export function answerMcp(request: unknown): object {
  if (!isObject(request) || request.jsonrpc !== '2.0' || typeof request.method !== 'string')
    return failed(null, -32600, 'not a JSON-RPC 2.0 request')
  const { id = null, method } = request
  const result = { initialize: introduction, 'tools/list': { tools: [] } }[method]
  if (result !== undefined) return { jsonrpc: '2.0', id, result }
  if (method === 'tools/call') return failed(id, -32602, 'this environment has no tools; play it by reset and step')
  return failed(id, -32601, `no method ${JSON.stringify(method)}`)
}

const introduction = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: {} },
  serverInfo: { name: 'gigpo', version },
}
