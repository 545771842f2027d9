import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "build",
    // Never as data: URLs in the page, which the content security policy forbids.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    // As the server in production does it: page and API have one origin.
    proxy: {
      "/api/v2": {
        target: process.env.API_URL ?? "http://backend:9000",
        ws: true,
      },
    },
  },
});
