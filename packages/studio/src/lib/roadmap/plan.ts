// The way of an agent from an idea to work, as data: four phases, each with the gates that end it. A gate with a check is met
// by a file of a run; one without is a judgement, signed by a person with a note. checks.ts holds what the checks ask.
import type { CheckName } from './checks.ts'

export interface Gate {
  readonly id: string
  readonly title: string
  /** What meets it, for a reader who has nothing yet. */
  readonly meets: string
  /** Null: signed by hand only. */
  readonly check: CheckName | null
  /** Makes the evidence, or what a signature needs. */
  readonly command: string
}

export interface Phase {
  readonly id: string
  readonly title: string
  readonly aim: string
  readonly gates: readonly Gate[]
}

export const plan: readonly Phase[] = [
  {
    id: 'discovery',
    title: 'Discovery and strategy',
    aim: 'Know the task, how success is told, and what it is worth.',
    gates: [
      {
        id: 'task-set',
        title: 'The task set is defined',
        meets: 'A run records a task set of known size and digest.',
        check: 'task-set',
        command: 'gigpo train RECIPE --run NAME',
      },
      {
        id: 'held-out',
        title: 'The panels are free of leaks',
        meets: 'Every panel’s tasks have another digest than the tasks that are trained or demonstrated.',
        check: 'held-out',
        command: 'gigpo train RECIPE --run NAME',
      },
      {
        id: 'worth',
        title: 'What success is worth is agreed',
        meets: 'Somebody signs for the volume, the costs and the success at which the agent breaks even.',
        check: null,
        command: 'gigpo value RUN --preset NAME',
      },
    ],
  },
  {
    id: 'pilot',
    title: 'Pilot and customisation',
    aim: 'Show on tasks that training never sees that the agent does them.',
    gates: [
      {
        id: 'baseline',
        title: 'A baseline is measured',
        meets: 'The panel was played before training, or by another run.',
        check: 'baseline',
        command: 'gigpo train RECIPE --run NAME --set evaluation.first=true',
      },
      {
        id: 'above-target',
        title: 'The pilot is above the target',
        meets:
          'The lower end of the panel’s 95 % interval is above the target; the panel did not choose the checkpoint.',
        check: 'above-target',
        command: 'gigpo train RECIPE --run NAME --set evaluation.last=true',
      },
      {
        id: 'cost-per-task',
        title: 'The cost of a task is known',
        meets: 'Somebody signs for what inference, review and failures cost, from the pilot.',
        check: null,
        command: 'gigpo value RUN --set inferenceCostPerTask=… reviewMinutesPerTask=… failureCost=…',
      },
      {
        id: 'failure-review',
        title: 'Failures are reviewed',
        meets: 'Somebody signs for having read the run’s failed episodes, and says what they have in common.',
        check: null,
        command: 'gigpo studio',
      },
    ],
  },
  {
    id: 'integration',
    title: 'Integration and scaling',
    aim: 'Make it hold: over seeds, over time, and when it fails.',
    gates: [
      {
        id: 'seeds',
        title: 'The result holds over seeds',
        meets: 'At least three seeds of one configuration, each above the target on the same panel.',
        check: 'seeds',
        command: 'gigpo train RECIPE --run NAME-seed2 --set seed=2',
      },
      {
        id: 'monitoring',
        title: 'Monitoring is on',
        meets: 'The recipe has a guard, which turns the signs of a collapse into alarms.',
        check: 'monitoring',
        command: 'gigpo train RECIPE --run NAME --set guard={}',
      },
      {
        id: 'handover',
        title: 'People take over failures',
        meets: 'Somebody signs for the way a failed task reaches a person, and for who reviews.',
        check: null,
        command: 'gigpo value RUN --set reviewMinutesPerTask=…',
      },
    ],
  },
  {
    id: 'optimisation',
    title: 'Optimisation and expansion',
    aim: 'Learn from what happens in use, and go on to the next task.',
    gates: [
      {
        id: 'live-success',
        title: 'Success is measured on live tasks',
        meets: 'Somebody signs for a sample of live tasks and its success beside the panel’s interval.',
        check: null,
        command: 'gigpo eval RUN --source PATH',
      },
      {
        id: 'retraining',
        title: 'The re-training loop runs',
        meets: 'The run starts from the weights of an earlier one.',
        check: 'retraining',
        command: 'gigpo train RECIPE --run NAME-2 --set model.path=runs/NAME/checkpoints/N',
      },
      {
        id: 'next-tasks',
        title: 'The next task set is chosen',
        meets: 'Somebody signs for the kind of task that comes next, and why.',
        check: null,
        command: 'gigpo value RUN --preset NAME',
      },
    ],
  },
]

export const gates: readonly Gate[] = plan.flatMap((phase) => phase.gates)
