import { defineConfig } from 'vite';

const port = Number(process.env.UI_PORT) || 5174;

export default defineConfig({
  root: 'client',
  build: { outDir: '../public' },
  server: { port },
});
