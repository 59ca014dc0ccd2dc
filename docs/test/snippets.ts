import { readFileSync } from 'node:fs'

const FENCE = /^```ts (\S+\.ts)#(\S+)\n[^]*?^```$/gm

/** Returns the document with each code block replaced by the current region of its file. */
export function fillSnippets(markdown: string): string {
  return markdown.replace(
    FENCE,
    (_all, file: string, region: string) =>
      `\`\`\`ts ${file}#${region}\n${readRegion(file, region)}\n\`\`\``,
  )
}

/** The regions that a document shows, as `file#region`. */
export function listSnippets(markdown: string): string[] {
  return [...markdown.matchAll(FENCE)].map(([, file, region]) => `${file!}#${region!}`)
}

/** The regions of a file that a document can show. */
export function listRegions(file: string): string[] {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^ *\/\/ #region (\S+)$/gm)].map(([, region]) => `${file}#${region!}`)
}

function readRegion(file: string, region: string): string {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
  const found = new RegExp(`^( *)// #region ${region}\\n([^]*?)\\n *// #endregion`, 'm').exec(text)
  if (!found) throw new Error(`${file} has no region ${region}`)
  const [, indentation = '', code = ''] = found
  return code.replaceAll(new RegExp(`^${indentation}`, 'gm'), '')
}
