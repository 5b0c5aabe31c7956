// Every ALFWorld agent keeps the contract of core's Agent on views of real play of generated games.
import { agentChecks, recordViews } from '@gigpo/core/testing'
import { describe, it } from 'vitest'
import { createAlfworldEnvironment } from '../environment.ts'
import { generatedSource } from '../generator/generated-source.ts'
import { loadGame } from '../load-game.ts'
import { alfworldAgents } from './registry.ts'

const source = generatedSource({ split: 'valid_seen', count: 6 })
const views = (
  await Promise.all(
    Array.from({ length: source.size }, (_, index) =>
      recordViews(createAlfworldEnvironment(loadGame(source.load(index))), { seed: index, steps: 12 }),
    ),
  )
).flat()

describe.each(Object.keys(alfworldAgents))('the agent %s', (name) => {
  for (const check of agentChecks(alfworldAgents[name]!(), views)) it(check.name, check.run)
})
