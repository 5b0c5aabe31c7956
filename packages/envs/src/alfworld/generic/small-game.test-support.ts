// A household of two rooms' worth of furniture, written by hand for tests: small enough to know every answer, and with
// each shape that makes the reference's texts odd (a shared location, a mistyped quantifier, `when`, two lists).
import type { Game } from '../game.ts'

export const SMALL_DOMAIN = `
; a small household
(define (domain small)
 (:requirements :adl :typing)
 (:types agent location receptacle object rtype otype)
 (:predicates (atLocation ?a - agent ?l - location))
 (:functions (total-cost) - number)
 (:action look
   :parameters (?a - agent ?l - location)
   :precondition (and (atLocation ?a ?l))
   :effect (and (checked ?l)))
 (:action inventory :parameters (?a - agent) :precondition () :effect (and (checked ?a)))
 (:action help :parameters (?a - agent) :precondition () :effect (and (checked ?a)))
 (:action examineReceptacle
   :parameters (?a - agent ?r - receptacle)
   :precondition (and (exists (?l - location) (and (atLocation ?a ?l) (receptacleAtLocation ?r ?l))))
   :effect (and (checked ?r)))
 (:action examineObject
   :parameters (?a - agent ?o - object)
   :precondition (or
     (exists (?l - location, ?r - receptacle)
       (and (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)))
     (holds ?a ?o))
   :effect (and (checked ?o)))
 (:action GotoLocation
   :parameters (?a - agent ?lStart - location ?lEnd - location ?r - receptacle)
   :precondition (and (atLocation ?a ?lStart) (receptacleAtLocation ?r ?lEnd))
   :effect (and (not (atLocation ?a ?lStart)) (atLocation ?a ?lEnd) (increase (total-cost) 1)))
 (:action OpenObject
   :parameters (?a - agent ?l - location ?r - receptacle)
   :precondition (and (openable ?r) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (not (opened ?r)))
   :effect (and (opened ?r) (checked ?r)))
 (:action PickupObject
   :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
   :precondition (and (pickupable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)
     (not (holdsAny ?a)) (or (not (openable ?r)) (opened ?r)))
   :effect (and (not (inReceptacle ?o ?r)) (holds ?a ?o) (holdsAny ?a) (not (objectAtLocation ?o ?l))))
 (:action PutObject
   :parameters (?a - agent ?l - location ?o - object ?r - receptacle ?ot - otype ?rt - rtype)
   :precondition (and (holds ?a ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l)
     (or (not (openable ?r)) (opened ?r)) (objectType ?o ?ot) (receptacleType ?r ?rt) (canContain ?rt ?ot))
   :effect (and (inReceptacle ?o ?r) (objectAtLocation ?o ?l) (not (holds ?a ?o)) (not (holdsAny ?a))))
 (:action ToggleObject
   :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
   :precondition (and (toggleable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r))
   :effect (and (when (isOn ?o) (not (isOn ?o))) (when (not (isOn ?o)) (isOn ?o)) (isToggled ?o)))
)
`

export const SMALL_GRAMMAR = `
# the words of the small household
grammar :: """
{
  "intro": [{ "rhs": "-= Welcome! =-\\n\\n#look.feedback#\\n\\n#task#" }],
  "task": [{ "rhs": "Your task is to: Your-task-text-here" }],
  "contents": [{ "rhs": "[{o.indefinite + ' ' + o.name | inreceptacle(o:object, r:receptacle)}]" }],
  "examineReceptacle.feedback": [
    { "condition": "openable(r:receptacle) & opened(r:receptacle)", "rhs": "The {r.name} is open. In it, you see #contents#." },
    { "condition": "openable(r:receptacle)", "rhs": "The {r.name} is closed." },
    { "rhs": "On the {r.name}, you see #contents#." }
  ],
  "examineObject.feedback": [
    { "condition": "toggleable(o:object) & istoggled(o:object)", "rhs": "This {o.name} is on." },
    { "condition": "toggleable(o:object) & not_istoggled(o:object)", "rhs": "This {o.name} is off." },
    { "rhs": "There's nothing special about {o.name}." }
  ],
  "list_empty": [{ "rhs": "nothing" }],
  "list_separator": [{ "rhs": ", " }],
  "list_last_separator": [{ "rhs": ", and " }]
}
""";

action GotoLocation {
  template :: "go to [{r.name | receptacleatlocation(r:receptacle, lend:location)}]";
  feedback :: "You arrive at {r.name}. #examineReceptacle.feedback#";
}
action OpenObject { template :: "open {r}"; feedback :: "You open the {r.name}. #examineReceptacle.feedback#"; }
action PickupObject { template :: "take {o} from {r}"; feedback :: "You pick up the {o.name} from the {r.name}."; }
action PutObject { template :: "move {o} to {r}"; feedback :: "You move the {o.name} to the {r.name}."; }
action inventory {
  template :: "inventory";
  feedback :: "#inventory.feedback#";
  grammar :: """
  {
    # lines like this one are comments
    "inventory.feedback": [
      { "condition": "holdsany(a:agent)", "rhs": "You are carrying: [{o.indefinite + ' ' + o.name | holds(a:agent, o:object)}]." },
      { "rhs": "You are not carrying anything." }
    ]
  }
  """;
}
action examineReceptacle { template :: "examine {r}"; feedback :: "#examineReceptacle.feedback#"; }
action examineObject { template :: "examine {o}"; feedback :: "#examineObject.feedback#"; }
action ToggleObject {
  template :: "use {o}";
  feedback :: "#toggle#";
  grammar :: """
  {
    "toggle": [
      { "condition": "toggleable(o:object) & istoggled(o:object)", "rhs": "You turn on the {o.name}." },
      { "rhs": "You turn off the {o.name}." }
    ]
  }
  """;
}
action look {
  template :: "look";
  feedback :: "#look.feedback#";
  grammar :: """
  {
    "look.feedback": [
      { "condition": "atlocation(a:agent, l:location) & receptacleatlocation(r:receptacle, l:location)",
        "rhs": "You are facing the [{r.name | atlocation(a:agent, l:location) & receptacleatlocation(r:receptacle, l:location)}]. Next to it, you see #floor#." },
      { "rhs": "You are in the middle of a room. Looking quickly around you, you see #appliances#." }
    ],
    "floor": [
      { "rhs": "[{#overview(o)# | atlocation(a:agent, l:location) & objectatlocation(o:object, l:location) & receptacleatlocation(r:receptacle, l:location) & not_inreceptacle(o:object, r:receptacle)}]" }
    ],
    "appliances": [{ "rhs": "[{#overview(r)# | receptacleatlocation(r:receptacle, l:location)}]" }],
    "overview(o)": [{ "rhs": "{o.indefinite} {o.name}" }],
    "overview(r)": [{ "rhs": "{r.indefinite} {r.name or r.id}" }]
  }
  """;
}
action help {
  template :: "help";
  feedback :: "
Available commands:
  look: look around
";
}
`

/** The desk holds two apples and the lamp; both burners share a location; the drawers are closed, one holds an egg. */
export const SMALL_PROBLEM = `
(define (problem small_1)
 (:domain small)
 (:objects
   agent1 - agent
   loc_bar_0 loc_bar_1 loc_bar_2 loc_bar_3 loc_bar_4 - location
   Desk_bar__plus_1 - receptacle
   StoveBurner_bar_a StoveBurner_bar_b - receptacle
   Drawer_bar_a Drawer_bar_b - receptacle
   Apple_bar_a Apple_bar_b Egg_bar_a DeskLamp_bar_a - object
   AppleType EggType DeskLampType - otype
   DeskType StoveBurnerType DrawerType - rtype)
 (:init
   (atLocation agent1 loc_bar_0)
   (receptacleAtLocation Desk_bar__plus_1 loc_bar_1)
   (receptacleAtLocation StoveBurner_bar_a loc_bar_2)
   (receptacleAtLocation StoveBurner_bar_b loc_bar_2)
   (receptacleAtLocation Drawer_bar_a loc_bar_3)
   (receptacleAtLocation Drawer_bar_b loc_bar_4)
   (receptacleType Desk_bar__plus_1 DeskType)
   (receptacleType StoveBurner_bar_a StoveBurnerType)
   (receptacleType StoveBurner_bar_b StoveBurnerType)
   (receptacleType Drawer_bar_a DrawerType)
   (receptacleType Drawer_bar_b DrawerType)
   (openable Drawer_bar_a) (openable Drawer_bar_b)
   (objectType Apple_bar_a AppleType) (objectType Apple_bar_b AppleType)
   (objectType Egg_bar_a EggType) (objectType DeskLamp_bar_a DeskLampType)
   (pickupable Apple_bar_a) (pickupable Apple_bar_b) (pickupable Egg_bar_a)
   (toggleable DeskLamp_bar_a)
   (canContain DeskType AppleType) (canContain StoveBurnerType AppleType) (canContain DrawerType AppleType)
   (inReceptacle Apple_bar_b Desk_bar__plus_1) (objectAtLocation Apple_bar_b loc_bar_1)
   (inReceptacle Apple_bar_a Desk_bar__plus_1) (objectAtLocation Apple_bar_a loc_bar_1)
   (inReceptacle DeskLamp_bar_a Desk_bar__plus_1) (objectAtLocation DeskLamp_bar_a loc_bar_1)
   (inReceptacle Egg_bar_a Drawer_bar_b) (objectAtLocation Egg_bar_a loc_bar_4)
   (= (distance loc_bar_0 loc_bar_1) 12)
   (= (total-cost) 0))
 (:goal (and (exists (?r - receptacle ?o - object)
   (and (inReceptacle ?o ?r) (objectType ?o AppleType) (receptacleType ?r DrawerType)))))
)
`

export const smallGame: Game = {
  id: 'train/pick_and_place_simple-Apple-None-Drawer-1/trial_small',
  split: 'train',
  taskType: 'pick_and_place_simple',
  task: 'put a apple in drawer.',
  domain: SMALL_DOMAIN,
  grammar: SMALL_GRAMMAR,
  problem: SMALL_PROBLEM,
  walkthrough: [
    'go to desk 1',
    'take apple 1 from desk 1',
    'go to drawer 1',
    'open drawer 1',
    'move apple 1 to drawer 1',
  ],
  solvable: true,
}
