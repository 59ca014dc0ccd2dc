import { toExpress } from '@gimbal/adapter-express'
import { serve } from '@gimbal/adapter-node'
import express from 'express'
import { app } from './app.ts'
import { token } from './token.ts'

const hello = toExpress(app, { services: { token } })
const { url } = await serve(express().use(hello), {
  port: Number(process.env.PORT ?? 3000),
  lifecycle: hello,
})
console.log(`Express listens on ${url}`)
