import type { Case } from '../case.ts'
import { cases } from './index.ts'

/** About a hundred cases: the first of every area, and every ninth of all. */
export const smokeCases: readonly Case[] = cases.filter(
  ({ name }, index) => index % 9 === 0 || areaOf(name) !== areaOf(cases[index - 1]?.name ?? ''),
)

function areaOf(name: string): string {
  return name.split('/')[0]!
}
