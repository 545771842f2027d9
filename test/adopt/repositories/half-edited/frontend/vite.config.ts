export default defineConfig({
  build: { outDir: 'out' },
  server: { port: 
