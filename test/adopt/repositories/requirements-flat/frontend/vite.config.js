import react from '@vitejs/plugin-react';

/** @type {import('vite').UserConfig} */
export default {
  plugins: [react()],
  build: { outDir: 'build' },
  server: {
    port: 5000,
    proxy: { '/api': { target: 'http://localhost:8080', changeOrigin: true } },
  },
};
