import { generateClient } from '../src/generate.ts'

await generateClient()
