const config = {
  server: { proxy: { '/api': 'http://localhost:8000', '/media': 'http://localhost:8000' } },
};

export default config;
