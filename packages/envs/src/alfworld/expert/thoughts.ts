// What the expert would say about its next step, as one or two plain sentences built from its belief. Demonstrations for
// agents that think before they act carry this text.
import { classOf, type SeenWorld } from '../agents/seen-world.ts'
import type { Proposal } from './proposals.ts'

export function thought(world: SeenWorld, { command, purpose, about }: Proposal): string {
  const object = world.task?.object ?? 'object'
  const holding = world.holding === undefined ? 'My hands are empty.' : `I am holding ${world.holding}.`
  const here = world.location === undefined ? '' : `I am at ${world.location}. `
  const act = command.startsWith('go to')
    ? 'I go there.'
    : command.startsWith('open')
      ? 'It is closed, so I open it.'
      : ''
  switch (purpose) {
    case 'search': {
      const missing = world.holding === undefined ? object : (world.task?.place ?? object)
      const searched = world.contents.size
      return `${here}I have not found what I need: ${missing}. ${searched} of ${world.receptacles.length} places are searched; ${about} is likely enough to look into next. ${act}`.trim()
    }
    case 'take': {
      const place = world.places.get(about)
      return `${here}${about} is ${place === undefined ? 'known' : `at ${place}`} and ${holding.toLowerCase()} ${act === '' ? 'I take it.' : act}`
    }
    case 'treat':
      return `${holding} The task wants it ${world.task?.verb === 'heat' ? 'hot' : world.task?.verb}, so I use ${about}. ${act}`.trim()
    case 'deliver':
      return `${holding} It belongs in ${classOf(about)}: ${about}. ${act === '' ? 'I put it there.' : act}`
    case 'light':
      return `${holding} I need the light of ${about}. ${act === '' ? 'I turn it on.' : act}`
    case 'put away':
      return `I am holding ${about}, which the task does not need. I put it away first. ${act}`.trim()
    case 'search again':
      return `${here}Everything is searched and something is still missing, so I look again. ${act}`.trim()
  }
}
