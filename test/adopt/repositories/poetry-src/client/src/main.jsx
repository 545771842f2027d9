import { createRoot } from 'react-dom/client';

const { VITE_TITLE = 'Shop' } = import.meta.env;

createRoot(document.getElementById('app')).render(<h1>{VITE_TITLE}</h1>);
