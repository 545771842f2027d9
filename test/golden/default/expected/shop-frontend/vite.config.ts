import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist",
    // Never as data: URLs in the page, which the content security policy forbids.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    // As the server in production does it: page and API have one origin.
    proxy: {
      "/api/v1": {
        target: process.env.API_URL ?? "http://backend:8000",
        ws: true,
      },
    },
  },
});
