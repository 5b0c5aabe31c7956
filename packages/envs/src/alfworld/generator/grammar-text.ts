// How generated households talk: a twl2 grammar of our own. The short functional sentences are those of ALFWorld play, so
// that one agent plays both; everything around them is ours.
import { TASK_PLACEHOLDER } from '../game.ts'

const objectsIn = "[{o.indefinite + ' ' + o.name | inreceptacle(o:object, r:receptacle)}]"

const rules = {
  list_empty: [{ rhs: 'nothing' }],
  list_separator: [{ rhs: ', ' }],
  list_last_separator: [{ rhs: ', and ' }],
  'room.around': [{ rhs: 'You are in the middle of a room. Looking quickly around you, you see' }],
  intro: [
    {
      rhs: `A household, generated for practice.\n\n#room.around# [{r.indefinite + ' ' + r.name | receptacleatlocation(r:receptacle, l:location)}].\n\nYour task is to: ${TASK_PLACEHOLDER}`,
    },
  ],
  'place.content': [
    {
      condition: 'openable(r:receptacle) & opened(r:receptacle)',
      rhs: `The {r.name} is open. In it, you see ${objectsIn}.`,
    },
    { condition: 'openable(r:receptacle)', rhs: 'The {r.name} is closed.' },
    { rhs: `On the {r.name}, you see ${objectsIn}.` },
  ],
  'place.around': [
    {
      condition: 'atlocation(a:agent, l:location) & receptacleatlocation(r:receptacle, l:location)',
      rhs: 'You are facing the [{r.name | atlocation(a:agent, l:location) & receptacleatlocation(r:receptacle, l:location)}]. Next to it, you see nothing.',
    },
    { rhs: '#room.around# nothing.' },
  ],
  'hand.content': [
    {
      condition: 'holdsany(a:agent)',
      rhs: "You are carrying: [{o.indefinite + ' ' + o.name | holds(a:agent, o:object)}].",
    },
    { rhs: 'You are not carrying anything.' },
  ],
  'thing.state': [
    { condition: 'isclean(o:object) & ishot(o:object)', rhs: 'This is a hot and clean {o.name}.' },
    { condition: 'isclean(o:object) & iscool(o:object)', rhs: 'This is a cool and clean {o.name}.' },
    { condition: 'isclean(o:object)', rhs: 'This is a clean {o.name}.' },
    { condition: 'ishot(o:object)', rhs: 'This is a hot {o.name}.' },
    { condition: 'iscool(o:object)', rhs: 'This is a cold {o.name}.' },
    { condition: 'issliced(o:object)', rhs: 'This is a sliced {o.name}.' },
    { rhs: "There's nothing special about {o.name}." },
  ],
}

/** Action → command template and feedback. */
const actions: Readonly<Record<string, readonly [template: string, feedback: string]>> = {
  look: ['look', '#place.around#'],
  inventory: ['inventory', '#hand.content#'],
  examineReceptacle: ['examine {r}', '#place.content#'],
  examineObject: ['examine {o}', '#thing.state#'],
  GotoLocation: [
    'go to [{r.name | receptacleatlocation(r:receptacle, lend:location)}]',
    'You arrive at {r.name}. #place.content#',
  ],
  OpenObject: ['open {r}', 'You open the {r.name}. #place.content#'],
  CloseObject: ['close {r}', 'You close the {r.name}.'],
  PickupObject: ['take {o} from {r}', 'You pick up the {o.name} from the {r.name}.'],
  PutObject: ['move {o} to {r}', 'You move the {o.name} to the {r.name}.'],
  CleanObject: ['clean {o} with {r}', 'You clean the {o.name} using the {r.name}.'],
  HeatObject: ['heat {o} with {r}', 'You heat the {o.name} using the {r.name}.'],
  CoolObject: ['cool {o} with {r}', 'You cool the {o.name} using the {r.name}.'],
  ToggleObject: ['use {o}', 'You turn on the {o.name}.'],
  SliceObject: ['slice {co} with {ko}', 'You sliced the {co.name} with the {ko.name}.'],
  help: [
    'help',
    'Commands you can use here: look, inventory, help, go to PLACE, open PLACE, close PLACE, examine PLACE or THING, ' +
      'take THING from PLACE, move THING to PLACE, clean, heat or cool THING with PLACE, slice THING with THING, use THING.',
  ],
}

export const HOUSEHOLD_GRAMMAR: string = [
  `grammar :: """${JSON.stringify(rules, null, 1)}""";`,
  ...Object.entries(actions).map(
    ([name, [template, feedback]]) => `action ${name} { template :: "${template}"; feedback :: "${feedback}"; }`,
  ),
].join('\n')
