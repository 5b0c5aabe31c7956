// What an agent that does a measured share of its tasks right is worth, in hours and money a month. A failure is never
// free: the person who reviews it has spent the time, the failure costs what it costs, and the person still does the task.
//
//   handed    = tasksPerMonth · shareToAgent            succeeded = handed · success        failed = handed − succeeded
//   hours     = (succeeded · minutesPerTask − handed · reviewMinutesPerTask) / 60
//   net       = hours · personCostPerHour − failed · failureCost − handed · inferenceCostPerTask − runningCostPerMonth
//   payback   = trainingCost / net, infinite where net ≤ 0
//   breakEven = the success at which net is 0; net is linear in it, so there is at most one
//
// Assumed, and stated in docs/value.md: review finds every failure; hours that are saved can be used elsewhere; all months
// are equal; no interest. Amounts are in one currency, whichever the inputs are in.

export interface ValueInputs {
  /** Tasks of this kind that arrive in a month, whoever does them. */
  readonly tasksPerMonth: number
  /** Minutes a person needs for one task. */
  readonly minutesPerTask: number
  /** What an hour of that person costs the employer, benefits included. */
  readonly personCostPerHour: number
  /** Share of the tasks that goes to the agent first, 0 to 1. */
  readonly shareToAgent: number
  /** Minutes a person spends on checking one result of the agent, right or wrong. */
  readonly reviewMinutesPerTask: number
  /** Cost of one failure besides review and doing the task again. */
  readonly failureCost: number
  /** Cost of running the model for one task. */
  readonly inferenceCostPerTask: number
  /** Hosting, monitoring, re-training. */
  readonly runningCostPerMonth: number
  /** Spent once: training, the environment, integration. */
  readonly trainingCost: number
}

export interface ValueResult {
  readonly handedPerMonth: number
  readonly succeededPerMonth: number
  readonly failedPerMonth: number
  /** Can be negative: reviewing may take longer than the agent saves. */
  readonly hoursSavedPerMonth: number
  readonly hoursSavedPerYear: number
  /** Cost of the hours saved, before the agent's own costs. */
  readonly labourSavedPerMonth: number
  readonly failureCostPerMonth: number
  readonly inferenceCostPerMonth: number
  readonly netPerMonth: number
  readonly netPerYear: number
  /** `netPerYear` less the one-off cost. */
  readonly netFirstYear: number
  /** Infinity where it never pays back (null in JSON). */
  readonly paybackMonths: number
}

/** `success` is a rate from 0 to 1. */
export function computeValue(inputs: ValueInputs, success: number): ValueResult {
  const handed = inputs.tasksPerMonth * inputs.shareToAgent
  const succeeded = handed * success
  const failed = handed - succeeded
  const hours = (succeeded * inputs.minutesPerTask - handed * inputs.reviewMinutesPerTask) / 60
  const labour = hours * inputs.personCostPerHour
  const failures = failed * inputs.failureCost
  const inference = handed * inputs.inferenceCostPerTask
  const net = labour - failures - inference - inputs.runningCostPerMonth
  return {
    handedPerMonth: handed,
    succeededPerMonth: succeeded,
    failedPerMonth: failed,
    hoursSavedPerMonth: hours,
    hoursSavedPerYear: 12 * hours,
    labourSavedPerMonth: labour,
    failureCostPerMonth: failures,
    inferenceCostPerMonth: inference,
    netPerMonth: net,
    netPerYear: 12 * net,
    netFirstYear: 12 * net - inputs.trainingCost,
    paybackMonths: net > 0 ? inputs.trainingCost / net : Number.POSITIVE_INFINITY,
  }
}

/**
 * The success rate at which a month neither earns nor costs. Above 1: no agent pays under these inputs. Null where success
 * changes nothing: no task is handed over, or a success is worth nothing.
 */
export function breakEvenSuccess(inputs: ValueInputs): number | null {
  const handed = inputs.tasksPerMonth * inputs.shareToAgent
  const hour = inputs.personCostPerHour / 60
  const worth = inputs.minutesPerTask * hour + inputs.failureCost
  if (handed === 0 || worth === 0) return null
  const costs = inputs.reviewMinutesPerTask * hour + inputs.failureCost + inputs.inferenceCostPerTask
  return (costs + inputs.runningCostPerMonth / handed) / worth
}
