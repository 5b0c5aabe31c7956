// The presets as Markdown: what docs/value.md holds.
import { formatInput } from './format-input.ts'
import { inputFields } from './input-fields.ts'
import { type Preset, presets } from './presets.ts'
import { type Assumption, describeSource, type Publication } from './sources.ts'

export function presetTables(): string {
  return presets.map(tableOf).join('\n')
}

function tableOf({ name, title, task, numbers }: Preset): string {
  const rows = inputFields.map((field) => {
    const { value, low, high, sources } = numbers[field.name]
    const range = `${formatInput(field, low)} to ${formatInput(field, high)}`
    return `| ${field.label} | ${formatInput(field, value)} | ${range} | ${sources.map(cite).join(' ')} |`
  })
  const head = ['| number | preset | range | source |', '|---|---|---|---|']
  return [`### ${title} (\`${name}\`)`, '', `One task: ${task}.`, '', ...head, ...rows, ''].join('\n')
}

function cite(source: Publication | Assumption): string {
  const text = describeSource(source)
  return source.kind === 'assumed' ? text : text.replace(source.title, `[${source.title}](${source.url})`)
}
