export const stream = import.meta.env['VITE_STREAM_URL'] || 'https://stream.example';
