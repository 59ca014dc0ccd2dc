import { bindApp } from './host.ts'

const { PORT = '3000', SESSION_SECRET } = process.env
if (!SESSION_SECRET) {
  console.error('SESSION_SECRET is missing: give it a long random text')
  process.exit(1)
}
bindApp({ sessionSecret: SESSION_SECRET }).listen(Number(PORT), () => {
  console.log(`Express listens on http://localhost:${PORT}`)
})
