// How verl-agent reads an action out of a completion: one rule for its environments, oddities included
// (agent_system/environments/env_package/*/projection.py).
import type { Action } from '@gigpo/core'

/**
 * The reference's projection. The action is what stands between the first `<action>` and the first `</action>` of the
 * lower-cased completion, else its last `fallback` characters (ALFWorld 30, WebShop 20). Valid: both action tags, both think tags (in the original case), and
 * no character U+4E00–U+9FFF. Whether the action is admissible does not matter, and an empty one is valid.
 */
export function projectAction(completion: string, fallback: number): Action {
  const lower = completion.toLowerCase()
  const start = lower.indexOf('<action>')
  const end = lower.indexOf('</action>')
  const tagged = start >= 0 && end >= 0
  const text = tagged ? lower.slice(start + '<action>'.length, end).trim() : Array.from(lower).slice(-fallback).join('')
  const thinks = completion.includes('<think>') && completion.includes('</think>')
  const thought = /<think>([\s\S]*?)<\/think>/.exec(completion)?.[1]?.trim()
  return {
    text,
    valid: tagged && thinks && !/[\u4e00-\u9fff]/.test(completion),
    ...(thought === undefined ? {} : { thought }),
  }
}
